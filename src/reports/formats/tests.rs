use std::collections::BTreeSet;
use std::io::Write;

use rstest::rstest;

use super::super::samples;
use super::*;
use crate::base::escape;
use crate::reports::format::Why;
use crate::reports::picture::tests::timeline;
use crate::reports::run::Run;
use crate::results::{Report, Tabular};

fn text(format: &dyn Format, report: &Report) -> String {
    String::from_utf8(format.bytes(report, &samples::run()).unwrap())
        .unwrap_or_else(|_| panic!("{} is no text", format.name()))
}

fn names<'a>(formats: impl Iterator<Item = &'a dyn Format>) -> Vec<&'static str> {
    formats.map(Format::name).collect()
}

#[test]
fn no_two_formats_share_a_name_and_the_mark_of_a_finished_folder_is_the_last() {
    let all: Vec<&str> = FORMATS.iter().map(|Listed(format, _)| format.name()).collect();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    assert_eq!(names(of_out()).last(), Some(&"run.json"));
}

#[test]
fn a_part_holds_what_a_supervisor_needs() {
    assert_eq!(names(of_part()), ["findings.csv", "report.html"]);
}

#[test]
fn every_file_is_in_the_contract() {
    let (_, section) = include_str!("../../../docs/contract.md").split_once("## 7.").unwrap();
    for name in names(of_out()) {
        assert!(section.contains(&format!("`{name}`")), "{name}");
    }
}

#[rstest]
#[case("csv", "scan", Some("obligations.csv"))]
#[case("csv", "verify", Some("files.csv"))]
#[case("json", "scan", Some("the JSON document"))]
#[case("json", "verify", Some("the JSON document"))]
#[case("table", "scan", None)]
fn what_stdout_carries(#[case] word: &str, #[case] command: &str, #[case] expected: Option<&str>) {
    assert_eq!(of_stdout(word, command).map(Format::name), expected);
}

#[test]
fn a_table_is_named_after_its_rows_and_its_columns_are_in_the_contract() {
    fn held<R: Tabular>(table: &Csv<R>) {
        assert_eq!(table.file, format!("{}.csv", R::NAME));
        let columns = R::names().collect::<Vec<_>>().join(",");
        assert!(include_str!("../../../docs/contract.md").contains(&format!("`{columns}`")), "{}: {columns}", R::NAME);
    }
    held(&OBLIGATIONS);
    held(&FINDINGS);
    held(&PATTERNS);
    held(&RATES);
    held(&FILES);
    held(&REJECTED);
    held(&CHANGES);
}

#[test]
fn only_changes_need_an_earlier_output() {
    let without = |report: &Report| names(of_out().filter(|format| !format.applies(report)));
    assert_eq!(without(&samples::clean()), ["changes.csv"]);
    assert_eq!(without(&samples::changed()), Vec::<&str>::new());
}

/// The CSV files and both JSON documents have snapshots beside their code, the workbook has tests of its cells.
#[test]
fn the_timelines() {
    let report = Report { timelines: vec![timeline(), timeline()], ..samples::clean() };
    insta::assert_snapshot!(text(&Timelines, &report));
}

#[test]
fn the_page() {
    let page = text(&Html, &samples::with_findings());
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    insta::with_settings!({filters => vec![
        (r"footage-audit \d+\.\d+\.\d+", "footage-audit [version]"),
        (r"database \d{4}[a-z]+", "database [tz]"),
    ]}, {
        insta::assert_snapshot!(format!("{head}{body}"));
    });
}

/// A cell of a CSV file may hold line feeds and tabs; what it may not hold is tested beside its code.
#[test]
fn no_page_and_no_document_acts_on_a_terminal_unseen() {
    let mut report = samples::hostile();
    report.timelines = vec![timeline()];
    report.timelines[0].why = report.department.clone();
    let formats: [&dyn Format; 4] = [&Html, &Timelines, &Json, &RunJson];
    for format in formats {
        let text = text(format, &report);
        assert!(!text.contains(|c| c != '\n' && escape::is_unseen(c)), "{}", format.name());
    }
}

#[test]
fn an_error_names_what_could_not_be_written() {
    struct Broken;
    impl Format for Broken {
        fn name(&self) -> &'static str {
            "broken.txt"
        }

        fn write(&self, _: &Report, _: &Run, _: &mut dyn Write) -> Result<(), Why> {
            Err("no ink".into())
        }
    }
    let error = Broken.bytes(&samples::clean(), &samples::run()).unwrap_err();
    assert_eq!(error.to_string(), "cannot write broken.txt: no ink");
}
