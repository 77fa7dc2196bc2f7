//! Tables as other systems write them (contract, "Other shapes of tables"). One invented evening in each shape: the
//! values are made up, the shapes are those of real exports.

use rstest::rstest;

use super::builder::{Desk, moment, one, rejected};
use crate::facts::inputs::{InputSummary, Inputs};

/// What a shape has to come to: two contacts of officer 0412, the second without an end.
const ON: [&str; 2] = ["2020-11-05T18:02:03Z", "2020-11-14T03:30:00Z"];

fn contacts(content: impl AsRef<[u8]>, keys: &str) -> Inputs {
    named("x.csv", content, keys)
}

fn named(name: &str, content: impl AsRef<[u8]>, keys: &str) -> Inputs {
    Desk::new().file(name, content).source("contacts", &format!("files = [\"{name}\"]\n{keys}")).inputs()
}

/// `id officer on off` of every contact.
fn told(inputs: &Inputs) -> Vec<String> {
    let one = |event: &crate::facts::Event| {
        let off = event.off.map_or("-".into(), |off| off.earlier().to_string());
        let whom = match &event.subject {
            crate::facts::Subject::Officer(officer) => officer.as_str().to_owned(),
            crate::facts::Subject::Vehicle(vehicle) => format!("car {vehicle}"),
        };
        format!("{} {whom} {} {off}", event.id, event.on.earlier())
    };
    inputs.contacts.iter().chain(&inputs.lightbar).map(one).collect()
}

#[track_caller]
fn holds(inputs: &Inputs) {
    assert_eq!(rejected(inputs), [""; 0]);
    let expected = [
        format!("C1 0412 {} {}", moment(ON[0]), moment("2020-11-05T18:09:00Z")),
        format!("C2 0412 {} -", moment(ON[1])),
    ];
    assert_eq!(told(inputs), expected);
}

fn set_aside(file: &InputSummary) -> u64 {
    file.set_aside
}

const PLAIN: &str = "event_id,officer_id,on,off\n\
                     C1,0412,2020-11-05 12:02:03,2020-11-05 12:09:00\n\
                     C2,0412,2020-11-13 21:30:00,\n";

#[rstest]
#[case::semicolons(PLAIN.replace(',', ";"), "")]
#[case::tabs(PLAIN.replace(',', "\t"), "")]
#[case::bars(PLAIN.replace(',', "|"), "")]
#[case::said_by_the_file(format!("sep=;\r\n{}", PLAIN.replace(',', ";")), "")]
#[case::said_by_the_audit_file(PLAIN.replace(',', "^"), "delimiter = \"^\"")]
#[case::titles_above(format!("Contacts of the week\nprinted by \"Records\", 2nd floor,\n\n{PLAIN}"), "")]
#[case::titles_with_an_open_quote(format!("Contacts, so-called \"stops\nand more\n\n{PLAIN}"), "")]
#[case::headings_in_a_row(format!("a\nb\n{PLAIN}"), "header-row = 3")]
#[case::rows_left_out(format!("event_id,officer_id,on\n{PLAIN}"), "skip-rows = 1")]
#[case::a_total_below(format!("{PLAIN}\nTotal records: 2\n"), "")]
fn text_is_read_whatever_stands_between_and_around(#[case] content: String, #[case] keys: &str) {
    holds(&contacts(content, keys));
}

#[test]
fn utf_16_is_read_with_and_without_its_mark() {
    for mark in ["\u{feff}", ""] {
        let text: Vec<u8> = format!("{mark}{PLAIN}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        holds(&contacts(text, ""));
    }
}

#[test]
fn a_named_encoding_is_used() {
    let content = b"event_id,officer_id,on\nC1,Mu\xf1oz,2020-11-05 12:02:03\n";
    let inputs = contacts(content, "encoding = \"windows-1252\"");
    assert_eq!(told(&inputs), [format!("C1 Muñoz {} -", moment(ON[0]))]);
    assert_eq!(rejected(&contacts(content, "")), ["2: `officer_id` is not UTF-8"]);
}

#[test]
fn what_is_packed_is_read_and_named_by_its_own_bytes() {
    use std::io::Write as _;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(PLAIN.as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let inputs = named("x.csv.gz", &packed, "");
    holds(&inputs);
    assert_eq!(inputs.files[0].sha256, crate::base::digest::Digest::of(&packed));
    assert_eq!(inputs.files[0].size, u64::try_from(packed.len()).unwrap());
    assert_eq!(inputs.exports.files.iter().next().unwrap().size, u64::try_from(PLAIN.len()).unwrap(), "its text");
    let cut = &packed[..packed.len() - 9];
    let error = Desk::new().file("x.csv.gz", cut).source("contacts", "files = [\"x.csv.gz\"]").error();
    assert!(error.starts_with("cannot read x.csv.gz of [[contacts]] (its compressed data end too early)"), "{error}");
}

/// Most systems have a name of their own for everything.
const NAMES: &str = "[contacts.columns]\nevent_id = \"Call\"\nofficer_id = \"Badge\"\n";

#[rstest]
#[case::joined(
    "Call,Badge,Date,Time,Cleared\nC1,0412,2020-11-05,12:02:03,2020-11-05 12:09:00\nC2,0412,2020-11-13,21:30:00,\n",
    "on = [\"Date\", \"Time\"]\noff = \"Cleared\""
)]
#[case::a_day_that_is_a_midnight(
    "Call,Badge,Date,Time,Cleared\n\
     C1,0412,2020-11-05 00:00:00,12:02:03,2020-11-05 12:09:00\n\
     C2,0412,2020-11-13T00:00:00Z,21:30:00,\n",
    "on = { date = \"Date\", time = \"Time\" }\noff = \"Cleared\""
)]
#[case::a_length_in_minutes(
    "Call,Badge,On,Min\nC1,0412,2020-11-05 12:02:03,6.95\nC2,0412,2020-11-13 21:30:00,\n",
    "on = \"On\"\noff = { duration = \"Min\", unit = \"min\" }"
)]
#[case::a_length_on_a_clock(
    "Call,Badge,On,Length\nC1,0412,2020-11-05 12:02:03,0:06:57\nC2,0412,2020-11-13 21:30:00,\n",
    "on = \"On\"\noff = { duration = \"Length\" }"
)]
fn columns_are_made_of_others(#[case] content: &str, #[case] columns: &str) {
    holds(&contacts(content, &format!("{NAMES}{columns}")));
}

#[rstest]
#[case::a_pattern(
    "C1,0412,5.11.2020 12:02:03,5.11.2020 12:09:00\nC2,0412,13.11.2020 21:30:00,\n",
    "time-format = \"%d.%m.%Y %H:%M:%S\""
)]
#[case::one_column(
    "C1,0412,5.11.2020 12:02:03,2020-11-05 12:09:00\nC2,0412,13.11.2020 21:30:00,\n",
    "time-format = { on = \"%d.%m.%Y %H:%M:%S\" }"
)]
#[case::month_first(
    "C1,0412,11/5/2020 12:02:03 PM,11/5/2020 12:09:00 PM\nC2,0412,11/13/2020 9:30:00 PM,\n",
    "time-format = \"auto\""
)]
#[case::day_first(
    "C1,0412,5/11/2020 12:02:03,5/11/2020 12:09:00\nC2,0412,13/11/2020 21:30:00,\n",
    "time-format = \"auto\""
)]
#[case::seconds_since_1970("C1,0412,1604599323,1604599740\nC2,0412,1605324600,\n", "time-format = \"unix\"")]
#[case::and_thousandths("C1,0412,1604599323000,1604599740000\nC2,0412,1605324600000,\n", "time-format = \"unix-ms\"")]
#[case::days_of_a_spreadsheet(
    "C1,0412,44140.50142361,44140.50625\nC2,0412,44148.89583333,\n",
    "time-format = \"excel-serial\""
)]
fn times_are_read_in_their_format(#[case] rows: &str, #[case] keys: &str) {
    holds(&contacts(format!("event_id,officer_id,on,off\n{rows}"), keys));
}

#[test]
fn the_order_of_day_and_month_is_decided_over_all_files() {
    let head = "event_id,officer_id,on,off\n";
    let desk = Desk::new()
        .file("a.csv", format!("{head}C1,0412,11/5/2020 12:02:03,11/5/2020 12:09:00\n"))
        .file("b.csv", format!("{head}C2,0412,11/13/2020 21:30:00,\n"))
        .source("contacts", "files = [\"a.csv\", \"b.csv\"]\ntime-format = \"auto\"");
    holds(&desk.inputs());
}

#[rstest]
#[case::asked(
    "C1,0412,11/5/2020 12:02:03,\n",
    "x.csv of [[contacts]] has `on` like \"11/5/2020 12:02:03\" (row 2), and no row tells whether the day or the month"
)]
#[case::contradicted(
    "C1,0412,11/25/2020 12:02:03,\nC2,0412,25/11/2020 12:02:03,\n",
    "`on` both ways: \"25/11/2020 12:02:03\" has the day first, \"11/25/2020 12:02:03\" (row 2) the month"
)]
fn an_order_that_cannot_be_known_is_no_guess(#[case] rows: &str, #[case] expected: &str) {
    let keys = "files = [\"x.csv\"]\ntime-format = \"auto\"";
    let desk = Desk::new().file("x.csv", format!("event_id,officer_id,on,off\n{rows}")).source("contacts", keys);
    let error = desk.error();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn a_time_that_could_be_read_tells_how() {
    let inputs = contacts("event_id,officer_id,on\nC1,0412,11/5/2020 12:02\n", "");
    assert!(rejected(&inputs)[0].ends_with("or name its `time-format` in the audit file"), "{:?}", rejected(&inputs));
}

#[test]
fn cells_are_padded_replaced_and_emptied() {
    let content = "event_id,officer_id,on,off,category\n\
                   C1,412,2020-11-05 12:02:03,2020-11-05 12:09:00,10-50\n\
                   C2,412,2020-11-13 21:30:00,1900-01-01 00:00:00,N/A\n";
    let keys = "pad = { officer_id = 4 }\nabsent = [\"1900-01-01\", \"n/a\"]\n\
                values = { category = { \"10-50\" = \"traffic\" } }";
    let inputs = contacts(content, keys);
    holds(&inputs);
    let categories: Vec<_> = inputs.contacts.iter().map(|event| event.category.as_deref()).collect();
    assert_eq!(categories, [Some("traffic"), None]);
}

#[test]
fn a_constant_is_the_same_in_every_row() {
    let inputs = contacts(PLAIN, "constants = { category = \"stop\" }");
    holds(&inputs);
    assert!(inputs.contacts.iter().all(|event| event.category.as_deref() == Some("stop")));
}

#[rstest]
#[case::only_these("where = { Status = [\"worked\"] }")]
#[case::one_of_two("where = [{ Status = \"x\" }, { Status = \"Worked\", Note = \"\" }]")]
#[case::but_these("except = { Note = [\"test\"] }")]
fn rows_that_are_none_are_set_aside(#[case] keys: &str) {
    let content = "event_id,officer_id,on,off,Status,Note\n\
                   C1,0412,2020-11-05 12:02:03,2020-11-05 12:09:00,Worked,\n\
                   C2,0412,2020-11-13 21:30:00,,WORKED,\n\
                   C3,nobody,whenever,,test,Test\n";
    let inputs = contacts(content, keys);
    holds(&inputs);
    assert_eq!((set_aside(&inputs.files[0]), inputs.files[0].used), (1, 2));
}

#[test]
fn a_last_row_that_can_be_read_is_no_total() {
    let content = "event_id,officer_id,on\nTotal 1,0412,2020-11-05 12:02:03\n";
    let inputs = contacts(content, "");
    assert_eq!((inputs.contacts.len(), set_aside(&inputs.files[0])), (1, 0));
    let between = contacts("event_id,officer_id,on\nTotal,,\nC1,0412,2020-11-05 12:02:03\n", "");
    assert_eq!(rejected(&between), ["2: `officer_id` is empty"], "a total in between may be anything");
}

#[test]
fn free_text_in_the_last_column_may_have_commas_and_quotes() {
    let content = "Unit report,,\n\nevent_id,officer_id,on,off,Remarks\n\
                   C1,0412,2020-11-05 12:02:03,2020-11-05 12:09:00,\"SAID \"NO\" TWICE\"\n\
                   C2,0412,2020-11-13 21:30:00,,LOUD, ON THE 2ND FLOOR, GONE\n\
                   Total records: 2\n";
    holds(&contacts(content, "free-text-last = true"));
}

#[test]
fn an_identifier_that_a_spreadsheet_made_a_number_of_is_said() {
    let content = "recording_id,camera_id,officer_id,start,end\n\
                   R1,1.05E+15,0412,2020-11-05 12:02:03,2020-11-05 12:09:00\n";
    let inputs = one("recordings", content).inputs();
    assert!(rejected(&inputs)[0].starts_with("2: `camera_id` \"1.05E+15\" was a longer text until"));
    let left = &inputs.exports.rejected[0];
    assert_eq!((left.camera.as_ref(), left.officer.as_ref().map(|id| id.as_str())), (None, Some("0412")));
}

#[rstest]
#[case("where = { Shift = [\"1\"] }", "has no column `Shift`, which the audit file names for `where`")]
#[case("columns = { on = [\"on\", \"Time\"] }", "has no column `Time`, which the audit file names for `on`")]
fn a_heading_that_is_not_there_is_an_error(#[case] keys: &str, #[case] expected: &str) {
    let error = Desk::new().file("x.csv", PLAIN).source("contacts", &format!("files = [\"x.csv\"]\n{keys}")).error();
    assert_eq!(error, format!("x.csv of [[contacts]] {expected}"));
}

#[test]
fn times_without_seconds_say_so() {
    let coarse = |content: &str, keys: &str| contacts(content, keys).exports.files.iter().next().unwrap().resolution;
    let minutes = "event_id,officer_id,on\nC1,0412,2020-11-05 12:02\n";
    let minute = Some(crate::base::time::Span::from_mins(1));
    assert_eq!(coarse(minutes, "time-format = \"%Y-%m-%d %H:%M\""), minute);
    assert_eq!(coarse(minutes, "time-format = \"auto\""), minute);
    assert_eq!(coarse(PLAIN, "time-format = \"auto\""), None);
    assert_eq!(coarse(PLAIN, ""), None);
}

/// A workbook with a cover sheet, and on the sheet `Calls` a title, headings in the third row, and a total.
fn workbook() -> Vec<u8> {
    counted_from(0.0)
}

/// The same with days that are counted from so many days later.
fn counted_from(first: f64) -> Vec<u8> {
    use rust_xlsxwriter::{Format, Workbook};
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Cover").unwrap().write(0, 0, "Calls of the week").unwrap();
    let sheet = workbook.add_worksheet().set_name("Calls").unwrap();
    let badge = Format::new().set_num_format("0000");
    let moment = Format::new().set_num_format("m/d/yyyy h:mm:ss AM/PM");
    let length = Format::new().set_num_format("[h]:mm:ss");
    sheet.write(0, 0, "Printed for the chief").unwrap();
    for (column, heading) in ["Call", "Badge", "Received", "Length", "Shoe size"].into_iter().enumerate() {
        sheet.write(2, u16::try_from(column).unwrap(), heading).unwrap();
    }
    sheet.write(3, 0, "C1").unwrap();
    sheet.write_number_with_format(3, 1, 412, &badge).unwrap();
    // eight decimals, as some exporters write them: cut off, this would be a second early
    sheet.write_number_with_format(3, 2, 44140.50142361 - first, &moment).unwrap();
    sheet.write_number_with_format(3, 3, 0.004_826_388_888_889, &length).unwrap();
    sheet.write(4, 0, "C2").unwrap();
    sheet.write_number_with_format(4, 1, 412, &badge).unwrap();
    sheet.write_number_with_format(4, 2, 44148.89583333 - first, &moment).unwrap();
    sheet.write(4, 4, 9e15).unwrap();
    sheet.write(6, 0, "Total").unwrap();
    sheet.write(6, 3, 0.5).unwrap();
    workbook.save_to_buffer().unwrap()
}

const CALLS: &str = "[contacts.columns]\nevent_id = \"Call\"\nofficer_id = \"Badge\"\non = \"Received\"\n\
                     off = { duration = \"Length\" }";

#[test]
fn a_workbook_is_read_like_csv() {
    let inputs = named("x.xlsx", workbook(), &format!("sheet = \"calls\"\n{CALLS}"));
    holds(&inputs);
    assert_eq!(inputs.contacts.iter().map(|event| event.row.line).collect::<Vec<_>>(), [4, 5]);
    assert_eq!((inputs.files[0].rows, set_aside(&inputs.files[0])), (3, 1));
}

fn no_workbook(content: impl AsRef<[u8]>, keys: &str) -> String {
    Desk::new().file("x.xlsx", content).source("contacts", &format!("files = [\"x.xlsx\"]\n{keys}")).error()
}

#[test]
fn a_sheet_that_is_not_there_is_an_error() {
    assert_eq!(
        no_workbook(workbook(), &format!("sheet = \"Shifts\"\n{CALLS}")),
        "x.xlsx of [[contacts]] has no sheet `Shifts`; there is `Cover`, `Calls`"
    );
    assert!(no_workbook(workbook(), CALLS).contains("has no column `Call`"), "the first sheet is the cover");
}

#[test]
fn days_may_be_counted_from_1904() {
    use std::io::{Cursor, Read as _};
    let workbook = counted_from(1462.0);
    let mut text = String::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(&workbook)).unwrap();
    zip.by_name("xl/workbook.xml").unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains("<workbookPr "), "{text}");
    let text = text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ");
    let since_1904 = with_part_of(&workbook, "xl/workbook.xml", text.as_bytes());
    holds(&named("x.xlsx", since_1904, &format!("sheet = \"Calls\"\n{CALLS}")));
}

#[test]
fn a_day_and_a_time_of_day_in_cells_of_their_own_are_joined() {
    use rust_xlsxwriter::{Format, Workbook};
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let (day, time) = (Format::new().set_num_format("mm/dd/yy"), Format::new().set_num_format("h:mm AM/PM"));
    sheet.write_row(0, 0, ["Badge", "Start Date", "Start Time", "End Date", "End Time"]).unwrap();
    sheet.write_number(1, 0, 412).unwrap();
    for (column, number, format) in
        [(1, 44140.0, &day), (2, 0.75, &time), (3, 44141.0, &day), (4, 0.208_333_333_333, &time)]
    {
        sheet.write_number_with_format(1, column, number, format).unwrap();
    }
    let keys = "pad = { officer_id = 4 }\n[assignments.columns]\nofficer_id = \"Badge\"\n\
                from = [\"Start Date\", \"Start Time\"]\nto = { date = \"End Date\", time = \"End Time\" }";
    let desk = Desk::new()
        .file("x.xlsx", workbook.save_to_buffer().unwrap())
        .source("assignments", &format!("files = [\"x.xlsx\"]\n{keys}"));
    let inputs = desk.inputs();
    assert_eq!(rejected(&inputs), [""; 0]);
    let tour = &inputs.assignments[0];
    assert_eq!(tour.officer.as_str(), "0412");
    assert_eq!((tour.from, tour.to), (moment("2020-11-06T00:00:00Z"), moment("2020-11-06T11:00:00Z")));
}

/// The workbook with a part that is another, or one more.
fn with_part(name: &str, content: &[u8]) -> Vec<u8> {
    with_part_of(&workbook(), name, content)
}

fn with_part_of(workbook: &[u8], name: &str, content: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    let mut old = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        let own = part.name().unwrap().to_string();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if own != name {
            new.start_file(own, options).unwrap();
            new.write_all(&bytes).unwrap();
        }
    }
    new.start_file(name, options).unwrap();
    new.write_all(content).unwrap();
    new.finish().unwrap().into_inner()
}

#[rstest]
#[case::a_macro(with_part("xl/vbaProject.bin", b"Sub"), "has macros")]
#[case::a_password(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "is protected by a password, or an old .xls")]
#[case::laughs(
    with_part(
        "xl/sharedStrings.xml",
        b"<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><sst/>"
    ),
    "declares entities in xl/sharedStrings.xml"
)]
#[case::texts_announced(
    with_part("xl/sharedStrings.xml", b"<sst uniqueCount=\"99999999999999\"></sst>"),
    "announces 99999999999999 texts in xl/sharedStrings.xml"
)]
#[case::a_text_without_end(
    with_part("xl/worksheets/sheet2.xml", &[b"<worksheet><sheetData><row><c><v>".as_slice(), &vec![b'1'; 3 << 20]].concat()),
    "has a cell or a tag of more than 1 MiB in xl/worksheets/sheet2.xml"
)]
#[case::cut_off(workbook()[..4000].to_vec(), "is no workbook that can be read")]
#[case::another_archive(with_part("xl/worksheets/sheet2.xml", b"<html>"), "is no workbook that can be read")]
fn a_workbook_that_cannot_be_read_says_why(#[case] content: Vec<u8>, #[case] expected: &str) {
    let error = no_workbook(content, &format!("sheet = \"Calls\"\n{CALLS}"));
    assert!(error.starts_with("x.xlsx of [[contacts]] ") && error.contains(expected), "{error}");
}

#[test]
fn a_number_that_a_workbook_cannot_hold_costs_its_row() {
    use rust_xlsxwriter::Workbook;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in [["event_id", "officer_id", "on"], ["C1", "0412", "2020-11-05 12:02:03"]].iter().enumerate() {
        sheet.write_row(u32::try_from(row).unwrap(), 0, *cells).unwrap();
    }
    sheet.write_row(2, 0, ["C2", "", "2020-11-05 12:02:03"]).unwrap();
    sheet.write_number(2, 1, 1.234_567_890_123_456_7e17).unwrap();
    let inputs = named("x.xlsx", workbook.save_to_buffer().unwrap(), "");
    assert_eq!(inputs.contacts.len(), 1);
    assert!(rejected(&inputs)[0].starts_with("3: `officer_id` is a number of more than 15 digits"));
}

const PAGE: &str = r#"{"fields": [{"name": "Call"}], "features": [
    {"attributes": {"Call": "C1", "Badge": "0412", "OnScene": 1604599323000, "Cleared": 1604599740000}},
    {"attributes": {"Call": "C2", "Badge": "0412", "OnScene": 1605324600000, "Cleared": null}}],
    "exceededTransferLimit": false}"#;

const FEATURES: &str = "rows = \"features[].attributes\"\ntime-format = \"unix-ms\"\n[contacts.columns]\n\
                        event_id = \"Call\"\nofficer_id = \"Badge\"\non = \"OnScene\"\noff = \"Cleared\"";

#[test]
fn json_is_read_by_its_path() {
    let inputs = named("x.json", PAGE, FEATURES);
    holds(&inputs);
    assert_eq!(inputs.contacts[1].row.line, 2, "the number of the row");
    let export = inputs.exports.files.iter().next().unwrap();
    assert_eq!((export.says_more.as_deref(), export.ends_with_line_end), (None, true));
    let more = named("x.json", PAGE.replace("false", "true"), FEATURES);
    holds(&more);
    assert_eq!(more.exports.files.iter().next().unwrap().says_more.as_deref(), Some("exceededTransferLimit: true"));
}

#[rstest]
#[case::no_path(PAGE, "", "is JSON; say where its rows are, as in rows = \"data[]\"")]
#[case::no_member(PAGE, &FEATURES.replace("OnScene", "On"), "has no `On` in any row, which the audit file names for `on`")]
#[case::not_named(PAGE, &FEATURES.replace("on = \"OnScene\"", ""), "lacks the required column `on`")]
#[case::cut_off(PAGE.get(..200).unwrap(), FEATURES, "is JSON that ends too early (line 3, column 50): it was cut off")]
fn json_that_cannot_be_read_says_why(#[case] content: &str, #[case] keys: &str, #[case] expected: &str) {
    let error =
        Desk::new().file("x.json", content).source("contacts", &format!("files = [\"x.json\"]\n{keys}")).error();
    assert!(error.starts_with("x.json of [[contacts]] ") && error.contains(expected), "{error}");
}

#[test]
fn a_roster_in_json_without_cameras_says_nothing_about_them() {
    let content = r#"[{"officer_id": "0412", "from": "2020-11-05T12:00:00Z", "to": "2020-11-05T20:00:00Z"}]"#;
    let desk = Desk::new().file("x.json", content).source("assignments", "files = [\"x.json\"]\nrows = \"[]\"");
    assert_eq!(desk.inputs().assignments[0].camera, crate::facts::CameraFact::Unsaid);
}

/// A light bar of car 17, twice.
const LIT: [&str; 2] = [
    "17@2020-11-05T18:02:03.000Z car 17 2020-11-05T18:02:03.000Z 2020-11-05T18:09:00.000Z",
    "17@2020-11-14T03:30:00.000Z car 17 2020-11-14T03:30:00.000Z -",
];

fn lightbar(name: &str, content: &str, keys: &str) -> Inputs {
    Desk::new().file(name, content).source("lightbar", &format!("files = [\"{name}\"]\n{keys}")).inputs()
}

#[test]
fn edges_become_activations() {
    let content = "vehicle_id,at,state\n\
                   17,2020-11-05T18:00:00Z,off\n\
                   17,2020-11-05T18:09:00Z,OFF\n\
                   17,2020-11-05T18:02:03Z,On\n\
                   17,2020-11-05T18:05:00Z,on\n\
                   18,2020-11-05T18:05:00Z,dim\n\
                   17,2020-11-05T19:00:00Z,off\n\
                   17,2020-11-14T03:30:00Z,on\n";
    let inputs = lightbar("x.csv", content, "form = \"edges\"");
    assert_eq!(told(&inputs), LIT);
    assert_eq!(
        rejected(&inputs),
        [
            "6: `state` \"dim\" is neither on nor off; name it in `states`, as in states = { on = [\"dim\"], off = [] }",
            "7: is switched off without having been switched on"
        ]
    );
    let file = &inputs.files[0];
    assert_eq!((file.rows, file.used, file.repeated, file.set_aside, file.rejected), (7, 3, 1, 1, 2));
}

#[test]
fn the_inputs_of_a_box_are_told_apart_by_name() {
    let content = r#"{"data": [{"id": "9", "in1": [
        {"time": "2020-11-05T18:00:00Z", "value": false, "name": "bar"},
        {"time": "2020-11-05T18:02:03Z", "value": true, "name": "bar"},
        {"time": "2020-11-05T18:09:00Z", "value": false, "name": "bar"},
        {"time": "2020-11-14T03:30:00Z", "value": true, "name": "bar"}],
        "in2": [{"time": "2020-11-05T18:03:00Z", "value": true, "name": "door"}], "ids": {"fleet": "17"}}],
        "pagination": {"hasNextPage": true}}"#;
    let keys = "form = \"edges\"\nrows = \"data[].*[]\"\nwhere = { name = [\"Bar\"] }\n[lightbar.columns]\n\
                vehicle_id = \"data[].ids.fleet\"\nat = \"time\"\nstate = \"value\"";
    assert_eq!(told(&lightbar("x.json", content, keys)), LIT);
}

#[test]
fn an_end_that_is_reported_late_is_taken_back_but_not_before_the_beginning() {
    let content = "event_id,vehicle_id,on,off\n\
                   E1,17,2020-11-05T18:02:03Z,2020-11-05T18:10:00Z\nE2,17,2020-11-05T19:00:00Z,2020-11-05T19:00:30Z\n";
    let ends: Vec<_> = lightbar("x.csv", content, "off-delay = \"60s\"")
        .lightbar
        .iter()
        .map(|event| event.off.unwrap().earlier())
        .collect();
    assert_eq!(ends, [moment("2020-11-05T18:09:00Z"), moment("2020-11-05T19:00:00Z")]);
    let edges =
        "vehicle_id,at,state\n17,2020-11-05T18:02:03Z,1\n17,2020-11-05T18:10:00Z,0\n17,2020-11-14T03:30:00Z,1\n";
    assert_eq!(told(&lightbar("x.csv", edges, "form = \"edges\"\noff-delay = \"1m\"")), LIT);
}

/// `on..off, or on..off` of every activation.
fn windows(inputs: &Inputs) -> Vec<String> {
    let short = |at: crate::base::time::Moment| at.to_string().get(11..19).unwrap().to_owned();
    let end = |off: Option<crate::base::time::Moment>| off.map_or("?".into(), short);
    let one = |event: &crate::facts::Event| {
        let other = event.other.unwrap();
        let silent = if other.falls_silent { ", then silent" } else { "" };
        let off = event.off.map(|off| off.earlier());
        let (on, off, since, by) = (short(event.on.earlier()), end(off), short(other.on), end(other.off));
        format!("{on}..{off} or {since}..{by}{silent}")
    };
    inputs.lightbar.iter().map(one).collect()
}

#[rstest]
#[case::seen_off_on_off(&[("10:00", "0"), ("10:01", "1"), ("10:02", "1"), ("10:03", "0")], "10:01:00..10:02:00 or 10:00:00..10:03:00")]
#[case::one_sample(&[("10:00", "0"), ("10:01", "1"), ("10:02", "0")], "10:01:00..10:01:00 or 10:00:00..10:02:00")]
#[case::on_at_the_beginning(&[("10:01", "1"), ("10:02", "0")], "10:01:00..10:01:00 or 10:01:00..10:02:00")]
#[case::on_at_the_end(&[("10:00", "0"), ("10:01", "1")], "10:01:00..? or 10:00:00..?")]
#[case::a_silence(&[("10:00", "0"), ("10:01", "1"), ("10:30", "0")], "10:01:00..10:01:00 or 10:00:00..10:01:00, then silent")]
#[case::backwards(&[("10:03", "0"), ("10:02", "1"), ("10:01", "1"), ("10:00", "0")], "10:01:00..10:02:00 or 10:00:00..10:03:00")]
fn samples_say_from_when_to_when_it_may_have_been(#[case] samples: &[(&str, &str)], #[case] expected: &str) {
    let rows: String = samples.iter().map(|(at, state)| format!("17,2020-11-05T{at}:00Z,{state}\n")).collect();
    let inputs = lightbar("x.csv", &format!("vehicle_id,at,state\n{rows}"), "form = \"samples\"");
    assert_eq!((windows(&inputs), rejected(&inputs)), (vec![expected.to_owned()], vec![]));
}

#[test]
fn a_longer_silence_may_be_promised() {
    let content = "vehicle_id,at,state\n17,2020-11-05T10:00:00Z,1\n17,2020-11-05T10:30:00Z,0\n";
    let inputs = lightbar("x.csv", content, "form = \"samples\"\nsample-timeout = \"1h\"");
    assert_eq!(windows(&inputs), ["10:00:00..10:00:00 or 10:00:00..10:30:00"]);
}

#[test]
fn rows_in_a_fold_are_placed_by_the_rows_around_them() {
    // 01:50 is of the first pass, for 01:10 comes after it
    let content = "vehicle_id,at,state\n\
                   17,2020-11-01 00:30:00,off\n17,2020-11-01 01:50:00,on\n17,2020-11-01 01:10:00,off\n\
                   17,2020-11-01 01:40:00,on\n17,2020-11-01 02:10:00,off\n";
    let inputs = lightbar("x.csv", content, "form = \"edges\"");
    assert!(inputs.lightbar.iter().all(|event| !event.on.is_ambiguous()));
    let times: Vec<_> = told(&inputs).iter().map(|line| line.split_once("car 17 ").unwrap().1.to_owned()).collect();
    assert_eq!(
        times,
        ["2020-11-01T06:50:00.000Z 2020-11-01T07:10:00.000Z", "2020-11-01T07:40:00.000Z 2020-11-01T08:10:00.000Z"]
    );
}

const ROSTER: &str = "officer_id,from,to,vehicle_id\n\
                      0412,2020-11-05T12:00:00Z,2020-11-06T00:00:00Z,17\n\
                      0555,2020-11-05T12:00:00Z,2020-11-06T00:00:00Z,17\n";

fn dispatch(content: &str, keys: &str) -> Inputs {
    Desk::new()
        .file("x.csv", content)
        .file("r.csv", ROSTER)
        .source("contacts", &format!("files = [\"x.csv\"]\n{keys}"))
        .source("assignments", "files = [\"r.csv\"]")
        .inputs()
}

#[test]
fn statuses_of_a_unit_become_contacts_of_its_officers() {
    let content = "event_id,vehicle_id,at,state\n\
                   C1,17,2020-11-05T18:00:00Z,Dispatched\n\
                   C1,17,2020-11-05T18:02:03Z,At scene\n\
                   C2,17,2020-11-05T18:05:00Z,Cleared\n\
                   C1,17,2020-11-05T18:09:00Z,Cleared\n\
                   C3,99,2020-11-05T19:00:00Z,At scene\n";
    let keys = "form = \"status\"\nstart = [\"AT SCENE\"]\nend = [\"CLEARED\"]";
    let inputs = dispatch(content, keys);
    assert_eq!(
        told(&inputs),
        [
            "C1 0412 2020-11-05T18:02:03.000Z 2020-11-05T18:09:00.000Z",
            "C1 0555 2020-11-05T18:02:03.000Z 2020-11-05T18:09:00.000Z"
        ]
    );
    assert_eq!(rejected(&inputs), ["6: names `99`, which nobody is on at that time by [[assignments]]"]);
    assert_eq!(set_aside(&inputs.files[0]), 2, "a dispatch, and a unit that cleared without having been there");
}

#[test]
fn intervals_of_a_unit_are_those_of_its_officers_too() {
    let inputs = dispatch("event_id,vehicle_id,on\nC1,17,2020-11-05T18:02:03Z\n", "");
    assert_eq!(told(&inputs).len(), 2);
}

#[rstest]
#[case::no_form(
    "lightbar",
    "form = \"status\"",
    "`form` of [[lightbar]] is `status`; there is \"intervals\", \"edges\", \"samples\""
)]
#[case::no_statuses("contacts", "form = \"status\"", "`form` \"status\" needs `start` and `end`")]
#[case::no_states(
    "lightbar",
    "states = { on = [\"x\"], off = [] }",
    "`states` is for `form` \"edges\" and \"samples\""
)]
#[case::no_delay("contacts", "off-delay = \"60s\"", "`off-delay` is for [[lightbar]]")]
#[case::no_length("lightbar", "off-delay = \"late\"", "`off-delay` `late` is no duration")]
#[case::no_hull("lightbar", "hull = true", "`hull` is for [[contacts]] whose rows are intervals")]
#[case::no_end("lightbar", "columns = { on = { duration = \"x\" } }", "`on` does not end something that begins")]
#[case::no_unit(
    "lightbar",
    "columns = { off = { duration = \"x\", unit = \"y\" } }",
    "`off` has a unit that is none of"
)]
#[case::no_moment("lightbar", "columns = { category = { date = \"x\", time = \"y\" } }", "`category` is no moment")]
#[case::nothing("lightbar", "columns = { on = 3 }", "`on` is neither a heading nor made of some")]
#[case::two(
    "lightbar",
    "columns = { on = \"x\" }\nconstants = { on = \"y\" }",
    "`on` has a constant and a column; keep one"
)]
#[case::no_column("lightbar", "pad = { officer_id = 4 }", "[lightbar.pad] has no column `officer_id`")]
#[case::no_format("lightbar", "time-format = \"american\"", "`time-format` `american` is none of \"auto\"")]
#[case::no_time(
    "lightbar",
    "time-format = { event_id = \"auto\" }",
    "`time-format` names `event_id`, which is no time here"
)]
#[case::no_condition("lightbar", "where = \"x\"", "`where` is neither { Heading = [\"word\"] } nor a list of such")]
#[case::no_encoding("lightbar", "encoding = \"klingon\"", "`encoding` `klingon` is not known")]
#[case::no_delimiter("lightbar", "delimiter = \"--\"", "`delimiter` \"--\" is no single sign")]
#[case::no_row("lightbar", "header-row = 0", "`header-row` is counted from 1")]
#[case::both(
    "lightbar",
    "header-row = 2\nskip-rows = 2",
    "`header-row` is one of the rows that `skip-rows` leaves out"
)]
fn a_mapping_that_means_nothing_is_refused(#[case] kind: &str, #[case] keys: &str, #[case] expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("[department]\nname = \"D\"\n[[{kind}]]\nfiles = [\"x.csv\"]\n{keys}\n");
    std::fs::write(folder.path().join("audit.toml"), text).unwrap();
    let error = crate::sources::audit_file::load(folder.path()).unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}
