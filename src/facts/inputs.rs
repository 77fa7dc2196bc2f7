//! Everything that the sources say, read and settled, and what became of their files and rows.

use super::declared::ClockSettings;
use super::exports::Exports;
use super::rows::{Assignment, BackwardRow, DeviceEvent, Event, IndexRow, Justification};
use crate::base::digest::Digest;
use crate::base::index::Table;

/// Everything the sources say.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// The files, in the order in which the audit file leads to them.
    pub files: Table<InputSummary>,
    /// Light-bar activations.
    pub lightbar: Vec<Event>,
    /// Contacts.
    pub contacts: Vec<Event>,
    /// The index of recordings.
    pub recordings: Vec<IndexRow>,
    /// Recordings rows that end before they start.
    pub backward: Vec<BackwardRow>,
    /// Tours.
    pub assignments: Vec<Assignment>,
    /// Justifications.
    pub justifications: Vec<Justification>,
    /// What the cameras logged.
    pub device_log: Vec<DeviceEvent>,
    /// Rows that cannot be used, in the order of the files.
    pub rejected: Vec<RejectedRow>,
    /// What the files are as exports.
    pub exports: Exports,
    /// What each `[[clock]]` corrected, in the order of the audit file.
    pub corrections: Table<Correction, ClockSettings>,
}

/// What one `[[clock]]` came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Which: whose clock, by how much, when, and on which line of the audit file.
    pub clock: ClockSettings,
    /// Rows of inputs whose times were corrected.
    pub rows: u64,
    /// Files of archives whose times were corrected.
    pub files: u64,
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
    /// Rows that are none: totals, and what the audit file leaves out.
    pub set_aside: u64,
    /// Rows that could not be used.
    pub rejected: u64,
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
