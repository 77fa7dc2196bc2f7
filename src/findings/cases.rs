//! What was judged, as checks look at it: every shown obligation with what it points at.

use rayon::prelude::*;

use super::causes::Causes;
use super::found::{About, Findings};
use super::id::{FindingKey, ObligationKey, obligation_id};
use super::names::Names;
use crate::base::day::day_in;
use crate::base::ids::{CameraId, JustificationId, RecordingId, VehicleId};
use crate::base::index::Ix;
use crate::evidence::Evidence;
use crate::evidence::remarks::{Noticed, Remark};
use crate::facts::{Assignment, DeviceEvent, IndexRow, Justification, SourceRef};
use crate::judgement::{Contradiction, Judged, Obligation, Trigger};
use crate::results::{FindingRow, ObligationRow};
use crate::statistics::causes::{Pattern, patterns};
use crate::statistics::coverage::RecordingsOfDays;
use crate::statistics::observations::observe;
use crate::words::{Confidence, FindingCode, Outcome, Verdict};

/// Everything that is known once all is judged.
pub(crate) struct Cases<'a> {
    /// What was judged on.
    pub evidence: &'a Evidence,
    /// What was judged.
    pub judged: &'a Judged,
    /// The obligations that the report shows, in its order.
    pub shown: &'a [Ix<Obligation>],
    /// What the joining of recordings noticed.
    pub remarks: &'a [Remark],
    /// The index of recordings, as it was read.
    pub index: &'a [IndexRow],
    /// How reports name things.
    pub names: &'a Names<'a>,
    /// Who or what misses point to, among what is shown.
    pub(super) patterns: Vec<Pattern<'a>>,
    /// What the data cannot show.
    pub(super) causes: Causes<'a>,
    /// How many recordings there are of each camera and officer on each day.
    recordings: RecordingsOfDays<'a>,
}

/// One shown obligation with what it points at.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(super) cases: &'a Cases<'a>,
    pub(super) obligation: &'a Obligation,
    pub(super) trigger: &'a Trigger,
    pub(super) tour: Option<&'a Assignment>,
}

impl<'a> Cases<'a> {
    /// Finds out what misses point to among what is shown.
    pub(crate) fn new(
        evidence: &'a Evidence,
        judged: &'a Judged,
        shown: &'a [Ix<Obligation>],
        remarks: &'a [Remark],
        index: &'a [IndexRow],
        names: &'a Names<'a>,
    ) -> Self {
        let patterns = patterns(&observe(shown, judged));
        let causes = Causes::new(evidence, judged, shown, names);
        let recordings = RecordingsOfDays::new(&evidence.recordings, &names.zone);
        Self { evidence, judged, shown, remarks, index, names, patterns, causes, recordings }
    }

    /// One of the obligations.
    pub(crate) fn case(&'a self, at: Ix<Obligation>) -> Case<'a> {
        let obligation = &self.judged.obligations[at];
        Case {
            cases: self,
            obligation,
            trigger: &self.judged.triggers[obligation.trigger],
            tour: obligation.tour.map(|tour| &self.evidence.assignments[tour]),
        }
    }

    /// All shown obligations in order.
    pub(super) fn iter(&'a self) -> impl Iterator<Item = Case<'a>> {
        self.shown.iter().map(|at| self.case(*at))
    }

    /// Adds a finding for each shown obligation of which `sentence` has something to say.
    pub(super) fn each(&'a self, found: &mut Findings, sentence: impl Fn(&Case<'a>) -> Option<String> + Sync) {
        let code = found.code();
        let rows = |at: &Ix<Obligation>| -> Vec<FindingRow> {
            let case = self.case(*at);
            Findings::apart(code, |found| {
                if let Some(summary) = sentence(&case) {
                    found.add(&case.finding_key(), case.about(code), summary, case.sources());
                }
            })
        };
        let rows: Vec<FindingRow> = self.shown.par_iter().flat_map_iter(rows).collect();
        found.extend(rows);
    }
}

/// Remarks about recordings.
impl Cases<'_> {
    /// Adds a finding for each remark of which `sentence` has something to say.
    pub(super) fn each_remark(&self, found: &mut Findings, sentence: impl Fn(&Noticed) -> Option<String>) {
        for remark in self.remarks {
            let Some(text) = sentence(&remark.what) else { continue };
            let path = remark.path.as_ref().map(|path| self.names.path(remark.archive, path));
            // the id of the recording tells two at one moment apart
            let id = remark.recording.as_ref().map(|id| id.as_str().into());
            let (officer, camera) = (remark.officer.as_ref(), remark.camera.as_ref());
            let obligation =
                ObligationKey { first_event: id.as_ref(), officer, on: remark.at, ..ObligationKey::default() };
            let key = FindingKey { obligation, camera, path: path.as_deref(), archive: None };
            let name = remark.recording.as_ref().map_or_else(String::new, |id| format!("recording {id}: "));
            let about = About { at: remark.at, officer, camera, path: path.clone(), ..About::default() };
            let sources = remark.rows.iter().map(|row| self.names.source(*row)).collect();
            found.add(&key, about, format!("{name}{text}"), sources);
        }
    }
}

/// Which obligations are shown, sorted by time, then identifiers.
pub(crate) fn in_order(judged: &Judged, mut shown: Vec<Ix<Obligation>>) -> Vec<Ix<Obligation>> {
    let order = |at: &Ix<Obligation>| {
        let obligation = &judged.obligations[*at];
        let trigger = &judged.triggers[obligation.trigger];
        (obligation.on, &trigger.event_ids, &trigger.subject, &obligation.officer)
    };
    shown.sort_by(|a, b| order(a).cmp(&order(b)));
    shown
}

impl<'a> Case<'a> {
    fn evidence(&self) -> &'a Evidence {
        self.cases.evidence
    }

    /// What the id of the obligation is made of.
    pub(super) fn key(&self) -> ObligationKey<'a> {
        ObligationKey {
            kind: Some(self.trigger.kind()),
            first_event: self.trigger.event_ids.first(),
            vehicle: self.trigger.vehicle(),
            officer: self.obligation.officer.as_ref(),
            on: Some(self.obligation.on),
        }
    }

    fn finding_key(&self) -> FindingKey<'a> {
        FindingKey { obligation: self.key(), camera: self.obligation.camera.as_ref(), path: None, archive: None }
    }

    /// Whom a finding beside the obligation concerns. It is as sure as the verdict where it is about the verdict.
    pub(super) fn about(&self, code: FindingCode) -> About<'a> {
        let of_verdict = self.obligation.outcome == Outcome::Unexplained || code == FindingCode::FootageMissing;
        About {
            at: Some(self.obligation.on),
            officer: self.obligation.officer.as_ref(),
            camera: self.obligation.camera.as_ref(),
            vehicle: self.trigger.vehicle(),
            supervisor: self.tour.and_then(|tour| tour.supervisor.as_ref()),
            unit: self.tour.and_then(|tour| tour.unit.as_deref()),
            events: self.trigger.event_ids.clone(),
            path: None,
            confidence: Some(if of_verdict { self.obligation.confidence() } else { Confidence::High }),
        }
    }

    /// Whether it is a deviation of that kind, and nothing explains it.
    pub(super) fn is_unexplained(&self, deviation: Verdict) -> bool {
        self.obligation.outcome == Outcome::Unexplained
            && (self.obligation.verdict == deviation || self.obligation.also.contains(&deviation))
    }

    /// The row of the report.
    pub(crate) fn row(&self) -> ObligationRow {
        let Self { obligation, trigger, tour, .. } = *self;
        let policy = self.evidence().policies.iter().find(|policy| Some(policy.effective) == obligation.policy);
        ObligationRow {
            obligation_id: obligation_id(&self.key()),
            outcome: obligation.outcome,
            verdict: obligation.verdict,
            reason: obligation.reason,
            also: obligation.also.clone(),
            would_be: obligation.would_be.clone(),
            cause_id: obligation.cause.map(|cause| self.cases.causes.rows[cause].finding_id.clone()),
            explanation: obligation.explanation,
            confidence: obligation.confidence(),
            confidence_reason: obligation.doubts.clone(),
            trigger_kind: trigger.kind(),
            event_ids: trigger.event_ids.clone(),
            on: obligation.on,
            off: obligation.off,
            vehicle_id: trigger.vehicle().or(tour.and_then(|tour| tour.vehicle.as_ref())).cloned(),
            officer_id: obligation.officer.clone(),
            camera_id: obligation.camera.clone(),
            unit: tour.and_then(|tour| tour.unit.as_deref().map(str::to_owned)),
            supervisor_id: tour.and_then(|tour| tour.supervisor.clone()),
            policy: policy.map(|policy| policy.name.clone()),
            recording_ids: self.recording_ids(),
            activation: obligation.activation,
            gap: obligation.gap,
            clock_offset: obligation.clock.map(|clock| clock.offset),
            clock_uncertainty: obligation.clock.map(|clock| clock.uncertainty),
            uncovered: obligation.uncovered,
            recordings_that_day: self.cases.recordings.of(
                obligation.camera.as_ref(),
                obligation.officer.as_ref(),
                day_in(&self.cases.names.zone, obligation.on),
            ),
            justification_id: self.justification().map(|justification| -> JustificationId { justification.id.clone() }),
            sources: self.sources(),
        }
    }

    /// The tours at the same moment that were passed over.
    pub(super) fn other_tours(&self) -> impl Iterator<Item = &'a Assignment> {
        let evidence = self.evidence();
        self.obligation.other_tours.iter().map(|tour| &evidence.assignments[*tour])
    }

    /// The recordings that decided, as far as they have an id.
    pub(super) fn recording_ids(&self) -> Vec<RecordingId> {
        let recordings = self.obligation.recordings.iter().map(|at| &self.evidence().recordings[*at]);
        recordings.filter_map(|recording| recording.id.clone()).collect()
    }

    /// The justification that decided the explanation.
    pub(super) fn justification(&self) -> Option<&'a Justification> {
        self.obligation.justification.map(|at| &self.evidence().justifications[at])
    }

    /// A row of the device log.
    pub(super) fn logged(&self, at: Option<Ix<DeviceEvent>>) -> Option<&'a DeviceEvent> {
        at.map(|at| &self.evidence().device_log[at])
    }

    /// Every row that was used: trigger, tours, recordings, device log, justification; each once.
    pub(super) fn sources(&self) -> Vec<String> {
        let (evidence, obligation) = (self.evidence(), self.obligation);
        let mut used: Vec<SourceRef> = self.trigger.rows.iter().copied().map(SourceRef::from).collect();
        used.extend(self.tour.into_iter().chain(self.other_tours()).map(|tour| SourceRef::from(tour.row)));
        let recordings = obligation.recordings.iter().chain(&obligation.rests_on.recordings);
        used.extend(recordings.flat_map(|at| &evidence.recordings[*at].rows));
        let contradicting = match obligation.contradiction {
            Some(Contradiction::BatteryEnough(row)) => Some(row),
            _ => None,
        };
        let log = obligation.device_rows.iter().chain(&obligation.rests_on.device_rows).copied();
        // the row that shows the camera awake speaks for the officer, and so belongs to the obligation
        let awake = obligation.camera_awake.filter(|_| failed_trigger(self).is_some());
        let log = log.chain(contradicting).chain(obligation.camera_unavailable).chain(awake);
        used.extend(log.map(|at| SourceRef::from(evidence.device_log[at].row)));
        if let Some(Contradiction::RecordedSoonAfter(at)) = obligation.contradiction {
            used.extend(&evidence.recordings[at].rows);
        }
        used.extend(self.justification().map(|justification| SourceRef::from(justification.row)));
        used.extend(obligation.word.map(|line| SourceRef::AuditFile { line }));
        self.cases.names_of(used)
    }
}

/// The car and the camera of an activation that the camera should have heard.
///
/// The recording began while the light bar was on and, whatever the clocks leave open, after it went on; a
/// hand started it; and the log shows the camera awake. What no row says is not assumed.
pub(super) fn failed_trigger<'a>(case: &Case<'a>) -> Option<(&'a VehicleId, &'a CameraId)> {
    let obligation = case.obligation;
    let vehicle = case.trigger.vehicle()?;
    let camera = obligation.camera.as_ref()?;
    let (gap, clock) = (obligation.gap?, obligation.clock?);
    obligation.camera_awake?;
    let first = &case.cases.evidence.recordings[*obligation.recordings.first()?];
    let lit = obligation.off.is_none_or(|off| obligation.on + gap <= off);
    (first.manual && first.camera.as_ref() == Some(camera) && gap > clock.uncertainty && lit)
        .then_some((vehicle, camera))
}

impl Cases<'_> {
    /// How reports name rows, each once.
    pub(super) fn names_of(&self, rows: Vec<SourceRef>) -> Vec<String> {
        let mut seen = rustc_hash::FxHashSet::default();
        rows.into_iter().filter(|row| seen.insert(*row)).map(|row| self.names.source(row)).collect()
    }
}
