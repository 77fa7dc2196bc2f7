//! `purged-unauthorized`: a file was purged, and its record does not allow it.

use crate::findings::archive::{InLists, Sealed};
use crate::findings::check::Check;
use crate::words::{FileStatus, FindingCode};

pub(super) const CHECK: Check = Check::of(FindingCode::PurgedUnauthorized)
    .in_archive(|archive, found| archive.each_file(found, FileStatus::PurgedUnauthorized, sealed, in_lists));

fn sealed(file: &Sealed<'_>) -> String {
    format!("the file was purged{}, and the record does not allow it: {}", file.purge(), file.purge_faults())
}

fn in_lists(file: &InLists<'_>) -> String {
    format!("the file is {}", file.of.file.status)
}
