//! The facts of the sources, one struct a row, each with the row it came from (contract, "Columns").
//!
//! A cell that is empty is `None`. Used by the evidence.

use std::sync::Arc;

use super::audit_file::ArchiveSettings;
use super::inputs::InputSummary;
use super::policy::same_word;
use crate::base::digest::Digest;
use crate::base::ids::{CameraId, EventId, JustificationId, OfficerId, RecordingId, VehicleId};
use crate::base::index::Ix;
use crate::base::reading::Reading;
use crate::base::time::{Moment, Span};

/// A row of an input file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowRef {
    /// Which file.
    pub file: Ix<InputSummary>,
    /// Its line, the header being 1.
    pub line: u64,
}

/// Where something is written that an audit rests on; rows of input files come before lines of chains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum SourceRef {
    /// A row of an input file.
    Row(RowRef),
    /// A line of the audit file.
    AuditFile {
        /// From 1.
        line: u64,
    },
    /// A line of an archive's chain.
    ChainLine {
        /// Which archive.
        archive: Ix<ArchiveSettings>,
        /// Its line, the first being 1.
        line: u64,
    },
}

impl From<RowRef> for SourceRef {
    fn from(row: RowRef) -> Self {
        Self::Row(row)
    }
}

/// Whom a trigger obliges: whoever rides in a car, or one officer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Subject {
    /// The officers assigned to this car.
    Vehicle(VehicleId),
    /// This officer.
    Officer(OfficerId),
}

/// From when to when something may as well have been: of a light bar that is looked at now and then, from the last
/// moment at which it was off to the next; of a contact somewhere between a dispatch and the last clear, at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OtherWindow {
    /// From here,
    pub on: Moment,
    /// to here; `None` where that is not known.
    pub off: Option<Moment>,
    /// Its log says nothing more for a while, so that it may have been on for longer.
    pub falls_silent: bool,
}

/// A light-bar activation or a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    /// Its id.
    pub id: EventId,
    /// Whom it obliges; says also which kind it is.
    pub subject: Subject,
    /// When it began.
    pub on: Reading,
    /// When it ended.
    pub off: Option<Reading>,
    /// The other end of what it may have been, where that is not known better.
    pub other: Option<OtherWindow>,
    /// Its category.
    pub category: Option<Arc<str>>,
    /// The incident of a contact.
    pub incident: Option<Arc<str>>,
    /// Where it says so.
    pub row: RowRef,
}

/// A row of the recordings index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IndexRow {
    /// Its id.
    pub recording: RecordingId,
    /// The camera.
    pub camera: Option<CameraId>,
    /// The officer.
    pub officer: Option<OfficerId>,
    /// The first frame.
    pub start: Moment,
    /// The end: as written, else start + duration.
    pub end: Moment,
    /// When the camera was told to record.
    pub activated_at: Option<Moment>,
    /// Whether a signal started it; `None` where it does not say.
    pub start_reason: Option<Arc<str>>,
    /// The camera's own number of it.
    pub sequence: Option<i64>,
    /// Its file, relative to a root, without `.` and empty components.
    pub path: Option<Arc<str>>,
    /// Its bytes.
    pub sha256: Option<Digest>,
    /// Its size in bytes.
    pub size: Option<u64>,
    /// Its category.
    pub category: Option<Arc<str>>,
    /// When it was uploaded.
    pub uploaded_at: Option<Moment>,
    /// Its incident.
    pub incident: Option<Arc<str>>,
    /// The later reading, where an ambiguous time leaves two.
    pub later: Option<Box<RecordedTimes>>,
    /// Where it says so.
    pub row: RowRef,
}

/// When a recording was made, in one reading of local times that occur twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RecordedTimes {
    /// The first frame.
    pub start: Moment,
    /// The end.
    pub end: Moment,
    /// When the camera was told to record.
    pub activated_at: Option<Moment>,
}

impl RecordedTimes {
    /// The same so much later.
    pub(crate) fn moved(self, by: Span) -> Self {
        let Self { start, end, activated_at } = self;
        Self { start: start + by, end: end + by, activated_at: activated_at.map(|at| at + by) }
    }
}

impl IndexRow {
    /// `lightbar`, `signal` and `auto` are automatic; anything else is manual or unknown (contract, "Columns").
    pub(crate) fn is_automatic(&self) -> bool {
        let reason = self.start_reason.as_deref();
        reason.is_some_and(|reason| ["lightbar", "signal", "auto"].iter().any(|own| same_word(own, reason)))
    }
}

/// Which camera an assignment names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum CameraFact {
    /// This one.
    Issued(CameraId),
    /// The cell is empty: none was issued.
    Blank,
    /// The source has no such column: it says nothing about cameras.
    Unsaid,
}

/// A row of the assignments: one officer's tour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Assignment {
    /// The officer.
    pub officer: OfficerId,
    /// The tour begins.
    pub from: Moment,
    /// The tour ends before this.
    pub to: Moment,
    /// The car; `None`: on foot.
    pub vehicle: Option<VehicleId>,
    /// The camera.
    pub camera: CameraFact,
    /// The duty.
    pub duty: Option<Arc<str>>,
    /// The unit.
    pub unit: Option<Arc<str>>,
    /// The supervisor.
    pub supervisor: Option<OfficerId>,
    /// A time of it was ambiguous and the earlier reading is used.
    pub ambiguous: bool,
    /// Where it says so.
    pub row: RowRef,
}

/// A row of the justifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Justification {
    /// Its id.
    pub id: JustificationId,
    /// Who justifies.
    pub officer: OfficerId,
    /// The reason that is given.
    pub reason: Arc<str>,
    /// Filed when.
    pub filed_at: Moment,
    /// For this event.
    pub event: Option<EventId>,
    /// For all triggers from this moment on.
    pub from: Option<Moment>,
    /// For all triggers up to this moment.
    pub to: Option<Moment>,
    /// In the officer's words.
    pub narrative: Option<Arc<str>>,
    /// Approved by.
    pub approved_by: Option<OfficerId>,
    /// Approved when.
    pub approved_at: Option<Moment>,
    /// As the source writes it.
    pub status: Option<Arc<str>>,
    /// A time of it is ambiguous.
    pub ambiguous: bool,
    /// The later reading, where that leaves two.
    pub later: Option<Box<JustifiedTimes>>,
    /// Where it says so.
    pub row: RowRef,
}

/// When a justification was filed and what it covers, in one reading of local times that occur twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct JustifiedTimes {
    /// Filed when.
    pub filed_at: Moment,
    /// For all triggers from this moment on.
    pub from: Option<Moment>,
    /// For all triggers up to this moment.
    pub to: Option<Moment>,
}

/// What a device log says happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum DeviceEventKind {
    /// Switched on.
    PowerOn,
    /// Switched off.
    PowerOff,
    /// Fell asleep.
    Sleep,
    /// Woke.
    Wake,
    /// Was put into its dock.
    Dock,
    /// Was taken out.
    Undock,
    /// Reported its battery.
    Battery,
    /// Began to record.
    RecordStart,
    /// Stopped.
    RecordStop,
    /// Reported a fault.
    Fault,
    /// Something that the contract does not name; it still shows that the log was kept.
    Other,
}

impl DeviceEventKind {
    /// The events of the device log (contract, "Columns"), compared without case.
    pub(crate) fn from_word(word: &str) -> Self {
        const NAMED: [(&str, DeviceEventKind); 10] = [
            ("power-on", DeviceEventKind::PowerOn),
            ("power-off", DeviceEventKind::PowerOff),
            ("sleep", DeviceEventKind::Sleep),
            ("wake", DeviceEventKind::Wake),
            ("dock", DeviceEventKind::Dock),
            ("undock", DeviceEventKind::Undock),
            ("battery", DeviceEventKind::Battery),
            ("record-start", DeviceEventKind::RecordStart),
            ("record-stop", DeviceEventKind::RecordStop),
            ("fault", DeviceEventKind::Fault),
        ];
        NAMED.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map_or(Self::Other, |(_, kind)| kind)
    }
}

/// A row of the device log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeviceEvent {
    /// The camera.
    pub camera: CameraId,
    /// When, by the camera's clock.
    pub at: Moment,
    /// What.
    pub kind: DeviceEventKind,
    /// What, as the source writes it.
    pub word: Arc<str>,
    /// The value, as the source writes it.
    pub value: Option<Arc<str>>,
    /// The battery in thousandths of a percent.
    pub battery: Option<i64>,
    /// The time is ambiguous.
    pub ambiguous: bool,
    /// Its later reading, where that leaves two.
    pub later: Option<Moment>,
    /// Where it says so.
    pub row: RowRef,
}

/// A recordings row that was rejected because it ends before it starts: no footage, but a trace of a
/// recording (contract, "The verdict", row 9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BackwardRow {
    /// Its id.
    pub recording: RecordingId,
    /// The camera.
    pub camera: Option<CameraId>,
    /// The officer.
    pub officer: Option<OfficerId>,
    /// Its first frame.
    pub start: Moment,
    /// Its number.
    pub sequence: Option<i64>,
    /// Where it says so.
    pub row: RowRef,
}
