//! `unsealed`: nothing was ever sealed or listed in an archive.

use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::Unsealed).in_archive(|archive, found| {
    if archive.evidence.missing.is_none() && archive.chain().is_none() && archive.manifests.is_none() {
        let summary = "nothing was ever sealed here: no chain and no manifest, so no file could be checked against \
                       anything";
        archive.add(found, None, summary.to_owned(), Vec::new());
    }
});
