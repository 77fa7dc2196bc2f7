//! `moved`: the bytes of a file were sealed or listed under another path.

use crate::findings::archive::{InLists, Sealed};
use crate::findings::check::Check;
use crate::words::{FileStatus, FindingCode};

pub(super) const CHECK: Check = Check::of(FindingCode::Moved)
    .in_archive(|archive, found| archive.each_file(found, FileStatus::Moved, sealed, in_lists));

fn sealed(file: &Sealed<'_>) -> String {
    if file.of.on_disk.is_none() {
        return "the file is gone from here, and its bytes were sealed again later under another path".to_owned();
    }
    format!("the file holds the bytes that were sealed as {}", file.recorded())
}

fn in_lists(file: &InLists<'_>) -> String {
    let twin = file.twin.map_or_else(|| "another file".to_owned(), ToString::to_string);
    format!("the file holds the bytes that are listed as {twin}")
}
