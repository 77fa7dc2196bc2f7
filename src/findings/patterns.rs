//! Patterns as rows of a report, and the findings beside them: `equipment-pattern`, `officer-pattern` and
//! `auto-trigger-failed`.
//!
//! The statistics are done already; here they get their ids, their sources and their sentence. What a flagged
//! cause explains has a row, and no finding.

use std::collections::BTreeMap;

use super::id::{FindingKey, ObligationKey, finding_id};
use super::obligations::ObligationRows;
use crate::base::ids::{CameraId, EventId, VehicleId};
use crate::base::share::{share, wilson};
use crate::judgement::{Obligation, Trigger};
use crate::results::FindingRow;
use crate::results::PatternRow;
use crate::statistics::causes::{Pattern, patterns};
use crate::statistics::observations::{Cause, observe};
use crate::words::{Confidence, FindingCode};

/// The rows of `patterns.csv`, and a finding for each that nothing explains.
pub fn of_shown(rows: &ObligationRows<'_>, shown: &[&Obligation]) -> (Vec<PatternRow>, Vec<FindingRow>) {
    let observations = observe(shown, rows.judged);
    let found = patterns(&observations);
    let findings = found
        .iter()
        .filter(|pattern| pattern.explained_by.is_empty())
        .map(|pattern| finding(rows, pattern, &chosen(shown, pattern)))
        .collect();
    (found.iter().map(|pattern| row(rows, pattern, &chosen(shown, pattern))).collect(), findings)
}

/// One `auto-trigger-failed` for each car and camera between which the signal did not arrive.
pub fn auto_triggers(rows: &ObligationRows<'_>, shown: &[&Obligation]) -> Vec<FindingRow> {
    let mut failed: BTreeMap<(&VehicleId, &CameraId), Vec<&Obligation>> = BTreeMap::new();
    for obligation in shown {
        if let Some(pair) = failed_trigger(rows, obligation) {
            failed.entry(pair).or_default().push(obligation);
        }
    }
    failed
        .into_iter()
        .map(|((vehicle, camera), obligations)| {
            let summary = format!(
                "the camera was awake, yet it was started by hand after the light bar had gone on, {}",
                times(obligations.len())
            );
            let about = About { vehicle: Some(vehicle), camera: Some(camera), ..About::default() };
            about.finding(rows, FindingCode::AutoTriggerFailed, &obligations, summary)
        })
        .collect()
}

/// The car and the camera of an activation that the camera should have heard.
///
/// The recording began while the light bar was on and, whatever the clocks leave open, after it went on; a
/// hand started it; and the log shows the camera awake. What no row says is not assumed.
pub(super) fn failed_trigger<'a>(
    rows: &ObligationRows<'a>,
    obligation: &'a Obligation,
) -> Option<(&'a VehicleId, &'a CameraId)> {
    let vehicle = rows.judged.triggers.get(obligation.trigger)?.vehicle()?;
    let camera = obligation.camera.as_ref()?;
    let (gap, clock) = (obligation.gap?, obligation.clock?);
    obligation.camera_awake?;
    let first = rows.evidence.recordings.get(*obligation.recordings.first()?)?;
    let lit = obligation.off.is_none_or(|off| obligation.on + gap <= off);
    (first.manual && first.camera.as_ref() == Some(camera) && gap > clock.uncertainty && lit)
        .then_some((vehicle, camera))
}

fn chosen<'a>(shown: &[&'a Obligation], pattern: &Pattern<'_>) -> Vec<&'a Obligation> {
    pattern.misses.iter().filter_map(|index| shown.get(*index).copied()).collect()
}

fn row(rows: &ObligationRows<'_>, pattern: &Pattern<'_>, misses: &[&Obligation]) -> PatternRow {
    let interval = wilson(pattern.deviations, pattern.obligations);
    PatternRow {
        subject_kind: pattern.cause.kind(),
        subject_id: pattern.cause.id().to_owned(),
        deviations: pattern.deviations,
        obligations: pattern.obligations,
        rate: share(pattern.deviations, pattern.obligations),
        rate_low: interval.map(|(low, _)| low),
        rate_high: interval.map(|(_, high)| high),
        peer_rate: share(pattern.peer_deviations, pattern.peer_obligations),
        p_value: pattern.p_value,
        p_adjusted: pattern.p_adjusted,
        explained_by: pattern.explained_by.iter().map(ToString::to_string).collect(),
        event_ids: event_ids(rows, misses),
    }
}

fn finding(rows: &ObligationRows<'_>, pattern: &Pattern<'_>, misses: &[&Obligation]) -> FindingRow {
    let (code, about) = match pattern.cause {
        Cause::Camera(camera) => (FindingCode::EquipmentPattern, About { camera: Some(camera), ..About::default() }),
        Cause::Vehicle(vehicle) => {
            (FindingCode::EquipmentPattern, About { vehicle: Some(vehicle), ..About::default() })
        }
        Cause::Officer(_) => (FindingCode::OfficerPattern, About { officer: true, ..About::default() }),
    };
    let Pattern { deviations, obligations, peer_deviations, peer_obligations, p_adjusted, .. } = pattern;
    let summary = format!(
        "{deviations} of {obligations} required activations are late or missing, among all others of its kind \
         {peer_deviations} of {peer_obligations}; by chance alone that would come {}, counting all that were tested",
        p_adjusted.odds()
    );
    about.finding(rows, code, misses, summary)
}

/// Whom a finding is about; an officer's id is that of the obligations.
#[derive(Default)]
struct About<'a> {
    vehicle: Option<&'a VehicleId>,
    camera: Option<&'a CameraId>,
    officer: bool,
}

impl About<'_> {
    /// A finding that rests on several obligations: dated by the first, as sure as half of them are.
    fn finding(
        &self,
        rows: &ObligationRows<'_>,
        code: FindingCode,
        obligations: &[&Obligation],
        summary: String,
    ) -> FindingRow {
        // the unit of an officer is that of the latest tour
        let latest = obligations.iter().max_by_key(|obligation| obligation.on).filter(|_| self.officer);
        let officer = latest.and_then(|obligation| obligation.officer.as_ref());
        let tour = latest.and_then(|obligation| rows.evidence.assignments.get(obligation.tour?));
        let mut confidences: Vec<Confidence> = obligations.iter().map(|obligation| obligation.confidence()).collect();
        confidences.sort_unstable();
        let key = FindingKey {
            obligation: ObligationKey { vehicle: self.vehicle, officer, ..ObligationKey::default() },
            camera: self.camera,
            path: None,
            archive: None,
        };
        FindingRow {
            finding_id: finding_id(code, &key),
            code,
            severity: code.severity(),
            confidence: confidences.get(confidences.len() / 2).copied().unwrap_or(Confidence::Low),
            at: obligations.iter().map(|obligation| obligation.on).min(),
            officer_id: officer.cloned(),
            camera_id: self.camera.cloned(),
            vehicle_id: self.vehicle.cloned(),
            supervisor_id: tour.and_then(|tour| tour.supervisor.clone()),
            unit: tour.and_then(|tour| tour.unit.as_deref().map(str::to_owned)),
            event_ids: event_ids(rows, obligations),
            path: None,
            summary,
            sources: sources(rows, obligations),
        }
    }
}

fn triggers<'a>(rows: &ObligationRows<'a>, obligations: &[&Obligation]) -> Vec<&'a Trigger> {
    let mut indices: Vec<usize> = obligations.iter().map(|obligation| obligation.trigger).collect();
    indices.sort_unstable();
    indices.dedup();
    let mut triggers: Vec<&Trigger> = indices.into_iter().filter_map(|index| rows.judged.triggers.get(index)).collect();
    triggers.sort_by(|a, b| (a.window.on, &a.event_ids).cmp(&(b.window.on, &b.event_ids)));
    triggers
}

/// In order of time, each once: two officers in a car share a trigger.
fn event_ids(rows: &ObligationRows<'_>, obligations: &[&Obligation]) -> Vec<EventId> {
    triggers(rows, obligations).into_iter().flat_map(|trigger| trigger.event_ids.iter().cloned()).collect()
}

/// The rows of the triggers, and those that show the camera and how it was started.
fn sources(rows: &ObligationRows<'_>, obligations: &[&Obligation]) -> Vec<String> {
    let mut used: Vec<_> =
        triggers(rows, obligations).into_iter().flat_map(|trigger| trigger.rows.iter().copied()).collect();
    for obligation in obligations {
        let first = obligation.recordings.first().and_then(|index| rows.evidence.recordings.get(*index));
        used.extend(first.into_iter().flat_map(|recording| recording.rows.iter().copied()));
        let awake = obligation.camera_awake.and_then(|row| rows.evidence.device_log.get(row));
        used.extend(awake.map(|event| event.row));
    }
    let mut seen = rustc_hash::FxHashSet::default();
    used.into_iter().filter(|row| seen.insert(*row)).map(rows.source_of).collect()
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}
