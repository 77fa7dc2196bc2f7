//! Two nights of one department (contract, "Changes"): a doubt of the data that comes or goes is one change with its
//! cause, not hundreds of cases that are settled or new.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rstest::rstest;
use tempfile::TempDir;

use super::department::{DAY, Data, FIRST_DAY, HOUR, Plan, utc};
use super::faults::{
    an_hour_off, begins_late, box_off, camera_left_out, capped, empty_index, mistyped, unit_left_out, without_zeros,
};
use crate::support::program::{Ran, Row, rows, run_in};

/// A department of two weeks in which one activation of twenty was really not recorded.
fn department() -> Data {
    let mut data = Plan::of(5).data();
    data.miss_percent(5);
    data
}

/// What a department had told by the end of a day.
fn until(data: &Data, day: i64) -> Data {
    let (mut data, end) = (data.clone(), FIRST_DAY + day * DAY + 4 * HOUR);
    data.tours.retain(|row| row.from < end);
    data.lightbar.retain(|row| row.on < end);
    data.contacts.retain(|row| row.on < end);
    data.recordings.retain(|row| row.start < end);
    data.device_log.retain(|row| row.at < end);
    data
}

/// What two nights in the same folder of output come to.
struct Nights {
    place: TempDir,
    ran: Ran,
}

impl Nights {
    fn of(first: &Data, second: &Data) -> Self {
        let place = tempfile::tempdir().unwrap();
        let night = |data: &Data| {
            let folder = place.path().join("department");
            fs::create_dir_all(&folder).unwrap();
            data.write(&folder);
            let as_of = utc(data.as_of);
            run_in(
                place.path(),
                ["scan", "department", "--as-of", &as_of, "--out", "out", "--previous", "out", "--quiet"],
            )
        };
        assert_ne!(night(first).code, Some(2));
        let ran = night(second);
        assert_ne!(ran.code, Some(2), "{ran:?}");
        Self { place, ran }
    }

    fn changes(&self, kind: &str) -> Vec<Row> {
        let all = rows(self.place.path().join("out/changes.csv"));
        all.into_iter().filter(|row| row["kind"] == kind).collect()
    }

    /// What the terminal says of the changes, before the report.
    fn news(&self) -> &str {
        self.ran.stdout.split("Body-camera audit").next().unwrap()
    }

    /// How often each change stands at findings that accuse somebody.
    fn accusations(&self) -> BTreeMap<String, usize> {
        let mut count = BTreeMap::new();
        let accuses = |row: &Row| row["code"].starts_with("unexplained-") || row["code"].ends_with("-pattern");
        for row in self.changes("finding").into_iter().filter(accuses) {
            *count.entry(row["change"].clone()).or_default() += 1;
        }
        count
    }

    /// `reason change` of each doubt.
    fn doubts(&self) -> Vec<String> {
        self.changes("doubt").iter().map(|row| format!("{} {}", row["id"], row["change"])).collect()
    }

    fn out(&self) -> &Path {
        self.place.path()
    }
}

/// `unexplained=94; compliant=3`
fn counted(cell: &str, outcome: &str) -> usize {
    let of = |part: &str| part.strip_prefix(outcome)?.strip_prefix('=')?.parse().ok();
    cell.split("; ").find_map(of).unwrap_or(0)
}

type Fault = fn(&mut Data);

#[rstest]
#[case::begins_late(begins_late, "outside-export")]
#[case::an_hour_off(an_hour_off, "suspected-time-zone")]
#[case::capped(capped, "outside-export")]
#[case::without_zeros(without_zeros, "ids-do-not-meet")]
#[case::empty_index(empty_index, "no-recordings")]
#[case::a_camera_left_out(camera_left_out, "camera-not-in-export")]
#[case::a_unit_left_out(unit_left_out, "camera-not-in-export")]
#[case::mistyped(mistyped, "rejected-row")]
#[case::a_car_off(box_off, "trigger-suspect")]
fn a_fault_that_comes_or_goes_is_one_change(#[case] damage: Fault, #[case] reason: &str) {
    let clean = department();
    let mut damaged = clean.clone();
    damage(&mut damaged);

    let came = Nights::of(&clean, &damaged);
    assert!(came.doubts().contains(&format!("{reason} doubted")), "{:?}", came.doubts());
    let accusations = came.accusations();
    let calm: BTreeSet<&str> = accusations.keys().map(String::as_str).collect();
    assert!(calm.is_subset(&["same", "changed", "doubted"].into()), "{accusations:?}");
    let taken: usize = came.changes("doubt").iter().map(|row| counted(&row["from"], "unexplained")).sum();
    let gone = came
        .changes("finding")
        .iter()
        .filter(|row| row["code"].starts_with("unexplained-") && row["change"] == "doubted")
        .count();
    assert!(taken > 0 && taken == gone, "{taken} cases, {gone} findings");
    let news = came.news();
    assert!(news.contains("doubted") && news.contains(reason) && news.lines().count() <= 80, "{news}");

    let went = Nights::of(&damaged, &clean);
    assert!(went.doubts().contains(&format!("{reason} no-longer-doubted")), "{:?}", went.doubts());
    let accusations = went.accusations();
    let calm: BTreeSet<&str> = accusations.keys().map(String::as_str).collect();
    assert!(calm.is_subset(&["same", "changed", "no-longer-doubted"].into()), "{accusations:?}");
    let doubt = went.changes("doubt").into_iter().find(|row| row["id"] == reason).unwrap();
    assert!(counted(&doubt["to"], "unexplained") > 0 && doubt["severity"] == "high", "{doubt:?}");
    // the doubt was looked for again, and is not there
    let of_doubt: Vec<Row> = went.changes("finding").into_iter().filter(|row| row["code"] == doubt["code"]).collect();
    assert!(of_doubt.iter().any(|row| row["change"] == "resolved"), "{of_doubt:?}");
    assert!(of_doubt.iter().all(|row| row["change"] != "vanished"), "{of_doubt:?}");
    // what is open again calls for somebody, however quiet the job
    let news = went.news();
    assert!(news.contains("no-longer-doubted") && news.lines().count() <= 80, "{news}");
    assert_eq!(went.ran.code, Some(1));
}

/// The index of the second night begins late, and somebody missed something on the days since.
#[test]
fn what_is_really_new_is_new_beside_a_doubt() {
    let whole = department();
    let first = until(&whole, 10);
    let mut second = whole.clone();
    begins_late(&mut second);
    let nights = Nights::of(&first, &second);
    assert!(nights.doubts().contains(&"outside-export doubted".to_owned()), "{:?}", nights.doubts());
    let new: BTreeSet<String> = nights
        .changes("finding")
        .into_iter()
        .filter(|row| row["code"].starts_with("unexplained-") && row["change"] == "new")
        .map(|row| row["event_ids"].clone())
        .collect();
    let late: Vec<Row> = rows(nights.out().join("out/obligations.csv"));
    let late = late
        .iter()
        .filter(|row| row["outcome"] == "unexplained" && *row["on_utc"] > *utc(FIRST_DAY + 10 * DAY + 4 * HOUR));
    let expected: BTreeSet<String> = late.map(|row| row["event_ids"].clone()).collect();
    assert!(expected.len() >= 10, "{}", expected.len());
    assert!(expected.is_subset(&new), "{:?}", expected.difference(&new).collect::<Vec<_>>());
    // and what the first night could not see for its end is told with the doubt that went
    let others: Vec<&String> = new.difference(&expected).collect();
    assert!(others.is_empty(), "{others:?}");
}

/// Nothing came and nothing went: a doubt that stays is no news.
#[test]
fn a_doubt_that_stays_is_silent() {
    let mut damaged = department();
    begins_late(&mut damaged);
    let nights = Nights::of(&damaged, &damaged);
    assert_eq!(nights.doubts(), Vec::<String>::new());
    assert_eq!((nights.ran.stdout.as_str(), nights.ran.code), ("", Some(1)));
}
