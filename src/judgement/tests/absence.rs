//! Contract, "Emptied, and the camera's own traces", rows 10 to 12: nothing is here; was the camera emptied, and did
//! it leave a trace?

use rstest::rstest;

use super::builder::*;
use crate::evidence::{Evidence, Footage, Recording};
use crate::facts::{CameraFact, DeviceEvent};

/// Nothing shows that the camera was emptied, and the upload deadline has not passed.
fn pending() -> Evidence {
    town().with(|town| (town.device_log, town.as_of) = (vec![].into(), at(TO + DAY)))
}

#[rstest]
#[case::nothing(&[], "upload-pending")]
#[case::dock_then_undock(&[logged(0.0, "dock"), logged(1.0, "undock")], "not-recorded")]
#[case::dock_before_on(&[logged(-TICK, "dock"), logged(1.0, "undock")], "upload-pending")]
#[case::dock_alone(&[logged(1.0, "dock")], "upload-pending")]
#[case::undock_before_dock(&[logged(1.0, "undock"), logged(2.0, "dock")], "upload-pending")]
#[case::undock_with_dock(&[logged(1.0, "undock"), logged(1.0, "dock")], "upload-pending")]
#[case::undock_after_a_second_dock(&[logged(1.0, "dock"), logged(2.0, "dock"), logged(3.0, "undock")], "not-recorded")]
#[case::of_another_camera(
    &[logged(1.0, "dock").with(|e| e.camera = "C2".into()), logged(2.0, "undock").with(|e| e.camera = "C2".into())],
    "upload-pending")]
fn row_10_a_dock_and_undock_empty_a_camera(#[case] log: &[DeviceEvent], #[case] expected: &str) {
    assert_eq!(verdict(&pending().with(|town| town.device_log = log.to_vec().into())), expected);
}

#[rstest]
#[case::starting_with_the_end_of_the_tour(rec(TO, TO + 60.0), "not-recorded")]
#[case::starting_in_the_tour(rec(TO - TICK, TO + 60.0), "upload-pending")]
#[case::lost(lost(TO, TO + 60.0), "upload-pending")]
#[case::purged(rec(TO, TO + 60.0).with(|r| r.footage = Footage::Purged), "upload-pending")]
#[case::empty(empty(TO), "upload-pending")]
#[case::of_another_camera(rec(TO, TO + 60.0).with(|r| r.camera = Some("C2".into())), "upload-pending")]
#[case::of_another_camera_naming_the_officer(
    rec(TO, TO + 60.0).with(|r| (r.camera, r.officer) = (Some("C2".into()), Some("O1".into()))), "upload-pending")]
fn row_10_a_recording_after_the_tour_shows_an_upload(#[case] recording: Recording, #[case] expected: &str) {
    assert_eq!(verdict(&pending().with(|town| town.recordings = vec![recording].into())), expected);
}

#[rstest]
#[case::of_the_officer(rec(TO, TO + 60.0).with(|r| r.officer = Some("O1".into())), "not-recorded")]
#[case::of_the_officer_by_another_camera(
    rec(TO, TO + 60.0).with(|r| (r.camera, r.officer) = (Some("C9".into()), Some("O1".into()))), "not-recorded")]
#[case::of_another_officer(rec(TO, TO + 60.0).with(|r| r.officer = Some("O2".into())), "upload-pending")]
fn row_10_of_an_unknown_camera_the_officers_recordings_count(#[case] recording: Recording, #[case] expected: &str) {
    let town = pending().with(|town| {
        // So that row 5b passes.
        let earlier = rec(-9.0 * DAY, -8.0 * DAY).with(|recording| recording.officer = Some("O1".into()));
        town.recordings = vec![earlier, recording].into();
        town.assignments = vec![tour("O1").with(|tour| tour.camera = CameraFact::Unsaid)].into();
    });
    assert_eq!(verdict(&town), expected);
}

#[rstest]
#[case::consecutive(&[numbered(7, -90.0), numbered(8, 700.0)], "not-recorded")]
#[case::at_on_is_before(&[numbered(7, -90.0), empty(0.0).with(|r| r.sequence = Some(8))], "footage-missing empty-recording")]
#[case::a_gap(&[numbered(7, -90.0), numbered(9, 700.0)], "upload-pending")]
#[case::none_after(&[numbered(7, -90.0)], "upload-pending")]
#[case::none_before(&[numbered(8, 700.0)], "upload-pending")]
#[case::the_nearest_count(&[numbered(6, -200.0), numbered(7, -90.0), numbered(8, 700.0), numbered(9, 800.0)], "not-recorded")]
#[case::lost_ones_count(&[lost(-90.0, -80.0).with(|r| r.sequence = Some(7)), numbered(8, 700.0)], "not-recorded")]
#[case::empty_ones_count(&[numbered(7, -90.0), empty(700.0).with(|r| r.sequence = Some(8))], "not-recorded")]
#[case::of_another_camera(&[numbered(7, -90.0), numbered(8, 700.0).with(|r| r.camera = Some("C2".into()))], "upload-pending")]
fn row_10_consecutive_numbers_leave_nothing_to_upload(#[case] recordings: &[Recording], #[case] expected: &str) {
    assert_eq!(verdict(&pending().with(|town| town.recordings = recordings.to_vec().into())), expected);
}

#[rstest]
#[case::a_dock_alone(logged(0.0, "dock"), None, "not-recorded")]
#[case::a_dock_before_on(logged(-TICK, "dock"), None, "upload-pending")]
#[case::a_recording_that_starts_after_on(logged(-1.0, "undock"), Some(rec(700.0, 760.0)), "not-recorded")]
#[case::one_that_ended_before_on(logged(-1.0, "undock"), Some(rec(-60.0, -10.0)), "upload-pending")]
#[case::one_that_is_lost(logged(-1.0, "undock"), Some(lost(700.0, 760.0)), "upload-pending")]
fn row_10_after_the_upload_deadline_less_is_asked(
    #[case] log: DeviceEvent,
    #[case] recording: Option<Recording>,
    #[case] expected: &str,
) {
    let town = |as_of| {
        pending().with(|town| {
            (town.device_log, town.as_of) = (vec![log.clone()].into(), at(as_of));
            town.recordings = recording.clone().into_iter().collect();
        })
    };
    assert_eq!(verdict(&town(TO + DAY)), "upload-pending", "up to the deadline");
    assert_eq!(verdict(&town(TO + DAY + TICK)), expected);
}

#[rstest]
#[case::on_the_deadline(TO + DAY, false)]
#[case::after_it(TO + DAY + TICK, true)]
fn row_10_an_upload_is_overdue_after_its_deadline(#[case] as_of: f64, #[case] overdue: bool) {
    let town = pending().with(|town| town.as_of = at(as_of));
    assert_eq!(verdict(&town), "upload-pending");
    assert_eq!(obligation(&town).upload_overdue, overdue);
}

// Row 11, device log.

#[rstest]
#[case::u_before_on(-2.0, "footage-missing device-log")]
#[case::earlier(-2.0 - TICK, "not-recorded")]
#[case::at_the_horizon(600.0, "footage-missing device-log")]
#[case::later(600.0 + TICK, "not-recorded")]
fn row_11_a_logged_start_without_recording(#[case] start: f64, #[case] expected: &str) {
    assert_eq!(verdict(&town().with(|town| town.device_log.push(logged(start, "Record-Start")))), expected);
}

#[rstest]
#[case::five_seconds_after_its_end(rec(-90.0, -6.0), "not-recorded")]
#[case::later_than_that(rec(-90.0, -6.0 - TICK), "footage-missing device-log")]
#[case::five_seconds_before_its_start(rec(604.0 + TICK, 700.0), "not-recorded")]
#[case::lost_ones_too(lost(-90.0, -3.0), "not-recorded")]
#[case::not_one_without_length(empty(-3.0), "footage-missing device-log")]
#[case::not_one_of_another_camera(rec(-90.0, -3.0).with(|r| r.camera = Some("C2".into())), "footage-missing device-log")]
fn row_11_a_recording_with_length_contains_the_logged_start(#[case] recording: Recording, #[case] expected: &str) {
    // A start a second before `on`, or at the end: within [on − u, horizon], and near a recording that is no
    // candidate.
    let start = if recording.start > at(0.0) { 599.0 + TICK } else { -1.0 };
    let recording = recording.with(|recording| {
        if recording.start > at(0.0) {
            // Activated too late to be a candidate.
            recording.activated_at = Some(at(650.0));
        }
    });
    let town = town_with([recording]).with(|town| town.device_log.push(logged(start, "record-start")));
    assert_eq!(verdict(&town), expected);
}

#[test]
fn row_11_contains_means_from_the_first_frame_on() {
    // The first frame is 90 s after the logged start, whatever the activation is said to be.
    let odd = rec(690.0, 800.0).with(|recording| recording.activated_at = Some(at(603.0)));
    let town = town_with([odd]).with(|town| town.device_log.push(logged(600.0, "record-start")));
    assert_eq!(verdict(&town), "footage-missing device-log");
}

// Row 11, numbers.

#[rstest]
#[case::a_gap(&[numbered(7, -90.0), numbered(9, 700.0)], "footage-missing sequence-gap")]
#[case::a_wide_gap(&[numbered(7, -90.0), numbered(70, 700.0)], "footage-missing sequence-gap")]
#[case::none(&[numbered(7, -90.0), numbered(8, 700.0)], "not-recorded")]
#[case::one_that_starts_at_on_is_before(
    // It was activated too late to be a candidate.
    &[numbered(7, -90.0), numbered(8, 0.0).with(|r| (r.end, r.activated_at) = (at(650.0), Some(at(640.0)))), numbered(10, 700.0)],
    "footage-missing sequence-gap")]
#[case::numbers_that_begin_anew(&[numbered(7, -90.0), numbered(1, 700.0)], "not-recorded")]
#[case::the_same_number(&[numbered(7, -90.0), numbered(7, 700.0)], "not-recorded")]
#[case::another_number_between_elsewhere(&[numbered(7, -90.0), numbered(9, 700.0), numbered(8, 5_000.0)], "not-recorded")]
#[case::another_number_outside_elsewhere(&[numbered(7, -90.0), numbered(9, 700.0), numbered(10, 5_000.0)], "footage-missing sequence-gap")]
#[case::lost_and_empty_ones_count(
    &[lost(-90.0, -80.0).with(|r| r.sequence = Some(7)), empty(700.0).with(|r| r.sequence = Some(9))],
    "footage-missing sequence-gap")]
#[case::before_the_tour_and_in_it(&[numbered(7, FROM - 90.0), numbered(9, 700.0)], "footage-missing sequence-gap")]
#[case::in_the_tour_and_after_it(&[numbered(7, -90.0), numbered(9, TO + 90.0)], "footage-missing sequence-gap")]
#[case::before_the_tour_and_with_its_end(&[numbered(7, FROM - 90.0), numbered(9, TO)], "not-recorded")]
#[case::with_its_beginning_and_after_it(&[numbered(7, FROM), numbered(9, TO)], "footage-missing sequence-gap")]
#[case::of_another_camera(&[numbered(7, -90.0), numbered(9, 700.0).with(|r| r.camera = Some("C2".into()))], "not-recorded")]
fn row_11_a_gap_in_the_numbers(#[case] recordings: &[Recording], #[case] expected: &str) {
    assert_eq!(verdict(&town_with(recordings.to_vec())), expected);
}

#[test]
fn row_11_the_log_comes_before_the_numbers() {
    let town = town_with([numbered(7, -90.0), numbered(9, 700.0)])
        .with(|town| town.device_log.push(logged(10.0, "record-start")));
    assert_eq!(verdict(&town), "footage-missing device-log");
    assert_eq!(obligation(&town).device_rows, [3, 1, 2], "what shows that the camera was emptied comes after it");
}

#[test]
fn row_12_none_of_the_above() {
    assert_eq!(verdict(&town()), "not-recorded");
}

/// Recordings and rows of the log that a verdict rests on, as indices.
#[rstest]
#[case::dock_and_undock_empty_the_camera_and_the_log_goes_on(town(), &[], &[0, 1])]
#[case::a_later_recording_empties_the_camera(pending().with(|t| t.recordings = vec![rec(TO, TO + 60.0)].into()), &[0], &[])]
#[case::numbers_show_both(
    pending().with(|t| t.recordings = vec![numbered(4, -HOUR), numbered(5, HOUR)].into()), &[0, 1, 0, 1], &[])]
#[case::a_fault(town().with(|t| t.device_log.push(logged(-60.0, "fault"))), &[], &[3, 1, 3])]
fn row_12_says_what_it_rests_on(#[case] town: Evidence, #[case] recordings: &[usize], #[case] log: &[usize]) {
    let obligation = obligation(&town);
    assert_eq!(said(&obligation), "not-recorded");
    assert_eq!(obligation.rests_on.recordings, recordings);
    assert_eq!(obligation.rests_on.device_rows, log);
}
