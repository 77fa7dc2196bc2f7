use super::super::csv;
use super::super::samples;
use super::*;
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
    report
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
        let own = names(&part.report.obligations, &part.report.findings);
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
    let mut findings: Vec<_> = parts.iter().flat_map(|part| &part.report.findings).collect();
    findings.sort_by_key(|row| (row.at, &row.finding_id));
    let mut expected: Vec<_> = report.findings.iter().collect();
    expected.sort_by_key(|row| (row.at, &row.finding_id));
    assert_eq!(findings, expected);
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
