//! `symbolic-link`: a symbolic link lies in the archive.

use crate::facts::files::NotAFile;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::SymbolicLink).in_archive(|archive, found| {
    for (path, _) in archive.listing.not_files.iter().filter(|(_, what)| *what == NotAFile::SymbolicLink) {
        let summary = "a symbolic link; it was not opened and is not evidence".to_owned();
        archive.add(found, Some(&path.to_string()), summary, Vec::new());
    }
});
