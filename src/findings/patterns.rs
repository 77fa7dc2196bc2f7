//! Who or what misses point to, as rows and as findings that rest on several obligations.
//!
//! The statistics are done already; here they get their ids, their sources and their sentence. What a flagged
//! cause explains has a row, and no finding.

use super::cases::{Case, Cases};
use super::found::{About, Findings};
use super::id::{FindingKey, ObligationKey};
use crate::base::ids::{CameraId, EventId, VehicleId};
use crate::base::index::Ix;
use crate::base::share::{share, wilson};
use crate::facts::SourceRef;
use crate::judgement::Trigger;
use crate::results::PatternRow;
use crate::statistics::causes::Pattern;
use crate::statistics::observations::Cause;
use crate::words::Confidence;

/// The rows of `patterns.csv`.
pub(crate) fn rows(cases: &Cases<'_>) -> Vec<PatternRow> {
    cases.patterns.iter().map(|pattern| row(cases, pattern)).collect()
}

/// Adds a finding for each flagged cause that `is_meant`.
pub(super) fn each_flagged(cases: &Cases<'_>, found: &mut Findings, is_meant: fn(&Cause<'_>) -> bool) {
    for pattern in &cases.patterns {
        if !pattern.is_flagged_alone() || !is_meant(&pattern.cause) {
            continue;
        }
        let several = match pattern.cause {
            Cause::Camera(camera) => Several { camera: Some(camera), ..Several::default() },
            Cause::Vehicle(vehicle) => Several { vehicle: Some(vehicle), ..Several::default() },
            Cause::Officer(_) => Several { officer: true, ..Several::default() },
        };
        several.add(found, cases, &misses(cases, pattern), sentence(pattern));
    }
}

/// Adds a finding for each officer and equipment that nothing tells apart, on the officer's misses.
pub(super) fn each_undecided(cases: &Cases<'_>, found: &mut Findings) {
    for pattern in cases.patterns.iter().filter(|pattern| !pattern.or_else.is_empty()) {
        if pattern.cause.is_equipment() {
            continue;
        }
        let camera = pattern.or_else.iter().find_map(|cause| match cause {
            Cause::Camera(id) => Some(*id),
            _ => None,
        });
        let vehicle = pattern.or_else.iter().find_map(|cause| match cause {
            Cause::Vehicle(id) => Some(*id),
            _ => None,
        });
        let equipment: Vec<String> = pattern.or_else.iter().map(named).collect();
        let other = if camera.is_some() { "camera" } else { "car" };
        let summary = format!(
            "{} or {}, nothing tells them apart: {}; another {other} for a week would tell: misses that go on are the \
             officer's, misses that stop the {other}'s",
            equipment.join(" or "),
            named(&pattern.cause),
            sentence(pattern)
        );
        Several { camera, vehicle, officer: true }.add(found, cases, &misses(cases, pattern), summary);
    }
}

/// `camera BWC-0031`
fn named(cause: &Cause<'_>) -> String {
    let kind = match cause {
        Cause::Camera(_) => "camera",
        Cause::Vehicle(_) => "car",
        Cause::Officer(_) => "officer",
    };
    format!("{kind} {}", cause.id())
}

fn sentence(pattern: &Pattern<'_>) -> String {
    let Pattern { deviations, obligations, peer_deviations, peer_obligations, p_adjusted, .. } = pattern;
    format!(
        "{deviations} of {obligations} required activations are late or missing, among all others of its kind \
         {peer_deviations} of {peer_obligations}; by chance alone that would come {}, counting all that were tested",
        p_adjusted.odds()
    )
}

fn misses<'a>(cases: &'a Cases<'a>, pattern: &Pattern<'_>) -> Vec<Case<'a>> {
    pattern.misses.iter().map(|at| cases.case(*at)).collect()
}

fn row(cases: &Cases<'_>, pattern: &Pattern<'_>) -> PatternRow {
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
        cannot_be_told_from: pattern.or_else.iter().map(ToString::to_string).collect(),
        event_ids: event_ids(cases, &misses(cases, pattern)),
    }
}

/// What a finding that rests on several obligations is about. `officer`: the officer of the obligations.
#[derive(Default)]
pub(super) struct Several<'a> {
    pub(super) vehicle: Option<&'a VehicleId>,
    pub(super) camera: Option<&'a CameraId>,
    pub(super) officer: bool,
}

impl Several<'_> {
    /// Adds the finding. Its date is that of the first obligation; its confidence is the middle one of
    /// theirs.
    pub(super) fn add(&self, found: &mut Findings, cases: &Cases<'_>, misses: &[Case<'_>], summary: String) {
        // the unit of an officer is that of the latest tour
        let latest = misses.iter().max_by_key(|case| case.obligation.on).filter(|_| self.officer);
        let officer = latest.and_then(|case| case.obligation.officer.as_ref());
        let tour = latest.and_then(|case| case.tour);
        let mut confidences: Vec<Confidence> = misses.iter().map(|case| case.obligation.confidence()).collect();
        confidences.sort_unstable();
        let key = FindingKey {
            obligation: ObligationKey { vehicle: self.vehicle, officer, ..ObligationKey::default() },
            camera: self.camera,
            path: None,
            archive: None,
        };
        let about = About {
            at: misses.iter().map(|case| case.obligation.on).min(),
            officer,
            camera: self.camera,
            vehicle: self.vehicle,
            supervisor: tour.and_then(|tour| tour.supervisor.as_ref()),
            unit: tour.and_then(|tour| tour.unit.as_deref()),
            events: event_ids(cases, misses),
            path: None,
            confidence: Some(confidences.get(confidences.len() / 2).copied().unwrap_or(Confidence::Low)),
        };
        found.add(&key, about, summary, sources(cases, misses));
    }
}

/// The triggers in order of time, each once: two officers in a car share one.
fn triggers<'a>(cases: &'a Cases<'_>, misses: &[Case<'_>]) -> Vec<&'a Trigger> {
    let mut places: Vec<Ix<Trigger>> = misses.iter().map(|case| case.obligation.trigger).collect();
    places.sort_unstable();
    places.dedup();
    let mut triggers: Vec<&Trigger> = places.into_iter().map(|at| &cases.judged.triggers[at]).collect();
    triggers.sort_by(|a, b| (a.window.on, &a.event_ids).cmp(&(b.window.on, &b.event_ids)));
    triggers
}

fn event_ids(cases: &Cases<'_>, misses: &[Case<'_>]) -> Vec<EventId> {
    triggers(cases, misses).into_iter().flat_map(|trigger| trigger.event_ids.iter().cloned()).collect()
}

/// The rows of the triggers, and those that show the camera and how it was started.
fn sources(cases: &Cases<'_>, misses: &[Case<'_>]) -> Vec<String> {
    let of_triggers = triggers(cases, misses).into_iter().flat_map(|trigger| &trigger.rows);
    let mut used: Vec<SourceRef> = of_triggers.copied().map(SourceRef::from).collect();
    for case in misses {
        let first = case.obligation.recordings.first().map(|at| &cases.evidence.recordings[*at]);
        used.extend(first.into_iter().flat_map(|recording| &recording.rows));
        used.extend(case.logged(case.obligation.camera_awake).map(|event| SourceRef::from(event.row)));
    }
    cases.names_of(used)
}
