//! `trigger-suspect`: the light-bar log of a car cannot be believed, so it accuses nobody.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::board::{Board, Off};
use super::shift::{Wanted, count, fullest};
use super::{everything, since_when, suspected_time_zone};
use crate::base::ids::{CameraId, VehicleId};
use crate::base::time::{Moment, Span};
use crate::facts::{CameraFact, Subject};
use crate::judgement::cause::{About, Cause, ClockFound, Shift, Why};
use crate::words::Reason;

/// On for longer than this, it is stuck (contract, "The doubts").
const STUCK: Span = Span::from_hours(12);
/// Of fewer tours nothing is concluded,
const TOURS: usize = 2;
/// nor of so few hours.
const HOURS: Span = Span::from_hours(8);
/// Twins: at least so many,
const TWINS: usize = 5;
/// of so many in a hundred,
const OF_HUNDRED: usize = 35;
/// of the same length within this.
const SAME_LENGTH: Span = Span::from_secs(2);
/// No twin is further away.
const AT_MOST: Span = Span::from_hours(26);
/// Two shifts this close are one.
const SAME_SHIFT: Span = Span::from_secs(30);

/// Of what several cameras heard together, so many starts show a shift.
const TOGETHER: usize = 8;

/// The activations of a car: when each began and ended.
type Lit = Vec<(Moment, Option<Moment>)>;

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let mut cars: BTreeMap<&VehicleId, Lit> = BTreeMap::new();
    for event in &board.evidence.events {
        if let Subject::Vehicle(vehicle) = &event.subject {
            cars.entry(vehicle).or_default().push((event.on.later(), event.off.map(|off| off.earlier())));
        }
    }
    let turns_everything = everything(board);
    let mut found: BTreeMap<&VehicleId, Why> = BTreeMap::new();
    let mut single = Vec::new();
    for (vehicle, lit) in &mut cars {
        lit.sort_unstable();
        let stuck = lit.iter().filter(|(on, off)| off.is_some_and(|off| off - *on > STUCK)).count();
        let why = match stuck {
            0 => None,
            1 => {
                single.push(*vehicle);
                None
            }
            activations => Some(Why::LongLit { activations }),
        };
        let why = why.or_else(|| mostly_lit(board, vehicle, lit)).or_else(|| twice(lit));
        if let Some(why) = why {
            found.insert(vehicle, why);
        }
    }
    let mut clocks: BTreeMap<&VehicleId, Vec<ClockFound>> = BTreeMap::new();
    for off in cars_off(board) {
        if let Entry::Vacant(place) = found.entry(&off.vehicle) {
            clocks.insert(&off.vehicle, since_when::of_car(board, &off.vehicle, off.by));
            place.insert(Why::CarClock { shift: off.by, cameras: off.cameras.clone() });
        }
    }
    let of = |vehicle: &VehicleId, long_alone: bool| {
        board.places_of_car(vehicle, |obligation| {
            let trigger = &board.book.triggers[obligation.trigger];
            let long = trigger.window.off.is_some_and(|off| off - trigger.window.on > STUCK);
            (!long_alone || long) && turns_everything(obligation)
        })
    };
    let mut causes = Vec::new();
    for (vehicle, why) in &found {
        let about = About { vehicle: Some((*vehicle).clone()), ..About::default() };
        let cause = Cause::new(Reason::TriggerSuspect, why.clone(), about, of(vehicle, false));
        causes.push(cause.settled_by(clocks.remove(vehicle).unwrap_or_default()));
    }
    for vehicle in single.into_iter().filter(|vehicle| !found.contains_key(vehicle)) {
        let about = About { vehicle: Some(vehicle.clone()), ..About::default() };
        let why = Why::LongLit { activations: 1 };
        causes.push(Cause::new(Reason::TriggerSuspect, why, about, of(vehicle, true)));
    }
    causes
}

/// Lit for more than half of its tours: most often an inverted input.
fn mostly_lit(board: &Board<'_>, vehicle: &VehicleId, lit: &Lit) -> Option<Why> {
    let mut tours: Vec<(Moment, Moment)> = board
        .evidence
        .assignments
        .iter()
        .filter(|tour| tour.vehicle.as_ref() == Some(vehicle))
        .map(|tour| (tour.from, tour.to))
        .collect();
    tours.sort_unstable();
    tours.dedup();
    let all: Span = tours.iter().map(|(from, to)| *to - *from).sum();
    if tours.len() < TOURS || all < HOURS {
        return None;
    }
    let inside = |from: Moment, to: Moment| -> Span {
        lit.iter()
            .filter_map(|(on, off)| Some(((*on).max(from), (*off)?.min(to))))
            .filter(|(on, off)| off > on)
            .map(|(on, off)| off - on)
            .sum()
    };
    let lit: Span = tours.iter().map(|(from, to)| inside(*from, *to)).sum();
    (lit.doubled() > all).then_some(Why::MostlyLit { lit, tours: all })
}

/// Its activations come twice: the same lengths again, apart by one shift.
fn twice(lit: &Lit) -> Option<Why> {
    let starts: Vec<Moment> = lit.iter().map(|(on, _)| *on).collect();
    let at_least = Span::from_mins(1);
    let shift = fullest(&starts, &starts, Wanted { within: SAME_LENGTH, at_most: AT_MOST, at_least })?;
    let length = |(on, off): &(Moment, Option<Moment>)| off.map(|off| off - *on);
    let has_twin = |activation: &(Moment, Option<Moment>), there: Moment| {
        let begin = lit.partition_point(|(on, _)| *on < there - SAME_LENGTH);
        lit.iter().skip(begin).take_while(|(on, _)| *on <= there + SAME_LENGTH).any(|other| {
            length(other).zip(length(activation)).is_some_and(|(one, two)| (one - two).abs() <= SAME_LENGTH)
        })
    };
    let (mut twins, mut chains) = (0_usize, 0_usize);
    for activation in lit {
        let twin = has_twin(activation, activation.0 - shift.by);
        twins += usize::from(twin);
        chains += usize::from(twin && has_twin(activation, activation.0 + shift.by));
    }
    // what is logged twice comes in pairs; what goes on and on is a habit, such as a check at the start of every tour
    let in_pairs = chains * 4 <= twins;
    (in_pairs && twins >= TWINS && twins * 100 >= lit.len() * OF_HUNDRED).then_some(Why::Twice {
        twins,
        of: lit.len(),
        shift: shift.by.abs(),
    })
}

/// Cars whose clock is off: one shift holds for two cameras of the car, or for one that fits another car in the same
/// days, or for what all its cameras heard together. A shift that all recordings share is theirs and not the car's.
pub(super) fn cars_off<'b>(board: &'b Board<'_>) -> &'b [Off] {
    board.cars_off.get_or_init(|| find_cars_off(board))
}

fn find_cars_off(board: &Board<'_>) -> Vec<Off> {
    let zone = suspected_time_zone::shifts(board);
    let of_zone = |by: Span| zone.iter().any(|zone| (by - *zone).abs() <= Span::from_mins(2));
    let wanted = Wanted { within: Span::from_secs(5), at_most: AT_MOST, at_least: Span::from_mins(10) };
    let mut shifts: BTreeMap<&VehicleId, Vec<(Shift, &CameraId, bool)>> = BTreeMap::new();
    for (camera, heard) in &board.cameras {
        let cars: BTreeSet<&VehicleId> = heard.calls.iter().filter_map(|call| board.car_of(call)).collect();
        for car in &cars {
            let unmet = heard.calls.iter().filter(|call| !call.met && board.car_of(call) == Some(car));
            let calls: Vec<Moment> = unmet.map(|call| call.on).collect();
            let Some(shift) = fullest(&calls, &heard.unmet_starts(), wanted) else { continue };
            let shift = Shift { by: Span::ZERO - shift.by, ..shift };
            if !of_zone(shift.by) && shift.meet >= 5 && shift.meet * 4 >= calls.len() * 3 {
                // on other days its own clock may have been another
                let (first, last) = (calls.first().copied(), calls.last().copied());
                let meanwhile =
                    |on: Moment| first.is_some_and(|first| first <= on) && last.is_some_and(|last| on <= last);
                let others = heard.calls.iter().filter(|call| call.met && board.car_of(call) != Some(car));
                let fits_elsewhere = others.filter(|call| meanwhile(call.on)).count() >= 3;
                shifts.entry(car).or_default().push((shift, camera, fits_elsewhere));
            }
        }
    }
    let mut found = Vec::new();
    for (car, of_car) in shifts {
        for (shift, _, fits_elsewhere) in &of_car {
            let same = of_car.iter().filter(|(other, ..)| (other.by - shift.by).abs() <= SAME_SHIFT);
            let cameras: Vec<CameraId> = same.map(|(_, camera, _)| (*camera).clone()).collect();
            if cameras.len() >= 2 || *fits_elsewhere {
                // the car's clock is off the other way round
                found.push(Off { vehicle: car.clone(), by: Span::ZERO - shift.by, cameras });
                break;
            }
        }
    }
    for (car, heard) in together(board) {
        let known = found.iter().any(|off| off.vehicle == *car);
        found.extend(heard.off(board, car).filter(|off| !known && !of_zone(Span::ZERO - off.by)));
    }
    found
}

/// What the cameras of one car heard while they were on tour in it, and no trigger met: each for a tour or two, which
/// is too little for any of them alone.
#[derive(Default)]
struct Together<'b> {
    starts: Vec<(Moment, &'b CameraId)>,
}

fn together<'b>(board: &'b Board<'_>) -> BTreeMap<&'b VehicleId, Together<'b>> {
    let mut cars: BTreeMap<&VehicleId, Together<'_>> = BTreeMap::new();
    let mut tours: BTreeMap<&CameraId, Vec<(Moment, Moment, &VehicleId)>> = BTreeMap::new();
    for tour in &board.evidence.assignments {
        if let (CameraFact::Issued(camera), Some(vehicle)) = (&tour.camera, &tour.vehicle) {
            tours.entry(camera).or_default().push((tour.from, tour.to, vehicle));
        }
    }
    for (camera, heard) in &board.cameras {
        let Some(tours) = tours.get_mut(camera) else { continue };
        tours.sort_unstable();
        for start in heard.starts.iter().filter(|start| !start.met) {
            let begun = tours.partition_point(|(from, ..)| *from <= start.at);
            let last = begun.checked_sub(1).and_then(|last| tours.get(last));
            if let Some((_, _, vehicle)) = last.filter(|(_, to, _)| start.at < *to) {
                cars.entry(vehicle).or_default().starts.push((start.at, camera));
            }
        }
    }
    cars
}

impl<'b> Together<'b> {
    /// Whether one shift holds for all of it, and for two cameras or more.
    fn off(mut self, board: &Board<'_>, car: &VehicleId) -> Option<Off> {
        self.starts.sort_unstable();
        // a crew of two hears one trigger twice
        self.starts.dedup_by(|next, first| next.0 - first.0 <= SAME_SHIFT);
        let ats: Vec<Moment> = self.starts.iter().map(|(at, _)| *at).collect();
        let calls: Vec<Moment> = board.calls.get(car)?.iter().copied().filter(|on| !board.is_met(car, *on)).collect();
        let wanted = Wanted { within: SAME_SHIFT, at_most: AT_MOST, at_least: Span::from_mins(10) };
        let shift = fullest(&ats, &calls, wanted).filter(|shift| shift.holds() && shift.meet >= TOGETHER)?;
        let meets = |at: Moment| count(&[at], &calls, shift.by, SAME_SHIFT) == 1;
        let mut of_cameras: BTreeMap<&CameraId, usize> = BTreeMap::new();
        for (_, camera) in self.starts.iter().filter(|(at, _)| meets(*at)) {
            *of_cameras.entry(camera).or_default() += 1;
        }
        let cameras: Vec<CameraId> =
            of_cameras.iter().filter(|(_, meet)| **meet >= 2).map(|(camera, _)| (*camera).clone()).collect();
        (cameras.len() >= 2).then_some(Off { vehicle: car.clone(), by: Span::ZERO - shift.by, cameras })
    }
}
