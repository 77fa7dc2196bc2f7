//! A `[[clock]]` from the audit file to the reports, past a seal that knows nothing of it.

use std::fs;

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
