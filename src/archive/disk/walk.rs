//! Lists what lies under an archive's root, without opening or following anything.
//!
//! Evidence is never skipped: hidden files, odd names and unknown endings count, and what cannot be listed
//! is listed as such. Used by everything that reads archives.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::base::path::ArchivePath;
use crate::facts::files::{ListedFile, Listing, NotAFile};

/// Why an archive's root could not be listed.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// It is not there, as with a share that is not mounted.
    #[error("the archive {} is not there: check the path, and whether its share is mounted", .0.display())]
    Absent(PathBuf),
    /// It is something else.
    #[error("the archive {} is no folder: name the folder that holds the footage", .0.display())]
    NotAFolder(PathBuf),
    /// It may not be read.
    #[error("the archive {} cannot be listed ({reason}): check its permissions", .root.display())]
    Unreadable {
        /// The root.
        root: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
}

/// Lists everything under `root` (which may itself be a link), in order of the paths' bytes. Regular files
/// named in `leave_out` (chain, checkpoint, lock; relative to the root) are not listed.
///
/// # Errors
/// When the root itself is absent, no folder, or cannot be listed. What lies below and cannot be listed is
/// in [`Listing::unreadable`].
pub fn walk(root: &Path, leave_out: &[ArchivePath]) -> Result<Listing, WalkError> {
    check_root(root)?;
    let unreadable = |reason| WalkError::Unreadable { root: root.to_owned(), reason };

    let mut listing = Listing::default();
    for entry in WalkDir::new(root).min_depth(1).follow_links(false) {
        match entry {
            Ok(entry) => add(&mut listing, root, &entry, leave_out),
            Err(error) if error.depth() == 0 => return Err(unreadable(error.into())),
            Err(error) => {
                let path = error.path().map_or_else(|| ArchivePath::from_bytes(b""), |path| relative(root, path));
                listing.unreadable.push((path, reason(&error)));
            }
        }
    }
    listing.files.sort_by(|a, b| a.path.cmp(&b.path));
    listing.not_files.sort_by(|a, b| a.0.cmp(&b.0));
    listing.unreadable.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(listing)
}

/// Makes sure that an archive's root can be listed.
///
/// # Errors
/// When it is absent, no folder, or cannot be listed.
pub(crate) fn check_root(root: &Path) -> Result<(), WalkError> {
    let unreadable = |reason| WalkError::Unreadable { root: root.to_owned(), reason };
    match fs::metadata(root) {
        Ok(metadata) if metadata.is_dir() => fs::read_dir(root).map(drop).map_err(unreadable),
        Ok(_) => Err(WalkError::NotAFolder(root.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(WalkError::Absent(root.to_owned())),
        Err(error) => Err(unreadable(error)),
    }
}

fn add(listing: &mut Listing, root: &Path, entry: &walkdir::DirEntry, leave_out: &[ArchivePath]) {
    let path = relative(root, entry.path());
    let kind = entry.file_type();
    if kind.is_symlink() {
        listing.not_files.push((path, NotAFile::SymbolicLink));
    } else if kind.is_file() {
        if leave_out.contains(&path) {
            return;
        }
        match entry.metadata() {
            Ok(metadata) => listing.files.push(ListedFile { path, size: metadata.len() }),
            Err(error) => listing.unreadable.push((path, reason(&error))),
        }
    } else if !kind.is_dir() {
        listing.not_files.push((path, NotAFile::Special));
    }
}

fn relative(root: &Path, path: &Path) -> ArchivePath {
    ArchivePath::from_relative(path.strip_prefix(root).unwrap_or(path))
}

/// Without the path, which stands beside it.
fn reason(error: &walkdir::Error) -> String {
    error.io_error().map_or_else(|| "it leads back to a folder above it".to_owned(), ToString::to_string)
}

/// Whether a file has the ending of a video (any case): those are probed.
pub(crate) fn is_video(path: &ArchivePath) -> bool {
    const ENDINGS: [&[u8]; 13] =
        [b"mp4", b"m4v", b"mov", b"qt", b"3gp", b"mkv", b"webm", b"avi", b"ts", b"mts", b"m2ts", b"asf", b"wmv"];
    let name = path.as_bytes().rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let mut parts = name.rsplitn(2, |byte| *byte == b'.');
    let (ending, stem) = (parts.next().unwrap_or_default(), parts.next());
    stem.is_some() && ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}
