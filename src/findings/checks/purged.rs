//! `purged`: a file was purged lawfully.

use crate::findings::archive::{InLists, Sealed};
use crate::findings::check::Check;
use crate::words::{FileStatus, FindingCode};

pub(super) const CHECK: Check = Check::of(FindingCode::Purged)
    .in_archive(|archive, found| archive.each_file(found, FileStatus::Purged, sealed, in_lists));

fn sealed(file: &Sealed<'_>) -> String {
    format!("the file was purged lawfully{}", file.purge())
}

fn in_lists(file: &InLists<'_>) -> String {
    format!("the file is {}", file.of.file.status)
}
