//! The same row again: repeated, updated, contradicting.

use rstest::rstest;

use super::builder::{Desk, counts, moment, one, rejected, source_of};

const REPEATED: [u64; 6] = [2, 1, 1, 0, 0, 0];
const UPDATED: [u64; 6] = [2, 1, 0, 1, 0, 0];
const REJECTED: [u64; 6] = [2, 1, 0, 0, 0, 1];
const TWO: [u64; 6] = [2, 2, 0, 0, 0, 0];

#[rstest]
#[case::equal("E1,V1,{},{+60},stop", "E1,V1,{},{+60},stop", REPEATED)]
#[case::fills_a_cell("E1,V1,{},{+60},", "E1,V1,{},{+60},stop", UPDATED)]
#[case::fills_off("E1,V1,{},,", "E1,V1,{},{+60},", UPDATED)]
#[case::changes_off("E1,V1,{},{+60},", "E1,V1,{},{+90},", UPDATED)]
#[case::changes_category("E1,V1,{},{+60},stop", "E1,V1,{},{+60},test", REJECTED)]
#[case::another_case_is_no_change("E1,V1,{},{+60},stop", "E1,V1,{},{+60},STOP", REPEATED)]
#[case::another_event("E1,V1,{},,", "E2,V1,{},,", TWO)]
#[case::another_car("E1,V1,{},,", "E1,V2,{},,", TWO)]
#[case::another_on("E1,V1,{},,", "E1,V1,{+60},,", TWO)]
fn lightbar(#[case] first: &str, #[case] second: &str, #[case] expected: [u64; 6]) {
    let rows = timed(&format!("event_id,vehicle_id,on,off,category\n{first}\n{second}\n"));
    assert_eq!(counts(&one("lightbar", rows).inputs().files[0]), expected);
}

/// `{}` is 2020-11-05T12:00:00Z, `{+60}` a minute later, `{+90}` a minute and a half.
fn timed(rows: &str) -> String {
    let rows = rows.replace("{}", "2020-11-05T12:00:00Z");
    rows.replace("{+60}", "2020-11-05T12:01:00Z").replace("{+90}", "2020-11-05T12:01:30Z")
}

#[rstest]
#[case::equal("R1,C1,{},{+60},7,", "R1,C1,{},{+60},7,", REPEATED)]
#[case::changes_end("R1,C1,{},{+60},7,", "R1,C1,{},{+90},7,", UPDATED)]
#[case::changes_uploaded_at("R1,C1,{},{+60},7,{+60}", "R1,C1,{},{+60},7,{+90}", UPDATED)]
#[case::fills_the_number("R1,C1,{},{+60},,", "R1,C1,{},{+60},7,", UPDATED)]
#[case::changes_the_number("R1,C1,{},{+60},7,", "R1,C1,{},{+60},8,", REJECTED)]
#[case::changes_the_camera("R1,C1,{},{+60},7,", "R1,C2,{},{+60},7,", REJECTED)]
#[case::changes_the_start("R1,C1,{},{+90},7,", "R1,C1,{+60},{+90},7,", REJECTED)]
#[case::another_id("R1,C1,{},{+60},7,", "R2,C1,{},{+60},7,", TWO)]
fn recordings(#[case] first: &str, #[case] second: &str, #[case] expected: [u64; 6]) {
    let rows = timed(&format!("recording_id,camera_id,start,end,sequence,uploaded_at\n{first}\n{second}\n"));
    assert_eq!(counts(&one("recordings", rows).inputs().files[0]), expected);
}

#[rstest]
#[case::equal("J1,O1,safety,{},,,", "J1,O1,safety,{},,,", REPEATED)]
#[case::another_case_is_no_change("J1,O1,safety,{},,,", "J1,O1,Safety,{},,,", REPEATED)]
#[case::is_approved("J1,O1,safety,{},,,", "J1,O1,safety,{},S1,{+60},approved", UPDATED)]
#[case::is_rejected("J1,O1,safety,{},,,open", "J1,O1,safety,{},,,rejected", UPDATED)]
#[case::changes_the_reason("J1,O1,safety,{},,,", "J1,O1,battery,{},,,", REJECTED)]
#[case::changes_filed_at("J1,O1,safety,{},,,", "J1,O1,safety,{+60},,,", REJECTED)]
#[case::another_id("J1,O1,safety,{},,,", "J2,O1,safety,{},,,", TWO)]
fn justifications(#[case] first: &str, #[case] second: &str, #[case] expected: [u64; 6]) {
    let header = "justification_id,officer_id,reason,filed_at,approved_by,approved_at,status";
    let rows = timed(&format!("{header}\n{first}\n{second}\n"));
    assert_eq!(counts(&one("justifications", rows).inputs().files[0]), expected);
}

#[rstest]
#[case::equal("O1,{},{+60},V1,patrol", "O1,{},{+60},V1,patrol", REPEATED)]
#[case::another_case_is_no_change("O1,{},{+60},V1,patrol", "O1,{},{+60},V1,Patrol", REPEATED)]
#[case::any_column_is_the_key("O1,{},{+60},V1,patrol", "O1,{},{+60},V1,", TWO)]
#[case::the_end_too("O1,{},{+60},V1,patrol", "O1,{},{+90},V1,patrol", TWO)]
fn assignments(#[case] first: &str, #[case] second: &str, #[case] expected: [u64; 6]) {
    let rows = timed(&format!("officer_id,from,to,vehicle_id,duty\n{first}\n{second}\n"));
    assert_eq!(counts(&one("assignments", rows).inputs().files[0]), expected);
}

#[rstest]
#[case::equal("C1,{},dock,", "C1,{},dock,", REPEATED)]
#[case::another_case_is_no_change("C1,{},dock,", "C1,{},DOCK,", REPEATED)]
#[case::any_column_is_the_key("C1,{},battery,20", "C1,{},battery,21", TWO)]
fn device_log(#[case] first: &str, #[case] second: &str, #[case] expected: [u64; 6]) {
    let rows = timed(&format!("camera_id,at,event,value\n{first}\n{second}\n"));
    assert_eq!(counts(&one("device-log", rows).inputs().files[0]), expected);
}

#[test]
fn the_same_row_in_two_files_of_a_source() {
    let desk = Desk::new()
        .file("1.csv", timed("event_id,vehicle_id,on,off,category\nE1,V1,{},,\nE2,V1,{},,stop\n"))
        .file("2.csv", timed("on,event_id,vehicle_id,off,category\n{},E1,V1,{+60},\n{},E2,V1,,test\n"))
        .source("lightbar", "files = [\"*.csv\"]");
    let inputs = desk.inputs();
    assert_eq!(counts(&inputs.files[0]), [2, 2, 0, 0, 0, 0]);
    assert_eq!(counts(&inputs.files[1]), [2, 0, 0, 1, 0, 1]);
    assert_eq!(rejected(&inputs), ["3: has the key of 1.csv:3 and another `category`"]);
    assert_eq!(inputs.rejected[0].file, "2.csv");
    assert_eq!(inputs.lightbar[0].off.map(|off| off.earlier()), Some(moment("2020-11-05T12:01:00Z")));
    assert_eq!(source_of(&inputs, inputs.lightbar[0].row), "2.csv:2", "the row that stands");
}

// A recordings row that ends before it starts is rejected, and a trace of a recording.

#[rstest]
#[case::alone("R1,C1,{+60},{},,", 1)]
#[case::repeated("R1,C1,{+60},{},,\nR1,C1,{+60},{},,", 1)]
#[case::of_two_recordings("R1,C1,{+60},{},,\nR2,C1,{+60},{},,", 2)]
#[case::corrected_later("R1,C1,{+60},{},,\nR1,C1,{+60},{+90},,", 0)]
#[case::spoilt_later("R1,C1,{+60},{+90},,\nR1,C1,{+60},{},,", 0)]
fn a_backward_recording_is_a_trace_of_its_own_only_without_a_usable_row(#[case] rows: &str, #[case] traces: usize) {
    let rows = timed(&format!("recording_id,camera_id,start,end,sequence,uploaded_at\n{rows}\n"));
    assert_eq!(one("recordings", rows).inputs().backward.len(), traces);
}
