//! What a format of a report is: a name, and bytes.
//!
//! A new format is a file with one `impl` of [`Format`] and a line in the list of [`super::formats`].

use std::error::Error;
use std::io::Write;

use super::run::Run;
use crate::results::Report;

/// A way to write a report down.
pub(crate) trait Format: Sync {
    /// The name of its file; where it has none, what an error calls it.
    fn name(&self) -> &'static str;

    /// Whether this report is written in it. Most formats take every report.
    fn applies(&self, _: &Report) -> bool {
        true
    }

    /// Writes the report, as it goes where that is possible: a table may have millions of rows.
    ///
    /// # Errors
    /// Those of `out`, and of the libraries that make the format.
    fn write(&self, report: &Report, run: &Run, out: &mut dyn Write) -> Result<(), Why>;

    /// The report as bytes.
    ///
    /// # Errors
    /// Those of the libraries that make the format; a report gives none.
    fn bytes(&self, report: &Report, run: &Run) -> Result<Vec<u8>, FormatError> {
        let mut bytes = Vec::new();
        self.write(report, run, &mut bytes).map_err(|source| FormatError { name: self.name(), source })?;
        Ok(bytes)
    }
}

/// What went wrong; each format has libraries with errors of their own.
pub(crate) type Why = Box<dyn Error + Send + Sync>;

/// A report cannot be written in a format.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {name}: {source}")]
pub(crate) struct FormatError {
    /// The name of the format.
    pub name: &'static str,
    /// What went wrong.
    pub source: Why,
}
