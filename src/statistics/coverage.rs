//! Coverage: on which days the recordings of a unit's cameras are there at all, held against its triggers.
//!
//! An export that begins late, ends early or leaves a unit out is silent for whole days, and that is seen at once where
//! days and units lie beside each other. Pure counts: the picture is drawn by the reports.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::base::day::day_in;
use crate::base::ids::{CameraId, OfficerId};
use crate::base::index::Table;
use crate::evidence::Recording;
use crate::results::ObligationRow;
use crate::words::{Outcome, SubjectKind};

/// How many recordings the data hold of each camera and each officer on each day, whether their footage is here or not.
pub(crate) struct RecordingsOfDays<'e> {
    of_cameras: FxHashMap<(&'e CameraId, Date), u32>,
    of_officers: FxHashMap<(&'e OfficerId, Date), u32>,
}

impl<'e> RecordingsOfDays<'e> {
    /// Counts each recording on every day that it reaches into, by the camera's clock.
    pub(crate) fn new(recordings: &'e Table<Recording>, zone: &TimeZone) -> Self {
        let days = |recording: &Recording| (day_in(zone, recording.start), day_in(zone, recording.end));
        let days: Vec<(Option<Date>, Option<Date>)> = recordings.as_slice().par_iter().map(days).collect();
        let mut counts = Self { of_cameras: FxHashMap::default(), of_officers: FxHashMap::default() };
        for (recording, (first, last)) in recordings.iter().zip(days) {
            for day in days_between(first, last) {
                if let Some(camera) = &recording.camera {
                    *counts.of_cameras.entry((camera, day)).or_default() += 1;
                }
                if let Some(officer) = &recording.officer {
                    *counts.of_officers.entry((officer, day)).or_default() += 1;
                }
            }
        }
        counts
    }

    /// Of the camera; where it is unknown, of the officer; `None`: neither is known.
    pub(crate) fn of(&self, camera: Option<&CameraId>, officer: Option<&OfficerId>, day: Option<Date>) -> Option<u32> {
        let day = day?;
        match (camera, officer) {
            (Some(camera), _) => Some(self.of_cameras.get(&(camera, day)).copied().unwrap_or(0)),
            (None, Some(officer)) => Some(self.of_officers.get(&(officer, day)).copied().unwrap_or(0)),
            (None, None) => None,
        }
    }
}

/// The days that a recording reaches into. An end that is far away is a mistake and reaches nowhere.
fn days_between(first: Option<Date>, last: Option<Date>) -> impl Iterator<Item = Date> {
    const LONGEST: usize = 7;
    let days = std::iter::successors(first, |day| day.tomorrow().ok());
    days.take_while(move |day| last.is_some_and(|last| *day <= last)).take(LONGEST)
}

/// Triggers and recordings of every unit on every day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Coverage {
    /// What the rows are: units; cameras where no obligation names a unit; cars where none names a camera.
    pub(crate) kind: SubjectKind,
    /// Every day from the first with a trigger to the last.
    pub(crate) days: Vec<Date>,
    /// In order of name; those without one last.
    pub(crate) rows: Vec<CoverageRow>,
}

/// One unit, camera or car.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CoverageRow {
    /// `None`: the obligations that name none.
    pub(crate) name: Option<String>,
    /// One for each day.
    pub(crate) cells: Vec<CoverageCell>,
}

/// One day of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct CoverageCell {
    /// What was obliged, as far as a camera or an officer is known.
    pub(crate) obliged: u32,
    /// For so much of it the data hold a recording of the crew's camera on that day.
    pub(crate) recorded: u32,
}

impl CoverageCell {
    /// There were triggers, and the data hold no recording at all of those who were obliged.
    pub(crate) const fn is_silent(self) -> bool {
        self.obliged > 0 && self.recorded == 0
    }

    /// Both together.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            obliged: self.obliged.saturating_add(other.obliged),
            recorded: self.recorded.saturating_add(other.recorded),
        }
    }
}

/// More days than this lie between no two triggers that are believed.
const MOST_DAYS: usize = 40_000;

impl Coverage {
    /// Counts what was obliged; `None`: nothing was.
    pub(crate) fn of(obligations: &[ObligationRow], zone: &TimeZone) -> Option<Self> {
        let obliged = || obligations.iter().filter(|row| row.outcome != Outcome::NotRequired);
        let kind = if obliged().any(|row| row.unit.is_some()) {
            SubjectKind::Unit
        } else if obliged().any(|row| row.camera_id.is_some()) {
            SubjectKind::Camera
        } else {
            SubjectKind::Vehicle
        };
        let name = |row: &ObligationRow| match kind {
            SubjectKind::Unit => row.unit.clone(),
            SubjectKind::Camera => row.camera_id.as_ref().map(|id| id.as_str().to_owned()),
            _ => row.vehicle_id.as_ref().map(|id| id.as_str().to_owned()),
        };
        let mut counts: BTreeMap<(bool, Option<String>), BTreeMap<Date, CoverageCell>> = BTreeMap::new();
        for row in obliged() {
            let (Some(recordings), Some(day)) = (row.recordings_that_day, day_in(zone, row.on)) else { continue };
            let name = name(row);
            let cell = CoverageCell { obliged: 1, recorded: u32::from(recordings > 0) };
            let before = counts.entry((name.is_none(), name)).or_default().entry(day).or_default();
            *before = before.and(cell);
        }
        let with_triggers: BTreeSet<Date> = counts.values().flat_map(|days| days.keys().copied()).collect();
        let (first, last) = (*with_triggers.first()?, *with_triggers.last()?);
        let days: Vec<Date> = std::iter::successors(Some(first), |day| day.tomorrow().ok())
            .take_while(|day| *day <= last)
            .take(MOST_DAYS)
            .collect();
        let rows = counts.into_iter().map(|((_, name), counts)| CoverageRow {
            name,
            cells: days.iter().map(|day| counts.get(day).copied().unwrap_or_default()).collect(),
        });
        Some(Self { kind, rows: rows.collect(), days })
    }

    /// All cells together.
    pub(crate) fn whole(&self) -> CoverageCell {
        self.rows.iter().flat_map(|row| &row.cells).fold(CoverageCell::default(), |all, cell| all.and(*cell))
    }
}

impl CoverageRow {
    /// The cells in which the data are silent, and what was obliged there.
    pub(crate) fn silent(&self) -> (usize, u32) {
        let silent = self.cells.iter().filter(|cell| cell.is_silent());
        silent.fold((0, 0), |(cells, obliged), cell| (cells + 1, obliged.saturating_add(cell.obliged)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::samples;
    use rstest::rstest;

    fn chicago() -> TimeZone {
        TimeZone::get("America/Chicago").unwrap()
    }

    /// An obligation so many hours after 2020-11-01T18:00:00 in Chicago.
    fn row(unit: Option<&str>, hours: i64, recordings: Option<u32>) -> ObligationRow {
        ObligationRow {
            unit: unit.map(str::to_owned),
            on: samples::moment(hours * 3_600),
            recordings_that_day: recordings,
            ..samples::obligation(1)
        }
    }

    /// The name of a row, and what was obliged and recorded on each day.
    type Cells<'c> = (Option<&'c str>, Vec<(u32, u32)>);

    fn cells(coverage: &Coverage) -> Vec<Cells<'_>> {
        let cells = |row: &CoverageRow| row.cells.iter().map(|cell| (cell.obliged, cell.recorded)).collect();
        coverage.rows.iter().map(|row| (row.name.as_deref(), cells(row))).collect()
    }

    #[test]
    fn days_and_units_hold_what_was_obliged_and_what_the_data_show() {
        let rows = [
            row(Some("West"), 0, Some(2)),
            row(Some("East"), 0, Some(0)),
            row(Some("East"), 1, Some(0)),
            row(None, 1, Some(1)),
            // two days later; nobody knows whose camera the second one is about
            row(Some("East"), 53, Some(1)),
            row(Some("East"), 53, None),
            ObligationRow { outcome: Outcome::NotRequired, ..row(Some("East"), 0, Some(0)) },
        ];
        let coverage = Coverage::of(&rows, &chicago()).unwrap();
        assert_eq!(coverage.kind, SubjectKind::Unit);
        assert_eq!(
            coverage.days.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["2020-11-01", "2020-11-02", "2020-11-03"]
        );
        assert_eq!(
            cells(&coverage),
            [
                (Some("East"), vec![(2, 0), (0, 0), (1, 1)]),
                (Some("West"), vec![(1, 1), (0, 0), (0, 0)]),
                (None, vec![(1, 1), (0, 0), (0, 0)]),
            ]
        );
        assert_eq!(coverage.rows[0].silent(), (1, 2));
        assert_eq!(coverage.whole(), CoverageCell { obliged: 5, recorded: 3 });
    }

    #[rstest]
    #[case::no_units(Some("BWC-1"), SubjectKind::Camera, Some("BWC-1"))]
    #[case::no_cameras_either(None, SubjectKind::Vehicle, Some("214"))]
    fn rows_are_what_the_roster_has(
        #[case] camera: Option<&str>,
        #[case] kind: SubjectKind,
        #[case] name: Option<&str>,
    ) {
        let rows = [ObligationRow { camera_id: camera.map(Into::into), ..row(None, 0, Some(1)) }];
        let coverage = Coverage::of(&rows, &chicago()).unwrap();
        assert_eq!((coverage.kind, coverage.rows[0].name.as_deref()), (kind, name));
    }

    #[test]
    fn nothing_obliged_is_no_coverage() {
        assert_eq!(Coverage::of(&[], &chicago()), None);
        assert_eq!(Coverage::of(&[row(Some("East"), 0, None)], &chicago()), None);
    }
}
