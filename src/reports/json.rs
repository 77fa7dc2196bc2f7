//! `--format json`: the whole report as one JSON document (contract section 6).
//!
//! The same facts as in the CSV files under the same names, but numbers are numbers, several ids are a
//! list, and no formula guard is needed. Used by the commands.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::changes::ComparisonWithRows;
use super::csv::Sheet as _;
use super::facts::{Archive, Counts, Input, Policy, Seconds, Shown, shown, to_text};
use super::patterns::PatternRow;
use super::rows::{FileRow, FindingRow, ObligationRow, RejectedRow, Report};
use crate::digest::Digest;
use crate::ids::{CameraId, EventId, JustificationId, OfficerId, RecordingId, VehicleId};
use crate::statistics::rates::RateRow;
use crate::time::Moment;
use crate::vocabulary::{Doubt, Verdict};

/// The whole report as indented JSON with a line feed at its end.
///
/// # Errors
/// Those of the serialiser; a report gives none.
pub fn document(report: &Report) -> serde_json::Result<String> {
    to_text(&Document::from(report))
}

#[derive(Serialize)]
struct Document<'a> {
    program: &'static str,
    version: &'static str,
    department: &'a str,
    time_zone: &'a str,
    as_of_utc: Shown<Moment>,
    since_utc: Option<Shown<Moment>>,
    until_utc: Option<Shown<Moment>>,
    complete: bool,
    incomplete: &'a [String],
    fail_on: &'static str,
    exit_code: u8,
    counts: Counts,
    policies: Vec<Policy<'a>>,
    policy_sha256: Shown<Digest>,
    archives: Vec<Archive<'a>>,
    inputs: Vec<Input<'a>>,
    obligations: Vec<Obligation<'a>>,
    findings: Vec<Finding<'a>>,
    patterns: Vec<Pattern<'a>>,
    rates: Vec<Rates<'a>>,
    files: Vec<File<'a>>,
    rejected: Vec<Rejected<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<ComparisonWithRows<'a>>,
}

impl<'a> From<&'a Report> for Document<'a> {
    fn from(report: &'a Report) -> Self {
        Self {
            program: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            department: &report.department,
            time_zone: &report.time_zone,
            as_of_utc: Shown(report.as_of),
            since_utc: report.since.map(Shown),
            until_utc: report.until.map(Shown),
            complete: report.incomplete.is_empty(),
            incomplete: &report.incomplete,
            fail_on: report.fail_on.map_or("never", |severity| severity.as_str()),
            exit_code: report.exit_code,
            counts: report.into(),
            policies: report.policies.iter().map(Into::into).collect(),
            policy_sha256: Shown(report.policy_sha256),
            archives: report.archives.iter().map(Into::into).collect(),
            inputs: report.inputs.iter().map(Into::into).collect(),
            obligations: report.obligations.iter().map(Into::into).collect(),
            findings: report.findings.iter().map(Into::into).collect(),
            patterns: report.patterns.iter().map(Into::into).collect(),
            rates: report.rates.iter().map(Rates).collect(),
            files: report.files.iter().map(Into::into).collect(),
            rejected: report.rejected.iter().map(Into::into).collect(),
            changes: report.changes.as_ref().map(Into::into),
        }
    }
}

#[derive(Serialize)]
struct Obligation<'a> {
    obligation_id: &'a str,
    outcome: &'static str,
    verdict: &'static str,
    reason: Option<&'static str>,
    also: Vec<Shown<&'a Verdict>>,
    explanation: Option<&'static str>,
    confidence: &'static str,
    confidence_reason: Vec<Shown<&'a Doubt>>,
    trigger_kind: &'static str,
    event_ids: Vec<Shown<&'a EventId>>,
    on_utc: Shown<Moment>,
    off_utc: Option<Shown<Moment>>,
    vehicle_id: Option<&'a str>,
    officer_id: Option<&'a str>,
    camera_id: Option<&'a str>,
    unit: Option<&'a str>,
    supervisor_id: Option<&'a str>,
    policy: Option<&'a str>,
    recording_ids: Vec<Shown<&'a RecordingId>>,
    activation_utc: Option<Shown<Moment>>,
    gap_s: Option<Seconds>,
    clock_offset_s: Option<Seconds>,
    clock_uncertainty_s: Option<Seconds>,
    uncovered_s: Option<Seconds>,
    justification_id: Option<&'a str>,
    sources: &'a [String],
}

impl<'a> From<&'a ObligationRow> for Obligation<'a> {
    fn from(row: &'a ObligationRow) -> Self {
        Self {
            obligation_id: &row.obligation_id,
            outcome: row.outcome.as_str(),
            verdict: row.verdict.as_str(),
            reason: row.reason.map(|reason| reason.as_str()),
            also: shown(&row.also),
            explanation: row.explanation.map(|state| state.as_str()),
            confidence: row.confidence.as_str(),
            confidence_reason: shown(&row.confidence_reason),
            trigger_kind: row.trigger_kind.as_str(),
            event_ids: shown(&row.event_ids),
            on_utc: Shown(row.on),
            off_utc: row.off.map(Shown),
            vehicle_id: row.vehicle_id.as_ref().map(VehicleId::as_str),
            officer_id: row.officer_id.as_ref().map(OfficerId::as_str),
            camera_id: row.camera_id.as_ref().map(CameraId::as_str),
            unit: row.unit.as_deref(),
            supervisor_id: row.supervisor_id.as_ref().map(OfficerId::as_str),
            policy: row.policy.as_deref(),
            recording_ids: shown(&row.recording_ids),
            activation_utc: row.activation.map(Shown),
            gap_s: row.gap.map(Seconds),
            clock_offset_s: row.clock_offset.map(Seconds),
            clock_uncertainty_s: row.clock_uncertainty.map(Seconds),
            uncovered_s: row.uncovered.map(Seconds),
            justification_id: row.justification_id.as_ref().map(JustificationId::as_str),
            sources: &row.sources,
        }
    }
}

#[derive(Serialize)]
struct Finding<'a> {
    finding_id: &'a str,
    code: &'static str,
    severity: &'static str,
    confidence: &'static str,
    at_utc: Option<Shown<Moment>>,
    officer_id: Option<&'a str>,
    camera_id: Option<&'a str>,
    vehicle_id: Option<&'a str>,
    supervisor_id: Option<&'a str>,
    unit: Option<&'a str>,
    event_ids: Vec<Shown<&'a EventId>>,
    path: Option<&'a str>,
    summary: &'a str,
    sources: &'a [String],
}

impl<'a> From<&'a FindingRow> for Finding<'a> {
    fn from(row: &'a FindingRow) -> Self {
        Self {
            finding_id: &row.finding_id,
            code: row.code.as_str(),
            severity: row.severity.as_str(),
            confidence: row.confidence.as_str(),
            at_utc: row.at.map(Shown),
            officer_id: row.officer_id.as_ref().map(OfficerId::as_str),
            camera_id: row.camera_id.as_ref().map(CameraId::as_str),
            vehicle_id: row.vehicle_id.as_ref().map(VehicleId::as_str),
            supervisor_id: row.supervisor_id.as_ref().map(OfficerId::as_str),
            unit: row.unit.as_deref(),
            event_ids: shown(&row.event_ids),
            path: row.path.as_deref(),
            summary: &row.summary,
            sources: &row.sources,
        }
    }
}

#[derive(Serialize)]
struct Pattern<'a> {
    subject_kind: &'static str,
    subject_id: &'a str,
    deviations: u32,
    obligations: u32,
    rate: Option<Number>,
    rate_low: Option<Number>,
    rate_high: Option<Number>,
    peer_rate: Option<Number>,
    p_value: Number,
    p_adjusted: Number,
    explained_by: &'a [String],
    event_ids: Vec<Shown<&'a EventId>>,
}

impl<'a> From<&'a PatternRow> for Pattern<'a> {
    fn from(row: &'a PatternRow) -> Self {
        Self {
            subject_kind: row.subject_kind.as_str(),
            subject_id: &row.subject_id,
            deviations: row.deviations,
            obligations: row.obligations,
            rate: row.rate.map(Number::of),
            rate_low: row.rate_low.map(Number::of),
            rate_high: row.rate_high.map(Number::of),
            peer_rate: row.peer_rate.map(Number::of),
            p_value: Number::of(row.p_value),
            p_adjusted: Number::of(row.p_adjusted),
            explained_by: &row.explained_by,
            event_ids: shown(&row.event_ids),
        }
    }
}

/// A count, rate or chance with the digits of the CSV file.
#[derive(Serialize)]
struct Number(serde_json::Value);

impl Number {
    fn of(printed: impl std::fmt::Display) -> Self {
        let text = printed.to_string();
        Self(serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text)))
    }
}

/// A row of `rates.csv`: two words, then numbers.
struct Rates<'a>(&'a RateRow);

impl Serialize for Rates<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(RateRow::COLUMNS.len()))?;
        map.serialize_entry("subject_kind", self.0.kind.as_str())?;
        map.serialize_entry("subject_id", &self.0.id)?;
        for (name, cell) in RateRow::COLUMNS.iter().zip(self.0.cells()).skip(2) {
            map.serialize_entry(name, &(!cell.is_empty()).then(|| Number::of(cell)))?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct File<'a> {
    path: String,
    status: &'static str,
    checked_by: &'static str,
    video: Option<&'static str>,
    size_bytes: Option<u64>,
    sha256_recorded: Option<Shown<Digest>>,
    sha256_computed: Option<Shown<Digest>>,
    recording_id: Option<&'a str>,
    camera_id: Option<&'a str>,
    start_utc: Option<Shown<Moment>>,
    start_source: Option<&'static str>,
    duration_s: Option<Seconds>,
}

impl<'a> From<&'a FileRow> for File<'a> {
    fn from(row: &'a FileRow) -> Self {
        Self {
            path: row.path.to_string(),
            status: row.status.as_str(),
            checked_by: row.checked_by.as_str(),
            video: row.video.map(|state| state.as_str()),
            size_bytes: row.size_bytes,
            sha256_recorded: row.sha256_recorded.map(Shown),
            sha256_computed: row.sha256_computed.map(Shown),
            recording_id: row.recording_id.as_ref().map(RecordingId::as_str),
            camera_id: row.camera_id.as_ref().map(CameraId::as_str),
            start_utc: row.start.map(Shown),
            start_source: row.start_source.map(|source| source.as_str()),
            duration_s: row.duration.map(Seconds),
        }
    }
}

#[derive(Serialize)]
struct Rejected<'a> {
    source: &'static str,
    file: &'a str,
    row: Option<u64>,
    reason: &'a str,
}

impl<'a> From<&'a RejectedRow> for Rejected<'a> {
    fn from(row: &'a RejectedRow) -> Self {
        Self { source: row.source, file: &row.file, row: row.row, reason: &row.reason }
    }
}

#[cfg(test)]
mod tests {
    use super::super::csv::Sheet;
    use super::super::{escape, samples};
    use super::*;

    #[test]
    fn a_report_with_hostile_text() {
        insta::with_settings!({filters => vec![(r#""version": "[^"]+""#, r#""version": "[version]""#)]}, {
            insta::assert_snapshot!(document(&samples::hostile()).unwrap());
        });
    }

    #[test]
    fn what_became_of_the_rows() {
        let json: serde_json::Value = serde_json::from_str(&document(&samples::changed()).unwrap()).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&json["changes"]["rows"]).unwrap());
    }

    #[test]
    fn an_unanchored_chain_says_so() {
        let json: serde_json::Value = serde_json::from_str(&document(&samples::unanchored()).unwrap()).unwrap();
        assert_eq!(json["archives"][0]["chain"]["verdict"], "intact");
        assert_eq!(json["archives"][0]["chain"]["anchored"], "unanchored");
        assert_eq!(json["archives"][0]["chain"]["anchored_size"], serde_json::Value::Null);
    }

    #[test]
    fn nothing_unseen_reaches_a_terminal_and_nothing_is_lost() {
        let report = samples::hostile();
        let text = document(&report).unwrap();
        assert!(text.lines().all(|line| !line.contains(escape::is_unseen)));
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["department"], report.department.as_str());
        assert_eq!(json["obligations"][0]["supervisor_id"], "S\u{1b}[31m-1\u{202e}");
    }

    #[test]
    fn rows_have_the_names_of_the_columns() {
        let json: serde_json::Value = serde_json::from_str(&document(&samples::hostile()).unwrap()).unwrap();
        for (rows, columns) in [
            ("obligations", ObligationRow::COLUMNS),
            ("findings", FindingRow::COLUMNS),
            ("patterns", PatternRow::COLUMNS),
            ("rates", RateRow::COLUMNS),
            ("files", FileRow::COLUMNS),
            ("rejected", RejectedRow::COLUMNS),
        ] {
            let mut columns = columns.to_vec();
            columns.sort_unstable();
            let keys: Vec<&str> = json[rows][0].as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys, columns);
        }
    }

    #[test]
    fn seconds_are_numbers() {
        let json: serde_json::Value = serde_json::from_str(&document(&samples::hostile()).unwrap()).unwrap();
        assert_eq!(json["obligations"][0]["gap_s"], -31.5);
        assert_eq!(json["files"][0]["duration_s"], 300.04);
    }
}
