//! `unchecked`: the bytes of a file were not held against anything.

use crate::findings::archive::{InLists, Sealed};
use crate::findings::check::Check;
use crate::facts::files::Bytes;
use crate::words::{FileStatus, FindingCode};

pub(super) const CHECK: Check = Check::of(FindingCode::Unchecked)
    .in_archive(|archive, found| archive.each_file(found, FileStatus::Unchecked, sealed, in_lists));

fn sealed(file: &Sealed<'_>) -> String {
    match (file.of.on_disk, &file.of.file.purge) {
        (None, None) => {
            "the file was sealed and is not here; another one of its size, which was not hashed, may be it".to_owned()
        }
        (None, Some(_)) => format!(
            "the file was purged{}; whether that was lawful could not be checked: no policy is known here",
            file.purge()
        ),
        (Some(_), _) => "the file was not hashed, as asked for; only its size was compared".to_owned(),
    }
}

fn in_lists(file: &InLists<'_>) -> String {
    if file.manifests.holds(&file.of.file.path) {
        return "the manifest lists itself, and no list can hold its own hash: it was not checked".to_owned();
    }
    match file.of.on_disk.map(|disk| &disk.bytes) {
        Some(Bytes::Hashed(_)) => {
            "the file is listed with no hash that is known here, and was not checked".to_owned()
        }
        _ => "the file was not hashed, as asked for".to_owned(),
    }
}
