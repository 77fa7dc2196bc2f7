//! The casebook: the evidence, sorted once so that every question of the judgement is answered fast.
//!
//! Which recordings meet a window, who was assigned a car, what a camera logged before a moment: each is a
//! search in sorted lists, so that a million triggers take seconds. Used inside the judgement only.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::clocks::{CameraVotes, votes};
use super::intervals::Intervals;
use super::stitch::{Stitched, stitch};
use super::triggers::{Trigger, triggers};
use crate::base::ids::{CameraId, EventId, OfficerId, VehicleId};
use crate::base::index::{Ix, Table};
use crate::base::time::Moment;
use crate::evidence::{Evidence, Recording};
use crate::facts::{Assignment, CameraFact, DeviceEvent, DeviceEventKind, Justification, SourceRef, Subject};

/// The evidence with everything that is looked up more than once.
pub(super) struct Casebook<'e> {
    pub(super) evidence: &'e Evidence,
    pub(super) triggers: Table<Trigger>,
    pub(super) stitched: Table<Stitched>,
    pub(super) cameras: FxHashMap<&'e CameraId, Camera>,
    pub(super) officers: FxHashMap<&'e OfficerId, Officer<'e>>,
    /// Tours in each car.
    pub(super) vehicles: FxHashMap<&'e VehicleId, Intervals<Ix<Assignment>>>,
}

/// What one camera made and logged.
#[derive(Default)]
pub(super) struct Camera {
    /// Its recordings by start and end: footage, lost and empty ones.
    pub(super) recordings: Intervals<Ix<Stitched>>,
    /// The latest start of a recording with footage, and its first file.
    pub(super) last_start: Option<Start>,
    /// Its numbered files in order of start: (start, number, recording).
    pub(super) numbered: Vec<(Moment, i64, Ix<Recording>)>,
    /// All its numbers in order.
    pub(super) numbers: Vec<i64>,
    /// Its log in order of time.
    pub(super) log: DeviceLog,
    /// What its clock is known from.
    pub(super) votes: CameraVotes,
}

/// The start of a recording by its camera's clock, the row that states the start (of two rows with one start the
/// later), and the first file.
pub(super) type Start = (Moment, Option<SourceRef>, Ix<Recording>);

fn start_of(evidence: &Evidence, recording: &Stitched) -> Start {
    (recording.start, evidence.recordings[recording.first].rows.first().copied(), recording.first)
}

/// A camera\'s log in order of time, by kind of event.
#[derive(Default)]
pub(super) struct DeviceLog {
    by_kind: FxHashMap<DeviceEventKind, Vec<(Moment, Ix<DeviceEvent>)>>,
}

impl DeviceLog {
    /// Whether nothing was logged.
    pub(super) fn is_empty(&self) -> bool {
        self.by_kind.is_empty()
    }

    /// All events of a kind in order of time.
    pub(super) fn of(&self, kind: DeviceEventKind) -> &[(Moment, Ix<DeviceEvent>)] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The events of a kind in [from, to].
    pub(super) fn within(&self, kind: DeviceEventKind, from: Moment, to: Moment) -> &[(Moment, Ix<DeviceEvent>)] {
        let events = self.of(kind);
        let begin = events.partition_point(|(at, _)| *at < from);
        let end = events.partition_point(|(at, _)| *at <= to);
        events.get(begin..end).unwrap_or_default()
    }

    /// The nearest events of any kind before and after a moment.
    pub(super) fn around(&self, moment: Moment) -> (Option<Ix<DeviceEvent>>, Option<Ix<DeviceEvent>>) {
        let kinds = || self.by_kind.values();
        let before = kinds()
            .filter_map(|events| events.get(..events.partition_point(|(at, _)| *at < moment)).and_then(<[_]>::last));
        let after = kinds().filter_map(|events| events.get(events.partition_point(|(at, _)| *at <= moment)));
        (before.max().map(|(_, row)| *row), after.min().map(|(_, row)| *row))
    }

    /// The last event of a kind before a moment.
    pub(super) fn last_before(&self, kind: DeviceEventKind, before: Moment) -> Option<(Moment, Ix<DeviceEvent>)> {
        let events = self.of(kind);
        let end = events.partition_point(|(at, _)| *at < before);
        events.get(..end)?.last().copied()
    }
}

/// What is known of one officer.
#[derive(Default)]
pub(super) struct Officer<'e> {
    /// Recordings with a file that names the officer.
    pub(super) recordings: Intervals<Ix<Stitched>>,
    /// The latest start of such a recording with footage and its first file, by each camera's own clock.
    pub(super) last_starts: BTreeMap<Option<&'e CameraId>, Start>,
    /// Tours.
    pub(super) tours: Intervals<Ix<Assignment>>,
    /// When tours with a camera begin: the first and the last.
    pub(super) tours_with_camera: Option<(Moment, Moment)>,
    /// Justifications by the event they name.
    pub(super) justified_events: FxHashMap<&'e EventId, Vec<Ix<Justification>>>,
    /// Justifications by the window they name.
    pub(super) justified_windows: Intervals<Ix<Justification>>,
}

impl<'e> Casebook<'e> {
    /// Sorts the evidence.
    pub(super) fn new(evidence: &'e Evidence) -> Self {
        let triggers = triggers(&evidence.events, &evidence.policies);
        let stitched = stitch(&evidence.recordings, &evidence.policies);
        let mut cameras = cameras(evidence, &stitched);
        for (camera, votes) in votes(evidence, &triggers, &stitched) {
            cameras.entry(camera).or_default().votes = votes;
        }
        let officers = officers(evidence, &stitched);
        Self { vehicles: vehicles(evidence), evidence, triggers, stitched, cameras, officers }
    }

    /// The tours that a moment of a trigger's subject lies in: `from` ≤ `on` < `to`, in order of start.
    pub(super) fn tours_at(&self, subject: &Subject, on: Moment) -> Vec<Ix<Assignment>> {
        let tours = match subject {
            Subject::Vehicle(vehicle) => self.vehicles.get(vehicle),
            Subject::Officer(officer) => self.officers.get(officer).map(|officer| &officer.tours),
        };
        let mut tours = tours.map(|tours| tours.meeting(on, on)).unwrap_or_default();
        tours.retain(|tour| on < self.evidence.assignments[*tour].to);
        tours
    }
}

fn vehicles(evidence: &Evidence) -> FxHashMap<&VehicleId, Intervals<Ix<Assignment>>> {
    let mut tours: FxHashMap<&VehicleId, Vec<_>> = FxHashMap::default();
    for (at, tour) in evidence.assignments.entries() {
        if let Some(vehicle) = &tour.vehicle {
            tours.entry(vehicle).or_default().push((tour.from, tour.to, at));
        }
    }
    tours.into_iter().map(|(vehicle, tours)| (vehicle, Intervals::new(tours))).collect()
}

fn cameras<'e>(evidence: &'e Evidence, stitched: &Table<Stitched>) -> FxHashMap<&'e CameraId, Camera> {
    let mut cameras: FxHashMap<&CameraId, Camera> = FxHashMap::default();
    let mut recordings: FxHashMap<&CameraId, Vec<_>> = FxHashMap::default();
    for (at, recording) in stitched.entries() {
        let Some(id) = &evidence.recordings[recording.first].camera else { continue };
        recordings.entry(id).or_default().push((recording.start.min(recording.earliest()), recording.end, at));
        if recording.is_here() {
            let camera = cameras.entry(id).or_default();
            camera.last_start = camera.last_start.max(Some(start_of(evidence, recording)));
        }
    }
    for (id, recordings) in recordings {
        cameras.entry(id).or_default().recordings = Intervals::new(recordings);
    }
    for (at, recording) in evidence.recordings.entries() {
        if let (Some(id), Some(number)) = (&recording.camera, recording.sequence) {
            cameras.entry(id).or_default().numbered.push((recording.start, number, at));
        }
    }
    for (at, event) in evidence.device_log.entries() {
        let log = &mut cameras.entry(&event.camera).or_default().log;
        log.by_kind.entry(event.kind).or_default().push((event.at, at));
    }
    for camera in cameras.values_mut() {
        camera.numbered.sort_unstable();
        camera.numbers = camera.numbered.iter().map(|(_, number, _)| *number).collect();
        camera.numbers.sort_unstable();
        for events in camera.log.by_kind.values_mut() {
            events.sort_unstable();
        }
    }
    cameras
}

fn officers<'e>(evidence: &'e Evidence, stitched: &Table<Stitched>) -> FxHashMap<&'e OfficerId, Officer<'e>> {
    let mut officers: FxHashMap<&OfficerId, Officer<'_>> = FxHashMap::default();
    let mut recordings: FxHashMap<&OfficerId, Vec<_>> = FxHashMap::default();
    for (at, recording) in stitched.entries() {
        let mut named: Vec<&OfficerId> =
            recording.files().filter_map(|file| evidence.recordings[file].officer.as_ref()).collect();
        named.sort_unstable();
        named.dedup();
        for id in named {
            recordings.entry(id).or_default().push((recording.start.min(recording.earliest()), recording.end, at));
            if recording.is_here() {
                let camera = evidence.recordings[recording.first].camera.as_ref();
                let start = start_of(evidence, recording);
                let last = officers.entry(id).or_default().last_starts.entry(camera).or_insert(start);
                *last = start.max(*last);
            }
        }
    }
    for (id, recordings) in recordings {
        officers.entry(id).or_default().recordings = Intervals::new(recordings);
    }
    let mut tours: FxHashMap<&OfficerId, Vec<_>> = FxHashMap::default();
    for (at, tour) in evidence.assignments.entries() {
        tours.entry(&tour.officer).or_default().push((tour.from, tour.to, at));
        if matches!(tour.camera, CameraFact::Issued(_)) {
            let officer = officers.entry(&tour.officer).or_default();
            let (first, last) = officer.tours_with_camera.unwrap_or((tour.from, tour.from));
            officer.tours_with_camera = Some((first.min(tour.from), last.max(tour.from)));
        }
    }
    for (id, tours) in tours {
        officers.entry(id).or_default().tours = Intervals::new(tours);
    }
    let mut windows: FxHashMap<&OfficerId, Vec<_>> = FxHashMap::default();
    for (at, justification) in evidence.justifications.entries() {
        let officer = officers.entry(&justification.officer).or_default();
        if let Some(event) = &justification.event {
            officer.justified_events.entry(event).or_default().push(at);
        }
        if let (Some(from), Some(to)) = (justification.from, justification.to) {
            windows.entry(&justification.officer).or_default().push((from, to, at));
        }
    }
    for (id, windows) in windows {
        officers.entry(id).or_default().justified_windows = Intervals::new(windows);
    }
    officers
}
