//! `clock-unset`: a camera with dates that cannot be may have the missing recording among them.

use std::collections::BTreeMap;

use super::board::{Board, Start};
use super::proof::Proof;
use super::shift::{Wanted, fullest};
use super::since_when;
use crate::base::ids::CameraId;
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::evidence::Recording;
use crate::judgement::cause::{About, Cause, ClockFound, Shift, Why};
use crate::judgement::obligation::Obligation;
use crate::words::{Reason, Verdict};

/// From the first dates that clocks begin with to now.
const AT_MOST: Span = Span::from_days(60 * 366);

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
        let clocks = clocks(board, camera);
        // docks that the same clock dates leave everything awaited and nothing missed: the cause is told all the same
        let told = turns.is_empty() && !clocks.is_empty();
        if told || !turns.is_empty() {
            let about = About { camera: Some(camera.clone()), ..About::default() };
            let why = Why::Misdated { rows: rows.len(), first };
            let cause = Cause::new(Reason::ClockUnset, why, about, turns).settled_by(clocks);
            let rows = rows.iter().flat_map(|at| board.evidence.recordings[*at].rows.iter().copied()).collect();
            causes.push(Cause { told, rows, ..cause });
        }
    }
    causes
}

/// A clock that was reset once goes on counting: one shift leads its starts back to their triggers. After several
/// resets the same date stands for several days, and nobody can tell which.
fn clocks(board: &Board<'_>, camera: &CameraId) -> Vec<ClockFound> {
    let Some(heard) = board.cameras.get(camera) else { return Vec::new() };
    let is_misdated = |start: &&Start| {
        let first = start.recording.map(|recording| board.book.stitched[recording].first);
        !start.met && first.is_some_and(|first| board.misdated.contains(&first))
    };
    let starts: Vec<Moment> = heard.starts.iter().filter(is_misdated).map(|start| start.at).collect();
    let wanted = Wanted { within: Span::from_secs(5), at_most: AT_MOST, at_least: Span::from_mins(10) };
    let shift = fullest(&starts, &heard.unmet_calls(), wanted).filter(Shift::holds);
    shift.map_or_else(Vec::new, |shift| since_when::of_camera(board, camera, shift.by))
}

/// Whether well-dated recordings of the same tour stand before and after the trigger.
fn stands_between(board: &Board<'_>, obligation: &Obligation, dated: &[Moment]) -> bool {
    let Some(tour) = obligation.tour.map(|tour| &board.evidence.assignments[tour]) else { return false };
    let after = dated.partition_point(|start| *start <= obligation.on);
    let before = after.checked_sub(1).and_then(|before| dated.get(before));
    before.is_some_and(|start| *start >= tour.from) && dated.get(after).is_some_and(|start| *start < tour.to)
}
