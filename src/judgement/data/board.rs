//! Everything that the doubts of the data look at, sorted once: starts by signal, triggers, and who met whom.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::ids::{CameraId, VehicleId};
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::evidence::{Evidence, Recording};
use crate::facts::inputs::InputSummary;
use crate::facts::{Assignment, CameraFact};
use crate::judgement::casebook::Casebook;
use crate::judgement::obligation::Obligation;
use crate::judgement::stitch::Stitched;
use crate::judgement::triggers::Trigger;
use crate::words::TriggerKind;

/// A start and a trigger this close belong to each other (contract, "Can the data accuse?").
pub(super) const MEETS: Span = Span::from_secs(30);
/// Recordings dated before this were made by a clock that was reset: 2005-01-01.
const FIRST_CAMERAS: Moment = Moment::from_micros(1_104_537_600_000_000);
/// A silence of this long cuts the recordings into stretches.
const SILENCE: Span = Span::from_days(30);

/// What the doubts look at.
pub(super) struct Board<'b> {
    pub(super) book: &'b Casebook<'b>,
    pub(super) evidence: &'b Evidence,
    /// As they were judged; nothing is turned yet.
    pub(super) obligations: &'b [Obligation],
    /// Each camera with its starts by signal and the triggers of its tours.
    pub(super) cameras: BTreeMap<&'b CameraId, Heard>,
    /// Places of the obligations of each camera, tour and car.
    of_camera: FxHashMap<&'b CameraId, Vec<usize>>,
    of_tour: FxHashMap<Ix<Assignment>, Vec<usize>>,
    of_car: FxHashMap<&'b VehicleId, Vec<usize>>,
    /// The cars that each camera is on tour in.
    cars: BTreeMap<&'b CameraId, BTreeSet<&'b VehicleId>>,
    /// The triggers of each car, in order of time.
    pub(super) calls: BTreeMap<&'b VehicleId, Vec<Moment>>,
    /// Those of them that a camera on tour met.
    met: FxHashMap<&'b VehicleId, FxHashSet<Moment>>,
    /// Recordings with a date that cannot be.
    pub(super) misdated: FxHashSet<Ix<Recording>>,
    /// All triggers of cars in order of time.
    lit: Vec<(Moment, &'b VehicleId)>,
    /// What several doubts ask, and is found once.
    pub(super) zone_of_recordings: OnceCell<bool>,
    pub(super) cars_off: OnceCell<Vec<Off>>,
}

/// A start of a camera by a signal.
#[derive(Clone, Copy)]
pub(super) struct Start {
    /// With the camera's clock corrected.
    pub(super) at: Moment,
    /// As the camera wrote it.
    pub(super) written: Moment,
    /// Where it is written; `None`: in no input file.
    pub(super) file: Option<Ix<InputSummary>>,
    /// `None`: it is dated after the audit's moment.
    pub(super) recording: Option<Ix<Stitched>>,
    /// A trigger of a car that the camera has on its tour lies close.
    pub(super) met: bool,
}

/// A light-bar trigger during a tour with a camera.
#[derive(Clone, Copy)]
pub(super) struct Call {
    pub(super) on: Moment,
    /// Its place among the obligations.
    pub(super) obligation: usize,
    pub(super) tour: Option<Ix<Assignment>>,
    /// A start by signal of the camera lies close.
    pub(super) met: bool,
}

/// What one camera heard; both in order of time.
#[derive(Default)]
pub(super) struct Heard {
    pub(super) starts: Vec<Start>,
    pub(super) calls: Vec<Call>,
}

/// A car whose clock is off.
#[derive(Debug, Clone)]
pub(super) struct Off {
    pub(super) vehicle: VehicleId,
    /// Its clock minus true time.
    pub(super) by: Span,
    pub(super) cameras: Vec<CameraId>,
}

impl Heard {
    pub(super) fn unmet_starts(&self) -> Vec<Moment> {
        self.starts.iter().filter(|start| !start.met).map(|start| start.at).collect()
    }

    /// The same as the camera wrote them: where its clock was far off, what its votes say of another time is none of it.
    pub(super) fn unmet_starts_as_written(&self) -> Vec<Moment> {
        let mut starts: Vec<Moment> =
            self.starts.iter().filter(|start| !start.met).map(|start| start.written).collect();
        starts.sort_unstable();
        starts
    }

    pub(super) fn unmet_calls(&self) -> Vec<Moment> {
        self.calls.iter().filter(|call| !call.met).map(|call| call.on).collect()
    }

    fn meet(&mut self) {
        self.starts.sort_by_key(|start| start.at);
        self.calls.sort_by_key(|call| (call.on, call.obligation));
        let (ons, ats): (Vec<Moment>, Vec<Moment>) =
            (self.calls.iter().map(|call| call.on).collect(), self.starts.iter().map(|start| start.at).collect());
        for start in &mut self.starts {
            start.met = lies_close(&ons, start.at);
        }
        for call in &mut self.calls {
            call.met = lies_close(&ats, call.on);
        }
    }
}

/// Whether one of the sorted moments lies close.
fn lies_close(sorted: &[Moment], at: Moment) -> bool {
    let begin = sorted.partition_point(|other| *other < at - MEETS);
    sorted.get(begin).is_some_and(|other| *other <= at + MEETS)
}

impl<'b> Board<'b> {
    /// Sorts what was judged.
    pub(super) fn new(book: &'b Casebook<'b>, obligations: &'b [Obligation]) -> Self {
        let evidence = book.evidence;
        let misdated = misdated(book);
        let mut cameras: BTreeMap<&CameraId, Heard> = BTreeMap::new();
        let mut of_camera: FxHashMap<&CameraId, Vec<usize>> = FxHashMap::default();
        let mut of_tour: FxHashMap<Ix<Assignment>, Vec<usize>> = FxHashMap::default();
        let mut of_car: FxHashMap<&VehicleId, Vec<usize>> = FxHashMap::default();
        for (place, obligation) in obligations.iter().enumerate() {
            let trigger = &book.triggers[obligation.trigger];
            if let Some(camera) = &obligation.camera {
                of_camera.entry(camera).or_default().push(place);
            }
            if let Some(tour) = obligation.tour {
                of_tour.entry(tour).or_default().push(place);
            }
            if let Some(vehicle) = trigger.vehicle() {
                of_car.entry(vehicle).or_default().push(place);
            }
            if let (Some(camera), TriggerKind::Lightbar) = (&obligation.camera, trigger.kind()) {
                let call = Call { on: trigger.window.on, obligation: place, tour: obligation.tour, met: false };
                cameras.entry(camera).or_default().calls.push(call);
            }
        }
        for (at, recording) in book.stitched.entries().filter(|(_, recording)| recording.automatic) {
            let first = &evidence.recordings[recording.first];
            let Some(camera) = &first.camera else { continue };
            let buffer = evidence.policies.values_at(recording.start).pre_event_buffer;
            let moment = recording.latest(buffer);
            let theta = book.cameras.get(camera).map_or(Span::ZERO, |camera| camera.votes.offset_at(moment));
            let start =
                Start { at: moment - theta, written: moment, file: file_of(first), recording: Some(at), met: false };
            cameras.entry(camera).or_default().starts.push(start);
        }
        for row in evidence.exports.later.iter().filter(|row| row.is_automatic()) {
            let Some(camera) = &row.camera else { continue };
            let buffer = evidence.policies.values_at(row.start).pre_event_buffer;
            let at = row.activated_at.unwrap_or(row.start + buffer);
            cameras.entry(camera).or_default().starts.push(Start {
                at,
                written: at,
                file: Some(row.row.file),
                recording: None,
                met: false,
            });
        }
        cameras.values_mut().for_each(Heard::meet);
        let mut cars: BTreeMap<&CameraId, BTreeSet<&VehicleId>> = BTreeMap::new();
        for tour in &evidence.assignments {
            if let (CameraFact::Issued(camera), Some(vehicle)) = (&tour.camera, &tour.vehicle) {
                cars.entry(camera).or_default().insert(vehicle);
            }
        }
        let mut calls: BTreeMap<&VehicleId, Vec<Moment>> = BTreeMap::new();
        for trigger in &book.triggers {
            if let Some(vehicle) = trigger.vehicle() {
                calls.entry(vehicle).or_default().push(trigger.window.on);
            }
        }
        let on = |trigger: &'b Trigger| trigger.vehicle().map(|vehicle| (trigger.window.on, vehicle));
        let mut lit: Vec<(Moment, &VehicleId)> = book.triggers.iter().filter_map(on).collect();
        lit.sort_unstable();
        let met = met(book, obligations, &cameras);
        Self {
            book,
            evidence,
            obligations,
            cameras,
            of_camera,
            of_tour,
            of_car,
            cars,
            calls,
            met,
            misdated,
            lit,
            zone_of_recordings: OnceCell::new(),
            cars_off: OnceCell::new(),
        }
    }

    /// The obligations that hold, with their places.
    pub(super) fn places(&self, holds: impl Fn(&Obligation) -> bool) -> Vec<usize> {
        let entries = self.obligations.iter().enumerate();
        entries.filter(|(_, obligation)| holds(obligation)).map(|(place, _)| place).collect()
    }

    /// Those of a camera that hold, without a look at any other.
    pub(super) fn places_of_camera(&self, camera: &CameraId, holds: impl Fn(&Obligation) -> bool) -> Vec<usize> {
        self.among(self.of_camera.get(camera), holds)
    }

    /// Those of a tour that hold.
    pub(super) fn places_of_tour(&self, tour: Ix<Assignment>, holds: impl Fn(&Obligation) -> bool) -> Vec<usize> {
        self.among(self.of_tour.get(&tour), holds)
    }

    /// Those of the light bar of a car that hold.
    pub(super) fn places_of_car(&self, vehicle: &VehicleId, holds: impl Fn(&Obligation) -> bool) -> Vec<usize> {
        self.among(self.of_car.get(vehicle), holds)
    }

    fn among(&self, places: Option<&Vec<usize>>, holds: impl Fn(&Obligation) -> bool) -> Vec<usize> {
        let places = places.into_iter().flatten().copied();
        places.filter(|place| self.obligations.get(*place).is_some_and(&holds)).collect()
    }

    /// Places of obligations whose tour has three quarters of its starts by signal met, and at least three: there the
    /// data are shown to fit, so that an on-time verdict stays.
    pub(super) fn tours_that_fit(&self) -> FxHashSet<Ix<Assignment>> {
        let mut counts: FxHashMap<Ix<Assignment>, (usize, usize)> = FxHashMap::default();
        for (camera, heard) in &self.cameras {
            let Some(tours) = self.tours_of(camera) else { continue };
            for start in &heard.starts {
                let holds = |at: &&Ix<Assignment>| {
                    let tour = &self.evidence.assignments[**at];
                    tour.from <= start.at && start.at < tour.to
                };
                for tour in tours.iter().filter(holds) {
                    let (met, all) = counts.entry(*tour).or_default();
                    *met += usize::from(start.met);
                    *all += 1;
                }
            }
        }
        let fits = |(met, all): &(usize, usize)| *met >= 3 && met * 4 >= all * 3;
        counts.into_iter().filter(|(_, counts)| fits(counts)).map(|(tour, _)| tour).collect()
    }

    /// The tours with a camera.
    fn tours_of(&self, camera: &CameraId) -> Option<Vec<Ix<Assignment>>> {
        let tours: BTreeSet<Ix<Assignment>> =
            self.cameras.get(camera)?.calls.iter().filter_map(|call| call.tour).collect();
        Some(tours.into_iter().collect())
    }

    /// The cars that a camera is on tour in.
    pub(super) fn cars_of(&self, camera: &CameraId) -> impl Iterator<Item = &'b VehicleId> {
        self.cars.get(camera).into_iter().flatten().copied()
    }

    /// The car of a trigger that a camera was to hear.
    pub(super) fn car_of(&self, call: &Call) -> Option<&'b VehicleId> {
        let obligation = self.obligations.get(call.obligation)?;
        self.book.triggers[obligation.trigger].vehicle()
    }

    /// Whether a camera on tour in the car started by a signal when its light bar went on.
    pub(super) fn is_met(&self, vehicle: &VehicleId, on: Moment) -> bool {
        self.met.get(vehicle).is_some_and(|met| met.contains(&on))
    }

    /// The cars whose light bar went on close to a moment.
    pub(super) fn lit_at(&self, at: Moment) -> impl Iterator<Item = &'b VehicleId> + '_ {
        let begin = self.lit.partition_point(|(on, _)| *on < at - MEETS);
        self.lit.iter().skip(begin).take_while(move |(on, _)| *on <= at + MEETS).map(|(_, vehicle)| *vehicle)
    }

    /// Whether a camera is ever on tour in a car.
    pub(super) fn has_on_tour(&self, camera: &CameraId, vehicle: &VehicleId) -> bool {
        self.cars.get(camera).is_some_and(|cars| cars.contains(vehicle))
    }

    /// All triggers of the cars that a camera is ever on tour in, in order of time.
    pub(super) fn calls_of_cars(&self, camera: &CameraId) -> Vec<Moment> {
        let calls = self.cars_of(camera).filter_map(|vehicle| self.calls.get(vehicle));
        let mut calls: Vec<Moment> = calls.flatten().copied().collect();
        calls.sort_unstable();
        calls
    }
}

/// The triggers of each car that a camera on tour met.
fn met<'b>(
    book: &'b Casebook<'b>,
    obligations: &'b [Obligation],
    cameras: &BTreeMap<&CameraId, Heard>,
) -> FxHashMap<&'b VehicleId, FxHashSet<Moment>> {
    let mut met: FxHashMap<&VehicleId, FxHashSet<Moment>> = FxHashMap::default();
    for call in cameras.values().flat_map(|heard| &heard.calls).filter(|call| call.met) {
        let obligation = obligations.get(call.obligation);
        if let Some(vehicle) = obligation.and_then(|each| book.triggers[each.trigger].vehicle()) {
            met.entry(vehicle).or_default().insert(call.on);
        }
    }
    met
}

/// The input file that a recording stands in.
pub(super) fn file_of(recording: &Recording) -> Option<Ix<InputSummary>> {
    recording.input_row().map(|row| row.file)
}

/// Recordings whose date cannot be: before there were cameras; in a stretch in which nobody is on duty and few cameras
/// record; or after the audit's moment, where hardly any other camera records.
fn misdated(book: &Casebook<'_>) -> FxHashSet<Ix<Recording>> {
    let evidence = book.evidence;
    let mut starts: Vec<(Moment, Ix<Recording>)> =
        evidence.recordings.entries().map(|(at, recording)| (recording.start, at)).collect();
    starts.sort_unstable();
    let cameras: FxHashSet<&CameraId> = evidence.recordings.iter().filter_map(|file| file.camera.as_ref()).collect();
    let duty = Duty::new(book);
    let mut misdated = FxHashSet::default();
    for stretch in starts.chunk_by(|(a, _), (b, _)| *b - *a <= SILENCE) {
        let (Some((first, _)), Some((last, _))) = (stretch.first(), stretch.last()) else { continue };
        let own: FxHashSet<&CameraId> =
            stretch.iter().filter_map(|(_, at)| evidence.recordings[*at].camera.as_ref()).collect();
        let nobody = !duty.anybody(*first - SILENCE, *last + SILENCE) && own.len() * 2 < cameras.len();
        let of_stretch = stretch.iter().filter(|(start, _)| nobody || *start < FIRST_CAMERAS);
        misdated.extend(of_stretch.map(|(_, at)| *at));
    }
    misdated
}

/// When anybody was on duty, or a trigger began.
struct Duty {
    moments: Vec<Moment>,
    tours: Vec<(Moment, Moment)>,
}

impl Duty {
    fn new(book: &Casebook<'_>) -> Self {
        let mut moments: Vec<Moment> = book.triggers.iter().map(|trigger| trigger.window.on).collect();
        moments.sort_unstable();
        let mut tours: Vec<(Moment, Moment)> =
            book.evidence.assignments.iter().map(|tour| (tour.from, tour.to)).collect();
        tours.sort_unstable();
        // the latest end so far, so that a search by start finds every tour that is still running
        let mut latest = None;
        for (_, to) in &mut tours {
            latest = latest.max(Some(*to));
            *to = latest.unwrap_or(*to);
        }
        Self { moments, tours }
    }

    fn anybody(&self, from: Moment, to: Moment) -> bool {
        let begin = self.moments.partition_point(|moment| *moment < from);
        let running = self.tours.partition_point(|(start, _)| *start <= to);
        self.moments.get(begin).is_some_and(|moment| *moment <= to)
            || running.checked_sub(1).and_then(|last| self.tours.get(last)).is_some_and(|(_, end)| *end >= from)
    }
}
