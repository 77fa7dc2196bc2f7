//! The `changes` of the JSON documents: what became of each row since an earlier output.

use serde::Serialize;

use super::facts::{Ordered, Shown};
use crate::base::digest::Digest;
use crate::base::time::Moment;
use crate::results::changes::{ChangeRow, Changes, Kind, State, Subject};
use crate::words::Change;

/// The comparison as `run.json` has it: counts, not rows.
#[derive(Serialize)]
pub(super) struct Comparison<'a> {
    previous: Option<Previous<'a>>,
    notes: &'a [String],
    obligations: Ordered<Change, usize>,
    findings: Ordered<Change, usize>,
    doubts: Vec<Doubt<'a>>,
    not_compared: usize,
}

/// A doubt of the data that took obligations or gave them back.
#[derive(Serialize)]
struct Doubt<'a> {
    reason: &'a str,
    change: &'static str,
    /// How many obligations came to what then, and come to what now.
    from: Ordered<&'static str, Option<usize>>,
    to: Ordered<&'static str, Option<usize>>,
    code: &'a str,
    severity: &'a str,
    at_utc: &'a str,
    summary: &'a str,
}

#[derive(Serialize)]
struct Previous<'a> {
    version: &'a str,
    as_of_utc: Shown<Moment>,
    obligations_sha256: Shown<Digest>,
    findings_sha256: Shown<Digest>,
    chains: Vec<Chain<'a>>,
}

#[derive(Serialize)]
struct Chain<'a> {
    root: &'a str,
    size: u64,
    head: Option<&'a str>,
}

impl<'a> From<&'a Changes> for Comparison<'a> {
    fn from(changes: &'a Changes) -> Self {
        let counts = |kind| Ordered(Change::ALL.iter().map(|&change| (change, changes.count(kind, change))).collect());
        let previous = changes.earlier.as_ref().map(|earlier| Previous {
            version: &earlier.version,
            as_of_utc: Shown(earlier.as_of),
            obligations_sha256: Shown(earlier.obligations_sha256),
            findings_sha256: Shown(earlier.findings_sha256),
            chains: earlier
                .chains
                .iter()
                .map(|chain| Chain { root: &chain.root, size: chain.size, head: chain.head.as_deref() })
                .collect(),
        });
        Self {
            previous,
            notes: &changes.notes,
            obligations: counts(Kind::Obligation),
            findings: counts(Kind::Finding),
            doubts: changes.doubts().map(Into::into).collect(),
            not_compared: changes.not_compared,
        }
    }
}

/// The comparison as `--format json` has it.
#[derive(Serialize)]
pub(super) struct ComparisonWithRows<'a> {
    #[serde(flatten)]
    comparison: Comparison<'a>,
    rows: Vec<Row<'a>>,
}

/// A row; who and what it is about stands under its id in the lists of the document, or, where it is gone
/// from them, in `gone`.
#[derive(Serialize)]
struct Row<'a> {
    kind: &'static str,
    id: &'a str,
    change: &'static str,
    from: Ordered<&'static str, &'a str>,
    to: Ordered<&'static str, &'a str>,
    gone: Option<Gone<'a>>,
}

#[derive(Serialize)]
struct Gone<'a> {
    code: Option<&'a str>,
    severity: Option<&'a str>,
    at_utc: Option<&'a str>,
    officer_id: Option<&'a str>,
    camera_id: Option<&'a str>,
    vehicle_id: Option<&'a str>,
    supervisor_id: Option<&'a str>,
    unit: Option<&'a str>,
    event_ids: Option<&'a str>,
    path: Option<&'a str>,
    summary: Option<&'a str>,
}

impl<'a> From<&'a Changes> for ComparisonWithRows<'a> {
    fn from(changes: &'a Changes) -> Self {
        let rows = changes.rows.iter().filter(|row| row.kind != Kind::Doubt);
        Self { comparison: changes.into(), rows: rows.map(Into::into).collect() }
    }
}

impl<'a> From<&'a ChangeRow> for Doubt<'a> {
    fn from(row: &'a ChangeRow) -> Self {
        let Subject { code, severity, at_utc, summary, .. } = &row.subject;
        Self {
            reason: &row.id,
            change: row.change.as_str(),
            from: counts(&row.from),
            to: counts(&row.to),
            code,
            severity,
            at_utc,
            summary,
        }
    }
}

fn counts(state: &State) -> Ordered<&'static str, Option<usize>> {
    Ordered(state.iter().map(|(outcome, count)| (*outcome, count.parse().ok())).collect())
}

fn shown(state: &State) -> Ordered<&'static str, &str> {
    Ordered(state.iter().map(|(column, value)| (*column, value.as_str())).collect())
}

impl<'a> From<&'a ChangeRow> for Row<'a> {
    fn from(row: &'a ChangeRow) -> Self {
        let is_gone = match row.change {
            Change::Resolved | Change::Vanished => true,
            Change::Doubted => row.kind == Kind::Finding,
            _ => false,
        };
        let gone = is_gone.then(|| Gone {
            code: known(&row.subject.code),
            severity: known(&row.subject.severity),
            at_utc: known(&row.subject.at_utc),
            officer_id: known(&row.subject.officer_id),
            camera_id: known(&row.subject.camera_id),
            vehicle_id: known(&row.subject.vehicle_id),
            supervisor_id: known(&row.subject.supervisor_id),
            unit: known(&row.subject.unit),
            event_ids: known(&row.subject.event_ids),
            path: known(&row.subject.path),
            summary: known(&row.subject.summary),
        });
        Self {
            kind: row.kind.as_str(),
            id: &row.id,
            change: row.change.as_str(),
            from: shown(&row.from),
            to: shown(&row.to),
            gone,
        }
    }
}

fn known(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
