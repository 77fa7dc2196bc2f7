//! The rows of a report, as the outside world sees them (contract section 7).
//!
//! Frozen: they change when the contract changes, not when the program does. A field that is not known is
//! `None` and becomes an empty cell.

use super::changes::Changes;
use super::patterns::PatternRow;
use super::soundness::Whole;
use crate::archive_path::ArchivePath;
use crate::digest::Digest;
use crate::ids::{CameraId, EventId, JustificationId, OfficerId, RecordingId, VehicleId};
use crate::statistics::rates::RateRow;
use crate::time::{Moment, Span};
use crate::timeline::Timeline;
use crate::vocabulary::{
    ChainVerdict, CheckedBy, Confidence, Doubt, Explanation, FileStatus, FindingCode, Outcome, Reason, Severity,
    StartSource, TriggerKind, Verdict, VideoState,
};

/// One row of `obligations.csv`; the fields are its columns in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObligationRow {
    /// `o` and 16 hex digits.
    pub obligation_id: String,
    /// What it comes to.
    pub outcome: Outcome,
    /// The verdict.
    pub verdict: Verdict,
    /// Why the verdict is what it is.
    pub reason: Option<Reason>,
    /// Further deviations (`ended-early`, `interrupted`), in this order: `interrupted` first.
    pub also: Vec<Verdict>,
    /// What became of the justification.
    pub explanation: Option<Explanation>,
    /// How sure the verdict is.
    pub confidence: Confidence,
    /// What lowered the confidence, in the order of the vocabulary.
    pub confidence_reason: Vec<Doubt>,
    /// Light bar or contact.
    pub trigger_kind: TriggerKind,
    /// In order of (`on`, id).
    pub event_ids: Vec<EventId>,
    /// When the trigger began.
    pub on: Moment,
    /// When it ended, no later than the tour.
    pub off: Option<Moment>,
    /// The car.
    pub vehicle_id: Option<VehicleId>,
    /// The officer obliged.
    pub officer_id: Option<OfficerId>,
    /// The camera obliged.
    pub camera_id: Option<CameraId>,
    /// From the assignment.
    pub unit: Option<String>,
    /// From the assignment.
    pub supervisor_id: Option<OfficerId>,
    /// The policy in force.
    pub policy: Option<String>,
    /// The recordings that decided.
    pub recording_ids: Vec<RecordingId>,
    /// As the camera recorded it.
    pub activation: Option<Moment>,
    /// The corrected g.
    pub gap: Option<Span>,
    /// Camera clock minus vehicle clock.
    pub clock_offset: Option<Span>,
    /// Its uncertainty.
    pub clock_uncertainty: Option<Span>,
    /// Lit time without media.
    pub uncovered: Option<Span>,
    /// The justification that decided the explanation.
    pub justification_id: Option<JustificationId>,
    /// `file:row` of every row that was used.
    pub sources: Vec<String>,
}

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

/// One row of `files.csv`; the fields are its columns in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// Relative to the root; with several archives, the root as the audit file names it comes first.
    pub path: ArchivePath,
    /// Against the chain.
    pub status: FileStatus,
    /// Against what.
    pub checked_by: CheckedBy,
    /// State of the video; `None` for a file that is no video or is not there.
    pub video: Option<VideoState>,
    /// On disk, else as sealed.
    pub size_bytes: Option<u64>,
    /// What was sealed.
    pub sha256_recorded: Option<Digest>,
    /// What was read.
    pub sha256_computed: Option<Digest>,
    /// The recording it belongs to.
    pub recording_id: Option<RecordingId>,
    /// Its camera.
    pub camera_id: Option<CameraId>,
    /// Its first frame.
    pub start: Option<Moment>,
    /// Where the start is known from.
    pub start_source: Option<StartSource>,
    /// Its length.
    pub duration: Option<Span>,
}

/// One row of `rejected.csv`; the fields are its columns in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedRow {
    /// `lightbar`, `contacts`, `recordings`, `assignments`, `justifications`, `device-log`, `file-name`.
    pub source: &'static str,
    /// The file, as the audit file leads to it.
    pub file: String,
    /// Its line, the header being 1; `None` where the source has no lines.
    pub row: Option<u64>,
    /// Why, in plain words.
    pub reason: String,
}

/// What is said of one archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveSummary {
    /// The root as the audit file (or the command line) names it.
    pub root: String,
    /// The `archive` of its open record.
    pub name: Option<String>,
    /// `None`: there is no chain.
    pub verdict: Option<ChainVerdict>,
    /// The first bad line and what is wrong with it.
    pub first_bad: Option<(u64, String)>,
    /// How many records count.
    pub size: u64,
    /// SHA-256 of the last line that counts: what `prev` of the next would be.
    pub head: Option<Digest>,
    /// Up to which size an anchor covers the chain; `None`: unanchored.
    pub anchored: Option<u64>,
    /// What the checkpoint beside the chain says against it, in plain words; it vouches for nothing.
    pub doubt: Option<String>,
    /// How many files have each status; zeros left out.
    pub files: Vec<(FileStatus, u64)>,
    /// Whether bytes were hashed (`--no-hash` was not given).
    pub hashed: bool,
    /// Bytes hashed.
    pub bytes: u64,
}

/// One input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputSummary {
    /// `lightbar`, …; `audit-file` for the audit file itself, `manifest` for a list of hashes that others wrote
    /// (`manifest-from-root`: it lies in a folder, and its names were read relative to the root).
    pub source: &'static str,
    /// As the audit file leads to it.
    pub file: String,
    /// In bytes.
    pub size: u64,
    /// Of all its bytes.
    pub sha256: Digest,
    /// Rows without the header.
    pub rows: u64,
    /// Rows that are used.
    pub used: u64,
    /// Rows equal to an earlier one.
    pub repeated: u64,
    /// Rows that replaced an earlier one.
    pub updated: u64,
    /// Rows dated after `--as-of`.
    pub after_as_of: u64,
    /// Rows that could not be used.
    pub rejected: u64,
}

/// One policy of the audit file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicySummary {
    /// As the audit file names it.
    pub name: String,
    /// In force from.
    pub effective: Moment,
    /// Every key with its value as people write it, defaults included, in the order of the contract.
    pub values: Vec<(&'static str, String)>,
}

/// Everything a whole report says (contract sections 6 and 7), sorted and ready to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The department's name.
    pub department: String,
    /// The department's IANA zone, for what people read.
    pub time_zone: String,
    /// Rows and deadlines are judged as of this moment.
    pub as_of: Moment,
    /// Only triggers from here are shown.
    pub since: Option<Moment>,
    /// Only triggers before this are shown.
    pub until: Option<Moment>,
    /// Whether officers were judged; `verify` looks at archives only.
    pub judges_officers: bool,
    /// In order of `effective`; where nobody was judged, those that judge purges.
    pub policies: Vec<PolicySummary>,
    /// SHA-256 over all policies.
    pub policy_sha256: Digest,
    /// In the order of the audit file.
    pub archives: Vec<ArchiveSummary>,
    /// In the order they were read.
    pub inputs: Vec<InputSummary>,
    /// Sorted by `on`, then identifiers.
    pub obligations: Vec<ObligationRow>,
    /// What each unexplained or unresolved obligation looks like over time, in the same order.
    pub timelines: Vec<Timeline>,
    /// Sorted by time, then identifiers; those without a time first.
    pub findings: Vec<FindingRow>,
    /// The flagged ones as they were found, then those that these explain.
    pub patterns: Vec<PatternRow>,
    /// The whole, then units, supervisors, cars and officers.
    pub rates: Vec<RateRow>,
    /// Sorted by path.
    pub files: Vec<FileRow>,
    /// Sorted by source, file, row.
    pub rejected: Vec<RejectedRow>,
    /// What became of everything since an earlier output; `None`: no `--previous` was given.
    pub changes: Option<Changes>,
    /// What it was cut from, for one supervisor or unit; `None`: it is the whole report.
    pub part_of: Option<Whole>,
    /// Videos whose camera and officer, or whose start, nobody knows: they could not be matched.
    pub unplaced_videos: u64,
    /// Videos that start later than the audit's moment, and were not used.
    pub videos_after_as_of: u64,
    /// Why the audit is incomplete, in plain words; empty: complete.
    pub incomplete: Vec<String>,
    /// The findings at or above this severity decide the exit code; `None`: `--fail-on never`.
    pub fail_on: Option<Severity>,
    /// What the process returns.
    pub exit_code: u8,
}
