//! Findings about the data themselves: ambiguous times, broad justifications, stuck light bars, recordings
//! that no file belongs to (contract sections 2 and 3).

use super::id::{FindingKey, ObligationKey, finding_id};
use super::sentences;
use crate::base::ids::{CameraId, EventId, OfficerId, VehicleId};
use crate::base::time::{Moment, Span};
use crate::evidence::Evidence;
use crate::evidence::recordings::Remark;
use crate::facts::{Event, IndexRow, RowRef, Subject};
use crate::results::FindingRow;
use crate::words::{Confidence, FindingCode, TriggerKind};

/// A justification for longer than this is broad.
const BROAD: Span = Span::from_hours(24);
/// A light bar on for longer than this is stuck.
const STUCK: Span = Span::from_hours(12);

/// What a finding about data concerns.
#[derive(Default)]
struct About<'a> {
    at: Option<Moment>,
    officer: Option<&'a OfficerId>,
    camera: Option<&'a CameraId>,
    vehicle: Option<&'a VehicleId>,
    /// The event, or the id of whatever row it is, so that two rows have two ids.
    id: Option<EventId>,
    is_event: bool,
    path: Option<String>,
    archive: Option<&'a str>,
}

fn finding(code: FindingCode, about: About<'_>, summary: String, sources: Vec<String>) -> FindingRow {
    let obligation = ObligationKey {
        kind: about.is_event.then_some(TriggerKind::Lightbar),
        first_event: about.id.as_ref(),
        vehicle: about.vehicle,
        officer: about.officer,
        on: about.at,
    };
    let key = FindingKey { obligation, camera: about.camera, path: about.path.as_deref(), archive: about.archive };
    FindingRow {
        finding_id: finding_id(code, &key),
        code,
        severity: code.severity(),
        confidence: Confidence::High,
        at: about.at,
        officer_id: about.officer.cloned(),
        camera_id: about.camera.cloned(),
        vehicle_id: about.vehicle.cloned(),
        supervisor_id: None,
        unit: None,
        event_ids: about.id.filter(|_| about.is_event).into_iter().collect(),
        path: about.path,
        summary,
        sources,
    }
}

/// What the joining of recordings noticed. `path_of` says how reports name a file of an archive.
pub fn of_recordings(
    remarks: &[Remark],
    source_of: &dyn Fn(RowRef) -> String,
    path_of: &dyn Fn(&Remark) -> Option<String>,
) -> Vec<FindingRow> {
    let row = |remark: &Remark| {
        let about = About {
            at: remark.at,
            officer: remark.officer.as_ref(),
            camera: remark.camera.as_ref(),
            id: remark.recording.as_ref().map(|id| id.as_str().into()),
            path: path_of(remark),
            ..About::default()
        };
        let name = remark.recording.as_ref().map_or_else(String::new, |id| format!("recording {id}: "));
        let sources = remark.rows.iter().map(|row| source_of(*row)).collect();
        finding(remark.code, about, format!("{name}{}", remark.text), sources)
    };
    remarks.iter().map(row).collect()
}

/// Light bars on for more than 12 hours.
pub fn of_events(events: &[Event], source_of: &dyn Fn(RowRef) -> String) -> Vec<FindingRow> {
    let mut findings = Vec::new();
    for event in events {
        let (Subject::Vehicle(vehicle), Some(off)) = (&event.subject, event.off) else { continue };
        // With an ambiguous time, only what is true of every reading.
        let (on, off) = (event.on.later(), off.earlier());
        if off - on > STUCK {
            let about = About {
                at: Some(event.on.earlier()),
                vehicle: Some(vehicle),
                id: Some(event.id.clone()),
                is_event: true,
                ..About::default()
            };
            let summary = sentences::stuck(event.on.earlier(), off);
            findings.push(finding(FindingCode::LightbarStuck, about, summary, vec![source_of(event.row)]));
        }
    }
    findings
}

/// Justifications for more than 24 hours.
pub fn of_justifications(evidence: &Evidence, source_of: &dyn Fn(RowRef) -> String) -> Vec<FindingRow> {
    let mut findings = Vec::new();
    for justification in &evidence.justifications {
        let (Some(from), Some(to)) = (justification.from, justification.to) else { continue };
        if to - from > BROAD {
            let about = About {
                at: Some(from),
                officer: Some(&justification.officer),
                id: Some(justification.id.as_str().into()),
                ..About::default()
            };
            let summary = sentences::broad(justification, from, to);
            findings.push(finding(FindingCode::BroadJustification, about, summary, vec![source_of(justification.row)]));
        }
    }
    findings
}

/// Local times that occur twice, outside the trigger logs: the earlier reading is used.
pub fn of_ambiguous_times(
    index: &[IndexRow],
    evidence: &Evidence,
    source_of: &dyn Fn(RowRef) -> String,
) -> Vec<FindingRow> {
    let row = |row: RowRef, about: About<'_>| {
        let source = source_of(row);
        let about = About { id: Some(source.as_str().into()), ..about };
        let summary = "a local time of the row occurs twice that night; its earlier reading is used".to_owned();
        finding(FindingCode::AmbiguousTime, about, summary, vec![source])
    };
    let mut findings = Vec::new();
    for recording in index.iter().filter(|recording| recording.ambiguous) {
        let (officer, camera) = (recording.officer.as_ref(), recording.camera.as_ref());
        findings.push(row(recording.row, About { at: Some(recording.start), officer, camera, ..About::default() }));
    }
    for tour in evidence.assignments.iter().filter(|tour| tour.ambiguous) {
        let officer = Some(&tour.officer);
        findings.push(row(tour.row, About { at: Some(tour.from), officer, ..About::default() }));
    }
    for justification in evidence.justifications.iter().filter(|justification| justification.ambiguous) {
        let officer = Some(&justification.officer);
        findings.push(row(justification.row, About { at: Some(justification.filed_at), officer, ..About::default() }));
    }
    for event in evidence.device_log.iter().filter(|event| event.ambiguous) {
        let camera = Some(&event.camera);
        findings.push(row(event.row, About { at: Some(event.at), camera, ..About::default() }));
    }
    findings
}
