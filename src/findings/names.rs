//! How reports name the rows, lines and files that a finding rests on.

use jiff::tz::TimeZone;

use crate::base::index::{Ix, Table};
use crate::base::path::ArchivePath;
use crate::facts::SourceRef;
use crate::facts::audit_file::ArchiveSettings;
use crate::facts::inputs::InputSummary;

/// The names of input files and archives.
pub(crate) struct Names<'a> {
    /// The audit file.
    pub audit_file: &'a str,
    /// What was read.
    pub files: &'a Table<InputSummary>,
    /// The department's zone, whose calendar has the days.
    pub zone: TimeZone,
    /// The archives.
    pub archives: Table<ArchiveNames<'a>, ArchiveSettings>,
}

/// The names of one archive.
pub(crate) struct ArchiveNames<'a> {
    /// The root as the audit file or the command line names it.
    pub root: &'a str,
    /// The chain file.
    pub chain: &'a str,
}

impl Names<'_> {
    /// `logs/lightbar.csv:17`.
    pub(crate) fn source(&self, source: SourceRef) -> String {
        match source {
            SourceRef::Row(row) => format!("{}:{}", self.files[row.file].file, row.line),
            SourceRef::AuditFile { line } => format!("{}:{line}", self.audit_file),
            SourceRef::ChainLine { archive, line } => format!("{}:{line}", self.archives[archive].chain),
        }
    }

    /// A file of an archive; with several archives the root comes first.
    pub(crate) fn path(&self, archive: Option<Ix<ArchiveSettings>>, path: &ArchivePath) -> String {
        match archive.filter(|_| self.archives.len() > 1) {
            Some(archive) => full_path(self.archives[archive].root, path).to_string(),
            None => path.to_string(),
        }
    }
}

/// A path with the root of its archive before it.
pub(crate) fn full_path(root: &str, path: &ArchivePath) -> ArchivePath {
    let mut full = root.trim_end_matches('/').as_bytes().to_vec();
    full.push(b'/');
    full.extend(path.as_bytes());
    ArchivePath::from_bytes(&full)
}
