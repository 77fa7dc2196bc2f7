//! A `[[clock]]` from the audit file to the reports, past a seal that knows nothing of it; and the night in which clocks
//! go back.

use std::fs;

use rstest::rstest;

use crate::support::program::{column, json, project, rows, run_in, text};

const AUDIT: &str = r#"
[[archive]]
root = "footage"
[[lightbar]]
files = ["lightbar.csv"]
[[assignments]]
files = ["roster.csv"]
[[recordings]]
files = ["recordings.csv"]
[[policy]]
name = "P"
effective = 2020-01-01T00:00:00Z
"#;

const CLOCK: &str = "[[clock]]\ncamera = \"C1\"\noffset = \"-1h\"\nto = 2020-11-06T00:00:00Z\n";

#[test]
fn a_corrected_camera_is_on_time_and_its_seal_holds_what_it_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("footage")).unwrap();
    fs::copy(project().join("fixtures/videos/plain.avi"), path("footage/a.avi")).unwrap();
    let logs = [
        ("lightbar.csv", "event_id,vehicle_id,on\nE1,V1,2020-11-05T13:00:00Z\n"),
        ("roster.csv", "officer_id,from,to,vehicle_id,camera_id\nO1,2020-11-05T06:00:00Z,2020-11-05T18:00:00Z,V1,C1\n"),
        ("recordings.csv", "recording_id,camera_id,start,duration_s,path\nR1,C1,2020-11-05T12:00:05Z,2,a.avi\n"),
    ];
    for (name, content) in logs {
        fs::write(path(name), content).unwrap();
    }
    fs::write(path("audit.toml"), format!("{AUDIT}{CLOCK}")).unwrap();
    run_in(folder.path(), ["seal", "audit.toml"]).ended_with(0);
    assert!(text(path("footage/chain.jsonl")).contains("\"start\":\"2020-11-05T12:00:05"), "as the camera wrote it");

    let scan = |out: &str| run_in(folder.path(), ["scan", ".", "--as-of", "2020-11-07T00:00:00Z", "--out", out]);
    scan("corrected");
    let files = rows(path("corrected/files.csv"));
    assert_eq!(column(&files, "start_utc"), ["2020-11-05T13:00:05.000Z"]);
    assert_eq!(column(&rows(path("corrected/obligations.csv")), "recording_ids"), ["R1"]);
    assert!(!text(path("corrected/findings.csv")).contains("start-time-conflict"));
    let clocks = &json(path("corrected/run.json"))["clocks"];
    let expected = r#"[{"source":null,"file":null,"camera_id":"C1","vehicle_id":null,"offset_s":-3600.0,"from_utc":null,"to_utc":"2020-11-06T00:00:00.000Z","rows":1,"files":1,"line":13}]"#;
    assert_eq!(clocks, &serde_json::from_str::<serde_json::Value>(expected).unwrap());

    fs::write(path("audit.toml"), AUDIT).unwrap();
    scan("as-written");
    assert_eq!(column(&rows(path("as-written/obligations.csv")), "verdict"), ["upload-pending"]);
    assert_eq!(json(path("as-written/run.json")).get("clocks"), None);
}

/// On 1 November 2020 it was 1:00 in Chicago at 06:00 and at 07:00 UTC. The light-bar log is in UTC, the index is not.
#[rstest]
#[case::recorded_in_the_second_pass([4, 6], "R1,C1,5,2020-11-01 01:30:05,2020-11-01 01:40:00",
    "indeterminate",
    "ambiguous-time"
)]
#[case::or_long_before([4, 6], "R1,C1,5,2020-11-01 00:30:05,2020-11-01 00:40:00", "not-recorded", "")]
// the next number begins before the second pass ends, so this one was made in the first; and the other way round
#[case::the_numbers_say_the_first([4, 7], "R1,C1,5,2020-11-01 01:30:05,2020-11-01 01:40:00\nR2,C1,6,2020-11-01T07:00:00Z,2020-11-01T07:05:00Z",
    "not-recorded",
    ""
)]
#[case::the_numbers_say_the_second([3, 6], "R2,C1,4,2020-11-01T07:00:00Z,2020-11-01T07:05:00Z\nR1,C1,5,2020-11-01 01:30:05,2020-11-01 01:40:00",
    "on-time",
    ""
)]
fn nobody_is_accused_for_the_earlier_reading(
    #[case] numbers: [i64; 2],
    #[case] rows_of_index: &str,
    #[case] verdict: &str,
    #[case] reason: &str,
) {
    let folder = tempfile::tempdir().unwrap();
    let [before, after] = numbers;
    let logs = [
        ("lightbar.csv", "event_id,vehicle_id,on,off\nE1,V1,2020-11-01T07:30:00Z,2020-11-01T07:39:00Z\n".to_owned()),
        (
            "roster.csv",
            "officer_id,from,to,vehicle_id,camera_id\nO1,2020-11-01T03:00:00Z,2020-11-01T13:00:00Z,V1,C1\n".to_owned(),
        ),
        // what was recorded in the days around shows that the camera is in the export, and was emptied
        (
            "recordings.csv",
            format!(
                "recording_id,camera_id,sequence,start,end\nR0,C1,{before},2020-10-30T12:00:00Z,2020-10-30T12:10:00Z\n\
                 {rows_of_index}\nR9,C1,{after},2020-11-03T12:00:00Z,2020-11-03T12:10:00Z\n"
            ),
        ),
        (
            "audit.toml",
            AUDIT.replace("[[archive]]\nroot = \"footage\"\n", "")
                + "[department]\nname = \"D\"\ntime-zone = \"America/Chicago\"\n",
        ),
    ];
    for (name, content) in logs {
        fs::write(folder.path().join(name), content).unwrap();
    }
    run_in(folder.path(), ["scan", ".", "--as-of", "2020-11-09T00:00:00Z", "--out", "out"]);
    let judged = rows(folder.path().join("out/obligations.csv"));
    assert_eq!((column(&judged, "verdict"), column(&judged, "reason")), (vec![verdict], vec![reason]));
}
