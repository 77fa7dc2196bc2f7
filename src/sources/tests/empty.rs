//! A column of which every cell is empty says nothing, like an absent one.

use rstest::rstest;

use super::builder::{Desk, one};
use crate::facts::CameraFact;
use crate::facts::inputs::{InputSummary, Inputs};
use crate::sources::InputError;

const LIGHTBAR: &str = "event_id,vehicle_id,on,off,category\n\
    E1,V1,2020-11-05T12:00:00Z,2020-11-05T12:10:00Z,stop\nE2,V2,2020-11-05T13:00:00Z,2020-11-05T13:10:00Z,test\n";
const CONTACTS: &str = "event_id,officer_id,on,off,incident_id,category\n\
    E1,O1,2020-11-05T12:00:00Z,2020-11-05T12:10:00Z,I1,stop\nE2,O2,2020-11-05T13:00:00Z,2020-11-05T13:10:00Z,I2,test\n";
const RECORDINGS: &str = "recording_id,camera_id,officer_id,start,end,duration_s,activated_at,start_reason,sequence,path,sha256,size_bytes,category,uploaded_at,incident_id\n\
    R1,C1,O1,2020-11-05T12:00:00Z,2020-11-05T12:10:00Z,600,2020-11-05T12:00:30Z,auto,7,a.mp4,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,5,stop,2020-11-06T12:00:00Z,I1\n\
    R2,C2,O2,2020-11-05T13:00:00Z,2020-11-05T13:10:00Z,600,2020-11-05T13:00:30Z,auto,8,b.mp4,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,6,stop,2020-11-06T12:00:00Z,I2\n";
const ASSIGNMENTS: &str = "officer_id,from,to,vehicle_id,camera_id,duty,unit,supervisor_id\n\
    O1,2020-11-05T08:00:00Z,2020-11-05T18:00:00Z,V1,C1,patrol,U1,S1\nO2,2020-11-05T08:00:00Z,2020-11-05T18:00:00Z,V2,C2,patrol,U1,S1\n";
const JUSTIFICATIONS: &str = "justification_id,officer_id,reason,filed_at,event_id,from,to,narrative,approved_by,approved_at,status\n\
    J1,O1,safety,2020-11-05T14:00:00Z,E1,2020-11-05T12:00:00Z,2020-11-05T12:10:00Z,text,S1,2020-11-06T12:00:00Z,approved\n\
    J2,O2,safety,2020-11-05T14:00:00Z,E2,2020-11-05T13:00:00Z,2020-11-05T13:10:00Z,text,S1,2020-11-06T12:00:00Z,approved\n";
const DEVICE_LOG: &str = "camera_id,at,event,value\nC1,2020-11-05T12:00:00Z,wake,1\nC2,2020-11-05T13:00:00Z,dock,1\n";

/// The table with each cell below a heading emptied, or without the column at all.
fn edited(table: &str, column: usize, keep_column: bool) -> String {
    let line = |(number, line): (usize, &str)| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if !keep_column {
            cells.remove(column);
        } else if number > 0 {
            cells[column] = "";
        }
        cells.join(",") + "\n"
    };
    table.lines().enumerate().map(line).collect()
}

/// What was read, but for what tells of the file's bytes.
fn said(read: Result<Inputs, InputError>) -> Option<String> {
    let mut inputs = read.ok()?;
    for file in inputs.files.iter_mut() {
        *file = InputSummary { size: 0, sha256: crate::base::digest::Digest::of(b""), ..file.clone() };
    }
    for export in inputs.exports.files.iter_mut() {
        export.size = 0;
    }
    Some(format!("{inputs:?}"))
}

#[rstest]
#[case("lightbar", LIGHTBAR)]
#[case("contacts", CONTACTS)]
#[case("recordings", RECORDINGS)]
#[case("assignments", ASSIGNMENTS)]
#[case("justifications", JUSTIFICATIONS)]
#[case("device-log", DEVICE_LOG)]
fn an_empty_column_says_what_an_absent_one_says(#[case] kind: &str, #[case] table: &str) {
    let read = |content: String| one(kind, content).read();
    let mut compared = 0;
    for (column, heading) in table.lines().next().unwrap().split(',').enumerate() {
        // without a required column the source as a whole is refused, and with an empty one every row is
        let Some(absent) = said(read(edited(table, column, false))) else { continue };
        assert_eq!(said(read(edited(table, column, true))).unwrap(), absent, "{heading}");
        compared += 1;
    }
    assert!(compared > 0);
}

/// One day's file of officers who had no camera, beside one that names cameras; and a table that names none at all.
#[rstest]
#[case::of_one_table(&["a*.csv"], [CameraFact::Issued("C1".into()), CameraFact::Blank])]
#[case::of_two_tables(&["a1.csv", "a2.csv"], [CameraFact::Issued("C1".into()), CameraFact::Unsaid])]
fn the_files_of_a_table_count_together(#[case] tables: &[&str], #[case] expected: [CameraFact; 2]) {
    let file = |name: &str, row: &str| (name.to_owned(), format!("officer_id,from,to,camera_id\n{row}\n"));
    let mut desk = Desk::new();
    for (name, content) in [
        file("a1.csv", "O1,2020-11-05T08:00:00Z,2020-11-05T18:00:00Z,C1"),
        file("a2.csv", "O2,2020-11-06T08:00:00Z,2020-11-06T18:00:00Z,"),
    ] {
        desk = desk.file(&name, content);
    }
    for table in tables {
        desk = desk.source("assignments", &format!("files = [\"{table}\"]"));
    }
    let cameras: Vec<CameraFact> = desk.inputs().assignments.iter().map(|tour| tour.camera.clone()).collect();
    assert_eq!(cameras, expected);
}

/// Who vouches later has not vouched yet.
#[rstest]
#[case::before("2020-11-30T00:00:00Z", true)]
#[case::at_the_moment("2020-12-01T00:00:00Z", true)]
#[case::later("2020-12-01T00:00:01Z", false)]
fn a_word_counts_from_when_it_is_given(#[case] at: &str, #[case] counts: bool) {
    let keys = format!("files = [\"x.csv\"]\ncomplete = {{ by = \"A\", at = {at} }}");
    let inputs = Desk::new().file("x.csv", RECORDINGS).source("recordings", &keys).inputs();
    assert_eq!(inputs.exports.files.iter().next().unwrap().complete.is_some(), counts);
}
