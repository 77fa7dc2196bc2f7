//! Lets every check look at everything.

use super::archive::ArchiveScene;
use super::cases::Cases;
use super::checks::CHECKS;
use super::found::Findings;
use crate::results::FindingRow;

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
