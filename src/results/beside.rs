//! What stands beside a miss: the findings about its car, its camera and its officer's other misses.
//!
//! No miss is shown without the equipment evidence that speaks for the officer. This finds it for an
//! obligation, by events and by who and what it is about, and says it in sentences (`see_also` of a timeline)
//! and in a few words (the terminal's table). It never changes a verdict. The sentences stand here and not
//! among the findings, because a report that is cut for one supervisor says them anew.

use rustc_hash::FxHashMap;

use crate::base::defect;
use crate::base::ids::{EventId, VehicleId};
use crate::base::share::Share;
use crate::results::PatternRow;
use crate::results::timeline::Timeline;
use crate::results::{FindingRow, ObligationRow};
use crate::words::{Family, FindingCode, SubjectKind, TriggerKind};

/// The findings that rest on several obligations, by their events.
pub(crate) struct Beside<'a> {
    by_event: FxHashMap<&'a EventId, Vec<&'a FindingRow>>,
}

impl<'a> Beside<'a> {
    /// Those among the given findings.
    pub(crate) fn new(findings: &'a [FindingRow]) -> Self {
        let mut by_event: FxHashMap<&EventId, Vec<&FindingRow>> = FxHashMap::default();
        for finding in findings.iter().filter(|finding| finding.code.family() == Family::Pattern) {
            for event in &finding.event_ids {
                by_event.entry(event).or_default().push(finding);
            }
        }
        Self { by_event }
    }

    /// Those that concern an obligation, each once: the equipment first.
    pub(crate) fn of(&self, row: &ObligationRow) -> Vec<&'a FindingRow> {
        let named = row.event_ids.iter().flat_map(|event| self.by_event.get(event).into_iter().flatten().copied());
        let mut found: Vec<&FindingRow> = named.filter(|finding| is_about(finding, row)).collect();
        // what failed at this very trigger comes before what stands out over time, and equipment before the officer
        let failed = |finding: &FindingRow| finding.code == FindingCode::AutoTriggerFailed;
        found.sort_by_key(|finding| (!failed(finding), finding.code, &finding.vehicle_id, &finding.camera_id));
        found.dedup_by_key(|finding| &finding.finding_id);
        found
    }

    /// Whether its car, its camera or the trigger between them has to be tested before anybody is asked.
    pub(crate) fn has_equipment(&self, row: &ObligationRow) -> bool {
        self.of(row).iter().any(|finding| finding.code.is_about_equipment())
    }

    /// `trigger failed`, `car 205 flagged`: what has to be tested.
    pub(crate) fn words(&self, row: &ObligationRow) -> Vec<String> {
        let word = |finding: &FindingRow| match (finding.code, &finding.vehicle_id, &finding.camera_id) {
            (FindingCode::AutoTriggerFailed, ..) => Some("trigger failed".to_owned()),
            (FindingCode::EquipmentPattern, Some(vehicle), _) => Some(format!("car {vehicle} flagged")),
            (FindingCode::EquipmentPattern, None, Some(camera)) => Some(format!("camera {camera} flagged")),
            (FindingCode::EquipmentOrOfficer, ..) => Some("equipment or officer".to_owned()),
            _ => None,
        };
        self.of(row).into_iter().filter_map(word).collect()
    }

    /// What has to be known beside the verdict, one sentence each; may hold text from the data.
    fn sentences(&self, row: &ObligationRow, patterns: &[PatternRow]) -> Vec<String> {
        let sentence = |finding: &FindingRow| match finding.code {
            FindingCode::AutoTriggerFailed => Some(
                "The camera was awake, but no trigger started it: it was started by hand (see auto-trigger-failed)."
                    .to_owned(),
            ),
            FindingCode::EquipmentOrOfficer => Some(format!(
                "It may be the {} or the officer: nothing tells them apart yet, and another {0} for a week would (see \
                 equipment-or-officer).",
                if finding.camera_id.is_some() { "camera" } else { "car" }
            )),
            _ => patterns.iter().find(|pattern| is_of(pattern, finding)).map(of_pattern),
        };
        self.of(row).into_iter().filter_map(sentence).collect()
    }
}

/// Writes into every timeline what stands beside its case.
pub(crate) fn tell(
    timelines: &mut [Timeline],
    obligations: &[ObligationRow],
    findings: &[FindingRow],
    patterns: &[PatternRow],
) {
    let beside = Beside::new(findings);
    let rows: FxHashMap<&str, &ObligationRow> =
        obligations.iter().map(|row| (row.obligation_id.as_str(), row)).collect();
    for timeline in timelines {
        let Some(row) = rows.get(timeline.obligation_id.as_str()) else {
            defect::stop(format!("a timeline of obligation {}, which the report does not hold", timeline.obligation_id))
        };
        timeline.see_also = beside.sentences(row, patterns);
    }
}

/// Whether a finding about several obligations, one of whose events is this row's, is about this row too: the row has
/// the finding's car, camera and officer, and if the finding counts misses, the row is a miss.
pub(crate) fn is_about(finding: &FindingRow, row: &ObligationRow) -> bool {
    fn fits<T: PartialEq>(of_finding: &Option<T>, of_row: &Option<T>) -> bool {
        of_finding.is_none() || of_finding == of_row
    }
    fits(&finding.vehicle_id, &lightbar_of(row).cloned())
        && fits(&finding.camera_id, &row.camera_id)
        && fits(&finding.officer_id, &row.officer_id)
        && (finding.code == FindingCode::AutoTriggerFailed || row.verdict.is_miss())
}

/// The car whose light bar it was; the row of a contact names the car of the tour, which did not call.
pub(crate) fn lightbar_of(row: &ObligationRow) -> Option<&VehicleId> {
    row.vehicle_id.as_ref().filter(|_| row.trigger_kind == TriggerKind::Lightbar)
}

/// Whether a finding tells of this row of `patterns.csv`.
pub(crate) fn is_of(pattern: &PatternRow, finding: &FindingRow) -> bool {
    let id = match (finding.code, pattern.subject_kind) {
        (FindingCode::OfficerPattern | FindingCode::EquipmentOrOfficer, SubjectKind::Officer) => {
            finding.officer_id.as_ref().map(|id| id.as_str())
        }
        (FindingCode::EquipmentPattern | FindingCode::EquipmentOrOfficer, SubjectKind::Camera) => {
            finding.camera_id.as_ref().map(|id| id.as_str())
        }
        (FindingCode::EquipmentPattern | FindingCode::EquipmentOrOfficer, SubjectKind::Vehicle) => {
            finding.vehicle_id.as_ref().map(|id| id.as_str())
        }
        _ => None,
    };
    // one that another explains has no finding, and one that cannot be told from another has one with it
    id == Some(pattern.subject_id.as_str())
        && pattern.explained_by.is_empty()
        && pattern.cannot_be_told_from.is_empty() != (finding.code == FindingCode::EquipmentOrOfficer)
}

fn of_pattern(pattern: &PatternRow) -> String {
    let PatternRow { subject_id: id, deviations, obligations, .. } = pattern;
    let peers = |peers: Share| format!(" (its peers {:.1} %)", peers.value() * 100.0);
    let with_it = match pattern.peer_rate {
        Some(rate) => {
            format!("stands out: {deviations} of {obligations} activations with it are late or missing{}", peers(rate))
        }
        // a part of the report counts its own misses and nobody else's
        None => format!(
            "stands out in the whole report; here {deviations} of {obligations} activations with it are late or missing"
        ),
    };
    match pattern.subject_kind {
        SubjectKind::Vehicle => {
            format!("Car {id} {with_it}. Test its trigger before asking anybody (see equipment-pattern).")
        }
        SubjectKind::Camera => {
            format!(
                "Camera {id} {with_it}. Test whether it hears its trigger before asking anybody (see equipment-pattern)."
            )
        }
        _ => format!(
            "Officer {id}: {deviations} of {obligations} activations are late or missing{}, and no car or camera that \
             stands out accounts for them: a reason to ask, not an answer (see officer-pattern).",
            pattern.peer_rate.map_or_else(String::new, |rate| format!(" (peers {:.1} %)", rate.value() * 100.0))
        ),
    }
}

#[cfg(test)]
mod tests;
