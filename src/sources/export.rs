//! What a file is as an export: how its last row ends, and how its rows follow each other (contract, "Can the data
//! accuse?").

use rustc_hash::FxHashSet;

use crate::base::index::{Ix, Table};
use crate::facts::audit_file::SourceSettings;
use crate::facts::exports::{Export, RejectedRecording, RowOrder};
use crate::facts::inputs::InputSummary;
use crate::facts::{Assignment, CameraFact, IndexRow};

/// How the last row so far came out.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LastRow {
    /// It could not be used.
    pub(super) unusable: bool,
    /// It has fewer cells than the header.
    pub(super) short: bool,
}

/// How the rows of a file follow each other.
pub(super) fn order(rows: &[IndexRow]) -> RowOrder {
    let starts = || rows.iter().map(|row| row.start);
    if starts().is_sorted() || rows.iter().rev().map(|row| row.start).is_sorted() {
        RowOrder::Time
    } else if lie_together(rows, |row| row.camera.as_ref()) || lie_together(rows, |row| row.officer.as_ref()) {
        RowOrder::Grouped
    } else {
        RowOrder::Neither
    }
}

/// Whether the rows of each holder follow each other without another's between them.
fn lie_together<'r, T: std::hash::Hash + Eq + 'r>(
    rows: &'r [IndexRow],
    holder: impl Fn(&'r IndexRow) -> Option<&'r T>,
) -> bool {
    let mut seen: FxHashSet<&T> = FxHashSet::default();
    let mut last: Option<&T> = None;
    for row in rows {
        let Some(next) = holder(row) else { return false };
        if last != Some(next) && !seen.insert(next) {
            return false;
        }
        last = Some(next);
    }
    seen.len() > 1
}

/// A camera column without a single entry says nothing about cameras: an export whose column was not filled would
/// else say that nobody was issued one. All files of a table count together, for one day's file may be of officers
/// who had none.
pub(super) fn forget_an_empty_column(tours: &mut [Assignment], files: &Table<Export, InputSummary>) {
    let table = |tour: &Assignment| files[tour.row.file].table;
    let issued = tours.iter().filter(|tour| matches!(tour.camera, CameraFact::Issued(_)));
    let named: FxHashSet<Ix<SourceSettings>> = issued.map(table).collect();
    for tour in tours.iter_mut().filter(|tour| !named.contains(&table(tour))) {
        tour.camera = CameraFact::Unsaid;
    }
}

/// A row that contradicts an earlier one of the same id, as a recording of its own.
pub(super) fn contradicting(row: &IndexRow) -> RejectedRecording {
    RejectedRecording {
        recording: Some(row.recording.clone()),
        camera: row.camera.clone(),
        officer: row.officer.clone(),
        start: Some(row.start),
        end: Some(row.end),
        duration: None,
        row: row.row,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::{CameraId, OfficerId};
    use crate::base::index::Ix;
    use crate::base::time::Moment;
    use crate::facts::RowRef;
    use rstest::rstest;

    fn row(camera: &str, start: i64) -> IndexRow {
        let start = Moment::from_micros(start);
        IndexRow {
            recording: "R".into(),
            camera: Some(CameraId::from(camera)),
            officer: None::<OfficerId>,
            start,
            end: start,
            activated_at: None,
            start_reason: None,
            sequence: None,
            path: None,
            sha256: None,
            size: None,
            category: None,
            uploaded_at: None,
            incident: None,
            later: None,
            row: RowRef { file: Ix::made_up(0), line: 2 },
        }
    }

    #[rstest]
    #[case::of_time(&[("A", 1), ("B", 2), ("A", 3)], RowOrder::Time)]
    #[case::of_time_backwards(&[("A", 3), ("B", 2), ("A", 1)], RowOrder::Time)]
    #[case::of_camera(&[("A", 1), ("A", 3), ("B", 2)], RowOrder::Grouped)]
    #[case::of_nothing(&[("A", 1), ("B", 3), ("A", 2)], RowOrder::Neither)]
    fn the_order_of_rows(#[case] rows: &[(&str, i64)], #[case] expected: RowOrder) {
        let rows: Vec<IndexRow> = rows.iter().map(|(camera, start)| row(camera, *start)).collect();
        assert_eq!(order(&rows), expected);
    }
}
