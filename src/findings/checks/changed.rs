//! `changed`: the bytes of a file are not those that were sealed or listed.

use crate::findings::archive::{InLists, Sealed};
use crate::findings::check::Check;
use crate::archive::manifest::DefectKind;
use crate::words::{FileStatus, FindingCode};

pub(super) const CHECK: Check = Check::of(FindingCode::Changed)
    .in_archive(|archive, found| { archive.each_file(found, FileStatus::Changed, sealed, in_lists); archive.each_defect(found, DefectKind::OtherContent) });

fn sealed(file: &Sealed<'_>) -> String {
    match (file.of.on_disk, file.record) {
        (Some(disk), Some((_, record))) if disk.size != record.size => {
            format!("the file holds other bytes than were sealed: its size was {}, and is {}", record.size, disk.size)
        }
        _ => "the file holds other bytes than were sealed, and its size is the same".to_owned(),
    }
}

fn in_lists(file: &InLists<'_>) -> String {
    match (file.listed.and_then(|listed| listed.size), file.of.on_disk) {
        (Some(size), Some(disk)) if disk.size != size => {
            format!("the file holds other bytes than are listed: its size was {size}, and is {}", disk.size)
        }
        _ => "the file holds other bytes than are listed".to_owned(),
    }
}
