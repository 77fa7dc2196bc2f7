//! `show`: one case of an `--out` folder, read from that folder alone.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rstest::rstest;
use tempfile::TempDir;

use crate::support::program::{KANSAS_CITY, KANSAS_CITY_AS_OF, Ran, rows, run, text};

static OUT: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("out");
    run(["scan", KANSAS_CITY, "--as-of", KANSAS_CITY_AS_OF, "--out", dir.to_str().unwrap()]).ended_with(1);
    (folder, dir)
});

fn show_in(dir: &Path, id: &str) -> Ran {
    run(["show", id, "--in", dir.to_str().unwrap()])
}

fn show(id: &str, dir: &Path) -> String {
    show_in(dir, id).ended_with(0).stdout
}

/// One case of every kind of verdict and reason that has a picture of its own.
#[rstest]
#[case::a_corrected_clock_and_an_unlisted_reason("L2012")]
#[case::two_officers_and_none_recorded("L1003")]
#[case::interrupted("L1047")]
#[case::contradicted("L2004")]
#[case::the_sealed_file_is_gone("L1041")]
#[case::the_numbers_leave_a_gap("L1044")]
#[case::the_log_shows_a_recording("L1045")]
#[case::without_length("L2023")]
#[case::upload_overdue("L1080")]
#[case::nobody_assigned("L1070")]
#[case::a_time_that_happened_twice("L1023")]
#[case::clocks_do_not_decide("L1024")]
#[case::no_picture_of_what_is_fine("L1043")]
fn a_case(#[case] event: &str) {
    insta::with_settings!({snapshot_suffix => event}, { insta::assert_snapshot!(show(event, &OUT.1)); });
}

#[test]
fn every_sentence() {
    let timelines = text(OUT.1.join("timelines.jsonl"));
    let sentences: Vec<String> = timelines
        .lines()
        .map(|line| {
            let timeline: serde_json::Value = serde_json::from_str(line).unwrap();
            let event = timeline["lit"][0]["event_id"].as_str().unwrap();
            format!("{event}: {} {} {}", timeline["why"].as_str().unwrap(), timeline["see_also"], timeline["notes"])
        })
        .collect();
    insta::assert_snapshot!(sentences.join("\n"));
}

#[test]
fn an_obligation_and_each_finding_of_it_show_the_same_case() {
    let by_event = show("L1022", &OUT.1);
    let id = by_event.lines().find(|line| line.starts_with('o')).and_then(|line| line.split(':').next()).unwrap();
    assert_eq!(show(id, &OUT.1), by_event);
    let finding = by_event.lines().find_map(|line| line.strip_prefix("Finding ")?.split(':').next()).unwrap();
    assert_eq!(show(finding, &OUT.1), by_event);
}

#[test]
fn a_finding_without_an_obligation_is_shown_with_its_row() {
    let findings = rows(OUT.1.join("findings.csv"));
    let finding = findings.iter().find(|row| row["code"] == "changed").unwrap();
    let text = show(&finding["finding_id"], &OUT.1);
    assert!(text.contains("changed (high)") && text.contains("BWC-0034/20201106T020434Z_0092.mp4"), "{text}");
}

/// Contract, "The files": every column that is filled.
#[rstest]
#[case::of_a_car_and_a_camera("auto-trigger-failed")]
#[case::of_a_file("changed")]
#[case::of_a_whole_archive("chain-unanchored")]
#[case::of_a_justification("broad-justification")]
fn a_finding_of_no_obligation_shows_every_column(#[case] code: &str) {
    let findings = rows(OUT.1.join("findings.csv"));
    let row = findings.iter().find(|row| row["code"] == code).unwrap();
    let text = show(&row["finding_id"], &OUT.1);
    let words: Vec<&str> = text.split_whitespace().collect();
    for (column, cell) in row.iter().filter(|(_, cell)| !cell.is_empty()) {
        let shown: Vec<&str> = std::iter::once(column.as_str()).chain(cell.split_whitespace()).collect();
        assert!(words.windows(shown.len()).any(|window| window == shown), "{column} {cell} is not in {text}");
    }
}

#[rstest]
#[case::unexplained("L2003", true)]
#[case::unexplained("L2012", true)]
#[case::awaiting_so_no_timeline_is_kept("L2042", false)]
fn a_case_shows_that_the_automatic_start_failed(#[case] event: &str, #[case] has_notes: bool) {
    let text = show(event, &OUT.1);
    let words: Vec<&str> = text.split_whitespace().collect();
    assert_eq!(words.join(" ").contains("The camera was awake, but no trigger started it"), has_notes, "{text}");
    assert!(text.contains(": auto-trigger-failed (review)"), "the finding itself is not listed: {text}");
}

#[test]
fn piped_it_is_plain_and_no_line_is_longer_than_its_width() {
    for line in show("L2012", &OUT.1).lines() {
        assert!(line.chars().count() <= 100 && !line.contains('\x1b'), "{line}");
    }
}

#[rstest]
#[case::an_unknown_id("nothing", "holds no obligation, finding or event")]
fn what_is_not_there_is_said(#[case] id: &str, #[case] message: &str) {
    show_in(&OUT.1, id).ended_with(2).says(&[message]);
}

#[test]
fn a_folder_that_is_no_output_is_named() {
    let empty = TempDir::new().unwrap();
    show_in(empty.path(), "L1022").ended_with(2).says(&["scan --out"]);
}
