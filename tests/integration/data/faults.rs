//! One everyday fault of the data at a time, in a department in which everything was recorded: nobody is accused,
//! and the cause is named.

use std::fs;
use std::path::Path;

use rstest::rstest;

use super::department::{DAY, Data, Event, FIRST_DAY, HOUR, LOCAL, Log, MINUTE, Plan, SECOND, utc};
use super::{seen, test_name};

/// Whether the audit has to call itself incomplete (exit 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audit {
    Complete,
    Incomplete,
}
use Audit::{Complete, Incomplete};

/// `causes`: one of these is found.
#[rstest]
#[case::index_begins_late(begins_late, &["outside-export"], Complete)]
#[case::index_ends_early(ends_early, &["outside-export"], Complete)]
#[case::index_of_the_first_days_alone(first_days_alone, &["outside-export"], Complete)]
#[case::index_of_one_unit_alone(one_unit_alone, &["camera-not-in-export", "export-gap"], Complete)]
#[case::index_an_hour_off(an_hour_off, &["suspected-time-zone"], Incomplete)]
#[case::index_six_hours_behind(six_hours_behind, &["suspected-time-zone"], Incomplete)]
#[case::utc_read_as_local(utc_as_local, &["suspected-time-zone"], Incomplete)]
#[case::one_file_of_two_an_hour_off(one_file_off, &["suspected-time-zone"], Incomplete)]
#[case::afternoons_twelve_less(afternoons_lost, &["suspected-time-zone"], Incomplete)]
#[case::twelve_hours_without_mark(twelve_hours, &["suspected-time-zone"], Incomplete)]
#[case::day_and_month_swapped(day_and_month, &["suspected-time-zone"], Incomplete)]
#[case::hand_starts_alone_an_hour_off(by_hand_an_hour_off, &["suspected-time-zone"], Incomplete)]
#[case::cameras_without_zeros(without_zeros, &["ids-do-not-meet"], Incomplete)]
#[case::cameras_in_lower_case(lower_case, &["ids-do-not-meet"], Incomplete)]
#[case::cameras_without_prefix(without_prefix, &["ids-do-not-meet"], Incomplete)]
#[case::roster_without_zeros(roster_without_zeros, &["ids-do-not-meet"], Incomplete)]
#[case::officers_of_index_without_zeros(officers_without_zeros, &["ids-do-not-meet"], Incomplete)]
#[case::justifications_without_zeros(justifications_without_zeros, &["ids-do-not-meet"], Incomplete)]
#[case::index_empty(empty_index, &["no-recordings"], Incomplete)]
#[case::no_index(no_index, &["no-recordings"], Incomplete)]
#[case::starts_mistyped(mistyped, &["rejected-row"], Incomplete)]
#[case::starts_mistyped_naming_nobody(mistyped_and_nameless, &["rejected-row"], Incomplete)]
#[case::a_unit_left_out(unit_left_out, &["camera-not-in-export", "export-gap"], Complete)]
#[case::capped_in_order_of_time(capped, &["outside-export"], Complete)]
#[case::capped_in_order_of_camera(capped_by_camera, &["camera-not-in-export"], Complete)]
#[case::two_days_left_out(two_days_left_out, &["export-gap"], Complete)]
#[case::two_days_left_out_and_counted(two_days_left_out_and_counted, &["export-gap"], Complete)]
#[case::cut_in_a_row(cut_in_a_row, &["cut-export"], Incomplete)]
#[case::cut_in_a_row_by_camera(cut_in_a_row_by_camera, &["cut-export"], Incomplete)]
#[case::cut_at_a_page(cut_at_a_page, &["cut-export"], Incomplete)]
#[case::justifications_cut(justifications_cut, &["cut-export"], Incomplete)]
#[case::clips_under_a_minute_left_out(clips_left_out::<60>, &["filtered-export"], Complete)]
#[case::clips_under_two_minutes_left_out(clips_left_out::<120>, &["filtered-export"], Complete)]
#[case::purged_after_retention(purged, &["retention-passed"], Complete)]
#[case::swapped_for_a_tour(swapped_for_a_tour, &["cameras-swapped", "possible-swap"], Complete)]
#[case::swapped_for_good(swapped_for_good, &["cameras-swapped", "possible-swap"], Complete)]
#[case::clock_reset(clock_reset, &["clock-unset"], Complete)]
#[case::camera_a_day_ahead(camera_off::<{ DAY }>, &["clock-suspect"], Complete)]
#[case::camera_a_day_behind(camera_off::<{ -DAY }>, &["clock-suspect"], Complete)]
#[case::camera_a_year_ahead(camera_off::<{ 365 * DAY }>, &["clock-suspect", "clock-unset"], Complete)]
#[case::camera_a_year_behind(camera_off::<{ -365 * DAY }>, &["clock-suspect", "clock-unset"], Complete)]
#[case::camera_twenty_minutes_off(camera_off::<{ 20 * MINUTE }>, &["clock-suspect"], Complete)]
#[case::camera_twenty_minutes_behind(camera_off::<{ -20 * MINUTE }>, &["clock-suspect"], Complete)]
#[case::camera_left_out(camera_left_out, &["camera-not-in-export", "camera-silent"], Complete)]
#[case::log_in_minutes(log_in_minutes, &["log-resolution"], Complete)]
#[case::log_in_minutes_and_hand_starts(log_in_minutes_by_hand, &["log-resolution"], Complete)]
#[case::box_inverted(box_inverted, &["trigger-suspect"], Complete)]
#[case::logged_twice(logged_twice, &["trigger-suspect"], Complete)]
#[case::box_an_hour_off(box_off, &["trigger-suspect"], Complete)]
#[case::minutes_read_as_seconds(minutes_as_seconds, &["suspected-length"], Incomplete)]
#[case::recordings_without_names(nameless, &["unnamed-recording"], Complete)]
fn nobody_is_accused(#[case] damage: fn(&mut Data), #[case] causes: &[&str], #[case] audit: Audit) {
    let name = test_name();
    let mut wrong = Vec::new();
    for seed in [1, 2, 3] {
        let mut data = Plan::of(seed).data();
        damage(&mut data);
        let seen = seen(&format!("{name}-{seed}"), &data);
        let mut say = |what: String| wrong.push(format!("{name}, seed {seed}: {what}"));
        let accused = seen.accused().len();
        if accused > 0 {
            say(format!("accuses {accused} of {}: {:?}", seen.rows.len(), seen.counts()));
        }
        if !causes.iter().any(|cause| seen.codes.contains_key(*cause)) {
            say(format!("none of {causes:?} is found, but {:?}", seen.codes));
        }
        let turned = |reason: &str| reason != "clock" && causes.contains(&reason);
        if let Some(row) = seen.rows.iter().find(|row| turned(&row.reason) && !row.also.contains("would-be-")) {
            say(format!("it does not say what this would be: {row:?}"));
        }
        let exit = if audit == Incomplete { 3 } else { 0 };
        if seen.exit != exit {
            say(format!("exit {} instead of {exit}: {:?}", seen.exit, seen.incomplete));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Where the cameras number their recordings, or log all starts, the same faults accuse nobody either; what the
/// cause is called may then be something else.
#[rstest]
fn nor_where_cameras_say_more(
    #[values(
        begins_late, ends_early, an_hour_off, one_file_off, afternoons_lost, without_zeros, empty_index, mistyped,
        unit_left_out, capped, capped_by_camera, cut_in_a_row, clips_left_out::<120>, purged, swapped_for_good,
        clock_reset, camera_off::<{ DAY }>, camera_left_out, log_in_minutes, box_off, minutes_as_seconds
    )]
    damage: fn(&mut Data),
    #[values((true, Log::Docks), (true, Log::None), (false, Log::Whole), (false, Log::None))] says: (bool, Log),
) {
    let mut data = Plan { numbers: says.0, device_log: says.1, ..Plan::small(4) }.data();
    damage(&mut data);
    let seen = seen(&test_name(), &data);
    assert!(seen.accused().is_empty(), "accuses {} of {}: {:?}", seen.accused().len(), seen.rows.len(), seen.counts());
}

pub(super) fn begins_late(data: &mut Data) {
    data.recordings.retain(|row| row.start >= FIRST_DAY + 4 * DAY);
}

pub(super) fn ends_early(data: &mut Data) {
    let end = FIRST_DAY + (data.plan.days - 3) * DAY;
    data.recordings.retain(|row| row.start < end);
}

/// Far less than half of what was obliged: that is the end of the export, and no filter.
fn first_days_alone(data: &mut Data) {
    data.recordings.retain(|row| row.start < FIRST_DAY + 3 * DAY);
}

fn one_unit_alone(data: &mut Data) {
    data.recordings.retain(|row| row.unit == "U1");
}

fn two_days_left_out(data: &mut Data) {
    let day = |at| (at - FIRST_DAY) / DAY;
    data.recordings.retain(|row| !(4..6).contains(&day(row.start)));
}

/// With numbers that the exporter gave, which say nothing of what it left out.
fn two_days_left_out_and_counted(data: &mut Data) {
    two_days_left_out(data);
    data.plan.numbers = true;
    let mut next = std::collections::BTreeMap::new();
    for row in &mut data.recordings {
        let number = next.entry(row.camera.clone()).or_insert(0);
        *number += 1;
        row.sequence = *number;
    }
}

pub(super) fn an_hour_off(data: &mut Data) {
    data.recordings.iter_mut().for_each(|row| row.shift(HOUR));
}

pub(super) fn six_hours_behind(data: &mut Data) {
    data.recordings.iter_mut().for_each(|row| row.shift(-6 * HOUR));
}

fn utc_as_local(data: &mut Data) {
    data.recordings.iter_mut().for_each(|row| row.shift(-LOCAL));
}

/// Two exports, of every other camera.
pub(super) fn one_file_off(data: &mut Data) {
    for row in &mut data.recordings {
        if row.camera.ends_with(['1', '3', '5', '7', '9']) {
            row.file = 1;
            row.shift(HOUR);
        }
    }
}

fn hour_of(at: i64) -> i64 {
    (at + LOCAL).rem_euclid(DAY) / HOUR
}

/// 13:05 is written as 1:05, and noon as 0:00.
pub(super) fn afternoons_lost(data: &mut Data) {
    let less = |at| if hour_of(at) >= 12 { at - 12 * HOUR } else { at };
    data.recordings.iter_mut().for_each(|row| row.retime(less));
}

/// A clock of twelve hours whose AM and PM went missing: noon stays 12:00, and so does midnight.
fn twelve_hours(data: &mut Data) {
    let without_mark = |at| match hour_of(at) {
        0 => at + 12 * HOUR,
        13.. => at - 12 * HOUR,
        _ => at,
    };
    data.recordings.iter_mut().for_each(|row| row.retime(without_mark));
}

/// Days up to the 12th are read as months.
fn day_and_month(data: &mut Data) {
    let swapped = |at: i64| {
        let text = utc(at + LOCAL);
        let (month, day, rest) = (&text[5..7], &text[8..10], &text[10..]);
        let read: Option<jiff::Timestamp> = format!("2021-{day}-{month}{rest}").parse().ok();
        // these twelve days are the sixth of some month: of a winter's, when the clocks show an hour less
        let winter = ["01", "02", "03", "12"].contains(&day);
        read.map_or(at, |read| read.as_millisecond() - LOCAL + if winter { HOUR } else { 0 })
    };
    data.recordings.iter_mut().for_each(|row| row.retime(swapped));
}

fn by_hand_an_hour_off(data: &mut Data) {
    data.recordings.iter_mut().for_each(|row| row.reason = "");
    an_hour_off(data);
}

fn rename(data: &mut Data, name: impl Fn(&str) -> String) {
    data.recordings.iter_mut().for_each(|row| row.camera = name(&row.camera));
}

pub(super) fn without_zeros(data: &mut Data) {
    rename(data, |camera| format!("BWC-{}", camera[4..].trim_start_matches('0')));
}

fn lower_case(data: &mut Data) {
    rename(data, str::to_lowercase);
}

fn without_prefix(data: &mut Data) {
    rename(data, |camera| camera[4..].to_owned());
}

/// The index names officers, and the roster no cameras.
fn by_officer(data: &mut Data) {
    data.names_officers = true;
    data.names_cameras = false;
    data.roster_has_cameras = false;
}

fn roster_without_zeros(data: &mut Data) {
    by_officer(data);
    data.tours.iter_mut().for_each(|row| row.officer = row.officer.trim_start_matches('0').to_owned());
}

fn officers_without_zeros(data: &mut Data) {
    by_officer(data);
    data.recordings.iter_mut().for_each(|row| row.officer = row.officer.trim_start_matches('0').to_owned());
}

fn justifications_without_zeros(data: &mut Data) {
    data.miss_the_justified();
    data.justifications.iter_mut().for_each(|row| row.officer = row.officer.trim_start_matches('0').to_owned());
}

pub(super) fn empty_index(data: &mut Data) {
    data.recordings.clear();
}

fn no_index(data: &mut Data) {
    data.has_index = false;
}

/// Five rows of a hundred.
pub(super) fn mistyped(data: &mut Data) {
    for row in &mut data.recordings {
        if data.dice.percent(5) {
            row.mistyped = Some("2021-06-31 25:61");
        }
    }
}

fn mistyped_and_nameless(data: &mut Data) {
    mistyped(data);
    data.recordings.iter_mut().filter(|row| row.mistyped.is_some()).for_each(|row| row.camera.clear());
}

pub(super) fn unit_left_out(data: &mut Data) {
    data.recordings.retain(|row| row.unit != "U1");
}

/// At a round number of rows, as exporters do it; a small department has fewer.
fn cap(data: &mut Data) {
    let cap = if data.recordings.len() > 1_000 { 1_000 } else { 100 };
    data.recordings.truncate(cap);
}

pub(super) fn capped(data: &mut Data) {
    cap(data);
}

fn by_camera(data: &mut Data) {
    data.recordings.sort_by(|a, b| (&a.camera, a.start, &a.id).cmp(&(&b.camera, b.start, &b.id)));
}

pub(super) fn capped_by_camera(data: &mut Data) {
    by_camera(data);
    cap(data);
}

/// Three fifths of a file; `end` says where exactly, given its bytes and about where.
fn cut(path: &Path, end: impl FnOnce(&[u8], usize) -> usize) {
    let bytes = fs::read(path).unwrap();
    let end = end(&bytes, bytes.len() * 3 / 5);
    fs::write(path, &bytes[..end]).unwrap();
}

/// In the middle of the row that stands there.
fn in_a_row(bytes: &[u8], about: usize) -> usize {
    about + bytes[about..].iter().position(|&byte| byte == b'\n').unwrap() + 30
}

pub(super) fn cut_in_a_row(data: &mut Data) {
    data.edits.push(|folder| cut(&folder.join("recordings.csv"), in_a_row));
}

fn cut_in_a_row_by_camera(data: &mut Data) {
    by_camera(data);
    cut_in_a_row(data);
}

fn cut_at_a_page(data: &mut Data) {
    data.edits.push(|folder| cut(&folder.join("recordings.csv"), |_, about| about / 4_096 * 4_096));
}

fn justifications_cut(data: &mut Data) {
    data.miss_the_justified();
    data.edits.push(|folder| cut(&folder.join("justifications.csv"), in_a_row));
}

/// Of cameras without a buffer, so that a clip is about as long as what it shows.
pub(super) fn clips_left_out<const SECONDS: i64>(data: &mut Data) {
    data.recordings.iter_mut().for_each(|row| row.start = row.activated);
    data.recordings.retain(|row| row.end - row.start >= SECONDS * SECOND);
}

pub(super) fn purged(data: &mut Data) {
    data.of_policy = "retention = { patrol = '30d', evidence = 'hold' }".to_owned();
    data.as_of = FIRST_DAY + 35 * DAY;
    let kept_from = data.as_of - 30 * DAY;
    data.recordings.retain(|row| row.start >= kept_from || row.category == "evidence");
}

/// Two officers who work by day, in different cars, and never take a camera of the pool.
fn swap(data: &mut Data, tours: usize) {
    let officers = ["00114", "00128"];
    let tours_of = |officer: &str| -> Vec<(i64, i64, &str)> {
        let own = data.tours.iter().filter(|tour| tour.officer == officer);
        own.map(|tour| (tour.from, tour.to, tour.vehicle.as_str())).collect()
    };
    let others = tours_of(officers[1]);
    let together: Vec<(i64, i64)> = tours_of(officers[0])
        .into_iter()
        .filter(|a| others.iter().any(|b| (a.0 - b.0).abs() < 4 * HOUR && a.2 != b.2))
        .map(|(from, to, _)| (from - HOUR, to + HOUR))
        .take(tours)
        .collect();
    assert!(!together.is_empty(), "they work on the same days");
    let camera = |officer: &str| data.tours.iter().find(|tour| tour.officer == officer).unwrap().camera.clone();
    let cameras = officers.map(camera);
    let other = |at: i64, camera: &str| {
        let swapped = together.iter().any(|(from, to)| (*from..*to).contains(&at));
        let which = cameras.iter().position(|name| name == camera).filter(|_| swapped)?;
        Some(cameras[1 - which].clone())
    };
    for row in &mut data.recordings {
        row.camera = other(row.start, &row.camera).unwrap_or(row.camera.clone());
    }
    for row in &mut data.device_log {
        row.camera = other(row.at, &row.camera).unwrap_or(row.camera.clone());
    }
}

pub(super) fn swapped_for_a_tour(data: &mut Data) {
    swap(data, 1);
}

pub(super) fn swapped_for_good(data: &mut Data) {
    swap(data, usize::MAX);
}

/// Its battery was empty: for three days the clock counts from the start of the century, again on every day.
pub(super) fn clock_reset(data: &mut Data) {
    let camera = data.busiest_camera();
    let century = 946_684_800 * SECOND;
    for day in 2..5 {
        let begin = FIRST_DAY + day * DAY + 5 * HOUR;
        data.move_camera(|name, at| name == camera && (begin..begin + DAY).contains(&at), century - begin);
    }
}

pub(super) fn camera_off<const SHIFT: i64>(data: &mut Data) {
    let camera = data.busiest_camera();
    data.move_camera(|name, _| name == camera, SHIFT);
}

pub(super) fn camera_left_out(data: &mut Data) {
    let camera = data.busiest_camera();
    data.recordings.retain(|row| row.camera != camera);
}

pub(super) fn log_in_minutes(data: &mut Data) {
    for row in &mut data.lightbar {
        (row.on, row.off) = (row.on / MINUTE * MINUTE, row.off / MINUTE * MINUTE);
    }
}

/// With no automatic start no clock is fitted, and none is erratic.
fn log_in_minutes_by_hand(data: &mut Data) {
    data.recordings.iter_mut().for_each(|row| row.reason = "");
    log_in_minutes(data);
}

pub(super) fn car_of_most(data: &Data) -> String {
    let count = |car: &str| data.lightbar.iter().filter(|row| row.subject == car).count();
    data.lightbar.iter().max_by_key(|row| (count(&row.subject), &row.subject)).unwrap().subject.clone()
}

/// The box says on when the light bar is off.
pub(super) fn box_inverted(data: &mut Data) {
    let car = car_of_most(data);
    let lit: Vec<Event> = data.lightbar.iter().filter(|row| row.subject == car).cloned().collect();
    data.lightbar.retain(|row| row.subject != car);
    data.lightbar.extend(lit.windows(2).map(|pair| Event { on: pair[0].off, off: pair[1].on, ..pair[0].clone() }));
}

/// A gateway that hands everything on once more, with its own clock.
fn logged_twice(data: &mut Data) {
    let again =
        |row: &Event| Event { id: format!("{}B", row.id), on: row.on + HOUR, off: row.off + HOUR, ..row.clone() };
    let again: Vec<Event> = data.lightbar.iter().map(again).collect();
    data.lightbar.extend(again);
    data.in_order();
}

pub(super) fn box_off(data: &mut Data) {
    let car = car_of_most(data);
    for row in data.lightbar.iter_mut().filter(|row| row.subject == car) {
        (row.on, row.off) = (row.on + HOUR, row.off + HOUR);
    }
}

pub(super) fn minutes_as_seconds(data: &mut Data) {
    data.recordings.iter_mut().for_each(|row| row.end = row.start + (row.end - row.start) / 60);
}

/// The roster has no cameras, and five recordings of a hundred no officer.
pub(super) fn nameless(data: &mut Data) {
    data.names_officers = true;
    data.roster_has_cameras = false;
    for row in &mut data.recordings {
        if data.dice.percent(5) {
            row.officer.clear();
        }
    }
}
