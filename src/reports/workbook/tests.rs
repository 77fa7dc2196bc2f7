use super::super::csv::{Sheet, unguarded};
use super::super::samples;
use super::*;
use crate::facts::inputs::RejectedRow;
use crate::results::PatternRow;
use crate::results::rates::RateRow;
use crate::results::{FileRow, FindingRow, ObligationRow};
use calamine::{Data, Range, Reader as _, Xlsx};
use proptest::prelude::*;
use rstest::rstest;
use std::io::{Cursor, Read as _};

fn book(report: &Report) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes(report).unwrap())).unwrap()
}

fn sheet(report: &Report, name: &str) -> Range<Data> {
    book(report).worksheet_range(name).unwrap()
}

/// The cell below a heading, in the first row.
fn first(range: &Range<Data>, heading: &str) -> Data {
    cell(range, 1, heading)
}

fn cell(range: &Range<Data>, row: usize, heading: &str) -> Data {
    let column = range.rows().next().unwrap().iter().position(|cell| *cell == heading);
    range.get((row, column.unwrap_or_else(|| panic!("no {heading}")))).unwrap().clone()
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

#[test]
fn the_sheets_and_their_order() {
    let names = book(&samples::with_findings()).sheet_names();
    assert_eq!(names, ["about", "obligations", "findings", "rates", "patterns", "files", "rejected"]);
}

#[test]
fn what_became_of_the_rows_has_a_sheet_where_it_was_asked_for() {
    let report = samples::changed();
    let names = book(&report).sheet_names();
    assert_eq!(names, ["about", "obligations", "findings", "changes", "rates", "patterns", "files", "rejected"]);
    assert_agrees(&sheet(&report, "changes"), &report.changes.unwrap().rows);
}

#[rstest]
#[case::sound(
    samples::clean(),
    "As it was sealed",
    "footage: chain intact, anchored up to record 61 of 61; files: 60 ok"
)]
#[case::changed(
    samples::with_findings(),
    "Not as it was sealed",
    "footage: chain intact, anchored up to record 61 of 61; files: 58 ok, 1 changed, 1 missing, 1 unlisted, 1 duplicate"
)]
#[case::not_hashed(
    samples::incomplete(),
    "Not shown to be whole",
    "footage: chain torn-tail, unanchored; files: 60 unchecked, 1 unreadable; bytes were not hashed"
)]
fn it_says_whether_the_archive_is_sound_and_what_became_of_its_files(
    #[case] report: Report,
    #[case] headline: &str,
    #[case] archive: &str,
) {
    let about = sheet(&report, "about");
    let said = |label: &str| about.rows().find(|row| row[0] == *label).map(|row| row[1].clone());
    assert_eq!(said("is the archive sound"), Some(text(headline)));
    assert_eq!(said("archive"), Some(text(archive)));
}

/// The columns are those of the CSV files, each `_utc` with its `_local` beside it.
#[rstest]
#[case("obligations", ObligationRow::headings())]
#[case("findings", FindingRow::headings())]
#[case("rates", RateRow::headings())]
#[case("patterns", PatternRow::headings())]
#[case("files", FileRow::headings())]
#[case("rejected", RejectedRow::headings())]
fn the_headings_are_those_of_the_csv_files(#[case] name: &str, #[case] columns: Vec<&'static str>) {
    let range = sheet(&samples::incomplete(), name);
    let headings: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let expected: Vec<String> = columns
        .iter()
        .flat_map(|column| match column.strip_suffix("_utc") {
            Some(name) => vec![(*column).to_owned(), format!("{name}_local")],
            None => vec![(*column).to_owned()],
        })
        .collect();
    assert_eq!(headings, expected);
}

/// Every cell says what the cell of the CSV file says.
#[test]
fn the_cells_are_those_of_the_csv_files() {
    let report = samples::with_findings();
    assert_agrees(&sheet(&report, "obligations"), &report.obligations);
    assert_agrees(&sheet(&report, "findings"), &report.findings);
    assert_agrees(&sheet(&report, "rates"), &report.rates);
    assert_agrees(&sheet(&report, "patterns"), &report.patterns);
    assert_agrees(&sheet(&report, "files"), &report.files);
    let report = samples::incomplete();
    assert_agrees(&sheet(&report, "rejected"), &report.rejected);
}

fn assert_agrees<R: Sheet>(range: &Range<Data>, rows: &[R]) {
    assert_eq!(range.height(), rows.len() + 1);
    for (index, row) in rows.iter().enumerate() {
        for (name, expected) in R::headings().into_iter().zip(row.cells()) {
            let found = match cell(range, index + 1, name) {
                Data::Empty => String::new(),
                Data::String(text) => text,
                Data::DateTime(time) => {
                    let (y, mo, d, h, mi, s, ms) = time.to_ymd_hms_milli();
                    format!("{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}.{ms:03}Z")
                }
                Data::Float(number) if name.ends_with("_s") => format!("{number:.3}"),
                Data::Float(number) if name.starts_with("p_") => format!("{number:.3e}"),
                Data::Float(number) if name.contains("rate") => format!("{number:.4}"),
                Data::Float(number) => number.to_string(),
                other => panic!("{name}: {other:?}"),
            };
            // the CSV file keeps a spreadsheet from running what a text cell never runs
            assert_eq!(found, unguarded(&expected), "{name} of row {index}");
        }
    }
}

#[rstest]
#[case("00123")]
#[case("1E5")]
#[case("TRUE")]
#[case("2020-11-01")]
#[case("=1+1")]
#[case("@SUM(A1)")]
#[case("+1")]
#[case("'quoted")]
#[case("_x0041_")]
#[case("a<b>&\"c\"")]
#[case("http://example.org/")]
#[case("Núñez 警察 \u{1f694} \u{ffff}")]
fn ids_survive_as_text(#[case] id: &str) {
    let mut report = samples::clean();
    report.obligations[0].officer_id = Some(id.into());
    let range = sheet(&report, "obligations");
    let found = first(&range, "officer_id");
    // the reader leaves Excel's escape of what is no character as it is
    assert!(found == text(id) || found == text(&id.replace('\u{ffff}', "_xFFFF_")), "{found:?}");
    assert_eq!(first(&range, "vehicle_id"), text("214"));
}

#[test]
fn times_are_real_times_beside_those_of_the_departments_clocks() {
    let mut report = samples::clean();
    // both passes of the hour that daylight saving repeats: the local times are equal, the others are not
    report.obligations[0].on = Moment::from_micros(1_604_212_200_250_000);
    report.obligations[1].on = Moment::from_micros(1_604_215_800_250_000);
    let range = sheet(&report, "obligations");
    let shown = |row, heading| match cell(&range, row, heading) {
        Data::DateTime(time) => time.to_ymd_hms_milli(),
        other => panic!("{other:?}"),
    };
    assert_eq!(shown(1, "on_utc"), (2020, 11, 1, 6, 30, 0, 250));
    assert_eq!(shown(1, "on_local"), (2020, 11, 1, 1, 30, 0, 250));
    assert_eq!(shown(2, "on_utc"), (2020, 11, 1, 7, 30, 0, 250));
    assert_eq!(shown(2, "on_local"), (2020, 11, 1, 1, 30, 0, 250));
}

#[test]
fn a_time_that_no_spreadsheet_knows_is_text() {
    let mut report = samples::clean();
    report.obligations[0].on = Moment::from_micros(-62_000_000_000_000_000);
    report.as_of = Moment::from_micros(i64::MIN);
    let range = sheet(&report, "obligations");
    assert_eq!(first(&range, "on_utc"), text(&report.obligations[0].on.to_string()));
}

#[test]
fn hostile_text_stays_text() {
    let report = samples::hostile();
    let range = sheet(&report, "obligations");
    assert_eq!(first(&range, "officer_id"), text("=HYPERLINK(\"http://x\")"));
    assert_eq!(first(&range, "unit"), text("two\\nlines, and \"quotes\""));
    assert_eq!(first(&range, "supervisor_id"), text("S\\x1b[31m-1\\xe2\\x80\\xae"));
    assert_eq!(first(&range, "camera_id"), text("\\x09BWC"));
    let mut book = book(&report);
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert_eq!(formulas.used_cells().count(), 0, "{name}");
    }
}

#[test]
fn a_text_too_long_for_a_cell_is_cut_and_says_so() {
    let mut report = samples::with_findings();
    report.findings[0].summary = "\u{1f694}".repeat(20_000);
    report.findings[1].summary = "x".repeat(UNITS_OF_A_CELL);
    let range = sheet(&report, "findings");
    let Data::String(cut) = first(&range, "summary") else { panic!("no text") };
    assert!(cut.starts_with('\u{1f694}') && cut.ends_with(CUT));
    assert!((UNITS_OF_A_CELL - 1..=UNITS_OF_A_CELL).contains(&cut.encode_utf16().count()));
    assert_eq!(cell(&range, 2, "summary"), text(&report.findings[1].summary));
    let about = sheet(&report, "about");
    assert!(about.rows().any(|row| row[1].to_string().starts_with("1 texts on findings are too long")));
}

#[test]
fn rows_that_do_not_fit_go_on_on_another_sheet_and_it_says_so() {
    let report = samples::with_findings();
    let bytes = within(&report, Limits { rows_of_a_sheet: 6, many_rows: 100 }).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let found: Vec<&String> = names.iter().filter(|name| name.starts_with("obligations")).collect();
    assert_eq!(found, ["obligations", "obligations 2", "obligations 3"]);
    let ids: Vec<String> = found
        .into_iter()
        .flat_map(|name| {
            let range = book.worksheet_range(name).unwrap();
            assert_eq!(range.get((0, 0)), Some(&text("obligation_id")));
            range.rows().skip(1).map(|row| row[0].to_string()).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(ids, report.obligations.iter().map(|row| row.obligation_id.clone()).collect::<Vec<_>>());
    let about = book.worksheet_range("about").unwrap();
    assert!(about.rows().any(|row| row[1].to_string().contains("go on through obligations 3")));
}

#[test]
fn of_very_many_rows_only_those_that_call_for_somebody_are_there_and_it_says_so() {
    let report = samples::with_findings();
    let bytes = within(&report, Limits { rows_of_a_sheet: 1_000, many_rows: 5 }).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let obligations = book.worksheet_range("obligations").unwrap();
    let found: Vec<Data> = (1..obligations.height()).map(|row| cell(&obligations, row, "outcome")).collect();
    let fine = [text("compliant"), text("not-required")];
    assert_eq!(found.len(), report.obligations.len() - 5);
    assert!(found.iter().all(|outcome| !fine.contains(outcome)), "{found:?}");
    assert_eq!(book.worksheet_range("files").unwrap().height(), report.files.len() + 1, "these are few");
    let about = book.worksheet_range("about").unwrap();
    assert!(
        about.rows().any(|row| row[1].to_string().contains("obligations has 15 rows, so those that are compliant"))
    );
}

#[test]
fn headings_are_frozen_and_filtered_and_numbers_as_text_give_no_warning() {
    let report = samples::with_findings();
    let xml = part(&bytes(&report).unwrap(), "xl/worksheets/sheet2.xml");
    let (all, _) = xml.split_once(r#"<autoFilter ref=""#).unwrap().1.split_once('"').unwrap();
    let last_row = report.obligations.len() + 1;
    assert!(all.starts_with("A1:") && all.ends_with(&last_row.to_string()), "{all}");
    for expected in [
        r#"<pane xSplit="1" ySplit="1" topLeftCell="B2""#.to_owned(),
        r#"state="frozen""#.to_owned(),
        format!(r#"<ignoredError sqref="{all}" numberStoredAsText="1"/>"#),
    ] {
        assert!(xml.contains(&expected), "no {expected}");
    }
}

/// No clock gets into the file: neither into its properties nor into the archive that it is.
#[test]
fn the_same_report_gives_the_same_bytes() {
    let report = samples::with_findings();
    let one = bytes(&report).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert!(pool.install(|| bytes(&report).unwrap()) == one);
    let core = part(&one, "docProps/core.xml");
    assert!(core.contains(">2020-11-02T12:00:00Z</dcterms:created>"), "{core}");
    assert!(core.contains(">2020-11-02T12:00:00Z</dcterms:modified>"), "{core}");
    let mut zip = zip::ZipArchive::new(Cursor::new(one)).unwrap();
    for index in 0..zip.len() {
        let time = zip.by_index(index).unwrap().last_modified().unwrap();
        assert_eq!((time.year(), time.month(), time.day()), (1980, 1, 1));
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_text_makes_a_workbook_that_opens(id in any::<String>(), summary in any::<String>()) {
        let mut report = samples::with_findings();
        report.findings[0].officer_id = Some(id.as_str().into());
        report.findings[0].summary = summary;
        report.department = id;
        prop_assert_eq!(sheet(&report, "findings").height(), report.findings.len() + 1);
        prop_assert!(sheet(&report, "about").height() > 5);
    }
}

#[test]
fn it_begins_with_what_the_data_cannot_show() {
    let about = sheet(&samples::doubtful(), "about");
    let lines: Vec<String> = about.rows().map(|row| format!("{}: {}", row[0], row[1])).collect();
    let first_number = lines.iter().position(|line| line.starts_with("compliant: ")).unwrap();
    insta::assert_snapshot!(lines.get(..first_number).unwrap().join("\n"));
}
