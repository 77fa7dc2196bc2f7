//! Contract, "Obligations" and "The verdict": who is obliged, and rows 4, 5 and 5b.

use rstest::rstest;

use super::builder::*;
use crate::base::index::Ix;
use crate::evidence::{Evidence, Recording};
use crate::facts::{Assignment, CameraFact, RowRef};
use crate::judgement::Obligation;

fn crew(tours: impl IntoIterator<Item = Assignment>) -> Evidence {
    town().with(|town| town.assignments = tours.into_iter().collect())
}

fn officers(obligations: &[Obligation]) -> Vec<&str> {
    obligations
        .iter()
        .map(|obligation| obligation.officer.as_ref().map_or("nobody", |officer| officer.as_str()))
        .collect()
}

#[rstest]
#[case::on_at_the_beginning_of_the_tour(0.0, 60.0, &["O1"])]
#[case::on_before_the_tour(TICK, 60.0, &["nobody"])]
#[case::on_at_the_end_of_the_tour(-60.0, 0.0, &["nobody"])]
#[case::on_just_before_its_end(-60.0, TICK, &["O1"])]
fn a_tour_obliges_from_its_beginning_up_to_its_end(#[case] from: f64, #[case] to: f64, #[case] expected: &[&str]) {
    let town = crew([tour("O1").with(|tour| (tour.from, tour.to) = (at(from), at(to)))]);
    assert_eq!(officers(&obligations(&town, "E1")), expected);
}

#[test]
fn a_two_officer_car_gives_two_obligations() {
    let town = crew([tour("O2"), tour("O1")]).with(|town| town.recordings = vec![rec(0.0, 700.0)].into());
    let both = obligations(&town, "E1");
    assert_eq!(officers(&both), ["O1", "O2"]);
    assert_eq!(both.iter().map(|one| one.verdict.as_str()).collect::<Vec<_>>(), ["on-time", "upload-pending"]);
}

#[test]
fn a_contact_obliges_its_officer_alone() {
    let town = crew([tour("O1"), tour("O2")]).with(|town| town.events = vec![contact("E1", 0.0, 600.0)]);
    assert_eq!(officers(&obligations(&town, "E1")), ["O1"]);
}

#[test]
fn a_contact_obliges_an_officer_on_foot() {
    let on_foot = tour("O1").with(|tour| tour.vehicle = None);
    assert_eq!(
        verdict(&crew([on_foot.clone()]).with(|town| town.events = vec![contact("E1", 0.0, 600.0)])),
        "not-recorded"
    );
    assert_eq!(verdict(&crew([on_foot])), "indeterminate no-assignment");
}

fn line(tour: Assignment, line: u64) -> Assignment {
    tour.with(|tour| tour.row = RowRef { file: Ix::made_up(0), line })
}

#[rstest]
#[case::with_a_camera_first(
    [tour("O1").with(|t| t.camera = CameraFact::Blank), tour("O1").with(|t| t.from = at(FROM + 60.0))], 1)]
#[case::then_the_earliest_from([tour("O1").with(|t| t.from = at(FROM + 60.0)), tour("O1")], 1)]
#[case::then_the_first_row([line(tour("O1"), 9), line(tour("O1").with(|t| t.unit = Some("U".into())), 8)], 1)]
fn of_several_tours_one_counts_and_the_others_conflict(#[case] tours: [Assignment; 2], #[case] counts: usize) {
    let obligation = obligation(&crew(tours));
    assert_eq!(obligation.tour.unwrap(), counts);
    assert_eq!(obligation.other_tours, [1 - counts]);
    assert_eq!(obligation.doubts.iter().map(|doubt| doubt.as_str()).collect::<Vec<_>>(), ["identity-conflict"]);
}

#[test]
fn a_second_tour_in_another_car_conflicts_for_a_contact_only() {
    let town = crew([tour("O1"), tour("O1").with(|tour| tour.vehicle = Some("V2".into()))]);
    assert_eq!(obligation(&town).other_tours, [0; 0]);
    let town = town.with(|town| town.events = vec![contact("E1", 0.0, 600.0)]);
    assert_eq!(obligation(&town).other_tours, [1]);
}

#[test]
fn the_trigger_ends_no_later_than_the_tour() {
    let town =
        crew([tour("O1").with(|tour| tour.to = at(100.0))]).with(|town| town.recordings = vec![rec(0.0, 60.0)].into());
    let obligation = obligation(&town);
    assert_eq!(obligation.off, Some(at(100.0)));
    assert_eq!(obligation.uncovered, Some(span(40.0)), "its lit time too");
}

// Row 4.

#[test]
fn row_4_without_assignment_nothing_can_be_said() {
    assert_eq!(verdict(&crew([])), "indeterminate no-assignment");
    let town = crew([]).with(|town| town.events = vec![contact("E1", 0.0, 600.0)]);
    assert_eq!(verdict(&town), "indeterminate no-assignment");
    assert_eq!(officers(&obligations(&town, "E1")), ["O1"], "a contact names its officer all the same");
}

#[rstest]
#[case::recorded_in_time(rec(0.0, 700.0), "on-time")]
#[case::recorded_late(rec(60.0, 700.0), "late")]
#[case::recorded_by_another(rec(0.0, 700.0).with(|r| r.officer = Some("O2".into())), "indeterminate no-assignment")]
#[case::footage_lost(lost(0.0, 700.0), "indeterminate no-assignment")]
fn row_4_a_contact_whose_officer_has_a_candidate_goes_on(#[case] recording: Recording, #[case] expected: &str) {
    let recording = recording.with(|recording| {
        recording.officer.get_or_insert("O1".into());
    });
    let town = crew([]).with(|town| {
        (town.events, town.recordings) = (vec![contact("E1", 0.0, 600.0)], vec![recording].into());
    });
    assert_eq!(verdict(&town), expected);
}

// Row 5.

#[rstest]
#[case::exempt_without_regard_to_case(Some("Plain-Clothes"), "not-required exempt-duty")]
#[case::not_exempt(Some("patrol"), "not-recorded")]
#[case::none(None, "not-recorded")]
fn row_5_exempt_duty(#[case] duty: Option<&str>, #[case] expected: &str) {
    assert_eq!(verdict(&crew([tour("O1").with(|tour| tour.duty = duty.map(Into::into))])), expected);
}

fn blank() -> Assignment {
    tour("O1").with(|tour| tour.camera = CameraFact::Blank)
}

fn of_o1(start: f64, end: f64) -> Recording {
    rec(start, end).with(|recording| (recording.officer, recording.camera) = (Some("O1".into()), Some("C7".into())))
}

#[rstest]
#[case::nothing_recorded(&[], "not-required no-camera-issued")]
#[case::another_officer_recorded(&[rec(0.0, 700.0)], "not-required no-camera-issued")]
#[case::the_officer_recorded(&[of_o1(0.0, 700.0)], "on-time")]
#[case::one_file_of_several_names_the_officer(
    &[rec(0.0, 300.0).with(|r| r.camera = Some("C7".into())), of_o1(300.0, 700.0)], "on-time")]
#[case::ended_u_before_on(&[of_o1(-60.0, -2.0)], "not-recorded")]
#[case::ended_earlier_than_that(&[of_o1(-60.0, -2.0 - TICK)], "not-required no-camera-issued")]
#[case::started_u_after_the_horizon(&[of_o1(602.0, 700.0)], "late")]
#[case::started_later_than_that(&[of_o1(602.0 + TICK, 700.0)], "not-required no-camera-issued")]
#[case::the_officers_footage_is_lost(&[of_o1(0.0, 700.0).with(|r| r.footage = crate::evidence::Footage::Lost)], "footage-missing missing-file")]
fn row_5_no_camera_issued_unless_the_officer_recorded(#[case] recordings: &[Recording], #[case] expected: &str) {
    // What shows that a camera was emptied, for the cases that get so far.
    let later = of_o1(8.0 * HOUR, 9.0 * HOUR);
    let town = crew([blank()]).with(|town| town.recordings = recordings.iter().cloned().chain([later]).collect());
    assert_eq!(verdict(&town), expected);
}

#[rstest]
#[case::before_and_after(&[-DAY, DAY], true)]
#[case::neither(&[], false)]
#[case::only_before(&[-DAY], false)]
#[case::only_after(&[DAY], false)]
fn a_blank_camera_between_tours_with_one_is_said(#[case] others: &[f64], #[case] expected: bool) {
    let other = |start: &f64| tour("O1").with(|tour| (tour.from, tour.to) = (at(*start), at(start + HOUR)));
    let town = crew(others.iter().map(other).chain([blank()]));
    assert_eq!(verdict(&town), "not-required no-camera-issued");
    assert_eq!(obligation(&town).camera_blank, expected);
}

// Row 5b.

#[rstest]
#[case::no_recording_names_the_officer(&[rec(0.0, 700.0)], "indeterminate camera-unknown")]
#[case::one_does_and_it_is_this(&[of_o1(0.0, 700.0)], "on-time")]
#[case::one_does_and_it_is_far_away(&[of_o1(-9.0 * DAY, -8.0 * DAY)], "upload-pending")]
fn row_5b_a_source_that_says_nothing_about_cameras(#[case] recordings: &[Recording], #[case] expected: &str) {
    let unsaid = tour("O1").with(|tour| tour.camera = CameraFact::Unsaid);
    assert_eq!(verdict(&crew([unsaid]).with(|town| town.recordings = recordings.to_vec().into())), expected);
}

#[test]
fn an_unknown_camera_has_no_log_and_no_numbers() {
    let unsaid = tour("O1").with(|tour| tour.camera = CameraFact::Unsaid);
    // The log and the numbers of C1 would show a recording; the officer's later one shows it was emptied.
    let town = crew([unsaid]).with(|town| {
        town.device_log.push(logged(10.0, "record-start"));
        town.recordings = vec![numbered(7, -60.0), numbered(9, 3_000.0), of_o1(8.0 * HOUR, 9.0 * HOUR)].into();
    });
    assert_eq!(verdict(&town), "not-recorded");
    assert_eq!(obligation(&town).confidence().as_str(), "medium");
}
