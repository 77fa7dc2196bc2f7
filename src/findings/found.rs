//! The one place where a finding is made.

use super::id::{FindingKey, finding_id};
use crate::base::ids::{CameraId, EventId, OfficerId, VehicleId};
use crate::base::time::Moment;
use crate::results::FindingRow;
use crate::words::{Confidence, FindingCode};

/// The findings so far; the next ones are of one code.
pub(crate) struct Findings {
    pub(super) code: FindingCode,
    pub(super) rows: Vec<FindingRow>,
}

/// Whom and what a finding concerns, as far as its row says so.
#[derive(Debug, Clone, Default)]
pub(super) struct About<'a> {
    pub(super) at: Option<Moment>,
    pub(super) officer: Option<&'a OfficerId>,
    pub(super) camera: Option<&'a CameraId>,
    pub(super) vehicle: Option<&'a VehicleId>,
    pub(super) supervisor: Option<&'a OfficerId>,
    pub(super) unit: Option<&'a str>,
    pub(super) events: Vec<EventId>,
    /// As reports name it.
    pub(super) path: Option<String>,
    /// `None`: nothing lowers it.
    pub(super) confidence: Option<Confidence>,
}

impl Findings {
    /// Adds a finding. `key` is what its id is made of, so that it has the same id every night; `sources` are the rows
    /// that it rests on.
    pub(super) fn add(&mut self, key: &FindingKey<'_>, about: About<'_>, summary: String, sources: Vec<String>) {
        self.rows.push(FindingRow {
            finding_id: finding_id(self.code, key),
            code: self.code,
            severity: self.code.severity(),
            confidence: about.confidence.unwrap_or(Confidence::High),
            at: about.at,
            officer_id: about.officer.cloned(),
            camera_id: about.camera.cloned(),
            vehicle_id: about.vehicle.cloned(),
            supervisor_id: about.supervisor.cloned(),
            unit: about.unit.map(str::to_owned),
            event_ids: about.events,
            path: about.path,
            summary,
            sources,
        });
    }

    /// Adds findings of the same code that [`Self::apart`] made, in their order.
    pub(super) fn extend(&mut self, rows: impl IntoIterator<Item = FindingRow>) {
        self.rows.extend(rows);
    }

    /// The findings of one look, in a list of their own, so that several threads can look at once.
    pub(super) fn apart(code: FindingCode, look: impl FnOnce(&mut Self)) -> Vec<FindingRow> {
        let mut found = Self { code, rows: Vec::new() };
        look(&mut found);
        found.rows
    }

    /// The code of what is added.
    pub(super) const fn code(&self) -> FindingCode {
        self.code
    }
}
