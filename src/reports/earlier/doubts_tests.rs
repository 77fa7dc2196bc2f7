use std::fs;

use rstest::rstest;

use super::tests::{changes_of, compared, finding, output, told, with};
use super::{compare, read};
use crate::reports::samples;
use crate::results::changes::Kind;
use crate::results::{FindingRow, ObligationRow, Report};
use crate::words::*;

/// What a version wrote that had fewer columns and no doubts of the data.
#[test]
fn an_output_of_an_older_version_is_compared() {
    let was = ObligationRow { outcome: Outcome::Unexplained, verdict: Verdict::NotRecorded, ..samples::obligation(1) };
    let yesterday = Report { obligations: vec![was], ..with(finding(FindingCode::UnexplainedNonActivation, None)) };
    let dir = output(&yesterday);
    for (file, column) in
        [("obligations.csv", "gap_s"), ("obligations.csv", "confidence_reason"), ("findings.csv", "sources")]
    {
        let path = dir.path().join(file);
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_path(&path).unwrap();
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        let place = records[0].iter().position(|name| name == column).unwrap();
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        for record in records {
            let kept = record.iter().enumerate().filter(|(index, _)| *index != place).map(|(_, cell)| cell.to_owned());
            writer.write_record(kept.collect::<Vec<_>>()).unwrap();
        }
        fs::write(&path, writer.into_inner().unwrap()).unwrap();
    }
    let tonight = Report { findings: vec![], obligations: vec![turned(1, Reason::ExportGap)], ..samples::clean() };
    let changes = compare(Some(&read(dir.path()).unwrap()), &tonight);
    assert_eq!(changes_of(&changes, Kind::Finding), [Change::Doubted]);
    assert_eq!(changes.doubts().count(), 1);
}

/// An obligation that a doubt of the data turned.
fn turned(number: u64, reason: Reason) -> ObligationRow {
    ObligationRow {
        outcome: Outcome::Unresolved,
        verdict: Verdict::Indeterminate,
        reason: Some(reason),
        would_be: vec![WouldBe::NotRecorded],
        ..samples::obligation(number)
    }
}

/// Obligations 1 to 3 were missed and accused; a gap of the export takes the first two, and comes and goes with its
/// finding.
fn before_and_in_a_gap() -> (Report, Report) {
    let missed = |number| ObligationRow {
        outcome: Outcome::Unexplained,
        verdict: Verdict::NotRecorded,
        ..samples::obligation(number)
    };
    let accused = |number: u64| FindingRow {
        finding_id: format!("f{number:016x}"),
        event_ids: samples::obligation(number).event_ids,
        officer_id: samples::obligation(number).officer_id,
        at: Some(samples::obligation(number).on),
        ..finding(FindingCode::UnexplainedNonActivation, None)
    };
    let open = Report {
        obligations: (1..=3).map(missed).collect(),
        findings: (1..=3).map(accused).collect(),
        ..samples::clean()
    };
    let gap = FindingRow {
        finding_id: "f00000000000000aa".into(),
        summary: "they are missed at once".into(),
        ..samples::finding(9, FindingCode::ExportGap, None, "")
    };
    let doubted = Report {
        obligations: vec![turned(1, Reason::ExportGap), turned(2, Reason::ExportGap), missed(3)],
        findings: vec![accused(3), gap],
        ..samples::clean()
    };
    (open, doubted)
}

#[test]
fn a_doubt_that_comes_is_one_change_with_its_cause() {
    let (open, doubted) = before_and_in_a_gap();
    let changes = compared(&open, &doubted);
    insta::assert_snapshot!(told(&changes).join("\n"));
    insta::assert_snapshot!(changes.doubts().map(|row| row.subject.summary.as_str()).collect::<Vec<_>>().join("\n"));
    assert!(changes.has_news());
}

#[test]
fn a_doubt_that_goes_gives_back_what_is_open() {
    let (open, doubted) = before_and_in_a_gap();
    let changes = compared(&doubted, &open);
    insta::assert_snapshot!(told(&changes).join("\n"));
    insta::assert_snapshot!(changes.doubts().map(|row| row.subject.summary.as_str()).collect::<Vec<_>>().join("\n"));
    assert!(changes.has_news());
    // where all of it was recorded, good news call for nobody
    let mut recorded = open;
    recorded.findings.clear();
    recorded.obligations = (1..=3).map(samples::obligation).collect();
    let mut doubted = doubted;
    doubted.obligations[2] = samples::obligation(3);
    doubted.findings.remove(0);
    let changes = compared(&doubted, &recorded);
    assert_eq!(changes_of(&changes, Kind::Finding), [Change::Resolved]);
    assert!(!changes.has_news());
}

/// The gap has no finding any more, and what it had turned is turned for another reason: nothing shows that it is
/// settled.
#[test]
fn a_doubt_that_another_takes_over_is_not_resolved() {
    let (_, doubted) = before_and_in_a_gap();
    let mut other = doubted.clone();
    other.findings.remove(1);
    for row in &mut other.obligations[..2] {
        row.reason = Some(Reason::CutExport);
    }
    let changes = compared(&doubted, &other);
    assert_eq!(changes.doubts().count(), 0);
    assert_eq!(
        changes_of(&changes, Kind::Finding).into_iter().filter(|change| *change != Change::Same).collect::<Vec<_>>(),
        [Change::Vanished]
    );
}

/// A roster that lost its zeros, or a log whose times moved, gives the same events other ids.
#[rstest]
#[case::another_officer(|row: &mut ObligationRow| row.officer_id = Some("42".into()))]
#[case::another_time(|row: &mut ObligationRow| row.on = samples::moment(3_600))]
fn an_obligation_under_another_id_is_known_by_its_event(#[case] edit: fn(&mut ObligationRow)) {
    let (open, _) = before_and_in_a_gap();
    let mut row = turned(1, Reason::IdsDoNotMeet);
    row.obligation_id = "o00000000000000ff".into();
    edit(&mut row);
    let yesterday =
        Report { obligations: open.obligations[..1].to_vec(), findings: open.findings[..1].to_vec(), ..open };
    let tonight = Report { obligations: vec![row], findings: vec![], ..samples::clean() };
    let changes = compared(&yesterday, &tonight);
    assert_eq!(changes_of(&changes, Kind::Obligation), [Change::Doubted]);
    assert_eq!(changes_of(&changes, Kind::Finding), [Change::Doubted]);
}
