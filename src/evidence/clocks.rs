//! Corrections of clocks, applied to what archives tell of times (contract, "What is declared of exports
//! and clocks").
//!
//! Rows of the index come corrected; chain, file name and container hold what the camera wrote.

use rustc_hash::FxHashMap;

use super::file_name::NameFacts;
use super::sources::Sources;
use crate::archive::chain::FileRecord;
use crate::base::ids::CameraId;
use crate::base::index::{Ix, Table};
use crate::base::time::{Moment, Span};
use crate::facts::IndexRow;
use crate::facts::declared::{ClockOf, ClockSettings, wrong_by};
use crate::facts::inputs::Inputs;
use crate::facts::source::SourceKind;
use crate::words::StartSource;

type Clock<'a> = (Ix<ClockSettings>, &'a ClockSettings);

/// The corrections that may hold for files.
pub(super) struct Clocks<'a> {
    inputs: &'a Inputs,
    of_camera: FxHashMap<&'a CameraId, Vec<Clock<'a>>>,
    /// Of recordings as a source, and of single files of it: a start that was sealed from the index has their error.
    of_index: Vec<Clock<'a>>,
    /// How many files each one corrected.
    pub(super) corrected: Table<u64, ClockSettings>,
}

impl<'a> Clocks<'a> {
    pub(super) fn new(inputs: &'a Inputs) -> Self {
        let mut of_camera: FxHashMap<&CameraId, Vec<Clock<'_>>> = FxHashMap::default();
        let mut of_index = Vec::new();
        for (at, correction) in inputs.corrections.entries() {
            let clock = (at, &correction.clock);
            match &correction.clock.of {
                ClockOf::Camera(camera) => of_camera.entry(camera).or_default().push(clock),
                ClockOf::Source(SourceKind::Recordings) | ClockOf::File(_) => of_index.push(clock),
                ClockOf::Source(_) | ClockOf::Vehicle(_) => {}
            }
        }
        Self { inputs, of_camera, of_index, corrected: inputs.corrections.map(|_| 0) }
    }

    /// Makes the times of a file true. `camera`: whose it is.
    pub(super) fn correct(&mut self, sources: &mut Sources<'_>, camera: Option<&CameraId>) {
        if self.of_camera.is_empty() && self.of_index.is_empty() {
            return;
        }
        let mut used = Vec::new();
        if let Some(record) = sources.record {
            sources.sealed_start = self.as_written_by_camera(record, sources.row.as_deref(), &mut used);
        }
        let written = [sources.sealed_start, sources.name.start.map(|start| start.earlier()), sources.created];
        let clocks = camera.and_then(|camera| self.of_camera.get(camera)).map_or(&[][..], Vec::as_slice);
        // one file has one clock: its best time decides which corrections hold for all of them
        if let Some(written) = written.into_iter().flatten().next() {
            let wrong = wrong_by(clocks, written, &mut used);
            sources.sealed_start = sources.sealed_start.map(|start| start - wrong);
            sources.created = sources.created.map(|created| created - wrong);
            let NameFacts { start, .. } = &mut sources.name;
            *start = start.map(|start| start.moved(-wrong));
        }
        // a row that names no camera could not be corrected when it was read
        if let Some(row) = sources.row.as_mut().filter(|row| row.camera.is_none()) {
            let wrong = wrong_by(clocks, row.start, &mut used);
            if wrong != Span::ZERO {
                let row = row.to_mut();
                (row.start, row.end) = (row.start - wrong, row.end - wrong);
                row.activated_at = row.activated_at.map(|at| at - wrong);
                row.later = row.later.take().map(|later| Box::new(later.moved(-wrong)));
            }
        }
        used.sort_unstable();
        used.dedup();
        for clock in used {
            self.corrected[clock] = self.corrected[clock].saturating_add(1);
        }
    }

    /// When a sealed recording really started.
    pub(super) fn sealed_start(&self, record: &FileRecord, row: Option<&IndexRow>) -> Option<Moment> {
        let written = self.as_written_by_camera(record, row, &mut Vec::new())?;
        let clocks = record.facts.camera.as_ref().and_then(|camera| self.of_camera.get(camera));
        Some(written - wrong_by(clocks.into_iter().flatten(), written, &mut Vec::new()))
    }

    /// The sealed start; where it was sealed from the index, without the errors of that.
    fn as_written_by_camera(
        &self,
        record: &FileRecord,
        row: Option<&IndexRow>,
        used: &mut Vec<Ix<ClockSettings>>,
    ) -> Option<Moment> {
        let start = record.facts.start?;
        if record.facts.start_source != Some(StartSource::Index) {
            return Some(start);
        }
        let file = row.map(|row| self.inputs.files[row.row.file].file.as_str());
        let holds = |clock: &ClockSettings| match &clock.of {
            ClockOf::File(name) => Some(name.as_str()) == file,
            _ => true,
        };
        let clocks: Vec<Clock<'_>> = self.of_index.iter().copied().filter(|(_, clock)| holds(clock)).collect();
        Some(start - wrong_by(&clocks, start, used))
    }
}
