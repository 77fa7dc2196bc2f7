//! What stands in each column of each sheet: the columns of the CSV files, as typed cells.
//!
//! A column whose name ends in `_utc` holds moments; the sheet then has a second column beside it, whose
//! name ends in `_local`.

use std::fmt::Display;

use crate::reports::changes::{ChangeRow, said};
use crate::reports::patterns::PatternRow;
use crate::reports::rows::{FileRow, FindingRow, ObligationRow, RejectedRow};
use crate::statistics::rates::RateRow;
use crate::statistics::share::{Chance, Share};
use crate::time::{Moment, Span};

/// What a cell holds.
pub(super) enum Cell {
    /// Not known.
    Empty,
    /// A word or an identifier: never a number, whatever it looks like.
    Text(String),
    /// A moment; takes two columns.
    Time(Moment),
    /// Seconds.
    Seconds(f64),
    /// A whole number.
    Count(f64),
    /// From 0 to 1, with the decimals of the CSV file.
    Share(f64),
    /// The chance of a test, with the digits of the CSV file.
    Chance(f64),
}

/// A column of a CSV file.
pub(super) struct Column<R> {
    /// As in the CSV file.
    pub(super) name: &'static str,
    /// What stands in it.
    pub(super) cell: fn(&R) -> Cell,
}

/// A column of a sheet.
pub(super) struct Heading {
    pub(super) name: String,
    /// In characters.
    pub(super) width: f64,
}

impl<R> Column<R> {
    /// How many columns of the sheet it takes.
    pub(super) fn width(&self) -> u16 {
        if self.name.ends_with("_utc") { 2 } else { 1 }
    }

    /// The headings of these.
    pub(super) fn headings(&self) -> Vec<Heading> {
        let heading = |name: &str, width| Heading { name: name.to_owned(), width };
        match self.name.strip_suffix("_utc") {
            Some(name) => vec![heading(self.name, 23.0), heading(&format!("{name}_local"), 23.0)],
            None => vec![heading(
                self.name,
                match self.name {
                    "summary" | "reason" | "from" | "to" | "sources" | "path" => 48.0,
                    _ => 18.0,
                },
            )],
        }
    }
}

pub(super) const OBLIGATIONS: &[Column<ObligationRow>] = &[
    Column { name: "obligation_id", cell: |row| text(&row.obligation_id) },
    Column { name: "outcome", cell: |row| text(row.outcome) },
    Column { name: "verdict", cell: |row| text(row.verdict) },
    Column { name: "reason", cell: |row| maybe(row.reason) },
    Column { name: "also", cell: |row| list(&row.also) },
    Column { name: "explanation", cell: |row| maybe(row.explanation) },
    Column { name: "confidence", cell: |row| text(row.confidence) },
    Column { name: "confidence_reason", cell: |row| list(&row.confidence_reason) },
    Column { name: "trigger_kind", cell: |row| text(row.trigger_kind) },
    Column { name: "event_ids", cell: |row| list(&row.event_ids) },
    Column { name: "on_utc", cell: |row| Cell::Time(row.on) },
    Column { name: "off_utc", cell: |row| time(row.off) },
    Column { name: "vehicle_id", cell: |row| maybe(row.vehicle_id.as_ref()) },
    Column { name: "officer_id", cell: |row| maybe(row.officer_id.as_ref()) },
    Column { name: "camera_id", cell: |row| maybe(row.camera_id.as_ref()) },
    Column { name: "unit", cell: |row| maybe(row.unit.as_ref()) },
    Column { name: "supervisor_id", cell: |row| maybe(row.supervisor_id.as_ref()) },
    Column { name: "policy", cell: |row| maybe(row.policy.as_ref()) },
    Column { name: "recording_ids", cell: |row| list(&row.recording_ids) },
    Column { name: "activation_utc", cell: |row| time(row.activation) },
    Column { name: "gap_s", cell: |row| seconds(row.gap) },
    Column { name: "clock_offset_s", cell: |row| seconds(row.clock_offset) },
    Column { name: "clock_uncertainty_s", cell: |row| seconds(row.clock_uncertainty) },
    Column { name: "uncovered_s", cell: |row| seconds(row.uncovered) },
    Column { name: "justification_id", cell: |row| maybe(row.justification_id.as_ref()) },
    Column { name: "sources", cell: |row| list(&row.sources) },
];

pub(super) const FINDINGS: &[Column<FindingRow>] = &[
    Column { name: "finding_id", cell: |row| text(&row.finding_id) },
    Column { name: "code", cell: |row| text(row.code) },
    Column { name: "severity", cell: |row| text(row.severity) },
    Column { name: "confidence", cell: |row| text(row.confidence) },
    Column { name: "at_utc", cell: |row| time(row.at) },
    Column { name: "officer_id", cell: |row| maybe(row.officer_id.as_ref()) },
    Column { name: "camera_id", cell: |row| maybe(row.camera_id.as_ref()) },
    Column { name: "vehicle_id", cell: |row| maybe(row.vehicle_id.as_ref()) },
    Column { name: "supervisor_id", cell: |row| maybe(row.supervisor_id.as_ref()) },
    Column { name: "unit", cell: |row| maybe(row.unit.as_ref()) },
    Column { name: "event_ids", cell: |row| list(&row.event_ids) },
    Column { name: "path", cell: |row| maybe(row.path.as_ref()) },
    Column { name: "summary", cell: |row| text(&row.summary) },
    Column { name: "sources", cell: |row| list(&row.sources) },
];

pub(super) const CHANGES: &[Column<ChangeRow>] = &[
    Column { name: "kind", cell: |row| text(row.kind.as_str()) },
    Column { name: "id", cell: |row| text(&row.id) },
    Column { name: "change", cell: |row| text(row.change) },
    Column { name: "from", cell: |row| text(said(&row.from)) },
    Column { name: "to", cell: |row| text(said(&row.to)) },
    Column { name: "code", cell: |row| text(&row.subject.code) },
    Column { name: "severity", cell: |row| text(&row.subject.severity) },
    Column { name: "at_utc", cell: |row| written_time(&row.subject.at_utc) },
    Column { name: "officer_id", cell: |row| text(&row.subject.officer_id) },
    Column { name: "camera_id", cell: |row| text(&row.subject.camera_id) },
    Column { name: "vehicle_id", cell: |row| text(&row.subject.vehicle_id) },
    Column { name: "supervisor_id", cell: |row| text(&row.subject.supervisor_id) },
    Column { name: "unit", cell: |row| text(&row.subject.unit) },
    Column { name: "event_ids", cell: |row| text(&row.subject.event_ids) },
    Column { name: "path", cell: |row| text(&row.subject.path) },
    Column { name: "summary", cell: |row| text(&row.subject.summary) },
];

pub(super) const PATTERNS: &[Column<PatternRow>] = &[
    Column { name: "subject_kind", cell: |row| text(row.subject_kind) },
    Column { name: "subject_id", cell: |row| text(&row.subject_id) },
    Column { name: "deviations", cell: |row| number(row.deviations) },
    Column { name: "obligations", cell: |row| number(row.obligations) },
    Column { name: "rate", cell: |row| share(row.rate) },
    Column { name: "rate_low", cell: |row| share(row.rate_low) },
    Column { name: "rate_high", cell: |row| share(row.rate_high) },
    Column { name: "peer_rate", cell: |row| share(row.peer_rate) },
    Column { name: "p_value", cell: |row| chance(row.p_value) },
    Column { name: "p_adjusted", cell: |row| chance(row.p_adjusted) },
    Column { name: "explained_by", cell: |row| list(&row.explained_by) },
    Column { name: "event_ids", cell: |row| list(&row.event_ids) },
];

pub(super) const RATES: &[Column<RateRow>] = &[
    Column { name: "subject_kind", cell: |row| text(row.kind) },
    Column { name: "subject_id", cell: |row| maybe(row.id.as_ref()) },
    Column { name: "obligations", cell: |row| number(row.obligations) },
    Column { name: "not_required", cell: |row| number(row.not_required) },
    Column { name: "unresolved", cell: |row| number(row.unresolved) },
    Column { name: "awaiting", cell: |row| number(row.awaiting) },
    Column { name: "activated", cell: |row| number(row.activation.part) },
    Column { name: "activated_of", cell: |row| number(row.activation.whole) },
    Column { name: "activation_rate", cell: |row| share(row.activation.rate) },
    Column { name: "activation_rate_low", cell: |row| share(row.activation.low) },
    Column { name: "activation_rate_high", cell: |row| share(row.activation.high) },
    Column { name: "activation_rate_worst", cell: |row| share(row.activation.worst) },
    Column { name: "activation_rate_best", cell: |row| share(row.activation.best) },
    Column { name: "on_time", cell: |row| number(row.on_time.part) },
    Column { name: "on_time_of", cell: |row| number(row.on_time.whole) },
    Column { name: "on_time_rate", cell: |row| share(row.on_time.rate) },
    Column { name: "on_time_rate_low", cell: |row| share(row.on_time.low) },
    Column { name: "on_time_rate_high", cell: |row| share(row.on_time.high) },
    Column { name: "on_time_rate_worst", cell: |row| share(row.on_time.worst) },
    Column { name: "on_time_rate_best", cell: |row| share(row.on_time.best) },
    Column { name: "unexplained", cell: |row| number(row.unexplained.part) },
    Column { name: "unexplained_of", cell: |row| number(row.unexplained.whole) },
    Column { name: "unexplained_rate", cell: |row| share(row.unexplained.rate) },
    Column { name: "unexplained_rate_low", cell: |row| share(row.unexplained.low) },
    Column { name: "unexplained_rate_high", cell: |row| share(row.unexplained.high) },
    Column { name: "unexplained_rate_worst", cell: |row| share(row.unexplained.worst) },
    Column { name: "unexplained_rate_best", cell: |row| share(row.unexplained.best) },
    Column { name: "left_out_no_policy", cell: |row| left_out(row, 0) },
    Column { name: "left_out_trigger_not_covered", cell: |row| left_out(row, 1) },
    Column { name: "left_out_excluded_category", cell: |row| left_out(row, 2) },
    Column { name: "left_out_brief", cell: |row| left_out(row, 3) },
    Column { name: "left_out_exempt_duty", cell: |row| left_out(row, 4) },
    Column { name: "left_out_no_camera_issued", cell: |row| left_out(row, 5) },
    Column { name: "left_out_no_assignment", cell: |row| left_out(row, 6) },
    Column { name: "left_out_camera_unknown", cell: |row| left_out(row, 7) },
    Column { name: "left_out_clock", cell: |row| left_out(row, 8) },
    Column { name: "left_out_ambiguous_time", cell: |row| left_out(row, 9) },
    Column { name: "left_out_missing_file", cell: |row| left_out(row, 10) },
    Column { name: "left_out_empty_recording", cell: |row| left_out(row, 11) },
    Column { name: "left_out_device_log", cell: |row| left_out(row, 12) },
    Column { name: "left_out_sequence_gap", cell: |row| left_out(row, 13) },
    Column { name: "left_out_upload_pending", cell: |row| left_out(row, 14) },
];

pub(super) const FILES: &[Column<FileRow>] = &[
    Column { name: "path", cell: |row| text(&row.path) },
    Column { name: "status", cell: |row| text(row.status) },
    Column { name: "checked_by", cell: |row| text(row.checked_by) },
    Column { name: "video", cell: |row| maybe(row.video) },
    Column { name: "size_bytes", cell: |row| count(row.size_bytes) },
    Column { name: "sha256_recorded", cell: |row| maybe(row.sha256_recorded) },
    Column { name: "sha256_computed", cell: |row| maybe(row.sha256_computed) },
    Column { name: "recording_id", cell: |row| maybe(row.recording_id.as_ref()) },
    Column { name: "camera_id", cell: |row| maybe(row.camera_id.as_ref()) },
    Column { name: "start_utc", cell: |row| time(row.start) },
    Column { name: "start_source", cell: |row| maybe(row.start_source) },
    Column { name: "duration_s", cell: |row| seconds(row.duration) },
];

pub(super) const REJECTED: &[Column<RejectedRow>] = &[
    Column { name: "source", cell: |row| text(row.source) },
    Column { name: "file", cell: |row| text(&row.file) },
    Column { name: "row", cell: |row| count(row.row) },
    Column { name: "reason", cell: |row| text(&row.reason) },
];

fn text(value: impl Display) -> Cell {
    let text = value.to_string();
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn maybe(value: Option<impl Display>) -> Cell {
    value.map_or(Cell::Empty, text)
}

/// Several ids joined with a space; a space inside one is written `\x20`, as in the CSV file.
fn list(values: &[impl Display]) -> Cell {
    let ids: Vec<String> = values.iter().map(|id| id.to_string().replace(' ', "\\x20")).collect();
    text(ids.join(" "))
}

fn time(moment: Option<Moment>) -> Cell {
    moment.map_or(Cell::Empty, Cell::Time)
}

/// A moment as a CSV file has it; what cannot be read stays what it is.
fn written_time(written: &str) -> Cell {
    written.parse::<jiff::Timestamp>().map_or_else(|_| text(written), |at| Cell::Time(at.into()))
}

/// With three decimals, as they are printed.
fn seconds(span: Option<Span>) -> Cell {
    span.and_then(|span| span.to_string().parse().ok()).map_or(Cell::Empty, Cell::Seconds)
}

fn count(number: Option<u64>) -> Cell {
    number.and_then(|number| number.to_string().parse().ok()).map_or(Cell::Empty, Cell::Count)
}

fn number(number: u32) -> Cell {
    Cell::Count(number.into())
}

/// As it is printed, so that the workbook never says more than the CSV file.
fn share(share: Option<Share>) -> Cell {
    share.and_then(|share| share.to_string().parse().ok()).map_or(Cell::Empty, Cell::Share)
}

/// As it is printed.
fn chance(chance: Chance) -> Cell {
    chance.to_string().parse().map_or(Cell::Empty, Cell::Chance)
}

fn left_out(row: &RateRow, place: usize) -> Cell {
    row.left_out.get(place).copied().map_or(Cell::Empty, number)
}
