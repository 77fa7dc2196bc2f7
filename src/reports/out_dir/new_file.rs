//! One file outside `--out`: found writable before the long work, and put in place in one step.

use std::fs::{self, File, Permissions};
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// As far as one has to read to see whether a file is ours.
const HEAD: u64 = 1_024;

/// A file that is being made.
#[derive(Debug)]
pub(crate) struct NewFile {
    target: PathBuf,
    temporary: NamedTempFile,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NewFileError {
    /// Something is there that this program did not write.
    #[error("{0}: is there and is no earlier page or table of footage-audit, name another file")]
    Foreign(String),
    /// The file system refused.
    #[error("{file}: cannot {action}: {source}")]
    Io {
        /// The file.
        file: String,
        /// What was tried.
        action: &'static str,
        /// Why not.
        source: io::Error,
    },
}

impl NewFile {
    /// Makes sure that a file is absent, empty or `ours` by its beginning, and that it can be written.
    ///
    /// # Errors
    /// Where it is not. Nothing has changed then.
    pub(crate) fn prepare(target: &Path, ours: impl Fn(&str) -> bool) -> Result<Self, NewFileError> {
        let io = |action| move |source| failed(target, action, source);
        match fs::symlink_metadata(target) {
            Ok(metadata) if !metadata.is_file() => return Err(NewFileError::Foreign(super::shown(target))),
            Ok(metadata) if metadata.len() > 0 => {
                let mut head = Vec::new();
                File::open(target).and_then(|file| file.take(HEAD).read_to_end(&mut head)).map_err(io("read it"))?;
                if !ours(&String::from_utf8_lossy(&head)) {
                    return Err(NewFileError::Foreign(super::shown(target)));
                }
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(target, "look at it", error)),
        }
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = tempfile::Builder::new()
            .prefix(".footage-audit-")
            // everybody may read it, as far as the umask allows
            .permissions(Permissions::from_mode(0o666))
            .tempfile_in(folder)
            .map_err(io("write beside it"))?;
        Ok(Self { target: target.to_path_buf(), temporary })
    }

    /// Writes it beside its place, and makes sure that it is on disk.
    ///
    /// # Errors
    /// Those of the file system, and of `fill`.
    pub(crate) fn write(mut self, fill: impl FnOnce(&mut File) -> io::Result<()>) -> Result<Self, NewFileError> {
        let file = self.temporary.as_file_mut();
        fill(file).and_then(|()| file.sync_all()).map_err(|source| failed(&self.target, "write it", source))?;
        Ok(self)
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn put(self) -> Result<(), NewFileError> {
        let put = self.temporary.persist(&self.target);
        put.map(drop).map_err(|error| failed(&self.target, "put it in place", error.error))
    }

    /// Its place, as messages show it.
    pub(crate) fn shown(&self) -> String {
        super::shown(&self.target)
    }
}

fn failed(target: &Path, action: &'static str, source: io::Error) -> NewFileError {
    NewFileError::Io { file: super::shown(target), action, source }
}
