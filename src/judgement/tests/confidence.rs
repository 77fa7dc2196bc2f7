//! Contract, "Confidence", and `camera-unavailable`.

use rstest::rstest;

use super::builder::*;
use super::clocks::steady;
use crate::evidence::{Evidence, Recording};
use crate::facts::DeviceEvent;
use crate::words::Doubt;

/// Confidence and what lowers it: `low: container-time`.
fn confidence(town: &Evidence) -> String {
    let obligation = obligation(town);
    let doubts: Vec<_> = obligation.doubts.iter().map(|doubt| doubt.as_str()).collect();
    format!("{}: {}", obligation.confidence(), doubts.join(" "))
}

fn doubted(doubt: Doubt) -> Recording {
    rec(0.0, 700.0).with(|recording| recording.doubts = vec![doubt])
}

#[rstest]
#[case::nothing(rec(0.0, 700.0), "high: ")]
#[case::start_from_the_container(doubted(Doubt::ContainerTime), "low: container-time")]
#[case::file_not_ok(doubted(Doubt::FileNotOk), "low: file-not-ok")]
#[case::video_not_whole(doubted(Doubt::VideoNotReadable), "low: video-not-readable")]
#[case::purged(doubted(Doubt::Purged), "low: purged")]
#[case::ambiguous(doubted(Doubt::AmbiguousTime), "low: ambiguous-time")]
#[case::no_file(doubted(Doubt::NoFile), "medium: no-file")]
fn of_the_recordings_that_decide(#[case] recording: Recording, #[case] expected: &str) {
    // What is wrong elsewhere does not matter here.
    let elsewhere = rec(-9_000.0, -8_000.0).with(|recording| recording.doubts = vec![Doubt::FileNotOk]);
    assert_eq!(confidence(&town_with([recording, elsewhere])), expected);
}

#[test]
fn of_several_doubts_the_gravest_counts() {
    let recording = rec(0.0, 700.0).with(|recording| recording.doubts = vec![Doubt::ContainerTime, Doubt::NoFile]);
    assert_eq!(confidence(&town_with([recording])), "low: container-time no-file");
}

#[rstest]
#[case::of_the_tour(town_with([rec(0.0, 700.0)]).with(|t| t.assignments[0].ambiguous = true), "low: ambiguous-time")]
#[case::of_the_justification(
    town().with(|t| t.justifications = vec![justified().with(|j| j.ambiguous = true)].into()), "low: ambiguous-time")]
#[case::of_the_logged_start(
    town().with(|t| t.device_log.push(logged(1.0, "record-start").with(|e| e.ambiguous = true))), "low: ambiguous-time")]
#[case::of_the_dock_that_emptied_the_camera(
    town().with(|t| t.device_log[1].ambiguous = true), "low: ambiguous-time")]
#[case::of_the_undock_that_emptied_the_camera(
    town().with(|t| t.device_log[2].ambiguous = true), "low: ambiguous-time")]
#[case::of_a_dock_where_a_later_recording_shows_it_too(
    town_with([rec(TO, TO + 60.0)]).with(|t| t.device_log[1].ambiguous = true), "high: ")]
#[case::of_something_else(town().with(|t| t.device_log[0].ambiguous = true), "high: ")]
fn an_ambiguous_time_was_used(#[case] town: Evidence, #[case] expected: &str) {
    assert_eq!(confidence(&town), expected);
}

fn weak(start: f64, end: f64, doubt: Doubt) -> Evidence {
    town_with([rec(start, end).with(|recording| recording.doubts = vec![doubt])])
}

fn window(from: f64, to: f64) -> Evidence {
    town().with(|town| {
        town.justifications = vec![justified().with(|one| {
            (one.event, one.from, one.to, one.ambiguous) = (None, Some(at(from)), Some(at(to)), true);
        })]
        .into();
    })
}

fn battery(ambiguous: bool) -> Evidence {
    town().with(|town| {
        town.justifications = vec![justified().with(|one| one.reason = "battery".into())].into();
        town.device_log.push(logged(-60.0, "battery 80").with(|event| event.ambiguous = ambiguous));
    })
}

/// Nothing here decides as it is read; read otherwise it would.
#[rstest]
#[case::covers_an_hour_later(weak(-3_600.0, -3_000.0, Doubt::AmbiguousTime), "low: ambiguous-time")]
#[case::over_even_an_hour_later(weak(-5_000.0, -3_602.0 - TICK, Doubt::AmbiguousTime), "high: ")]
#[case::the_container_tells_the_end(weak(610.0, 1_200.0, Doubt::ContainerTime), "low: container-time")]
#[case::the_container_tells_a_later_end(weak(1_300.0, 1_900.0, Doubt::ContainerTime), "high: ")]
#[case::a_weak_file_is_no_weak_time(weak(610.0, 1_200.0, Doubt::FileNotOk), "high: ")]
#[case::a_start_logged_an_hour_earlier(
    town().with(|t| t.device_log.push(logged(-3_600.0, "record-start").with(|e| e.ambiguous = true))), "low: ambiguous-time")]
#[case::logged_long_before(
    town().with(|t| t.device_log.push(logged(-9_000.0, "record-start").with(|e| e.ambiguous = true))), "high: ")]
#[case::a_window_an_hour_earlier(window(-3_600.0, -3_000.0), "low: ambiguous-time")]
#[case::a_window_long_before(window(-9_000.0, -8_000.0), "high: ")]
#[case::contradicted_by_an_ambiguous_reading(battery(true), "low: ambiguous-time")]
#[case::contradicted_by_a_certain_reading(battery(false), "high: ")]
fn a_time_that_took_something_out_of_the_question(#[case] town: Evidence, #[case] expected: &str) {
    assert_eq!((verdict(&town).as_str(), confidence(&town).as_str()), ("not-recorded", expected));
}

#[rstest]
#[case::half_an_hour_before(-1_800.0, "low: camera-fault")]
#[case::earlier(-1_800.0 - TICK, "high: ")]
#[case::after_on(TICK, "high: ")]
fn a_fault_of_the_camera(#[case] when: f64, #[case] expected: &str) {
    let town = town_with([rec(0.0, 700.0)]).with(|town| town.device_log.push(logged(when, "fault")));
    assert_eq!(confidence(&town), expected);
}

#[test]
fn a_verdict_that_hangs_on_the_clock_correction() {
    // The camera is 100 s ahead: what it calls 110 s was at 10 s.
    let corrected = steady(town_with([rec(110.0, 900.0)]), 100.0);
    assert_eq!(
        (verdict(&corrected).as_str(), confidence(&corrected).as_str()),
        ("on-time", "medium: clock-correction")
    );
    let either_way = steady(town_with([rec(-600.0, 900.0)]), 100.0);
    assert_eq!(confidence(&either_way), "high: ");
}

#[test]
fn one_corrected_camera_of_two_is_enough() {
    let other = rec(500.0, 900.0).with(|r| (r.camera, r.officer) = (Some("C2".into()), Some("O1".into())));
    let town = steady(town_with([rec(110.0, 900.0), other]), 100.0);
    assert_eq!((verdict(&town).as_str(), confidence(&town).as_str()), ("on-time", "medium: clock-correction"));
}

#[test]
fn late_by_a_clock_that_could_not_be_fitted() {
    assert_eq!(confidence(&town_with([rec(60.0, 700.0)])), "medium: clock-not-fitted");
    assert_eq!(confidence(&steady(town_with([rec(60.0, 700.0)]), 0.0)), "high: ");
}

#[rstest]
#[case::logged_before_and_after(&[logged(-TICK, "wake"), logged(TICK, "sleep")], &[], "high: ")]
#[case::logged_before_only(&[logged(-TICK, "wake")], &[], "medium: completeness-not-proven")]
#[case::logged_before_and_at_on(&[logged(-TICK, "wake"), logged(0.0, "sleep")], &[], "medium: completeness-not-proven")]
#[case::logged_at_on_only(&[logged(0.0, "wake"), logged(1.0, "wake")], &[], "medium: completeness-not-proven")]
#[case::consecutive_numbers(&[], &[numbered(7, -90.0), numbered(8, 700.0)], "high: ")]
#[case::other_numbers(&[], &[numbered(7, -90.0), numbered(3, 700.0)], "medium: completeness-not-proven")]
fn not_recorded_without_proof_that_nothing_is_missing(
    #[case] log: &[DeviceEvent],
    #[case] recordings: &[Recording],
    #[case] expected: &str,
) {
    // A recording after the tour shows that the camera was emptied.
    let later = rec(TO + HOUR, TO + 2.0 * HOUR);
    let town = town_with(recordings.iter().cloned().chain([later])).with(|town| town.device_log = log.to_vec().into());
    assert_eq!(verdict(&town), "not-recorded");
    assert_eq!(confidence(&town), expected);
}

#[rstest]
#[case::off(&["power-off"], true)]
#[case::asleep(&["sleep"], true)]
#[case::docked(&["dock"], true)]
#[case::woken_again(&["sleep", "wake"], false)]
#[case::taken_out_again(&["dock", "undock"], false)]
#[case::switched_on_again(&["power-off", "power-on"], false)]
#[case::recorded_since(&["sleep", "record-start"], false)]
#[case::a_battery_reading_is_no_state(&["sleep", "battery 50"], true)]
fn a_camera_that_was_off_asleep_or_docked_is_said(#[case] states: &[&str], #[case] expected: bool) {
    let mut when = -600.0 - 10.0;
    let log = states.iter().map(|state| {
        when += 10.0;
        logged(when, state)
    });
    let town = town_with([rec(0.0, 700.0)]).with(|town| town.device_log.extend(log));
    assert_eq!(verdict(&town), "on-time", "beside the verdict");
    assert_eq!(obligation(&town).camera_unavailable.is_some(), expected);
}
