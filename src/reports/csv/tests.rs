use super::super::samples;
use super::*;
use crate::base::share::{Chance, share, wilson};
use crate::facts::inputs::RejectedRow;
use crate::results::rates::{LEFT_OUT, RateRow};
use crate::results::{ObligationRow, PatternRow};
use crate::statistics::rates::rates;
use crate::words::SubjectKind;
use proptest::prelude::*;
use rstest::rstest;

fn written<R: Sheet + Sync>(rows: &[R]) -> String {
    let mut bytes = Vec::new();
    write(rows, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn obligations() {
    insta::assert_snapshot!(written(&samples::with_findings().obligations));
}

#[test]
fn findings() {
    insta::assert_snapshot!(written(&samples::with_findings().findings));
}

#[test]
fn files() {
    insta::assert_snapshot!(written(&samples::with_findings().files));
}

#[test]
fn rejected() {
    insta::assert_snapshot!(written(&samples::incomplete().rejected));
}

#[test]
fn changes() {
    insta::assert_snapshot!(written(&samples::changed().changes.unwrap().rows));
}

#[test]
fn patterns() {
    let interval = wilson(12, 30);
    let vehicle = PatternRow {
        subject_kind: SubjectKind::Vehicle,
        subject_id: "214".into(),
        deviations: 12,
        obligations: 30,
        rate: share(12, 30),
        rate_low: interval.map(|(low, _)| low),
        rate_high: interval.map(|(_, high)| high),
        peer_rate: share(31, 700),
        p_value: Chance::new(1.234_56e-9),
        p_adjusted: Chance::new(1.5e-6),
        explained_by: vec![],
        cannot_be_told_from: vec!["camera:BWC 1".into()],
        event_ids: vec!["LB-1".into(), "LB 2".into()],
    };
    let officer = PatternRow {
        subject_kind: SubjectKind::Officer,
        subject_id: "=0042".into(),
        explained_by: vec!["vehicle:214".into(), "camera:BWC 1".into()],
        cannot_be_told_from: vec![],
        peer_rate: None,
        ..vehicle.clone()
    };
    let mut bytes = Vec::new();
    write(&[vehicle, officer], &mut bytes).unwrap();
    insta::assert_snapshot!(String::from_utf8(bytes).unwrap(), @r"
    subject_kind,subject_id,deviations,obligations,rate,rate_low,rate_high,peer_rate,p_value,p_adjusted,explained_by,cannot_be_told_from,event_ids
    vehicle,214,12,30,0.4000,0.2459,0.5768,0.0443,1.235e-9,1.500e-6,,camera:BWC\x201,LB-1 LB\x202
    officer,'=0042,12,30,0.4000,0.2459,0.5768,,1.235e-9,1.500e-6,vehicle:214 camera:BWC\x201,,LB-1 LB\x202
    ");
}

#[test]
fn rates_with_their_doubt() {
    let mut bytes = Vec::new();
    write(&rates(&samples::with_findings().obligations), &mut bytes).unwrap();
    insta::assert_snapshot!(String::from_utf8(bytes).unwrap());
}

#[test]
fn every_row_has_a_cell_for_every_column() {
    let rows = rates(&[]);
    assert_eq!(rows.first().map(|row| row.cells().len()), Some(RateRow::headings().len()));
}

#[test]
fn the_columns_of_what_is_left_out_are_named_after_the_reason() {
    let named = LEFT_OUT.map(|(verdict, reason)| {
        format!("left_out_{}", reason.map_or(verdict.as_str(), |reason| reason.as_str()).replace('-', "_"))
    });
    assert!(RateRow::headings().ends_with(&named.each_ref().map(|name| name.as_str())));
}

#[test]
fn hostile_text_stays_in_its_cell() {
    let report = samples::hostile();
    insta::assert_snapshot!(
        [written(&report.obligations), written(&report.findings), written(&report.files), written(&report.rejected)]
            .join("\n")
    );
}

#[test]
fn without_rows_there_is_still_a_header() {
    assert_eq!(written::<RejectedRow>(&[]), "source,file,row,reason\n");
}

#[rstest]
#[case("=1+1", "'=1+1")]
#[case("+1", "'+1")]
#[case("-5", "'-5")]
#[case("@SUM(A1)", "'@SUM(A1)")]
#[case("\tx", "'\tx")]
#[case("\rx", "'\rx")]
#[case("0042", "0042")]
#[case("", "")]
fn a_formula_is_guarded(#[case] id: &str, #[case] cell: &str) {
    assert_eq!(text(id), cell);
    assert_eq!(list(&[id]), cell);
    assert_eq!(unguarded(cell), id);
}

#[test]
fn numbers_are_not_guarded() {
    let mut row = samples::with_findings().obligations.swap_remove(0);
    row.gap = Some(crate::base::time::Span::from_millis(-1_500));
    let gap = ObligationRow::names().position(|name| name == "gap_s").unwrap();
    assert_eq!(row.cells()[gap], "-1.500");
}

#[test]
fn a_space_inside_an_id_is_told_from_the_one_between() {
    assert_eq!(list(&["E 1", "E2"]), "E\\x201 E2");
}

proptest! {
    #[test]
    fn any_text_comes_back_from_its_cell(source in any::<String>(), reason in any::<String>()) {
        let row = RejectedRow { source: "lightbar", file: source, row: Some(2), reason };
        let bytes = written(std::slice::from_ref(&row));
        let mut reader = ::csv::ReaderBuilder::new().from_reader(bytes.as_bytes());
        let records: Vec<::csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(records.len(), 1);
        prop_assert_eq!(records[0].iter().collect::<Vec<_>>(), row.cells());
    }
}
