//! Reading all sources of an audit file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use thiserror::Error;

use super::clocks::FileClocks;
use super::export;
use super::orders::{self, Evidence};
use super::parse::{ContactRow, LightbarRow, SourceRow};
use super::rows::{Reading, RowReader, Taken};
use super::same::{Keyed, Settled, settle};
use super::states::{self, ContactState, HowMade, LightbarState, StateRow};
use super::stop::Stop;
use super::table;
use super::table::cells::{Orders, wanted};
use crate::base::glob::{self, GlobError};
use crate::base::ids::RecordingId;
use crate::base::index::{Ix, Table};
use crate::base::time::Moment;
use crate::facts::audit_file::{AuditFile, SourceSettings};
use crate::facts::declared::{ClockOf, ClockSettings};
use crate::facts::exports::{Export, RejectedRecording, RowOrder};
use crate::facts::inputs::{Correction, InputSummary, Inputs, RejectedRow};
use crate::facts::mapping::{SAMPLE_TIMEOUT, TimeFormat};
use crate::facts::source::SourceKind;
use crate::facts::{Assignment, BackwardRow, DeviceEvent, IndexRow, Justification, RowRef, Subject};

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
    /// A correction is of a file that no source reads.
    #[error(
        "`source` of [[clock]] on line {line} names `{name}`, which is neither a kind of source nor a file that one \
         reads; write the name as reports do"
    )]
    NoSuchFile {
        /// As the correction names it.
        name: String,
        /// The line of the audit file.
        line: u64,
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
            let clocks = FileClocks::new(&audit_file.clocks, source.kind, &name);
            files.push(SourceFile { source, table, path, name, zone, clocks });
        }
    }
    check_clocks(audit_file, &files)?;
    let orders = decide_orders(audit_file, &files, as_of)?;
    let read: Vec<ReadFile> = files
        .entries()
        .collect::<Vec<_>>()
        .par_iter()
        .map(|(at, file)| file.read(*at, as_of, &orders[file.table]))
        .collect::<Result<_, _>>()?;

    let corrected = |clock| Correction { clock, rows: 0, files: 0 };
    let corrections = audit_file.clocks.iter().cloned().map(corrected).collect();
    let mut inputs = Inputs { corrections, ..Inputs::default() };
    let mut rows = Rows::default();
    for table in read {
        for (clock, rows) in table.corrected.entries() {
            let correction = &mut inputs.corrections[clock];
            correction.rows = correction.rows.saturating_add(*rows);
        }
        inputs.files.push(table.summary);
        inputs.exports.files.push(table.export);
        inputs.exports.rejected.extend(table.rejected_recordings);
        inputs.exports.later.extend(table.later);
        inputs.rejected.extend(table.rejected);
        rows.append(table.rows);
    }
    export::forget_an_empty_column(&mut rows.assignments, &inputs.exports.files);
    let states = std::mem::take(&mut rows.states);
    inputs.make_events(audit_file, states, &mut rows);
    inputs.lightbar = inputs.settle(rows.lightbar).into_iter().map(|row| row.0).collect();
    inputs.contacts = inputs.settle(rows.contacts).into_iter().map(|row| row.0).collect();
    inputs.recordings = inputs.settle_recordings(rows.recordings);
    inputs.assignments = inputs.settle(rows.assignments);
    inputs.give_contacts_to_officers();
    inputs.justifications = inputs.settle(rows.justifications);
    inputs.device_log = inputs.settle(rows.device_log);
    inputs.backward = rows.backward;
    inputs.forget_superseded_traces();
    for file in inputs.files.iter_mut() {
        let unused = [file.repeated, file.updated, file.after_as_of, file.set_aside, file.rejected].iter().sum();
        file.used = file.rows.saturating_sub(unused);
    }
    Ok(inputs)
}

/// A correction of a file that is not read would correct nothing, and nobody would notice.
fn check_clocks(audit_file: &AuditFile, files: &Table<SourceFile<'_>, InputSummary>) -> Result<(), InputError> {
    for clock in &audit_file.clocks {
        if let ClockOf::File(name) = &clock.of
            && !files.iter().any(|file| file.name == *name)
        {
            return Err(InputError::NoSuchFile { name: name.clone(), line: clock.line });
        }
    }
    Ok(())
}

/// For each source whose times are written as people write them: looks through its files, and decides for each column
/// whether the day or the month comes first.
fn decide_orders(
    audit_file: &AuditFile,
    files: &Table<SourceFile<'_>, InputSummary>,
    as_of: Moment,
) -> Result<Table<Orders, SourceSettings>, InputError> {
    let mut all = Table::new();
    for (table, source) in audit_file.sources.entries() {
        let times = &source.mapping.times;
        let is_open = [&times.all].into_iter().chain(times.of.values()).any(|format| *format == TimeFormat::Auto);
        let of_source: Vec<_> = files.entries().filter(|(_, file)| file.table == table && is_open).collect();
        let looked: Vec<(Ix<InputSummary>, Evidence)> = of_source
            .par_iter()
            .map(|(at, file)| Ok((*at, file.look(*at, as_of)?)))
            .collect::<Result<_, InputError>>()?;
        let decided = orders::decide(&looked).map_err(|(file, why)| files[file].error(Stop::Unusable(why)))?;
        all.push(decided);
    }
    Ok(all)
}

impl Inputs {
    /// Activations and contacts from the logs of states, each table by itself, over all its files.
    fn make_events(&mut self, audit_file: &AuditFile, states: Vec<StateRow>, rows: &mut Rows) {
        let mut of_tables: BTreeMap<Ix<SourceSettings>, Vec<StateRow>> = BTreeMap::new();
        for state in states {
            of_tables.entry(self.exports.files[state.row().file].table).or_default().push(state);
        }
        for (table, states) in of_tables {
            let SourceSettings { kind, mapping, .. } = &audit_file.sources[table];
            let timeout = mapping.sample_timeout.unwrap_or(SAMPLE_TIMEOUT);
            let made = states::events(states, HowMade { form: mapping.form, off_delay: mapping.off_delay, timeout });
            match kind {
                SourceKind::Contacts => rows.contacts.extend(made.events.into_iter().map(ContactRow)),
                _ => rows.lightbar.extend(made.events.into_iter().map(LightbarRow)),
            }
            made.repeated.into_iter().for_each(|row| self.count(row.file, |file| &mut file.repeated));
            made.set_aside.into_iter().for_each(|row| self.count(row.file, |file| &mut file.set_aside));
            made.rejected.into_iter().for_each(|(row, why)| self.reject(row, why.into()));
        }
    }

    /// A contact of a unit is one of every officer who is on it by the roster. Where nobody is, it is rejected: somebody
    /// was there.
    fn give_contacts_to_officers(&mut self) {
        for contact in std::mem::take(&mut self.contacts) {
            let Subject::Vehicle(unit) = &contact.subject else {
                self.contacts.push(contact);
                continue;
            };
            let of_officers = states::of_officers(&contact, unit, &self.assignments);
            if of_officers.is_empty() {
                self.reject(contact.row, format!("names `{unit}`, which nobody is on at that time by [[assignments]]"));
            }
            self.contacts.extend(of_officers);
        }
    }

    fn reject(&mut self, row: RowRef, reason: String) {
        self.count(row.file, |file| &mut file.rejected);
        let InputSummary { source, file, .. } = &self.files[row.file];
        self.rejected.push(RejectedRow { source, file: file.clone(), row: Some(row.line), reason });
    }

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

struct SourceFile<'a> {
    source: &'a SourceSettings,
    table: Ix<SourceSettings>,
    path: PathBuf,
    name: String,
    zone: Option<&'a TimeZone>,
    clocks: FileClocks<'a>,
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
    states: Vec<StateRow>,
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
        self.states.append(&mut other.states);
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
    backward: Vec<BackwardRow>,
    rejected: Vec<RejectedRow>,
    rejected_recordings: Vec<RejectedRecording>,
    later: Vec<IndexRow>,
    /// How many rows each correction changed.
    corrected: Table<u64, ClockSettings>,
}

impl SourceFile<'_> {
    /// How its times are written.
    fn look(&self, file: Ix<InputSummary>, as_of: Moment) -> Result<Evidence, InputError> {
        let undecided = Orders::new();
        let reading = self.reading(file, as_of, &undecided);
        let intervals = self.source.mapping.form.is_intervals();
        let looked = match self.source.kind {
            SourceKind::Lightbar if !intervals => self.look_through::<LightbarState>(reading),
            SourceKind::Contacts if !intervals => self.look_through::<ContactState>(reading),
            SourceKind::Lightbar => self.look_through::<LightbarRow>(reading),
            SourceKind::Contacts => self.look_through::<ContactRow>(reading),
            SourceKind::Recordings => self.look_through::<IndexRow>(reading),
            SourceKind::Assignments => self.look_through::<Assignment>(reading),
            SourceKind::Justifications => self.look_through::<Justification>(reading),
            SourceKind::DeviceLog => self.look_through::<DeviceEvent>(reading),
        };
        looked.map_err(|stop| self.error(stop))
    }

    fn look_through<T: SourceRow>(&self, reading: Reading<'_>) -> Result<Evidence, Stop> {
        let mut reader = RowReader::<T>::that_looks(reading);
        table::read(
            open(&self.path)?,
            &self.source.mapping,
            &wanted(self.source.kind, &self.source.mapping),
            &mut reader,
        )?;
        Ok(reader.looked())
    }

    fn reading<'a>(&'a self, file: Ix<InputSummary>, as_of: Moment, orders: &'a Orders) -> Reading<'a> {
        let clocks = &self.clocks;
        Reading { source: self.source, file, name: &self.name, zone: self.zone, clocks, orders, as_of }
    }

    fn read(&self, file: Ix<InputSummary>, as_of: Moment, orders: &Orders) -> Result<ReadFile, InputError> {
        let mut rows = Rows::default();
        let reading = self.reading(file, as_of, orders);
        let intervals = self.source.mapping.form.is_intervals();
        let (mut lightbar, mut contacts) = (Vec::<LightbarState>::new(), Vec::<ContactState>::new());
        let read = match self.source.kind {
            SourceKind::Lightbar if !intervals => self.read_rows(reading, &mut lightbar),
            SourceKind::Contacts if !intervals => self.read_rows(reading, &mut contacts),
            SourceKind::Lightbar => self.read_rows(reading, &mut rows.lightbar),
            SourceKind::Contacts => self.read_rows(reading, &mut rows.contacts),
            SourceKind::Recordings => self.read_rows(reading, &mut rows.recordings),
            SourceKind::Assignments => self.read_rows(reading, &mut rows.assignments),
            SourceKind::Justifications => self.read_rows(reading, &mut rows.justifications),
            SourceKind::DeviceLog => self.read_rows(reading, &mut rows.device_log),
        };
        let mut read = read.map_err(|stop| self.error(stop))?;
        rows.states = lightbar.into_iter().map(|row| row.0).chain(contacts.into_iter().map(|row| row.0)).collect();
        rows.backward = std::mem::take(&mut read.backward);
        read.export.order = export::order(&rows.recordings);
        Ok(ReadFile { rows, ..read })
    }

    fn error(&self, stop: Stop) -> InputError {
        let (file, source_name) = (self.name.clone(), self.source.kind.as_str());
        match stop {
            Stop::Io(error) => InputError::Unreadable { file, source_name, error },
            Stop::Unusable(why) => InputError::Unusable { file, source_name, why },
        }
    }

    fn read_rows<T: SourceRow>(&self, reading: Reading<'_>, facts: &mut Vec<T>) -> Result<ReadFile, Stop> {
        let Reading { source, zone, as_of, .. } = reading;
        let mut reader = RowReader::<T>::new(reading);
        let read = table::read(open(&self.path)?, &source.mapping, &wanted(source.kind, &source.mapping), &mut reader)?;
        let (taken, columns) = reader.finish(&read.unseen)?;
        let summary = InputSummary {
            source: source.kind.as_str(),
            file: self.name.clone(),
            size: read.size,
            sha256: read.sha256,
            rows: taken.rows,
            used: 0,
            repeated: 0,
            updated: 0,
            after_as_of: taken.after_as_of,
            set_aside: taken.set_aside,
            rejected: u64::try_from(taken.rejected.len()).unwrap_or(u64::MAX),
        };
        let export = Export {
            kind: source.kind,
            table: self.table,
            zone: zone.cloned(),
            covers: source.covers,
            complete: source.complete.clone().filter(|word| word.is_given_by(as_of)),
            size: read.text_size,
            rows: taken.rows.saturating_sub(u64::from(taken.total.is_some())),
            short_last_row: taken.last.short,
            ends_with_line_end: read.ends_with_line_end,
            last_row_unusable: taken.last.unusable,
            says_more: read.says_more.map(Into::into),
            stated_rows: taken.total.and_then(|total| total.stated),
            order: RowOrder::Neither,
            resolution: ["on", "at", "start"].iter().find_map(|canonical| columns.resolution(canonical)),
        };
        let Taken { facts: read, backward, rejected, rejected_recordings, later, corrected, .. } = taken;
        *facts = read;
        let rows = Rows::default();
        Ok(ReadFile { summary, export, rows, backward, rejected, rejected_recordings, later, corrected })
    }
}
