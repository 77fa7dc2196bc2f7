//! A clip that was copied, renamed, sealed again or claimed by the index, so that it seems to be the recording of
//! somebody who made none: what `scan` makes of it (contract section 2: the same bytes count for one camera only).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rstest::rstest;
use tempfile::TempDir;

/// The clip of BWC-0002, 510 s from 03:04:33; its trigger is E2 at 03:05. BWC-0001 and BWC-0003 made none for
/// theirs: E1 and E3 at 04:05.
const CLIP: &str = "BWC-0002/20201101T030433Z_0113.mp4";
const ALIBI_1: &str = "BWC-0001/20201101T040433Z_0007.mp4";
const ALIBI_3: &str = "BWC-0003/20201101T040433Z_0007.mp4";
/// Same moment as the clip, as a partner at the scene would have it.
const PARTNER: &str = "BWC-0001/20201101T030433Z_0113.mp4";

struct Night(TempDir);

impl Night {
    fn new() -> Self {
        let night = Self(tempfile::tempdir().unwrap());
        let clip = "fixtures/kansas-city/footage/BWC-0031/20201101T030433Z_0113.mp4";
        for camera in ["BWC-0001", "BWC-0002", "BWC-0003"] {
            fs::create_dir_all(night.file(camera)).unwrap();
        }
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(clip), night.file(CLIP)).unwrap();
        let audit_file = r#"[department]
name = "KCPD"
time-zone = "UTC"
[[archive]]
root = "footage"
chain = "footage/chain.jsonl"
file-name = '(?<camera>BWC-\d+)/(?<start>\d{8}T\d{6}Z)_(?<sequence>\d+)\.mp4$'
[[lightbar]]
files = ["lightbar.csv"]
[[assignments]]
files = ["roster.csv"]
[[recordings]]
files = ["index.csv"]
[[device-log]]
files = ["device.csv"]
[[policy]]
name = "rules"
effective = 2020-01-01
pre-event-buffer = "30s"
"#;
        night.write("audit.toml", audit_file);
        let event =
            |id: &str, car: &str, hour: &str| format!("{id},{car},2020-11-01T{hour}:05:00Z,2020-11-01T{hour}:10:00Z\n");
        let rows = event("E1", "1", "04") + &event("E2", "2", "03") + &event("E3", "3", "04") + &event("E4", "1", "03");
        night.write("lightbar.csv", &format!("event_id,vehicle_id,on,off\n{rows}"));
        let tour = |n: u8| format!("000{n},{n},BWC-000{n},2020-11-01T00:00:00Z,2020-11-01T08:00:00Z\n");
        let rows: String = (1..=3).map(tour).collect();
        night.write("roster.csv", &format!("officer_id,vehicle_id,camera_id,from,to\n{rows}"));
        let docked = |n: u8| format!("BWC-000{n},2020-11-01T08:10:00Z,dock\nBWC-000{n},2020-11-01T12:00:00Z,undock\n");
        let rows: String = (1..=3).map(docked).collect();
        night.write("device.csv", &format!("camera_id,at,event\n{rows}"));
        night.index("");
        night.seal();
        night
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path("footage").join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Rows of `recording_id,camera_id,start,duration_s,path,sha256`.
    fn index(&self, rows: &str) {
        self.write("index.csv", &format!("recording_id,camera_id,start,duration_s,path,sha256\n{rows}"));
    }

    fn copy(&self, to: &str) {
        fs::copy(self.file(CLIP), self.file(to)).unwrap();
    }

    fn sha256(&self) -> String {
        footage_audit::digest::Digest::of(&fs::read(self.file(CLIP)).unwrap()).to_string()
    }

    fn run(&self, arguments: &[&str]) -> i32 {
        let program = Path::new(env!("CARGO_BIN_EXE_footage-audit"));
        let output = Command::new(program).current_dir(self.0.path()).args(arguments).output().unwrap();
        let code = output.status.code().unwrap();
        assert!(code != 2, "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        code
    }

    fn seal(&self) {
        self.run(&["seal", ".", "--name", "kcpd/bwc"]);
    }

    /// What `scan` says: the verdicts of E1, E2, E3 and E4, the codes of all findings, the exit code.
    fn scan(&self, arguments: &[&str]) -> (String, String, i32) {
        let exit = self.run(&[&["scan", ".", "--as-of", "2020-11-05", "--out", "out"], arguments].concat());
        let read = |name: &str| {
            let mut reader = csv::Reader::from_path(self.path("out").join(name)).unwrap();
            reader.records().map(|row| row.unwrap()).collect::<Vec<_>>()
        };
        let mut verdicts: Vec<String> =
            read("obligations.csv").iter().map(|row| format!("{} {} {}", &row[9], &row[2], &row[3])).collect();
        verdicts.sort();
        let mut codes: Vec<String> = read("findings.csv").iter().map(|row| row[1].to_owned()).collect();
        codes.sort();
        let verdicts: Vec<&str> = verdicts.iter().map(|verdict| verdict.split_once(' ').unwrap().1.trim()).collect();
        (verdicts.join(", "), codes.join(" "), exit)
    }
}

type Alibi = fn(&Night);

/// Nobody but BWC-0002 recorded anything, and for E2 alone.
const HONEST: &str = "not-recorded, on-time, not-recorded, not-recorded";
/// E1, E3 and E4.
const UNEXPLAINED: &str = " unexplained-non-activation unexplained-non-activation unexplained-non-activation";

#[rstest]
#[case::nothing(|_: &Night| {}, "chain-unanchored", 1)]
#[case::a_copy_under_another_camera(|n: &Night| n.copy(ALIBI_1), "chain-unanchored duplicate start-time-conflict", 1)]
#[case::a_copy_under_the_partner(|n: &Night| n.copy(PARTNER), "chain-unanchored duplicate", 1)]
#[case::a_copy_under_two_cameras(|n: &Night| { n.copy(ALIBI_1); n.copy(ALIBI_3) }, "chain-unanchored duplicate duplicate start-time-conflict start-time-conflict", 1)]
#[case::renamed(|n: &Night| fs::rename(n.file(CLIP), n.file(ALIBI_1)).unwrap(), "chain-unanchored moved start-time-conflict", 1)]
#[case::renamed_to_the_partner(|n: &Night| fs::rename(n.file(CLIP), n.file(PARTNER)).unwrap(), "chain-unanchored moved", 1)]
#[case::moved_to_a_case(|n: &Night| fs::rename(n.file(CLIP), n.file("case.mp4")).unwrap(), "chain-unanchored moved", 1)]
#[case::a_copy_sealed_again_before_it(|n: &Night| { n.copy(ALIBI_1); n.seal() }, "chain-unanchored duplicate start-time-conflict", 1)]
#[case::a_copy_sealed_again_after_it(|n: &Night| { n.copy(ALIBI_3); n.seal() }, "chain-unanchored duplicate start-time-conflict", 1)]
#[case::the_partners_sealed_again(|n: &Night| { n.copy(PARTNER); n.seal() }, "chain-unanchored duplicate", 1)]
#[case::sealed_again_and_claimed_by_the_index(|n: &Night| {
    n.copy(PARTNER);
    n.index(&format!("R9,BWC-0002,2020-11-01T03:04:33Z,510,{CLIP},\n"));
    n.seal();
}, "chain-unanchored duplicate", 1)]
#[case::an_edited_start(|n: &Night| n.index(&format!("R9,BWC-0002,2020-11-01T04:04:33Z,510,{CLIP},\n")), "chain-unanchored start-time-conflict", 1)]
fn an_alibi_covers_nothing(#[case] alibi: Alibi, #[case] codes: &str, #[case] exit: i32) {
    let night = Night::new();
    alibi(&night);
    assert_eq!(night.scan(&[]), (HONEST.to_owned(), format!("{codes}{UNEXPLAINED}"), exit));
}

/// What is sealed twice is as little believed where nothing is hashed.
#[rstest]
#[case(ALIBI_1)]
#[case(ALIBI_3)]
#[case(PARTNER)]
fn not_even_unhashed(#[case] copy: &str) {
    let night = Night::new();
    night.copy(copy);
    night.seal();
    assert_eq!(night.scan(&["--no-hash"]).0, HONEST);
}

/// An index row of another officer is a trace of a recording, so nobody is accused; but it covers nothing.
#[rstest]
#[case::of_the_copy(|n: &Night| { n.copy(ALIBI_1); n.index(&format!("R9,BWC-0001,2020-11-01T04:04:33Z,510,{ALIBI_1},\n")) }, "duplicate footage-missing footage-missing start-time-conflict", "E1")]
#[case::of_the_copy_sealed_again(|n: &Night| { n.copy(ALIBI_1); n.seal(); n.index(&format!("R9,BWC-0001,2020-11-01T04:04:33Z,510,{ALIBI_1},\n")) }, "duplicate footage-missing footage-missing start-time-conflict", "E1")]
#[case::of_the_bytes(|n: &Night| n.index(&format!("R9,BWC-0001,2020-11-01T04:04:33Z,510,,{}\n", n.sha256())), "footage-missing footage-missing", "E1")]
#[case::of_the_bytes_at_the_scene(|n: &Night| n.index(&format!("R9,BWC-0001,2020-11-01T03:04:33Z,510,,{}\n", n.sha256())), "footage-missing footage-missing", "E4")]
#[case::of_a_clip_overwritten_by_the_copy(|n: &Night| {
    fs::write(n.file(ALIBI_1), "his own footage").unwrap();
    n.index(&format!("R9,BWC-0001,2020-11-01T04:04:33Z,510,{ALIBI_1},\n"));
    n.seal();
    n.copy(ALIBI_1);
}, "changed footage-missing start-time-conflict", "E1")]
fn an_index_row_is_a_trace_and_no_footage(#[case] claim: Alibi, #[case] codes: &str, #[case] event: &str) {
    let night = Night::new();
    claim(&night);
    let verdicts = match event {
        "E1" => "footage-missing missing-file, on-time, not-recorded, not-recorded",
        _ => "not-recorded, on-time, not-recorded, footage-missing missing-file",
    };
    let mut codes: Vec<&str> =
        codes.split(' ').chain(["chain-unanchored"]).chain(["unexplained-non-activation"; 2]).collect();
    codes.sort_unstable();
    assert_eq!(night.scan(&[]), (verdicts.to_owned(), codes.join(" "), 1));
}

/// What another archive sealed is not believed under another name either, whichever archive is named first.
#[rstest]
#[case(false)]
#[case(true)]
fn a_copy_in_another_archive_covers_nothing(#[case] first: bool) {
    let night = Night::new();
    fs::create_dir_all(night.path("incoming/BWC-0001")).unwrap();
    fs::copy(night.file(CLIP), night.path("incoming").join(ALIBI_1)).unwrap();
    let text = fs::read_to_string(night.path("audit.toml")).unwrap();
    let pattern = text.lines().find(|line| line.starts_with("file-name")).unwrap();
    let incoming = format!("[[archive]]\nroot = \"incoming\"\n{pattern}\n");
    let place = if first { "[[archive]]" } else { "[[lightbar]]" };
    night.write("audit.toml", &text.replacen(place, &format!("{incoming}{place}"), 1));
    let codes = format!("chain-unanchored start-time-conflict{UNEXPLAINED} unsealed");
    assert_eq!(night.scan(&[]), (HONEST.to_owned(), codes, 1));
}
