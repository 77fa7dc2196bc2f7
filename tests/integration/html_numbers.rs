//! Holds `report.html` against the CSV files beside it: every number of the page says what it counts, and is
//! counted again here; every case repeats its row; two runs make the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use regex::Regex;
use rstest::rstest;
use tempfile::TempDir;

use crate::support::logs::{Causes, Logs};
use crate::support::program::{KANSAS_CITY, KANSAS_CITY_AS_OF, Row, json, rows, run, text};

struct Output {
    _folder: TempDir,
    dir: PathBuf,
    page: String,
}

fn scan(audit: &str, as_of: &str, jobs: &str) -> Output {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("out");
    scan_into(&dir, audit, as_of, jobs, &[]);
    let page = text(dir.join("report.html"));
    Output { _folder: folder, dir, page }
}

fn scan_into(dir: &Path, audit: &str, as_of: &str, jobs: &str, more: &[&str]) {
    let out = dir.to_str().unwrap();
    let ran = run([&["scan", audit, "--as-of", as_of, "--jobs", jobs, "--out", out], more].concat());
    assert!(matches!(ran.code, Some(0 | 1 | 3 | 4)), "{ran:?}");
}

fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    for (entity, letter) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, letter);
    }
    text
}

/// How many rows of a CSV file fulfil every condition of a `data-of`; or, behind a `#`, the cell of the only one.
fn counted(of: &str, dir: &Path, zone: &TimeZone) -> String {
    let (of, column) = of.split_once('#').map_or((of, None), |(of, column)| (of, Some(column)));
    let mut parts = of.split('|');
    let rows = rows(dir.join(parts.next().unwrap()));
    let conditions: Vec<(&str, &str)> = parts.map(|part| part.split_once('=').unwrap()).collect();
    let holds = |row: &Row, (column, value): (&str, &str)| match column {
        // the fixtures have one archive
        "root" => true,
        "day" => {
            let on: Timestamp = row["on_utc"].parse().unwrap();
            on.to_zoned_datetime(zone.clone()).date().to_string() == value
        }
        _ => row[column] == value,
    };
    let found: Vec<&Row> =
        rows.iter().filter(|row| conditions.iter().all(|condition| holds(row, *condition))).collect();
    match (column, found.as_slice()) {
        (None, found) => found.len().to_string(),
        (Some(column), [row]) => row[column].clone(),
        (Some(_), found) => panic!("{} rows are {of}", found.len()),
    }
}

/// What stands on the page for a value: itself, or a share as a percentage.
fn is_shown_as(value: &str, text: &str) -> bool {
    let percent = |value: f64| format!("{:.2} %", value * 100.0);
    text == value || value.parse().is_ok_and(|value| text == percent(value))
}

#[rstest]
#[case::kansas_city(KANSAS_CITY, KANSAS_CITY_AS_OF, 60)]
#[case::department_a("fixtures/department-a", "2020-11-09T05:00:00Z", 60)]
fn every_number_is_that_of_the_csv_files(#[case] audit: &str, #[case] as_of: &str, #[case] least: usize) {
    assert_counts(&scan(audit, as_of, "2"), least);
}

/// A department with patterns, and what is new since a week before.
#[test]
fn every_number_of_patterns_rates_and_news_is_that_of_the_csv_files() {
    let folder = TempDir::new().unwrap();
    let audit = folder.path().join("audit");
    fs::create_dir(&audit).unwrap();
    Logs::new(0, Causes { broken_vehicle: 80, deaf_camera: 80, late_officer: 60 }).write(&audit);
    let (earlier, dir) = (folder.path().join("earlier"), folder.path().join("out"));
    let audit = audit.to_str().unwrap();
    scan_into(&earlier, audit, "2026-03-08T12:00:00Z", "2", &[]);
    scan_into(&dir, audit, "2026-04-15T00:00:00Z", "2", &["--previous", earlier.to_str().unwrap()]);
    let page = text(dir.join("report.html"));
    for file in ["patterns.csv|", "rates.csv|", "changes.csv|"] {
        assert!(page.contains(&format!("data-of=\"{file}")), "{file}");
    }
    assert_counts(&Output { _folder: folder, dir, page }, 200);
}

fn assert_counts(output: &Output, least: usize) {
    let run = json(output.dir.join("run.json"));
    let zone = TimeZone::get(run["time_zone"].as_str().unwrap()).unwrap();
    let data = Regex::new(r#"<data value="([0-9.e-]+)" data-of="([^"]*)">([^<]+)</data>"#).unwrap();
    let found: Vec<_> = data.captures_iter(&output.page).collect();
    assert!(found.len() >= least, "{} numbers", found.len());
    assert_eq!(found.len(), output.page.matches("<data ").count(), "a number that does not say what it counts");
    for number in found {
        let of = unescaped(&number[2]);
        assert!(is_shown_as(&number[1], &number[3]), "{of}: {} is no {}", &number[3], &number[1]);
        assert_eq!(number[1], counted(&of, &output.dir, &zone), "{of}");
    }
}

#[rstest]
#[case::kansas_city(KANSAS_CITY, KANSAS_CITY_AS_OF)]
#[case::department_a("fixtures/department-a", "2020-11-09T05:00:00Z")]
fn every_case_is_there_and_repeats_its_row(#[case] audit: &str, #[case] as_of: &str) {
    let output = scan(audit, as_of, "2");
    let case = Regex::new(concat!(
        r#"(?s)<details class="case [a-z]+" id="(o[0-9a-f]{16})".*?"#,
        r#"<p class="why">(.*?)</p>.*?<svg class="t".*?<pre data-row="obligations.csv">(.*?)</pre>"#
    ))
    .unwrap();
    let mut told = BTreeMap::new();
    for found in case.captures_iter(&output.page) {
        told.insert(found[1].to_owned(), (unescaped(&found[2]), unescaped(&found[3])));
    }
    let seconds = Regex::new(r"-?\d+\.\d{3} s").unwrap();
    let mut expected = 0;
    for row in rows(output.dir.join("obligations.csv")) {
        if !["unexplained", "unresolved"].contains(&row["outcome"].as_str()) {
            continue;
        }
        expected += 1;
        let (why, facts) = &told[&row["obligation_id"]];
        let lines: Vec<&str> = facts.lines().collect();
        let filled: Vec<_> = row.iter().filter(|(_, cell)| !cell.is_empty()).collect();
        assert_eq!(lines.len(), filled.len(), "{facts}");
        for (column, cell) in filled {
            assert!(lines.contains(&format!("{column}: {cell}").as_str()), "{column}: {cell} is not in {facts}");
        }
        // what the sentence measures stands in the row; the grace stands in the policy
        for number in seconds.find_iter(why) {
            let number = number.as_str().trim_end_matches(" s");
            let measured =
                row.values().any(|cell| cell == number) || ["20.000", "30.000", "45.000", "60.000"].contains(&number);
            assert!(measured, "{number} is in no cell: {why}");
        }
    }
    assert_eq!(told.len(), expected);
    assert!(expected > 0);
}

#[test]
fn the_same_inputs_make_the_same_bytes_on_any_number_of_threads() {
    let [one, other] = ["1", "4"].map(|jobs| scan(KANSAS_CITY, KANSAS_CITY_AS_OF, jobs));
    for file in ["report.html", "timelines.jsonl"] {
        assert!(fs::read(one.dir.join(file)).unwrap() == fs::read(other.dir.join(file)).unwrap(), "{file}");
    }
}

#[test]
fn no_word_of_the_page_accuses() {
    let page = scan(KANSAS_CITY, KANSAS_CITY_AS_OF, "2").page.to_lowercase();
    for word in ["violation", "guilty", "tampered"] {
        assert!(!page.contains(word), "{word}");
    }
}
