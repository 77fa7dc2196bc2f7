//! `unreadable`: something could not be read, and so was not checked.

use crate::archive::manifest::DefectKind;
use crate::findings::archive::{InLists, Sealed};
use crate::findings::check::Check;
use crate::words::{FileStatus, FindingCode};

pub(super) const CHECK: Check = Check::of(FindingCode::Unreadable).in_archive(|archive, found| {
    archive.each_file(found, FileStatus::Unreadable, sealed, in_lists);
    archive.each_defect(found, DefectKind::Unusable);
    for (path, why) in &archive.listing.unreadable {
        let summary = format!("it could not be looked at, and what lies there was not checked: {why}");
        archive.add(found, Some(&path.to_string()), summary, Vec::new());
    }
});

fn sealed(file: &Sealed<'_>) -> String {
    match file.of.unread() {
        _ if file.of.file.examined.is_none() => {
            "the file was sealed, and whether it is there could not be looked at".to_owned()
        }
        Some(why) => format!("the file could not be read and was not checked: {why}"),
        None => "the file could not be read and was not checked".to_owned(),
    }
}

fn in_lists(file: &InLists<'_>) -> String {
    match file.of.unread() {
        Some(why) => format!("the file could not be read and was not checked: {why}"),
        None => "the file is listed, but a folder above it could not be looked at, so it was not checked".to_owned(),
    }
}
