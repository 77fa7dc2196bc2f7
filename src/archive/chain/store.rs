//! Replaces a file of the archive as a whole or not at all, one writer at a time.
//!
//! Three names only ever appear in an archive: `chain.jsonl`, `chain.checkpoint` and `chain.lock`. The lock
//! is at once the temporary file, as git does it: whoever holds the exclusive lock on it writes the new
//! content into it, makes it durable and renames it into place. A kill at any moment leaves the old file or
//! the new one, and a lock that was left behind blocks nobody, because what counts is the lock on the open
//! file, which ends with its process. Used by [`super::seal`] and [`super::append`].

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use thiserror::Error;

use crate::base::path::ArchivePath;

/// The chain of an archive.
pub(crate) const CHAIN: &str = "chain.jsonl";
/// Its checkpoint.
pub(crate) const CHECKPOINT: &str = "chain.checkpoint";
/// The lock, and the next chain while it is written.
pub(crate) const LOCK: &str = "chain.lock";

/// What under a root never belongs to the archive.
pub(crate) fn own_files() -> [ArchivePath; 3] {
    [CHAIN, CHECKPOINT, LOCK].map(|name| ArchivePath::from_bytes(name.as_bytes()))
}

/// Why nothing was written.
#[derive(Debug, Error)]
pub(crate) enum StoreError {
    /// Somebody else holds the lock.
    #[error("another seal is running in {} (it holds chain.lock); wait until it has ended", root.display())]
    Busy {
        /// The archive.
        root: PathBuf,
    },
    /// The lock is not a regular file.
    #[error("{} is not a regular file; remove it", path.display())]
    NotAFile {
        /// The lock.
        path: PathBuf,
    },
    /// The system refused.
    #[error("cannot {what} {}: {source}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// The right to write in an archive; ends when dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    root: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock of an archive, without waiting.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if another process has it; else what the system says.
    pub(crate) fn acquire(root: &Path) -> Result<Self, StoreError> {
        let path = root.join(LOCK);
        // The name may pass to another file between opening and locking: then this is the chain itself by
        // now, or nothing any more. So look again, a few times.
        for _ in 0..16 {
            let file = open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(StoreError::Busy { root: root.to_owned() }),
                Err(TryLockError::Error(source)) => return Err(StoreError::Io { what: "lock", path, source }),
            }
            if names(&path, &file) {
                return Ok(Self { root: root.to_owned(), file });
            }
        }
        Err(StoreError::Busy { root: root.to_owned() })
    }

    /// Puts what `write` writes into place under `name`, after `check` has seen it on disk.
    ///
    /// # Errors
    /// What the system or `check` says; then `name` is as it was.
    pub(crate) fn replace<E: From<StoreError>>(
        self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
        check: impl FnOnce(&Path) -> Result<(), E>,
    ) -> Result<(), E> {
        let path = self.root.join(LOCK);
        let target = self.root.join(name);
        let failed = |what, path: &Path| {
            let path = path.to_owned();
            move |source| StoreError::Io { what, path, source }
        };
        self.write(&target, write).map_err(failed("write", &path))?;
        check(&path)?;
        std::fs::rename(&path, &target).map_err(failed("put in place", &target))?;
        // the new name itself must survive a power cut
        File::open(&self.root).and_then(|root| root.sync_all()).map_err(failed("make durable", &self.root))?;
        Ok(())
    }

    fn write(&self, target: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        self.file.set_len(0)?;
        let mut out = BufWriter::with_capacity(1 << 16, &self.file);
        write(&mut out)?;
        out.flush()?;
        drop(out);
        if let Ok(old) = std::fs::symlink_metadata(target) {
            self.file.set_permissions(old.permissions())?;
        }
        self.file.sync_all()
    }
}

impl Drop for Lock {
    /// Cleans up while the lock is still held, so that nobody else's lock is removed.
    fn drop(&mut self) {
        let path = self.root.join(LOCK);
        if names(&path, &self.file) {
            // a lock file that is left behind would block nobody
            let _ = std::fs::remove_file(&path);
        }
    }
}

fn open(path: &Path) -> Result<File, StoreError> {
    let io = |source| StoreError::Io { what: "write", path: path.to_owned(), source };
    let flags = i32::try_from((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits()).unwrap_or_default();
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).custom_flags(flags);
    match options.open(path) {
        Ok(file) if file.metadata().map_err(io)?.is_file() => Ok(file),
        Ok(_) => Err(StoreError::NotAFile { path: path.to_owned() }),
        Err(source) if source.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
            Err(StoreError::NotAFile { path: path.to_owned() })
        }
        Err(source) => Err(io(source)),
    }
}

/// Whether the path still names the opened file.
fn names(path: &Path, file: &File) -> bool {
    match (std::fs::symlink_metadata(path), file.metadata()) {
        (Ok(there), Ok(here)) => there.dev() == here.dev() && there.ino() == here.ino(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(root: &Path, content: &str) -> Result<(), StoreError> {
        Lock::acquire(root)?.replace(CHAIN, |out| out.write_all(content.as_bytes()), |_| Ok(()))
    }

    fn names_in(root: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            root.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn replaces_whole_and_leaves_no_lock() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "a long first content").unwrap();
        put(root.path(), "second").unwrap();
        assert_eq!(std::fs::read_to_string(root.path().join(CHAIN)).unwrap(), "second");
        assert_eq!(names_in(root.path()), [CHAIN]);
    }

    #[test]
    fn a_second_writer_is_told_so() {
        let root = tempfile::tempdir().unwrap();
        let first = Lock::acquire(root.path()).unwrap();
        assert!(matches!(Lock::acquire(root.path()), Err(StoreError::Busy { .. })));
        drop(first);
        assert!(names_in(root.path()).is_empty());
        put(root.path(), "later").unwrap();
    }

    #[test]
    fn a_lock_left_behind_blocks_nobody() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join(LOCK), "half of a ch").unwrap();
        put(root.path(), "new").unwrap();
        assert_eq!(std::fs::read_to_string(root.path().join(CHAIN)).unwrap(), "new");
        assert_eq!(names_in(root.path()), [CHAIN]);
    }

    #[test]
    fn a_refused_content_changes_nothing() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "old").unwrap();
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let error = Lock::acquire(root.path()).unwrap().replace(CHAIN, |_| Err(full()), |_| Ok::<_, StoreError>(()));
        assert!(error.unwrap_err().to_string().starts_with("cannot write "));
        let refuse = |path: &Path| Err(StoreError::NotAFile { path: path.to_owned() });
        assert!(Lock::acquire(root.path()).unwrap().replace(CHAIN, |out| out.write_all(b"new"), refuse).is_err());
        assert_eq!(std::fs::read_to_string(root.path().join(CHAIN)).unwrap(), "old");
        assert_eq!(names_in(root.path()), [CHAIN]);
    }

    #[test]
    fn never_writes_through_a_link() {
        let root = tempfile::tempdir().unwrap();
        let elsewhere = root.path().join("elsewhere");
        std::fs::write(&elsewhere, "evidence").unwrap();
        std::os::unix::fs::symlink(&elsewhere, root.path().join(LOCK)).unwrap();
        assert!(matches!(put(root.path(), "new"), Err(StoreError::NotAFile { .. })));
        assert_eq!(std::fs::read_to_string(elsewhere).unwrap(), "evidence");
    }

    #[test]
    fn keeps_who_may_read() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "old").unwrap();
        let chain = root.path().join(CHAIN);
        std::fs::set_permissions(&chain, std::fs::Permissions::from_mode(0o640)).unwrap();
        put(root.path(), "new").unwrap();
        assert_eq!(chain.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    }
}
