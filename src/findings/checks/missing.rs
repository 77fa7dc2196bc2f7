//! `missing`: a file that was sealed or listed is gone.

use crate::findings::archive::{InLists, Sealed};
use crate::findings::check::Check;
use crate::base::path::ArchivePath;
use crate::words::{FileStatus, FindingCode};

pub(super) const CHECK: Check = Check::of(FindingCode::Missing)
    .in_archive(|archive, found| archive.each_file(found, FileStatus::Missing, sealed, in_lists));

fn sealed(file: &Sealed<'_>) -> String {
    let under_hold = if file.held { ", although it is under hold" } else { "" };
    format!("the file was sealed and is gone, without a purge record{under_hold}")
}

fn in_lists(file: &InLists<'_>) -> String {
    match file.listed.and_then(|listed| listed.fetch.as_ref()) {
        Some(fetch) => {
            let url = ArchivePath::from_bytes(fetch.url.as_bytes());
            format!("the file is listed and is not there: it was still to be fetched from {url}, which is never done")
        }
        None => "the file is listed and is not there".to_owned(),
    }
}
