//! The synthetic department: every verdict against a separate, slow implementation of the contract.
//!
//! `fixtures/department-a` is a copy of a good part of the acceptance case (groups of officers, cars and cameras, kept whole); the whole
//! case is used where it is at hand beside the checkout.

use std::collections::BTreeMap;
use std::path::Path;

use assert_cmd::Command;

/// Columns that must be equal to the letter.
const EXACT: [&str; 7] = ["event_ids", "trigger_kind", "verdict", "reason", "outcome", "explanation", "on_utc"];
/// Columns in seconds that must agree to 2 ms.
const SECONDS: [&str; 4] = ["gap_s", "clock_offset_s", "clock_uncertainty_s", "uncovered_s"];

type Row = BTreeMap<String, String>;

/// Rows by (first event id, officer).
fn rows(path: &Path) -> BTreeMap<(String, String), Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headings = reader.headers().unwrap().clone();
    let mut rows = BTreeMap::new();
    for record in reader.records() {
        let record = record.unwrap();
        let row: Row = headings.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect();
        let first = row["event_ids"].split(' ').next().unwrap().to_owned();
        assert!(rows.insert((first, row["officer_id"].clone()), row).is_none(), "two rows with one key");
    }
    rows
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
    let set = |text: &str| text.split(' ').map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
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

fn agrees(case: &Path, least_rows: usize) {
    let out = tempfile::tempdir().unwrap();
    let report = out.path().join("report");
    Command::cargo_bin("footage-audit")
        .unwrap()
        .arg("scan")
        .arg(case)
        .args(["--as-of", "2020-11-09T05:00:00Z", "--out"])
        .arg(&report)
        .assert()
        // incomplete, with findings: some recordings rows end before they start
        .code(4);
    let expected = rows(&case.join("expected.csv"));
    let actual = rows(&report.join("obligations.csv"));
    assert!(expected.len() >= least_rows);
    let mut wrong = Vec::new();
    for key in expected.keys().chain(actual.keys().filter(|key| !expected.contains_key(*key))) {
        match (expected.get(key), actual.get(key)) {
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
    assert!(wrong.is_empty(), "{} of {} rows differ:\n{}", wrong.len(), expected.len(), wrong.join("\n"));
}

#[test]
fn the_copy_agrees_in_every_row() {
    agrees(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/department-a"), 1_500);
}

#[test]
fn the_whole_case_agrees_in_every_row() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases/department-a");
    if case.is_dir() {
        agrees(&case, 3_000);
    } else {
        eprintln!("SKIPPED: the acceptance case department-a is not at hand beside the checkout");
    }
}
