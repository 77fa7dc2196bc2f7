//! What a check is, and the one place where a finding is made.
//!
//! A check looks for one kind of finding. Its file in `checks/` holds the condition and the sentence; how much the code
//! matters and what it means stands in [`crate::words`]. [`Findings::add`] alone makes rows of what checks say.

use super::archive::ArchiveScene;
use super::cases::Cases;
use super::checks::CHECKS;
use super::id::{FindingKey, finding_id};
use crate::base::ids::{CameraId, EventId, OfficerId, VehicleId};
use crate::base::time::Moment;
use crate::results::FindingRow;
use crate::words::{Confidence, FindingCode};

/// Looks for findings of one code.
pub(crate) struct Check {
    /// What its findings are called.
    pub(super) code: FindingCode,
    /// How it looks at what was judged.
    in_cases: Option<fn(&Cases<'_>, &mut Findings)>,
    /// How it looks at an archive.
    in_archive: Option<fn(&ArchiveScene<'_>, &mut Findings)>,
}

impl Check {
    /// A check that looks nowhere yet.
    pub(super) const fn of(code: FindingCode) -> Self {
        Self { code, in_cases: None, in_archive: None }
    }

    /// Looks at what was judged and what it was judged on.
    pub(super) const fn in_cases(self, look: fn(&Cases<'_>, &mut Findings)) -> Self {
        Self { in_cases: Some(look), ..self }
    }

    /// Looks at each archive.
    pub(super) const fn in_archive(self, look: fn(&ArchiveScene<'_>, &mut Findings)) -> Self {
        Self { in_archive: Some(look), ..self }
    }
}

/// What all checks find in what was judged, and in the archives; sorted by time, then identifiers.
pub(crate) fn find_all<'a>(
    cases: Option<&Cases<'_>>,
    archives: impl IntoIterator<Item = &'a ArchiveScene<'a>> + Clone,
) -> Vec<FindingRow> {
    let mut rows = Vec::new();
    for check in CHECKS {
        let mut found = Findings { code: check.code, rows };
        if let Some((look, cases)) = check.in_cases.zip(cases) {
            look(cases, &mut found);
        }
        for archive in archives.clone() {
            if let Some(look) = check.in_archive {
                look(archive, &mut found);
            }
        }
        rows = found.rows;
    }
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
    rows
}

/// What has no time comes first.
fn order(row: &FindingRow) -> impl Ord + '_ {
    (row.at, &row.event_ids, &row.vehicle_id, &row.officer_id, &row.camera_id, &row.path, row.code, &row.sources)
}

/// The findings so far; the next ones are of one code.
pub(crate) struct Findings {
    code: FindingCode,
    rows: Vec<FindingRow>,
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

    /// Adds findings that were made of the same code elsewhere, in their order.
    pub(super) fn extend(&mut self, rows: impl IntoIterator<Item = FindingRow>) {
        self.rows.extend(rows);
    }

    /// The findings of one look of the same code, made apart, so that many can be made at once.
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
