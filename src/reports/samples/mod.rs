//! Small invented reports for the tests of every format.

mod changed;
mod doubtful;
mod rows;

pub(crate) use self::changed::changed;
pub(crate) use self::doubtful::doubtful;
pub(crate) use self::rows::{finding, moment, obligation, run};

use self::rows::{archive, deviation, file, input, pattern, undecided};
use crate::base::digest::Digest;
use crate::base::ids::EventId;
use crate::base::time::{Moment, Span};
use crate::facts::declared::{ClockOf, ClockSettings};
use crate::facts::inputs::{Correction, RejectedRow};
use crate::results::*;
use crate::statistics::rates::rates;
use crate::words::*;

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
        causes: vec![],
        vouched: vec![],
        corrections: vec![],
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
    let of = ClockOf::Camera("=C\x1b[2J\n<b>1".into());
    let clock = ClockSettings { of, offset: -Span::from_hours(1), from: None, to: None, line: 13 };
    report.corrections = vec![Correction { clock, rows: 2, files: 0 }];
    report.incomplete = vec!["1 row was rejected\x1b]0;title\x07".into()];
    report.exit_code = Exit::IncompleteWithFindings;
    report
}
