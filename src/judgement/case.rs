//! One case: an officer, a trigger and what is near it, with all camera times corrected (contract, "Recordings and
//! candidates").

use super::casebook::{Camera, Casebook, DeviceLog};
use super::clocks::{Clock, FITTED_MOST};
use super::spans::Spans;
use super::stitch::Stitched;
use super::triggers::{Trigger, Window};
use crate::base::ids::{CameraId, OfficerId};
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::evidence::{Footage, Recording};
use crate::facts::policy::Policy;
use crate::facts::{Assignment, CameraFact};

/// What is asked: did this officer's camera run for this reading of this trigger?
#[derive(Clone, Copy)]
pub(super) struct Question<'c> {
    pub(super) book: &'c Casebook<'c>,
    /// The trigger's place in the casebook.
    pub(super) judged: Ix<Trigger>,
    pub(super) trigger: &'c Trigger,
    pub(super) window: &'c Window,
    /// In force at `on`.
    pub(super) policy: &'c Policy,
    pub(super) officer: &'c OfficerId,
    pub(super) tour: Option<&'c Assignment>,
}

/// What one obligation is judged on.
pub(super) struct Case<'c> {
    pub(super) book: &'c Casebook<'c>,
    /// The trigger's place in the casebook.
    pub(super) judged: Ix<Trigger>,
    pub(super) trigger: &'c Trigger,
    pub(super) policy: &'c Policy,
    pub(super) officer: &'c OfficerId,
    pub(super) tour: Option<&'c Assignment>,
    /// The camera of the tour; `None`: unknown.
    pub(super) camera: Option<&'c CameraId>,
    pub(super) on: Moment,
    /// The trigger's end, no later than the tour's.
    pub(super) end: Option<Moment>,
    /// The lit time, no later than the tour's end.
    pub(super) lit: Spans,
    /// Every event's `on`.
    pub(super) ons: &'c [Moment],
    /// The latest moment at which a start still counts as a start for this trigger.
    pub(super) horizon: Moment,
    pub(super) grace: Span,
    /// Whether camera times are corrected. `false` only where the case is judged again to see what the correction
    /// decides.
    corrected: bool,
    /// The clock of the tour's camera.
    pub(super) clock: Clock,
    /// Recordings of that camera or officer around the trigger, each with its own clock.
    pub(super) near: Vec<Near<'c>>,
}

/// A recording near a trigger; times are corrected by the clock of its own camera.
pub(super) struct Near<'c> {
    pub(super) recording: &'c Stitched,
    pub(super) camera: Option<&'c CameraId>,
    pub(super) clock: Clock,
    pub(super) start: Moment,
    pub(super) end: Moment,
    /// The earliest and the latest moment at which it can have been activated.
    pub(super) earliest: Moment,
    pub(super) latest: Moment,
}

impl<'c> Near<'c> {
    fn new(recording: &'c Stitched, camera: Option<&'c CameraId>, clock: Clock, policy: &Policy) -> Self {
        Self {
            recording,
            camera,
            clock,
            start: recording.start - clock.offset,
            end: recording.end - clock.offset,
            earliest: recording.earliest() - clock.offset,
            latest: recording.latest(policy.pre_event_buffer) - clock.offset,
        }
    }
}

impl<'c> Case<'c> {
    /// Gathers what is near a trigger.
    pub(super) fn new(question: Question<'c>) -> Self {
        let Question { book, judged, trigger, window, policy, officer, tour } = question;
        let clip = |moment: Moment| tour.map_or(moment, |tour| moment.min(tour.to));
        let end = window.off.map(clip);
        let grace = policy.grace_for(trigger.kind());
        let within_grace = window.on + grace;
        let horizon = end.unwrap_or(window.on + policy.search).max(within_grace);
        let camera = tour.and_then(|tour| match &tour.camera {
            CameraFact::Issued(camera) => Some(camera),
            CameraFact::Blank | CameraFact::Unsaid => None,
        });
        let mut case = Self {
            book,
            judged,
            trigger,
            policy,
            officer,
            tour,
            camera,
            on: window.on,
            end,
            lit: tour.map_or_else(|| window.lit.clone(), |tour| window.lit.until(tour.to)),
            ons: &window.ons,
            horizon,
            grace,
            corrected: true,
            clock: Clock::unknown(policy.clock_uncertainty),
            near: Vec::new(),
        };
        case.clock = case.clock_of(camera);
        case.near = case.gather();
        case
    }

    /// The clock of a camera for this trigger (contract, "Offset and uncertainty").
    pub(super) fn clock_of(&self, camera: Option<&CameraId>) -> Clock {
        let unknown = self.policy.clock_uncertainty;
        let votes = camera.and_then(|camera| self.book.cameras.get(camera)).map(|camera| &camera.votes);
        let clock = match (votes, self.trigger.vehicle()) {
            (None, _) => Clock::unknown(unknown),
            (Some(votes), Some(vehicle)) => votes.for_lightbar(vehicle, self.on, self.judged, unknown),
            (Some(votes), None) => votes.for_contact(self.on, self.judged, unknown),
        };
        if self.corrected { clock } else { clock.uncorrected() }
    }

    /// Whether any camera time of it is corrected.
    pub(super) fn is_corrected(&self) -> bool {
        self.near.iter().map(|near| near.clock).chain([self.clock]).any(|clock| clock.offset != Span::ZERO)
    }

    /// The same case without the correction, to see what it decides.
    pub(super) fn uncorrected(&self) -> Self {
        Self {
            corrected: false,
            clock: self.clock.uncorrected(),
            lit: self.lit.clone(),
            near: self
                .near
                .iter()
                .map(|near| Near::new(near.recording, near.camera, near.clock.uncorrected(), self.policy))
                .collect(),
            ..*self
        }
    }

    /// The same case where every time may be off by so much more.
    pub(super) fn less_sure_by(&self, span: Span) -> Self {
        let less_sure = |clock: Clock| Clock { uncertainty: clock.uncertainty + span, ..clock };
        let near = |near: &Near<'c>| Near::new(near.recording, near.camera, less_sure(near.clock), self.policy);
        Self {
            clock: less_sure(self.clock),
            lit: self.lit.clone(),
            near: self.near.iter().map(near).collect(),
            ..*self
        }
    }

    fn gather(&self) -> Vec<Near<'c>> {
        let reach = FITTED_MOST + self.policy.clock_uncertainty;
        let (from, to) = (self.on - reach, self.horizon + reach);
        let of_camera = self.known_camera().map(|camera| camera.recordings.meeting(from, to));
        let of_officer = self.book.officers.get(self.officer).map(|officer| officer.recordings.meeting(from, to));
        let mut found: Vec<Ix<Stitched>> = of_camera.into_iter().chain(of_officer).flatten().collect();
        found.sort_unstable();
        found.dedup();
        let mut clocks: Vec<(Option<&CameraId>, Clock)> = vec![(self.camera, self.clock)];
        let mut near = Vec::with_capacity(found.len());
        for at in found {
            let recording = &self.book.stitched[at];
            let camera = self.book.evidence.recordings[recording.first].camera.as_ref();
            let known = clocks.iter().find(|(known, _)| *known == camera && known.is_some()).map(|(_, clock)| *clock);
            let clock = known.unwrap_or_else(|| {
                let clock = self.clock_of(camera);
                clocks.push((camera, clock));
                clock
            });
            near.push(Near::new(recording, camera, clock, self.policy));
        }
        near
    }

    /// The files of a recording in order of start.
    pub(super) fn files<'r>(&self, recording: &'r Stitched) -> impl Iterator<Item = &'c Recording> + use<'r, 'c> {
        let recordings = &self.book.evidence.recordings;
        recording.files().map(|file| &recordings[file])
    }

    /// All files that are near, each with its camera's clock.
    pub(super) fn near_files(&self) -> Vec<(Ix<Recording>, Clock)> {
        self.near.iter().flat_map(|near| near.recording.files().map(|file| (file, near.clock))).collect()
    }

    /// What is known of the tour's camera.
    pub(super) fn known_camera(&self) -> Option<&'c Camera> {
        self.camera.and_then(|camera| self.book.cameras.get(camera))
    }

    /// The log of the tour's camera.
    pub(super) fn log(&self) -> Option<&'c DeviceLog> {
        self.known_camera().map(|camera| &camera.log)
    }

    /// A moment of this case by the clock of the tour's camera.
    pub(super) fn by_camera(&self, moment: Moment) -> Moment {
        moment + self.clock.offset
    }

    /// Whether a recording would do for this trigger, footage aside (contract, "Recordings and candidates").
    pub(super) fn would_do(&self, near: &Near<'_>) -> bool {
        near.end + near.clock.uncertainty > self.on && near.earliest - near.clock.uncertainty <= self.horizon
    }

    /// The candidates; the first in order decides.
    pub(super) fn candidates(&self) -> Vec<&Near<'c>> {
        let mut candidates: Vec<_> =
            self.near.iter().filter(|near| near.recording.covers() && self.would_do(near)).collect();
        candidates.sort_by_key(|near| (near.latest, near.camera, near.start, near.end));
        candidates
    }

    /// Lost recordings that would have been candidates.
    pub(super) fn lost(&self) -> impl Iterator<Item = &Near<'c>> {
        self.near.iter().filter(|near| near.recording.footage == Footage::Lost && self.would_do(near))
    }

    /// Recordings without length that start within [on − u, horizon].
    pub(super) fn empty(&self) -> impl Iterator<Item = &Near<'c>> {
        self.near.iter().filter(|near| {
            near.recording.footage == Footage::Empty
                && near.start >= self.on - near.clock.uncertainty
                && near.start <= self.horizon
        })
    }
}
