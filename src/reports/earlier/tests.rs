use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rstest::rstest;
use tempfile::TempDir;

use super::*;
use crate::base::ids::OfficerId;
use crate::reports::csv;
use crate::reports::format::Format as _;
use crate::reports::run_json::{self, RunJson};
use crate::reports::samples;
use crate::results::changes::{ChangeRow, Changes, Kind, State, said};
use crate::results::{ArchiveSummary, FindingRow, ObligationRow, Report};
use crate::words::*;

/// Writes an output as the command does.
fn write(report: &Report, dir: &Path) {
    let sheet = |name: &str, bytes: Vec<u8>| fs::write(dir.join(name), bytes).unwrap();
    sheet("obligations.csv", bytes(&report.obligations));
    sheet("findings.csv", bytes(&report.findings));
    sheet("run.json", RunJson.bytes(report, &samples::run()).unwrap());
}

fn bytes<R: csv::Sheet + Sync>(rows: &[R]) -> Vec<u8> {
    let mut bytes = Vec::new();
    csv::write(rows, &mut bytes).unwrap();
    bytes
}

pub(super) fn output(report: &Report) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    write(report, dir.path());
    dir
}

pub(super) fn compared(yesterday: &Report, tonight: &Report) -> Changes {
    let dir = output(yesterday);
    compare(Some(&read(dir.path()).unwrap()), tonight)
}

/// Every row that did not stay the same, without its subject.
pub(super) fn told(changes: &Changes) -> Vec<String> {
    let row = |row: &ChangeRow| {
        let (from, to) = (said(&row.from), said(&row.to));
        format!("{} {} {}: {from} -> {to}", row.kind.as_str(), row.id, row.change)
    };
    changes.rows.iter().filter(|row| row.change != Change::Same).map(row).collect()
}

pub(super) fn changes_of(changes: &Changes, kind: Kind) -> Vec<Change> {
    changes.rows.iter().filter(|row| row.kind == kind).map(|row| row.change).collect()
}

/// The code with which a finding about obligation 1 or about an archive or file is made.
pub(super) fn finding(code: FindingCode, path: Option<&str>) -> FindingRow {
    let row = samples::finding(1, code, path, "what it says");
    if path.is_some() {
        return row;
    }
    let obligation = samples::obligation(1);
    FindingRow {
        at: Some(obligation.on),
        officer_id: obligation.officer_id,
        vehicle_id: obligation.vehicle_id,
        camera_id: obligation.camera_id,
        event_ids: obligation.event_ids,
        ..row
    }
}

/// The clean report, with this finding, and one without it.
pub(super) fn with(finding: FindingRow) -> Report {
    Report { findings: vec![finding], ..samples::clean() }
}

#[rstest]
#[case(samples::clean())]
#[case(samples::with_findings())]
#[case(samples::incomplete())]
#[case(samples::hostile())]
fn an_output_compared_with_itself_is_the_same(#[case] report: Report) {
    let changes = compared(&report, &report);
    assert_eq!(told(&changes), Vec::<String>::new());
    assert_eq!(changes.rows.len(), report.obligations.len() + report.findings.len());
    assert_eq!(changes.not_compared, 0);
    assert!(!changes.has_news());
}

#[test]
fn without_an_earlier_output_everything_is_new() {
    let report = samples::with_findings();
    let changes = compare(None, &report);
    assert!(changes.rows.iter().all(|row| row.change == Change::New && row.from.is_empty() && !row.to.is_empty()));
    assert_eq!(changes.rows.len(), report.obligations.len() + report.findings.len());
    assert!(changes.has_news());
    assert_eq!(changes.notes, ["there is no earlier output yet, so everything counts as new"]);
}

#[test]
fn a_passed_deadline_shows_by_itself() {
    let awaiting = ObligationRow {
        outcome: Outcome::Awaiting,
        verdict: Verdict::NotRecorded,
        explanation: Some(Explanation::Awaited),
        ..samples::obligation(1)
    };
    let overdue =
        ObligationRow { outcome: Outcome::Unexplained, explanation: Some(Explanation::None), ..awaiting.clone() };
    let yesterday = Report { obligations: vec![awaiting], ..samples::clean() };
    let tonight = Report { obligations: vec![overdue], ..with(finding(FindingCode::UnexplainedNonActivation, None)) };
    let changes = compared(&yesterday, &tonight);
    insta::assert_snapshot!(told(&changes).join("\n"), @r"
    obligation o0000000000000001 changed: outcome=awaiting; explanation=awaited -> outcome=unexplained; explanation=none
    finding f0000000000000001 new:  -> severity=high; confidence=high
    ");
    assert!(changes.has_news());
}

#[test]
fn measurements_that_shift_are_no_change() {
    let yesterday = with(finding(FindingCode::UnexplainedLateActivation, None));
    let mut tonight = yesterday.clone();
    for row in &mut tonight.obligations {
        row.gap = row.gap.map(|gap| gap + crate::base::time::Span::from_millis(3));
        row.sources = vec!["logs/lightbar-2020-12.csv:900".into()];
    }
    for row in &mut tonight.findings {
        row.summary = "activated 3 ms later than was said yesterday".into();
    }
    assert_eq!(told(&compared(&yesterday, &tonight)), Vec::<String>::new());
}

#[test]
fn a_fact_about_an_archive_that_reads_otherwise_is_a_change() {
    let yesterday = with(finding(FindingCode::ChainBroken, Some("footage")));
    let mut tonight = yesterday.clone();
    tonight.findings[0].summary = "another line".into();
    let changes = compared(&yesterday, &tonight);
    assert_eq!(told(&changes), ["finding f0000000000000001 changed: summary=what it says -> summary=another line"]);
    assert!(changes.has_news());
}

#[rstest]
#[case::decided(Outcome::Explained, "0042", Change::Resolved)]
#[case::not_required(Outcome::NotRequired, "0042", Change::Resolved)]
#[case::undecided(Outcome::Unresolved, "0042", Change::Vanished)]
#[case::somebody_else(Outcome::Compliant, "0043", Change::Vanished)]
fn a_finding_about_an_officer_is_resolved_where_it_was_decided(
    #[case] outcome: Outcome,
    #[case] officer: &str,
    #[case] change: Change,
) {
    let mut tonight = samples::clean();
    tonight.obligations[0].outcome = outcome;
    tonight.obligations[0].officer_id = Some(OfficerId::from(officer));
    let changes = compared(&with(finding(FindingCode::UnexplainedNonActivation, None)), &tonight);
    assert_eq!(changes_of(&changes, Kind::Finding), [change]);
    assert_eq!(changes.has_news(), change == Change::Vanished);
}

#[rstest]
#[case::approved_by_somebody_else(true, Change::Resolved)]
#[case::gone_from_the_export(false, Change::Vanished)]
fn a_finding_about_a_justification_is_resolved_where_there_still_is_one(#[case] there: bool, #[case] change: Change) {
    let mut tonight = samples::clean();
    tonight.obligations[0].justification_id = there.then(|| "J-1".into());
    for code in [FindingCode::SelfApprovedJustification, FindingCode::ContradictedJustification] {
        assert_eq!(changes_of(&compared(&with(finding(code, None)), &tonight), Kind::Finding), [change]);
    }
}

#[rstest]
#[case(FileStatus::Ok, FindingCode::Changed, Change::Resolved)]
#[case(FileStatus::Purged, FindingCode::Missing, Change::Resolved)]
#[case(FileStatus::Missing, FindingCode::Changed, Change::Vanished)]
#[case(FileStatus::Unchecked, FindingCode::Changed, Change::Vanished)]
#[case(FileStatus::Unreadable, FindingCode::Missing, Change::Vanished)]
#[case(FileStatus::Ok, FindingCode::Truncated, Change::Resolved)]
fn a_finding_about_a_file_is_resolved_where_it_was_compared(
    #[case] status: FileStatus,
    #[case] code: FindingCode,
    #[case] change: Change,
) {
    let mut tonight = samples::clean();
    tonight.files[0].status = status;
    let path = tonight.files[0].path.to_string();
    assert_eq!(changes_of(&compared(&with(finding(code, Some(&path))), &tonight), Kind::Finding), [change]);
    tonight.files.clear();
    assert_eq!(changes_of(&compared(&with(finding(code, Some(&path))), &tonight), Kind::Finding), [Change::Vanished]);
}

#[test]
fn a_video_that_nobody_looked_at_is_not_whole() {
    let mut tonight = samples::clean();
    tonight.files[0].video = None;
    let path = tonight.files[0].path.to_string();
    let changes = compared(&with(finding(FindingCode::Truncated, Some(&path))), &tonight);
    assert_eq!(changes_of(&changes, Kind::Finding), [Change::Vanished]);
}

#[rstest]
#[case::repaired(FindingCode::ChainBroken, Some(ChainVerdict::Intact), None, Change::Resolved)]
#[case::still_bad(FindingCode::ChainBroken, Some(ChainVerdict::TornTail), None, Change::Vanished)]
#[case::taken_away(FindingCode::ChainBroken, None, None, Change::Vanished)]
#[case::anchored_again(FindingCode::ChainTruncated, Some(ChainVerdict::Intact), Some(61), Change::Resolved)]
#[case::anchor_taken_away(FindingCode::ChainTruncated, Some(ChainVerdict::Intact), None, Change::Vanished)]
#[case::sealed_since(FindingCode::Unsealed, Some(ChainVerdict::Intact), None, Change::Resolved)]
fn a_finding_about_a_chain_is_resolved_where_the_chain_holds(
    #[case] code: FindingCode,
    #[case] verdict: Option<ChainVerdict>,
    #[case] anchored: Option<u64>,
    #[case] change: Change,
) {
    let mut tonight = samples::clean();
    tonight.archives = vec![ArchiveSummary { verdict, anchored, ..tonight.archives.remove(0) }];
    let changes = compared(&with(finding(code, Some("footage"))), &tonight);
    assert_eq!(changes_of(&changes, Kind::Finding), [change]);
}

#[rstest]
#[case::complete(vec![], Change::Resolved)]
#[case::incomplete(vec!["1 row was rejected and could not be used".into()], Change::Vanished)]
fn a_finding_about_a_camera_needs_a_complete_audit(#[case] incomplete: Vec<String>, #[case] change: Change) {
    let tonight = Report { incomplete, ..samples::clean() };
    let changes = compared(&with(finding(FindingCode::ClockSuspect, None)), &tonight);
    assert_eq!(changes_of(&changes, Kind::Finding), [change]);
}

#[test]
fn an_obligation_that_is_gone_is_never_resolved() {
    let tonight = Report { obligations: vec![], ..samples::clean() };
    let changes = compared(&samples::clean(), &tonight);
    assert_eq!(changes_of(&changes, Kind::Obligation), [Change::Vanished; 3]);
}

#[test]
fn what_was_not_asked_for_is_not_compared() {
    let yesterday = samples::clean();
    let second = yesterday.obligations[1].on;
    let later = Report { since: Some(second), obligations: yesterday.obligations[1..].to_vec(), ..samples::clean() };
    let changes = compared(&yesterday, &later);
    assert_eq!((told(&changes).len(), changes.not_compared), (0, 1));
    assert_eq!(changes.notes, ["the earlier output shows other triggers (--since, --until)"]);
    let earlier = Report { until: Some(second), obligations: yesterday.obligations[..1].to_vec(), ..samples::clean() };
    let changes = compared(&yesterday, &earlier);
    assert_eq!((told(&changes).len(), changes.not_compared), (0, 2));
}

#[test]
fn what_differs_beside_the_street_is_said() {
    let yesterday = samples::incomplete();
    let mut tonight = Report { department: "Elsewhere".into(), as_of: samples::moment(0), ..samples::clean() };
    tonight.policy_sha256 = crate::base::digest::Digest::of(b"another policy");
    let dir = output(&yesterday);
    let run = fs::read_to_string(dir.path().join("run.json")).unwrap();
    let version = format!("\"version\": \"{}\"", run_json::VERSION);
    fs::write(dir.path().join("run.json"), run.replace(&version, "\"version\": \"0.0.9\"")).unwrap();
    let changes = compare(Some(&read(dir.path()).unwrap()), &tonight);
    let expected = format!(
        "the earlier output is of another department: Kansas City Police Department\n\
         the earlier output was written by version 0.0.9, this is {}: a difference may come from the program\n\
         the policy has changed since: a difference may come from the policy\n\
         the earlier output is as of a later moment, 2020-11-02T12:00:00.000Z\n\
         bytes were not hashed for the earlier output\n\
         the earlier audit was incomplete: what it could not read appears as new",
        run_json::VERSION
    );
    assert_eq!(changes.notes.join("\n"), expected);
}

#[test]
fn another_audit_file_is_said() {
    let mut tonight = samples::clean();
    tonight.inputs[0].sha256 = crate::base::digest::Digest::of(b"another audit file");
    let changes = compared(&samples::clean(), &tonight);
    assert_eq!(changes.notes, ["the audit file has changed since: it may name other sources"]);
}

/// A line of a file is replaced; what the error says.
#[rstest]
#[case("findings.csv", "finding_id,", "", "has no column finding_id")]
#[case("findings.csv", ",sources", ",sources,verdict_of_the_boss", "has a column verdict_of_the_boss, which")]
#[case("findings.csv", ",path,", ",path,path,", "has a column twice")]
#[case("obligations.csv", "obligation_id,", "id,", "has no column obligation_id")]
#[case("obligations.csv", "o0000000000000001", "", "line 2 has no obligation_id")]
#[case("obligations.csv", "o0000000000000001,", "", "found record with")]
#[case("run.json", "\"obligations\": 15", "\"obligations\": 16", "it has 15 rows, and run.json says 16")]
#[case("run.json", "\"counts\"", "\"tallies\"", "missing field `counts`")]
#[case("run.json", "\"command\": \"scan\"", "\"command\": \"verify\"", "is the output of verify, which judges nobody")]
#[case("run.json", "\"as_of_utc\": \"2020", "\"as_of_utc\": \"soon", "as_of_utc: \"soon")]
#[case("run.json", "\"program\": \"footage-audit\"", "\"program\": \"x\"", "holds no run.json of footage-audit")]
fn an_edited_output_is_refused(#[case] file: &str, #[case] from: &str, #[case] to: &str, #[case] says: &str) {
    let dir = output(&samples::with_findings());
    let text = fs::read_to_string(dir.path().join(file)).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(dir.path().join(file), text.replacen(from, to, 1)).unwrap();
    let error = read(dir.path()).unwrap_err().to_string();
    assert!(error.contains(says), "{error}");
    assert!(error.starts_with("--previous /"), "{error}");
}

#[rstest]
#[case("obligations.csv")]
#[case("findings.csv")]
#[case("run.json")]
fn an_output_with_a_file_missing_is_refused(#[case] file: &str) {
    let dir = output(&samples::with_findings());
    fs::remove_file(dir.path().join(file)).unwrap();
    assert!(read(dir.path()).unwrap_err().to_string().contains(file));
}

#[test]
fn columns_may_stand_in_any_order() {
    let report = samples::with_findings();
    let dir = output(&report);
    let path = dir.path().join("findings.csv");
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_path(&path).unwrap();
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for record in reader.records() {
        writer.write_record(record.unwrap().iter().collect::<Vec<_>>().into_iter().rev()).unwrap();
    }
    fs::write(&path, writer.into_inner().unwrap()).unwrap();
    let changes = compare(Some(&read(dir.path()).unwrap()), &report);
    assert_eq!(told(&changes), Vec::<String>::new());
}

#[test]
fn only_an_absent_or_empty_folder_has_nothing() {
    let dir = tempfile::tempdir().unwrap();
    assert!(has_nothing(dir.path()));
    assert!(has_nothing(&dir.path().join("absent")));
    fs::write(dir.path().join("file"), "x").unwrap();
    assert!(!has_nothing(dir.path()));
    assert!(!has_nothing(&dir.path().join("file")));
    std::os::unix::fs::symlink("nowhere", dir.path().join("dangling")).unwrap();
    assert!(!has_nothing(&dir.path().join("dangling")));
}

#[test]
fn a_guarded_cell_of_a_row_that_is_gone_is_guarded_once_more() {
    let tonight = Report { obligations: vec![], findings: vec![], ..samples::hostile() };
    let gone = compared(&samples::hostile(), &tonight);
    assert!(gone.rows.iter().any(|row| row.subject.officer_id.starts_with('=')));
    let text = String::from_utf8(bytes(&gone.rows)).unwrap();
    let written = String::from_utf8(bytes(&samples::hostile().obligations)).unwrap();
    assert!(written.contains("'=HYPERLINK") && text.contains("'=HYPERLINK"), "{text}");
    assert!(!text.contains("''"), "{text}");
}

/// A report of any obligations, turned by doubts or not, and findings; ids may come twice.
fn reports() -> impl Strategy<Value = Report> {
    let outcomes = prop::sample::select(Outcome::ALL);
    let doubts = prop::sample::select(vec![None, None, Some(Reason::ExportGap), Some(Reason::Clock)]);
    let obligations = prop::collection::vec((1_u64..6, outcomes, "[=+'a-c \\t-]{0,4}", doubts), 0..8);
    let codes = prop::sample::select(FindingCode::ALL);
    let findings = prop::collection::vec((1_u64..6, codes, "[=+'a-c,\"\n-]{0,4}"), 0..8);
    (obligations, findings).prop_map(|(obligations, findings)| Report {
        obligations: obligations
            .into_iter()
            .map(|(number, outcome, officer, doubt)| ObligationRow {
                outcome,
                officer_id: Some(OfficerId::from(officer.as_str())),
                reason: doubt,
                would_be: doubt.map(|_| WouldBe::NotRecorded).into_iter().collect(),
                ..samples::obligation(number)
            })
            .collect(),
        findings: findings
            .into_iter()
            .map(|(number, code, text)| FindingRow {
                event_ids: samples::obligation(number).event_ids,
                ..samples::finding(number, code, (!text.is_empty()).then_some(&*text), &text)
            })
            .collect(),
        ..samples::clean()
    })
}

proptest! {
    #[test]
    fn any_output_compared_with_itself_is_the_same(report in reports()) {
        prop_assert_eq!(told(&compared(&report, &report)), Vec::<String>::new());
    }

    #[test]
    fn every_row_of_both_nights_is_accounted_for(yesterday in reports(), tonight in reports()) {
        let changes = compared(&yesterday, &tonight);
        for (kind, before, now) in [
            (Kind::Obligation, yesterday.obligations.len(), tonight.obligations.len()),
            (Kind::Finding, yesterday.findings.len(), tonight.findings.len()),
        ] {
            let count = |change| changes.count(kind, change);
            // an obligation in doubt is there, a finding in doubt is not
            let (taken, given) = (count(Change::Doubted), count(Change::NoLongerDoubted));
            let (there, new, gone) = if kind == Kind::Obligation { (taken + given, 0, 0) } else { (0, given, taken) };
            let both = count(Change::Same) + count(Change::Changed) + there;
            prop_assert_eq!(both + count(Change::New) + new, now);
            prop_assert_eq!(both + count(Change::Resolved) + count(Change::Vanished) + gone, before);
        }
        for row in changes.rows.iter().filter(|row| row.kind != Kind::Doubt) {
            let differs: fn(&State, &State) -> bool = |from, to| from != to && !from.is_empty() && !to.is_empty();
            let passed = [Change::Doubted, Change::NoLongerDoubted].contains(&row.change);
            let is_change = row.change == Change::Changed || (passed && row.kind == Kind::Obligation);
            prop_assert_eq!(is_change, differs(&row.from, &row.to));
        }
        let passed: usize = changes.doubts().map(|doubt| {
            let counts = if doubt.change == Change::Doubted { &doubt.from } else { &doubt.to };
            counts.iter().map(|(_, count)| count.parse::<usize>().unwrap()).sum::<usize>()
        }).sum();
        let of_obligations = |change| changes.count(Kind::Obligation, change);
        prop_assert_eq!(passed, of_obligations(Change::Doubted) + of_obligations(Change::NoLongerDoubted));
        let times: Vec<&str> = changes.rows.iter().map(|row| row.subject.at_utc.as_str()).collect();
        prop_assert!(times.is_sorted());
    }
}

#[rstest]
#[case(Asked::Previous, "name the --out folder of an earlier scan", "leave --previous away once to begin anew")]
#[case(Asked::In, "name a folder that `scan --out` wrote", "show it with the version that wrote it")]
fn whoever_asked_is_told_what_to_do(#[case] asked: Asked, #[case] of_no_output: &str, #[case] of_other_columns: &str) {
    let empty = tempfile::tempdir().unwrap();
    let error = Folder::open(empty.path(), asked).unwrap_err().to_string();
    assert!(error.ends_with(of_no_output), "{error}");
    let dir = output(&samples::with_findings());
    let path = dir.path().join("findings.csv");
    fs::write(&path, fs::read_to_string(&path).unwrap().replacen("finding_id,", "id,", 1)).unwrap();
    let folder = Folder::open(dir.path(), asked).unwrap();
    let bytes = folder.bytes::<FindingRow>().unwrap();
    let error = folder.rows::<FindingRow, ()>(&bytes, |_| None).unwrap_err().to_string();
    assert!(error.contains("has no column finding_id") && error.ends_with(of_other_columns), "{error}");
}

#[test]
fn an_output_without_timelines_has_none() {
    let dir = output(&samples::with_findings());
    let folder = Folder::open(dir.path(), Asked::In).unwrap();
    assert_eq!(folder.timelines(|_| true).unwrap(), []);
    fs::write(dir.path().join("timelines.jsonl"), "{}\n").unwrap();
    assert!(folder.timelines(|_| true).unwrap_err().to_string().contains("cannot read timelines.jsonl"));
}
