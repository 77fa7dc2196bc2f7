//! A row of `obligations.csv` or `findings.csv` as far as it is compared: the same for both nights.
//!
//! Tonight's rows are taken from the cells that are about to be written, so that both nights are compared as text.

use super::folder::Kept;
use crate::reports::csv::{Sheet as _, unguarded};
use crate::results::changes::{Kind, State, Subject};
use crate::results::{FindingRow, ObligationRow};
use crate::words::{Reason, WouldBe};

/// What stands in a column of what a row came to; empty: nothing.
pub(super) fn value<'s>(state: &'s State, column: &str) -> &'s str {
    state.iter().find(|(name, _)| *name == column).map_or("", |(_, value)| value)
}

/// Whether what an obligation came to was turned by a doubt of the data.
pub(super) fn is_turned(state: &State) -> bool {
    value(state, "also").split(' ').any(|word| WouldBe::ALL.iter().any(|known| known.as_str() == word))
}

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

    /// The reason of the doubt that keeps an obligation from being decided; `None`: there is none. That a clock is not
    /// sure enough is one, whether or not more shows that it is off. Outputs of versions without doubts have that alone.
    pub(super) fn doubt(&self) -> Option<&str> {
        let reason = value(&self.state, "reason");
        (is_turned(&self.state) || reason == Reason::Clock.as_str()).then_some(reason)
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
