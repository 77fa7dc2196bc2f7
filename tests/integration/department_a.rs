//! The synthetic department: every verdict against a separate, slow implementation of the contract.
//!
//! `fixtures/department-a` is a good part of a larger case: groups of officers, cars and cameras, each kept whole.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::support::program::{Row, project, rows, run};

/// Columns that must be equal to the letter.
const EXACT: [&str; 7] = ["event_ids", "trigger_kind", "verdict", "reason", "outcome", "explanation", "on_utc"];
/// Columns in seconds that must agree to 2 ms.
const SECONDS: [&str; 4] = ["gap_s", "clock_offset_s", "clock_uncertainty_s", "uncovered_s"];

/// Rows by (first event id, officer).
fn by_key(path: &Path) -> BTreeMap<(String, String), Row> {
    let mut by_key = BTreeMap::new();
    for row in rows(path) {
        let first = row["event_ids"].split(' ').next().unwrap().to_owned();
        assert!(by_key.insert((first, row["officer_id"].clone()), row).is_none(), "two rows with one key");
    }
    by_key
}

fn differences(expected: &Row, actual: &Row) -> Vec<String> {
    let mut differences = Vec::new();
    let mut differ = |column: &str, expected: &str, actual: &str| {
        differences.push(format!("{column}: expected {expected:?}, found {actual:?}"));
    };
    for column in EXACT {
        if expected[column] != actual[column] {
            differ(column, &expected[column], &actual[column]);
        }
    }
    let set = |text: &str| text.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    if set(&expected["also"]) != set(&actual["also"]) {
        differ("also", &expected["also"], &actual["also"]);
    }
    for column in SECONDS {
        let (expected, actual) = (expected[column].as_str(), actual[column].as_str());
        let agree = match (expected.parse::<f64>(), actual.parse::<f64>()) {
            (Ok(expected), Ok(actual)) => (expected - actual).abs() <= 0.002,
            _ => expected == actual,
        };
        if !agree {
            differ(column, expected, actual);
        }
    }
    let flips = actual["confidence_reason"].split(' ').any(|reason| reason == "clock-correction");
    if flips != (expected["flips"] == "yes") {
        differ("flips", &expected["flips"], &actual["confidence_reason"]);
    }
    differences
}

#[test]
fn the_copy_agrees_in_every_row() {
    let out = tempfile::tempdir().unwrap();
    let report = out.path().join("report");
    let case = "fixtures/department-a";
    // incomplete, with findings: some recordings rows end before they start
    run(["scan", case, "--as-of", "2020-11-09T05:00:00Z", "--out", report.to_str().unwrap()]).ended_with(4);
    let expected = by_key(&project().join(case).join("expected.csv"));
    let actual = by_key(&report.join("obligations.csv"));
    assert!(expected.len() >= 1_500);
    let mut wrong = Vec::new();
    let mut without_camera = 0;
    for key in expected.keys().chain(actual.keys().filter(|key| !expected.contains_key(*key))) {
        match (expected.get(key), actual.get(key)) {
            // the expected verdicts are from before anybody asked whether the export holds the camera at all
            (Some(expected), Some(actual))
                if actual["reason"] == "camera-not-in-export"
                    && actual["also"] == format!("would-be-{}", expected["verdict"]) =>
            {
                without_camera += 1;
            }
            (Some(expected), Some(actual)) => {
                let differences = differences(expected, actual);
                if !differences.is_empty() {
                    wrong.push(format!("{key:?}: {}", differences.join("; ")));
                }
            }
            (Some(_), None) => wrong.push(format!("{key:?}: not in the report")),
            (None, _) => wrong.push(format!("{key:?}: not expected")),
        }
    }
    assert_eq!(without_camera, 17, "obligations with a camera that no row of the recordings names");
    assert!(wrong.is_empty(), "{} of {} rows differ:\n{}", wrong.len(), expected.len(), wrong.join("\n"));
}
