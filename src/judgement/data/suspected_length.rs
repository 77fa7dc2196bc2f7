//! `suspected-length`: the recordings of the index look much shorter than they were.

use rustc_hash::{FxHashMap, FxHashSet};

use super::board::{Board, MEETS};
use crate::base::ids::{CameraId, OfficerId};
use crate::base::time::{Moment, Span};
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::judgement::obligation::Obligation;
use crate::words::Reason;

/// Of fewer recordings nothing is concluded,
const RECORDINGS: usize = 20;
/// nor of fewer cameras.
const CAMERAS: usize = 3;
/// No recording is taken for longer than this.
const LONGEST: Span = Span::from_hours(12);

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let (mut short, mut of) = (0_usize, 0_usize);
    let mut cameras: FxHashSet<&CameraId> = FxHashSet::default();
    for (camera, heard) in &board.cameras {
        let mut starts = heard.starts.iter().filter(|start| start.met).peekable();
        for call in heard.calls.iter().filter(|call| call.met) {
            while starts.next_if(|start| start.at < call.on - MEETS).is_some() {}
            let Some(start) = starts.peek().filter(|start| start.at <= call.on + MEETS) else { continue };
            let Some(recording) = start.recording.map(|at| &board.book.stitched[at]) else { continue };
            let Some(off) = board.obligations.get(call.obligation).and_then(|obligation| obligation.off) else {
                continue;
            };
            of += 1;
            cameras.insert(camera);
            let length = recording.end - recording.start;
            if start.at + length < off {
                short += 1;
            }
        }
    }
    let starts = Starts::new(board);
    if of < RECORDINGS || cameras.len() < CAMERAS || short * 2 <= of {
        return Vec::new();
    }
    let turns = board.places(|obligation| obligation.verdict.is_deviation() && starts.may_carry(obligation));
    if turns.is_empty() {
        return Vec::new();
    }
    let about = About { source: Some(SourceKind::Recordings), ..About::default() };
    vec![Cause::new(Reason::SuspectedLength, Why::Short { short, of }, about, turns).incomplete()]
}

/// When the recordings of each camera and officer start.
struct Starts<'b> {
    board: &'b Board<'b>,
    of_camera: FxHashMap<&'b CameraId, Vec<Moment>>,
    of_officer: FxHashMap<&'b OfficerId, Vec<Moment>>,
}

impl<'b> Starts<'b> {
    fn new(board: &'b Board<'b>) -> Self {
        let mut starts = Self { board, of_camera: FxHashMap::default(), of_officer: FxHashMap::default() };
        for recording in &board.evidence.recordings {
            if let Some(camera) = &recording.camera {
                starts.of_camera.entry(camera).or_default().push(recording.start);
            }
            if let Some(officer) = &recording.officer {
                starts.of_officer.entry(officer).or_default().push(recording.start);
            }
        }
        starts.of_camera.values_mut().chain(starts.of_officer.values_mut()).for_each(|of| of.sort_unstable());
        starts
    }

    /// Whether a recording that began earlier in the tour may have run on to the trigger.
    fn may_carry(&self, obligation: &Obligation) -> bool {
        let of_camera = obligation.camera.as_ref().and_then(|camera| self.of_camera.get(camera));
        let of_officer = obligation.officer.as_ref().and_then(|officer| self.of_officer.get(officer));
        let tour = obligation.tour.map(|tour| self.board.evidence.assignments[tour].from);
        let from = tour.unwrap_or(obligation.on - LONGEST).max(obligation.on - LONGEST);
        let until = obligation.off.unwrap_or(obligation.on) + MEETS;
        [of_camera, of_officer].into_iter().flatten().any(|starts| {
            let begin = starts.partition_point(|start| *start < from);
            starts.get(begin).is_some_and(|start| *start <= until)
        })
    }
}
