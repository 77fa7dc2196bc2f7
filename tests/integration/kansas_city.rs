//! Holds the program to `fixtures/kansas-city/README.md`: what its tables say was planted is what the audit
//! finds, row by row and both ways. The command and the exit code are read from that page too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use tempfile::TempDir;

use crate::support::library::{Explanation, FindingCode, Outcome, Reason, Verdict};
use crate::support::program::{KANSAS_CITY, Row, project, rows, run, text};

const OBLIGATION: [&str; 7] = ["event_ids", "officer_id", "verdict", "reason", "outcome", "explanation", "also"];

fn fixture() -> PathBuf {
    project().join(KANSAS_CITY)
}

fn page() -> String {
    text(fixture().join("README.md"))
}

/// The only table below a `## heading` of the page.
fn table(heading: &str) -> Vec<Row> {
    let page = page();
    let section = page.split("\n## ").find(|section| section.starts_with(heading)).unwrap();
    let mut lines = section.lines().filter(|line| line.starts_with('|')).map(cells);
    let header = lines.next().unwrap();
    let rows: Vec<Row> = lines.skip(1).map(|cells| named(&header, cells)).collect();
    assert!(!rows.is_empty(), "no rows below {heading}");
    rows
}

fn cells(line: &str) -> Vec<String> {
    line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

fn named(header: &[String], cells: Vec<String>) -> Row {
    assert_eq!(header.len(), cells.len(), "{cells:?}");
    header.iter().cloned().zip(cells).collect()
}

/// The given columns of every row, one line of text each.
fn lines(rows: &[Row], columns: &[&str]) -> Vec<String> {
    let line = |row: &Row| columns.iter().map(|column| row[*column].as_str()).collect::<Vec<_>>().join(" | ");
    rows.iter().map(line).collect()
}

/// Both are the same rows; says which one is not in the other, then compares the order.
fn assert_same(expected: &[String], found: &[String]) {
    let missing: Vec<_> = expected.iter().filter(|row| !found.contains(row)).collect();
    let unexpected: Vec<_> = found.iter().filter(|row| !expected.contains(row)).collect();
    assert!(
        missing.is_empty() && unexpected.is_empty(),
        "the page has, the audit has not: {missing:#?}\nthe audit has, the page has not: {unexpected:#?}"
    );
    assert_eq!(expected, found);
}

/// What one run of the command that the page shows wrote with `--out`.
struct Audit {
    tables: BTreeMap<&'static str, Vec<Row>>,
    exit_code: Option<i32>,
    stderr: String,
}

static AUDIT: LazyLock<Audit> = LazyLock::new(|| {
    let page = page();
    let command = page.lines().find_map(|line| line.strip_prefix("footage-audit ")).unwrap();
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("report");
    let ran = run(command.split_whitespace().chain(["--out", out.to_str().unwrap()]));
    assert!(out.is_dir(), "{ran:?}");
    let names = ["obligations.csv", "findings.csv", "patterns.csv", "rates.csv", "files.csv", "rejected.csv"];
    let tables = names.map(|name| (name, rows(out.join(name))));
    Audit { tables: tables.into(), exit_code: ran.code, stderr: ran.stderr }
});

#[test]
fn the_obligations_are_those_of_the_page() {
    let expected = lines(&table("Obligations"), &OBLIGATION);
    assert_same(&expected, &lines(&AUDIT.tables["obligations.csv"], &OBLIGATION));
}

#[test]
fn the_files_are_those_of_the_page_and_all_others_are_fine() {
    let mut expected: BTreeMap<String, [String; 2]> = files_on_disk()
        .into_iter()
        .map(|path| {
            let video = if path.ends_with(".txt") { "" } else { "readable" };
            (path, ["ok".to_owned(), video.to_owned()])
        })
        .collect();
    for row in table("Files") {
        expected.insert(row["path"].clone(), [row["status"].clone(), row["video"].clone()]);
    }
    let expected: Vec<_> =
        expected.into_iter().map(|(path, [status, video])| format!("{path} | {status} | {video}")).collect();
    assert_same(&expected, &lines(&AUDIT.tables["files.csv"], &["path", "status", "video"]));
}

#[test]
fn every_planted_file_gives_the_findings_of_the_page_and_no_other_file_gives_any() {
    let mut expected = BTreeSet::new();
    let mut codes = BTreeSet::new();
    for row in table("Files") {
        for code in row["findings"].split(' ') {
            expected.insert(format!("{} | {code}", row["path"]));
            codes.insert(code.to_owned());
        }
    }
    let found: BTreeSet<_> = AUDIT.tables["findings.csv"]
        .iter()
        .filter(|row| codes.contains(&row["code"]))
        .map(|row| format!("{} | {}", row["path"], row["code"]))
        .collect();
    assert_same(&Vec::from_iter(expected), &Vec::from_iter(found));
}

#[test]
fn the_findings_are_those_of_the_page_as_often_as_it_says() {
    let mut expected = lines(&table("Findings"), &["code", "severity", "count"]);
    let mut counts = BTreeMap::new();
    for row in &AUDIT.tables["findings.csv"] {
        *counts.entry((row["code"].clone(), row["severity"].clone())).or_insert(0) += 1;
    }
    let found: Vec<_> =
        counts.into_iter().map(|((code, severity), count)| format!("{code} | {severity} | {count}")).collect();
    expected.sort();
    assert_same(&expected, &found);
}

#[test]
fn every_fine_file_was_checked_against_the_chain() {
    for row in AUDIT.tables["files.csv"].iter().filter(|row| row["status"] == "ok") {
        assert_eq!(row["checked_by"], "chain", "{}", row["path"]);
    }
}

#[test]
fn no_row_is_rejected_and_the_exit_code_is_that_of_the_page() {
    let page = page();
    let exit_code = page.lines().find_map(|line| line.strip_prefix("Exit code: ")?.split(' ').next()).unwrap();
    assert_eq!(AUDIT.tables["rejected.csv"], Vec::<Row>::new());
    assert_eq!(AUDIT.exit_code, exit_code.parse().ok(), "{}", AUDIT.stderr);
}

/// The page is only worth something if it leaves nothing out.
#[test]
fn the_page_plants_every_verdict_reason_outcome_and_explanation() {
    let rows = table("Obligations");
    let column = |name: &str| -> BTreeSet<String> {
        rows.iter().map(|row| row[name].clone()).filter(|cell| !cell.is_empty()).collect()
    };
    assert_eq!(column("verdict"), Verdict::ALL.iter().map(|word| word.as_str().to_owned()).collect());
    // what the data of a whole department cannot show is shown by the departments of `data`
    let of_verdicts = Reason::ALL.iter().filter(|reason| !reason.is_doubt_of_data());
    assert_eq!(column("reason"), of_verdicts.map(|word| word.as_str().to_owned()).collect());
    assert_eq!(column("outcome"), Outcome::ALL.iter().map(|word| word.as_str().to_owned()).collect());
    assert_eq!(column("explanation"), Explanation::ALL.iter().map(|word| word.as_str().to_owned()).collect());
    for status in ["changed", "missing", "unlisted"] {
        assert!(table("Files").iter().any(|row| row["status"] == status), "no file is {status}");
    }
    assert!(table("Files").iter().any(|row| row["video"] == "truncated"));
}

#[test]
fn the_page_names_codes_and_severities_as_the_vocabulary_does() {
    for row in table("Findings") {
        let code = FindingCode::ALL.iter().find(|code| code.as_str() == row["code"]);
        assert_eq!(code.map(|code| code.severity().as_str()), Some(row["severity"].as_str()), "{}", row["code"]);
    }
}

#[test]
fn the_archive_is_real_and_small() {
    let files = files_on_disk();
    for ending in [".mp4", ".mkv", ".avi", ".ts"] {
        assert!(files.iter().any(|path| path.ends_with(ending)), "no {ending}");
    }
    assert!(files.iter().filter(|path| !path.ends_with(".txt")).count() >= 25);
    let bytes: u64 = files.iter().map(|path| fs::metadata(fixture().join("footage").join(path)).unwrap().len()).sum();
    assert!(bytes < 1_000_000, "{bytes} bytes");
}

/// Everything below the root but the chain and its checkpoint, in order.
fn files_on_disk() -> BTreeSet<String> {
    let root = fixture().join("footage");
    walkdir::WalkDir::new(&root)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned())
        .filter(|path| path != "chain.jsonl" && path != "chain.checkpoint")
        .collect()
}

#[test]
fn two_nights_are_too_few_for_any_pattern() {
    assert!(AUDIT.tables["patterns.csv"].is_empty());
}

#[test]
fn the_rates_of_the_whole_are_those_of_the_obligations() {
    let obligations = &AUDIT.tables["obligations.csv"];
    let count = |column: &str, words: &[&str]| {
        obligations.iter().filter(|row| words.contains(&row[column].as_str())).count().to_string()
    };
    let whole = AUDIT.tables["rates.csv"].iter().find(|row| row["subject_kind"] == "department").unwrap();
    assert_eq!(whole["obligations"], obligations.len().to_string());
    assert_eq!(whole["activated"], count("verdict", &["on-time", "late", "ended-early", "interrupted"]));
    assert_eq!(whole["on_time"], count("verdict", &["on-time", "ended-early", "interrupted"]));
    assert_eq!(whole["unexplained"], count("outcome", &["unexplained"]));
    assert_eq!(whole["unresolved"], count("outcome", &["unresolved"]));
}
