//! `purged-early`: a file was purged before its retention ended.

use crate::findings::archive::{InLists, Sealed};
use crate::findings::check::Check;
use crate::words::{FileStatus, FindingCode};

pub(super) const CHECK: Check = Check::of(FindingCode::PurgedEarly)
    .in_archive(|archive, found| archive.each_file(found, FileStatus::PurgedEarly, sealed, in_lists));

fn sealed(file: &Sealed<'_>) -> String {
    format!("the file was purged{}, and the record does not allow it: {}", file.purge(), file.purge_faults())
}

fn in_lists(file: &InLists<'_>) -> String {
    format!("the file is {}", file.of.file.status)
}
