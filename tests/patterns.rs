//! Who or what is it, from files to `patterns.csv`: an invented department with a car whose trigger is broken, a
//! camera that never hears its trigger, and an officer who is late out of habit. Each has to be named as what
//! it is, and nobody else.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use rstest::rstest;
use tempfile::TempDir;

type Row = BTreeMap<String, String>;

const OFFICERS: usize = 40;
const NIGHTS: i64 = 14;
/// 2026-03-01T18:00:00Z
const FIRST_NIGHT: i64 = 1_772_388_000;
const HOUR: i64 = 3_600;

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for end in (1..count).rev() {
            order.swap(end, self.below(end + 1));
        }
        order
    }
}

/// What goes wrong, in percent, beside the 4 % of everybody.
#[derive(Clone, Copy, Default)]
struct Causes {
    /// The light bar of V00 starts no camera.
    broken_vehicle: usize,
    /// C00 hears no light bar.
    deaf_camera: usize,
    /// O39 is late, whatever the trigger.
    late_officer: usize,
}

/// The logs of a department: crews of two, cars and cameras from a pool every night.
struct Logs {
    lightbar: String,
    contacts: String,
    assignments: String,
    recordings: String,
    device_log: String,
    recorded: usize,
}

fn utc(second: i64) -> String {
    jiff::Timestamp::from_second(second).unwrap().to_string()
}

impl Logs {
    fn empty() -> Self {
        Self {
            lightbar: "event_id,vehicle_id,on,off\n".into(),
            contacts: "event_id,officer_id,on,off\n".into(),
            assignments: "officer_id,vehicle_id,camera_id,from,to\n".into(),
            recordings: "recording_id,camera_id,officer_id,start,activated_at,end,start_reason\n".into(),
            device_log: "camera_id,at,event\n".into(),
            recorded: 0,
        }
    }

    fn new(seed: u64, causes: Causes) -> Self {
        let mut logs = Self::empty();
        let mut dice = Dice(seed);
        for night in 0..NIGHTS {
            logs.night(FIRST_NIGHT + night * 24 * HOUR, &mut dice, causes);
        }
        logs
    }

    fn night(&mut self, begin: i64, dice: &mut Dice, causes: Causes) {
        let end = begin + 10 * HOUR;
        let (officers, cars, cameras) = (dice.shuffled(OFFICERS), dice.shuffled(24), dice.shuffled(OFFICERS + 4));
        for (crew, (officers, &car)) in officers.chunks(2).zip(&cars).enumerate() {
            let lightbars = 4 + dice.below(4);
            for (seat, &officer) in officers.iter().enumerate() {
                let camera = cameras[crew * 2 + seat];
                writeln!(self.assignments, "O{officer:02},V{car:02},C{camera:02},{},{}", utc(begin), utc(end)).unwrap();
                writeln!(self.device_log, "C{camera:02},{},undock", utc(begin - 600)).unwrap();
                writeln!(self.device_log, "C{camera:02},{},dock", utc(end + 600)).unwrap();
                let contacts = dice.below(3);
                for number in 0..lightbars + contacts {
                    let lightbar = number < lightbars;
                    let on = begin + HOUR / 2 + HOUR * i64::try_from(number).unwrap();
                    if !lightbar {
                        let event = format!("K{begin}-{officer:02}-{number}");
                        writeln!(self.contacts, "{event},O{officer:02},{},{}", utc(on), utc(on + 240)).unwrap();
                    } else if seat == 0 {
                        let event = format!("L{begin}-{car:02}-{number}");
                        writeln!(self.lightbar, "{event},V{car:02},{},{}", utc(on), utc(on + 240)).unwrap();
                    }
                    let deaf = lightbar && camera == 0 && dice.percent(causes.deaf_camera);
                    let broken = lightbar && car == 0 && dice.percent(causes.broken_vehicle);
                    let habit = officer == OFFICERS - 1 && dice.percent(causes.late_officer);
                    let missed = dice.percent(4) || deaf || broken || habit;
                    let started = match (missed, dice.percent(50)) {
                        (false, _) if lightbar => Some((on + 2, "lightbar")),
                        (false, _) => Some((on + 5, "manual")),
                        (true, true) => Some((on + 100, "manual")),
                        (true, false) => None,
                    };
                    if let Some((at, reason)) = started {
                        self.recorded += 1;
                        let end = utc(on + 300);
                        let id = self.recorded;
                        writeln!(
                            self.recordings,
                            "R{id:05},C{camera:02},O{officer:02},{0},{0},{end},{reason}",
                            utc(at)
                        )
                        .unwrap();
                    }
                }
            }
        }
    }

    fn write(&self, folder: &Path) {
        let audit = "[department]\nname = 'Testville'\ntime-zone = 'UTC'\n\
                     [[lightbar]]\nfiles = ['lightbar.csv']\n[[contacts]]\nfiles = ['contacts.csv']\n\
                     [[recordings]]\nfiles = ['recordings.csv']\n[[assignments]]\nfiles = ['assignments.csv']\n\
                     [[device-log]]\nfiles = ['device-log.csv']\n\
                     [[policy]]\nname = 'rules'\neffective = 2026-01-01\ntriggers = ['lightbar', 'contact']\n";
        for (name, text) in [
            ("audit.toml", audit),
            ("lightbar.csv", &self.lightbar),
            ("contacts.csv", &self.contacts),
            ("assignments.csv", &self.assignments),
            ("recordings.csv", &self.recordings),
            ("device-log.csv", &self.device_log),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
    }
}

/// The rows of `patterns.csv` and of `findings.csv`.
fn audit(logs: &Logs) -> (Vec<Row>, Vec<Row>) {
    let folder = TempDir::new().unwrap();
    logs.write(folder.path());
    let out = folder.path().join("out");
    Command::cargo_bin("footage-audit")
        .unwrap()
        .args(["scan", "--as-of", "2026-04-15T00:00:00Z", "--fail-on", "never", "--out"])
        .args([&out, folder.path()])
        .assert()
        .code(0);
    (rows(&out.join("patterns.csv")), rows(&out.join("findings.csv")))
}

fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let row =
        |cells: csv::StringRecord| header.iter().map(str::to_owned).zip(cells.iter().map(str::to_owned)).collect();
    reader.records().map(|cells| row(cells.unwrap())).collect()
}

fn of_patterns(findings: &[Row]) -> Vec<&Row> {
    findings.iter().filter(|row| row["code"].ends_with("-pattern")).collect()
}

fn flagged(patterns: &[Row]) -> Vec<String> {
    let flagged = patterns.iter().filter(|row| row["explained_by"].is_empty());
    let mut named: Vec<String> = flagged.map(|row| format!("{}:{}", row["subject_kind"], row["subject_id"])).collect();
    named.sort();
    named
}

#[test]
fn three_causes_are_told_apart() {
    for seed in 0..5 {
        let causes = Causes { broken_vehicle: 80, deaf_camera: 80, late_officer: 60 };
        let (patterns, findings) = audit(&Logs::new(seed, causes));
        assert_eq!(flagged(&patterns), ["camera:C00", "officer:O39", "vehicle:V00"], "seed {seed}: {patterns:?}");
        let findings = of_patterns(&findings);
        let mut found: Vec<String> = findings
            .iter()
            .map(|row| format!("{} {}{}{}", row["code"], row["camera_id"], row["vehicle_id"], row["officer_id"]))
            .collect();
        found.sort();
        assert_eq!(found, ["equipment-pattern C00", "equipment-pattern V00", "officer-pattern O39"], "seed {seed}");
        assert!(findings.iter().all(|row| row["severity"] == "review"));
        let named = |row: &Row| ["C00", "V00", "O39"].iter().any(|id| row["explained_by"].contains(id));
        assert!(patterns.iter().filter(|row| !row["explained_by"].is_empty()).all(named), "{patterns:?}");
    }
}

#[test]
fn where_only_chance_is_at_work_nobody_is_named() {
    for seed in 0..5 {
        let (patterns, findings) = audit(&Logs::new(seed, Causes::default()));
        assert!(patterns.is_empty() && of_patterns(&findings).is_empty(), "seed {seed}: {patterns:?}");
    }
}

/// One car, one officer, and a light bar that is on from 19:00:00 to 19:05:00; clocks are taken to be 2 s sure.
#[rstest]
#[case::by_hand("undock", "C1", 60, "manual", 1)]
#[case::by_the_light_bar("undock", "C1", 60, "lightbar", 0)]
#[case::nobody_says_how("undock", "C1", 60, "", 0)]
#[case::it_was_asleep("sleep", "C1", 60, "manual", 0)]
#[case::nobody_says_whether_it_was_awake("", "C1", 60, "manual", 0)]
#[case::perhaps_before_the_light_bar("undock", "C1", 2, "manual", 0)]
#[case::surely_after_it_went_on("undock", "C1", 3, "manual", 1)]
#[case::as_it_went_off("undock", "C1", 300, "manual", 1)]
#[case::after_it_went_off("undock", "C1", 301, "manual", 0)]
#[case::it_was_running("undock", "C1", -60, "manual", 0)]
#[case::another_camera("undock", "C2", 60, "manual", 0)]
fn a_camera_that_should_have_heard_its_trigger(
    #[case] state: &str,
    #[case] camera: &str,
    #[case] after: i64,
    #[case] reason: &str,
    #[case] expected: usize,
) {
    let begin = FIRST_NIGHT;
    let on = begin + HOUR;
    let mut logs = Logs::empty();
    writeln!(logs.lightbar, "L1,V1,{},{}", utc(on), utc(on + 300)).unwrap();
    writeln!(logs.assignments, "O1,V1,C1,{},{}", utc(begin), utc(begin + 8 * HOUR)).unwrap();
    if !state.is_empty() {
        writeln!(logs.device_log, "C1,{},{state}", utc(begin)).unwrap();
    }
    let (start, end) = (utc(on + after), utc(on + 600));
    writeln!(logs.recordings, "R1,{camera},O1,{start},{start},{end},{reason}").unwrap();
    let (_, findings) = audit(&logs);
    let failed: Vec<&Row> = findings.iter().filter(|row| row["code"] == "auto-trigger-failed").collect();
    assert_eq!(failed.len(), expected, "{findings:?}");
    for row in failed {
        assert_eq!(
            (row["camera_id"].as_str(), row["vehicle_id"].as_str(), row["event_ids"].as_str()),
            ("C1", "V1", "L1")
        );
        assert_eq!((row["officer_id"].as_str(), row["severity"].as_str()), ("", "review"));
        assert!(row["sources"].contains("device-log.csv:2") && row["sources"].contains("recordings.csv:2"), "{row:?}");
    }
}
