//! Evidence: everything that is known, joined and ready to be judged; plain values without files or clocks.
//!
//! The sources' facts go in as they are; recordings are joined here from index, files and chain
//! (contract, "Recordings"). Used by the judgement, which sees nothing else.

pub(crate) mod archives;
mod clocks;
mod copies;
mod file_name;
mod index;
mod links;
mod readings;
pub(crate) mod recordings;
pub(crate) mod remarks;
pub(crate) mod sealing;
mod sources;
#[cfg(test)]
mod tests;

use std::mem::swap;
use std::sync::Arc;

use crate::base::ids::{CameraId, OfficerId, RecordingId};
use crate::base::index::Table;
use crate::base::time::Moment;
use crate::facts::exports::Exports;
use crate::facts::policy::Policies;
use crate::facts::{Assignment, DeviceEvent, Event, Justification, RecordedTimes, RowRef, SourceRef};
use crate::words::{Doubt, StartSource};

/// All that a judgement may look at.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    /// What holds when.
    pub policies: Policies,
    /// Now, as far as deadlines are concerned.
    pub as_of: Moment,
    /// Light-bar activations and contacts.
    pub events: Vec<Event>,
    /// Recordings, whether their footage is here or not.
    pub recordings: Table<Recording>,
    /// Tours.
    pub assignments: Table<Assignment>,
    /// Justifications.
    pub justifications: Table<Justification>,
    /// What the cameras logged.
    pub device_log: Table<DeviceEvent>,
    /// What the sources are as exports.
    pub exports: Exports,
}

impl Evidence {
    /// Reads every local time that occurs twice the other way round; done twice, all is as it was.
    pub(crate) fn read_the_other_way(&mut self) {
        for recording in self.recordings.iter_mut() {
            if let Some(other) = recording.later.as_deref_mut() {
                swap(&mut recording.start, &mut other.start);
                swap(&mut recording.end, &mut other.end);
                swap(&mut recording.activated_at, &mut other.activated_at);
                // what was swapped in is where the recording is now: its holes move with it
                let by = recording.start - other.start;
                for (from, to) in &mut recording.holes {
                    (*from, *to) = (*from + by, *to + by);
                }
            }
        }
        for event in self.device_log.iter_mut() {
            if let Some(other) = &mut event.later {
                swap(&mut event.at, other);
            }
        }
        for justification in self.justifications.iter_mut() {
            if let Some(other) = justification.later.as_deref_mut() {
                swap(&mut justification.filed_at, &mut other.filed_at);
                swap(&mut justification.from, &mut other.from);
                swap(&mut justification.to, &mut other.to);
            }
        }
    }
}

/// Whether the footage of a recording is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Footage {
    /// It is, or an index without archive says so.
    Here,
    /// It was purged lawfully: it still covers its trigger.
    Purged,
    /// It is gone, or cannot be read.
    Lost,
    /// The recording has no length.
    Empty,
}

/// One file of a camera, or one row of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recording {
    /// Its id.
    pub id: Option<RecordingId>,
    /// The camera that made it.
    pub camera: Option<CameraId>,
    /// The officer it names.
    pub officer: Option<OfficerId>,
    /// The first frame, by the camera's clock.
    pub start: Moment,
    /// The end, by the camera's clock.
    pub end: Moment,
    /// The stretches between start and end in which its file has no pictures, in order; closer ones than about a
    /// second are left out. None, too, where nobody looked: then `doubts` say so.
    pub holes: Vec<(Moment, Moment)>,
    /// When the camera was told to record, by its own clock.
    pub activated_at: Option<Moment>,
    /// A signal started it.
    pub automatic: bool,
    /// The index says that something else than a signal started it; unknown is not manual.
    pub manual: bool,
    /// The category that its index row names.
    pub category: Option<Arc<str>>,
    /// The camera's own number of it.
    pub sequence: Option<i64>,
    /// Whether its footage is here.
    pub footage: Footage,
    /// It is what is gone of a file that is here.
    pub gone_part: bool,
    /// Where the start is known from.
    pub start_source: StartSource,
    /// What makes it weaker evidence, in the order of the vocabulary.
    pub doubts: Vec<Doubt>,
    /// The later reading of its times, where a local time occurs twice and nothing decides.
    pub later: Option<Box<RecordedTimes>>,
    /// The rows that say so.
    pub rows: Vec<SourceRef>,
}

impl Recording {
    /// The row of an input file that says so.
    pub(crate) fn input_row(&self) -> Option<RowRef> {
        self.rows.iter().find_map(|row| match row {
            SourceRef::Row(row) => Some(*row),
            SourceRef::AuditFile { .. } | SourceRef::ChainLine { .. } => None,
        })
    }
}
