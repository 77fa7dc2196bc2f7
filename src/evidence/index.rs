//! Recordings as the index knows them.

use super::{Footage, Recording};
use crate::facts::policy::same_word;
use crate::facts::{BackwardRow, IndexRow};
use crate::words::{Doubt, StartSource};

/// A recording that only the index knows; `no_file`: there is an archive, and the row names no file in it.
pub(super) fn from_index(row: &IndexRow, no_file: bool) -> Recording {
    let doubts = [(row.later.is_some(), Doubt::AmbiguousTime), (no_file, Doubt::NoFile)];
    Recording {
        id: Some(row.recording.clone()),
        camera: row.camera.clone(),
        officer: row.officer.clone(),
        start: row.start,
        end: row.end,
        holes: Vec::new(),
        activated_at: row.activated_at,
        automatic: row.is_automatic(),
        manual: is_manual(row),
        category: row.category.clone(),
        sequence: row.sequence,
        footage: if row.start == row.end { Footage::Empty } else { Footage::Here },
        gone_part: false,
        start_source: StartSource::Index,
        doubts: doubts.into_iter().filter_map(|(holds, doubt)| holds.then_some(doubt)).collect(),
        later: row.later.clone(),
        rows: vec![row.row.into()],
    }
}

/// A row that was rejected because it ends before it starts is still a trace of a recording (contract, "Recordings
/// and candidates").
pub(super) fn from_backward(row: &BackwardRow) -> Recording {
    Recording {
        id: Some(row.recording.clone()),
        camera: row.camera.clone(),
        officer: row.officer.clone(),
        start: row.start,
        end: row.start,
        holes: Vec::new(),
        activated_at: None,
        automatic: false,
        manual: false,
        category: None,
        sequence: row.sequence,
        footage: Footage::Empty,
        gone_part: false,
        start_source: StartSource::Index,
        doubts: Vec::new(),
        later: None,
        rows: vec![row.row.into()],
    }
}

/// Started by something that the index names and that is no signal.
pub(super) fn is_manual(row: &IndexRow) -> bool {
    row.start_reason.as_deref().is_some_and(|reason| !same_word("unknown", reason)) && !row.is_automatic()
}
