//! Contract, "Recordings and candidates", and rows 6 to 9 of "The verdict": candidates, their activation, lost and
//! empty recordings.

use rstest::rstest;

use super::builder::*;
use crate::evidence::{Footage, Recording};
use crate::facts::Event;
use crate::facts::policy::Policies;
use crate::facts::policy::tests::default_policy;

// Grace is 30 s and u is 2 s: on time up to 28 s, late from more than 32 s.

#[rstest]
#[case::running_already(rec(-60.0, 700.0), "on-time")]
#[case::at_once(rec(0.0, 700.0), "on-time")]
#[case::grace_less_u(rec(28.0, 700.0), "on-time")]
#[case::a_moment_more(rec(28.0 + TICK, 700.0), "indeterminate clock")]
#[case::grace_and_u(rec(32.0, 700.0), "indeterminate clock")]
#[case::a_moment_more_than_that(rec(32.0 + TICK, 700.0), "late")]
fn rows_6_to_8_the_gap_against_the_grace(#[case] recording: Recording, #[case] expected: &str) {
    assert_eq!(verdict(&town_with([recording])), expected);
}

#[rstest]
#[case::activation_within(rec(0.0, 700.0).with(|r| r.activated_at = Some(at(28.0))), "on-time")]
#[case::activation_after(rec(0.0, 700.0).with(|r| r.activated_at = Some(at(33.0))), "late")]
#[case::at_most_buffer_later(rec(-2.0, 700.0), "on-time")]
#[case::perhaps_later(rec(-2.0 + TICK, 700.0), "indeterminate clock")]
#[case::perhaps_in_time(rec(32.0, 700.0), "indeterminate clock")]
#[case::late_at_the_earliest(rec(32.0 + TICK, 700.0), "late")]
fn a_start_with_pre_event_buffer_leaves_the_activation_open(#[case] recording: Recording, #[case] expected: &str) {
    let town = town_with([recording]).under(|policy| policy.pre_event_buffer = span(30.0));
    assert_eq!(verdict(&town), expected);
}

#[test]
fn the_gap_is_measured_to_the_latest_possible_moment() {
    let open = obligation(&town_with([rec(-40.0, 700.0)]).under(|policy| policy.pre_event_buffer = span(30.0)));
    assert_eq!((open.gap, open.activation), (Some(span(-10.0)), Some(at(-10.0))));
    let known = rec(-40.0, 700.0).with(|recording| recording.activated_at = Some(at(5.0)));
    let known = obligation(&town_with([known]).under(|policy| policy.pre_event_buffer = span(30.0)));
    assert_eq!((known.gap, known.activation), (Some(span(5.0)), Some(at(5.0))));
}

#[rstest]
#[case::of_a_light_bar(lit("E1", 0.0, 600.0), "late")]
#[case::of_a_contact(contact("E1", 0.0, 600.0), "on-time")]
fn contacts_have_a_grace_of_their_own(#[case] event: Event, #[case] expected: &str) {
    let town = town_with([rec(40.0, 700.0)]).with(|town| town.events = vec![event]);
    assert_eq!(verdict(&town.under(|policy| policy.contact_grace = span(60.0))), expected);
}

#[test]
fn the_values_are_those_of_the_policy_at_the_first_on() {
    let strict = default_policy(at(TICK)).with(|policy| policy.grace = span(5.0));
    let policies = Policies::new(vec![default_policy(at(-DAY)), strict]).unwrap();
    assert_eq!(verdict(&town_with([rec(20.0, 700.0)]).with(|town| town.policies = policies)), "on-time");
}

// Candidates.

#[rstest]
#[case::ends_u_before_on(rec(-60.0, -2.0), "not-recorded")]
#[case::ends_a_moment_later(rec(-60.0, -2.0 + TICK), "indeterminate clock")]
#[case::ends_after_on(rec(-60.0, 0.0 + TICK), "ended-early")]
#[case::starts_u_after_the_end(rec(602.0, 700.0), "late")]
#[case::starts_a_moment_later(rec(602.0 + TICK, 700.0), "not-recorded")]
#[case::earliest_activation_counts(
    rec(0.0, 700.0).with(|r| r.activated_at = Some(at(602.0 + TICK))), "not-recorded")]
fn a_candidate_meets_the_time_from_on_to_the_horizon(#[case] recording: Recording, #[case] expected: &str) {
    assert_eq!(verdict(&town_with([recording])), expected);
}

#[rstest]
#[case::the_triggers_end(lit("E1", 0.0, 600.0), 602.0)]
#[case::on_and_grace_if_that_is_later(lit("E1", 0.0, 15.0), 32.0)]
#[case::on_and_search_without_end(lit("E1", 0.0, None), 15.0 * MINUTE + 2.0)]
#[case::the_end_of_the_tour(lit("E1", TO - 100.0, TO + 600.0), TO + 2.0)]
fn the_horizon_is(#[case] event: Event, #[case] last: f64) {
    let town = |start: f64| {
        let log = vec![logged(TO + HOUR, "dock"), logged(TO + 2.0 * HOUR, "undock")];
        town_with([rec(start, start + 60.0)])
            .with(|town| (town.events, town.device_log) = (vec![event.clone()], log.into()))
    };
    assert!(obligation(&town(last)).gap.is_some());
    assert_eq!(obligation(&town(last + TICK)).gap, None);
}

#[rstest]
#[case::the_earliest_latest_possible_activation(rec(20.0, 700.0), rec(-5.0, 8.0), "C2", 15.0)]
#[case::also_against_a_known_one(rec(0.0, 700.0).with(|r| r.activated_at = Some(at(10.0))), rec(-5.0, 8.0), "C1", 10.0)]
#[case::then_the_lower_camera(rec(0.0, 700.0), rec(0.0, 500.0), "C1", 20.0)]
fn of_two_candidates_decides(
    #[case] first: Recording,
    #[case] second: Recording,
    #[case] camera: &str,
    #[case] gap: f64,
) {
    let second = second.with(|second| (second.camera, second.officer) = (Some("C2".into()), Some("O1".into())));
    for recordings in [[first.clone(), second.clone()], [second, first]] {
        let obligation = obligation(&town_with(recordings).under(|policy| policy.pre_event_buffer = span(20.0)));
        assert_eq!((obligation.clock_camera, obligation.gap), (Some(camera.into()), Some(span(gap))));
    }
}

#[rstest]
#[case::of_the_tours_camera(rec(0.0, 700.0), "on-time")]
#[case::of_another_camera(rec(0.0, 700.0).with(|r| r.camera = Some("C2".into())), "not-recorded")]
#[case::of_another_camera_naming_the_officer(
    rec(0.0, 700.0).with(|r| (r.camera, r.officer) = (Some("C2".into()), Some("O1".into()))), "on-time")]
#[case::of_no_camera_naming_the_officer(
    rec(0.0, 700.0).with(|r| (r.camera, r.officer) = (None, Some("O1".into()))), "on-time")]
#[case::of_the_tours_camera_naming_another(rec(0.0, 700.0).with(|r| r.officer = Some("O2".into())), "on-time")]
fn a_recording_counts_by_camera_or_officer(#[case] recording: Recording, #[case] expected: &str) {
    assert_eq!(verdict(&town_with([recording])), expected);
}

#[test]
fn a_stitched_recording_counts_if_one_of_its_files_names_the_officer() {
    let other = |start, end| rec(start, end).with(|recording| recording.camera = Some("C2".into()));
    let named = other(305.0, 700.0).with(|recording| recording.officer = Some("O1".into()));
    assert_eq!(obligation(&town_with([other(0.0, 300.0), named])).gap, Some(span(0.0)));
}

#[test]
fn a_very_unsure_clock_reaches_far() {
    let town = |end: f64| town_with([rec(-9_000.0, end)]).under(|policy| policy.clock_uncertainty = span(HOUR));
    assert_eq!(verdict(&town(-HOUR + TICK)), "indeterminate clock");
    assert_eq!(verdict(&town(-HOUR)), "not-recorded");
}

#[rstest]
#[case::all_that_meet_on_to_horizon(&[rec(0.0, 300.0), rec(300.0, 600.0), rec(600.0, 700.0)], &[0, 1, 2])]
#[case::the_first_even_if_it_does_not(&[rec(-90.0, -40.0), rec(-40.0, -9.0), rec(-9.0, 602.0)], &[0, 2])]
#[case::within_u_after_its_end(&[rec(-90.0, -40.0), rec(-40.0, -2.0), rec(-2.0, 602.0)], &[0, 1, 2])]
#[case::not_the_first_of_another_candidate(
    &[rec(-9.0, 602.0),
      rec(-90.0, -40.0).with(|r| (r.camera, r.officer) = (Some("C2".into()), Some("O1".into()))).with(|r| r.activated_at = Some(at(-8.0))),
      rec(-40.0, 602.0).with(|r| r.camera = Some("C2".into()))],
    &[0, 2])]
#[case::none_that_starts_after_the_horizon(&[rec(0.0, 600.0), rec(600.0 + TICK, 700.0)], &[0])]
fn the_files_that_decide_are_shown(#[case] files: &[Recording], #[case] shown: &[usize]) {
    assert_eq!(obligation(&town_with(files.to_vec())).recordings, shown);
}

// Stitching.

#[rstest]
#[case::stitch_after_the_end(&[rec(-60.0, -20.0), rec(-10.0, 700.0)], -60.0)]
#[case::a_moment_more(&[rec(-60.0, -20.0), rec(-10.0 + TICK, 700.0)], -10.0 + TICK)]
#[case::activation_rather_than_start(
    &[rec(-60.0, -20.0), rec(-12.0, 700.0).with(|r| r.activated_at = Some(at(-9.0)))], -9.0)]
#[case::an_overlap(&[rec(-60.0, 5.0), rec(-10.0, 700.0)], -60.0)]
#[case::the_latest_end_so_far(&[rec(-60.0, -20.0), rec(-50.0, -40.0), rec(-15.0, 700.0)], -60.0)]
#[case::another_camera_never(&[rec(-60.0, -20.0).with(|r| r.camera = Some("C2".into())), rec(-15.0, 700.0)], -15.0)]
#[case::lost_footage_never(&[lost(-60.0, -20.0), rec(-15.0, 700.0)], -15.0)]
#[case::an_empty_file_never(&[empty(-16.0), rec(-15.0, 700.0)], -15.0)]
#[case::across_lost_footage(&[rec(-60.0, -20.0), lost(-19.0, -18.0), rec(-15.0, 700.0)], -60.0)]
fn files_this_close_are_one_recording(#[case] files: &[Recording], #[case] gap: f64) {
    let named = |file: &Recording| file.clone().with(|file| file.officer = Some("O1".into()));
    let files: Vec<_> = files.iter().map(named).collect();
    let gap_of = |files: Vec<Recording>| obligation(&town_with(files)).gap;
    // A recording that ended before `on` is no candidate unless it was stitched to one that did not.
    assert_eq!(gap_of(files.clone()), Some(span(gap)));
    assert_eq!(gap_of(files.into_iter().rev().collect()), Some(span(gap)), "whatever their order in the index");
}

#[test]
fn stitch_is_that_of_the_policy_at_the_recordings_first_start() {
    let short = default_policy(at(-30.0)).with(|policy| policy.stitch = span(1.0));
    let policies = Policies::new(vec![default_policy(at(-DAY)), short]).unwrap();
    let town = town_with([rec(-60.0, -20.0), rec(-12.0, 700.0)]).with(|town| town.policies = policies);
    assert_eq!(obligation(&town).gap, Some(span(-60.0)));
}

// Row 7 against row 9.

#[rstest]
#[case::lost_footage_activated_earlier(lost(10.0, 60.0), "footage-missing missing-file")]
#[case::an_empty_recording_activated_earlier(empty(10.0), "footage-missing empty-recording")]
#[case::lost_footage_activated_at_the_same_time(lost(100.0, 160.0), "late")]
#[case::lost_footage_activated_later(lost(100.0 + TICK, 160.0), "late")]
#[case::an_empty_recording_activated_later(empty(120.0), "late")]
#[case::lost_footage_that_ended_before_on(lost(-60.0, -10.0), "late")]
#[case::an_empty_recording_before_on(empty(-10.0), "late")]
fn row_7_late_unless_earlier_footage_is_gone(#[case] other: Recording, #[case] expected: &str) {
    assert_eq!(verdict(&town_with([rec(100.0, 700.0), other])), expected);
}

#[test]
fn row_8_stays_even_where_earlier_footage_is_gone() {
    assert_eq!(verdict(&town_with([rec(30.0, 700.0), lost(0.0, 20.0)])), "indeterminate clock");
}

// Row 9.

#[rstest]
#[case::it_would_have_been_a_candidate(lost(0.0, 700.0), "footage-missing missing-file")]
#[case::even_a_late_one(lost(602.0, 700.0), "footage-missing missing-file")]
#[case::it_ended_u_before_on(lost(-60.0, -2.0), "not-recorded")]
#[case::it_started_after_the_horizon(lost(602.0 + TICK, 700.0), "not-recorded")]
#[case::it_was_purged_lawfully(rec(0.0, 700.0).with(|r| r.footage = Footage::Purged), "on-time")]
#[case::empty_and_started_u_before_on(empty(-2.0), "footage-missing empty-recording")]
#[case::empty_and_started_earlier(empty(-2.0 - TICK), "not-recorded")]
#[case::empty_and_started_at_the_horizon(empty(600.0), "footage-missing empty-recording")]
#[case::empty_and_started_later(empty(600.0 + TICK), "not-recorded")]
#[case::empty_and_of_another_camera(empty(0.0).with(|r| r.camera = Some("C2".into())), "not-recorded")]
#[case::empty_and_naming_the_officer(
    empty(0.0).with(|r| (r.camera, r.officer) = (None, Some("O1".into()))), "footage-missing empty-recording")]
fn row_9_footage_missing(#[case] recording: Recording, #[case] expected: &str) {
    assert_eq!(verdict(&town_with([recording])), expected);
}

#[test]
fn row_9_shows_the_recordings_that_are_gone() {
    assert_eq!(obligation(&town_with([empty(0.0), lost(0.0, 60.0)])).recordings, [1]);
    assert_eq!(obligation(&town_with([rec(-900.0, -800.0), empty(0.0)])).recordings, [1]);
}
