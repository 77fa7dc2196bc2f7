//! `clock`: the clock of one camera was off by more than ten minutes, so that its recordings miss their triggers.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::board::{Board, Call, Heard, MEETS};
use super::contacts_off;
use super::shift::{Wanted, count, fullest};
use super::since_when::{self, whole_seconds};
use super::suspected_time_zone;
use super::trigger_suspect::cars_off;
use crate::base::ids::CameraId;
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::facts::Assignment;
use crate::judgement::cause::{About, Cause, ClockFound, FoundOf, Shift, Why};
use crate::words::{Reason, TriggerKind};

/// A clock that is less far off votes for itself (contract, "Clocks").
const AT_LEAST: Span = Span::from_mins(10);
/// A year and some, for clocks that were set to another one.
const AT_MOST: Span = Span::from_days(800);
/// Within this the starts of a camera meet their triggers.
const WITHIN: Span = Span::from_secs(5);
/// The same within one tour,
const WITHIN_TOUR: Span = Span::from_secs(3);
/// which has at least so many triggers.
const OF_TOUR: usize = 4;
/// Of fewer undecided obligations no clock is called unsteady.
const UNDECIDED: usize = 10;
/// A shift this close to that of a zone is the zone's.
const NEARLY: Span = Span::from_mins(2);
/// Starts by hand: at least so many,
const BY_HAND: usize = 8;
/// no further off than this.
const BY_HAND_AT_MOST: Span = Span::from_days(8);

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let off = cars_off(board);
    let zone = OnceCell::new();
    let is_of_zone = |shift: Shift| {
        let shifts = zone.get_or_init(|| suspected_time_zone::shifts(board));
        shifts.iter().any(|zone| (shift.by - *zone).abs() <= NEARLY)
    };
    let mut causes = Vec::new();
    for (camera, heard) in &board.cameras {
        // a car that is off by as much the other way explains the shift of what its cameras heard in it
        let shift = of_camera(heard).and_then(|shift| {
            let is_of_car = |call: &Call| {
                let car = board.car_of(call);
                off.iter().any(|off| Some(&off.vehicle) == car && (off.by + shift.by).abs() <= MEETS)
            };
            let own: Vec<Call> = heard.calls.iter().filter(|call| !is_of_car(call)).copied().collect();
            if own.len() == heard.calls.len() { Some(shift) } else { of_calls(heard, &own) }
        });
        match shift {
            Some(shift) => {
                let cause =
                    cause(board, camera, shift, None).settled_by(since_when::of_camera(board, camera, shift.by));
                // where the same clock dates the docks, nothing is missed but only awaited: the cause is told all the same
                let told = cause.turns.is_empty() && !is_of_zone(shift);
                causes.push(Cause { instead: of_only_car(board, camera, shift), told, ..cause });
            }
            None => causes.extend(of_tours(board, camera, heard)),
        }
    }
    causes.extend(by_hand(board));
    causes.retain(|cause| cause.told || !cause.turns.is_empty());
    causes.extend(board.cameras.keys().filter_map(|camera| unsteady(board, camera)));
    causes
}

/// A clock that runs so badly that more than half of what it timed cannot be decided: then the rest was decided by luck.
fn unsteady(board: &Board<'_>, camera: &CameraId) -> Option<Cause> {
    let timed = board.places_of_camera(camera, |each| each.activation.is_some());
    let undecided = board.places_of_camera(camera, |each| each.reason == Some(Reason::Clock));
    if undecided.len() < UNDECIDED || undecided.len() * 2 <= timed.len() {
        return None;
    }
    let turns = board.places_of_camera(camera, |each| each.verdict.is_deviation() && each.activation.is_some());
    let about = About { camera: Some(camera.clone()), ..About::default() };
    let why = Why::Unsteady { undecided: undecided.len(), timed: timed.len() };
    (!turns.is_empty()).then(|| Cause::new(Reason::Clock, why, about, turns))
}

/// One shift that holds for all unmet starts of a camera.
pub(super) fn of_camera(heard: &Heard) -> Option<Shift> {
    of_calls(heard, &heard.calls)
}

fn of_calls(heard: &Heard, calls: &[Call]) -> Option<Shift> {
    let unmet: Vec<Moment> = calls.iter().filter(|call| !call.met).map(|call| call.on).collect();
    let wanted = Wanted { within: WITHIN, at_most: AT_MOST, at_least: AT_LEAST };
    let shift = |starts: &[Moment]| fullest(starts, &unmet, wanted).filter(Shift::holds);
    shift(&heard.unmet_starts()).or_else(|| shift(&heard.unmet_starts_as_written()))
}

/// With one camera and one car nobody can tell whose clock it is: that of the car, off the other way round.
fn of_only_car(board: &Board<'_>, camera: &CameraId, shift: Shift) -> Option<ClockFound> {
    let mut cars = board.cars_of(camera);
    let of = FoundOf::Vehicle(cars.next().filter(|_| cars.next().is_none())?.clone());
    Some(ClockFound { of, offset: Span::ZERO - whole_seconds(shift.by), from: None, to: None })
}

/// A shift of a single tour: the clock was set again before and after it.
fn of_tours(board: &Board<'_>, camera: &CameraId, heard: &Heard) -> Vec<Cause> {
    let mut tours: BTreeMap<Ix<Assignment>, Vec<Moment>> = BTreeMap::new();
    for call in heard.calls.iter().filter(|call| !call.met) {
        if let Some(tour) = call.tour {
            tours.entry(tour).or_default().push(call.on);
        }
    }
    let starts = [heard.unmet_starts(), heard.unmet_starts_as_written()];
    let mut causes = Vec::new();
    for (tour, calls) in tours.into_iter().filter(|(_, calls)| calls.len() >= OF_TOUR) {
        let wanted = Wanted { within: WITHIN_TOUR, at_most: AT_MOST, at_least: AT_LEAST };
        let shifts = starts.iter().filter_map(|starts| fullest(&calls, starts, wanted));
        let Some(shift) = shifts.max_by_key(|shift| shift.meet) else { continue };
        // looked for from the triggers, so the sign is the other way round
        let shift = Shift { by: Span::ZERO - shift.by, of: calls.len(), ..shift };
        if shift.meet >= OF_TOUR && shift.meet * 4 >= calls.len() * 3 {
            let clocks = since_when::of_tour(board, camera, tour, shift.by);
            causes.push(cause(board, camera, shift, Some(tour)).settled_by(clocks));
        }
    }
    causes
}

/// Starts by hand and contacts of one camera, where no signal starts it.
fn by_hand(board: &Board<'_>) -> Vec<Cause> {
    let mut starts: BTreeMap<&CameraId, Vec<Moment>> = BTreeMap::new();
    for recording in board.book.stitched.iter().filter(|recording| !recording.automatic) {
        let first = &board.evidence.recordings[recording.first];
        if let Some(camera) = &first.camera {
            starts.entry(camera).or_default().push(recording.earliest());
        }
    }
    let mut calls: BTreeMap<&CameraId, Vec<Moment>> = BTreeMap::new();
    for obligation in board.obligations {
        let Some(camera) = &obligation.camera else { continue };
        let contact = board.book.triggers[obligation.trigger].kind() == TriggerKind::Contact;
        if obligation.verdict.is_deviation() && (contact || !board.cameras.contains_key(camera)) {
            calls.entry(camera).or_default().push(obligation.on);
        }
    }
    // contacts that are off by as much the other way explain the shift of the cameras
    let contacts = OnceCell::new();
    let is_of_contacts = |shift: Shift| {
        let off = contacts.get_or_init(|| contacts_off::off(board)).as_ref();
        off.is_some_and(|off| (off.by + shift.by).abs() <= NEARLY)
    };
    let mut causes = Vec::new();
    for (camera, mut ons) in calls {
        let Some(ats) = starts.get_mut(camera) else { continue };
        ons.sort_unstable();
        ats.sort_unstable();
        let unmet: Vec<Moment> = ats.iter().copied().filter(|at| count(&[*at], &ons, Span::ZERO, MEETS) == 0).collect();
        let wanted = Wanted { within: MEETS, at_most: BY_HAND_AT_MOST, at_least: AT_LEAST };
        let Some(shift) = fullest(&unmet, &ons, wanted) else { continue };
        if shift.meet >= BY_HAND && shift.holds() && !is_of_contacts(shift) {
            let clocks = since_when::of_camera(board, camera, shift.by);
            causes.push(cause(board, camera, shift, None).settled_by(clocks));
        }
    }
    causes
}

fn cause(board: &Board<'_>, camera: &CameraId, shift: Shift, tour: Option<Ix<Assignment>>) -> Cause {
    let turns = board.places_of_camera(camera, |obligation| {
        obligation.verdict.is_deviation() && tour.is_none_or(|tour| obligation.tour == Some(tour))
    });
    let stretch = tour.map(|tour| &board.evidence.assignments[tour]).map(|tour| (tour.from, tour.to));
    let about = About { camera: Some(camera.clone()), stretch, ..About::default() };
    Cause::new(Reason::Clock, Why::Clock(shift), about, turns)
}
