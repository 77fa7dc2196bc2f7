//! `clock-unset`: a camera with dates that cannot be may have the missing recording among them.

use std::collections::BTreeMap;

use super::board::Board;
use super::proof::Proof;
use crate::base::ids::CameraId;
use crate::base::index::Ix;
use crate::base::time::Moment;
use crate::evidence::Recording;
use crate::judgement::cause::{About, Cause, Why};
use crate::judgement::obligation::Obligation;
use crate::words::{Reason, Verdict};

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let proof = Proof::new(board);
    let mut misdated: BTreeMap<&CameraId, Vec<Ix<Recording>>> = BTreeMap::new();
    for at in &board.misdated {
        if let Some(camera) = &board.evidence.recordings[*at].camera {
            misdated.entry(camera).or_default().push(*at);
        }
    }
    let mut causes = Vec::new();
    for (camera, mut rows) in misdated {
        rows.sort_unstable();
        let mut dated: Vec<Moment> = board
            .evidence
            .recordings
            .entries()
            .filter(|(at, file)| file.camera.as_ref() == Some(camera) && !board.misdated.contains(at))
            .map(|(_, file)| file.start)
            .collect();
        dated.sort_unstable();
        let turns = board.places_of_camera(camera, |obligation| {
            obligation.verdict == Verdict::NotRecorded
                && !stands_between(board, obligation, &dated)
                && !proof.holds(obligation)
        });
        let Some(first) = rows.iter().map(|at| board.evidence.recordings[*at].start).min() else { continue };
        if !turns.is_empty() {
            let about = About { camera: Some(camera.clone()), ..About::default() };
            let mut cause = Cause::new(Reason::ClockUnset, Why::Misdated { rows: rows.len(), first }, about, turns);
            cause.rows = rows.iter().flat_map(|at| board.evidence.recordings[*at].rows.iter().copied()).collect();
            causes.push(cause);
        }
    }
    causes
}

/// Whether well-dated recordings of the same tour stand before and after the trigger.
fn stands_between(board: &Board<'_>, obligation: &Obligation, dated: &[Moment]) -> bool {
    let Some(tour) = obligation.tour.map(|tour| &board.evidence.assignments[tour]) else { return false };
    let after = dated.partition_point(|start| *start <= obligation.on);
    let before = after.checked_sub(1).and_then(|before| dated.get(before));
    before.is_some_and(|start| *start >= tour.from) && dated.get(after).is_some_and(|start| *start < tour.to)
}
