//! A clip that was copied, renamed, sealed again or claimed by the index, so that it seems to be the recording of
//! somebody who made none: what `scan` makes of it (the same bytes count for one camera only: contract,
//! "Recordings").

use std::fs;
use std::path::PathBuf;

use rstest::rstest;
use tempfile::TempDir;

use crate::support::library::Digest;
use crate::support::program::{Row, column, project, rows, run_in, text};

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
        fs::copy(project().join(clip), night.file(CLIP)).unwrap();
        let audit_file = r#"[department]
name = "KCPD"
time-zone = "UTC"
[[archive]]
root = "footage"
chain = "footage/chain.jsonl"
file-name = '(?<camera>BWC-\d+)/(?<start>\d{8}T\d{6}Z)_(?<sequence>\d+)\.mp4$'
covers = { from = 2020-11-01, to = 2020-11-02 }
complete = { by = "Records, A. Example", at = 2020-11-03T00:00:00Z }
[[lightbar]]
files = ["lightbar.csv"]
[[assignments]]
files = ["roster.csv"]
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

    /// An index with these rows of `recording_id,camera_id,start,duration_s,path,sha256`, of the same time.
    fn index(&self, rows: &str) {
        self.write("index.csv", &format!("recording_id,camera_id,start,duration_s,path,sha256\n{rows}"));
        let audit_file = text(self.path("audit.toml"));
        let declared: String =
            audit_file.lines().filter(|line| line.starts_with("co")).map(|line| format!("{line}\n")).collect();
        self.write("audit.toml", &format!("{audit_file}[[recordings]]\nfiles = [\"index.csv\"]\n{declared}"));
    }

    fn copy(&self, to: &str) {
        fs::copy(self.file(CLIP), self.file(to)).unwrap();
    }

    fn rename(&self, to: &str) {
        fs::rename(self.file(CLIP), self.file(to)).unwrap();
    }

    fn sha256(&self) -> String {
        Digest::of(&fs::read(self.file(CLIP)).unwrap()).to_string()
    }

    fn run(&self, arguments: &[&str]) -> i32 {
        let ran = run_in(self.0.path(), arguments);
        assert_ne!(ran.code, Some(2), "{arguments:?}: {ran:?}");
        ran.code.unwrap()
    }

    fn seal(&self) {
        self.run(&["seal", ".", "--name", "kcpd/bwc"]);
    }

    /// What `scan` says: the verdicts of E1, E2, E3 and E4, the codes of all findings, the exit code.
    fn scan(&self, arguments: &[&str]) -> (String, String, i32) {
        let exit = self.run(&[&["scan", ".", "--as-of", "2020-11-05", "--out", "out"], arguments].concat());
        let mut obligations = rows(self.path("out/obligations.csv"));
        obligations.sort_by(|one, other| one["event_ids"].cmp(&other["event_ids"]));
        let verdict = |row: &Row| format!("{} {}", row["verdict"], row["reason"]).trim().to_owned();
        let verdicts: Vec<String> = obligations.iter().map(verdict).collect();
        let findings = rows(self.path("out/findings.csv"));
        let mut codes = column(&findings, "code");
        // the two cameras that made nothing are in no row: somebody vouches that all is there, and this stays to be seen
        codes.retain(|code| *code != "camera-not-in-export");
        codes.sort_unstable();
        (verdicts.join(", "), codes.join(" "), exit)
    }
}

type Alibi = fn(&Night);

/// Nobody but BWC-0002 recorded anything, and for E2 alone.
const HONEST: &str = "not-recorded, on-time, not-recorded, not-recorded";
/// E1, E3 and E4.
const UNEXPLAINED: &str = " unexplained-non-activation unexplained-non-activation unexplained-non-activation";

/// Claims in the index that BWC-0002 made the clip at this time of the night.
fn claim_the_clip(night: &Night, start: &str) {
    night.index(&format!("R9,BWC-0002,2020-11-01T{start}Z,510,{CLIP},\n"));
}

#[rstest]
#[case::nothing(|_: &Night| {}, "chain-unanchored", 1)]
#[case::a_copy_under_another_camera(|n: &Night| n.copy(ALIBI_1), "chain-unanchored duplicate start-time-conflict", 1)]
#[case::a_copy_under_the_partner(|n: &Night| n.copy(PARTNER), "chain-unanchored duplicate", 1)]
#[case::a_copy_under_two_cameras(
    |n: &Night| {
        n.copy(ALIBI_1);
        n.copy(ALIBI_3);
    },
    "chain-unanchored duplicate duplicate start-time-conflict start-time-conflict",
    1
)]
#[case::renamed(|n: &Night| n.rename(ALIBI_1), "chain-unanchored moved start-time-conflict", 1)]
#[case::renamed_to_the_partner(|n: &Night| n.rename(PARTNER), "chain-unanchored moved", 1)]
#[case::moved_to_a_case(|n: &Night| n.rename("case.mp4"), "chain-unanchored moved", 1)]
#[case::a_copy_sealed_again_before_it(
    |n: &Night| {
        n.copy(ALIBI_1);
        n.seal();
    },
    "chain-unanchored duplicate start-time-conflict",
    1
)]
#[case::a_copy_sealed_again_after_it(
    |n: &Night| {
        n.copy(ALIBI_3);
        n.seal();
    },
    "chain-unanchored duplicate start-time-conflict",
    1
)]
#[case::the_partners_sealed_again(
    |n: &Night| {
        n.copy(PARTNER);
        n.seal();
    },
    "chain-unanchored duplicate",
    1
)]
#[case::sealed_again_and_claimed_by_the_index(
    |n: &Night| {
        n.copy(PARTNER);
        claim_the_clip(n, "03:04:33");
        n.seal();
    },
    "chain-unanchored duplicate",
    1
)]
#[case::an_edited_start(
    |n: &Night| claim_the_clip(n, "04:04:33"),
    "chain-unanchored start-time-conflict",
    1
)]
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

/// A row of the index by which BWC-0001 made a recording at this time of the night: of this file or of these bytes.
fn claim_of_bwc_0001(night: &Night, start: &str, path: &str, sha256: &str) {
    night.index(&format!("R9,BWC-0001,2020-11-01T{start}Z,510,{path},{sha256}\n"));
}

/// An index row of another officer is a trace of a recording, so nobody is accused; but it covers nothing.
#[rstest]
#[case::of_the_copy(
    |n: &Night| {
        n.copy(ALIBI_1);
        claim_of_bwc_0001(n, "04:04:33", ALIBI_1, "");
    },
    "duplicate footage-missing footage-missing start-time-conflict",
    "E1"
)]
#[case::of_the_copy_sealed_again(
    |n: &Night| {
        n.copy(ALIBI_1);
        n.seal();
        claim_of_bwc_0001(n, "04:04:33", ALIBI_1, "");
    },
    "duplicate footage-missing footage-missing start-time-conflict",
    "E1"
)]
#[case::of_the_bytes(
    |n: &Night| claim_of_bwc_0001(n, "04:04:33", "", &n.sha256()),
    "footage-missing footage-missing",
    "E1"
)]
#[case::of_the_bytes_at_the_scene(
    |n: &Night| claim_of_bwc_0001(n, "03:04:33", "", &n.sha256()),
    "footage-missing footage-missing",
    "E4"
)]
#[case::of_a_clip_overwritten_by_the_copy(
    |n: &Night| {
        fs::write(n.file(ALIBI_1), "his own footage").unwrap();
        claim_of_bwc_0001(n, "04:04:33", ALIBI_1, "");
        n.seal();
        n.copy(ALIBI_1);
    },
    "changed footage-missing start-time-conflict",
    "E1"
)]
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
    let text = text(night.path("audit.toml"));
    let same = |line: &&str| line.starts_with("file-name") || line.starts_with("co");
    let same: String = text.lines().filter(same).map(|line| format!("{line}\n")).collect();
    let incoming = format!("[[archive]]\nroot = \"incoming\"\n{same}");
    let place = if first { "[[archive]]" } else { "[[lightbar]]" };
    night.write("audit.toml", &text.replacen(place, &format!("{incoming}{place}"), 1));
    let codes = format!("chain-unanchored start-time-conflict{UNEXPLAINED} unsealed");
    assert_eq!(night.scan(&[]), (HONEST.to_owned(), codes, 1));
}

/// Where an archive is the only export, its footage speaks from its first to its last recording, unless `covers` says
/// more, and a camera of which it has nothing is not known to be in it, unless somebody vouches.
#[rstest]
#[case::neither(&[], "outside-export", 0)]
#[case::covers(&["covers"], "camera-not-in-export camera-not-in-export", 0)]
#[case::complete(&["complete"], "camera-not-in-export camera-not-in-export", 1)]
#[case::both(&["covers", "complete"], "camera-not-in-export camera-not-in-export", 1)]
fn an_archive_without_an_index_declares_what_it_holds(
    #[case] declared: &[&str],
    #[case] causes: &str,
    #[case] exit: i32,
) {
    let night = Night::new();
    let keep = |line: &&str| {
        let key = line.split(' ').next().unwrap();
        !["covers", "complete"].contains(&key) || declared.contains(&key)
    };
    let lines: String = text(night.path("audit.toml")).lines().filter(keep).map(|line| format!("{line}\n")).collect();
    night.write("audit.toml", &lines);
    let ran = run_in(night.0.path(), ["scan", ".", "--as-of", "2020-11-05", "--out", "out"]);
    let findings = rows(night.path("out/findings.csv"));
    let of_data = findings.iter().filter(|row| row["code"].ends_with("-export"));
    let found: Vec<&str> = of_data.clone().map(|row| &*row["code"]).collect();
    assert_eq!((found.join(" ").as_str(), ran.code), (causes, Some(exit)), "{findings:?}");
    assert!(of_data.clone().all(|row| row["summary"].contains("under [[archive]]")), "{findings:?}");
    let obligations = rows(night.path("out/obligations.csv"));
    let on_a_word = obligations.iter().filter(|row| row["sources"].contains("audit.toml:")).count();
    assert_eq!(on_a_word, if declared.contains(&"complete") { 3 } else { 0 });
}
