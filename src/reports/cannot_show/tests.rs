use rstest::rstest;

use super::*;
use crate::reports::samples;
use crate::words::{Outcome, Verdict};

fn told(report: &Report) -> CannotShow {
    cannot_show(report).unwrap()
}

#[test]
fn what_a_report_begins_with() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&told(&samples::doubtful())).unwrap());
}

#[test]
fn causes_of_one_kind_are_told_together_and_those_that_reach_furthest_first() {
    let told = told(&samples::doubtful());
    let kinds: Vec<(&str, usize, usize, &str)> = told
        .causes
        .iter()
        .map(|cause| (cause.code.as_str(), cause.findings, cause.obligations, cause.effect.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("outside-export", 1, 3, "not-decided"),
            ("camera-not-in-export", 2, 2, "not-decided"),
            ("export-gap", 1, 1, "against-a-word"),
            ("camera-silent", 1, 0, "none"),
        ]
    );
    assert_eq!(told.obligations, 5);
}

#[rstest]
#[case::nothing_is_claimed_of_data_without_a_doubt(samples::clean(), "does not prove that they are all here.")]
#[case::what_rests_on_the_export_alone_is_counted(
    Report {
        obligations: vec![
            ObligationRow {
                verdict: Verdict::NotRecorded,
                outcome: Outcome::Unexplained,
                confidence_reason: vec![Doubt::CompletenessNotProven],
                ..samples::obligation(1)
            },
            ObligationRow { verdict: Verdict::NotRecorded, outcome: Outcome::Unexplained, ..samples::obligation(2) },
        ],
        ..samples::clean()
    },
    "Of 2 obligations without a recording 1 rest on the export alone"
)]
#[case::what_could_not_be_read_is_not_cleared(samples::incomplete(), "In what could be read no sign was found")]
#[case::nothing_judged(Report { obligations: vec![], ..samples::clean() }, "Nothing was judged")]
#[case::nothing_turned(
    Report { findings: vec![samples::finding(1, FindingCode::ExportLimit, None, "1000 rows")], ..samples::clean() },
    "No verdict was turned"
)]
fn without_a_cause_nothing_false_is_said(#[case] report: Report, #[case] said: &str) {
    let told = told(&report);
    assert!(told.summary.contains(said), "{}", told.summary);
    assert_eq!(told.obligations, 0);
    for claim in ["complete", "whole", "fine"] {
        assert!(!told.summary.contains(claim), "{}", told.summary);
    }
}

#[test]
fn an_archive_check_says_nothing_of_it() {
    assert_eq!(cannot_show(&Report { judges_officers: false, ..samples::clean() }), None);
}

#[rstest]
#[case::none(0, 0, "No obligation shown here rests on that word.")]
#[case::one(1, 0, "The audit rests on that word: 1 obligation does.")]
#[case::one_against(1, 1, "The audit rests on that word: 1 obligation does, against what the data show.")]
#[case::some_against(3, 2, "3 obligations do, 2 of them against what the data show.")]
fn a_word_says_how_much_rests_on_it(#[case] rests: usize, #[case] against: usize, #[case] said: &str) {
    let mut report = Report { vouched: samples::doubtful().vouched, ..samples::clean() };
    for (place, row) in report.obligations.iter_mut().take(rests).enumerate() {
        row.sources.push("audit.toml:14".into());
        if place < against {
            row.confidence_reason.push(Doubt::VouchedAgainst);
        }
    }
    let told = told(&report);
    let word = told.vouched.first().unwrap();
    assert!(word.text.ends_with(said), "{}", word.text);
    assert!(word.text.contains("Records, A. Example vouched on 2020-11-02 04:00:00 CST"), "{}", word.text);
    assert_eq!((word.obligations, word.against), (rests, against));
}

#[test]
fn many_of_one_kind_are_named_once_and_counted() {
    let mut report = samples::doubtful();
    let like = report.causes[1].clone();
    report.causes = (0..30)
        .map(|number| CauseRow {
            finding_id: format!("f{number}").as_str().into(),
            about: format!("camera {number}"),
            ..like.clone()
        })
        .collect();
    let told = told(&report);
    let cause = told.causes.iter().find(|cause| cause.code == "camera-not-in-export").unwrap();
    let expected = "camera 0, camera 1, camera 2, camera 3, camera 4, camera 5, camera 6, camera 7, camera 8, camera 9 \
                    and 20 more: no row of the recordings names it";
    assert_eq!(cause.evidence, [expected]);
    assert_eq!(cause.each.len(), 30);
}

#[test]
fn what_settles_each_differently_is_said_with_each() {
    let mut report = samples::doubtful();
    report.causes[2].settled_by.text = "look into the drawer".into();
    let told = told(&report);
    let cause = told.causes.iter().find(|cause| cause.code == "camera-not-in-export").unwrap();
    assert_eq!(cause.settled_by, FindingCode::CameraNotInExport.text().next);
    assert_eq!(cause.audit_file_line, None);
    assert!(cause.each[1].text.contains("look into the drawer: complete = "), "{}", cause.each[1].text);
}
