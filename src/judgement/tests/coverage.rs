//! Contract, "Coverage": uncovered, ended early, interrupted.

use rstest::rstest;

use super::builder::*;
use crate::evidence::{Footage, Recording};
use crate::facts::Event;

// u is 2 s, `end-tolerance` 30 s, `stitch` 10 s, grace 30 s.

#[rstest]
#[case::all_of_it(&[rec(0.0, 600.0)], 0.0)]
#[case::before_the_start(&[rec(20.0, 600.0)], 20.0)]
#[case::after_the_end(&[rec(0.0, 580.0)], 20.0)]
#[case::between_files(&[rec(0.0, 300.0), rec(305.0, 600.0)], 5.0)]
#[case::a_second_camera_of_the_officer_fills_in(
    &[rec(0.0, 300.0), rec(290.0, 600.0).with(|r| (r.camera, r.officer) = (Some("C2".into()), Some("O1".into())))], 0.0)]
#[case::another_officers_camera_does_not(
    &[rec(0.0, 300.0), rec(290.0, 600.0).with(|r| r.camera = Some("C2".into()))], 300.0)]
#[case::lost_footage_is_no_media(&[rec(0.0, 300.0), lost(300.0, 600.0)], 300.0)]
#[case::purged_footage_covers(&[rec(0.0, 300.0), rec(300.0, 600.0).with(|r| r.footage = Footage::Purged)], 0.0)]
fn uncovered_is_the_lit_time_without_media(#[case] recordings: &[Recording], #[case] seconds: f64) {
    assert_eq!(obligation(&town_with(recordings.to_vec())).uncovered, Some(span(seconds)));
}

#[test]
fn only_lit_time_counts_as_uncovered() {
    let events = vec![lit("E1", 0.0, 100.0), lit("E2", 150.0, 200.0)];
    let town = town_with([rec(0.0, 90.0)]).with(|town| town.events = events);
    assert_eq!(obligation(&town).uncovered, Some(span(60.0)));
}

#[test]
fn without_a_known_end_nothing_is_measured() {
    let town = town_with([rec(0.0, 90.0)]).with(|town| town.events = vec![lit("E1", 0.0, None)]);
    assert_eq!(obligation(&town).uncovered, None);
}

#[rstest]
#[case::tolerance_and_u_before_the_end(lit("E1", 0.0, 600.0), 568.0, "on-time")]
#[case::a_moment_earlier(lit("E1", 0.0, 600.0), 568.0 - TICK, "ended-early")]
#[case::half_uncovered(lit("E1", 0.0, 40.0), 20.0, "on-time")]
#[case::more_than_half_uncovered(lit("E1", 0.0, 40.0), 20.0 - TICK, "ended-early")]
#[case::without_end_up_to_the_grace(lit("E1", 0.0, None), 28.0, "on-time")]
#[case::without_end_a_moment_earlier(lit("E1", 0.0, None), 28.0 - TICK, "ended-early")]
fn ended_early_in_three_ways(#[case] event: Event, #[case] end: f64, #[case] expected: &str) {
    assert_eq!(verdict(&town_with([rec(-60.0, end)]).with(|town| town.events = vec![event])), expected);
}

#[test]
fn within_u_of_the_end_nothing_ended_early_however_little_is_covered() {
    let town = town_with([rec(13.0, 18.0)]).with(|town| town.events = vec![lit("E1", 0.0, 20.0)]);
    assert_eq!(obligation(&town).uncovered, Some(span(15.0)));
    assert_eq!(verdict(&town), "on-time");
}

#[test]
fn the_latest_of_all_counting_recordings_ends() {
    let second = rec(400.0, 600.0).with(|recording| recording.footage = Footage::Purged);
    assert_eq!(verdict(&town_with([rec(0.0, 400.0), second])), "on-time");
    let after = rec(601.0, 900.0);
    assert_eq!(verdict(&town_with([rec(0.0, 400.0), after])), "ended-early", "those that meet [on, horizon] only");
}

#[test]
fn the_end_is_the_tours_where_that_is_earlier() {
    let town = town_with([rec(0.0, 300.0)]).with(|town| town.assignments[0].to = at(300.0));
    assert_eq!(verdict(&town), "on-time");
}

/// Two files with a gap of so many seconds from 100 s on.
fn gap(length: f64) -> Vec<Recording> {
    vec![rec(0.0, 100.0), rec(100.0 + length, 600.0)]
}

#[rstest]
#[case::stitch_and_u(gap(12.0), "on-time")]
#[case::a_moment_more(gap(12.0 + TICK), "interrupted")]
#[case::two_short_gaps(vec![rec(0.0, 100.0), rec(111.0, 200.0), rec(211.0, 600.0)], "on-time")]
#[case::before_the_activation(vec![rec(20.0, 600.0)], "on-time")]
#[case::after_the_last_end(vec![rec(0.0, 575.0)], "on-time")]
#[case::filled_by_a_second_camera(
    gap(60.0).with(|r| r.push(rec(90.0, 170.0).with(|r| (r.camera, r.officer) = (Some("C2".into()), Some("O1".into()))))),
    "on-time")]
#[case::resumed_after_an_end_within_the_tolerance(vec![rec(0.0, 575.0), rec(590.0, 700.0)], "interrupted")]
#[case::lost_footage_does_not_fill(gap(60.0).with(|r| r.push(lost(90.0, 170.0))), "interrupted")]
#[case::what_is_gone_of_a_file_that_is_here_would_have_filled(
    gap(60.0).with(|r| r.push(lost(90.0, 170.0).with(|r| r.gone_part = true))), "footage-missing missing-file")]
#[case::what_is_gone_would_not_have_filled(
    gap(60.0).with(|r| r.push(lost(90.0, 140.0).with(|r| r.gone_part = true))), "interrupted")]
#[case::and_it_ended_early(vec![rec(0.0, 100.0), rec(200.0, 500.0)], "interrupted + ended-early")]
fn interrupted_by_a_stretch_without_media(#[case] recordings: Vec<Recording>, #[case] expected: &str) {
    assert_eq!(verdict(&town_with(recordings)), expected);
}

#[rstest]
// The second event is lit from 200 s on; footage stops at 100 s with the first, and starts again.
#[case::unlit_time_does_not_count(200.0, "on-time")]
#[case::nor_the_grace_after_each_on(242.0, "on-time")]
#[case::but_what_is_longer(242.0 + TICK, "interrupted")]
fn only_lit_time_outside_each_grace_interrupts(#[case] resumed: f64, #[case] expected: &str) {
    let events = vec![lit("E1", 0.0, 100.0), lit("E2", 160.0, 170.0), lit("E3", 200.0, 600.0)];
    let town = town_with([rec(0.0, 100.0), rec(resumed, 600.0)]).with(|town| town.events = events);
    assert_eq!(verdict(&town), expected);
}

#[test]
fn without_a_known_end_nothing_is_interrupted() {
    assert_eq!(verdict(&town_with(gap(60.0)).with(|town| town.events = vec![lit("E1", 0.0, None)])), "on-time");
}

#[rstest]
#[case::late(100.0, "late + interrupted + ended-early")]
#[case::clock(30.0, "indeterminate clock + interrupted + ended-early")]
fn a_deviation_stands_beside_late_and_clock(#[case] start: f64, #[case] expected: &str) {
    assert_eq!(verdict(&town_with([rec(start, 200.0), rec(300.0, 400.0)])), expected);
}

#[rstest]
#[case::one_that_ends_at_on(&[rec(-60.0, 0.0)], "ended-early")]
#[case::one_that_starts_at_the_horizon(&[rec(0.0, 400.0), rec(600.0, 900.0)], "interrupted")]
fn the_last_end_is_that_of_what_meets_on_to_horizon(#[case] recordings: &[Recording], #[case] expected: &str) {
    assert_eq!(verdict(&town_with(recordings.to_vec())), expected);
}

#[test]
fn with_nothing_left_to_test_the_clock_decides() {
    // It ended within u before `on`: a candidate, and none that meets [on, horizon].
    assert_eq!(verdict(&town_with([rec(-60.0, -1.0)])), "indeterminate clock");
    assert_eq!(obligation(&town_with([rec(-60.0, -1.0)])).uncovered, Some(span(600.0)));
}

/// One file from a minute before the trigger to ten minutes after it began, with a hole.
fn holed(from: f64, to: f64) -> Recording {
    rec(-60.0, 660.0).with(|recording| recording.holes = vec![(at(from), at(to))])
}

// A hole is longer than `stitch`; it interrupts as a gap between two files does, and also where it leaves out most of
// the trigger.
#[rstest]
#[case::shorter_than_stitch(holed(100.0, 110.0), 600.0, 0.0, "on-time")]
#[case::longer_than_stitch(holed(100.0, 111.0), 600.0, 11.0, "on-time")]
#[case::longer_than_stitch_and_u(holed(100.0, 112.0 + TICK), 600.0, 12.0 + TICK, "interrupted")]
#[case::within_the_grace(holed(5.0, 29.0), 600.0, 24.0, "on-time")]
#[case::over_all_of_it(holed(-5.0, 85.0), 60.0, 60.0, "interrupted")]
#[case::over_all_of_a_short_one(holed(-5.0, 85.0), 20.0, 20.0, "interrupted")]
#[case::over_half_of_a_short_one(holed(10.0, 85.0), 20.0, 10.0, "on-time")]
#[case::over_more_than_half(holed(10.0 - TICK, 85.0), 20.0, 10.0 + TICK, "interrupted")]
#[case::beside_it(holed(100.0, 190.0), 60.0, 0.0, "on-time")]
#[case::before_it(holed(-50.0, -1.0), 60.0, 0.0, "on-time")]
fn a_hole_in_a_file_is_no_media(
    #[case] recording: Recording,
    #[case] off: f64,
    #[case] uncovered: f64,
    #[case] expected: &str,
) {
    let town = town_with([recording]).with(|town| town.events = vec![lit("E1", 0.0, off)]);
    assert_eq!(obligation(&town).uncovered, Some(span(uncovered)));
    assert_eq!(verdict(&town), expected);
}

#[rstest]
#[case::over_the_grace(-5.0, 30.0, "interrupted")]
#[case::not_over_all_of_it(-5.0, 30.0 - TICK, "on-time")]
#[case::a_moment_of_it(TICK, 200.0, "on-time")]
fn without_a_known_end_a_hole_counts_where_it_hides_the_start(
    #[case] from: f64,
    #[case] to: f64,
    #[case] expected: &str,
) {
    let town = town_with([holed(from, to)]).with(|town| town.events = vec![lit("E1", 0.0, None)]);
    assert_eq!(verdict(&town), expected);
}

#[test]
fn a_second_camera_fills_a_hole() {
    let second = rec(90.0, 200.0).with(|r| (r.camera, r.officer) = (Some("C2".into()), Some("O1".into())));
    assert_eq!(verdict(&town_with([holed(100.0, 190.0), second])), "on-time");
}
