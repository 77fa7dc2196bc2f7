//! Every format of a report, in one list: what is written, and where it goes.
//!
//! A new format is a file with one `impl` of [`Format`] and a line in [`FORMATS`]. The files of `--out`, those of the
//! parts of `--split-by` and what `--format` prints are all taken from that list.

use super::csv::Csv;
use super::format::Format;
use super::html::Html;
use super::json::Json;
use super::run_json::RunJson;
use super::timelines::Timelines;
use super::workbook::Xlsx;
use crate::facts::inputs::RejectedRow;
use crate::results::changes::ChangeRow;
use crate::results::rates::RateRow;
use crate::results::{FileRow, FindingRow, ObligationRow, PatternRow};

/// Where a format goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Into the folder of `--out`.
    Out,
    /// Into the folder of each supervisor or unit.
    Part,
    /// To stdout, where `--format` has this word and the command is one of these.
    Stdout(&'static str, &'static [&'static str]),
}

use Place::{Out, Part, Stdout};

/// A format and where it goes.
struct Listed(&'static dyn Format, &'static [Place]);

/// Every format, in the order in which `--out` is written. `run.json` marks a finished folder, so it is the last.
static FORMATS: &[Listed] = &[
    Listed(&OBLIGATIONS, &[Out, Stdout("csv", &["scan"])]),
    Listed(&FINDINGS, &[Out, Part]),
    Listed(&PATTERNS, &[Out]),
    Listed(&RATES, &[Out]),
    Listed(&FILES, &[Out, Stdout("csv", &["verify"])]),
    Listed(&REJECTED, &[Out]),
    Listed(&CHANGES, &[Out]),
    Listed(&Html, &[Out, Part]),
    Listed(&Timelines, &[Out]),
    Listed(&Xlsx, &[Out]),
    Listed(&Json, &[Stdout("json", &["scan", "verify"])]),
    Listed(&RunJson, &[Out]),
];

static OBLIGATIONS: Csv<ObligationRow> = Csv { file: "obligations.csv", rows: |report| Some(&report.obligations) };
static FINDINGS: Csv<FindingRow> = Csv { file: "findings.csv", rows: |report| Some(&report.findings) };
static PATTERNS: Csv<PatternRow> = Csv { file: "patterns.csv", rows: |report| Some(&report.patterns) };
static RATES: Csv<RateRow> = Csv { file: "rates.csv", rows: |report| Some(&report.rates) };
static FILES: Csv<FileRow> = Csv { file: "files.csv", rows: |report| Some(&report.files) };
static REJECTED: Csv<RejectedRow> = Csv { file: "rejected.csv", rows: |report| Some(&report.rejected) };
/// There with `--previous` alone.
static CHANGES: Csv<ChangeRow> =
    Csv { file: "changes.csv", rows: |report| Some(report.changes.as_ref()?.rows.as_slice()) };

fn at(place: impl Fn(&Place) -> bool) -> impl Iterator<Item = &'static dyn Format> {
    FORMATS.iter().filter(move |Listed(_, places)| places.iter().any(&place)).map(|Listed(format, _)| *format)
}

/// The files of `--out`, in the order in which they are written.
pub(crate) fn of_out() -> impl Iterator<Item = &'static dyn Format> {
    at(|place| *place == Out)
}

/// The files of one supervisor or unit.
pub(crate) fn of_part() -> impl Iterator<Item = &'static dyn Format> {
    at(|place| *place == Part)
}

/// What `--format WORD` prints for a command; `None`: no file, but the summary for people.
pub(crate) fn of_stdout(word: &str, command: &str) -> Option<&'static dyn Format> {
    at(|place| matches!(place, Stdout(named, commands) if *named == word && commands.contains(&command))).next()
}

#[cfg(test)]
mod tests;
