//! `--format json`: the whole report as one JSON document (contract, "The files").
//!
//! The same facts as in the CSV files under the same names, but numbers are numbers, several ids are a
//! list, and no formula guard is needed.

use std::io::Write;

use serde::ser::{Error as _, SerializeMap as _};
use serde::{Serialize, Serializer};

use super::cannot_show::{CannotShow, cannot_show};
use super::changes::ComparisonWithRows;
use super::facts::{Archive, Clock, Counts, Input, Policy, Seconds, Shown, to_text};
use super::format::{Format, Why};
use super::run::Run;
use crate::base::digest::Digest;
use crate::base::time::Moment;
use crate::facts::inputs::RejectedRow;
use crate::results::columns::{Cell, Tabular};
use crate::results::rates::RateRow;
use crate::results::{FileRow, FindingRow, ObligationRow, PatternRow, Report};

/// The whole report as indented JSON with a line feed at its end.
pub(crate) struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "the JSON document"
    }

    fn write(&self, report: &Report, _: &Run, out: &mut dyn Write) -> Result<(), Why> {
        Ok(out.write_all(document(report)?.as_bytes())?)
    }
}

fn document(report: &Report) -> serde_json::Result<String> {
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
    #[serde(skip_serializing_if = "Option::is_none")]
    cannot_show: Option<CannotShow>,
    fail_on: &'static str,
    exit_code: u8,
    counts: Counts,
    policies: Vec<Policy<'a>>,
    policy_sha256: Shown<Digest>,
    archives: Vec<Archive<'a>>,
    inputs: Vec<Input<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    clocks: Vec<Clock<'a>>,
    obligations: Rows<'a, ObligationRow>,
    findings: Rows<'a, FindingRow>,
    patterns: Rows<'a, PatternRow>,
    rates: Rows<'a, RateRow>,
    files: Rows<'a, FileRow>,
    rejected: Rows<'a, RejectedRow>,
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
            cannot_show: cannot_show(report),
            fail_on: report.fail_on.map_or("never", |severity| severity.as_str()),
            exit_code: report.exit_code.code(),
            counts: report.into(),
            policies: report.policies.iter().map(Into::into).collect(),
            policy_sha256: Shown(report.policy_sha256),
            archives: report.archives.iter().map(Into::into).collect(),
            inputs: report.inputs.iter().map(Into::into).collect(),
            clocks: report.corrections.iter().map(Into::into).collect(),
            obligations: Rows(&report.obligations),
            findings: Rows(&report.findings),
            patterns: Rows(&report.patterns),
            rates: Rows(&report.rates),
            files: Rows(&report.files),
            rejected: Rows(&report.rejected),
            changes: report.changes.as_ref().map(Into::into),
        }
    }
}

/// The rows of one table.
struct Rows<'a, R>(&'a [R]);

impl<R: Tabular> Serialize for Rows<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Row))
    }
}

/// One row under the names of its columns.
struct Row<'a, R>(&'a R);

impl<R: Tabular> Serialize for Row<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(R::COLUMNS.len()))?;
        for column in R::COLUMNS {
            map.serialize_entry(column.name, &Value((column.cell)(self.0)))?;
        }
        map.end()
    }
}

/// One cell.
struct Value<'a>(Cell<'a>);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Cell::Empty => serializer.serialize_none(),
            Cell::Word(word) => serializer.serialize_str(word),
            Cell::Text(text) | Cell::Sentence(text) => serializer.serialize_str(text),
            Cell::List(values) => serializer.collect_seq(values),
            Cell::Time(moment) => serializer.collect_str(moment),
            Cell::Seconds(span) => Seconds(*span).serialize(serializer),
            Cell::Count(count) => serializer.serialize_u64(*count),
            Cell::Share(share) => printed(share, serializer),
            Cell::Chance(chance) => printed(chance, serializer),
            Cell::Digest(digest) => serializer.collect_str(digest),
        }
    }
}

/// A rate or a chance as a number with the digits of the CSV file.
fn printed<S: Serializer>(number: impl std::fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    let digits: serde_json::Number = serde_json::from_str(&number.to_string()).map_err(S::Error::custom)?;
    digits.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::base::escape;

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
            ("obligations", ObligationRow::names().collect::<Vec<_>>()),
            ("findings", FindingRow::names().collect()),
            ("patterns", PatternRow::names().collect()),
            ("rates", RateRow::names().collect()),
            ("files", FileRow::names().collect()),
            ("rejected", RejectedRow::names().collect()),
        ] {
            let mut columns = columns;
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
