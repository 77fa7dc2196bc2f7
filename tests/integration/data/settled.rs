//! What a finding says would settle it does settle it: with the `[[clock]]` tables that it names, a department with a
//! wrong clock is judged like the department whose clocks were right.

use std::collections::{BTreeMap, BTreeSet};

use rstest::rstest;

use super::department::{DAY, Data, FIRST_DAY, HOUR, MINUTE, Miss, Plan, SECOND};
use super::faults::{an_hour_off, box_off, car_of_most, one_file_off, six_hours_behind};
use super::{Seen, seen, test_name};

/// What became of every obligation.
fn verdicts(seen: &Seen) -> BTreeMap<Miss, [String; 3]> {
    let verdict = |row: &super::Judged| [row.outcome.clone(), row.verdict.clone(), row.reason.clone()];
    seen.rows.iter().map(|row| (row.key.clone(), verdict(row))).collect()
}

/// The tables that the findings name, as a person would copy them.
fn tables(seen: &Seen) -> BTreeSet<String> {
    let mut tables = BTreeSet::new();
    for [.., summary] in &seen.findings {
        let summary = summary.split(", or, if it is").next().unwrap();
        for table in summary.split("`[[clock]]` `").skip(1) {
            let table = table.split(" and `").next().unwrap().trim_end_matches('`');
            tables.insert(format!("[[clock]]\n{}\n", table.replace("` `", "\n")));
        }
    }
    tables
}

/// A whole department with some real misses.
fn department(seed: u64) -> Data {
    let mut data = Plan::of(seed).data();
    data.miss_percent(4);
    data
}

#[rstest]
#[case::camera_twenty_minutes_ahead(whole_camera::<{ 1_200 * SECOND }>, 1)]
#[case::camera_an_odd_time_behind(whole_camera::<{ -4_321 * SECOND }>, 1)]
#[case::camera_a_day_ahead(whole_camera::<{ DAY }>, 1)]
#[case::camera_a_year_ahead(whole_camera::<{ 365 * DAY }>, 1)]
#[case::camera_a_year_behind(whole_camera::<{ -365 * DAY }>, 1)]
#[case::camera_off_from_some_day_on(camera_from_the_fifth_day_on, 1)]
#[case::camera_off_for_some_days(camera_for_some_days, 1)]
#[case::camera_reset_once(camera_reset_once, 1)]
#[case::a_cars_clock(box_off, 1)]
#[case::a_cars_clock_from_some_day_on(box_off_from_the_fifth_day_on, 1)]
#[case::recordings_an_hour_off(an_hour_off, 1)]
#[case::recordings_six_hours_behind(six_hours_behind, 1)]
#[case::contacts_an_hour_off(contacts_an_hour_off, 1)]
#[case::one_file_of_two(one_file_off, 1)]
#[case::two_cameras(two_cameras, 2)]
fn the_tables_that_a_finding_names_settle_it(#[case] damage: fn(&mut Data), #[case] count: usize) {
    for seed in [1, 2, 3] {
        let name = format!("{}-{seed}", test_name());
        let whole = department(seed);
        let mut data = whole.clone();
        damage(&mut data);
        let damaged = seen(&format!("{name}-damaged"), &data);
        let tables = tables(&damaged);
        assert_eq!(tables.len(), count, "{name}: {:#?}", damaged.findings);
        data.more_tables = tables.into_iter().collect();
        let settled = seen(&format!("{name}-settled"), &data);
        let (wanted, found) = (verdicts(&seen(&format!("{name}-whole"), &whole)), verdicts(&settled));
        let others: Vec<_> = wanted.iter().filter(|(key, verdict)| found.get(*key) != Some(*verdict)).collect();
        assert!(
            others.is_empty(),
            "{name}: {} of {} are others with {}: {:?}, but {:?}",
            others.len(),
            wanted.len(),
            data.more_tables,
            others.first(),
            others.first().and_then(|(key, _)| found.get(*key))
        );
        assert_eq!(settled.exit, 0, "{name}: {:?}", settled.incomplete);
    }
}

/// A camera whose clock is off, and so is all that it logs.
fn move_camera(data: &mut Data, which: impl Fn(&str, i64) -> bool, shift: i64) {
    let docks = |row: &&mut super::department::Entry| row.recording.is_none() && which(&row.camera, row.at);
    data.device_log.iter_mut().filter(docks).for_each(|row| row.at += shift);
    data.move_camera(which, shift);
    data.in_order();
}

fn whole_camera<const SHIFT: i64>(data: &mut Data) {
    let camera = data.busiest_camera();
    move_camera(data, |name, _| name == camera, SHIFT);
}

/// Between the tours of the day and those of the night.
const EVENING: i64 = 17 * HOUR;

fn camera_from_the_fifth_day_on(data: &mut Data) {
    let camera = data.busiest_camera();
    let begin = FIRST_DAY + 5 * DAY + EVENING;
    move_camera(data, |name, at| name == camera && at >= begin, -HOUR);
}

fn camera_for_some_days(data: &mut Data) {
    let camera = data.busiest_camera();
    let days = FIRST_DAY + 4 * DAY + EVENING..FIRST_DAY + 9 * DAY + EVENING;
    move_camera(data, |name, at| name == camera && days.contains(&at), HOUR);
}

fn contacts_an_hour_off(data: &mut Data) {
    data.contacts.iter_mut().for_each(|row| (row.on, row.off) = (row.on + HOUR, row.off + HOUR));
}

/// Its battery was empty once, and it counts from the start of the century.
fn camera_reset_once(data: &mut Data) {
    let camera = data.busiest_camera();
    let begin = FIRST_DAY + 6 * DAY;
    move_camera(data, |name, at| name == camera && at >= begin, 946_684_800 * SECOND - begin);
}

fn box_off_from_the_fifth_day_on(data: &mut Data) {
    let car = car_of_most(data);
    for row in data.lightbar.iter_mut().filter(|row| row.subject == car && row.on >= FIRST_DAY + 5 * DAY + EVENING) {
        (row.on, row.off) = (row.on + HOUR, row.off + HOUR);
    }
}

/// A clock that is set back by days shows those days twice.
fn camera_set_back_by_days(data: &mut Data) {
    let camera = data.busiest_camera();
    let days = FIRST_DAY + 4 * DAY..FIRST_DAY + 9 * DAY;
    move_camera(data, |name, at| name == camera && days.contains(&at), 2 * DAY);
}

/// What was right and what was wrong stand at the same time, so that no correction of all of it could be right: whatever
/// is named does no harm.
#[test]
fn no_table_is_named_that_would_accuse() {
    for seed in 1..=6 {
        let name = |what: &str| format!("{}-{seed}-{what}", test_name());
        let whole = department(seed);
        let clean = seen(&name("whole"), &whole).accused();
        let mut data = whole;
        camera_set_back_by_days(&mut data);
        let damaged = seen(&name("damaged"), &data);
        assert!(damaged.codes.contains_key("clock-suspect"), "{:?}", damaged.codes);
        data.more_tables = tables(&damaged).into_iter().collect();
        for accused in [damaged.accused(), seen(&name("settled"), &data).accused()] {
            let added: BTreeSet<_> = accused.difference(&clean).collect();
            assert!(added.is_empty(), "seed {seed}: {} accuses {added:?}", data.more_tables);
        }
    }
}

fn two_cameras(data: &mut Data) {
    let busiest = data.busiest_camera();
    let other = data.recordings.iter().map(|row| row.camera.clone()).find(|camera| *camera != busiest).unwrap();
    move_camera(data, |name, _| name == busiest, 2 * HOUR);
    move_camera(data, |name, _| name == other, 40 * MINUTE);
}
