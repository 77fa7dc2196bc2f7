use super::count::PublicReport;
use super::files::PublicFilesError;
use super::page;
use super::*;
use crate::base::time::{Moment, Span};
use crate::reports::out_dir::NewFileError;
use crate::reports::samples;
use crate::results::{ObligationRow, PolicySummary, Report};
use crate::words::{ChainVerdict, FileStatus, Outcome};
use proptest::prelude::*;
use rstest::rstest;
use std::fs;

/// So many obligations of a unit that came to this, spread over so many officers.
fn some(unit: &str, outcome: Outcome, count: u64, officers: u64) -> Vec<ObligationRow> {
    let row = |number: u64| ObligationRow {
        outcome,
        unit: (!unit.is_empty()).then(|| unit.to_owned()),
        officer_id: Some(format!("officer-{}", number % officers).as_str().into()),
        on: samples::moment(i64::try_from(number).unwrap() * 60),
        ..samples::obligation(number)
    };
    (0..count).map(row).collect()
}

/// Two units with enough officers, in November 2020 in Chicago.
fn report() -> Report {
    let mut report = samples::with_findings();
    report.as_of = samples::moment(40 * 86_400);
    report.obligations = [
        some("East Patrol", Outcome::Compliant, 380, 20),
        some("East Patrol", Outcome::Unexplained, 14, 20),
        some("East Patrol", Outcome::Explained, 25, 20),
        some("West Patrol", Outcome::Compliant, 250, 20),
        some("West Patrol", Outcome::Unexplained, 31, 20),
        some("West Patrol", Outcome::Explained, 3, 20),
        some("West Patrol", Outcome::NotRequired, 40, 20),
    ]
    .concat();
    report
}

fn csv(report: &Report) -> String {
    let mut bytes = Vec::new();
    sheet::write(&report.into(), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn html(report: &Report) -> String {
    page::render(&report.into()).unwrap()
}

/// A column of the table for each row, by what the row is about.
fn column(report: &Report, name: &str) -> Vec<String> {
    let text = csv(report);
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let index = reader.headers().unwrap().iter().position(|heading| heading == name).unwrap();
    reader.records().map(|record| record.unwrap()[index].to_owned()).collect()
}

#[test]
fn the_table() {
    insta::assert_snapshot!(csv(&report()));
}

#[test]
fn the_page() {
    insta::with_settings!({filters => vec![(env!("CARGO_PKG_VERSION"), "[version]")]}, {
        insta::assert_snapshot!(html(&report()));
    });
}

#[test]
fn rates_are_those_of_what_is_published() {
    let mut report = report();
    report.obligations = [
        some("East Patrol", Outcome::Compliant, 380, 20),
        some("East Patrol", Outcome::Unexplained, 20, 20),
        some("East Patrol", Outcome::NotRequired, 50, 20),
    ]
    .concat();
    assert_eq!(column(&report, "required"), ["400", "400"]);
    assert_eq!(column(&report, "compliant_percent"), ["95.0", "95.0"]);
    assert_eq!(column(&report, "unexplained_percent_low"), ["3.3", "3.3"]);
    assert!(html(&report).contains("95.0 % <span>(92.4–96.7)</span>"));
}

#[test]
fn where_a_count_is_withheld_so_is_its_rate() {
    let report = report();
    let cells = |name| column(&report, name);
    let (explained, required, percent) = (cells("compliant"), cells("required"), cells("compliant_percent"));
    assert!(cells("explained").contains(&WITHHELD.to_owned()));
    for ((count, required), percent) in explained.iter().zip(required).zip(percent) {
        assert_eq!(percent == WITHHELD, count == WITHHELD || required == WITHHELD);
    }
}

#[test]
fn a_small_department_is_withheld_whole() {
    let text = csv(&samples::clean());
    assert!(!text.contains(",3,"), "three obligations are no secret any more: {text}");
    assert!(html(&samples::clean()).contains("class=\"withheld\""));
}

#[test]
fn a_unit_of_two_officers_is_withheld() {
    let mut report = report();
    report.obligations.extend(some("Night", Outcome::Compliant, 90, 2));
    report.obligations.extend(some("Night", Outcome::Unexplained, 30, 2));
    let night = column(&report, "unit").iter().position(|unit| unit == "Night").unwrap();
    // the zeros too: beside them the rest would be all that it can be
    for name in ["obligations", "compliant", "compliant_percent", "unexplained", "required", "awaiting"] {
        assert_eq!(column(&report, name)[night], WITHHELD, "{name}");
    }
}

/// One officer was in two units, each of which is withheld for that; what the rest leaves is that officer's.
#[test]
fn what_is_left_over_is_never_one_officers_alone() {
    let mut report = report();
    for unit in ["K-9", "Traffic"] {
        report.obligations.extend(some(unit, Outcome::Compliant, 60, 1));
        report.obligations.extend(some(unit, Outcome::Unexplained, 20, 1));
    }
    let units = column(&report, "unit");
    let shown: Vec<&String> = units
        .iter()
        .zip(column(&report, "obligations"))
        .filter(|(_, count)| *count != WITHHELD)
        .map(|(unit, _)| unit)
        .collect();
    assert!(shown.len() + 3 <= units.len(), "a third row is withheld: {shown:?} of {units:?}");
}

/// Officers whom nothing obliged hide nobody.
#[test]
fn whom_nothing_obliged_does_not_count_among_the_officers() {
    let mut report = report();
    report.obligations.extend(some("Night", Outcome::Compliant, 90, 1));
    report.obligations.extend(some("Night", Outcome::NotRequired, 90, 6));
    let night = column(&report, "unit").iter().position(|unit| unit == "Night").unwrap();
    assert_eq!(column(&report, "compliant")[night], WITHHELD);
}

#[test]
fn months_are_those_of_the_department() {
    let mut report = report();
    // 2020-11-01 00:30 and 2020-10-31 23:30 in Chicago, and the last millisecond of November
    for (row, micros) in
        report.obligations.iter_mut().zip([1_604_208_600_000_000, 1_604_205_000_000_000, 1_606_802_399_999_000])
    {
        row.on = Moment::from_micros(micros);
    }
    report.as_of = Moment::from_micros(1_606_802_400_000_000);
    report.policies.push(PolicySummary {
        name: "The next".into(),
        effective: report.as_of - Span::from_millis(1),
        values: vec![],
    });
    report.policies.push(PolicySummary { name: "Too late".into(), effective: report.as_of, values: vec![] });
    let public = PublicReport::from(&report);
    let names: Vec<_> = public.months.iter().map(|month| (month.name.as_str(), month.so_far)).collect();
    assert_eq!(names, [("2020-10", false), ("2020-11", false)]);
    assert_eq!(public.months[0].policies, Vec::<String>::new());
    assert_eq!(public.months[1].policies, ["Interim: dash-camera policy", "The next"]);
    assert!(!html(&report).contains("Too late"));
    report.as_of = report.as_of - Span::from_millis(1);
    assert!(PublicReport::from(&report).months[1].so_far);
}

/// No officer, camera, vehicle, event, recording, path, source or root gets out.
#[test]
fn nothing_names_anybody() {
    let mut report = samples::with_findings();
    report.incomplete = samples::incomplete().incomplete;
    report.rejected = samples::incomplete().rejected;
    report.archives.extend(samples::incomplete().archives);
    for text in [html(&report), csv(&report)] {
        for row in &report.obligations {
            let ids = [
                row.officer_id.as_ref().map(ToString::to_string),
                row.camera_id.as_ref().map(ToString::to_string),
                row.supervisor_id.as_ref().map(ToString::to_string),
                Some(row.obligation_id.clone()),
            ];
            let lists = row.event_ids.iter().map(ToString::to_string);
            let lists = lists.chain(row.recording_ids.iter().map(ToString::to_string)).chain(row.sources.clone());
            for id in ids.into_iter().flatten().chain(lists) {
                assert!(!text.contains(&id), "{id}");
            }
            assert!(!text.contains(">214<") && !text.contains(",214,"));
        }
        for finding in &report.findings {
            assert!(finding.path.as_ref().is_none_or(|path| !text.contains(path.as_str())));
            assert!(!text.contains(&finding.summary));
        }
        for archive in &report.archives {
            assert!(!text.contains(&format!("{}:", archive.root)) && !text.contains("kcpd/2020-11"));
        }
        assert!(!text.contains("BWC-"));
    }
    assert!(html(&report).contains("The audit is incomplete"));
    assert_eq!(column(&report, "audit_complete"), ["no", "no"]);
}

#[test]
fn hostile_names_stay_text() {
    let mut report = report();
    let hostile = "<script>alert(1)</script>\" onload='x' &amp; \x1b[2J\u{202e}";
    report.department = hostile.into();
    report.policies[0].name = hostile.into();
    report.policies[0].values = vec![("grace", hostile.into())];
    report.time_zone = "America/Chicago".into();
    for row in &mut report.obligations {
        row.unit = Some(format!("=1+1 {hostile}"));
    }
    let page = html(&report);
    assert!(!page.contains("<script") && !page.contains("onload='x'"), "{page}");
    assert!(!page.contains(|c: char| c != '\n' && crate::base::escape::is_unseen(c)));
    assert!(page.contains("\\x1b[2J\\xe2\\x80\\xae"));
    assert!(column(&report, "unit")[0].starts_with("'=1+1"));
}

#[test]
fn the_page_loads_nothing_and_runs_nothing() {
    let page = html(&report());
    for word in ["<script", "http://", "https://", "src=", "href=", "url(", "@import"] {
        assert!(!page.contains(word), "{word}");
    }
    for word in ["<html lang=\"en\">", "<title>", "<h1>", "scope=\"col\"", "scope=\"row\"", "<caption>", "<main>"] {
        assert!(page.contains(word), "no {word}");
    }
}

#[rstest]
#[case::anchored(Some(ChainVerdict::Intact), Some(61), FileStatus::Ok, true, "covers all of it; every file")]
#[case::older_part(Some(ChainVerdict::Intact), Some(60), FileStatus::Ok, true, "covers the older part")]
#[case::unanchored(Some(ChainVerdict::Intact), None, FileStatus::Ok, true, "cannot rule out that its end was cut")]
#[case::no_chain(None, None, FileStatus::Unlisted, true, "it has no chain of its own")]
#[case::changed(Some(ChainVerdict::Intact), Some(61), FileStatus::Changed, true, "not as they were sealed")]
#[case::not_hashed(Some(ChainVerdict::Intact), Some(61), FileStatus::Unchecked, false, "not every file could")]
#[case::broken(Some(ChainVerdict::Broken), None, FileStatus::Ok, true, "its chain is broken")]
fn what_is_said_of_the_archive(
    #[case] verdict: Option<ChainVerdict>,
    #[case] anchored: Option<u64>,
    #[case] status: FileStatus,
    #[case] hashed: bool,
    #[case] said: &str,
) {
    let mut report = report();
    let archive = &mut report.archives[0];
    (archive.verdict, archive.anchored, archive.hashed) = (verdict, anchored, hashed);
    archive.files = vec![(FileStatus::Ok, 50), (status, 2)];
    assert!(html(&report).contains(said), "{}", PublicReport::from(&report).archives[0]);
}

#[test]
fn both_files_are_written_and_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("public.html");
    for _ in 0..2 {
        PublicFiles::prepare(&page).unwrap().publish(&report()).unwrap();
        assert_eq!(fs::read_to_string(&page).unwrap(), html(&report()));
        assert_eq!(fs::read_to_string(folder.path().join("public.csv")).unwrap(), csv(&report()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}

#[rstest]
#[case("public.html", "<html>mine</html>")]
#[case("public.csv", "month,mine\n")]
fn what_is_not_ours_is_left_alone(#[case] name: &str, #[case] text: &str) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    let error = PublicFiles::prepare(&folder.path().join("public.html")).unwrap_err();
    assert!(matches!(error, PublicFilesError::File(NewFileError::Foreign(_))), "{error}");
    assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), text);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[rstest]
#[case("public")]
#[case("public.csv")]
#[case("public.htm")]
fn another_ending_is_refused(#[case] name: &str) {
    assert!(matches!(PublicFiles::prepare(name.as_ref()), Err(PublicFilesError::NotHtml(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What is published of a month is what [`withheld`] allows, and adds up where it is all there.
    #[test]
    fn no_small_number_gets_out(counts in prop::collection::vec((0_u64..30, 0..3_usize, 0..4_usize), 1..12)) {
        let units = ["East", "West", ""];
        let outcomes = [Outcome::Compliant, Outcome::Unexplained, Outcome::Unresolved, Outcome::NotRequired];
        let mut report = report();
        report.obligations =
            counts.iter().flat_map(|&(count, unit, outcome)| some(units[unit], outcomes[outcome], count, 9)).collect();
        let public = PublicReport::from(&report);
        for row in public.months.iter().flat_map(|month| &month.rows) {
            let shown: Vec<Option<u64>> = Outcome::ALL.iter().map(|&outcome| row.count(outcome)).collect();
            for count in shown.iter().chain([&row.all(), &row.required()]).flatten() {
                prop_assert!(*count == 0 || *count >= SMALLEST, "{row:?}");
            }
            if let (Some(parts), Some(all)) = (shown.into_iter().sum::<Option<u64>>(), row.all()) {
                prop_assert_eq!(parts, all);
            }
        }
    }
}
