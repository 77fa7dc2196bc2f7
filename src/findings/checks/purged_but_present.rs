//! `purged-but-present`: a file is recorded as purged, and is still there.

use crate::findings::archive::{InLists, Sealed};
use crate::findings::check::Check;
use crate::words::{FileStatus, FindingCode};

pub(super) const CHECK: Check = Check::of(FindingCode::PurgedButPresent)
    .in_archive(|archive, found| archive.each_file(found, FileStatus::PurgedButPresent, sealed, in_lists));

fn sealed(file: &Sealed<'_>) -> String {
    let mut text = format!("the file holds the bytes of {}, recorded as purged{}", file.recorded(), file.purge());
    let faults = file.purge_faults();
    if !faults.is_empty() {
        text.push_str(&format!("; that purge would not have been lawful: {faults}"));
    }
    text
}

fn in_lists(file: &InLists<'_>) -> String {
    format!("the file is {}", file.of.file.status)
}
