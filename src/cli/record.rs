//! The `record` command: appends a purge, hold or release to the chain; never touches footage.

use std::io::{self, Write};

use crate::chain::append::{RecordError, RecordSettings, record};

/// Why `record` could not run (exit code 2).
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Nothing was recorded.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// It was recorded, but could not be said.
    #[error("cannot write the report: {0}")]
    Output(#[from] io::Error),
}

/// Records and reports on `out`; what an audit will say against it goes to `messages`. Returns exit code 0.
///
/// # Errors
/// Why nothing was recorded.
pub fn run(settings: &RecordSettings<'_>, out: &mut dyn Write, messages: &mut dyn Write) -> Result<u8, RunError> {
    let recorded = record(settings)?;
    for warning in &recorded.warnings {
        writeln!(messages, "warning: {warning}")?;
    }
    for (path, seq) in &recorded.files {
        writeln!(out, "{} {path} (sealed by line {})", settings.act.word(), seq.saturating_add(1))?;
    }
    writeln!(out, "size {}", recorded.size)?;
    writeln!(out, "head {}", recorded.head)?;
    super::seal::checkpoint(&recorded.checkpoint, out)?;
    Ok(0)
}
