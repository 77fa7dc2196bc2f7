//! Corrections of clocks, applied to the rows of a file as they are read (contract, "What is declared of exports and
//! clocks").
//!
//! The times of a source or a file come first, then those that a camera's or a vehicle's own clock gave: an export in
//! a wrong zone has the wrong clocks of its cameras in it.

use rustc_hash::FxHashMap;

use super::table::cells::{RowCells, Wrong};
use crate::base::index::{Ix, Table};
use crate::base::reading::Reading;
use crate::facts::columns::{dating_times, device_times};
use crate::facts::declared::{ClockOf, ClockSettings, wrong_by};
use crate::facts::source::SourceKind;

type Clock<'a> = (Ix<ClockSettings>, &'a ClockSettings);

/// The corrections that may hold for rows of one file.
pub(super) struct FileClocks<'a> {
    all: &'a Table<ClockSettings>,
    kind: SourceKind,
    of_file: Vec<Clock<'a>>,
    /// By the id of the camera or vehicle.
    of_device: FxHashMap<&'a str, Vec<Clock<'a>>>,
}

impl<'a> FileClocks<'a> {
    /// Picks those of a file of this kind and name.
    pub(super) fn new(clocks: &'a Table<ClockSettings>, kind: SourceKind, name: &str) -> Self {
        let mut picked = Self { all: clocks, kind, of_file: Vec::new(), of_device: FxHashMap::default() };
        let id_column = device_times(kind).map(|(id, _)| id);
        for (at, clock) in clocks.entries() {
            let device = match &clock.of {
                ClockOf::Source(of) if *of == kind => None,
                ClockOf::File(file) if file == name => None,
                ClockOf::Camera(camera) if id_column == Some("camera_id") => Some(camera.as_str()),
                ClockOf::Vehicle(vehicle) if id_column == Some("vehicle_id") => Some(vehicle.as_str()),
                _ => continue,
            };
            let picked = device.map_or(&mut picked.of_file, |id| picked.of_device.entry(id).or_default());
            picked.push((at, clock));
        }
        picked
    }

    /// So far each correction changed nothing.
    pub(super) fn counts(&self) -> Table<u64, ClockSettings> {
        self.all.map(|_| 0)
    }

    /// Parses a row with its times made true, and counts the corrections of a row that can be used.
    pub(super) fn parse<T, E>(
        &self,
        row: RowCells<'_>,
        counts: &mut Table<u64, ClockSettings>,
        parse: impl FnOnce(&RowCells<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut used = Vec::new();
        let parsed = parse(&self.correct(row, &mut used))?;
        for clock in used {
            counts[clock] = counts[clock].saturating_add(1);
        }
        Ok(parsed)
    }

    /// The same row with its times made true; notes the corrections that this took.
    pub(super) fn correct<'r>(&self, row: RowCells<'r>, used: &mut Vec<Ix<ClockSettings>>) -> RowCells<'r> {
        if self.of_file.is_empty() && self.of_device.is_empty() {
            return row;
        }
        // a time that cannot be read is complained of where the row is parsed
        let dated = dating_times(self.kind).iter().find_map(|column| row.time(column).ok().flatten());
        let Some(written) = dated.map(Reading::earlier) else { return row };
        let all = wrong_by(&self.of_file, written, used);
        let mut corrected = Wrong { all, ..Wrong::NONE };
        if let Some((id, columns)) = device_times(self.kind)
            && let Some(clocks) = row.text(id).ok().flatten().and_then(|id| self.of_device.get(id))
        {
            corrected.device = wrong_by(clocks, written - all, used);
            corrected.device_columns = columns;
        }
        row.corrected(corrected)
    }
}
