//! Contract, "Clocks": which recordings vote on a camera's clock, and which votes a verdict uses. How θ and u
//! come from the votes is tested beside the fit.

use rstest::rstest;

use super::builder::*;
use crate::base::reading::Reading;
use crate::evidence::{Evidence, Footage, Recording};
use crate::facts::{CameraFact, Subject};

/// An activation of V1 that C1 recorded by itself, so many seconds later by its own clock.
fn vote(town: &mut Evidence, on: f64, difference: f64) {
    town.events.push(lit(&format!("K{on}"), on, on + 60.0));
    town.recordings.push(automatic(on + difference));
}

fn automatic(start: f64) -> Recording {
    rec(start, start + 60.0).with(|recording| recording.automatic = true)
}

/// Five votes half an hour apart before the activation: C1 is so many seconds ahead.
pub(super) fn steady(town: Evidence, ahead: f64) -> Evidence {
    town.with(|town| (2..7).for_each(|half_hours| vote(town, -1_800.0 * f64::from(half_hours), ahead)))
}

/// θ in seconds and whether it was fitted.
fn clock(town: &Evidence) -> Option<i64> {
    let clock = obligation(town).clock.unwrap();
    clock.fitted.then_some(clock.offset.as_millis() / 1_000)
}

/// [`steady`] with one of the five votes spoilt.
fn spoilt(spoil: impl FnOnce(&mut Evidence)) -> Evidence {
    steady(town(), 40.0).with(spoil)
}

/// Ends the tour there and begins another ten minutes before the activation.
fn interrupt(town: &mut Evidence, end: f64) {
    town.assignments[0].to = at(end);
    town.assignments.push(tour("O1").with(|tour| tour.from = at(-600.0)));
}

/// Five votes are just enough: whether all of them still count shows in whether the clock is fitted.
#[rstest]
#[case::nothing(|_: &mut Evidence| {}, true)]
#[case::a_manual_start(|t: &mut Evidence| t.recordings[0].automatic = false, false)]
#[case::lost_footage(|t: &mut Evidence| t.recordings[0].footage = Footage::Lost, false)]
#[case::purged_footage(|t: &mut Evidence| t.recordings[0].footage = Footage::Purged, false)]
#[case::no_length(|t: &mut Evidence| t.recordings[0].footage = Footage::Empty, false)]
#[case::another_camera(|t: &mut Evidence| t.recordings[0].camera = Some("C2".into()), false)]
#[case::with_the_beginning_of_the_tour(|t: &mut Evidence| t.assignments[0].from = at(-10_800.0), true)]
#[case::before_the_tour(|t: &mut Evidence| t.assignments[0].from = at(-10_800.0 + TICK), false)]
#[case::just_before_the_end_of_the_tour(|t: &mut Evidence| interrupt(t, -3_600.0 + TICK), true)]
#[case::with_the_end_of_the_tour(|t: &mut Evidence| interrupt(t, -3_600.0), false)]
#[case::ten_minutes_away(|t: &mut Evidence| t.recordings[4].start = at(-10_800.0 - 600.0), true)]
#[case::further_away(|t: &mut Evidence| t.recordings[4].start = at(-10_800.0 - 600.0 - TICK), false)]
#[case::an_ambiguous_activation(
    |t: &mut Evidence| t.events[1].on = Reading::Fold { first: at(-3_600.0), second: at(0.0) }, false)]
#[case::a_continued_file(
    // Stitched to an earlier file that was started by hand: the first file's reason counts.
    |t: &mut Evidence| t.recordings.extend([rec(-3_600.0 - 60.0, -3_600.0 + 35.0)]), false)]
fn what_votes(#[case] spoil: impl FnOnce(&mut Evidence), #[case] fitted: bool) {
    let town = spoilt(spoil);
    let clock = obligations(&town, "E1").remove(0).clock.filter(|clock| clock.fitted);
    assert_eq!(clock.is_some(), fitted);
}

#[test]
fn the_nearest_unused_recording_votes_and_is_used_up() {
    // Two activations and two recordings: the first takes the nearer one, the second what is left.
    let town = town().with(|town| {
        for hours in [-3.5, -3.0, -2.5] {
            vote(town, hours * HOUR, 5.0);
        }
        town.events.extend([lit("K1", -600.0, -590.0), lit("K2", -500.0, -490.0)]);
        town.recordings.extend([automatic(-595.0), automatic(-420.0)]);
    });
    // Differences 5, 5, 5, 5 and 80.
    assert_eq!(clock(&town), Some(5));
    // Without the second recording K2 has none: K1 has used the other up.
    assert_eq!(clock(&town.with(|town| drop(town.recordings.pop()))), None);
}

#[test]
fn of_two_equally_near_the_earlier_votes() {
    let town = town().with(|town| {
        for hours in [-3.5, -3.0, -2.5, -2.0] {
            vote(town, hours * HOUR, -30.0);
        }
        town.events.push(lit("K1", -1_800.0, -1_790.0));
        town.recordings.extend([automatic(-1_700.0), automatic(-1_900.0)]);
    });
    let clock = obligation(&town).clock.unwrap();
    // Differences −30 four times and −100, or +100; MAD is 0 in both, and only the erratic u would tell. So
    // make it erratic with a second such vote.
    assert_eq!(clock.offset, span(-30.0));
    let town = town.with(|town| {
        town.events.push(lit("K2", -900.0, -890.0));
        town.recordings.extend([automatic(-830.0), automatic(-970.0)]);
    });
    // −30 ×4, −100, −70: four of six are fewer than three quarters; the median is −30 and u is 70.
    let clock = obligation(&town).clock.unwrap();
    assert_eq!((clock.offset, clock.uncertainty, clock.suspect), (span(-30.0), span(70.0), true));
}

#[rstest]
#[case::known(Some(45.0), 45)]
#[case::not_known_is_start_and_buffer(None, 70)]
fn the_latest_possible_activation_votes(#[case] activated: Option<f64>, #[case] offset: i64) {
    let town = steady(town(), 40.0).under(|policy| policy.pre_event_buffer = span(30.0)).with(|town| {
        for recording in &mut town.recordings {
            recording.activated_at = activated.map(|seconds| recording.start + span(seconds - 40.0));
        }
    });
    assert_eq!(clock(&town), Some(offset));
}

#[test]
fn the_judged_activations_own_vote_is_left_out() {
    // Four votes of 0 and its own of 40.
    let town = town().with(|town| {
        for hours in [-3.5, -3.0, -2.5, -2.0] {
            vote(town, hours * HOUR, 0.0);
        }
        town.recordings.push(automatic(40.0));
    });
    assert_eq!(clock(&town), None);
}

/// The votes of [`steady`] come from V2, which O1 drove two days earlier.
fn in_another_car() -> Evidence {
    steady(town(), 40.0).with(|town| {
        for event in town.events.iter_mut().skip(1) {
            event.subject = Subject::Vehicle("V2".into());
        }
        town.assignments.push(tour("O1").with(|tour| tour.vehicle = Some("V2".into())));
    })
}

#[test]
fn with_fewer_than_five_votes_of_the_car_those_of_any_car_count() {
    assert_eq!(clock(&in_another_car()), Some(40));
    let both = in_another_car().with(|town| {
        // Five votes of V1 itself, 10 s ahead.
        (2..7).for_each(|step| vote(town, -1_800.0 * f64::from(step) - 900.0, 10.0));
    });
    assert_eq!(clock(&both), Some(10));
    let four_of_its_own = both.with(|town| drop((town.events.pop(), town.recordings.pop())));
    assert_eq!(clock(&four_of_its_own), Some(40), "and then all of any car");
}

#[rstest]
#[case::fourteen_days(14.0 * DAY, Some(40))]
#[case::more(14.0 * DAY + TICK, None)]
fn votes_count_for_fourteen_days(#[case] ago: f64, #[case] offset: Option<i64>) {
    let town = town().with(|town| {
        // The oldest of five; a tour of a minute around it.
        vote(town, -ago, 40.0);
        town.assignments.push(tour("O1").with(|tour| (tour.from, tour.to) = (at(-ago - 60.0), at(-ago + 60.0))));
        for hours in [-3.5, -3.0, -2.5, -2.0] {
            vote(town, hours * HOUR, 40.0);
        }
    });
    assert_eq!(clock(&town), offset);
}

#[test]
fn without_votes_the_offset_is_none_and_the_uncertainty_the_policys() {
    let clock =
        obligation(&town_with([rec(0.0, 700.0)]).under(|policy| policy.clock_uncertainty = span(7.0))).clock.unwrap();
    assert_eq!((clock.offset, clock.uncertainty, clock.fitted), (span(0.0), span(7.0), false));
}

#[rstest]
#[case::in_time_by_the_cars_clock(110.0, "on-time")]
#[case::late_by_the_cars_clock(10.0 + 123.0, "late")]
fn camera_times_are_corrected(#[case] start: f64, #[case] expected: &str) {
    assert_eq!(verdict(&steady(town_with([rec(start, 900.0)]), 100.0)), expected);
}

#[rstest]
#[case::activated_u_after_the_end(rec(702.0, 900.0), "late")]
#[case::activated_later(rec(702.0 + TICK, 900.0), "not-recorded")]
#[case::ended_u_before_on(rec(40.0, 98.0), "not-recorded")]
#[case::ended_later(rec(40.0, 98.0 + TICK), "indeterminate clock")]
#[case::empty_u_before_on(empty(98.0), "footage-missing empty-recording")]
#[case::empty_earlier(empty(98.0 - TICK), "not-recorded")]
#[case::media_and_its_end(rec(100.0, 668.0), "on-time")]
#[case::media_that_ended_early(rec(100.0, 668.0 - TICK), "ended-early")]
fn recordings_are_corrected_by_their_cameras_clock(#[case] recording: Recording, #[case] expected: &str) {
    // C1 is 100 s ahead, and sure to 2 s.
    assert_eq!(verdict(&steady(town_with([recording]), 100.0)), expected);
}

#[test]
fn media_and_shown_files_are_corrected_too() {
    // C1 is 100 s ahead: the second file ended 3 s before `on`, the fourth began within the trigger.
    let files =
        [rec(-400.0, 40.0), rec(40.0, 97.0), rec(97.0, 400.0), rec(405.0, 690.0), rec(690.0, 705.0), rec(705.0, 800.0)];
    let obligation = obligation(&steady(town_with(files), 100.0));
    assert_eq!(obligation.recordings, [0, 2, 3, 4]);
    assert_eq!(obligation.uncovered, Some(span(5.0)));
}

#[rstest]
// C1 is 100 s ahead: what it logs at 700 s happened at the trigger's end.
#[case::in_time(700.0, "footage-missing device-log")]
#[case::too_late(700.0 + TICK, "not-recorded")]
fn the_device_log_is_corrected_too(#[case] start: f64, #[case] expected: &str) {
    let town = steady(town(), 100.0).with(|town| town.device_log.push(logged(start, "record-start")));
    assert_eq!(verdict(&town), expected);
}

#[test]
fn each_recording_is_corrected_by_its_own_cameras_clock() {
    // C1 is 100 s ahead; C2, of which nothing is known, is not.
    let other = rec(10.0, 900.0).with(|r| (r.camera, r.officer) = (Some("C2".into()), Some("O1".into())));
    let obligation = obligation(&steady(town_with([other]), 100.0));
    assert_eq!((obligation.gap, obligation.clock_camera), (Some(span(10.0)), Some("C2".into())));
    assert_eq!(obligation.clock.map(|clock| clock.offset), Some(span(0.0)));
}

#[test]
fn of_an_unknown_camera_each_recording_is_corrected_by_its_own_clock() {
    // O1's blank tour; C1 is 100 s ahead, so what it calls 50 s after the tour was within it.
    let blank = |start: f64| {
        steady(town(), 100.0).with(|town| {
            town.assignments[0].to = at(-1.0);
            town.assignments.push(tour("O1").with(|tour| (tour.from, tour.camera) = (at(-1.0), CameraFact::Blank)));
            let of_o1 = |start, end| rec(start, end).with(|recording| recording.officer = Some("O1".into()));
            // Within u of `on`, so that the camera is unknown rather than none.
            town.recordings.extend([of_o1(90.0, 98.0), of_o1(start, start + 60.0)]);
            town.as_of = at(TO + HOUR);
        })
    };
    assert_eq!(verdict(&blank(TO + 50.0)), "upload-pending");
    assert_eq!(verdict(&blank(TO + 100.0)), "not-recorded");
}

#[rstest]
#[case::nothing_known(0.0, false, 2.0)]
#[case::a_little_ahead(1.0, true, 2.0)]
#[case::ahead(40.0, true, 40.0)]
#[case::behind(-40.0, true, 40.0)]
fn contacts_are_not_corrected_but_as_unsure_as_the_clock_is_off(
    #[case] ahead: f64,
    #[case] fitted: bool,
    #[case] uncertainty: f64,
) {
    let town = if fitted { steady(town(), ahead) } else { town() };
    let town = town.with(|town| town.events[0] = contact("E1", 0.0, 600.0));
    let clock = obligation(&town).clock.unwrap();
    assert_eq!((clock.offset, clock.uncertainty, clock.fitted), (span(0.0), span(uncertainty), fitted));
}
