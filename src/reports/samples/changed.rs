//! An invented report that is compared with an earlier one.

use super::rows::moment;
use super::with_findings;
use crate::base::digest::Digest;
use crate::results::Report;
use crate::results::changes::{ChangeRow, Changes, EarlierChain, EarlierOutput, Kind, Subject};
use crate::words::*;

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
