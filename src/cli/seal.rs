//! The `seal` command: seals what is new, and says what is no longer as it was sealed.

use std::io::{self, Write};

use crate::archive_path::ArchivePath;
use crate::chain::seal::{Footage, SealError, SealSettings, Sealed, seal};

/// Seals and reports on `out`; returns the exit code: 0, or 1 if sealed files are missing or changed.
///
/// # Errors
/// Why nothing was sealed (exit code 2).
pub fn run(settings: &SealSettings<'_>, footage: &dyn Footage, out: &mut dyn Write) -> Result<u8, RunError> {
    let sealed = seal(settings, footage)?;
    report(&sealed, out)?;
    Ok(u8::from(sealed.has_findings()))
}

/// Why `seal` could not run.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Nothing was sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// It was sealed, but could not be said.
    #[error("cannot write the report: {0}")]
    Output(#[from] io::Error),
}

/// What was sealed, and what is no longer as it was.
fn report(sealed: &Sealed, out: &mut dyn Write) -> io::Result<()> {
    let what = match (sealed.created, sealed.new.is_empty()) {
        (true, _) => "a new chain",
        (false, true) => "nothing new, the chain",
        (false, false) => "the chain",
    };
    writeln!(out, "sealed {} files ({} bytes) into {what} {:?}", sealed.new.len(), sealed.new_bytes, sealed.archive)?;
    writeln!(out, "size {}", sealed.size)?;
    writeln!(out, "head {}", sealed.head)?;
    list(out, "missing", sealed.missing.iter().map(|path| (path, "sealed, and now gone")))?;
    let changed = if sealed.verified { "other bytes than were sealed" } else { "another size than was sealed" };
    list(out, "changed", sealed.changed.iter().map(|path| (path, changed)))?;
    list(out, "unreadable", sealed.unreadable.iter().map(|(path, why)| (path, why.as_str())))?;
    list(out, "purged-but-present", sealed.purged.iter().map(|path| (path, "recorded as purged, not sealed again")))?;
    list(out, "left out", sealed.left_out.iter().map(|(path, _)| (path, "not a regular file")))?;
    if let Some(doubts) = &sealed.doubts {
        writeln!(out, "warning: {doubts}")?;
    }
    if !sealed.verified && !sealed.created {
        writeln!(out, "files that were sealed before were not hashed again (--verify does that)")?;
    }
    checkpoint(&sealed.checkpoint, out)
}

/// The checkpoint as it was written, and what it is for.
pub(super) fn checkpoint(note: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "checkpoint (also in chain.checkpoint; keep a copy outside the archive, it is the anchor):\n\n{note}")
}

fn list<'a>(
    out: &mut dyn Write,
    word: &str,
    files: impl Iterator<Item = (&'a ArchivePath, &'a str)>,
) -> io::Result<()> {
    for (path, why) in files {
        writeln!(out, "{word}: {path} ({why})")?;
    }
    Ok(())
}
