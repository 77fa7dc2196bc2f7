//! Finds the cases that an id names among the rows of an `--out` folder.

use super::{Case, Row, cell};
use crate::base::escape;
use crate::reports::earlier::{Folder, FolderError, Kept};
use crate::results::{FindingRow, ObligationRow};

/// The cases that an obligation, finding or event id names, in the order of `obligations.csv`.
///
/// # Errors
/// Where the folder cannot be read, or was edited.
pub(crate) fn find(folder: &Folder, id: &str) -> Result<Vec<Case>, FolderError> {
    let findings = rows::<FindingRow>(folder, |_| true)?;
    let listed = escape::for_cell(id).replace(' ', "\\x20");
    let finding = findings.iter().find(|row| cell(row, "finding_id") == id);
    let found = rows::<ObligationRow>(folder, |row| match finding {
        Some(finding) => !cell(finding, "event_ids").is_empty() && belongs(finding, row),
        None => cell(row, "obligation_id") == id || names(row, &listed),
    })?;
    if found.is_empty() {
        // a finding that belongs to no single obligation, or an event that no obligation rests on
        let alone = |row: &&Row| cell(row, "finding_id") == id || (finding.is_none() && names(row, &listed));
        let findings: Vec<Row> = findings.iter().filter(alone).cloned().collect();
        return Ok(if findings.is_empty() { vec![] } else { vec![Case { findings, ..Case::default() }] });
    }
    let ids: Vec<&str> = found.iter().map(|row| cell(row, "obligation_id")).collect();
    let drawn = folder.timelines(|timeline| ids.contains(&timeline.obligation_id.as_str()))?;
    let case = |row: &Row| Case {
        cause: cause_of(row, &findings),
        findings: findings_of(row, &findings),
        timeline: drawn.iter().find(|timeline| timeline.obligation_id == cell(row, "obligation_id")).cloned(),
        obligation: Some(row.clone()),
    };
    Ok(found.iter().map(case).collect())
}

/// The finding that says why an obligation is not decided, or what speaks against the word it rests on.
fn cause_of(obligation: &Row, findings: &[Row]) -> Option<Row> {
    let id = cell(obligation, "cause_id");
    findings.iter().find(|row| !id.is_empty() && cell(row, "finding_id") == id).cloned()
}

/// The rows of a file that `wanted` picks.
fn rows<R: Kept>(folder: &Folder, wanted: impl Fn(&Row) -> bool) -> Result<Vec<Row>, FolderError> {
    folder.rows::<R, Row>(&folder.bytes::<R>()?, |cells| {
        let row: Row = R::names().zip(cells.into_iter().map(str::to_owned)).collect();
        wanted(&row).then_some(row)
    })
}

/// Whether a row names an event, written as in a list of several.
fn names(row: &Row, event: &str) -> bool {
    cell(row, "event_ids").split(' ').any(|each| each == event)
}

/// The findings about an obligation, then those that name one of its events and no other officer, car or camera:
/// findings about its car, its camera or the event itself.
fn findings_of(obligation: &Row, findings: &[Row]) -> Vec<Row> {
    let fits = |finding: &Row, column| ["", cell(obligation, column)].contains(&cell(finding, column));
    let concerns = |finding: &&Row| {
        let events = cell(obligation, "event_ids");
        !events.is_empty()
            && events.split(' ').any(|event| names(finding, event))
            && ["officer_id", "vehicle_id", "camera_id"].iter().all(|column| fits(finding, column))
    };
    let (own, beside): (Vec<&Row>, Vec<&Row>) = findings
        .iter()
        .filter(|row| belongs(row, obligation) || concerns(row))
        .partition(|row| belongs(row, obligation));
    own.into_iter().chain(beside).cloned().collect()
}

/// Whether a finding is about an obligation: the same events and the same officer.
fn belongs(finding: &Row, obligation: &Row) -> bool {
    ["event_ids", "officer_id"].iter().all(|column| cell(finding, column) == cell(obligation, column))
}
