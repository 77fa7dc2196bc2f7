use super::super::csv;
use super::super::samples;
use super::*;
use crate::results::PatternRow;
use crate::words::{FindingCode, Verdict};
use proptest::prelude::*;
use rstest::rstest;

/// Three supervisors, two units, and what belongs to nobody.
fn report() -> Report {
    let mut report = samples::with_findings();
    report.rejected = samples::incomplete().rejected;
    report.incomplete = samples::incomplete().incomplete;
    report.archives.extend(samples::incomplete().archives);
    for (index, row) in report.obligations.iter_mut().enumerate() {
        row.supervisor_id = [Some("S-100"), Some("S-200"), Some("s-100"), None][index % 4].map(Into::into);
        row.unit = [Some("East Patrol"), Some("../West"), None][index % 3].map(str::to_owned);
        row.officer_id = Some(format!("officer-{}", index % 12).as_str().into());
        row.camera_id = Some(format!("camera-{}", index % 12).as_str().into());
        row.sources = vec![format!("logs/lightbar-{index}.csv:2")];
    }
    for finding in &mut report.findings {
        if let Some(row) = report.obligations.iter().find(|row| row.event_ids == finding.event_ids) {
            finding.supervisor_id = row.supervisor_id.clone();
            finding.unit = row.unit.clone();
            finding.officer_id = row.officer_id.clone();
            finding.camera_id = row.camera_id.clone();
            finding.sources = row.sources.clone();
        }
    }
    with_a_broken_car(report)
}

/// Car 214 is behind every miss in it, and its trigger did not start one camera.
fn with_a_broken_car(mut report: Report) -> Report {
    let misses: Vec<ObligationRow> = report.obligations.iter().filter(|row| is_miss_in_the_car(row)).cloned().collect();
    let about = |number, code, rows: &[ObligationRow]| FindingRow {
        vehicle_id: Some("214".into()),
        at: rows.iter().map(|row| row.on).min(),
        event_ids: rows.iter().flat_map(|row| row.event_ids.clone()).collect(),
        sources: rows.iter().flat_map(|row| row.sources.clone()).collect(),
        ..samples::finding(number, code, None, &format!("{} of 24", rows.len()))
    };
    let failed = FindingRow {
        camera_id: misses[0].camera_id.clone(),
        ..about(71, FindingCode::AutoTriggerFailed, &misses[..1])
    };
    report.findings.extend([about(70, FindingCode::EquipmentPattern, &misses), failed]);
    report.patterns = vec![PatternRow {
        deviations: u32::try_from(misses.len()).unwrap(),
        obligations: u32::try_from(report.obligations.iter().filter(|row| is_decided_in_the_car(row)).count()).unwrap(),
        event_ids: misses.iter().flat_map(|row| row.event_ids.clone()).collect(),
        ..report.patterns[0].clone()
    }];
    report.timelines = misses
        .iter()
        .map(|row| Timeline { obligation_id: row.obligation_id.clone(), ..crate::reports::picture::tests::timeline() })
        .collect();
    report
}

fn is_miss_in_the_car(row: &ObligationRow) -> bool {
    row.vehicle_id == Some("214".into()) && row.verdict.is_miss()
}

fn is_decided_in_the_car(row: &ObligationRow) -> bool {
    let undecided = [Verdict::Indeterminate, Verdict::FootageMissing, Verdict::UploadPending, Verdict::NotRequired];
    row.vehicle_id == Some("214".into()) && !undecided.contains(&row.verdict)
}

/// The copies of findings that stand whole elsewhere.
fn is_copy(finding: &FindingRow, report: &Report) -> bool {
    !report.findings.contains(finding)
}

/// Everything that names somebody or something in these rows.
fn names(obligations: &[ObligationRow], findings: &[FindingRow]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut add = |name: Option<String>| names.extend(name);
    for row in obligations {
        add(Some(row.obligation_id.clone()));
        add(row.officer_id.as_ref().map(ToString::to_string));
        add(row.camera_id.as_ref().map(ToString::to_string));
        row.event_ids.iter().for_each(|id| add(Some(id.to_string())));
        row.recording_ids.iter().for_each(|id| add(Some(id.to_string())));
        row.sources.iter().for_each(|source| add(Some(source.clone())));
    }
    for row in findings {
        add(Some(row.finding_id.clone()));
        add(row.officer_id.as_ref().map(ToString::to_string));
        add(row.camera_id.as_ref().map(ToString::to_string));
        add(row.path.clone());
        row.event_ids.iter().for_each(|id| add(Some(id.to_string())));
        row.sources.iter().for_each(|source| add(Some(source.clone())));
    }
    names
}

/// Whether `name` stands in the text, and not just as the beginning of a longer one.
fn stands_in(text: &str, name: &str) -> bool {
    text.split(name).skip(1).any(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

#[rstest]
#[case(SplitBy::Supervisor)]
#[case(SplitBy::Unit)]
fn nothing_about_others_is_in_a_part(#[case] by: SplitBy) {
    let report = report();
    let all = names(&report.obligations, &report.findings);
    for part in parts(&report, by) {
        let (copied, own): (Vec<FindingRow>, Vec<FindingRow>) =
            part.report.findings.iter().cloned().partition(|finding| is_copy(finding, &report));
        let mut own = names(&part.report.obligations, &own);
        // a copy may bring its own name, and nothing that is not there without it
        own.extend(copied.into_iter().map(|finding| finding.finding_id));
        assert!(own.len() < all.len());
        let mut bytes = Vec::new();
        csv::write(&part.report.findings, &mut bytes).unwrap();
        let csv = String::from_utf8(bytes).unwrap();
        // whatever is rendered from it can only say what is in it
        let whole = format!("{:?}", part.report);
        for other in all.difference(&own) {
            assert!(!stands_in(&csv, other), "findings.csv of {} names {other}", part.folder);
            assert!(!stands_in(&whole, other), "the report of {} names {other}", part.folder);
        }
        for row in &report.rejected {
            assert!(!whole.contains(&row.reason));
        }
        assert!(!whole.contains("BWC-0009"), "the reasons for being incomplete name a path");
        assert_eq!(part.report.incomplete.len(), 1);
    }
}

#[rstest]
#[case(SplitBy::Supervisor, &["unassigned", "S-100~", "S-200", "s-100~"])]
#[case(SplitBy::Unit, &["unassigned", "%2E.%2FWest", "East Patrol"])]
fn every_row_is_in_exactly_one_part(#[case] by: SplitBy, #[case] folders: &[&str]) {
    let report = report();
    let parts = parts(&report, by);
    assert_eq!(parts.len(), folders.len());
    for (part, folder) in parts.iter().zip(folders) {
        assert!(part.folder.starts_with(folder), "{} is not {folder}", part.folder);
    }
    let mut obligations: Vec<_> = parts.iter().flat_map(|part| &part.report.obligations).collect();
    obligations.sort_by_key(|row| row.on);
    assert_eq!(obligations, report.obligations.iter().collect::<Vec<_>>());
    let (copied, mut findings): (Vec<_>, Vec<_>) =
        parts.iter().flat_map(|part| &part.report.findings).partition(|finding| is_copy(finding, &report));
    assert!(!copied.is_empty() && copied.iter().all(|finding| finding.code.is_about_equipment()));
    findings.sort_by_key(|row| (row.at, &row.finding_id));
    let mut expected: Vec<_> = report.findings.iter().collect();
    expected.sort_by_key(|row| (row.at, &row.finding_id));
    assert_eq!(findings, expected);
}

/// Whoever sees a miss sees what speaks for the officer, and no miss of anybody else.
#[rstest]
#[case(SplitBy::Supervisor)]
#[case(SplitBy::Unit)]
fn a_finding_about_a_car_is_with_every_miss_in_it_and_counts_only_what_is_there(#[case] by: SplitBy) {
    let report = report();
    let (mut deviations, mut obligations, mut with) = (0, 0, 0);
    for part in parts(&report, by).into_iter().filter(|part| part.folder != UNASSIGNED) {
        let rows = &part.report.obligations;
        let misses: Vec<&ObligationRow> = rows.iter().filter(|row| is_miss_in_the_car(row)).collect();
        let copy = part.report.findings.iter().find(|finding| finding.code == FindingCode::EquipmentPattern);
        assert_eq!(copy.is_some(), !misses.is_empty(), "{}", part.folder);
        let Some(copy) = copy else {
            assert!(part.report.patterns.is_empty());
            continue;
        };
        let events = |rows: &[&ObligationRow]| rows.iter().flat_map(|row| row.event_ids.clone()).collect::<Vec<_>>();
        assert_eq!(copy.event_ids, events(&misses));
        assert_eq!(copy.at, misses.iter().map(|row| row.on).min());
        assert_eq!(copy.sources.len(), misses.len());
        assert!(copy.summary.contains(&format!("{} late or missing activation", misses.len())), "{}", copy.summary);
        let [pattern] = part.report.patterns.as_slice() else { panic!("{:?}", part.report.patterns) };
        assert_eq!(pattern.event_ids, copy.event_ids);
        assert_eq!((pattern.peer_rate, pattern.p_adjusted), (None, report.patterns[0].p_adjusted));
        assert_eq!(usize::try_from(pattern.deviations).unwrap(), misses.len());
        deviations += pattern.deviations;
        obligations += pattern.obligations;
        with += 1;
        let failed = part.report.findings.iter().filter(|finding| finding.code == FindingCode::AutoTriggerFailed);
        let concerned = misses.iter().filter(|row| row.obligation_id == report.timelines[0].obligation_id);
        assert_eq!(failed.count(), concerned.count());
        for timeline in &part.report.timelines {
            let told = timeline.see_also.iter().any(|note| note.starts_with("Car 214 stands out in the whole report;"));
            assert!(told, "{:?}", timeline.see_also);
        }
    }
    assert!(with >= 2, "{with}");
    let nobodys = parts(&report, by).into_iter().find(|part| part.folder == UNASSIGNED).unwrap().report;
    assert!(nobodys.findings.contains(&report.findings[report.findings.len() - 2]));
    assert_eq!(nobodys.patterns, report.patterns);
    // what the parts count is what the whole counts
    deviations += u32::try_from(nobodys.obligations.iter().filter(|row| is_miss_in_the_car(row)).count()).unwrap();
    assert_eq!(deviations, report.patterns[0].deviations);
    let elsewhere = |row: &&ObligationRow| is_decided_in_the_car(row) && !is_miss_in_the_car(row);
    assert!(obligations <= deviations + u32::try_from(report.obligations.iter().filter(elsewhere).count()).unwrap());
}

#[test]
fn what_became_of_a_finding_about_a_car_is_told_with_its_copies() {
    let mut report = report();
    let car = report.findings.iter().find(|finding| finding.code == FindingCode::EquipmentPattern).unwrap().clone();
    let rows = crate::reports::earlier::compare(None, &report);
    report.changes = Some(rows);
    for part in parts(&report, SplitBy::Supervisor) {
        let here = part.report.findings.iter().find(|finding| finding.code == FindingCode::EquipmentPattern);
        let changes = part.report.changes.unwrap();
        let told: Vec<&ChangeRow> = changes.rows.iter().filter(|row| row.id == car.finding_id).collect();
        assert_eq!(told.len(), usize::from(here.is_some()), "{}", part.folder);
        for (row, copy) in told.into_iter().zip(here) {
            assert_eq!(row.subject.event_ids, csv::list(&copy.event_ids));
            assert_eq!(row.subject.summary, copy.summary);
        }
    }
}

#[test]
fn a_part_says_of_the_archive_what_the_whole_says() {
    let mut report = report();
    report.archives = samples::clean().archives;
    report.findings.push(samples::finding(90, FindingCode::ManifestPathEscape, Some("../x"), "climbs out"));
    for part in parts(&report, SplitBy::Supervisor) {
        assert_eq!(crate::results::soundness::headline(&part.report).as_str(), "Not as it was sealed");
        let page = super::super::html::render(&part.report).unwrap();
        assert!(page.contains("is in the whole report") && page.contains("are in the whole report"));
    }
}

#[test]
fn who_has_no_finding_has_an_empty_list() {
    let parts = parts(&samples::clean(), SplitBy::Supervisor);
    assert_eq!(parts.iter().map(|part| part.folder.as_str()).collect::<Vec<_>>(), ["S-100"]);
    assert!(parts[0].report.findings.is_empty());
}

#[rstest]
#[case("S-100", "S-100")]
#[case("East Patrol", "East Patrol")]
#[case("00123", "00123")]
#[case("a/b", "a%2Fb")]
#[case("..", "%2E%2E")]
#[case(".", "%2E")]
#[case(".hidden", "%2Ehidden")]
#[case("-rf", "%2Drf")]
#[case("dot.", "dot%2E")]
#[case("C:\\x", "C%3A%5Cx")]
#[case("100%", "100%25")]
#[case("Núñez", "N%C3%BA%C3%B1ez")]
#[case("a\n\0b", "a%0A%00b")]
fn ids_become_safe_names(#[case] id: &str, #[case] name: &str) {
    assert_eq!(folder_names([id].into_iter())[id], name);
}

#[rstest]
#[case("unassigned")]
#[case("Unassigned")]
#[case("CON")]
#[case("nul.txt")]
#[case("com1")]
#[case("")]
fn names_that_are_taken_get_a_digest(#[case] id: &str) {
    let names = folder_names([id].into_iter());
    assert!(names[id].contains('~') && names[id].to_lowercase() != UNASSIGNED, "{names:?}");
}

proptest! {
    #[test]
    fn any_ids_become_folders_of_their_own(ids in prop::collection::btree_set("[aAbB./~% -]{0,4}|.{0,150}", 0..20)) {
        let names = folder_names(ids.iter().map(String::as_str));
        prop_assert_eq!(names.len(), ids.len());
        let lower: BTreeSet<String> = names.values().map(|name| name.to_lowercase()).collect();
        prop_assert_eq!(lower.len(), ids.len());
        for name in names.values() {
            prop_assert!(!name.is_empty() && name.len() <= 120 && name.is_ascii());
            prop_assert!(!name.contains(['/', '\\', '\0', '\n', ':']) && !name.starts_with(['.', '-', ' ']));
            prop_assert!(!name.ends_with(['.', ' ']) && name != UNASSIGNED);
        }
    }
}

/// A doubt took three obligations of two supervisors: each sees their own, and nothing of what shows it.
#[test]
fn a_part_tells_the_doubts_about_its_own_rows() {
    let mut report = report();
    report.changes = samples::changed().changes;
    let changes = report.changes.as_mut().unwrap();
    let is_taken = |row: &&ChangeRow| row.kind == Kind::Obligation && row.change == crate::words::Change::Doubted;
    let taken = changes.rows.iter().find(is_taken).unwrap().clone();
    let of = |supervisor: &str, number: u8| {
        let mut row = ChangeRow { id: format!("o{number:016x}"), ..taken.clone() };
        row.subject.supervisor_id = supervisor.into();
        row.subject.officer_id = format!("officer-{number}");
        row
    };
    changes.rows.retain(|row| row.kind == Kind::Doubt);
    changes.rows[0].subject.summary = "3 obligations of 3 officers: the export lacks officer-7".into();
    changes.rows.extend([of("S-100", 1), of("S-100", 2), of("S-200", 3)]);
    let doubts: Vec<(String, Vec<String>)> = parts(&report, SplitBy::Supervisor)
        .iter()
        .map(|part| {
            let doubts = part.report.changes.iter().flat_map(|changes| changes.doubts());
            (part.folder.clone(), doubts.map(|row| row.subject.summary.clone()).collect())
        })
        .filter(|(_, doubts): &(String, Vec<String>)| !doubts.is_empty())
        .collect();
    let said = |count: &str, are: &str, before: u8| {
        format!(
            "{count} on 2020-11-02 {are} no longer decided: before, {before} unexplained; the whole report says why"
        )
    };
    let folder = |name: &str| doubts.iter().find(|(folder, _)| folder.starts_with(name)).map(|(_, said)| said.clone());
    assert_eq!(doubts.len(), 2, "{doubts:?}");
    assert_eq!(folder("S-100"), Some(vec![said("2 obligations of 2 officers", "are", 2)]));
    assert_eq!(folder("S-200"), Some(vec![said("1 obligation of 1 officer", "is", 1)]));
}

/// The extent is that of the part's own obligations, and evidence that names others stays in the whole report.
#[test]
fn what_the_data_cannot_show_is_cut_to_a_parts_own() {
    let mut report = samples::doubtful();
    for row in report.obligations.iter_mut().filter(|row| row.officer_id == Some("0051".into())) {
        row.supervisor_id = Some("S-200".into());
    }
    let parts = parts(&report, SplitBy::Supervisor);
    let part = |folder: &str| &parts.iter().find(|part| part.folder == folder).unwrap().report;
    let told = |report: &Report| -> Vec<(String, usize, Vec<String>)> {
        let told = crate::reports::cannot_show::cannot_show(report).unwrap();
        told.causes.into_iter().map(|cause| (cause.code, cause.obligations, cause.evidence)).collect()
    };
    let reach = "recordings.csv: its recordings reach from 2020-11-03T06:00:00.000Z to 2020-11-09T05:00:00.000Z";
    assert_eq!(told(part("S-200")), [("outside-export".to_owned(), 2, vec![reach.to_owned()])]);
    let own = told(part("S-100"));
    assert!(own.contains(&("outside-export".to_owned(), 1, vec![reach.to_owned()])), "{own:?}");
    let gap = "unit East: the whole report has the evidence".to_owned();
    assert!(own.contains(&("export-gap".to_owned(), 1, vec![gap])), "{own:?}");
}
