//! Opens files of an archive so that a name can lead nowhere else.
//!
//! Between listing and reading somebody may put a link, a pipe or a device where a file or a folder was. So
//! no link is followed below the root, in no component; nothing waits for a pipe's other end; and what was
//! opened must be a regular file. Used by `examine`.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::{CWD, FileType, Mode, OFlags, openat};

use crate::base::path::ArchivePath;

/// The first bytes of one file of an archive, opened like any other: as many as there are, at most `most`.
///
/// # Errors
/// Where it cannot be opened without following a link, is no regular file, or cannot be read.
pub(crate) fn read_start(root: &Path, path: &ArchivePath, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_beneath(&open_root(root)?, path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// All bytes of one file of an archive, opened like any other.
///
/// # Errors
/// As [`read_start`], or where the file has more than `limit` bytes.
pub(crate) fn read_whole(root: &Path, path: &ArchivePath, limit: u64) -> io::Result<Vec<u8>> {
    let bytes = read_start(root, path, limit.saturating_add(1))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(refused("it is far too long for what it should be"));
    }
    Ok(bytes)
}

/// Opens an archive's root; the root itself may be a link.
pub(super) fn open_root(root: &Path) -> io::Result<OwnedFd> {
    Ok(openat(CWD, root, FOLDER, Mode::empty())?)
}

/// Opens a regular file below a root, one component after the other.
pub(super) fn open_beneath(root: &OwnedFd, path: &ArchivePath) -> io::Result<File> {
    let mut components = path.as_bytes().split(|byte| *byte == b'/').peekable();
    let mut folder: Option<OwnedFd> = None;
    while let Some(component) = components.next() {
        if matches!(component, b"" | b"." | b"..") {
            return Err(refused("the path leads out of the archive"));
        }
        let name = OsStr::from_bytes(component);
        let parent = folder.as_ref().unwrap_or(root);
        if components.peek().is_some() {
            folder = Some(openat(parent, name, FOLDER | OFlags::NOFOLLOW, Mode::empty()).map_err(describe)?);
            continue;
        }
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = openat(parent, name, flags, Mode::empty()).map_err(describe)?;
        let kind = FileType::from_raw_mode(rustix::fs::fstat(&file)?.st_mode);
        if kind != FileType::RegularFile {
            return Err(refused("it is no regular file any more"));
        }
        return Ok(File::from(file));
    }
    Err(refused("the path is empty"))
}

/// How folders are opened: only to go through, which needs no right to list them.
#[cfg(target_os = "linux")]
const FOLDER: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
#[cfg(not(target_os = "linux"))]
const FOLDER: OFlags = OFlags::DIRECTORY.union(OFlags::CLOEXEC);

fn refused(why: &'static str) -> io::Error {
    io::Error::other(why)
}

/// An error that says in plain words if a link or a file lies in the place of a folder or a file.
fn describe(error: rustix::io::Errno) -> io::Error {
    match error {
        rustix::io::Errno::LOOP | rustix::io::Errno::MLINK => refused("a symbolic link is in its place"),
        rustix::io::Errno::NOTDIR => refused("a symbolic link or a file is in the place of a folder"),
        rustix::io::Errno::NXIO => refused("it is no regular file any more"),
        other => other.into(),
    }
}
