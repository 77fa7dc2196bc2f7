use super::super::samples;
use super::*;
use crate::base::escape;
use crate::words::{FindingCode, Outcome};
use rstest::rstest;

fn plain(report: &Report) -> String {
    render(report, View::default())
}

#[test]
fn a_clean_report() {
    insta::assert_snapshot!(plain(&samples::clean()));
}

#[test]
fn a_report_with_findings() {
    insta::assert_snapshot!(plain(&samples::with_findings()));
}

#[test]
fn a_narrow_terminal() {
    insta::assert_snapshot!(render(&samples::with_findings(), View { width: 72, colour: false }));
}

#[test]
fn what_the_data_cannot_show() {
    insta::assert_snapshot!(plain(&samples::doubtful()));
}

#[test]
fn an_incomplete_report() {
    insta::assert_snapshot!(plain(&samples::incomplete()));
}

#[test]
fn an_unanchored_chain() {
    insta::assert_snapshot!(plain(&samples::unanchored()));
}

#[test]
fn what_is_new_leads() {
    insta::assert_snapshot!(plain(&samples::changed()));
}

#[test]
fn hostile_text() {
    insta::assert_snapshot!(plain(&samples::hostile()));
}

#[test]
fn an_archive_check_judges_nobody() {
    let report = Report {
        judges_officers: false,
        policies: vec![],
        obligations: vec![],
        inputs: vec![],
        department: String::new(),
        time_zone: "UTC".into(),
        ..samples::unanchored()
    };
    insta::assert_snapshot!(plain(&report));
}

#[test]
fn no_control_character_reaches_a_terminal() {
    for width in [20, 60, 100, 300] {
        let text = render(&samples::hostile(), View { width, colour: false });
        assert!(text.lines().all(|line| !line.contains(escape::is_unseen)), "{text:?}");
    }
}

#[test]
fn colours_are_the_only_difference_they_make() {
    let (mut kept, mut inside) = (String::new(), false);
    let coloured = render(&samples::with_findings(), View { width: 100, colour: true });
    assert!(coloured.contains('\x1b'));
    for c in coloured.chars() {
        match c {
            '\x1b' => inside = true,
            'm' if inside => inside = false,
            c if !inside => kept.push(c),
            _ => {}
        }
    }
    let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(trimmed(&kept), trimmed(&plain(&samples::with_findings())));
}

#[rstest]
#[case(samples::clean())]
#[case(samples::with_findings())]
#[case(samples::incomplete())]
#[case(samples::unanchored())]
fn a_report_never_determines(#[case] report: Report) {
    let text = plain(&report).to_lowercase();
    for word in ["violation", "guilty", "tampered"] {
        assert!(!text.contains(word), "{word}");
    }
    assert!(text.contains("a finding is a lead, not a determination"));
}

#[test]
fn a_long_list_says_what_it_leaves_out() {
    let mut report = samples::clean();
    report.findings = (0..12)
        .map(|number| samples::finding(number, FindingCode::Missing, Some(&format!("{number}.mp4")), "not on disk"))
        .collect();
    let text = plain(&report);
    assert!(text.contains("missing (12): not on disk"), "{text}");
    assert!(text.contains("and 2 more, all of them in findings.csv"), "{text}");
}

#[test]
fn sources_that_were_not_given_are_named() {
    let mut report = samples::clean();
    report.archives.clear();
    assert!(plain(&report).contains("Absent  contacts, recordings, justifications, device-log, an archive"));
    report.judges_officers = false;
    assert!(!plain(&report).contains("Absent"));
}

#[test]
fn an_anchor_that_covers_a_part_says_which() {
    let mut report = samples::clean();
    report.archives[0].anchored = Some(24);
    let words: Vec<String> = plain(&report).split_whitespace().map(str::to_owned).collect();
    assert!(words.join(" ").contains("covers the first 24; 37 newer rest on the chain alone"));
}

#[test]
fn every_unexplained_obligation_is_shown() {
    let mut report = samples::with_findings();
    let one = report.obligations.iter().find(|row| row.outcome == Outcome::Unexplained).unwrap().clone();
    report.obligations = (10..60)
        .map(|number| {
            let id = format!("officer-{number}");
            crate::results::ObligationRow { officer_id: Some(id.as_str().into()), ..one.clone() }
        })
        .collect();
    let text = render(&report, View { width: 200, colour: false });
    assert!((10..60).all(|number| text.contains(&format!("officer-{number} "))), "{text}");
}

#[test]
fn an_unexplained_miss_says_which_equipment_to_test_first() {
    let mut report = samples::with_findings();
    let miss = report.obligations.iter().find(|row| row.outcome == Outcome::Unexplained).unwrap().clone();
    for (number, code, camera) in
        [(7, FindingCode::EquipmentPattern, None), (8, FindingCode::AutoTriggerFailed, miss.camera_id.clone())]
    {
        report.findings.push(crate::results::FindingRow {
            vehicle_id: miss.vehicle_id.clone(),
            camera_id: camera,
            event_ids: miss.event_ids.clone(),
            ..samples::finding(number, code, None, "to be tested")
        });
    }
    for width in [60, 80, 100, 200] {
        let text = render(&report, View { width, colour: false });
        let words: Vec<&str> = text.split_whitespace().collect();
        let words = words.join(" ");
        if width >= 100 {
            assert!(words.contains("trigger failed") && words.contains("car 214 flagged"), "{text}");
        }
        let table = text.split("Unexplained, by supervisor").nth(1).unwrap().split("\n\n").nth(1).unwrap();
        assert!(table.lines().all(|line| line.chars().count() <= usize::from(width)), "{text}");
    }
}

#[test]
fn an_audit_of_nothing_does_not_look_clean() {
    let report = Report { obligations: vec![], ..samples::clean() };
    assert!(plain(&report).contains("No light-bar activation and no contact was found to judge."));
}

#[rstest]
#[case(Exit::Complete, Some(Severity::High), "Exit code 0: complete, no high findings.")]
#[case(Exit::Complete, None, "Exit code 0: complete, no findings that count (--fail-on never).")]
#[case(Exit::Findings, Some(Severity::Review), "Exit code 1: complete, with findings of severity review or higher.")]
#[case(Exit::Incomplete, Some(Severity::High), "Exit code 3: incomplete, no high findings in what could be read.")]
#[case(Exit::IncompleteWithFindings, Some(Severity::High), "Exit code 4: incomplete, with high findings.")]
fn the_exit_code_in_words(#[case] exit_code: Exit, #[case] fail_on: Option<Severity>, #[case] line: &str) {
    let text = plain(&Report { exit_code, fail_on, ..samples::clean() });
    assert!(text.lines().any(|each| each == line), "{text}");
}

/// Whoever reads the numbers first has to know what they do not say.
#[test]
fn what_the_data_cannot_show_comes_before_the_numbers_and_once() {
    let mut report = samples::with_findings();
    let mut doubt = report.findings.first().unwrap().clone();
    (doubt.code, doubt.severity) = (FindingCode::OutsideExport, FindingCode::OutsideExport.severity());
    doubt.summary = "[[recordings]]: 12 obligations of 3 officers lie outside".to_owned();
    doubt.path = None;
    report.findings.push(doubt);
    let page = plain(&report);
    let (before, after) = page.split_once("\nObligations\n").unwrap();
    assert!(before.contains("What the data cannot show") && before.contains("12 obligations of 3 officers"), "{page}");
    assert!(!after.contains("12 obligations of 3 officers"), "{page}");
}
