//! A row of `obligations.csv` or `findings.csv` as far as it is compared: the same for both nights.
//!
//! Tonight's rows are taken from the cells that are about to be written, so that both nights are compared as text.

use super::folder::Kept;
use crate::reports::csv::{Sheet as _, unguarded};
use crate::results::changes::{Kind, State, Subject};
use crate::results::{FindingRow, ObligationRow};

/// A row type that nights are compared by.
pub(super) trait Compared: Kept {
    /// What its rows are.
    const KIND: Kind;
    /// The column of its time.
    const AT: &'static str;
    /// What a row comes to. Not its measurements: the clocks of later nights shift them a little.
    const STATE: &'static [&'static str];
}

impl Compared for ObligationRow {
    const KIND: Kind = Kind::Obligation;
    const AT: &'static str = "on_utc";
    const STATE: &'static [&'static str] = &["outcome", "verdict", "reason", "also", "explanation", "confidence"];
}

impl Compared for FindingRow {
    const KIND: Kind = Kind::Finding;
    const AT: &'static str = "at_utc";
    const STATE: &'static [&'static str] = &["severity", "confidence", "summary"];
}

/// One row of either night.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub kind: Kind,
    pub id: String,
    pub state: State,
    pub subject: Subject,
}

impl Row {
    /// Takes the texts of a row, in the order of `R`'s columns and without the guard of a formula.
    pub(super) fn of<R: Compared>(cells: &[&str]) -> Self {
        let cell = |name: &str| {
            let found = R::names().zip(cells).find(|(column, _)| *column == name);
            found.map_or("", |(_, cell)| cell).to_owned()
        };
        let subject = Subject {
            at_utc: cell(R::AT),
            event_ids: cell("event_ids"),
            vehicle_id: cell("vehicle_id"),
            officer_id: cell("officer_id"),
            camera_id: cell("camera_id"),
            supervisor_id: cell("supervisor_id"),
            unit: cell("unit"),
            path: cell("path"),
            code: cell("code"),
            severity: cell("severity"),
            summary: cell("summary"),
        };
        // A sentence about an event holds measurements; what it comes to stands in its obligation.
        let compared = |column: &str| column != "summary" || subject.event_ids.is_empty();
        let columns = R::STATE.iter().filter(|column| compared(column));
        Self { kind: R::KIND, id: cell(R::ID), state: columns.map(|column| (*column, cell(column))).collect(), subject }
    }

    /// The rows of tonight's report.
    pub(super) fn all<R: Compared>(rows: &[R]) -> Vec<Self> {
        let row = |row: &R| {
            let cells = row.cells();
            Self::of::<R>(&cells.iter().map(|cell| unguarded(cell)).collect::<Vec<_>>())
        };
        rows.iter().map(row).collect()
    }
}
