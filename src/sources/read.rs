//! Reading all sources of an audit file.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use thiserror::Error;

use super::export;
use super::parse::{ContactRow, LightbarRow, Parsed, SourceRow, missing_column, rejected_recording};
use super::same::{Keyed, Settled, settle};
use super::table::cells::{Columns, Fault, RowCells};
use super::table::csv::{Cells, Row, for_each_row};
use crate::base::glob::{self, GlobError};
use crate::base::ids::RecordingId;
use crate::base::index::{Ix, Table};
use crate::base::time::Moment;
use crate::facts::audit_file::{AuditFile, SourceSettings};
use crate::facts::exports::{Export, RejectedRecording, RowOrder};
use crate::facts::inputs::Inputs;
use crate::facts::inputs::{InputSummary, RejectedRow};
use crate::facts::source::SourceKind;
use crate::facts::{Assignment, BackwardRow, DeviceEvent, IndexRow, Justification, RowRef};

/// Why a source as a whole cannot be read (exit 2).
#[derive(Debug, Error)]
pub enum InputError {
    /// No file is there.
    #[error("no file matches `{pattern}`, which [[{source_name}]] names; mount the share or correct `files`")]
    NoFile {
        /// The glob.
        pattern: String,
        /// The source.
        source_name: &'static str,
    },
    /// A glob cannot be read.
    #[error("`{pattern}` of [[{source_name}]] is no file pattern: {why}")]
    Pattern {
        /// The glob.
        pattern: String,
        /// The source.
        source_name: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A file cannot be read.
    #[error("cannot read {file} of [[{source_name}]] ({error}); check its permissions and its disk")]
    Unreadable {
        /// The file.
        file: String,
        /// The source.
        source_name: &'static str,
        /// What the system said.
        error: io::Error,
    },
    /// A file is not what its source needs.
    #[error("{file} of [[{source_name}]] {why}")]
    Unusable {
        /// The file.
        file: String,
        /// The source.
        source_name: &'static str,
        /// What is wrong and what to do.
        why: String,
    },
}

/// Reads every source; rows dated after `as_of` are counted and not used.
///
/// # Errors
/// Where a source as a whole cannot be read. Single rows are rejected instead.
pub(crate) fn read(audit_file: &AuditFile, as_of: Moment) -> Result<Inputs, InputError> {
    let mut files: Table<SourceFile<'_>, InputSummary> = Table::new();
    for (table, source) in audit_file.sources.entries() {
        for (path, name) in find_files(&audit_file.folder, source)? {
            let zone = source.zone.as_ref().or(audit_file.zone.as_ref());
            files.push(SourceFile { source, table, path, name, zone });
        }
    }
    let read: Vec<ReadFile> = files
        .entries()
        .collect::<Vec<_>>()
        .par_iter()
        .map(|(at, file)| file.read(*at, as_of))
        .collect::<Result<_, _>>()?;

    let mut inputs = Inputs::default();
    let mut rows = Rows::default();
    for table in read {
        inputs.files.push(table.summary);
        inputs.exports.files.push(table.export);
        inputs.exports.rejected.extend(table.rejected_recordings);
        inputs.exports.later.extend(table.later);
        inputs.rejected.extend(table.rejected);
        rows.append(table.rows);
    }
    inputs.lightbar = inputs.settle(rows.lightbar).into_iter().map(|row| row.0).collect();
    inputs.contacts = inputs.settle(rows.contacts).into_iter().map(|row| row.0).collect();
    inputs.recordings = inputs.settle_recordings(rows.recordings);
    inputs.assignments = inputs.settle(rows.assignments);
    inputs.justifications = inputs.settle(rows.justifications);
    inputs.device_log = inputs.settle(rows.device_log);
    inputs.backward = rows.backward;
    inputs.forget_superseded_traces();
    for file in inputs.files.iter_mut() {
        let unused = [file.repeated, file.updated, file.after_as_of, file.rejected].iter().sum();
        file.used = file.rows.saturating_sub(unused);
    }
    Ok(inputs)
}

impl Inputs {
    /// A recording that another row describes, or that was traced already, leaves no further trace.
    fn forget_superseded_traces(&mut self) {
        let mut known: FxHashSet<RecordingId> = self.recordings.iter().map(|row| row.recording.clone()).collect();
        self.backward.retain(|row| known.insert(row.recording.clone()));
    }

    /// Keeps the rows that stand; what contradicts an earlier row may be a recording of its own all the same.
    fn settle_recordings(&mut self, rows: Vec<IndexRow>) -> Vec<IndexRow> {
        let settled = settle(rows);
        let rejected = settled.rejected.iter().map(|(row, ..)| export::contradicting(row));
        self.exports.rejected.extend(rejected);
        self.keep(settled)
    }

    /// Keeps the rows that stand and counts the others.
    fn settle<T: Keyed>(&mut self, rows: Vec<T>) -> Vec<T> {
        self.keep(settle(rows))
    }

    fn keep<T: Keyed>(&mut self, settled: Settled<T>) -> Vec<T> {
        for row in settled.repeated {
            self.count(row.file, |file| &mut file.repeated);
        }
        for row in settled.updated {
            self.count(row.file, |file| &mut file.updated);
        }
        for (row, column, earlier) in settled.rejected {
            let row = row.row();
            self.count(row.file, |file| &mut file.rejected);
            let earlier = format!("{}:{}", self.files[earlier.file].file, earlier.line);
            let reason = format!("has the key of {earlier} and another `{column}`");
            let InputSummary { source, file, .. } = &self.files[row.file];
            self.rejected.push(RejectedRow { source, file: file.clone(), row: Some(row.line), reason });
        }
        settled.rows
    }

    fn count(&mut self, file: Ix<InputSummary>, field: impl Fn(&mut InputSummary) -> &mut u64) {
        let count = field(&mut self.files[file]);
        *count = count.saturating_add(1);
    }
}

/// The files of a source with the names reports give them, in the order of the audit file, each once.
fn find_files(folder: &Path, source: &SourceSettings) -> Result<Vec<(PathBuf, String)>, InputError> {
    let source_name = source.kind.as_str();
    let mut seen = BTreeSet::new();
    let mut files = Vec::new();
    for pattern in &source.files {
        let invalid = |why: String| InputError::Pattern { pattern: pattern.clone(), source_name, why };
        if Path::new(pattern).is_relative() && folder.to_str().is_none() {
            return Err(invalid("the audit file's folder is not UTF-8".into()));
        }
        let found = glob::find(&glob::under(folder, pattern)).map_err(|error| match error {
            GlobError::Pattern(error) => invalid(error.to_string()),
            GlobError::Unreadable(error) => {
                InputError::Unreadable { file: error.path().display().to_string(), source_name, error: error.into() }
            }
        })?;
        if found.is_empty() {
            return Err(InputError::NoFile { pattern: pattern.clone(), source_name });
        }
        for path in found {
            if seen.insert(path.clone()) {
                let name = path.strip_prefix(folder).unwrap_or(&path);
                let name = crate::base::path::ArchivePath::from_relative(name).to_string();
                files.push((path, name));
            }
        }
    }
    Ok(files)
}

const SPREADSHEET: &str = "is a spreadsheet, which is not read; save it as CSV (UTF-8)";

struct SourceFile<'a> {
    source: &'a SourceSettings,
    table: Ix<SourceSettings>,
    path: PathBuf,
    name: String,
    zone: Option<&'a TimeZone>,
}

/// Opens a log, unless it is a folder or something that could be waited for without end.
fn open(path: &Path) -> Result<File, Stop> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        Err(Stop::Unusable("is a folder; name the files in it, as in \"logs/*.csv\"".into()))
    } else if metadata.is_file() {
        Ok(File::open(path)?)
    } else {
        Err(Stop::Unusable("is no regular file; save what it gives into one".into()))
    }
}

/// The rows of every source, as read.
#[derive(Default)]
struct Rows {
    lightbar: Vec<LightbarRow>,
    contacts: Vec<ContactRow>,
    recordings: Vec<IndexRow>,
    backward: Vec<BackwardRow>,
    assignments: Vec<Assignment>,
    justifications: Vec<Justification>,
    device_log: Vec<DeviceEvent>,
}

impl Rows {
    fn append(&mut self, mut other: Self) {
        self.lightbar.append(&mut other.lightbar);
        self.contacts.append(&mut other.contacts);
        self.recordings.append(&mut other.recordings);
        self.backward.append(&mut other.backward);
        self.assignments.append(&mut other.assignments);
        self.justifications.append(&mut other.justifications);
        self.device_log.append(&mut other.device_log);
    }
}

/// One file, read.
struct ReadFile {
    summary: InputSummary,
    export: Export,
    rows: Rows,
    rejected: Vec<RejectedRow>,
    rejected_recordings: Vec<RejectedRecording>,
    later: Vec<IndexRow>,
}

/// What reading a file notices beside the facts.
struct Noted {
    summary: InputSummary,
    export: Export,
    rejected: Vec<RejectedRow>,
    rejected_recordings: Vec<RejectedRecording>,
    later: Vec<IndexRow>,
}

/// What can end the reading of a file early.
enum Stop {
    Io(io::Error),
    Unusable(String),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl SourceFile<'_> {
    fn read(&self, file: Ix<InputSummary>, as_of: Moment) -> Result<ReadFile, InputError> {
        let mut rows = Rows::default();
        let read = match self.source.kind {
            SourceKind::Lightbar => self.read_rows(file, as_of, |row| rows.lightbar.push(row), |_| {}),
            SourceKind::Contacts => self.read_rows(file, as_of, |row| rows.contacts.push(row), |_| {}),
            SourceKind::Recordings => {
                let backward = &mut rows.backward;
                self.read_rows(file, as_of, |row| rows.recordings.push(row), |row| backward.push(row))
            }
            SourceKind::Assignments => self.read_rows(file, as_of, |row| rows.assignments.push(row), |_| {}),
            SourceKind::Justifications => self.read_rows(file, as_of, |row| rows.justifications.push(row), |_| {}),
            SourceKind::DeviceLog => self.read_rows(file, as_of, |row| rows.device_log.push(row), |_| {}),
        };
        let source_name = self.source.kind.as_str();
        match read {
            Ok(noted) => {
                let Noted { summary, mut export, rejected, rejected_recordings, later } = noted;
                export.order = export::order(&rows.recordings);
                export::forget_an_empty_column(&mut rows.assignments);
                Ok(ReadFile { summary, export, rows, rejected, rejected_recordings, later })
            }
            Err(Stop::Io(error)) => Err(InputError::Unreadable { file: self.name.clone(), source_name, error }),
            Err(Stop::Unusable(why)) => Err(InputError::Unusable { file: self.name.clone(), source_name, why }),
        }
    }

    fn read_rows<T: SourceRow>(
        &self,
        file: Ix<InputSummary>,
        as_of: Moment,
        mut keep: impl FnMut(T),
        mut keep_backward: impl FnMut(BackwardRow),
    ) -> Result<Noted, Stop> {
        let source = self.source.kind.as_str();
        let extension = self.path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        if extension.is_some_and(|extension| ["xlsx", "xlsm", "xls", "ods"].contains(&extension.as_str())) {
            return Err(Stop::Unusable(SPREADSHEET.into()));
        }
        let mut columns: Option<Columns> = None;
        let mut rejected = Vec::new();
        let (mut rejected_recordings, mut later) = (Vec::new(), Vec::new());
        let (mut rows, mut after_as_of) = (0_u64, 0_u64);
        let mut last = export::LastRow::default();
        let read = for_each_row(open(&self.path)?, |line, row| {
            let mut reject = |reason: String| {
                rejected.push(RejectedRow { source, file: self.name.clone(), row: Some(line), reason });
            };
            let Some(columns) = &columns else {
                columns = Some(self.header::<T>(row)?);
                return Ok(());
            };
            rows = rows.saturating_add(1);
            let cells = match row {
                Row::Cells(cells) => cells,
                Row::Unusable(why) => {
                    last = export::LastRow { unusable: true, short: false };
                    reject(why.into());
                    return Ok(());
                }
            };
            let at = RowRef { file, line };
            last = export::LastRow { unusable: false, short: cells.len() < columns.width() };
            match RowCells::new(cells, columns, self.zone).and_then(|row| T::parse(&row, at, as_of)) {
                Ok(Parsed::Fact(fact)) => keep(fact),
                Ok(Parsed::AfterAsOf) => after_as_of = after_as_of.saturating_add(1),
                Ok(Parsed::Later(row)) => {
                    after_as_of = after_as_of.saturating_add(1);
                    later.push(row);
                }
                Ok(Parsed::Backward(row)) => {
                    reject("ends before it starts".into());
                    keep_backward(row);
                }
                Err(Fault::Row(reason)) => {
                    last.unusable = true;
                    reject(reason);
                    rejected_recordings.extend(self.left_of(cells, columns, at));
                }
                Err(Fault::Source(why)) => return Err(Stop::Unusable(why)),
            }
            Ok(())
        })?;
        if columns.is_none() {
            return Err(Stop::Unusable("is empty; it needs at least a header line".into()));
        }
        let summary = InputSummary {
            source,
            file: self.name.clone(),
            size: read.size,
            sha256: read.sha256,
            rows,
            used: 0,
            repeated: 0,
            updated: 0,
            after_as_of,
            rejected: u64::try_from(rejected.len()).unwrap_or(u64::MAX),
        };
        let export = Export {
            kind: self.source.kind,
            table: self.table,
            zone: self.zone.cloned(),
            covers: self.source.covers,
            complete: self.source.complete.clone(),
            size: read.size,
            rows,
            short_last_row: last.short,
            ends_with_line_end: read.ends_with_line_end,
            last_row_unusable: last.unusable,
            order: RowOrder::Neither,
        };
        Ok(Noted { summary, export, rejected, rejected_recordings, later })
    }

    /// What can still be read of a recordings row that cannot be used.
    fn left_of(&self, cells: Cells<'_>, columns: &Columns, at: RowRef) -> Option<RejectedRecording> {
        let left = RowCells::what_is_left(cells, columns, self.zone);
        let of_recordings = left.filter(|_| self.source.kind == SourceKind::Recordings);
        of_recordings.map(|row| rejected_recording(&row, at))
    }

    fn header<T: SourceRow>(&self, row: Row<'_>) -> Result<Columns, Stop> {
        let Row::Cells(header) = row else {
            return Err(Stop::Unusable("has no header line of less than 1 MiB".into()));
        };
        if header.get(0).is_some_and(|cell| cell.starts_with(b"\xff\xfe") || cell.starts_with(b"\xfe\xff")) {
            return Err(Stop::Unusable("is UTF-16; save it as UTF-8".into()));
        }
        if header.get(0).is_some_and(|cell| cell.starts_with(b"PK\x03\x04")) {
            return Err(Stop::Unusable(SPREADSHEET.into()));
        }
        let columns = Columns::find(self.source.kind, header, &self.source.columns).map_err(Stop::Unusable)?;
        match missing_column::<T>(&columns) {
            Some(column) => Err(Stop::Unusable(format!(
                "lacks the required column {column}; if it is called otherwise, name it under [{}.columns]",
                self.source.kind.as_str()
            ))),
            None => Ok(columns),
        }
    }
}
