//! What every format begins with: what the data cannot show, and on whose word an audit rests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use calamine::Reader as _;
use rstest::rstest;
use serde_json::Value;
use tempfile::TempDir;

use super::department::{Data, Plan, utc};
use super::faults::{begins_late, camera_left_out, mistyped, swapped_for_a_tour, unit_left_out};
use crate::support::program::{Row, json, rows, run, text};

/// What a run wrote.
struct Written {
    _folder: TempDir,
    out: PathBuf,
    terminal: String,
    document: Value,
    rows: Vec<Row>,
}

fn written(data: &Data) -> Written {
    let folder = TempDir::new().unwrap();
    let (audit, out) = (folder.path().join("audit"), folder.path().join("out"));
    fs::create_dir(&audit).unwrap();
    data.write(&audit);
    let scan = |more: &[&str]| {
        let as_of = utc(data.as_of);
        let fixed = ["scan", audit.to_str().unwrap(), "--as-of", &as_of, "--fail-on", "never"];
        let ran = run([&fixed, more].concat());
        assert!(matches!(ran.code, Some(0 | 3)), "{ran:?}");
        ran.stdout
    };
    let terminal = scan(&["--out", out.to_str().unwrap(), "--split-by", "supervisor"]);
    let document = serde_json::from_str(&scan(&["--format", "json"])).unwrap();
    let rows = rows(out.join("obligations.csv"));
    Written { _folder: folder, out, terminal, document, rows }
}

impl Written {
    fn told(&self) -> Value {
        json(self.out.join("run.json"))["cannot_show"].clone()
    }

    fn show(&self, id: &str) -> String {
        run(["show", id, "--in", self.out.to_str().unwrap()]).ended_with(0).stdout
    }

    /// What each format for people says first, each word once after the other, without line breaks and entities.
    fn beginnings(&self, shown: &str) -> Vec<(&'static str, String)> {
        let page = text(self.out.join("report.html"));
        let tag = regex::Regex::new("<[^>]*>").unwrap();
        let first = page.split_once("<main").unwrap().1.split_once("id=\"glance\"").unwrap().0;
        let page = tag.replace_all(first, " ").replace("&#39;", "'").replace("&#34;", "\"");
        let terminal = self.terminal.split_once("\nObligations\n").unwrap().0.to_owned();
        let sheet = about(&self.out);
        let all = [("report.html", page), ("terminal", terminal), ("report.xlsx", sheet), ("show", self.show(shown))];
        all.map(|(name, text)| (name, in_one_line(&text))).into()
    }
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first sheet, up to the first number of what was judged.
fn about(out: &Path) -> String {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(out.join("report.xlsx")).unwrap();
    let sheet = book.worksheet_range("about").unwrap();
    let rows = sheet.rows().map(|row| format!("{} {}", row[0], row[1]));
    rows.take_while(|row| !row.starts_with("compliant")).collect::<Vec<_>>().join("\n")
}

fn days(rows: &[&Row]) -> BTreeSet<String> {
    let zone = jiff::tz::TimeZone::get("America/Chicago").unwrap();
    let day = |row: &&Row| {
        row["on_utc"].parse::<jiff::Timestamp>().unwrap().to_zoned_datetime(zone.clone()).date().to_string()
    };
    rows.iter().map(day).collect()
}

#[rstest]
fn every_format_begins_with_what_the_data_cannot_show(
    #[values(begins_late, unit_left_out, camera_left_out, mistyped, swapped_for_a_tour)] damage: fn(&mut Data),
) {
    let mut data = Plan::of(5).data();
    damage(&mut data);
    let written = written(&data);
    let told = written.told();
    assert_eq!(told, written.document["cannot_show"], "run.json and the JSON document say the same");
    let turned: Vec<&Row> = written.rows.iter().filter(|row| row["also"].contains("would-be-")).collect();
    assert!(!turned.is_empty());
    assert_eq!(told["obligations"], turned.len());

    // the extent of each cause is that of the rows that name it, and its finding is there
    let findings: BTreeMap<String, String> = rows(written.out.join("findings.csv"))
        .into_iter()
        .map(|row| (row["finding_id"].clone(), row["code"].clone()))
        .collect();
    let mut of_codes: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &turned {
        of_codes.entry(findings[&row["cause_id"]].as_str()).or_default().push(row);
    }
    for cause in told["causes"].as_array().unwrap() {
        let rows = of_codes.remove(cause["code"].as_str().unwrap()).unwrap_or_default();
        assert_eq!(cause["obligations"], rows.len(), "{cause}");
        assert_eq!(cause["officers"], rows.iter().map(|row| &row["officer_id"]).collect::<BTreeSet<_>>().len());
        let days = days(&rows);
        assert_eq!(cause["days"], days.len(), "{cause}");
        assert_eq!(cause["first_day"].as_str(), days.first().map(String::as_str));
        assert_eq!(cause["last_day"].as_str(), days.last().map(String::as_str));
    }
    assert!(of_codes.is_empty(), "{of_codes:?}");

    let case = turned[0];
    for (name, begins) in written.beginnings(&case["obligation_id"]) {
        assert!(begins.contains("What the data cannot show"), "{name}: {begins}");
        assert!(begins.contains(told["summary"].as_str().unwrap()), "{name}: {begins}");
        for cause in told["causes"].as_array().unwrap() {
            for said in ["code", "extent", "settled_by"] {
                assert!(begins.contains(cause[said].as_str().unwrap()), "{name}: {said} of {cause}");
            }
        }
    }
}

#[rstest]
fn a_case_that_was_turned_says_what_it_would_have_been_and_why_it_is_not(
    #[values(begins_late, unit_left_out)] damage: fn(&mut Data),
) {
    let mut data = Plan::of(5).data();
    damage(&mut data);
    let written = written(&data);
    let case = written.rows.iter().find(|row| row["also"] == "would-be-not-recorded").unwrap();
    let finding =
        rows(written.out.join("findings.csv")).into_iter().find(|row| row["finding_id"] == case["cause_id"]).unwrap();
    let shown = in_one_line(&written.show(&case["obligation_id"]));
    for said in ["would be `not-recorded`", "Why it is not decided", &finding["finding_id"], &finding["summary"]] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let page = text(written.out.join("report.html"));
    let (_, drawn) = page.split_once(&format!("id=\"{}\"", case["obligation_id"])).unwrap();
    let drawn = drawn.split("<details class=\"case").next().unwrap();
    assert!(
        drawn.contains("would-be-not-recorded") && drawn.contains(&format!("#{}", finding["finding_id"])),
        "{drawn}"
    );
}

/// The extent in a part is that of its own people, and adds up to the whole.
#[test]
fn a_part_counts_its_own() {
    let mut data = Plan::of(5).data();
    begins_late(&mut data);
    let written = written(&data);
    let turned = |supervisor: &str| {
        let own = written.rows.iter().filter(|row| row["supervisor_id"] == supervisor);
        own.filter(|row| row["also"].contains("would-be-")).count()
    };
    let mut parts = 0;
    for folder in fs::read_dir(written.out.join("by-supervisor")).unwrap().map(|entry| entry.unwrap().path()) {
        let supervisor = folder.file_name().unwrap().to_str().unwrap();
        let own = turned(supervisor);
        let all = written.rows.iter().filter(|row| row["supervisor_id"] == supervisor).count();
        let page = text(folder.join("report.html"));
        if own > 0 {
            assert!(page.contains(&format!("{own} of {all} obligations are not decided")), "{supervisor}");
            parts += 1;
        }
    }
    assert!(parts > 1);
}

#[rstest]
fn what_rests_on_a_word_names_its_line_and_every_format_who_gave_it(
    #[values(camera_left_out, begins_late)] damage: fn(&mut Data),
) {
    let mut data = Plan::of(5).data();
    damage(&mut data);
    data.of_recordings = "covers = { from = 2021-06-01, to = 2021-06-16 }\n\
                          complete = { by = 'Records, A. Example', at = 2021-06-20T08:00:00-05:00 }\n"
        .to_owned();
    let written = written(&data);
    let told = written.told();
    let word = &told["vouched"][0];
    let source = word["source"].as_str().unwrap();
    let line: usize = source.rsplit_once(':').unwrap().1.parse().unwrap();
    let audit_file = text(written.out.parent().unwrap().join("audit/audit.toml"));
    assert!(audit_file.lines().nth(line - 1).unwrap().starts_with("complete"), "{source}");

    let rests: Vec<&Row> =
        written.rows.iter().filter(|row| row["sources"].split(' ').any(|each| each == source)).collect();
    assert!(!rests.is_empty());
    assert_eq!(word["obligations"], rests.len());
    let against = rests.iter().filter(|row| row["confidence_reason"].contains("vouched-against")).count();
    assert_eq!(word["against"], against);
    let of_document = written.document["obligations"].as_array().unwrap().iter();
    let named = of_document.filter(|row| row["sources"].as_array().unwrap().iter().any(|each| each == source));
    assert_eq!(named.count(), rests.len());

    let case = rests.iter().find(|row| row["outcome"] == "unexplained").unwrap();
    let shown = written.show(&case["obligation_id"]);
    assert!(shown.split_whitespace().any(|each| each == source), "{shown}");
    assert_eq!(shown.contains("What speaks against the word it rests on"), !case["cause_id"].is_empty(), "{shown}");
    for (name, begins) in written.beginnings(&case["obligation_id"]) {
        assert!(begins.contains("Records, A. Example vouched on 2021-06-20 08:00:00 CDT"), "{name}: {begins}");
        assert!(begins.contains(word["text"].as_str().unwrap()), "{name}: {begins}");
    }
}

/// Where nothing is in doubt, nothing is called whole.
#[test]
fn without_a_doubt_nothing_is_claimed() {
    let data = Plan::small(1).data();
    let written = written(&data);
    let told = written.told();
    assert_eq!(told["obligations"], 0);
    assert_eq!(told["causes"], serde_json::json!([]));
    assert!(told["summary"].as_str().unwrap().contains("does not prove that they are all here"));
}

/// Where an export begins late, every unit is hollow until then and nowhere else.
#[test]
fn the_picture_is_hollow_where_the_export_is_silent() {
    let mut data = Plan::of(5).data();
    begins_late(&mut data);
    let written = written(&data);
    let mut cells: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
    for row in written.rows.iter().filter(|row| !row["recordings_that_day"].is_empty()) {
        let day = days(&[row]).into_iter().next().unwrap();
        let cell = cells.entry((row["unit"].clone(), day)).or_default();
        cell.0 += 1;
        cell.1 += usize::from(row["recordings_that_day"] != "0");
    }
    let page = text(written.out.join("report.html"));
    let hollow = cells.values().filter(|(_, recorded)| *recorded == 0).count();
    assert!(hollow > 0 && hollow < cells.len());
    assert_eq!(page.matches("<rect class=\"c-none\"").count(), hollow);
    for ((unit, day), (obliged, recorded)) in &cells {
        let count = if *obliged == 1 { "1 obligation".to_owned() } else { format!("{obliged} obligations") };
        assert!(page.contains(&format!("{unit} {day}: {count}, {recorded} with a recording that day")), "{unit} {day}");
    }
}
