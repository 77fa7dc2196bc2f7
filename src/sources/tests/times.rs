//! Zones, gaps and folds, and what lies after `--as-of`.

use rstest::rstest;

use super::builder::{Desk, counts, moment, one, rejected};

const LOCAL: &str = "event_id,vehicle_id,on\nE1,V1,2020-11-05 12:00:00\n";

#[test]
fn times_without_offset_need_a_zone_from_somewhere() {
    let desk = Desk::without_zone().file("x.csv", LOCAL).source("lightbar", "files = [\"x.csv\"]");
    assert_eq!(
        desk.error(),
        "x.csv of [[lightbar]] column `on` has times without offset, and neither the source nor [department] names a \
         `time-zone`"
    );
    let with_offset = "event_id,vehicle_id,on\nE1,V1,2020-11-05T12:00:00-06:00\n";
    assert!(Desk::without_zone().file("x.csv", with_offset).source("lightbar", "files = [\"x.csv\"]").read().is_ok());
}

#[rstest]
#[case::the_departments("", "2020-11-05T18:00:00Z")]
#[case::the_sources_own("time-zone = \"UTC\"", "2020-11-05T12:00:00Z")]
fn times_without_offset_are_read_in_the_zone(#[case] zone: &str, #[case] utc: &str) {
    let desk = Desk::new().file("x.csv", LOCAL).source("lightbar", &format!("files = [\"x.csv\"]\n{zone}"));
    assert_eq!(desk.inputs().lightbar[0].on.earlier(), moment(utc));
}

// The clocks of Chicago went forward at 2 o'clock on 8 March 2020, and back at 2 o'clock on 1 November.

#[rstest]
#[case("lightbar", "event_id,vehicle_id,on", "E1,V1,2020-03-08 02:30:00", "on")]
#[case("contacts", "event_id,officer_id,on,off", "E1,O1,2020-03-08 01:59:59,2020-03-08 02:00:00", "off")]
#[case("recordings", "recording_id,camera_id,start,duration_s", "R1,C1,2020-03-08 02:30:00,60", "start")]
#[case("assignments", "officer_id,from,to", "O1,2020-03-08 02:30:00,2020-03-08 08:00:00", "from")]
#[case("justifications", "justification_id,officer_id,reason,filed_at", "J1,O1,safety,2020-03-08 02:59:59", "filed_at")]
#[case("device-log", "camera_id,at,event", "C1,2020-03-08 02:30:00,dock", "at")]
fn a_time_in_a_gap_is_impossible(#[case] kind: &str, #[case] header: &str, #[case] row: &str, #[case] column: &str) {
    let reasons = rejected(&one(kind, format!("{header}\n{row}\n")).inputs());
    assert_eq!(reasons.len(), 1);
    assert!(reasons[0].starts_with(&format!("2: `{column}` \"")), "{reasons:?}");
    assert!(reasons[0].ends_with("does not exist: the clocks went forward over it"), "{reasons:?}");
}

#[test]
fn a_triggers_time_in_a_fold_keeps_both_readings() {
    let inputs =
        one("lightbar", "event_id,vehicle_id,on,off\nE1,V1,2020-11-01 01:30:00,2020-11-01 01:10:00\n").inputs();
    let event = &inputs.lightbar[0];
    assert_eq!(
        (event.on.earlier(), event.on.later()),
        (moment("2020-11-01T06:30:00Z"), moment("2020-11-01T07:30:00Z"))
    );
    assert!(event.off.unwrap().is_ambiguous(), "off before on is possible: first pass, then second");
}

#[test]
fn a_triggers_end_before_every_reading_of_its_beginning_is_rejected() {
    let content = "event_id,vehicle_id,on,off\nE1,V1,2020-11-01 01:30:00,2020-11-01 00:10:00\n";
    assert_eq!(rejected(&one("lightbar", content).inputs()), ["2: `off` is before `on`"]);
}

#[test]
fn elsewhere_a_fold_is_read_early_and_remembered() {
    let recordings =
        one("recordings", "recording_id,camera_id,start,end\nR1,C1,2020-11-01 01:30:00,2020-11-01 01:40:00\n");
    let recording = &recordings.inputs().recordings[0];
    assert_eq!((recording.start, recording.end), (moment("2020-11-01T06:30:00Z"), moment("2020-11-01T06:40:00Z")));
    let later = recording.later.as_deref().unwrap();
    assert_eq!((later.start, later.end), (moment("2020-11-01T07:30:00Z"), moment("2020-11-01T07:40:00Z")));
    let log =
        one("device-log", "camera_id,at,event\nC1,2020-11-01 01:30:00,dock\nC1,2020-11-01 03:30:00,dock\n").inputs();
    assert_eq!(log.device_log.iter().map(|event| event.ambiguous).collect::<Vec<_>>(), [true, false]);
}

#[rstest]
#[case::recordings(
    "recordings",
    "recording_id,camera_id,start,end",
    "R1,C1,2020-11-01T01:30:00-05:00,2020-11-01 01:10:00"
)]
#[case::assignments("assignments", "officer_id,from,to", "O1,2020-11-01T01:30:00-05:00,2020-11-01 01:10:00")]
fn an_end_in_a_fold_is_the_reading_after_the_start(#[case] kind: &str, #[case] header: &str, #[case] row: &str) {
    let inputs = one(kind, format!("{header}\n{row}\n")).inputs();
    let end = inputs.recordings.first().map(|row| row.end).or(inputs.assignments.first().map(|row| row.to));
    assert_eq!(end, Some(moment("2020-11-01T07:10:00Z")));
}

// As of 2020-12-01T00:00:00Z.

#[rstest]
#[case("lightbar", "event_id,vehicle_id,on", "E1,V1,{}")]
#[case("contacts", "event_id,officer_id,on", "E1,O1,{}")]
#[case("recordings", "recording_id,camera_id,start,duration_s", "R1,C1,{},60")]
#[case("assignments", "officer_id,from,to", "O1,{},2020-12-24T00:00:00Z")]
#[case("justifications", "justification_id,officer_id,reason,filed_at", "J1,O1,safety,{}")]
#[case("device-log", "camera_id,at,event", "C1,{},dock")]
fn rows_dated_after_as_of_are_counted_and_not_used(#[case] kind: &str, #[case] header: &str, #[case] row: &str) {
    let counts_at = |time: &str| {
        let inputs = one(kind, format!("{header}\n{}\n", row.replace("{}", time))).inputs();
        assert_eq!(rejected(&inputs), [""; 0]);
        counts(&inputs.files[0])
    };
    assert_eq!(counts_at("2020-12-01T00:00:00Z"), [1, 1, 0, 0, 0, 0]);
    assert_eq!(counts_at("2020-12-01T00:00:00.000001Z"), [1, 0, 0, 0, 1, 0]);
}

#[test]
fn a_backward_recording_after_as_of_is_not_even_a_trace() {
    let content = "recording_id,camera_id,start,duration_s\nR1,C1,2020-12-02T00:00:00Z,-5\n";
    let inputs = one("recordings", content).inputs();
    assert_eq!((inputs.backward.len(), counts(&inputs.files[0])), (0, [1, 0, 0, 0, 1, 0]));
}

#[rstest]
#[case::by_then("2020-12-01T00:00:00Z", true)]
#[case::later("2020-12-01T00:00:01Z", false)]
#[case::at_an_unknown_time("", true)]
fn an_approval_after_as_of_is_not_there_yet(#[case] approved_at: &str, #[case] approved: bool) {
    let header = "justification_id,officer_id,reason,filed_at,approved_by,approved_at";
    let row = format!("J1,O1,safety,2020-11-05T00:00:00Z,S1,{approved_at}");
    let justification = one("justifications", format!("{header}\n{row}\n")).inputs().justifications.remove(0);
    assert_eq!(justification.approved_by.is_some(), approved);
    assert_eq!(justification.approved_at.is_some(), approved && !approved_at.is_empty());
}
