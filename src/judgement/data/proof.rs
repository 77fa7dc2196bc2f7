//! Proof by the device: a camera's own numbers or its own log show that no recording is missing from the export.

use rustc_hash::{FxHashMap, FxHashSet};

use super::board::Board;
use crate::base::ids::CameraId;
use crate::base::time::{Moment, Span};
use crate::facts::DeviceEventKind;
use crate::judgement::casebook::Camera;
use crate::judgement::obligation::Obligation;

/// A log that has a start for nine of ten recordings of a camera keeps them all.
const TENTHS: usize = 9;
/// A logged start and a recording this close are one.
const SAME: Span = Span::from_secs(5);
/// The media may begin this long before the start that the log has.
const BUFFER: Span = Span::from_secs(60);

/// Which cameras prove what.
pub(super) struct Proof<'b> {
    board: &'b Board<'b>,
    /// The numbers are the exporter's: of most cameras they run from 1 in order of time.
    counted: bool,
    logs: FxHashMap<&'b CameraId, bool>,
}

impl<'b> Proof<'b> {
    pub(super) fn new(board: &'b Board<'b>) -> Self {
        let cameras = &board.book.cameras;
        let numbered = cameras.values().filter(|camera| !camera.numbered.is_empty());
        let (mut of, mut from_one) = (0_usize, 0_usize);
        for camera in numbered {
            of += 1;
            let runs = camera.numbered.iter().zip(1_i64..).all(|((_, number, _), expected)| *number == expected);
            from_one += usize::from(runs);
        }
        // what a clock that was reset wrote into the log is misdated like its recordings
        let reset: FxHashSet<&CameraId> =
            board.misdated.iter().filter_map(|at| board.evidence.recordings[*at].camera.as_ref()).collect();
        let logs = cameras.keys().map(|id| (*id, !reset.contains(id) && keeps_a_log(board, id))).collect();
        Self { board, counted: of >= 3 && from_one * 2 > of, logs }
    }

    /// Numbers n and n + 1 stand either side of the trigger.
    pub(super) fn by_numbers(&self, obligation: &Obligation) -> bool {
        if self.counted {
            return false;
        }
        let Some(camera) = obligation.camera.as_ref().and_then(|camera| self.board.book.cameras.get(camera)) else {
            return false;
        };
        let after = camera.numbered.partition_point(|(start, ..)| *start <= obligation.on);
        let before = after.checked_sub(1).and_then(|before| camera.numbered.get(before));
        match (before, camera.numbered.get(after)) {
            (Some((_, n, _)), Some((_, m, _))) => n.checked_add(1) == Some(*m),
            _ => false,
        }
    }

    /// The camera's log keeps its starts, goes on either side of the trigger, and has none for it.
    pub(super) fn by_log(&self, obligation: &Obligation) -> bool {
        let Some(id) = &obligation.camera else { return false };
        if !self.logs.get(id).copied().unwrap_or(false) {
            return false;
        }
        let Some(camera) = self.board.book.cameras.get(id) else { return false };
        let (before, after) = camera.log.around(obligation.on);
        let horizon = obligation.around.as_ref().map_or(obligation.on, |around| around.horizon);
        let uncertainty = obligation.around.as_ref().map_or(Span::ZERO, |around| around.clock.uncertainty);
        let starts = camera.log.within(DeviceEventKind::RecordStart, obligation.on - uncertainty, horizon);
        before.is_some() && after.is_some() && starts.is_empty() && !self.may_be_running(camera, obligation.on)
    }

    /// Whether a recording that the log began and never stopped, and that no recording shows, may run at a moment.
    fn may_be_running(&self, camera: &Camera, at: Moment) -> bool {
        let Some((start, _)) = camera.log.last_before(DeviceEventKind::RecordStart, at) else { return false };
        let stopped = camera.log.last_before(DeviceEventKind::RecordStop, at).is_some_and(|(stop, _)| stop >= start);
        let near = camera.recordings.meeting(start - SAME, start + SAME);
        let shown = near.iter().any(|place| (self.board.book.stitched[*place].start - start).abs() <= SAME + BUFFER);
        !stopped && !shown
    }

    /// Either of the two.
    pub(super) fn holds(&self, obligation: &Obligation) -> bool {
        self.by_numbers(obligation) || self.by_log(obligation)
    }
}

/// Whether the log of a camera has a start for nine tenths of its recordings.
fn keeps_a_log(board: &Board<'_>, id: &CameraId) -> bool {
    let Some(camera) = board.book.cameras.get(id) else { return false };
    let logged: Vec<Moment> = camera.log.of(DeviceEventKind::RecordStart).iter().map(|(at, _)| *at).collect();
    let starts: Vec<Moment> = camera.recordings.starts().collect();
    let has = |start: &Moment| {
        let begin = logged.partition_point(|at| *at < *start - SAME);
        logged.get(begin).is_some_and(|at| *at <= *start + SAME + BUFFER)
    };
    let found = starts.iter().filter(|start| has(start)).count();
    if starts.is_empty() { !camera.log.is_empty() && !logged.is_empty() } else { found * 10 >= starts.len() * TENTHS }
}
