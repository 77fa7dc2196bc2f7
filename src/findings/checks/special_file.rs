//! `special-file`: a device, pipe or socket lies in the archive.

use crate::facts::files::NotAFile;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::SpecialFile).in_archive(|archive, found| {
    for (path, _) in archive.listing.not_files.iter().filter(|(_, what)| *what == NotAFile::Special) {
        let summary = "a device, pipe or socket; it was not opened and is not evidence".to_owned();
        archive.add(found, Some(&path.to_string()), summary, Vec::new());
    }
});
