//! What is really on a video: files with holes, wild times, zeros and cuts, and the verdicts that rest on them
//! (contract, "What is on a video").
//!
//! `fixtures/videos/faults/table.csv` has a row for each: the file, what is done to its bytes, its state, where its
//! pictures are, and the verdicts for two light-bar activations, one from 75 s to 135 s after the file's start (`over`
//! the holes), one from 170 s to 230 s (`beside` them). A row for another container is a line there.

use std::fs;
use std::path::PathBuf;

use crate::support::program::{Row, project, rows, run_in};

fn faults() -> PathBuf {
    project().join("fixtures/videos/faults")
}

/// The bytes of a row's file: `cut 30%`, `zeros 40%-60%`, `append 100000 zeros`, `append TEXT`,
/// `lose 40%-60%`, `join OTHER`, several of them with a `;` between.
fn bytes_of(row: &Row) -> Vec<u8> {
    let mut bytes = fs::read(faults().join(&row["file"])).unwrap();
    for change in row["change"].split(';').map(str::trim).filter(|change| !change.is_empty()) {
        // a percentage with at most one decimal
        let at = |percent: &str| {
            let percent = percent.trim_end_matches('%');
            let (whole, tenths) = percent.split_once('.').unwrap_or((percent, "0"));
            let thousandths = whole.parse::<usize>().unwrap() * 10 + tenths.parse::<usize>().unwrap();
            bytes.len() * thousandths / 1_000
        };
        match change.split(' ').collect::<Vec<_>>().as_slice() {
            ["cut", percent] => bytes.truncate(at(percent)),
            ["zeros", range] => {
                let (from, to) = range.split_once('-').unwrap();
                let (from, to) = (at(from), at(to));
                bytes[from..to].fill(0);
            }
            ["lose", range] => {
                let (from, to) = range.split_once('-').unwrap();
                bytes.drain(at(from)..at(to));
            }
            ["append", count, "zeros"] => bytes.resize(bytes.len() + count.parse::<usize>().unwrap(), 0),
            ["append", text @ ..] => bytes.extend(text.join(" ").bytes().chain([b'\n'])),
            ["join", other] => bytes.extend(fs::read(faults().join(other)).unwrap()),
            other => panic!("unknown change {other:?}"),
        }
    }
    bytes
}

/// An archive with every row's file as the recording of a camera of its own, and a short one two hours later, so that
/// the archive reaches beyond the triggers.
fn archive(table: &[Row]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    fs::create_dir(folder.path().join("footage")).unwrap();
    let later = fs::read(project().join("fixtures/videos/faststart.mp4")).unwrap();
    let mut events = "event_id,vehicle_id,on,off\n".to_owned();
    let mut tours = "officer_id,vehicle_id,camera_id,from,to\n".to_owned();
    for (n, row) in table.iter().enumerate() {
        let ending = row["file"].rsplit('.').next().unwrap();
        write(&format!("footage/B{n}_20210113T020000Z.{ending}"), &bytes_of(row));
        // other bytes for each: the same ones would count for one camera only
        write(&format!("footage/B{n}_20210113T040000Z.mp4"), &[&later, format!("{n}\n").as_bytes()].concat());
        events += &format!("over{n},V{n},2021-01-13T02:01:15Z,2021-01-13T02:02:15Z\n");
        events += &format!("beside{n},V{n},2021-01-13T02:02:50Z,2021-01-13T02:03:50Z\n");
        tours += &format!("O{n},V{n},B{n},2021-01-13T00:00:00Z,2021-01-13T12:00:00Z\n");
    }
    write("lightbar.csv", events.as_bytes());
    write("roster.csv", tours.as_bytes());
    let audit_file = r#"[department]
name = "Testville"
time-zone = "UTC"
[[archive]]
root = "footage"
file-name = '^(?<camera>B\d+)_(?<start>\d{8}T\d{6}Z)'
[[lightbar]]
files = ["lightbar.csv"]
[[assignments]]
files = ["roster.csv"]
[[policy]]
name = "rules"
effective = 2020-01-01
merge-gap = "1s"
"#;
    write("audit.toml", audit_file.as_bytes());
    folder
}

/// What `inspect` says of every file, in the order of the table.
fn inspected(folder: &tempfile::TempDir, table: &[Row]) -> Vec<serde_json::Value> {
    let name =
        |(n, row): (usize, &Row)| format!("footage/B{n}_20210113T020000Z.{}", row["file"].rsplit('.').next().unwrap());
    let names: Vec<String> = table.iter().enumerate().map(name).collect();
    let args = ["inspect", "--format", "json"].into_iter().map(str::to_owned).chain(names);
    let document: serde_json::Value = serde_json::from_str(&run_in(folder.path(), args).stdout).unwrap();
    document["files"].as_array().unwrap().clone()
}

fn field(file: &serde_json::Value, name: &str) -> String {
    let fields = file["fields"].as_array().unwrap();
    let value = fields.iter().find(|field| field["name"] == name).map(|field| &field["value"]);
    value.and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

#[test]
fn every_row_of_the_table_of_faults_holds() {
    let table = rows(faults().join("table.csv"));
    let folder = archive(&table);
    run_in(folder.path(), ["seal", "audit.toml", "--name", "testville/cameras"]).ended_with(0);
    run_in(folder.path(), ["scan", ".", "--as-of", "2021-02-01T00:00:00Z", "--out", "out"]);
    let obligations = rows(folder.path().join("out/obligations.csv"));
    let verdict = |event: String| {
        let row = obligations.iter().find(|row| row["event_ids"] == event).unwrap();
        let weaker = if row["confidence_reason"].contains("holes-not-checked") { " (holes not checked)" } else { "" };
        format!("{} {}{weaker}", row["verdict"], row["reason"]).replace("  ", " ").trim().to_owned()
    };
    let mut wrong = Vec::new();
    for (n, (row, file)) in table.iter().zip(inspected(&folder, &table)).enumerate() {
        let found = [
            row["file"].clone(),
            row["change"].clone(),
            field(&file, "video"),
            field(&file, "pictures_s"),
            field(&file, "lost_s"),
            verdict(format!("over{n}")),
            verdict(format!("beside{n}")),
        ];
        let expected =
            ["file", "change", "video", "pictures_s", "lost_s", "over", "beside"].map(|name| row[name].clone());
        if found != expected {
            wrong.push(format!("{}\n  ({})", found.join(","), field(&file, "why")));
        }
    }
    assert!(wrong.is_empty(), "rows that came out otherwise:\n{}", wrong.join("\n"));
}
