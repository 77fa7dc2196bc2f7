//! Gathers the timeline of each unexplained or unresolved obligation from the evidence.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::sentence::{self, Told};
use crate::base::defect;
use crate::base::ids::CameraId;
use crate::base::index::Ix;
use crate::base::reading::Reading;
use crate::base::time::{Moment, Span};
use crate::evidence::{Evidence, Footage, Recording};
use crate::facts::pictures::HOLE;
use crate::facts::policy::Policy;
use crate::facts::{Assignment, DeviceEvent, Event, Justification, RowRef};
use crate::findings::cases::{Case, Cases};
use crate::judgement::{Clock, Contradiction, Obligation, Trigger};
use crate::results::ObligationRow;
use crate::results::timeline::{FootageState, JustificationFacts, Lit, LogEntry, RecordingBar, Stretch, Timeline};

/// At least this much is shown around the trigger.
const LEAST_MARGIN: Span = Span::from_secs(30);
/// At most this much is shown around the trigger.
const MOST_MARGIN: Span = Span::from_mins(10);
/// The picture is widened to what decided, unless that is further away than this.
const REACH: Span = Span::from_mins(30);

/// The timelines of all unexplained and unresolved ones among the given obligations, in the order given.
///
/// Each obligation comes with its row.
pub(crate) fn timelines(cases: &Cases<'_>, rows: &[ObligationRow]) -> Vec<Timeline> {
    if rows.len() != cases.shown.len() {
        defect::stop(format!("{} rows for {} obligations", rows.len(), cases.shown.len()));
    }
    let told: Vec<(Case<'_>, &ObligationRow)> =
        cases.iter().zip(rows).filter(|(_, row)| row.outcome.is_open()).collect();
    let lookup = Lookup::new(cases.evidence, &told);
    told.par_iter().map(|(case, row)| Scene::new(&lookup, *case, row).timeline()).collect()
}

/// The evidence that the cases name, sorted once.
struct Lookup<'a> {
    evidence: &'a Evidence,
    events: FxHashMap<RowRef, &'a Event>,
    /// The log of each camera that a case names, in order of time: (at, index).
    logs: FxHashMap<&'a CameraId, Vec<(Moment, Ix<DeviceEvent>)>>,
}

impl<'a> Lookup<'a> {
    fn new(evidence: &'a Evidence, cases: &[(Case<'a>, &ObligationRow)]) -> Self {
        let triggers = cases.iter().map(|(case, _)| case.trigger);
        let rows: FxHashSet<RowRef> = triggers.flat_map(|trigger| trigger.rows.iter().copied()).collect();
        let events =
            evidence.events.iter().filter(|event| rows.contains(&event.row)).map(|event| (event.row, event)).collect();
        let cameras: FxHashSet<&CameraId> =
            cases.iter().filter_map(|(case, _)| case.obligation.camera.as_ref()).collect();
        let mut logs: FxHashMap<&CameraId, Vec<(Moment, Ix<DeviceEvent>)>> = FxHashMap::default();
        for (at, event) in evidence.device_log.entries() {
            if cameras.contains(&event.camera) {
                logs.entry(&event.camera).or_default().push((event.at, at));
            }
        }
        for log in logs.values_mut() {
            log.sort_unstable();
        }
        Self { evidence, events, logs }
    }
}

impl<'a> Lookup<'a> {
    /// The event that a row of a trigger's log is about.
    fn event(&self, row: RowRef) -> &'a Event {
        match self.events.get(&row) {
            Some(event) => event,
            None => defect::stop(format!("a trigger rests on a row (line {}) that is no event", row.line)),
        }
    }
}

/// One case with what is known of it.
struct Scene<'a> {
    lookup: &'a Lookup<'a>,
    trigger: &'a Trigger,
    obligation: &'a Obligation,
    row: &'a ObligationRow,
    tour: Option<&'a Assignment>,
    policy: Option<&'a Policy>,
    justification: Option<&'a Justification>,
    /// The clock of the tour's camera.
    clock: Clock,
    shown: Stretch,
}

impl<'a> Scene<'a> {
    fn new(lookup: &'a Lookup<'a>, case: Case<'a>, row: &'a ObligationRow) -> Self {
        let Case { trigger, obligation, tour, .. } = case;
        let evidence = lookup.evidence;
        let unknown =
            Clock { offset: Span::ZERO, uncertainty: Span::ZERO, fitted: false, erratic: false, suspect: false };
        let mut scene = Self {
            lookup,
            trigger,
            obligation,
            row,
            tour,
            policy: evidence.policies.iter().find(|policy| Some(policy.effective) == obligation.policy),
            justification: case.justification(),
            clock: obligation.around.as_ref().map(|around| around.clock).or(obligation.clock).unwrap_or(unknown),
            shown: Stretch { from_utc: obligation.on, to_utc: obligation.on },
        };
        scene.shown = scene.stretch_shown();
        scene
    }

    fn timeline(&self) -> Timeline {
        let (obligation, policy) = (self.obligation, self.policy);
        let on = obligation.on;
        let deviates = obligation.explanation.is_some();
        let told = Told {
            trigger: self.trigger,
            obligation,
            row: self.row,
            policy,
            justification: self.justification,
            clock: self.clock,
            evidence: self.lookup.evidence,
        };
        Timeline {
            obligation_id: self.row.obligation_id.clone(),
            why: sentence::why(&told),
            notes: sentence::notes(&told),
            see_also: Vec::new(),
            from_utc: self.shown.from_utc,
            to_utc: self.shown.to_utc,
            trigger: sentence::trigger(self.trigger),
            lit: self.lit(),
            grace_until_utc: policy.map(|policy| on + policy.grace_for(self.trigger.kind())),
            search_until_utc: obligation.around.as_ref().map(|around| around.horizon),
            tour: self.tour.map(|tour| Stretch { from_utc: tour.from, to_utc: tour.to }),
            device_log: self.device_log(),
            recordings: self.recordings(),
            justification: self.justification.map(justification_facts),
            justification_due_utc: policy.filter(|_| deviates).map(|policy| on + policy.justification_deadline),
            approval_due_utc: policy
                .zip(self.justification)
                .map(|(policy, justification)| justification.filed_at + policy.approval_deadline),
            upload_due_utc: policy.zip(self.tour).map(|(policy, tour)| tour.to + policy.upload_deadline),
            as_of_utc: self.lookup.evidence.as_of,
        }
    }

    /// The trigger and the search with some margin, and whatever decided nearby.
    fn stretch_shown(&self) -> Stretch {
        let on = self.obligation.on;
        let until = [
            self.obligation.off,
            self.obligation.around.as_ref().map(|around| around.horizon),
            self.policy.map(|policy| on + policy.grace_for(self.trigger.kind())),
            self.trigger.second.as_ref().map(|second| second.off.unwrap_or(second.on)),
        ];
        let to = until.into_iter().flatten().max().unwrap_or(on).max(on);
        let margin = Span::from_micros((to - on).as_micros() / 5).max(LEAST_MARGIN).min(MOST_MARGIN);
        let near = |moment: &Moment| *moment >= on - REACH && *moment <= to + REACH;
        let decided: Vec<Moment> = self.moments_that_decided().into_iter().filter(near).collect();
        let first = decided.iter().copied().min().map_or(on - margin, |first| (first - LEAST_MARGIN).min(on - margin));
        let last = decided.iter().copied().max().map_or(to + margin, |last| (last + LEAST_MARGIN).max(to + margin));
        Stretch { from_utc: first, to_utc: last }
    }

    /// The moments that decided, by the vehicle's clock.
    fn moments_that_decided(&self) -> Vec<Moment> {
        let evidence = self.lookup.evidence;
        let log = self.log_rows_that_decided().into_iter().map(|row| &evidence.device_log[row]);
        let mut moments: Vec<Moment> = log.map(|event| event.at - self.clock.offset).collect();
        if let Some(Contradiction::RecordedSoonAfter(at)) = self.obligation.contradiction {
            moments.push(evidence.recordings[at].start - self.clock.offset);
        }
        moments.extend(self.obligation.gap.map(|gap| self.obligation.on + gap));
        moments
    }

    fn log_rows_that_decided(&self) -> Vec<Ix<DeviceEvent>> {
        let contradiction = match self.obligation.contradiction {
            Some(Contradiction::BatteryEnough(row)) => Some(row),
            _ => None,
        };
        self.obligation
            .device_rows
            .iter()
            .copied()
            .chain(contradiction)
            .chain(self.obligation.camera_unavailable)
            .collect()
    }

    fn lit(&self) -> Vec<Lit> {
        let trigger = self.trigger;
        let lit = |id: &str, on, off, second_reading| Lit {
            event_id: id.to_owned(),
            on_utc: on,
            off_utc: off,
            second_reading,
        };
        let id = trigger.event_ids.first().map_or("", |id| id.as_str());
        if trigger.ambiguous {
            let first = lit(id, trigger.window.on, trigger.window.off, false);
            let second = trigger.second.as_ref().map(|second| lit(id, second.on, second.off, true));
            return std::iter::once(first).chain(second).collect();
        }
        let events = trigger.rows.iter().map(|row| self.lookup.event(*row));
        events.map(|event| lit(event.id.as_str(), event.on.earlier(), event.off.map(Reading::earlier), false)).collect()
    }

    fn device_log(&self) -> Vec<LogEntry> {
        let Some(camera) = &self.obligation.camera else { return Vec::new() };
        let log = self.lookup.logs.get(camera).map_or(&[][..], Vec::as_slice);
        let offset = self.clock.offset;
        let begin = log.partition_point(|(at, _)| *at - offset < self.shown.from_utc);
        let end = log.partition_point(|(at, _)| *at - offset <= self.shown.to_utc);
        let decided = self.log_rows_that_decided();
        let mut rows: Vec<Ix<DeviceEvent>> =
            log.get(begin..end).unwrap_or_default().iter().map(|(_, row)| *row).collect();
        rows.extend(&decided);
        let mut rows: Vec<_> = rows.into_iter().map(|row| (self.lookup.evidence.device_log[row].at, row)).collect();
        rows.sort_unstable();
        rows.dedup();
        let entry = |row: Ix<DeviceEvent>| {
            let event = &self.lookup.evidence.device_log[row];
            LogEntry {
                at_utc: event.at,
                event: event.word.to_string(),
                value: event.value.as_deref().map(str::to_owned),
                clock_offset_s: offset,
                decided: decided.contains(&row),
            }
        };
        rows.into_iter().map(|(_, row)| entry(row)).collect()
    }

    fn recordings(&self) -> Vec<RecordingBar> {
        let near = self.obligation.around.as_ref().map_or(&[][..], |around| around.files.as_slice());
        let clock_of =
            |at: Ix<Recording>| near.iter().find(|(file, _)| *file == at).map_or(self.clock, |(_, clock)| *clock);
        let contradiction = match self.obligation.contradiction {
            Some(Contradiction::RecordedSoonAfter(at)) => Some(at),
            _ => None,
        };
        let decided: Vec<Ix<Recording>> = self.obligation.recordings.iter().copied().chain(contradiction).collect();
        let mut bars: Vec<RecordingBar> = Vec::new();
        let mut files: Vec<Ix<Recording>> = near.iter().map(|(file, _)| *file).chain(decided.iter().copied()).collect();
        files.sort_unstable();
        files.dedup();
        for at in files {
            let recording = &self.lookup.evidence.recordings[at];
            let clock = clock_of(at);
            let bar = RecordingBar {
                recording_id: recording.id.as_ref().map(ToString::to_string),
                camera_id: recording.camera.as_ref().map(ToString::to_string),
                officer_id: recording.officer.as_ref().map(ToString::to_string),
                sequence: recording.sequence,
                footage: footage_state(recording.footage),
                decided: decided.contains(&at),
                automatic: recording.automatic,
                start_utc: recording.start,
                end_utc: recording.end,
                holes: recording
                    .holes
                    .iter()
                    .filter(|(from, to)| *to - *from > HOLE)
                    .map(|(from, to)| Stretch { from_utc: *from, to_utc: *to })
                    .collect(),
                activated_utc: recording.activated_at,
                clock_offset_s: clock.offset,
                clock_uncertainty_s: clock.uncertainty,
            };
            let (start, end) = bar.corrected();
            let meets = |start: Moment, end: Moment| start <= self.shown.to_utc && end >= self.shown.from_utc;
            if bar.decided || meets(start, end) || meets(bar.start_utc, bar.end_utc) {
                bars.push(bar);
            }
        }
        bars.sort_by(|a, b| {
            (a.corrected(), &a.camera_id, &a.recording_id).cmp(&(b.corrected(), &b.camera_id, &b.recording_id))
        });
        bars
    }
}

const fn footage_state(footage: Footage) -> FootageState {
    match footage {
        Footage::Here => FootageState::Here,
        Footage::Purged => FootageState::Purged,
        Footage::Lost => FootageState::Lost,
        Footage::Empty => FootageState::Empty,
    }
}

fn justification_facts(justification: &Justification) -> JustificationFacts {
    let window = justification.from.zip(justification.to);
    JustificationFacts {
        justification_id: justification.id.to_string(),
        reason: justification.reason.to_string(),
        filed_at_utc: justification.filed_at,
        window: window.map(|(from_utc, to_utc)| Stretch { from_utc, to_utc }),
        approved_by: justification.approved_by.as_ref().map(ToString::to_string),
        approved_at_utc: justification.approved_at,
        status: justification.status.as_deref().map(str::to_owned),
        narrative: justification.narrative.as_deref().map(str::to_owned),
    }
}
