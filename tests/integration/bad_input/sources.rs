//! Logs and indexes that are not as they should be (contract, "The inputs").

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};

use rstest::rstest;

use crate::support::machine::where_permissions_count;
use crate::support::scene::{AS_OF, DEPARTMENT, LIGHTBAR, POLICY, SOURCES, Scene};

#[rstest]
#[case::no_time("lightbar.csv", "E2,241,yesterday,", "`on` \"yesterday\" is no time")]
#[case::gap("lightbar.csv", "E2,241,2020-03-08 02:30:00,", "`on` \"2020-03-08 02:30:00\" does not exist")]
#[case::backward("lightbar.csv", "E2,241,2020-11-02T02:00:00Z,2020-11-02T01:00:00Z", "`off` is before `on`")]
#[case::no_vehicle("lightbar.csv", "E2,,2020-11-02T02:00:00Z,", "`vehicle_id` is empty")]
#[case::only_spaces("lightbar.csv", "E2,  ,2020-11-02T02:00:00Z,", "`vehicle_id` is empty")]
#[case::too_few("lightbar.csv", "E2,241,2020-11-02T02:00:00Z", "has 3 cells where the header has 4")]
#[case::too_many("lightbar.csv", "E2,241,2020-11-02T02:00:00Z,,,", "has 6 cells where the header has 4")]
#[case::open_quote("lightbar.csv", "\"E2,241,2020-11-02T02:00:00Z,", "a quote is opened and never closed")]
#[case::same_key("lightbar.csv", "E1,241,2020-11-02T02:00:00Z,,", "has 5 cells")]
#[case::nan("recordings.csv", "R2,BWC-0001,2020-11-02T05:00:00Z,NaN,", "`end` \"NaN\" is no time")]
#[case::backward_recording(
    "recordings.csv",
    "R2,BWC-0001,2020-11-02T05:00:00Z,2020-11-02T04:00:00Z,",
    "ends before it starts"
)]
#[case::other_camera("recordings.csv", "R1,BWC-0002,2020-11-02T02:00:05Z,2020-11-02T02:05:10Z,", "another `camera_id`")]
#[case::backward_tour("roster.csv", "0115,2020-11-02T05:00:00Z,2020-11-02T04:00:00Z,241,,", "`to` is before `from`")]
fn a_row_that_cannot_be_used_is_listed_and_nothing_else_is_lost(
    #[case] file: &str,
    #[case] row: &str,
    #[case] reason: &str,
) {
    let scene = Scene::of_logs();
    scene.append(file, format!("{row}\n"));
    let (ran, rejected) = scene.scan_for("rejected.csv");
    ran.reported(3);
    assert!(ran.stdout.contains("1 row was rejected"), "{}", ran.stdout);
    let source = file.replace("roster", "assignments").replace(".csv", "");
    let rows: Vec<_> = rejected.lines().collect();
    assert_eq!(rows.len(), 2, "{rejected}");
    assert!(rows[1].starts_with(&format!("{source},{file},3,")), "{rejected}");
    assert!(rows[1].replace("\"\"", "\"").contains(reason), "{rejected}");
    assert!(scene.read("out/obligations.csv").contains(",compliant,on-time,"));
}

#[test]
fn a_row_that_is_not_utf_8_is_listed() {
    let scene = Scene::of_logs();
    scene.append("lightbar.csv", b"E\xe9,241,2020-11-02T02:00:00Z,\n");
    let (ran, rejected) = scene.scan_for("rejected.csv");
    ran.reported(3);
    assert!(rejected.contains("lightbar,lightbar.csv,3,`event_id` is not UTF-8"), "{rejected}");
}

#[rstest]
#[case::of_the_log("lightbar.csv", "event_id,vehicle_id,off\n", &["lightbar.csv", "[[lightbar]]", "column `on`"])]
#[case::either("recordings.csv", "recording_id,start,end\n", &["recordings.csv", "camera_id", "officer_id"])]
#[case::twice("lightbar.csv", "event_id,vehicle_id,on,ON\n", &["lightbar.csv", "two columns `on`"])]
#[case::no_header("lightbar.csv", "", &["lightbar.csv", "is empty", "header line"])]
#[case::only_a_mark("lightbar.csv", "\u{feff}", &["lightbar.csv", "is empty"])]
#[case::only_blank_lines("lightbar.csv", "\r\n\r\n", &["lightbar.csv", "is empty"])]
#[case::colons("lightbar.csv", "event_id:vehicle_id:on\n", &["lightbar.csv", "`event_id`"])]
fn a_source_without_its_columns_is_an_error(#[case] file: &str, #[case] text: &str, #[case] words: &[&str]) {
    let scene = Scene::of_logs();
    scene.write(file, text);
    scene.scan(&[]).could_not_run(words);
}

#[test]
fn times_without_offset_and_without_zone_are_an_error() {
    let scene = Scene::of_logs();
    let zoneless = DEPARTMENT.replace("time-zone", "# time-zone");
    let policy = POLICY.replace("2020-10-01", "2020-10-01T00:00:00Z");
    scene.write("audit.toml", [&zoneless, SOURCES, &policy].concat());
    scene.scan(&[]).reported(0);
    scene.append("lightbar.csv", "E2,241,2020-11-02 02:00:00,\n");
    scene.scan(&[]).could_not_run(&["lightbar.csv", "[[lightbar]]", "column `on`", "`time-zone`"]);
}

#[test]
fn a_log_with_nothing_but_its_header_is_incomplete() {
    let scene = Scene::of_logs();
    scene.write("lightbar.csv", "event_id,vehicle_id,on,off\n");
    let ran = scene.scan(&["--fail-on", "never"]);
    ran.reported(3);
    assert!(ran.stdout.contains("nothing was judged"), "{}", ran.stdout);
}

#[test]
fn mark_line_ends_order_case_and_more_columns_change_nothing() {
    let scene = Scene::of_logs();
    let (ran, plain) = scene.scan_for("obligations.csv");
    ran.reported(0);
    let row = "2020-11-02T02:05:00Z,x,241,\"a, \"\"b\"\"\r\nc\",2020-11-02T02:00:00Z,E1,x\r\n";
    scene.write("lightbar.csv", format!("\u{feff}OFF,note,Vehicle_ID,more,On,EVENT_ID,note\r\n{row}\r\n"));
    let (ran, other) = scene.scan_for("obligations.csv");
    ran.reported(0);
    assert_eq!(plain, other);
}

#[test]
fn ten_thousand_columns_are_read() {
    let scene = Scene::of_logs();
    let names: String = (0..10_000).map(|number| format!(",c{number}")).collect();
    let cells = ",x".repeat(10_000);
    let lines: Vec<_> = LIGHTBAR.lines().collect();
    scene.write("lightbar.csv", format!("{}{names}\n{}{cells}\n", lines[0], lines[1]));
    scene.scan(&[]).reported(0);
}

#[rstest]
#[case("logs/*.csv")]
#[case("missing.csv")]
#[case("lightbar.CSV")]
fn a_pattern_without_files_is_an_error(#[case] pattern: &str) {
    let scene = Scene::of_logs();
    let sources = SOURCES.replace("lightbar.csv", pattern);
    scene.write("audit.toml", [DEPARTMENT, &sources, POLICY].concat());
    scene.scan(&[]).could_not_run(&[pattern, "[[lightbar]]", "correct `files`"]);
}

#[test]
fn a_pattern_that_is_none_is_an_error() {
    let scene = Scene::of_logs();
    scene.write("audit.toml", [DEPARTMENT, &SOURCES.replace("lightbar.csv", "[a"), POLICY].concat());
    scene.scan(&[]).could_not_run(&["[a", "[[lightbar]]", "no file pattern"]);
}

#[test]
fn a_folder_as_a_log_is_an_error() {
    let scene = Scene::of_logs();
    std::fs::create_dir(scene.path().join("logs")).unwrap();
    scene.write("audit.toml", [DEPARTMENT, &SOURCES.replace("lightbar.csv", "logs"), POLICY].concat());
    scene.scan(&[]).could_not_run(&["logs", "[[lightbar]]", "is a folder"]);
}

#[test]
fn a_pipe_as_a_log_is_an_error_and_nothing_waits_for_it() {
    let scene = Scene::of_logs();
    std::fs::remove_file(scene.path().join("lightbar.csv")).unwrap();
    let ran = scene.bash("mkfifo lightbar.csv && exec timeout 20 $PROGRAM scan");
    ran.could_not_run(&["lightbar.csv", "[[lightbar]]", "no regular file"]);
}

#[test]
fn a_log_that_may_not_be_read_is_an_error() {
    where_permissions_count("bad_input::sources::a_log_that_may_not_be_read_is_an_error", || {
        let scene = Scene::of_logs();
        let lightbar = scene.path().join("lightbar.csv");
        std::fs::set_permissions(&lightbar, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
        scene.scan(&[]).could_not_run(&["lightbar.csv", "[[lightbar]]", "ermission denied"]);
    });
}

/// A line of 300 MB (a hole in the file, read as zeros) in memory for a third of it: the row is rejected, the rows
/// around it count.
#[test]
fn a_line_of_any_length_is_rejected_in_bounded_memory() {
    let scene = Scene::of_logs();
    let mut log = File::options().append(true).open(scene.path().join("lightbar.csv")).unwrap();
    let end = log.seek(SeekFrom::End(0)).unwrap();
    log.set_len(end + 300_000_000).unwrap();
    log.write_all(b"\nE2,241,2020-11-02T02:00:30Z,2020-11-02T02:01:00Z\n").unwrap();
    // virtual memory, in KiB; one thread, for each of them reserves much that it does not use
    let ran = scene.bash(&format!("ulimit -v 380000; exec $PROGRAM scan --jobs 1 --as-of {} --out out", AS_OF));
    ran.reported(3);
    let rejected = scene.read("out/rejected.csv");
    assert!(rejected.contains("lightbar,lightbar.csv,3,the row is longer than 1 MiB"), "{rejected}");
    assert!(scene.read("out/obligations.csv").contains("E1 E2"));
}

#[rstest]
#[case::spaces("E 1", "E\\x201")]
#[case::comma("E,1", "\"E,1\"")]
#[case::quote("E\"1", "\"E\"\"1\"")]
#[case::formula("=cmd|' /C calc'!A0", "'=cmd|'\\x20/C\\x20calc'!A0")]
#[case::zeros("0001", "0001")]
#[case::letters("Ä🚔", "Ä🚔")]
fn any_identifier_survives(#[case] id: &str, #[case] shown: &str) {
    let scene = Scene::of_logs();
    let quoted = format!("\"{}\"", id.replace('"', "\"\""));
    scene.write("lightbar.csv", LIGHTBAR.replace("E1", &quoted));
    let (ran, obligations) = scene.scan_for("obligations.csv");
    ran.reported(0);
    assert!(obligations.contains(&format!(",lightbar,{shown},2020-11-02")), "{obligations}");
}

#[test]
fn a_direction_mark_cannot_turn_the_report_round() {
    let scene = Scene::of_logs();
    scene.write("lightbar.csv", LIGHTBAR.replace("E1", "E\u{202e}1\u{1b}[2J"));
    scene.write("recordings.csv", "recording_id,camera_id,start,end\n");
    let ran = scene.scan(&["--out", "out"]);
    assert!(!ran.stdout.contains(['\u{202e}', '\u{1b}']), "{}", ran.stdout);
    assert!(!scene.read("out/obligations.csv").contains('\u{1b}'));
}

#[test]
fn the_same_file_in_two_patterns_counts_once_and_in_two_sources_repeats() {
    let scene = Scene::of_logs();
    let twice = SOURCES.replace("[\"lightbar.csv\"]", "[\"lightbar.csv\", \"light*.csv\", \"./lightbar.csv\"]");
    scene.write("audit.toml", [DEPARTMENT, &twice, POLICY].concat());
    let ran = scene.scan(&[]);
    ran.reported(0);
    assert!(ran.stdout.contains("lightbar: 1 row in 1 file\n"), "{}", ran.stdout);
    let again = format!("{SOURCES}[[lightbar]]\nfiles = [\"lightbar.csv\"]\n");
    scene.write("audit.toml", [DEPARTMENT, &again, POLICY].concat());
    let ran = scene.scan(&[]);
    ran.reported(0);
    assert!(ran.stdout.contains("2 rows in 2 files, 1 repeated"), "{}", ran.stdout);
}

#[rstest]
#[case::lord_howe("Australia/Lord_Howe", "2020-11-02 12:30:00")]
#[case::casablanca("Africa/Casablanca", "2020-11-02 03:00:00")]
fn odd_zones_are_read(#[case] zone: &str, #[case] on: &str) {
    let scene = Scene::of_logs();
    scene.write("audit.toml", [&DEPARTMENT.replace("America/Chicago", zone), SOURCES, POLICY].concat());
    let row = format!("event_id,vehicle_id,on,off\nE1,241,{on},2020-11-02T02:05:00Z\n");
    scene.write("lightbar.csv", row);
    let (ran, obligations) = scene.scan_for("obligations.csv");
    assert!(obligations.contains("lightbar,E1,2020-11-02T0"), "{obligations} {ran:?}");
}

#[rstest]
#[case("1600-01-01T00:00:00Z", "9999-12-30T00:00:00Z")]
#[case("0001-01-01 00:00:00", "9999-12-31 23:59:59")]
#[case("-009999-01-02T00:00:00Z", "2020-11-02T08:00:00Z")]
fn far_years_are_no_reason_to_stop(#[case] from: &str, #[case] to: &str) {
    let scene = Scene::of_logs();
    scene.write("roster.csv", format!("officer_id,from,to,vehicle_id,camera_id\n0114,{from},{to},241,BWC-0001\n"));
    let ran = scene.scan(&["--out", "out"]);
    assert!(ran.code.is_some_and(|code| code == 0 || code == 3) && ran.stderr.is_empty(), "{ran:?}");
    assert_eq!(ran.code == Some(3), scene.read("out/rejected.csv").lines().count() > 1);
}
