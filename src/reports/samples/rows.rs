//! The rows of the invented reports.

use crate::base::digest::Digest;
use crate::base::path::ArchivePath;
use crate::base::share::{Chance, share, wilson};
use crate::base::time::{Moment, Span};
use crate::facts::inputs::InputSummary;
use crate::reports::run::{Run, RunFacts, RunVariable};
use crate::results::*;
use crate::words::*;

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

pub(super) fn source(file: &str, row: u64) -> String {
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
        cause_id: None,
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
        recordings_that_day: Some(3),
        justification_id: None,
        sources: vec![source("logs/lightbar-2020-11.csv", number + 2), source("assignments.csv", 2)],
    }
}

/// The same, with another result and without what such a row does not have.
pub(super) fn deviation(number: u64, verdict: Verdict, explanation: Explanation) -> ObligationRow {
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

pub(super) fn undecided(number: u64, verdict: Verdict, reason: Option<Reason>) -> ObligationRow {
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

pub(super) fn file(path: &[u8], status: FileStatus) -> FileRow {
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

pub(super) fn archive() -> ArchiveSummary {
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

pub(super) fn input(source: &'static str, file: &str, rows: u64, rejected: u64) -> InputSummary {
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

/// Somebody or something whose misses stand out; its adjusted chance is ten times the other.
pub(super) fn pattern(
    kind: SubjectKind,
    id: &str,
    (deviations, of): (u32, u32),
    p: f64,
    explained_by: &[&str],
) -> PatternRow {
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
