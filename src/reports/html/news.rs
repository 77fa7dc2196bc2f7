//! What is new since an earlier output, for `--previous`.

use super::counts::Count;
use crate::reports::table::changes::{about, findings_first_to_look_at};
use crate::reports::table::wording::Clock;
use crate::results::Report;
use crate::results::changes::{ChangeRow, Changes, Kind, said};
use crate::words::Change;

/// What is new.
pub(super) struct NewsView {
    /// When the earlier output was judged; `None`: there is none yet.
    pub(super) since: Option<String>,
    pub(super) notes: Vec<String>,
    /// The words for it, in the order of the contract.
    pub(super) changes: Vec<&'static str>,
    pub(super) findings: Vec<Count>,
    pub(super) obligations: Vec<Count>,
    pub(super) doubts: Vec<NewsRow>,
    pub(super) rows: Vec<NewsRow>,
    /// How many more stand in `changes.csv`.
    pub(super) more: usize,
}

/// A finding, or a doubt of the data, that came, changed or went.
pub(super) struct NewsRow {
    pub(super) change: &'static str,
    pub(super) severity: String,
    pub(super) code: String,
    pub(super) about: String,
    pub(super) what: String,
}

/// More than these are in `changes.csv` alone: the page shows every case below anyway.
const SHOWN: usize = 200;

/// `None`: nothing was compared.
pub(super) fn news(report: &Report, clock: &Clock) -> Option<NewsView> {
    let changes = report.changes.as_ref()?;
    let rows = match &changes.earlier {
        Some(_) => findings_first_to_look_at(changes),
        // where everything is new, the sections below say it all
        None => Vec::new(),
    };
    let doubt = |row: &ChangeRow| NewsRow {
        change: row.change.as_str(),
        severity: row.subject.severity.clone(),
        code: row.id.clone(),
        about: String::new(),
        what: row.subject.summary.clone(),
    };
    let row = |row: &&ChangeRow| NewsRow {
        change: row.change.as_str(),
        severity: row.subject.severity.clone(),
        code: row.subject.code.clone(),
        about: about(row, clock),
        what: if row.from.is_empty() || row.to.is_empty() {
            row.subject.summary.clone()
        } else {
            format!("{} before, now {}", said(&row.from), said(&row.to))
        },
    };
    Some(NewsView {
        since: changes.earlier.as_ref().map(|earlier| clock.day_and_time(earlier.as_of)),
        notes: changes.notes.clone(),
        changes: Change::ALL.iter().map(|change| change.as_str()).collect(),
        findings: counts(changes, Kind::Finding),
        obligations: counts(changes, Kind::Obligation),
        doubts: changes.doubts().map(doubt).collect(),
        more: rows.len().saturating_sub(SHOWN),
        rows: rows.iter().take(SHOWN).map(row).collect(),
    })
}

fn counts(changes: &Changes, kind: Kind) -> Vec<Count> {
    let count = |change: &Change| Count {
        label: change.as_str().to_owned(),
        of: format!("changes.csv|kind={}|change={change}", kind.as_str()),
        n: changes.count(kind, *change),
    };
    Change::ALL.iter().map(count).collect()
}
