//! Headings, cells and what makes a row unusable.

use rstest::rstest;

use super::builder::{Desk, counts, moment, one, rejected, source_of};
use crate::base::time::Span;
use crate::facts::{CameraFact, DeviceEventKind};

const LIGHTBAR: &str = "event_id,vehicle_id,on\n";

#[rstest]
#[case("lightbar", "vehicle_id,on", "`event_id`")]
#[case("lightbar", "event_id,on", "`vehicle_id`")]
#[case("lightbar", "event_id,vehicle_id", "`on`")]
#[case("contacts", "event_id,on", "`officer_id` or `vehicle_id`")]
#[case("recordings", "camera_id,start,end", "`recording_id`")]
#[case("recordings", "recording_id,start,end", "`camera_id` or `officer_id`")]
#[case("recordings", "recording_id,camera_id,end", "`start`")]
#[case("recordings", "recording_id,camera_id,start", "`end` or `duration_s`")]
#[case("assignments", "from,to", "`officer_id`")]
#[case("assignments", "officer_id,to", "`from`")]
#[case("assignments", "officer_id,from", "`to`")]
#[case("justifications", "officer_id,reason,filed_at", "`justification_id`")]
#[case("justifications", "justification_id,reason,filed_at", "`officer_id`")]
#[case("justifications", "justification_id,officer_id,filed_at", "`reason`")]
#[case("justifications", "justification_id,officer_id,reason", "`filed_at`")]
#[case("device-log", "at,event", "`camera_id`")]
#[case("device-log", "camera_id,event", "`at`")]
#[case("device-log", "camera_id,at", "`event`")]
fn a_required_column_that_is_not_there_is_an_error(#[case] kind: &str, #[case] header: &str, #[case] column: &str) {
    let expected = format!(
        "x.csv of [[{kind}]] lacks the required column {column}; if it is called otherwise, name it under \
         [{kind}.columns]"
    );
    assert_eq!(one(kind, format!("{header}\n")).error(), expected);
}

#[rstest]
#[case::any_order("on,event_id,vehicle_id\n2020-11-05 12:00:00,E1,V1\n")]
#[case::any_case("Event_ID,VEHICLE_ID,On\nE1,V1,2020-11-05 12:00:00\n")]
#[case::spaces_around("event_id , vehicle_id, on\n E1 ,V1, 2020-11-05 12:00:00\n")]
#[case::a_byte_order_mark("\u{feff}event_id,vehicle_id,on\nE1,V1,2020-11-05 12:00:00\n")]
#[case::a_byte_order_mark_before_a_quote("\u{feff}\"event_id\",vehicle_id,on\nE1,V1,2020-11-05 12:00:00\n")]
#[case::unknown_columns("event_id,vehicle_id,shoe size,on\nE1,V1,9,2020-11-05 12:00:00\n")]
#[case::unknown_columns_twice("note,event_id,vehicle_id,note,on\n1,E1,V1,2,2020-11-05 12:00:00\n")]
#[case::windows_line_ends("event_id,vehicle_id,on\r\nE1,V1,2020-11-05 12:00:00\r\n")]
#[case::no_last_line_end("event_id,vehicle_id,on\nE1,V1,2020-11-05 12:00:00")]
#[case::a_time_with_t("event_id,vehicle_id,on\nE1,V1,2020-11-05T12:00:00\n")]
#[case::a_time_with_offset("event_id,vehicle_id,on\nE1,V1,2020-11-05T18:00:00Z\n")]
fn a_header_and_a_row(#[case] content: &str) {
    let inputs = one("lightbar", content).inputs();
    assert_eq!(rejected(&inputs), [""; 0]);
    let event = &inputs.lightbar[0];
    assert_eq!((event.id.as_str(), event.on.earlier()), ("E1", moment("2020-11-05T18:00:00Z")));
    assert_eq!(source_of(&inputs, event.row), "x.csv:2");
}

#[test]
fn columns_are_called_as_the_audit_file_says() {
    let desk = Desk::new()
        .file("x.csv", "Event #,Unit,LIGHTS ON,on\n007,V1,2020-11-05 12:00:00,what is this\n")
        .source("lightbar", "files = [\"x.csv\"]\n[lightbar.columns]\nevent_id = \"Event #\"\nvehicle_id = \"Unit\"\non = \"Lights On\"");
    let inputs = desk.inputs();
    assert_eq!(inputs.lightbar[0].id.as_str(), "007", "leading zeros survive");
    assert_eq!(inputs.lightbar[0].on.earlier(), moment("2020-11-05T18:00:00Z"));
}

#[test]
fn a_complaint_names_the_column_as_the_file_does() {
    let desk = Desk::new()
        .file("x.csv", "event_id,vehicle_id,Lights On\nE1,V1,soon\n")
        .source("lightbar", "files = [\"x.csv\"]\n[lightbar.columns]\non = \"Lights On\"");
    assert_eq!(
        rejected(&desk.inputs()),
        ["2: `Lights On` \"soon\" is no time; write YYYY-MM-DD HH:MM:SS or RFC 3339 with an offset"]
    );
}

#[test]
fn a_renamed_column_that_is_not_there_is_an_error() {
    let desk = Desk::new()
        .file("x.csv", "event_id,vehicle_id,on\n")
        .source("lightbar", "files = [\"x.csv\"]\n[lightbar.columns]\noff = \"Lights Off\"");
    assert_eq!(desk.error(), "x.csv of [[lightbar]] has no column `Lights Off`, which the audit file names for `off`");
}

#[rstest]
#[case::twice("event_id,vehicle_id,on,ON\n", "x.csv of [[lightbar]] has two columns `on`; keep one")]
#[case::nothing("", "x.csv of [[lightbar]] is empty; it needs at least a header line")]
fn a_header_that_cannot_be_used(#[case] content: &str, #[case] expected: &str) {
    assert_eq!(one("lightbar", content).error(), expected);
}

#[rstest]
#[case::too_few_cells("E1,V1", "has 2 cells where the header has 3")]
#[case::too_many_cells("E1,V1,2020-11-05 12:00:00,", "has 4 cells where the header has 3")]
#[case::an_empty_id(",V1,2020-11-05 12:00:00", "`event_id` is empty")]
#[case::a_blank_id("  ,V1,2020-11-05 12:00:00", "`event_id` is empty")]
#[case::no_time("E1,V1,", "`on` is empty")]
#[case::not_utf_8("E1,V\u{1},2020-11-05 12:00:00", "`vehicle_id` is not UTF-8")]
#[case::never_closed("E1,\"V1,2020-11-05 12:00:00", "a quote is opened and never closed")]
fn a_row_that_cannot_be_used_is_rejected(#[case] row: &str, #[case] reason: &str) {
    let mut content = format!("{LIGHTBAR}{row}").into_bytes();
    content.iter_mut().filter(|byte| **byte == 1).for_each(|byte| *byte = 0xe9);
    let inputs = one("lightbar", content).inputs();
    assert_eq!(rejected(&inputs), [format!("2: {reason}")]);
    assert_eq!(counts(&inputs.files[0]), [1, 0, 0, 0, 0, 1]);
    assert_eq!((inputs.rejected[0].source, inputs.rejected[0].file.as_str()), ("lightbar", "x.csv"));
}

#[test]
fn a_rejected_row_stops_nothing() {
    let inputs = one("lightbar", format!("{LIGHTBAR}E1,V1,never\nE2,V1,2020-11-05 12:00:00\n")).inputs();
    assert_eq!(inputs.lightbar.len(), 1);
    assert_eq!(source_of(&inputs, inputs.lightbar[0].row), "x.csv:3");
}

#[rstest]
#[case(
    "lightbar",
    "event_id,vehicle_id,on,off",
    "E1,V1,2020-11-05 12:00:01,2020-11-05 12:00:00",
    "`off` is before `on`"
)]
#[case(
    "contacts",
    "event_id,officer_id,on,off",
    "E1,O1,2020-11-05 12:00:01,2020-11-05 12:00:00",
    "`off` is before `on`"
)]
#[case("assignments", "officer_id,from,to", "O1,2020-11-05 12:00:01,2020-11-05 12:00:00", "`to` is before `from`")]
#[case(
    "justifications",
    "justification_id,officer_id,reason,filed_at,from,to",
    "J1,O1,safety,2020-11-05 12:00:00,2020-11-05 12:00:01,2020-11-05 12:00:00",
    "`to` is before `from`"
)]
#[case(
    "recordings",
    "recording_id,camera_id,start,end",
    "R1,C1,2020-11-05 12:00:01,2020-11-05 12:00:00",
    "ends before it starts"
)]
#[case(
    "recordings",
    "recording_id,camera_id,start,duration_s",
    "R1,C1,2020-11-05 12:00:01,-1",
    "ends before it starts"
)]
fn a_row_whose_end_is_before_its_start_is_rejected(
    #[case] kind: &str,
    #[case] header: &str,
    #[case] row: &str,
    #[case] reason: &str,
) {
    let inputs = one(kind, format!("{header}\n{row}\n")).inputs();
    assert_eq!(rejected(&inputs), [format!("2: {reason}")]);
    assert_eq!(inputs.backward.len(), usize::from(kind == "recordings"), "a trace of a recording all the same");
}

// Recordings.

#[rstest]
#[case::end("2020-11-05 12:01:00,", 60_000_000)]
#[case::duration(",61.5", 61_500_000)]
#[case::end_rather_than_duration("2020-11-05 12:01:00,61.5", 60_000_000)]
#[case::decimals_are_exact(",4.35", 4_350_000)]
#[case::to_the_microsecond(",16.000001", 16_000_001)]
#[case::no_length(",0", 0)]
fn a_recording_ends(#[case] cells: &str, #[case] micros: i64) {
    let content = format!("recording_id,camera_id,start,end,duration_s\nR1,C1,2020-11-05 12:00:00,{cells}\n");
    let inputs = one("recordings", content).inputs();
    assert_eq!(inputs.recordings[0].end - inputs.recordings[0].start, Span::from_micros(micros));
}

#[rstest]
#[case("R1,,,2020-11-05 12:00:00,60,,", "names neither camera nor officer")]
#[case("R1,C1,,2020-11-05 12:00:00,,,", "has neither end nor duration")]
#[case("R1,C1,,2020-11-05 12:00:00,long,,", "`duration_s` \"long\" is no number of seconds")]
#[case("R1,C1,,2020-11-05 12:00:00,inf,,", "`duration_s` \"inf\" is no number of seconds")]
#[case("R1,C1,,2020-11-05 12:00:00,60,7.5,", "`sequence` \"7.5\" is no whole number")]
#[case("R1,C1,,2020-11-05 12:00:00,60,7,abc", "`sha256` \"abc\" is no SHA-256 (64 hex digits)")]
fn a_recordings_row_is_rejected(#[case] row: &str, #[case] reason: &str) {
    let header = "recording_id,camera_id,officer_id,start,duration_s,sequence,sha256";
    assert_eq!(rejected(&one("recordings", format!("{header}\n{row}\n")).inputs()), [format!("2: {reason}")]);
}

// Assignments.

#[rstest]
#[case::named("officer_id,from,to,camera_id", ",C1", CameraFact::Issued("C1".into()))]
#[case::empty_in_all_rows("officer_id,from,to,camera_id", ",", CameraFact::Unsaid)]
#[case::empty_in_this_row(
    "officer_id,from,to,camera_id",
    ",\nO2,2020-11-05 08:00:00,2020-11-05 16:00:00,C2",
    CameraFact::Blank
)]
#[case::no_such_column("officer_id,from,to", "", CameraFact::Unsaid)]
fn the_camera_of_a_tour_is(#[case] header: &str, #[case] cell: &str, #[case] expected: CameraFact) {
    let row = format!("O1,2020-11-05 08:00:00,2020-11-05 16:00:00{cell}");
    assert_eq!(one("assignments", format!("{header}\n{row}\n")).inputs().assignments[0].camera, expected);
}

// Device log.

#[rstest]
#[case::percent("battery,20", Some(20_000))]
#[case::with_a_sign("battery,20 %", Some(20_000))]
#[case::decimals("BATTERY,19.9", Some(19_900))]
#[case::of_another_event("wake,20", None)]
fn a_battery_reading(#[case] cells: &str, #[case] thousandths: Option<i64>) {
    let inputs = one("device-log", format!("camera_id,at,event,value\nC1,2020-11-05 12:00:00,{cells}\n")).inputs();
    assert_eq!(inputs.device_log[0].battery, thousandths);
}

#[rstest]
#[case("", "`value` is empty")]
#[case("full", "`value` \"full\" is no battery reading in percent")]
#[case("101", "`value` \"101\" is no battery reading in percent")]
#[case("-1", "`value` \"-1\" is no battery reading in percent")]
fn no_battery_reading(#[case] value: &str, #[case] reason: &str) {
    let content = format!("camera_id,at,event,value\nC1,2020-11-05 12:00:00,battery,{value}\n");
    assert_eq!(rejected(&one("device-log", content).inputs()), [format!("2: {reason}")]);
}

#[rstest]
#[case("Power-On", DeviceEventKind::PowerOn)]
#[case("record-start", DeviceEventKind::RecordStart)]
#[case("firmware-update", DeviceEventKind::Other)]
fn device_events_are_compared_without_case(#[case] word: &str, #[case] kind: DeviceEventKind) {
    let inputs = one("device-log", format!("camera_id,at,event\nC1,2020-11-05 12:00:00,{word}\n")).inputs();
    assert_eq!(inputs.device_log[0].kind, kind);
}
