//! Small invented reports for the tests of every format.

use crate::base::digest::Digest;
use crate::base::ids::EventId;
use crate::base::path::ArchivePath;
use crate::base::time::{Moment, Span};
use crate::words::*;

use crate::base::share::{Chance, share, wilson};
use crate::facts::inputs::{InputSummary, RejectedRow};
use crate::reports::run::{Run, RunFacts, RunVariable};
use crate::results::PatternRow;
use crate::results::changes::{ChangeRow, Changes, EarlierChain, EarlierOutput, Kind, Subject};
use crate::results::*;
use crate::statistics::rates::rates;

/// 2020-11-02T00:00:00Z plus so many seconds.
pub(crate) fn moment(secs: i64) -> Moment {
    Moment::from_micros(1_604_275_200_000_000) + Span::from_secs(secs)
}

/// A run that gave one of these reports.
pub(crate) fn run() -> Run {
    let variable = RunVariable {
        start: moment(0),
        end: moment(1),
        host: None,
        jobs: 1,
        out: None,
        format: "table".into(),
        ffmpeg: "none".into(),
    };
    Run { facts: RunFacts { command: "scan", arguments: vec![] }, variable }
}

fn source(file: &str, row: u64) -> String {
    format!("{file}:{row}")
}

/// An obligation that was met: officer 0042, car 214, camera BWC-0017.
pub(crate) fn obligation(number: u64) -> ObligationRow {
    let on = moment(i64::try_from(number).unwrap() * 600);
    ObligationRow {
        obligation_id: format!("o{number:016x}"),
        outcome: Outcome::Compliant,
        verdict: Verdict::OnTime,
        reason: None,
        also: vec![],
        would_be: vec![],
        explanation: None,
        confidence: Confidence::High,
        confidence_reason: vec![],
        trigger_kind: TriggerKind::Lightbar,
        event_ids: vec![format!("LB-{number:04}").as_str().into()],
        on,
        off: Some(on + Span::from_secs(240)),
        vehicle_id: Some("214".into()),
        officer_id: Some("0042".into()),
        camera_id: Some("BWC-0017".into()),
        unit: Some("East Patrol".into()),
        supervisor_id: Some("S-100".into()),
        policy: Some("Interim: dash-camera policy".into()),
        recording_ids: vec![format!("R-{number:04}").as_str().into()],
        activation: Some(on + Span::from_millis(2_750)),
        gap: Some(Span::from_millis(1_500)),
        clock_offset: Some(Span::from_millis(1_250)),
        clock_uncertainty: Some(Span::from_secs(2)),
        uncovered: Some(Span::ZERO),
        justification_id: None,
        sources: vec![source("logs/lightbar-2020-11.csv", number + 2), source("assignments.csv", 2)],
    }
}

/// The same, with another result and without what such a row does not have.
fn deviation(number: u64, verdict: Verdict, explanation: Explanation) -> ObligationRow {
    let outcome = match explanation {
        Explanation::Accepted | Explanation::AcceptedLate => Outcome::Explained,
        Explanation::Awaited | Explanation::AwaitingApproval => Outcome::Awaiting,
        _ => Outcome::Unexplained,
    };
    let row = ObligationRow { verdict, outcome, explanation: Some(explanation), ..obligation(number) };
    if verdict != Verdict::NotRecorded {
        return row;
    }
    ObligationRow { recording_ids: vec![], activation: None, gap: None, uncovered: None, ..row }
}

fn undecided(number: u64, verdict: Verdict, reason: Option<Reason>) -> ObligationRow {
    ObligationRow {
        verdict,
        reason,
        outcome: if verdict == Verdict::NotRequired { Outcome::NotRequired } else { Outcome::Unresolved },
        recording_ids: vec![],
        activation: None,
        gap: None,
        uncovered: None,
        ..obligation(number)
    }
}

/// A finding about nothing in particular.
pub(crate) fn finding(number: u64, code: FindingCode, path: Option<&str>, summary: &str) -> FindingRow {
    FindingRow {
        finding_id: format!("f{number:016x}"),
        code,
        severity: code.severity(),
        confidence: Confidence::High,
        at: None,
        officer_id: None,
        camera_id: None,
        vehicle_id: None,
        supervisor_id: None,
        unit: None,
        event_ids: vec![],
        path: path.map(str::to_owned),
        summary: summary.to_owned(),
        sources: vec![],
    }
}

fn file(path: &[u8], status: FileStatus) -> FileRow {
    let sealed = Digest::of(path);
    FileRow {
        path: ArchivePath::from_bytes(path),
        status,
        checked_by: CheckedBy::Anchored,
        video: (status != FileStatus::Missing).then_some(VideoState::Readable),
        size_bytes: Some(1_048_576),
        sha256_recorded: Some(sealed),
        sha256_computed: match status {
            FileStatus::Missing => None,
            FileStatus::Changed => Some(Digest::of(b"other bytes")),
            _ => Some(sealed),
        },
        recording_id: Some("R-0001".into()),
        camera_id: Some("BWC-0017".into()),
        start: Some(moment(570)),
        start_source: Some(StartSource::Chain),
        duration: Some(Span::from_millis(300_040)),
        holes: Some(0),
        trailing_bytes: Some(0),
    }
}

fn archive() -> ArchiveSummary {
    ArchiveSummary {
        root: "footage".into(),
        name: Some("kcpd/2020-11".into()),
        verdict: Some(ChainVerdict::Intact),
        first_bad: None,
        size: 61,
        head: Some(Digest::of(b"last line")),
        anchored: Some(61),
        doubt: None,
        files: vec![(FileStatus::Ok, 60)],
        hashed: true,
        bytes: 62_914_560,
    }
}

fn input(source: &'static str, file: &str, rows: u64, rejected: u64) -> InputSummary {
    InputSummary {
        source,
        file: file.into(),
        size: rows * 64 + 120,
        sha256: Digest::of(file.as_bytes()),
        rows,
        used: rows - rejected,
        repeated: 0,
        updated: 0,
        after_as_of: 0,
        set_aside: 0,
        rejected,
    }
}

/// Everything recorded, everything sealed and anchored.
pub(crate) fn clean() -> Report {
    Report {
        department: "Kansas City Police Department".into(),
        time_zone: "America/Chicago".into(),
        as_of: moment(12 * 3_600),
        since: None,
        until: None,
        judges_officers: true,
        policies: vec![PolicySummary {
            name: "Interim: dash-camera policy".into(),
            effective: Moment::from_micros(1_604_206_800_000_000),
            values: vec![("triggers", "lightbar, contact".into()), ("grace", "30s".into())],
        }],
        policy_sha256: Digest::of(b"policy"),
        archives: vec![archive()],
        inputs: vec![
            input("audit-file", "audit.toml", 0, 0),
            input("lightbar", "logs/lightbar-2020-11.csv", 3, 0),
            input("assignments", "assignments.csv", 1, 0),
        ],
        obligations: (1..=3).map(obligation).collect(),
        timelines: vec![],
        findings: vec![],
        patterns: vec![],
        rates: vec![],
        files: vec![file(b"BWC-0017/20201102T000930Z_0001.mp4", FileStatus::Ok)],
        rejected: vec![],
        changes: None,
        part_of: None,
        unplaced_videos: 0,
        videos_after_as_of: 0,
        incomplete: vec![],
        fail_on: Some(Severity::High),
        exit_code: Exit::Complete,
    }
}

/// Some of everything that a supervisor has to look at.
#[expect(clippy::too_many_lines, reason = "one invented report, row by row")]
pub(crate) fn with_findings() -> Report {
    let mut report = clean();
    report.obligations.extend([
        deviation(4, Verdict::Late, Explanation::AcceptedLate),
        ObligationRow {
            gap: Some(Span::from_millis(92_250)),
            confidence: Confidence::Medium,
            confidence_reason: vec![Doubt::ClockNotFitted],
            also: vec![Verdict::EndedEarly],
            ..deviation(5, Verdict::Late, Explanation::None)
        },
        ObligationRow {
            officer_id: Some("0051".into()),
            camera_id: Some("BWC-0020".into()),
            supervisor_id: Some("S-200".into()),
            event_ids: vec!["LB-0006".into(), "LB-0007".into()],
            ..deviation(6, Verdict::NotRecorded, Explanation::SelfApproved)
        },
        ObligationRow {
            uncovered: Some(Span::from_secs(75)),
            off: None,
            ..deviation(8, Verdict::Interrupted, Explanation::UnlistedReason)
        },
        ObligationRow {
            supervisor_id: None,
            vehicle_id: None,
            trigger_kind: TriggerKind::Contact,
            event_ids: vec!["C-9".into()],
            uncovered: Some(Span::from_secs(3_725)),
            ..deviation(9, Verdict::EndedEarly, Explanation::None)
        },
        deviation(10, Verdict::NotRecorded, Explanation::Awaited),
        undecided(11, Verdict::FootageMissing, Some(Reason::MissingFile)),
        undecided(12, Verdict::UploadPending, None),
        undecided(13, Verdict::Indeterminate, Some(Reason::Clock)),
        undecided(14, Verdict::Indeterminate, Some(Reason::Clock)),
        undecided(15, Verdict::NotRequired, Some(Reason::Brief)),
        undecided(16, Verdict::NotRequired, Some(Reason::NoCameraIssued)),
    ]);
    let about = |row: &ObligationRow, code: FindingCode, summary: &str| FindingRow {
        at: Some(row.on),
        officer_id: row.officer_id.clone(),
        camera_id: row.camera_id.clone(),
        vehicle_id: row.vehicle_id.clone(),
        supervisor_id: row.supervisor_id.clone(),
        event_ids: row.event_ids.clone(),
        sources: row.sources.clone(),
        ..finding(u64::try_from(row.on.as_micros()).unwrap(), code, None, summary)
    };
    report.findings = vec![
        finding(
            1,
            FindingCode::Changed,
            Some("BWC-0017/20201102T001930Z_0002.mp4"),
            "other bytes than those that were sealed",
        ),
        finding(2, FindingCode::Missing, Some("BWC-0020/20201102T010930Z_0007.mp4"), "sealed, not on disk"),
        finding(3, FindingCode::Unlisted, Some("BWC-0020/copy of 7.mp4"), "on disk, not sealed"),
        finding(4, FindingCode::Duplicate, Some("BWC-0017/again.mp4"), "a second copy of sealed bytes"),
        about(
            &report.obligations[4],
            FindingCode::UnexplainedLateActivation,
            "camera started 92.250 s after the light bar",
        ),
        about(
            &report.obligations[5],
            FindingCode::UnexplainedNonActivation,
            "no recording, and nothing innocent explains it",
        ),
        about(
            &report.obligations[6],
            FindingCode::UnexplainedInterruption,
            "75.000 s of the activation are not on camera",
        ),
        about(
            &report.obligations[7],
            FindingCode::UnexplainedEarlyEnd,
            "the recording stopped before the contact ended",
        ),
        about(
            &report.obligations[9],
            FindingCode::FootageMissing,
            "a recording is known, its file is not in the archive",
        ),
    ];
    report.files.extend([
        file(b"BWC-0017/20201102T001930Z_0002.mp4", FileStatus::Changed),
        file(b"BWC-0020/20201102T010930Z_0007.mp4", FileStatus::Missing),
    ]);
    if let Some(archive) = report.archives.first_mut() {
        archive.files = vec![
            (FileStatus::Ok, 58),
            (FileStatus::Changed, 1),
            (FileStatus::Missing, 1),
            (FileStatus::Unlisted, 1),
            (FileStatus::Duplicate, 1),
        ];
    }
    report.patterns = vec![
        pattern(SubjectKind::Vehicle, "214", (19, 24), 3.2e-9, &[]),
        pattern(SubjectKind::Officer, "0042", (11, 31), 0.000_41, &["vehicle:214"]),
    ];
    report.rates = rates(&report.obligations);
    report.exit_code = Exit::Findings;
    report
}

/// Somebody or something whose misses stand out; its adjusted chance is ten times the other.
fn pattern(kind: SubjectKind, id: &str, (deviations, of): (u32, u32), p: f64, explained_by: &[&str]) -> PatternRow {
    PatternRow {
        subject_kind: kind,
        subject_id: id.into(),
        deviations,
        obligations: of,
        rate: share(deviations, of),
        rate_low: wilson(deviations, of).map(|(low, _)| low),
        rate_high: wilson(deviations, of).map(|(_, high)| high),
        peer_rate: share(37, 1_480),
        p_value: Chance::new(p),
        p_adjusted: Chance::new(p * 10.0),
        explained_by: explained_by.iter().map(|cause| (*cause).to_owned()).collect(),
        cannot_be_told_from: Vec::new(),
        event_ids: vec!["LB-0005".into(), "LB-0006".into()],
    }
}

/// Rows that could not be used, a share that is not there, and a torn chain without an anchor.
pub(crate) fn incomplete() -> Report {
    let mut report = clean();
    report.rejected = vec![
        RejectedRow {
            source: "lightbar",
            file: "logs/lightbar-2020-11.csv".into(),
            row: Some(17),
            reason: "on: 2020-03-08 02:30:00 does not exist in America/Chicago".into(),
        },
        RejectedRow {
            source: "file-name",
            file: "footage".into(),
            row: None,
            reason: "no file name fits file-name".into(),
        },
    ];
    report.inputs = vec![input("lightbar", "logs/lightbar-2020-11.csv", 31, 1)];
    report.unplaced_videos = 2;
    report.videos_after_as_of = 1;
    report.incomplete =
        vec!["2 rows were rejected".into(), "footage/BWC-0009: permission denied, its files were not read".into()];
    report.archives = vec![
        ArchiveSummary {
            verdict: Some(ChainVerdict::TornTail),
            first_bad: Some((61, "no line feed at its end".into())),
            anchored: None,
            hashed: false,
            bytes: 0,
            files: vec![(FileStatus::Unchecked, 60), (FileStatus::Unreadable, 1)],
            ..archive()
        },
        ArchiveSummary {
            root: "old-footage".into(),
            name: None,
            verdict: None,
            size: 0,
            head: None,
            anchored: None,
            doubt: None,
            files: vec![(FileStatus::Unlisted, 12)],
            ..archive()
        },
    ];
    report.findings = vec![
        finding(1, FindingCode::ChainTornTail, Some("footage"), "the last line has no line feed"),
        finding(2, FindingCode::Unsealed, Some("old-footage"), "neither a chain nor a manifest"),
    ];
    report.fail_on = Some(Severity::Review);
    report.exit_code = Exit::IncompleteWithFindings;
    report
}

/// An intact chain that nothing anchors.
pub(crate) fn unanchored() -> Report {
    let mut report = clean();
    report.archives = vec![ArchiveSummary { anchored: None, ..archive() }];
    report.findings = vec![finding(1, FindingCode::ChainUnanchored, Some("footage"), "no anchor covers the chain")];
    report
}

/// What somebody might write into an export to mislead a spreadsheet or a terminal.
pub(crate) fn hostile() -> Report {
    let mut report = clean();
    report.department = "Police\x1b[2J\nDepartment".into();
    report.obligations = vec![ObligationRow {
        officer_id: Some("=HYPERLINK(\"http://x\")".into()),
        supervisor_id: Some("S\x1b[31m-1\u{202e}".into()),
        unit: Some("two\nlines, and \"quotes\"".into()),
        vehicle_id: Some("-214".into()),
        camera_id: Some("\tBWC".into()),
        policy: Some("@policy\r".into()),
        event_ids: vec![EventId::from("=LB 1"), EventId::from("LB,2")],
        gap: Some(Span::from_millis(-31_500)),
        clock_offset: Some(Span::from_millis(-250)),
        sources: vec!["logs/a b.csv:2".into(), "+logs.csv:3".into()],
        ..deviation(1, Verdict::Late, Explanation::None)
    }];
    report.findings = vec![FindingRow {
        officer_id: Some("+1".into()),
        ..finding(1, FindingCode::Changed, Some("a\\x1b[2J\\nb.mp4"), "-named \x1b[2J\nexit code 0")
    }];
    report.patterns = vec![pattern(SubjectKind::Vehicle, "-214", (19, 24), 3.2e-9, &["camera:=\x07C"])];
    report.rates = rates(&report.obligations);
    report.files = vec![file(b"=cmd|' /C calc'!A0\n\x1b[2J\xff.mp4", FileStatus::Changed)];
    report.rejected = vec![RejectedRow {
        source: "lightbar",
        file: "@logs/a,b.csv".into(),
        row: Some(2),
        reason: "event \"\x07\r\n\" is repeated".into(),
    }];
    report.incomplete = vec!["1 row was rejected\x1b]0;title\x07".into()];
    report.exit_code = Exit::IncompleteWithFindings;
    report
}

/// Some of everything that can become of a row since last night.
pub(crate) fn changed() -> Report {
    let mut report = with_findings();
    let (obligation, finding) = (Kind::Obligation, Kind::Finding);
    report.changes = Some(Changes {
        earlier: Some(EarlierOutput {
            version: "0.0.9".into(),
            as_of: moment(-43_200),
            obligations_sha256: Digest::of(b"obligations"),
            findings_sha256: Digest::of(b"findings"),
            chains: vec![EarlierChain { root: "footage".into(), size: 40, head: Some(Digest::ZERO.to_string()) }],
        }),
        notes: vec!["the policy has changed since: a difference may come from the policy".into()],
        rows: vec![
            about(
                row(finding, 1, Change::Resolved, &[("severity", "high")], &[]),
                FindingCode::Missing,
                "BWC-0017/a.mp4",
                "sealed, not on disk",
            ),
            about(
                row(finding, 2, Change::Changed, &[("summary", "=line 5")], &[("summary", "line 3")]),
                FindingCode::ChainBroken,
                "footage",
                "line 3",
            ),
            row(obligation, 1, Change::Same, &[], &[]),
            row(obligation, 2, Change::New, &[], &[("outcome", "compliant"), ("verdict", "on-time")]),
            row(
                obligation,
                3,
                Change::Changed,
                &[("outcome", "awaiting"), ("explanation", "awaited")],
                &[("outcome", "unexplained"), ("explanation", "none")],
            ),
            row(obligation, 4, Change::Vanished, &[("outcome", "compliant"), ("verdict", "on-time")], &[]),
            about(
                row(finding, 3, Change::New, &[], &[("severity", "high")]),
                FindingCode::UnexplainedNonActivation,
                "",
                "no recording covers the trigger",
            ),
            about(
                row(finding, 4, Change::Vanished, &[("severity", "review")], &[]),
                FindingCode::UnexplainedLateActivation,
                "",
                "=activated \x1b[2J late",
            ),
            about(row(finding, 5, Change::New, &[], &[]), FindingCode::CameraUnavailable, "", "asleep"),
        ],
        not_compared: 2,
    });
    if let Some(changes) = &mut report.changes {
        changes.rows.extend(in_doubt());
    }
    report
}

/// An obligation and its finding that a doubt took, and the doubt.
fn in_doubt() -> [ChangeRow; 3] {
    let doubt = row(Kind::Doubt, 0, Change::Doubted, &[("unexplained", "1")], &[("unresolved", "1")]);
    [
        row(
            Kind::Obligation,
            5,
            Change::Doubted,
            &[("outcome", "unexplained"), ("verdict", "not-recorded")],
            &[("outcome", "unresolved"), ("verdict", "indeterminate"), ("reason", "export-gap")],
        ),
        about(
            row(Kind::Finding, 6, Change::Doubted, &[("severity", "high")], &[]),
            FindingCode::UnexplainedNonActivation,
            "",
            "no recording of the camera or the officer covers the trigger",
        ),
        about(
            ChangeRow { id: "export-gap".into(), ..doubt },
            FindingCode::ExportGap,
            "",
            "1 obligation of 1 officer on 2020-11-02 is no longer decided: before, 1 unexplained; findings.csv names the \
             3 causes",
        ),
    ]
}

/// A row of `changes.csv` about officer 0042.
fn row(
    kind: Kind,
    number: u64,
    change: Change,
    from: &[(&'static str, &str)],
    to: &[(&'static str, &str)],
) -> ChangeRow {
    let state = |cells: &[(&'static str, &str)]| cells.iter().map(|(key, value)| (*key, (*value).into())).collect();
    ChangeRow {
        kind,
        id: format!("{}{number:016x}", if kind == Kind::Finding { 'f' } else { 'o' }),
        change,
        from: state(from),
        to: state(to),
        subject: Subject { at_utc: moment(600).to_string(), officer_id: "0042".into(), ..Subject::default() },
    }
}

/// The same of a finding with this code; with a path it is about that file and nobody.
fn about(row: ChangeRow, code: FindingCode, path: &str, summary: &str) -> ChangeRow {
    ChangeRow {
        subject: Subject {
            at_utc: if path.is_empty() { row.subject.at_utc.clone() } else { String::new() },
            officer_id: if path.is_empty() { "0042".into() } else { String::new() },
            code: code.to_string(),
            severity: code.severity().to_string(),
            path: path.into(),
            summary: summary.into(),
            ..Subject::default()
        },
        ..row
    }
}
