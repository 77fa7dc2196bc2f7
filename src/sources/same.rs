//! Which rows are the same, and which of two stands (contract, "The same row twice").
//!
//! Exports repeat rows: a trailing window, a re-run, an approval that came later. Equal rows count once; a
//! later row that only fills empty cells or changes what may change replaces the earlier; any other
//! difference rejects the later row.

use std::hash::Hash;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::parse::{ContactRow, LightbarRow};
use crate::base::ids::{CameraId, EventId, JustificationId, OfficerId, RecordingId, VehicleId};
use crate::base::reading::Reading;
use crate::base::time::Moment;
use crate::facts::{Assignment, DeviceEvent, Event, IndexRow, Justification, RowRef, Subject};

/// How a later row of the same key stands to the earlier one.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Later {
    /// Says the same.
    Equal,
    /// Fills or changes cells that may change.
    Update,
    /// Differs in this column.
    Conflict(&'static str),
}

/// A row that can be told apart from others.
pub(super) trait Keyed {
    /// What makes two rows the same.
    type Key: Hash + Eq;

    fn key(&self) -> Self::Key;
    fn later(&self, later: &Self) -> Later;
    fn row(&self) -> RowRef;
}

/// Compares cell by cell: what it comes to so far, and a cell that may change and was emptied.
struct Comparison(Later, Option<&'static str>);

impl Comparison {
    const fn new() -> Self {
        Self(Later::Equal, None)
    }

    /// A row that changes something may empty a cell, too (an approval that is withdrawn). A row that only empties
    /// cells comes from an older export that is read later, and takes nothing back.
    fn end(self) -> Later {
        match (self.0, self.1) {
            (Later::Equal, Some(column)) => Later::Conflict(column),
            (later, _) => later,
        }
    }

    /// A cell that may only be filled.
    fn fixed<T: PartialEq>(mut self, column: &'static str, old: &Option<T>, new: &Option<T>) -> Self {
        match (old, new) {
            (None, Some(_)) if self.0 == Later::Equal => self.0 = Later::Update,
            (Some(old), Some(new)) if old == new => {}
            (None, _) => {}
            _ if !matches!(self.0, Later::Conflict(_)) => self.0 = Later::Conflict(column),
            _ => {}
        }
        self
    }

    /// A word that may only be filled; words are compared without case (contract, "Policy keys and defaults").
    fn word(self, column: &'static str, old: &Option<Arc<str>>, new: &Option<Arc<str>>) -> Self {
        self.fixed(column, &lower(old), &lower(new))
    }

    /// A cell that must be equal.
    fn equal<T: PartialEq>(mut self, column: &'static str, old: &T, new: &T) -> Self {
        if old != new && !matches!(self.0, Later::Conflict(_)) {
            self.0 = Later::Conflict(column);
        }
        self
    }

    /// A cell that may change.
    fn open<T: PartialEq>(mut self, column: &'static str, old: &Option<T>, new: &Option<T>) -> Self {
        match (old, new) {
            (Some(_), None) => self.1 = Some(column),
            _ if old != new && self.0 == Later::Equal => self.0 = Later::Update,
            _ => {}
        }
        self
    }
}

fn lower(word: &Option<Arc<str>>) -> Option<String> {
    word.as_deref().map(str::to_lowercase)
}

fn compare_events(old: &Event, new: &Event) -> Later {
    Comparison::new()
        .word("category", &old.category, &new.category)
        .fixed("incident_id", &old.incident, &new.incident)
        .open("off", &old.off, &new.off)
        .end()
}

impl Keyed for LightbarRow {
    type Key = (EventId, Option<VehicleId>, Reading);

    fn key(&self) -> Self::Key {
        let vehicle = match &self.0.subject {
            Subject::Vehicle(vehicle) => Some(vehicle.clone()),
            Subject::Officer(_) => None,
        };
        (self.0.id.clone(), vehicle, self.0.on)
    }

    fn later(&self, later: &Self) -> Later {
        compare_events(&self.0, &later.0)
    }

    fn row(&self) -> RowRef {
        self.0.row
    }
}

impl Keyed for ContactRow {
    type Key = (EventId, Subject, Reading);

    fn key(&self) -> Self::Key {
        (self.0.id.clone(), self.0.subject.clone(), self.0.on)
    }

    fn later(&self, later: &Self) -> Later {
        compare_events(&self.0, &later.0)
    }

    fn row(&self) -> RowRef {
        self.0.row
    }
}

impl Keyed for IndexRow {
    type Key = RecordingId;

    fn key(&self) -> RecordingId {
        self.recording.clone()
    }

    fn later(&self, later: &Self) -> Later {
        Comparison::new()
            .fixed("camera_id", &self.camera, &later.camera)
            .fixed("officer_id", &self.officer, &later.officer)
            .equal("start", &self.start, &later.start)
            .fixed("activated_at", &self.activated_at, &later.activated_at)
            .word("start_reason", &self.start_reason, &later.start_reason)
            .fixed("sequence", &self.sequence, &later.sequence)
            .fixed("path", &self.path, &later.path)
            .fixed("sha256", &self.sha256, &later.sha256)
            .fixed("size_bytes", &self.size, &later.size)
            .word("category", &self.category, &later.category)
            .fixed("incident_id", &self.incident, &later.incident)
            .open("end", &Some(self.end), &Some(later.end))
            .open("uploaded_at", &self.uploaded_at, &later.uploaded_at)
            .end()
    }

    fn row(&self) -> RowRef {
        self.row
    }
}

impl Keyed for Justification {
    type Key = JustificationId;

    fn key(&self) -> JustificationId {
        self.id.clone()
    }

    fn later(&self, later: &Self) -> Later {
        Comparison::new()
            .equal("officer_id", &self.officer, &later.officer)
            .equal("reason", &self.reason.to_lowercase(), &later.reason.to_lowercase())
            .equal("filed_at", &self.filed_at, &later.filed_at)
            .fixed("event_id", &self.event, &later.event)
            .fixed("from", &self.from, &later.from)
            .fixed("to", &self.to, &later.to)
            .fixed("narrative", &self.narrative, &later.narrative)
            .open("approved_by", &self.approved_by, &later.approved_by)
            .open("approved_at", &self.approved_at, &later.approved_at)
            .open("status", &self.status, &later.status)
            .end()
    }

    fn row(&self) -> RowRef {
        self.row
    }
}

/// All columns are the key: the same key is an equal row.
impl Keyed for Assignment {
    type Key = (OfficerId, Moment, Moment, Option<VehicleId>, crate::facts::CameraFact, [Option<String>; 3]);

    fn key(&self) -> Self::Key {
        let text = |text: &Option<Arc<str>>| text.as_deref().map(str::to_owned);
        let supervisor = self.supervisor.as_ref().map(|supervisor| supervisor.as_str().to_owned());
        (
            self.officer.clone(),
            self.from,
            self.to,
            self.vehicle.clone(),
            self.camera.clone(),
            [lower(&self.duty), text(&self.unit), supervisor],
        )
    }

    fn later(&self, _: &Self) -> Later {
        Later::Equal
    }

    fn row(&self) -> RowRef {
        self.row
    }
}

impl Keyed for DeviceEvent {
    type Key = (CameraId, Moment, String, Option<Arc<str>>);

    fn key(&self) -> Self::Key {
        (self.camera.clone(), self.at, self.word.to_lowercase(), self.value.clone())
    }

    fn later(&self, _: &Self) -> Later {
        Later::Equal
    }

    fn row(&self) -> RowRef {
        self.row
    }
}

/// What became of the rows of one source.
pub(super) struct Settled<T> {
    /// The rows that stand, in the order of their first appearance.
    pub(super) rows: Vec<T>,
    /// Rows equal to an earlier one.
    pub(super) repeated: Vec<RowRef>,
    /// Rows that replaced an earlier one.
    pub(super) updated: Vec<RowRef>,
    /// Rows that contradict an earlier one, the column, and the place of the earlier one.
    pub(super) rejected: Vec<(T, &'static str, RowRef)>,
}

/// Settles which rows stand; `rows` in the order in which they were read.
pub(super) fn settle<T: Keyed>(rows: Vec<T>) -> Settled<T> {
    let mut places: FxHashMap<T::Key, usize> = FxHashMap::default();
    places.reserve(rows.len());
    let mut settled = Settled {
        rows: Vec::with_capacity(rows.len()),
        repeated: Vec::new(),
        updated: Vec::new(),
        rejected: Vec::new(),
    };
    for row in rows {
        let key = row.key();
        let Some(earlier) = places.get(&key).and_then(|place| settled.rows.get_mut(*place)) else {
            places.insert(key, settled.rows.len());
            settled.rows.push(row);
            continue;
        };
        match earlier.later(&row) {
            Later::Equal => settled.repeated.push(row.row()),
            Later::Update => {
                settled.updated.push(row.row());
                *earlier = row;
            }
            Later::Conflict(column) => {
                let earlier = earlier.row();
                settled.rejected.push((row, column, earlier));
            }
        }
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::index::Ix;
    use rstest::rstest;

    fn contact(line: u64, off: Option<i64>, category: Option<&str>) -> ContactRow {
        let at = |secs: i64| Reading::Certain(Moment::from_micros(secs * 1_000_000));
        ContactRow(Event {
            id: "C1".into(),
            subject: Subject::Officer("00123".into()),
            on: at(0),
            off: off.map(at),
            other: None,
            category: category.map(Into::into),
            incident: None,
            row: RowRef { file: Ix::made_up(0), line },
        })
    }

    #[rstest]
    #[case::equal((None, None), (None, None), Later::Equal)]
    #[case::fills_a_cell((None, None), (None, Some("stop")), Later::Update)]
    #[case::fills_off((None, None), (Some(5), None), Later::Update)]
    #[case::changes_off((Some(4), None), (Some(5), None), Later::Update)]
    #[case::empties_off((Some(4), None), (None, None), Later::Conflict("off"))]
    #[case::changes_category((None, Some("stop")), (None, Some("test")), Later::Conflict("category"))]
    #[case::empties_category((None, Some("stop")), (None, None), Later::Conflict("category"))]
    #[case::fills_one_and_changes_another((None, Some("stop")), (Some(5), Some("test")), Later::Conflict("category"))]
    fn a_later_row_of_the_same_key(
        #[case] old: (Option<i64>, Option<&str>),
        #[case] new: (Option<i64>, Option<&str>),
        #[case] expected: Later,
    ) {
        assert_eq!(contact(2, old.0, old.1).later(&contact(3, new.0, new.1)), expected);
    }

    /// `(approved_by, status)` of one justification in two exports.
    #[rstest]
    #[case::approved((None, None), (Some("S1"), Some("approved")), Later::Update)]
    #[case::withdrawn((Some("S1"), Some("approved")), (None, Some("rejected")), Later::Update)]
    #[case::an_older_export((Some("S1"), Some("approved")), (None, None), Later::Conflict("status"))]
    fn an_approval_is_withdrawn_only_by_a_row_that_says_so(
        #[case] old: (Option<&str>, Option<&str>),
        #[case] new: (Option<&str>, Option<&str>),
        #[case] expected: Later,
    ) {
        let row = |(approved_by, status): (Option<&str>, Option<&str>)| Justification {
            id: "J1".into(),
            officer: "O1".into(),
            reason: "safety".into(),
            filed_at: Moment::from_micros(0),
            event: None,
            from: None,
            to: None,
            narrative: None,
            approved_by: approved_by.map(Into::into),
            approved_at: None,
            status: status.map(Into::into),
            ambiguous: false,
            later: None,
            row: RowRef { file: Ix::made_up(0), line: 2 },
        };
        assert_eq!(row(old).later(&row(new)), expected);
    }

    #[test]
    fn none_disappears() {
        let rows = vec![
            contact(2, None, None),
            contact(3, None, None),
            contact(4, Some(9), Some("stop")),
            contact(5, None, Some("test")),
        ];
        let settled = settle(rows);
        assert_eq!(settled.rows.len(), 1);
        assert_eq!(settled.rows[0].0.row.line, 4);
        assert_eq!(settled.repeated, [RowRef { file: Ix::made_up(0), line: 3 }]);
        assert_eq!(settled.updated, [RowRef { file: Ix::made_up(0), line: 4 }]);
        let rejected: Vec<_> =
            settled.rejected.iter().map(|(row, column, earlier)| (row.row(), *column, *earlier)).collect();
        assert_eq!(
            rejected,
            [(RowRef { file: Ix::made_up(0), line: 5 }, "category", RowRef { file: Ix::made_up(0), line: 4 })]
        );
    }
}
