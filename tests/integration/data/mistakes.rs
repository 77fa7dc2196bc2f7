//! Mistakes of whoever exports and maps: a wrong column, half of a column, a roster that is a plan. Nobody is accused,
//! and the cause is named.

use std::collections::BTreeMap;

use rstest::rstest;

use super::department::{DAY, Data, FIRST_DAY, HOUR, LOCAL, MINUTE, Plan, SECOND};
use super::faults::car_of_most;
use super::{seen, test_name};

/// `causes`: one of these is found.
#[rstest]
#[case::every_other_camera_in_lower_case(case_of_half, &["ids-do-not-meet"])]
#[case::zeros_of_a_quarter(zeros_of_a_quarter, &["ids-do-not-meet"])]
#[case::prefix_of_some(prefix_of_some, &["ids-do-not-meet"])]
#[case::evidence_alone(evidence_alone, &["filtered-export"])]
#[case::one_row_a_tour(one_row_a_tour, &["filtered-export"])]
#[case::started_by_signal_alone(by_signal_alone, &["filtered-export"])]
#[case::made_for_light_bars_alone(for_light_bars_alone, &["filtered-export"])]
#[case::no_night_shift(no_nights, &["export-gap"])]
#[case::the_first_five_minutes_of_each(first_file_of_each, &["suspected-length"])]
#[case::start_is_end(start_is_end, &["suspected-length"])]
#[case::start_is_upload(start_is_upload, &["suspected-time-zone", "filtered-export", "suspected-length", "clock-suspect"])]
#[case::on_is_off(on_is_off, &["suspected-length"])]
#[case::lengths_too_long(too_long, &["suspected-length"])]
#[case::lengths_far_too_long(far_too_long, &["suspected-length"])]
#[case::recordings_with_dates_alone(recordings_of_days, &["log-resolution"])]
#[case::log_with_dates_alone(log_of_days, &["log-resolution"])]
#[case::log_in_utc_from_half_on(log_half_in_utc, &["suspected-time-zone"])]
#[case::one_car_off_from_half_on(car_off_from_half_on, &["trigger-suspect"])]
#[case::a_camera_off_for_some_days(camera_off_for_days, &["clock-suspect"])]
#[case::a_camera_that_drifts(camera_drifts, &["clock-suspect"])]
#[case::contacts_an_hour_off(contacts_off::<{ HOUR }>, &["suspected-time-zone"])]
#[case::contacts_six_hours_off(contacts_off::<{ -6 * HOUR }>, &["suspected-time-zone"])]
#[case::contacts_a_day_off(contacts_off::<{ DAY }>, &["suspected-time-zone"])]
#[case::contacts_from_dispatch(contacts_from_dispatch, &["suspected-time-zone"])]
#[case::contacts_to_the_last_clear(contacts_to_clear, &["suspected-length"])]
#[case::roster_in_utc(roster_off::<{ 6 * HOUR }>, &["suspected-time-zone"])]
#[case::roster_a_day_late(roster_off::<{ DAY }>, &["suspected-time-zone"])]
#[case::roster_of_a_unit_off(roster_of_a_unit, &["suspected-time-zone"])]
#[case::roster_without_am_and_pm(roster_without_am_and_pm, &["suspected-time-zone"])]
#[case::one_officer_on_the_wrong_days(wrong_days, &["cameras-swapped"])]
#[case::cars_exchanged(cars_exchanged, &["cameras-swapped"])]
#[case::a_spare_camera(spare_camera, &["cameras-swapped"])]
fn nobody_is_accused(#[case] damage: fn(&mut Data), #[case] causes: &[&str]) {
    let name = test_name();
    let mut wrong = Vec::new();
    for seed in [1, 2, 3] {
        let mut data = Plan::of(seed).data();
        damage(&mut data);
        let seen = seen(&format!("{name}-{seed}"), &data);
        let accused = seen.accused().len();
        if accused > 0 {
            wrong.push(format!("{name}, seed {seed}: accuses {accused} of {}: {:?}", seen.rows.len(), seen.counts()));
        }
        if !causes.iter().any(|cause| seen.codes.contains_key(*cause)) {
            wrong.push(format!("{name}, seed {seed}: none of {causes:?} is found, but {:?}", seen.codes));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Lengths that are too long would make everybody compliant: nothing that could not be checked is printed as fine.
#[rstest]
fn nor_is_anybody_cleared(#[values(too_long, far_too_long)] damage: fn(&mut Data)) {
    let mut data = Plan::of(1).data();
    data.miss_percent(10);
    damage(&mut data);
    let seen = seen(&test_name(), &data);
    let cleared = seen.rows.iter().filter(|row| row.outcome == "compliant").count();
    assert_eq!((cleared, seen.exit), (0, 3), "{:?}", seen.counts());
}

fn rename(data: &mut Data, every: usize, name: impl Fn(&str) -> String) {
    data.recordings.iter_mut().step_by(every).for_each(|row| row.camera = name(&row.camera));
}

fn case_of_half(data: &mut Data) {
    rename(data, 2, str::to_lowercase);
}

fn zeros_of_a_quarter(data: &mut Data) {
    rename(data, 4, |camera| camera.replace("-00", "-").replace("-0", "-"));
}

fn prefix_of_some(data: &mut Data) {
    rename(data, 10, |camera| camera[4..].to_owned());
}

fn evidence_alone(data: &mut Data) {
    data.recordings.retain(|row| row.category == "evidence");
}

fn one_row_a_tour(data: &mut Data) {
    let mut seen = std::collections::BTreeSet::new();
    data.recordings.retain(|row| seen.insert((row.camera.clone(), (row.start + LOCAL) / DAY)));
}

fn by_signal_alone(data: &mut Data) {
    data.recordings.retain(|row| row.reason == "lightbar");
}

fn for_light_bars_alone(data: &mut Data) {
    data.recordings.retain(|row| row.event.as_ref().is_some_and(|event| event.starts_with('L')));
}

fn no_nights(data: &mut Data) {
    data.recordings.retain(|row| (6..18).contains(&((row.start + LOCAL).rem_euclid(DAY) / HOUR)));
}

/// The camera begins a new file after five minutes, and the export has the first one.
fn first_file_of_each(data: &mut Data) {
    data.recordings.iter_mut().for_each(|row| row.end = row.end.min(row.start + 5 * MINUTE));
}

fn start_is_end(data: &mut Data) {
    for row in &mut data.recordings {
        let length = row.end - row.start;
        (row.start, row.activated, row.end) = (row.end, row.end, row.end + length);
    }
}

fn start_is_upload(data: &mut Data) {
    for row in &mut data.recordings {
        let mut own = data.tours.iter().filter(|tour| tour.officer == row.officer);
        let tour = own.find(|tour| (tour.from - HOUR..tour.to + HOUR).contains(&row.start)).unwrap();
        let (length, uploaded) = (row.end - row.activated, tour.to + 20 * MINUTE + (row.start - tour.from) / 50);
        (row.start, row.activated, row.end) = (uploaded, uploaded, uploaded + length);
    }
    data.in_order();
}

fn on_is_off(data: &mut Data) {
    data.lightbar.iter_mut().for_each(|row| (row.on, row.off) = (row.off, row.off + (row.off - row.on)));
}

fn too_long(data: &mut Data) {
    data.recordings.iter_mut().for_each(|row| row.end = row.start + (row.end - row.start) * 60);
}

fn far_too_long(data: &mut Data) {
    data.recordings.iter_mut().for_each(|row| row.end = row.start + (row.end - row.start) * 1_000);
}

fn midnight(at: i64) -> i64 {
    (at + LOCAL).div_euclid(DAY) * DAY - LOCAL
}

fn recordings_of_days(data: &mut Data) {
    for row in &mut data.recordings {
        let length = row.end - row.start;
        row.start = midnight(row.start);
        (row.activated, row.end) = (row.start, row.start + length);
    }
}

fn log_of_days(data: &mut Data) {
    for row in &mut data.lightbar {
        (row.on, row.off) = (midnight(row.on), midnight(row.on) + (row.off - row.on));
    }
}

const HALF: i64 = FIRST_DAY + 7 * DAY;

fn log_half_in_utc(data: &mut Data) {
    let late = data.lightbar.iter_mut().filter(|row| row.on > HALF);
    late.for_each(|row| (row.on, row.off) = (row.on + 5 * HOUR, row.off + 5 * HOUR));
}

fn car_off_from_half_on(data: &mut Data) {
    let car = car_of_most(data);
    let late = data.lightbar.iter_mut().filter(|row| row.on > HALF && row.subject == car);
    late.for_each(|row| (row.on, row.off) = (row.on + 6 * HOUR, row.off + 6 * HOUR));
}

fn camera_off_for_days(data: &mut Data) {
    let camera = data.busiest_camera();
    let days = FIRST_DAY + 3 * DAY..FIRST_DAY + 8 * DAY;
    data.move_camera(|name, at| name == camera && days.contains(&at), 20 * MINUTE);
}

/// By forty seconds a day.
fn camera_drifts(data: &mut Data) {
    let camera = data.busiest_camera();
    for row in data.recordings.iter_mut().filter(|row| row.camera == camera) {
        row.shift((row.start - FIRST_DAY) / DAY * 40 * SECOND);
    }
}

fn contacts_off<const SHIFT: i64>(data: &mut Data) {
    data.contacts.iter_mut().for_each(|row| (row.on, row.off) = (row.on + SHIFT, row.off + SHIFT));
}

fn contacts_from_dispatch(data: &mut Data) {
    for row in &mut data.contacts {
        row.on -= data.dice.between(2 * MINUTE, 12 * MINUTE);
    }
}

fn contacts_to_clear(data: &mut Data) {
    for row in &mut data.contacts {
        row.off += data.dice.between(5 * MINUTE, 25 * MINUTE);
    }
}

fn roster_off<const SHIFT: i64>(data: &mut Data) {
    data.tours.iter_mut().for_each(|row| (row.from, row.to) = (row.from + SHIFT, row.to + SHIFT));
}

fn roster_of_a_unit(data: &mut Data) {
    let unit = data.tours.iter_mut().filter(|row| row.unit == "U1");
    unit.for_each(|row| (row.from, row.to) = (row.from - 6 * HOUR, row.to - 6 * HOUR));
}

/// A tour of the day then ends in the morning of the next.
fn roster_without_am_and_pm(data: &mut Data) {
    let less = |at: i64| if (at + LOCAL).rem_euclid(DAY) / HOUR >= 12 { at - 12 * HOUR } else { at };
    for row in &mut data.tours {
        (row.from, row.to) = (less(row.from), less(row.to));
        if row.to <= row.from {
            row.to += DAY;
        }
    }
}

fn wrong_days(data: &mut Data) {
    let own = data.tours.iter_mut().filter(|row| row.officer == "00114");
    own.for_each(|row| (row.from, row.to) = (row.from + DAY, row.to + DAY));
}

/// Three times two officers took each other's car.
fn cars_exchanged(data: &mut Data) {
    let mut exchanged = Vec::new();
    for one in 0..data.tours.len() {
        for two in one + 1..data.tours.len() {
            let (a, b) = (&data.tours[one], &data.tours[two]);
            let together = (a.from - b.from).abs() < HOUR && a.vehicle != b.vehicle;
            if exchanged.len() < 3 && together && (one + two) % 7 == 0 {
                exchanged.push((one, two));
            }
        }
    }
    for (one, two) in exchanged {
        let car = data.tours[one].vehicle.clone();
        data.tours[one].vehicle = std::mem::replace(&mut data.tours[two].vehicle, car);
    }
}

/// Who takes a camera of the pool has his own in the roster all the same; in tours with three triggers or more, because
/// one start of a camera that nobody has may be chance.
fn spare_camera(data: &mut Data) {
    let mut used: BTreeMap<(String, String), usize> = BTreeMap::new();
    for tour in &data.tours {
        *used.entry((tour.officer.clone(), tour.camera.clone())).or_default() += 1;
    }
    let own = |officer: &str| {
        let own = used.iter().filter(|((name, _), _)| name == officer).max_by_key(|(_, tours)| **tours);
        own.unwrap().0.1.clone()
    };
    let heard = |tour: &super::department::Tour| {
        let of_car = data.recordings.iter().filter(|row| row.officer == tour.officer && row.reason == "lightbar");
        of_car.filter(|row| (tour.from..tour.to).contains(&row.activated)).count()
    };
    let cameras: Vec<Option<String>> =
        data.tours.iter().map(|tour| (heard(tour) >= 3).then(|| own(&tour.officer))).collect();
    for (tour, camera) in data.tours.iter_mut().zip(cameras) {
        tour.camera = camera.unwrap_or(tour.camera.clone());
    }
}
