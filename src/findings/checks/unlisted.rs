//! `unlisted`: a file is in the archive and in no chain or list.

use crate::archive::manifest::DefectKind;
use crate::findings::archive::{InLists, Sealed};
use crate::findings::check::Check;
use crate::words::{FileStatus, FindingCode};

pub(super) const CHECK: Check = Check::of(FindingCode::Unlisted).in_archive(|archive, found| {
    // where nothing was ever sealed, one `unsealed` says it for all files
    if archive.chain().is_some() || archive.manifests.is_some() {
        archive.each_file(found, FileStatus::Unlisted, sealed, in_lists);
    }
    archive.each_defect(found, DefectKind::NotInAll);
});

fn sealed(_: &Sealed<'_>) -> String {
    "the file is in the archive but not in the chain: nothing shows what it was, or since when it is there".to_owned()
}

fn in_lists(_: &InLists<'_>) -> String {
    "the file is in the archive but in no manifest: nothing shows what it was, or since when it is there".to_owned()
}
