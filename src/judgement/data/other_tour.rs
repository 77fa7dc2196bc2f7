//! `possible-swap`, of a tour that is wrong in the roster: the officer's own camera worked in another car, or in the
//! car on another day.
//!
//! A roster is a plan, and a day or a car in it is changed at the desk more often than in the file.

use std::collections::BTreeMap;

use super::board::{Board, Heard, MEETS, Start};
use crate::base::ids::{CameraId, VehicleId};
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::facts::Assignment;
use crate::judgement::cause::{About, Cause, Why};
use crate::words::Reason;

/// So many starts by signal have to say so,
const LEAST: usize = 2;
/// this far around the tour.
const AROUND: Span = Span::from_hours(36);

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let mut causes = Vec::new();
    for (camera, heard) in &board.cameras {
        // unmet triggers of each tour of which nothing was met: there the camera was not where the roster says
        let mut tours: BTreeMap<Ix<Assignment>, (usize, usize)> = BTreeMap::new();
        for call in &heard.calls {
            if let Some(tour) = call.tour {
                let (met, unmet) = tours.entry(tour).or_default();
                *met += usize::from(call.met);
                *unmet += usize::from(!call.met);
            }
        }
        let silent = tours.into_iter().filter(|(_, (met, unmet))| *met == 0 && *unmet > 0).map(|(tour, _)| tour);
        for tour in silent {
            if let Some(why) = in_another_car(board, heard, tour).or_else(|| another_day(board, heard, tour)) {
                causes.extend(cause(board, camera, tour, why));
            }
        }
    }
    causes
}

/// Three quarters of what started it by signal in the tour was the light bar of one other car.
fn in_another_car(board: &Board<'_>, heard: &Heard, tour: Ix<Assignment>) -> Option<Why> {
    let tour = &board.evidence.assignments[tour];
    let starts = between(&heard.starts, tour.from, tour.to);
    let mut cars: BTreeMap<&VehicleId, usize> = BTreeMap::new();
    for start in starts {
        let mut near: Vec<&VehicleId> = board.lit_at(start.at).collect();
        near.sort_unstable();
        near.dedup();
        for vehicle in near {
            *cars.entry(vehicle).or_default() += 1;
        }
    }
    let (vehicle, met) = cars.into_iter().max_by_key(|(id, met)| (*met, std::cmp::Reverse(*id)))?;
    let enough = met >= LEAST && met * 4 >= starts.len() * 3;
    (enough && tour.vehicle.as_ref() != Some(vehicle)).then(|| Why::OtherCar {
        vehicle: vehicle.clone(),
        met,
        of: starts.len(),
    })
}

/// The light bar of the tour's car started it at another time.
fn another_day(board: &Board<'_>, heard: &Heard, tour: Ix<Assignment>) -> Option<Why> {
    let tour = &board.evidence.assignments[tour];
    let calls = board.calls.get(tour.vehicle.as_ref()?)?;
    let around = between(&heard.starts, tour.from - AROUND, tour.to + AROUND);
    let outside = around.iter().filter(|start| !start.met && (start.at < tour.from || start.at >= tour.to));
    let met: Vec<Moment> = outside
        .map(|start| start.at)
        .filter(|at| {
            let begin = calls.partition_point(|on| *on < *at - MEETS);
            calls.get(begin).is_some_and(|on| *on <= *at + MEETS)
        })
        .collect();
    let first = met.first().copied()?;
    (met.len() >= LEAST).then_some(Why::OtherDay { met: met.len(), first })
}

/// The starts from one moment to another; they are in order of time.
fn between(starts: &[Start], from: Moment, to: Moment) -> &[Start] {
    let begin = starts.partition_point(|start| start.at < from);
    let end = starts.partition_point(|start| start.at < to).max(begin);
    starts.get(begin..end).unwrap_or_default()
}

fn cause(board: &Board<'_>, camera: &CameraId, tour: Ix<Assignment>, why: Why) -> Option<Cause> {
    let turns = board.places_of_tour(tour, |obligation| obligation.verdict.is_deviation());
    let tour = &board.evidence.assignments[tour];
    let about = About {
        camera: Some(camera.clone()),
        vehicle: tour.vehicle.clone(),
        officer: Some(tour.officer.clone()),
        stretch: Some((tour.from, tour.to)),
        ..About::default()
    };
    (!turns.is_empty()).then(|| Cause::new(Reason::PossibleSwap, why, about, turns).with_rows([tour.row]))
}
