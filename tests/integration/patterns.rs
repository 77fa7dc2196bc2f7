//! Who or what is it, from files to `patterns.csv`: an invented department with a car whose trigger is broken, a
//! camera that never hears its trigger, and an officer who is late out of habit. Each has to be named as what
//! it is, and nobody else.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rstest::rstest;
use tempfile::TempDir;

use crate::support::logs::{Causes, FIRST_NIGHT, HOUR, Logs, utc};
use crate::support::program::{Row, rows, run, text};

/// The rows of `patterns.csv` and of `findings.csv`.
fn audit(logs: &Logs) -> (Vec<Row>, Vec<Row>) {
    let folder = TempDir::new().unwrap();
    let out = audit_in(folder.path(), logs);
    (rows(out.join("patterns.csv")), rows(out.join("findings.csv")))
}

/// Audits the logs in a folder, and says where the output is.
fn audit_in(folder: &Path, logs: &Logs) -> PathBuf {
    logs.write(folder);
    let out = folder.join("out");
    scan(folder, &out, &[]);
    out
}

/// A scan of a folder that has to be complete.
fn scan(folder: &Path, out: &Path, more: &[&str]) {
    let (folder, out) = (folder.to_str().unwrap(), out.to_str().unwrap());
    let arguments = ["scan", folder, "--as-of", "2026-04-15T00:00:00Z", "--fail-on", "never", "--out", out];
    run([&arguments, more].concat()).ended_with(0);
}

fn of_patterns(findings: &[Row]) -> Vec<&Row> {
    findings.iter().filter(|row| row["code"].ends_with("-pattern")).collect()
}

fn flagged(patterns: &[Row]) -> Vec<String> {
    let flagged = patterns.iter().filter(|row| row["explained_by"].is_empty());
    let mut named: Vec<String> = flagged.map(|row| format!("{}:{}", row["subject_kind"], row["subject_id"])).collect();
    named.sort();
    named
}

#[test]
fn three_causes_are_told_apart() {
    for seed in 0..5 {
        let causes = Causes { broken_vehicle: 80, deaf_camera: 80, late_officer: 60 };
        let (patterns, findings) = audit(&Logs::new(seed, causes));
        assert_eq!(flagged(&patterns), ["camera:C00", "officer:O39", "vehicle:V00"], "seed {seed}: {patterns:?}");
        let findings = of_patterns(&findings);
        let mut found: Vec<String> = findings
            .iter()
            .map(|row| format!("{} {}{}{}", row["code"], row["camera_id"], row["vehicle_id"], row["officer_id"]))
            .collect();
        found.sort();
        assert_eq!(found, ["equipment-pattern C00", "equipment-pattern V00", "officer-pattern O39"], "seed {seed}");
        assert!(findings.iter().all(|row| row["severity"] == "review"));
        let named = |row: &Row| ["C00", "V00", "O39"].iter().any(|id| row["explained_by"].contains(id));
        assert!(patterns.iter().filter(|row| !row["explained_by"].is_empty()).all(named), "{patterns:?}");
    }
}

/// Nobody sees a miss in the broken car without the car.
#[test]
fn every_case_with_flagged_equipment_says_so() {
    let folder = TempDir::new().unwrap();
    let causes = Causes { broken_vehicle: 80, deaf_camera: 80, late_officer: 60 };
    let out = audit_in(folder.path(), &Logs::new(0, causes));
    let patterns = rows(out.join("patterns.csv"));
    let car = patterns.iter().find(|row| row["subject_id"] == "V00" && row["explained_by"].is_empty()).unwrap();
    let sentence = format!(
        "Car V00 stands out: {} of {} activations with it are late or missing",
        car["deviations"], car["obligations"]
    );
    let obligations = rows(out.join("obligations.csv"));
    let timelines = text(out.join("timelines.jsonl"));
    let page = text(out.join("report.html"));
    let mut told = 0;
    for line in timelines.lines() {
        let timeline: serde_json::Value = serde_json::from_str(line).unwrap();
        let row = obligations.iter().find(|row| row["obligation_id"] == timeline["obligation_id"]).unwrap();
        let counted = car["event_ids"].split(' ').any(|event| event == row["event_ids"]);
        let is_miss = ["late", "not-recorded"].contains(&row["verdict"].as_str());
        let expected = counted && is_miss && row["vehicle_id"] == "V00";
        let says =
            timeline["see_also"].as_array().unwrap().iter().any(|note| note.as_str().unwrap().starts_with(&sentence));
        assert_eq!(says, expected, "{row:?}");
        told += usize::from(says);
    }
    assert!(told >= 20, "{told}");
    assert_eq!(page.matches(&sentence).count(), told);
    assert!(page.contains("Equipment to test first") && page.contains("subject_id=V00#deviations"));
}

/// Each supervisor sees their own part of what a car and a camera did, and the parts make the whole.
#[test]
fn the_counts_of_flagged_equipment_in_all_folders_are_those_of_the_whole() {
    let mut logs = Logs::new(0, Causes { broken_vehicle: 80, deaf_camera: 80, late_officer: 60 });
    let with_supervisor = |line: &str| match line.get(1..3).and_then(|number| number.parse::<u32>().ok()) {
        Some(officer) => format!("{line},S{}\n", officer % 3),
        None => format!("{line},supervisor_id\n"),
    };
    logs.assignments = logs.assignments.lines().map(with_supervisor).collect();
    let folder = TempDir::new().unwrap();
    logs.write(folder.path());
    let out = folder.path().join("out");
    scan(folder.path(), &out, &["--split-by", "supervisor"]);
    let patterns = rows(out.join("patterns.csv"));
    for (kind, id) in [("vehicle", "V00"), ("camera", "C00")] {
        let whole = patterns.iter().find(|row| row["subject_id"] == id).unwrap();
        for column in ["deviations", "obligations"] {
            let of = format!(r#"data-of="patterns.csv|subject_kind={kind}|subject_id={id}#{column}">"#);
            let count = |supervisor: &str| -> u32 {
                let page = text(out.join("by-supervisor").join(supervisor).join("report.html"));
                page.split(&of).nth(1).and_then(|rest| rest.split('<').next()).unwrap().parse().unwrap()
            };
            let sum: u32 = ["S0", "S1", "S2"].into_iter().map(count).sum();
            assert_eq!(sum.to_string(), whole[column], "{kind} {id} {column}");
        }
        let events: std::collections::BTreeSet<&str> = whole["event_ids"].split(' ').collect();
        let mut found = Vec::new();
        for supervisor in ["S0", "S1", "S2"] {
            let findings = rows(out.join("by-supervisor").join(supervisor).join("findings.csv"));
            let own =
                findings.iter().filter(|row| row["code"] == "equipment-pattern" && row[&format!("{kind}_id")] == id);
            found.extend(own.flat_map(|row| row["event_ids"].split(' ').map(str::to_owned).collect::<Vec<_>>()));
        }
        assert_eq!(found.iter().map(String::as_str).collect::<std::collections::BTreeSet<_>>(), events);
    }
}

#[test]
fn where_only_chance_is_at_work_nobody_is_named() {
    for seed in 0..5 {
        let (patterns, findings) = audit(&Logs::new(seed, Causes::default()));
        assert!(patterns.is_empty() && of_patterns(&findings).is_empty(), "seed {seed}: {patterns:?}");
    }
}

/// One car, one officer, and a light bar that is on from 19:00:00 to 19:05:00; clocks are taken to be 2 s sure.
#[rstest]
#[case::by_hand("undock", "C1", 60, "manual", 1)]
#[case::by_the_light_bar("undock", "C1", 60, "lightbar", 0)]
#[case::nobody_says_how("undock", "C1", 60, "", 0)]
#[case::it_was_asleep("sleep", "C1", 60, "manual", 0)]
#[case::nobody_says_whether_it_was_awake("", "C1", 60, "manual", 0)]
#[case::perhaps_before_the_light_bar("undock", "C1", 2, "manual", 0)]
#[case::surely_after_it_went_on("undock", "C1", 3, "manual", 1)]
#[case::as_it_went_off("undock", "C1", 300, "manual", 1)]
#[case::after_it_went_off("undock", "C1", 301, "manual", 0)]
#[case::it_was_running("undock", "C1", -60, "manual", 0)]
#[case::another_camera("undock", "C2", 60, "manual", 0)]
fn a_camera_that_should_have_heard_its_trigger(
    #[case] state: &str,
    #[case] camera: &str,
    #[case] after: i64,
    #[case] reason: &str,
    #[case] expected: usize,
) {
    let begin = FIRST_NIGHT;
    let on = begin + HOUR;
    let mut logs = Logs::empty();
    writeln!(logs.lightbar, "L1,V1,{},{}", utc(on), utc(on + 300)).unwrap();
    writeln!(logs.assignments, "O1,V1,C1,{},{}", utc(begin), utc(begin + 8 * HOUR)).unwrap();
    if !state.is_empty() {
        writeln!(logs.device_log, "C1,{},{state}", utc(begin)).unwrap();
    }
    let (start, end) = (utc(on + after), utc(on + 600));
    writeln!(logs.recordings, "R1,{camera},O1,{start},{start},{end},{reason}").unwrap();
    let (_, findings) = audit(&logs);
    let failed: Vec<&Row> = findings.iter().filter(|row| row["code"] == "auto-trigger-failed").collect();
    assert_eq!(failed.len(), expected, "{findings:?}");
    for row in failed {
        assert_eq!(
            (row["camera_id"].as_str(), row["vehicle_id"].as_str(), row["event_ids"].as_str()),
            ("C1", "V1", "L1")
        );
        assert_eq!((row["officer_id"].as_str(), row["severity"].as_str()), ("", "review"));
        // the case itself names the row that shows the camera awake, too
        for row in findings.iter().filter(|each| each["event_ids"] == row["event_ids"]) {
            let sources = &row["sources"];
            assert!(sources.contains("device-log.csv:2") && sources.contains("recordings.csv:2"), "{row:?}");
        }
    }
}
