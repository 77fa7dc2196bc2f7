//! Judged obligations as rows of a report, and the findings that stand beside them.
//!
//! Contract section 7. Everything is decided already; here it gets its id, its sources and its sentence.

use super::id::{FindingKey, ObligationKey, finding_id, obligation_id};
use super::patterns::failed_trigger;
use super::sentences;
use crate::base::ids::{CameraId, EventId, JustificationId, RecordingId};
use crate::evidence::Evidence;
use crate::facts::{Assignment, RowRef};
use crate::judgement::{Contradiction, Judged, Obligation, Trigger};
use crate::results::{FindingRow, ObligationRow};
use crate::words::{Confidence, Explanation, FindingCode, Outcome, Verdict};

/// Turns obligations into rows; `source_of` says how reports name a row of an input.
pub struct ObligationRows<'a> {
    /// What was judged on.
    pub evidence: &'a Evidence,
    /// What was judged.
    pub judged: &'a Judged,
    /// How reports name a row.
    pub source_of: &'a (dyn Fn(RowRef) -> String + Sync),
}

impl ObligationRows<'_> {
    /// Rows are sorted by time, then identifiers (contract section 7).
    pub fn order<'a>(&'a self, obligation: &'a Obligation) -> impl Ord + 'a {
        let trigger = self.judged.triggers.get(obligation.trigger);
        let identifiers = trigger.map(|trigger| (&trigger.event_ids, &trigger.subject));
        (obligation.on, identifiers, &obligation.officer)
    }

    /// The row of one obligation; `None` only for indices that are not of this judgement.
    pub fn row(&self, obligation: &Obligation) -> Option<ObligationRow> {
        let trigger = self.judged.triggers.get(obligation.trigger)?;
        let tour = self.tour(obligation);
        let policy = self.evidence.policies.iter().find(|policy| Some(policy.effective) == obligation.policy);
        Some(ObligationRow {
            obligation_id: obligation_id(&key(trigger, obligation)),
            outcome: obligation.outcome,
            verdict: obligation.verdict,
            reason: obligation.reason,
            also: obligation.also.clone(),
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
            recording_ids: self.recording_ids(obligation),
            activation: obligation.activation,
            gap: obligation.gap,
            clock_offset: obligation.clock.map(|clock| clock.offset),
            clock_uncertainty: obligation.clock.map(|clock| clock.uncertainty),
            uncovered: obligation.uncovered,
            justification_id: self.justification_id(obligation),
            sources: self.sources(trigger, obligation),
        })
    }

    /// The findings beside one obligation.
    pub fn findings(&self, obligation: &Obligation) -> Vec<FindingRow> {
        let Some(trigger) = self.judged.triggers.get(obligation.trigger) else { return Vec::new() };
        let mut findings = Vec::new();
        let mut add = |code, summary| findings.push(self.finding(trigger, obligation, code, summary));
        if obligation.outcome == Outcome::Unexplained {
            for deviation in std::iter::once(&obligation.verdict).chain(&obligation.also) {
                if let Some(code) = deviation.code() {
                    add(code, sentences::unexplained(*deviation, obligation, self.evidence));
                }
            }
        }
        if obligation.verdict == Verdict::FootageMissing {
            add(FindingCode::FootageMissing, sentences::footage_missing(obligation, &self.recording_ids(obligation)));
        }
        if obligation.upload_overdue {
            add(FindingCode::UploadOverdue, sentences::upload_overdue(self.tour(obligation)));
        }
        if !obligation.other_tours.is_empty() {
            let others = self.tours(obligation).collect::<Vec<_>>();
            add(FindingCode::IdentityConflict, sentences::identity_conflict(self.tour(obligation), &others));
        }
        if let Some(event) = obligation.camera_unavailable.and_then(|row| self.evidence.device_log.get(row)) {
            add(FindingCode::CameraUnavailable, sentences::camera_unavailable(event));
        }
        if obligation.camera_blank {
            add(FindingCode::CameraBlank, sentences::camera_blank());
        }
        let justification = obligation.justification.and_then(|index| self.evidence.justifications.get(index));
        if let (Some(contradiction), Some(justification)) = (obligation.contradiction, justification) {
            let summary = sentences::contradicted(justification, contradiction, self.evidence);
            add(FindingCode::ContradictedJustification, summary);
        }
        if let (Some(Explanation::SelfApproved), Some(justification)) = (obligation.explanation, justification) {
            add(FindingCode::SelfApprovedJustification, sentences::self_approved(justification));
        }
        findings
    }

    fn finding(&self, trigger: &Trigger, obligation: &Obligation, code: FindingCode, summary: String) -> FindingRow {
        let tour = self.tour(obligation);
        let concerns_verdict = obligation.outcome == Outcome::Unexplained || code == FindingCode::FootageMissing;
        FindingRow {
            finding_id: finding_id(
                code,
                &FindingKey {
                    obligation: key(trigger, obligation),
                    camera: obligation.camera.as_ref(),
                    path: None,
                    archive: None,
                },
            ),
            code,
            severity: code.severity(),
            confidence: if concerns_verdict { obligation.confidence() } else { Confidence::High },
            at: Some(obligation.on),
            officer_id: obligation.officer.clone(),
            camera_id: obligation.camera.clone(),
            vehicle_id: trigger.vehicle().cloned(),
            supervisor_id: tour.and_then(|tour| tour.supervisor.clone()),
            unit: tour.and_then(|tour| tour.unit.as_deref().map(str::to_owned)),
            event_ids: trigger.event_ids.clone(),
            path: None,
            summary,
            sources: self.sources(trigger, obligation),
        }
    }

    fn tour(&self, obligation: &Obligation) -> Option<&Assignment> {
        self.evidence.assignments.get(obligation.tour?)
    }

    fn tours(&self, obligation: &Obligation) -> impl Iterator<Item = &Assignment> {
        obligation.other_tours.iter().filter_map(|tour| self.evidence.assignments.get(*tour))
    }

    fn recording_ids(&self, obligation: &Obligation) -> Vec<RecordingId> {
        let recordings = obligation.recordings.iter().filter_map(|index| self.evidence.recordings.get(*index));
        recordings.filter_map(|recording| recording.id.clone()).collect()
    }

    fn justification_id(&self, obligation: &Obligation) -> Option<JustificationId> {
        Some(self.evidence.justifications.get(obligation.justification?)?.id.clone())
    }

    /// Every row that was used: trigger, tours, recordings, device log, justification; each once.
    fn sources(&self, trigger: &Trigger, obligation: &Obligation) -> Vec<String> {
        let evidence = self.evidence;
        let mut rows = trigger.rows.clone();
        rows.extend(self.tour(obligation).map(|tour| tour.row));
        rows.extend(self.tours(obligation).map(|tour| tour.row));
        let used = obligation.recordings.iter().chain(&obligation.rests_on.recordings);
        let recordings = used.filter_map(|index| evidence.recordings.get(*index));
        rows.extend(recordings.flat_map(|recording| recording.rows.iter().copied()));
        let contradicting_log = match obligation.contradiction {
            Some(Contradiction::BatteryEnough(row)) => Some(row),
            _ => None,
        };
        let log = obligation.device_rows.iter().chain(&obligation.rests_on.device_rows).copied();
        // the row that shows the camera awake speaks for the officer, and so belongs to the obligation
        let awake = obligation.camera_awake.filter(|_| failed_trigger(self, obligation).is_some());
        let log = log.chain(contradicting_log).chain(obligation.camera_unavailable).chain(awake);
        rows.extend(log.filter_map(|row| evidence.device_log.get(row)).map(|event| event.row));
        if let Some(Contradiction::RecordedSoonAfter(index)) = obligation.contradiction {
            rows.extend(evidence.recordings.get(index).into_iter().flat_map(|recording| recording.rows.clone()));
        }
        let justification = obligation.justification.and_then(|index| evidence.justifications.get(index));
        rows.extend(justification.map(|justification| justification.row));
        let mut seen = rustc_hash::FxHashSet::default();
        rows.into_iter().filter(|row| seen.insert(*row)).map(self.source_of).collect()
    }
}

/// One `clock-suspect` for each camera whose clock was used for what is shown and found wanting, at the first such
/// trigger.
pub fn clock_findings(rows: &ObligationRows<'_>, shown: &[&Obligation]) -> Vec<FindingRow> {
    let mut suspects: std::collections::BTreeMap<&CameraId, (&Obligation, u64)> = std::collections::BTreeMap::new();
    for obligation in shown.iter().copied() {
        let (Some(clock), Some(camera)) = (obligation.clock, &obligation.clock_camera) else { continue };
        if clock.suspect {
            suspects.entry(camera).or_insert((obligation, 0)).1 += 1;
        }
    }
    suspects
        .into_iter()
        .filter_map(|(camera, (obligation, count))| {
            let trigger = rows.judged.triggers.get(obligation.trigger)?;
            let summary = sentences::clock_suspect(obligation, count);
            let mut finding = rows.finding(trigger, obligation, FindingCode::ClockSuspect, summary);
            finding.finding_id =
                finding_id(FindingCode::ClockSuspect, &FindingKey { camera: Some(camera), ..FindingKey::default() });
            finding.confidence = Confidence::High;
            finding.camera_id = Some(camera.clone());
            (finding.officer_id, finding.supervisor_id, finding.unit) = (None, None, None);
            Some(finding)
        })
        .collect()
}

fn key<'a>(trigger: &'a Trigger, obligation: &'a Obligation) -> ObligationKey<'a> {
    ObligationKey {
        kind: Some(trigger.kind()),
        first_event: trigger.event_ids.first() as Option<&EventId>,
        vehicle: trigger.vehicle(),
        officer: obligation.officer.as_ref(),
        on: Some(obligation.on),
    }
}
