//! `possible-swap`: two cameras, or two cars, may have been exchanged, so that a recording of the other camera may be
//! this officer's.

use std::collections::{BTreeMap, BTreeSet};

use super::board::Board;
use crate::base::ids::CameraId;
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::facts::Assignment;
use crate::judgement::cause::{About, Cause, Swap, Why};
use crate::words::Reason;

/// A start belongs to a trigger from so long before (the clock of each car is off by some seconds, and a camera is
/// corrected by that of its own)
const BEFORE: Span = Span::from_secs(15);
/// to so long after it.
const AFTER: Span = Span::from_secs(30);
/// Both directions are looked at this far around the tour.
const AROUND: Span = Span::from_hours(12);
/// Both directions make at least so many.
const LEAST: usize = 3;
/// A camera that nobody has on tour then met so many by signal.
const OF_SPARE: usize = 2;

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let strays = strays(board);
    let mut tours: BTreeMap<(Ix<Assignment>, &CameraId), Vec<Moment>> = BTreeMap::new();
    for (camera, heard) in &board.cameras {
        for call in heard.calls.iter().filter(|call| !call.met) {
            if let Some(tour) = call.tour {
                tours.entry((tour, camera)).or_default().push(call.on);
            }
        }
    }
    let mut causes = Vec::new();
    for ((tour, camera), calls) in &tours {
        let Some(swap) = swapped(board, &strays, *tour, camera, calls) else { continue };
        let turns = board.places_of_tour(*tour, |obligation| obligation.verdict.is_deviation());
        if turns.is_empty() {
            continue;
        }
        let tour = &board.evidence.assignments[*tour];
        let about = About {
            camera: Some((*camera).clone()),
            vehicle: tour.vehicle.clone(),
            officer: Some(tour.officer.clone()),
            stretch: Some((tour.from, tour.to)),
            ..About::default()
        };
        causes.push(Cause::new(Reason::PossibleSwap, Why::Swap(swap), about, turns).with_rows([tour.row]));
    }
    causes
}

/// A start that belongs to nothing that its own camera was obliged to record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stray<'b> {
    at: Moment,
    camera: &'b CameraId,
    automatic: bool,
}

/// All of them in order of time. Starts by hand count too, because many an officer is quicker than the signal; a swap
/// still needs one by signal.
fn strays<'b>(board: &'b Board<'_>) -> Vec<Stray<'b>> {
    let mut strays = Vec::new();
    for (camera, heard) in &board.cameras {
        let unmet = heard.starts.iter().filter(|start| !start.met);
        strays.extend(unmet.map(|start| Stray { at: start.at, camera, automatic: true }));
    }
    let mut own: BTreeMap<&CameraId, Vec<Moment>> = BTreeMap::new();
    for obligation in board.obligations {
        if let Some(camera) = &obligation.camera {
            own.entry(camera).or_default().push(obligation.on);
        }
    }
    own.values_mut().for_each(|ons| ons.sort_unstable());
    for recording in board.book.stitched.iter().filter(|recording| !recording.automatic) {
        let Some(camera) = board.evidence.recordings[recording.first].camera.as_ref() else { continue };
        let theta = board.book.cameras.get(camera).map_or(Span::ZERO, |camera| camera.votes.offset_at(recording.start));
        let at = recording.earliest() - theta;
        let ons = own.get(camera).map_or(&[][..], Vec::as_slice);
        let begin = ons.partition_point(|on| *on < at - AFTER);
        if ons.get(begin).is_none_or(|on| *on > at + BEFORE) {
            strays.push(Stray { at, camera, automatic: false });
        }
    }
    strays.sort_unstable();
    strays
}

fn swapped(
    board: &Board<'_>,
    strays: &[Stray<'_>],
    at: Ix<Assignment>,
    camera: &CameraId,
    calls: &[Moment],
) -> Option<Swap> {
    let mut met_by: BTreeMap<&CameraId, usize> = BTreeMap::new();
    for on in calls {
        let others: BTreeSet<&CameraId> =
            near(strays, *on).map(|stray| stray.camera).filter(|other| *other != camera).collect();
        for other in others {
            *met_by.entry(other).or_default() += 1;
        }
    }
    let (other, there) = met_by.into_iter().max_by_key(|(id, met)| (*met, std::cmp::Reverse(*id)))?;
    if there * 4 < calls.len() * 3 {
        return None;
    }
    let tour = &board.evidence.assignments[at];
    let heard = board.cameras.get(other)?;
    let around = |on: &Moment| *on >= tour.from - AROUND && *on < tour.to + AROUND;
    let missed = heard.calls.iter().filter(|call| !call.met && around(&call.on));
    let missed: Vec<Moment> = missed.map(|call| call.on).collect();
    let back = missed.iter().filter(|on| near(strays, **on).any(|stray| stray.camera == camera)).count();
    let by_signal = |on: &Moment, id: &CameraId| near(strays, *on).any(|stray| stray.camera == id && stray.automatic);
    let any_signal = calls.iter().any(|on| by_signal(on, other)) || missed.iter().any(|on| by_signal(on, camera));
    let on_tour = heard.calls.iter().any(|call| around(&call.on));
    // a camera that the roster gives to nobody then may be anybody's: the camera of the tour has to be silent in
    // it, or nearly: by chance it may have run in another car
    let silent = || {
        let in_time = board.places_of_tour(at, |obligation| obligation.verdict.is_in_time()).len();
        in_time * 4 <= board.places_of_tour(at, |_| true).len()
    };
    let many = there + back >= LEAST && any_signal;
    let spare = || many || calls.iter().filter(|on| by_signal(on, other)).count() >= OF_SPARE;
    let is_free = !heard.calls.iter().any(|call| tour.from <= call.on && call.on < tour.to);
    let shown = if on_tour && many { true } else { is_free && silent() && spare() };
    if !shown {
        return None;
    }
    let car_of_other = heard
        .calls
        .iter()
        .filter(|call| around(&call.on))
        .find_map(|call| call.tour.and_then(|tour| board.evidence.assignments[tour].vehicle.clone()));
    Some(Swap { other: other.clone(), cars: (tour.vehicle.clone(), car_of_other), there, of: calls.len(), back })
}

/// The stray starts close to a trigger.
fn near<'s, 'b>(strays: &'s [Stray<'b>], on: Moment) -> impl Iterator<Item = &'s Stray<'b>> {
    let begin = strays.partition_point(|stray| stray.at < on - BEFORE);
    strays.iter().skip(begin).take_while(move |stray| stray.at <= on + AFTER)
}
