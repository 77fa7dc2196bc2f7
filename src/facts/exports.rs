//! What is known of every source file as an export: how far it reaches, whether it is whole, and what of it could not be
//! used.
//!
//! A missing row proves something only where the export could have held it (contract, "Can the data accuse?").

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::audit_file::SourceSettings;
use super::declared::{Covers, Vouched};
use super::inputs::InputSummary;
use super::rows::{IndexRow, RowRef};
use super::source::SourceKind;
use crate::base::ids::{CameraId, OfficerId, RecordingId};
use crate::base::index::{Ix, Table};
use crate::base::time::{Moment, Span};

/// What the sources are as exports.
#[derive(Debug, Clone, Default)]
pub(crate) struct Exports {
    /// Each input file.
    pub files: Table<Export, InputSummary>,
    /// Rows of recordings that cannot be used.
    pub rejected: Vec<RejectedRecording>,
    /// Rows of recordings dated after the audit's moment: no evidence, but a sign of how far the export reaches.
    pub later: Vec<IndexRow>,
    /// Videos in the archives whose maker or start nobody knows.
    pub unplaced: Vec<UnplacedVideo>,
    /// Files in the archives that are recordings.
    pub videos: usize,
    /// What is declared of each archive.
    pub archives: Vec<Declared>,
}

/// What the audit file declares of an archive, whose files are an export too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Declared {
    /// The time of which it is to hold the footage.
    pub covers: Option<Covers>,
    /// Who vouches that all of it is there.
    pub complete: Option<Vouched>,
}

/// One source file as an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Export {
    /// What its rows are.
    pub kind: SourceKind,
    /// The table of the audit file that leads to it.
    pub table: Ix<SourceSettings>,
    /// The zone in which its times without offset are read.
    pub zone: Option<TimeZone>,
    /// What it was asked for, where somebody declares that.
    pub covers: Option<Covers>,
    /// Who vouches that all of it is there.
    pub complete: Option<Vouched>,
    /// Of its text, in bytes.
    pub size: u64,
    /// Rows without the header and a total.
    pub rows: u64,
    /// Its last row has fewer cells than the header.
    pub short_last_row: bool,
    /// Its last byte ends a line; so does what closes itself, as a workbook, for it cannot be read once it is cut off.
    pub ends_with_line_end: bool,
    /// Its last row cannot be used.
    pub last_row_unusable: bool,
    /// The words with which it says that there is more than it holds, as `hasNextPage: true`.
    pub says_more: Option<Arc<str>>,
    /// How many rows its last row says that there are.
    pub stated_rows: Option<u64>,
    /// How its rows follow each other.
    pub order: RowOrder,
    /// How coarse the times are by which its rows begin, where the way they are written says so.
    pub resolution: Option<Span>,
}

impl Export {
    /// Whether its rows are recordings.
    pub(crate) fn is_recordings(&self) -> bool {
        self.kind == SourceKind::Recordings
    }
}

/// How the rows of a file follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowOrder {
    /// In order of time, either way.
    Time,
    /// The rows of a camera, or of an officer, lie together.
    Grouped,
    /// Neither.
    Neither,
}

/// What can be read of a recordings row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RejectedRecording {
    /// Its id.
    pub recording: Option<RecordingId>,
    /// The camera.
    pub camera: Option<CameraId>,
    /// The officer.
    pub officer: Option<OfficerId>,
    /// The first frame.
    pub start: Option<Moment>,
    /// The end.
    pub end: Option<Moment>,
    /// The length.
    pub duration: Option<Span>,
    /// Where it stands.
    pub row: RowRef,
}

/// A video whose maker or start nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnplacedVideo {
    /// The camera.
    pub camera: Option<CameraId>,
    /// The officer.
    pub officer: Option<OfficerId>,
    /// The first frame.
    pub start: Option<Moment>,
    /// The length.
    pub duration: Option<Span>,
}
