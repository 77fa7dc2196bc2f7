use super::*;
use crate::reports::picture::tests::timeline;
use crate::reports::samples;
use crate::words::{Outcome, Verdict};
use rstest::rstest;

/// The unexplained miss of officer 0042 in car 214 with camera BWC-0017.
fn miss() -> ObligationRow {
    let report = samples::with_findings();
    report.obligations.into_iter().find(|row| row.outcome == Outcome::Unexplained).unwrap()
}

fn finding(code: FindingCode, vehicle: &str, camera: &str, officer: &str, event: &EventId) -> FindingRow {
    let some = |id: &str| (!id.is_empty()).then(|| id.to_owned());
    FindingRow {
        vehicle_id: some(vehicle).map(|id| id.as_str().into()),
        camera_id: some(camera).map(|id| id.as_str().into()),
        officer_id: some(officer).map(|id| id.as_str().into()),
        event_ids: vec!["another".into(), event.clone()],
        finding_id: format!("{code}{vehicle}{camera}{officer}"),
        ..samples::finding(7, code, None, "x")
    }
}

fn concerns(finding: &FindingRow, row: &ObligationRow) -> bool {
    !Beside::new(std::slice::from_ref(finding)).of(row).is_empty()
}

#[rstest]
#[case::its_car(FindingCode::EquipmentPattern, "214", "", "", "car 214 flagged")]
#[case::its_camera(FindingCode::EquipmentPattern, "", "BWC-0017", "", "camera BWC-0017 flagged")]
#[case::its_trigger(FindingCode::AutoTriggerFailed, "214", "BWC-0017", "", "trigger failed")]
#[case::it_or_its_officer(FindingCode::EquipmentOrOfficer, "", "BWC-0017", "0042", "equipment or officer")]
#[case::another_officer(FindingCode::EquipmentOrOfficer, "", "BWC-0017", "0043", "")]
#[case::the_camera_of_the_other_seat(FindingCode::EquipmentPattern, "", "BWC-0018", "", "")]
#[case::a_trigger_of_the_other_seat(FindingCode::AutoTriggerFailed, "214", "BWC-0018", "", "")]
#[case::another_car(FindingCode::EquipmentPattern, "215", "", "", "")]
#[case::the_officer_is_no_equipment(FindingCode::OfficerPattern, "", "", "0042", "")]
#[case::another_finding(FindingCode::CameraUnavailable, "214", "BWC-0017", "", "")]
fn what_has_to_be_tested_is_said_of_its_own_misses(
    #[case] code: FindingCode,
    #[case] vehicle: &str,
    #[case] camera: &str,
    #[case] officer: &str,
    #[case] words: &str,
) {
    let row = miss();
    let findings = [finding(code, vehicle, camera, officer, &row.event_ids[0])];
    let beside = Beside::new(&findings);
    assert_eq!(beside.words(&row).join(", "), words);
    assert_eq!(beside.has_equipment(&row), !words.is_empty());
    let elsewhere = ObligationRow { event_ids: vec!["elsewhere".into()], ..row };
    assert!(beside.of(&elsewhere).is_empty());
}

#[rstest]
#[case(Verdict::Late, true)]
#[case(Verdict::NotRecorded, true)]
#[case(Verdict::OnTime, false)]
#[case(Verdict::EndedEarly, false)]
#[case(Verdict::Indeterminate, false)]
fn a_pattern_concerns_the_misses_that_it_counts(#[case] verdict: Verdict, #[case] counts: bool) {
    let row = ObligationRow { verdict, ..miss() };
    let event = row.event_ids[0].clone();
    assert_eq!(concerns(&finding(FindingCode::EquipmentPattern, "214", "", "", &event), &row), counts);
    assert!(concerns(&finding(FindingCode::AutoTriggerFailed, "214", "BWC-0017", "", &event), &row));
}

#[test]
fn a_contact_says_nothing_of_the_car_and_something_of_the_camera() {
    let row = ObligationRow { trigger_kind: TriggerKind::Contact, ..miss() };
    let event = &row.event_ids[0];
    assert!(!concerns(&finding(FindingCode::EquipmentPattern, "214", "", "", event), &row));
    assert!(concerns(&finding(FindingCode::EquipmentPattern, "", "BWC-0017", "", event), &row));
}

#[test]
fn what_is_said_beside_a_miss() {
    let row = miss();
    let event = &row.event_ids[0];
    let findings = [
        finding(FindingCode::OfficerPattern, "", "", "0042", event),
        finding(FindingCode::EquipmentPattern, "214", "", "", event),
        finding(FindingCode::EquipmentPattern, "", "BWC-0017", "", event),
        finding(FindingCode::AutoTriggerFailed, "214", "BWC-0017", "", event),
        finding(FindingCode::EquipmentOrOfficer, "", "BWC-0017", "0042", event),
    ];
    let of = |kind, id: &str| PatternRow {
        subject_kind: kind,
        subject_id: id.into(),
        explained_by: vec![],
        ..samples::with_findings().patterns[0].clone()
    };
    let patterns = [
        of(SubjectKind::Vehicle, "214"),
        PatternRow { peer_rate: None, ..of(SubjectKind::Camera, "BWC-0017") },
        of(SubjectKind::Officer, "0042"),
        of(SubjectKind::Vehicle, "BWC-0017"),
    ];
    let mut timelines = [Timeline { obligation_id: row.obligation_id.clone(), ..timeline() }];
    tell(&mut timelines, &[row], &findings, &patterns);
    insta::assert_snapshot!(timelines[0].see_also.join("\n"), @r"
    The camera was awake, but no trigger started it: it was started by hand (see auto-trigger-failed).
    Camera BWC-0017 stands out in the whole report; here 19 of 24 activations with it are late or missing. Test whether it hears its trigger before asking anybody (see equipment-pattern).
    Car 214 stands out: 19 of 24 activations with it are late or missing (its peers 2.5 %). Test its trigger before asking anybody (see equipment-pattern).
    It may be the camera or the officer: nothing tells them apart yet, and another camera for a week would (see equipment-or-officer).
    Officer 0042: 19 of 24 activations are late or missing (peers 2.5 %), and no car or camera that stands out accounts for them: a reason to ask, not an answer (see officer-pattern).
    ");
}

#[test]
fn what_another_cause_explains_is_not_said() {
    let row = miss();
    let findings = [finding(FindingCode::OfficerPattern, "", "", "0042", &row.event_ids[0])];
    // the officer's row of the sample is explained by car 214
    let patterns = samples::with_findings().patterns;
    assert!(Beside::new(&findings).sentences(&row, &patterns).is_empty());
}
