//! The whole report, sorted and ready to print, and what it says of archives, inputs and policies.

use super::causes::{CauseRow, VouchRow};
use super::changes::Changes;
use super::file::FileRow;
use super::finding::FindingRow;
use super::obligation::ObligationRow;
use super::patterns::PatternRow;
use super::rates::RateRow;
use super::soundness::Whole;
use super::timeline::Timeline;
use crate::base::digest::Digest;
use crate::base::time::Moment;
use crate::facts::inputs::{Correction, InputSummary, RejectedRow};
use crate::words::{ChainVerdict, Exit, FileStatus, Severity};

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

/// Everything a whole report says (contract, "What `--out DIR` holds"), sorted and ready to print.
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
    /// What the data cannot show, in the order in which it is asked.
    pub causes: Vec<CauseRow>,
    /// Who vouches for which exports, in the order of the audit file.
    pub vouched: Vec<VouchRow>,
    /// What each `[[clock]]` corrected, in the order of the audit file.
    pub corrections: Vec<Correction>,
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
    pub exit_code: Exit,
}

impl Report {
    /// Whether the report calls for somebody: something is new, or not everything could be looked at.
    pub fn has_something_to_say(&self) -> bool {
        !self.incomplete.is_empty() || self.changes.as_ref().is_none_or(Changes::has_news)
    }
}
