//! The two files: found writable before the long work, and put in place when all is ready.

use std::fs::{self, File, Permissions};
use std::io::{self, Read as _, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::count::PublicReport;
use super::{page, sheet};
use crate::base::path::ArchivePath;
use crate::results::Report;

/// As far as one has to read to see whether a page is ours.
const HEAD: u64 = 1_024;

/// A page and its CSV file that are being made.
#[derive(Debug)]
pub struct PublicFiles {
    page: Pending,
    sheet: Pending,
}

#[derive(Debug)]
struct Pending {
    target: PathBuf,
    temporary: NamedTempFile,
}

/// Why there are no files.
#[derive(Debug, thiserror::Error)]
pub enum PublicFilesError {
    /// FILE has another ending.
    #[error("--public {0}: has to end in .html; the CSV file comes beside it")]
    NotHtml(String),
    /// Something is there that this program did not write.
    #[error("--public {0}: is there and is no earlier page or table of footage-audit, name another file")]
    Foreign(String),
    /// The file system refused.
    #[error("--public {file}: cannot {action}: {source}")]
    Io {
        /// The file.
        file: String,
        /// What was tried.
        action: &'static str,
        /// Why not.
        source: io::Error,
    },
    /// The page could not be made.
    #[error("--public {file}: cannot make the page: {source}")]
    Page {
        /// The file.
        file: String,
        /// Why not.
        source: askama::Error,
    },
}

impl PublicFiles {
    /// Makes sure that both files are absent or earlier ones of this program, and that they can be written.
    ///
    /// # Errors
    /// Where one is not. Nothing has changed then.
    pub fn prepare(page: &Path) -> Result<Self, PublicFilesError> {
        if page.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("html")) {
            return Err(PublicFilesError::NotHtml(shown(page)));
        }
        let sheet = page.with_extension("csv");
        let ours = |head: &str| head.contains(page::MARK);
        let page = Pending::prepare(page, ours)?;
        let ours = |head: &str| head.lines().next() == Some(sheet::heading().as_str());
        Ok(Self { page, sheet: Pending::prepare(&sheet, ours)? })
    }

    /// Writes what of the report is for everybody, and puts both files in place.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn publish(self, report: &Report) -> Result<(), PublicFilesError> {
        let public = PublicReport::from(report);
        let file = || shown(&self.page.target);
        let text = page::render(&public).map_err(|source| PublicFilesError::Page { file: file(), source })?;
        let page = self.page.write(|file| file.write_all(text.as_bytes()))?;
        let sheet = self.sheet.write(|file| sheet::write(&public, file))?;
        page.put()?;
        sheet.put()
    }
}

impl Pending {
    fn prepare(target: &Path, ours: impl Fn(&str) -> bool) -> Result<Self, PublicFilesError> {
        let io = |action| move |source| failed(target, action, source);
        match fs::symlink_metadata(target) {
            Ok(metadata) if !metadata.is_file() => return Err(PublicFilesError::Foreign(shown(target))),
            Ok(metadata) if metadata.len() > 0 => {
                let mut head = Vec::new();
                File::open(target).and_then(|file| file.take(HEAD).read_to_end(&mut head)).map_err(io("read it"))?;
                if !ours(&String::from_utf8_lossy(&head)) {
                    return Err(PublicFilesError::Foreign(shown(target)));
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

    fn write(mut self, fill: impl FnOnce(&mut File) -> io::Result<()>) -> Result<Self, PublicFilesError> {
        let file = self.temporary.as_file_mut();
        fill(file).and_then(|()| file.sync_all()).map_err(|source| failed(&self.target, "write it", source))?;
        Ok(self)
    }

    fn put(self) -> Result<(), PublicFilesError> {
        let put = self.temporary.persist(&self.target);
        put.map(drop).map_err(|error| failed(&self.target, "put it in place", error.error))
    }
}

fn failed(target: &Path, action: &'static str, source: io::Error) -> PublicFilesError {
    PublicFilesError::Io { file: shown(target), action, source }
}

fn shown(path: &Path) -> String {
    ArchivePath::from_relative(path).to_string()
}
