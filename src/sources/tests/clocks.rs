//! Rows under a `[[clock]]`.

use rstest::rstest;

use super::builder::{Desk, moment, one, rejected};
use crate::base::time::Moment;
use crate::facts::inputs::Inputs;

fn corrected(inputs: &Inputs) -> Vec<u64> {
    inputs.corrections.iter().map(|correction| correction.rows).collect()
}

fn noon(minutes: i64) -> Moment {
    moment("2020-11-05T12:00:00Z") + crate::base::time::Span::from_mins(minutes)
}

const INDEX: &str = "recording_id,camera_id,start,end,activated_at,uploaded_at\n\
    R1,C1,2020-11-05T12:00:00Z,2020-11-05T12:10:00Z,2020-11-05T12:01:00Z,2020-11-05T20:00:00Z\n";

/// The start, end, activation and upload in minutes from noon.
#[rstest]
#[case::the_camera("camera = \"C1\"\noffset = \"-1h\"", [60, 70, 61, 480], 1)]
#[case::another_camera("camera = \"C2\"\noffset = \"-1h\"", [0, 10, 1, 480], 0)]
#[case::a_vehicle("vehicle = \"C1\"\noffset = \"-1h\"", [0, 10, 1, 480], 0)]
#[case::the_source("source = \"recordings\"\noffset = \"30m\"", [-30, -20, -29, 450], 1)]
#[case::the_file("source = \"x.csv\"\noffset = \"30m\"", [-30, -20, -29, 450], 1)]
#[case::from_true_time_on("camera = \"C1\"\noffset = \"-1h\"\nfrom = 2020-11-05T13:00:00Z", [60, 70, 61, 480], 1)]
#[case::only_later("camera = \"C1\"\noffset = \"-1h\"\nfrom = 2020-11-05T13:00:01Z", [0, 10, 1, 480], 0)]
#[case::until_then("camera = \"C1\"\noffset = \"-1h\"\nto = 2020-11-05T13:00:00Z", [0, 10, 1, 480], 0)]
#[case::a_row_moves_as_a_whole("camera = \"C1\"\noffset = \"-1h\"\nto = 2020-11-05T13:00:01Z", [60, 70, 61, 480], 1)]
fn a_recording_is_corrected(#[case] clock: &str, #[case] expected: [i64; 4], #[case] rows: u64) {
    let inputs = one("recordings", INDEX).source("clock", clock).inputs();
    let row = &inputs.recordings[0];
    let times = [row.start, row.end, row.activated_at.unwrap(), row.uploaded_at.unwrap()];
    assert_eq!(times, expected.map(noon));
    assert_eq!(corrected(&inputs), [rows]);
}

#[test]
fn the_source_comes_first_then_its_camera() {
    let inputs = one("recordings", INDEX)
        .source("clock", "camera = \"C1\"\noffset = \"-1h\"\nfrom = 2020-11-05T12:30:00Z")
        .source("clock", "source = \"recordings\"\noffset = \"30m\"")
        .inputs();
    assert_eq!((inputs.recordings[0].start, corrected(&inputs)), (noon(30), vec![1, 1]));
    assert_eq!(inputs.corrections.iter().map(|correction| correction.clock.line).collect::<Vec<_>>(), [6, 10]);
}

#[rstest]
#[case("lightbar", "event_id,vehicle_id,on,off\nE1,V1,2020-11-05T12:00:00Z,2020-11-05T12:10:00Z\n", "vehicle = \"V1\"")]
#[case(
    "contacts",
    "event_id,officer_id,on,off\nE1,O1,2020-11-05T12:00:00Z,2020-11-05T12:10:00Z\n",
    "source = \"contacts\""
)]
#[case("device-log", "camera_id,at,event\nC1,2020-11-05T12:00:00Z,dock\n", "camera = \"C1\"")]
#[case(
    "assignments",
    "officer_id,from,to,vehicle_id,camera_id\nO1,2020-11-05T12:00:00Z,2020-11-05T12:10:00Z,V1,C1\n",
    "source = \"assignments\""
)]
#[case(
    "justifications",
    "justification_id,officer_id,reason,filed_at\nJ1,O1,safety,2020-11-05T12:00:00Z\n",
    "source = \"justifications\""
)]
fn rows_of_every_source_are_corrected(#[case] kind: &str, #[case] content: &str, #[case] of: &str) {
    let inputs = one(kind, content).source("clock", &format!("{of}\noffset = \"-1h\"")).inputs();
    let events = inputs.lightbar.iter().chain(&inputs.contacts);
    let times: Vec<Moment> = events
        .map(|event| event.on.earlier())
        .chain(inputs.device_log.iter().map(|event| event.at))
        .chain(inputs.assignments.iter().map(|row| row.from))
        .chain(inputs.justifications.iter().map(|row| row.filed_at))
        .collect();
    assert_eq!((times, corrected(&inputs)), (vec![noon(60)], vec![1]));
}

#[test]
fn a_roster_is_not_on_the_clock_of_its_camera() {
    let content = "officer_id,from,to,vehicle_id,camera_id\nO1,2020-11-05T12:00:00Z,2020-11-05T12:10:00Z,V1,C1\n";
    let inputs = one("assignments", content).source("clock", "camera = \"C1\"\noffset = \"-1h\"").inputs();
    assert_eq!((inputs.assignments[0].from, corrected(&inputs)), (noon(0), vec![0]));
}

#[test]
fn both_readings_of_a_fold_are_corrected() {
    let content = "event_id,vehicle_id,on\nE1,V1,2020-11-01 01:30:00\n";
    let on = one("lightbar", content).source("clock", "vehicle = \"V1\"\noffset = \"-1h\"").inputs().lightbar[0].on;
    assert_eq!((on.earlier(), on.later()), (moment("2020-11-01T07:30:00Z"), moment("2020-11-01T08:30:00Z")));
}

#[test]
fn what_lies_after_as_of_is_seen_in_true_time() {
    let content = "camera_id,at,event\nC1,2020-11-30T23:30:00Z,dock\n";
    let inputs = one("device-log", content).source("clock", "camera = \"C1\"\noffset = \"-1h\"").inputs();
    assert_eq!((inputs.device_log.len(), inputs.files[0].after_as_of), (0, 1));
}

#[test]
fn what_is_left_of_a_rejected_recording_is_corrected_and_not_counted() {
    let content = "recording_id,camera_id,start,end\nR1,C1,2020-11-05T12:00:00Z,\n";
    let inputs = one("recordings", content).source("clock", "camera = \"C1\"\noffset = \"-1h\"").inputs();
    assert_eq!(rejected(&inputs), ["2: has neither end nor duration"]);
    assert_eq!((inputs.exports.rejected[0].start, corrected(&inputs)), (Some(noon(60)), vec![0]));
}

#[test]
fn a_file_that_nothing_reads_cannot_be_corrected() {
    let desk = Desk::new().file("x.csv", INDEX).source("recordings", "files = [\"x.csv\"]");
    assert_eq!(
        desk.source("clock", "source = \"y.csv\"\noffset = \"1h\"").error(),
        "`source` of [[clock]] on line 6 names `y.csv`, which is neither a kind of source nor a file that \
         one reads; write the name as reports do"
    );
}
