//! One row of `findings.csv`: something that a reader of the report should look at.

use super::columns::{Cell, Column, Tabular, column, list, maybe_text, sentence, text, time};
use crate::base::ids::{CameraId, EventId, OfficerId, VehicleId};
use crate::base::time::Moment;
use crate::words::{Confidence, FindingCode, Severity};

/// One row of `findings.csv`; the fields are its columns in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// `f` and 16 hex digits.
    pub finding_id: String,
    /// What was found.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// When.
    pub at: Option<Moment>,
    /// Whom it concerns.
    pub officer_id: Option<OfficerId>,
    /// Which camera.
    pub camera_id: Option<CameraId>,
    /// Which car.
    pub vehicle_id: Option<VehicleId>,
    /// From the assignment.
    pub supervisor_id: Option<OfficerId>,
    /// From the assignment.
    pub unit: Option<String>,
    /// In order of (`on`, id).
    pub event_ids: Vec<EventId>,
    /// The file, escaped; an archive's name where it concerns the whole archive.
    pub path: Option<String>,
    /// One plain sentence; may hold text from the data, so each writer escapes it.
    pub summary: String,
    /// `file:row` of every row that was used.
    pub sources: Vec<String>,
}

impl Tabular for FindingRow {
    const NAME: &'static str = "findings";
    const COLUMNS: &'static [Column<Self>] = &[
        column("finding_id", "The same every night: made from what the finding is about.", |row| text(&row.finding_id)),
        column("code", "What was found; `footage-audit explain CODE` says more.", |row| Cell::Word(row.code.as_str())),
        column("severity", "How much it matters.", |row| Cell::Word(row.severity.as_str())),
        column("confidence", "How sure it is.", |row| Cell::Word(row.confidence.as_str())),
        column("at_utc", "When; empty where it has no time.", |row| time(row.at)),
        column("officer_id", "Whom it concerns.", |row| maybe_text(row.officer_id.as_ref().map(OfficerId::as_str))),
        column("camera_id", "Which camera.", |row| maybe_text(row.camera_id.as_ref().map(CameraId::as_str))),
        column("vehicle_id", "Which car.", |row| maybe_text(row.vehicle_id.as_ref().map(VehicleId::as_str))),
        column("supervisor_id", "The supervisor of the officer's tour.", |row| {
            maybe_text(row.supervisor_id.as_ref().map(OfficerId::as_str))
        }),
        column("unit", "The unit of the officer's tour.", |row| maybe_text(row.unit.as_deref())),
        column("event_ids", "The events that it rests on, in order of time.", |row| {
            list(&row.event_ids, EventId::as_str)
        }),
        column("path", "The file; the name of the archive where it concerns all of that.", |row| {
            maybe_text(row.path.as_deref())
        }),
        column("summary", "What was found, in one sentence.", |row| sentence(&row.summary)),
        column("sources", "File and line of every row that was used; the heading is line 1.", |row| {
            list(&row.sources, String::as_str)
        }),
    ];
}
