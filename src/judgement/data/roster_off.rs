//! `suspected-time-zone`, of the roster: the cameras heard the light bars of their cars, but not during the tours that
//! the roster gives them.

use std::collections::{BTreeMap, BTreeSet};

use super::board::Board;
use super::suspected_time_zone;
use super::zone::{STEP, STEPS, of_steps};
use crate::base::ids::{CameraId, VehicleId};
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::facts::source::SourceKind;
use crate::facts::{Assignment, CameraFact};
use crate::judgement::cause::{About, Cause, Why};
use crate::words::Reason;

/// Of fewer starts nothing is concluded,
const STARTS: usize = 20;
/// nor of fewer cameras.
const CAMERAS: usize = 3;
/// So many more starts lie in the tours that are moved,
const MORE: usize = 5;
/// or one in so many, if that is more.
const ONE_IN: usize = 30;

/// The tours of a camera, each with its car.
type Tours<'b> = BTreeMap<&'b CameraId, Vec<(Moment, Moment, &'b VehicleId)>>;

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let cause = |unit: Option<&str>| {
        let why = off(&tours(board, unit), board)?;
        let of_unit = |tour: Ix<Assignment>| unit.is_none() || board.evidence.assignments[tour].unit.as_deref() == unit;
        let turns =
            board.places(|obligation| obligation.verdict.is_deviation() && obligation.tour.is_some_and(of_unit));
        let about = About { source: Some(SourceKind::Assignments), unit: unit.map(str::to_owned), ..About::default() };
        Some(Cause::new(Reason::SuspectedTimeZone, why, about, turns).incomplete())
    };
    if suspected_time_zone::of_recordings(board) {
        return Vec::new();
    }
    if let Some(cause) = cause(None) {
        return vec![cause];
    }
    let units: BTreeSet<&str> = board.evidence.assignments.iter().filter_map(|tour| tour.unit.as_deref()).collect();
    units.into_iter().filter_map(|unit| cause(Some(unit))).collect()
}

/// The amount that the tours are off, if they look off.
fn off(tours: &Tours<'_>, board: &Board<'_>) -> Option<Why> {
    // an unmet start is all that can lie outside of its tour
    let heard = || tours.keys().filter_map(|camera| board.cameras.get(camera));
    let unmet: usize = heard().map(|heard| heard.starts.iter().filter(|start| !start.met).count()).sum();
    let all: usize = heard().map(|heard| heard.starts.len()).sum();
    if unmet < MORE || unmet * ONE_IN < all {
        return None;
    }
    let mut moved = Moved::default();
    for (camera, tours) in tours {
        moved.camera(board, camera, tours);
    }
    let (step, inside) = moved.best()?;
    let as_they_are = moved.inside(0);
    let more = inside.saturating_sub(as_they_are);
    let shown = moved.of >= STARTS && inside * 5 >= moved.of * 4 && moved.cameras.len() >= CAMERAS;
    // the starts are in the tours once these are moved by as much the other way
    let shift = of_steps(step);
    (shown && more >= MORE && more * ONE_IN >= inside).then_some(Why::Tours {
        shift,
        inside,
        of: moved.of,
        as_they_are,
    })
}

/// The tours of all, or of one unit.
fn tours<'b>(board: &'b Board<'_>, unit: Option<&str>) -> Tours<'b> {
    let mut tours: Tours<'_> = BTreeMap::new();
    for tour in board.evidence.assignments.iter().filter(|tour| unit.is_none() || tour.unit.as_deref() == unit) {
        if let (CameraFact::Issued(camera), Some(vehicle)) = (&tour.camera, &tour.vehicle) {
            tours.entry(camera).or_default().push((tour.from, tour.to, vehicle));
        }
    }
    tours.values_mut().for_each(|own| own.sort_unstable());
    tours
}

/// How many starts lie in a tour with the car that they met, for each amount that the tours may be off.
#[derive(Default)]
struct Moved<'b> {
    /// For each amount: how many more than for the one before.
    steps: BTreeMap<i64, i64>,
    of: usize,
    cameras: BTreeSet<&'b CameraId>,
}

impl<'b> Moved<'b> {
    fn camera(&mut self, board: &Board<'_>, camera: &'b CameraId, tours: &[(Moment, Moment, &VehicleId)]) {
        let Some(heard) = board.cameras.get(camera) else { return };
        let far = of_steps(STEPS + 1);
        let longest = tours.iter().map(|(from, to, _)| *to - *from).max().unwrap_or(Span::ZERO);
        for at in heard.starts.iter().map(|start| start.at) {
            let cars: BTreeSet<&VehicleId> = board.lit_at(at).filter(|car| board.has_on_tour(camera, car)).collect();
            if cars.is_empty() {
                continue;
            }
            self.of += 1;
            self.cameras.insert(camera);
            let begin = tours.partition_point(|(from, ..)| *from < at - far - longest);
            let near = tours.iter().skip(begin).take_while(|(from, ..)| *from <= at + far);
            // off by a step, the tour has to lie around the start: from one step to another
            let mut steps: Vec<(i64, i64)> = near
                .filter(|(.., vehicle)| cars.contains(vehicle))
                .map(|(from, to, _)| (up(*from - at), up(*to - at)))
                .filter(|(first, end)| first < end)
                .collect();
            steps.sort_unstable();
            let mut done = i64::MIN;
            for (first, end) in steps {
                let first = first.max(done);
                if first < end {
                    *self.steps.entry(first).or_default() += 1;
                    *self.steps.entry(end).or_default() -= 1;
                    done = end;
                }
            }
        }
    }

    fn inside(&self, step: i64) -> usize {
        let inside: i64 = self.steps.range(..=step).map(|(_, more)| more).sum();
        usize::try_from(inside).unwrap_or(0)
    }

    /// The amount with the most starts inside; of several the least.
    fn best(&self) -> Option<(i64, usize)> {
        let steps = (-STEPS..=STEPS).map(|step| (step, self.inside(step)));
        steps.max_by_key(|(step, inside)| (*inside, -step.abs()))
    }
}

/// A span in steps, rounded up.
fn up(span: Span) -> i64 {
    let step = STEP.as_micros();
    span.as_micros().div_euclid(step) + i64::from(span.as_micros().rem_euclid(step) > 0)
}
