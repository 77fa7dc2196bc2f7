//! The two files of `--public`, put in place together when both are ready.

use std::io::Write as _;
use std::path::Path;

use super::count::PublicReport;
use super::{page, sheet};
use crate::base::path::ArchivePath;
use crate::reports::out_dir::{NewFile, NewFileError};
use crate::results::Report;

/// A page and its CSV file that are being made.
#[derive(Debug)]
pub(crate) struct PublicFiles {
    page: NewFile,
    sheet: NewFile,
}

/// Why there are no files.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PublicFilesError {
    /// FILE has another ending.
    #[error("--public {0}: has to end in .html; the CSV file comes beside it")]
    NotHtml(String),
    /// A file cannot be written.
    #[error("--public {0}")]
    File(#[from] NewFileError),
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
    pub(crate) fn prepare(page: &Path) -> Result<Self, PublicFilesError> {
        if page.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("html")) {
            return Err(PublicFilesError::NotHtml(ArchivePath::from_relative(page).to_string()));
        }
        let sheet = page.with_extension("csv");
        let ours = |head: &str| head.contains(page::MARK);
        let page = NewFile::prepare(page, ours)?;
        let ours = |head: &str| head.lines().next() == Some(sheet::heading().as_str());
        Ok(Self { page, sheet: NewFile::prepare(&sheet, ours)? })
    }

    /// Writes what of the report is for everybody, and puts both files in place.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn publish(self, report: &Report) -> Result<(), PublicFilesError> {
        let public = PublicReport::from(report);
        let text =
            page::render(&public).map_err(|source| PublicFilesError::Page { file: self.page.shown(), source })?;
        let page = self.page.write(|file| file.write_all(text.as_bytes()))?;
        let sheet = self.sheet.write(|file| sheet::write(&public, file))?;
        page.put()?;
        Ok(sheet.put()?)
    }
}
