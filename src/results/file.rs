//! One row of `files.csv` and of `rejected.csv`: what became of a file, and which rows could not be used.

use super::columns::{Cell, Column, Tabular, column, maybe_text, maybe_word, seconds, sentence, shown, text, time};
use crate::base::digest::Digest;
use crate::base::ids::{CameraId, RecordingId};
use crate::base::path::ArchivePath;
use crate::base::time::{Moment, Span};
use crate::facts::inputs::RejectedRow;
use crate::words::{CheckedBy, FileStatus, StartSource, VideoState};

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
    /// How many holes it has; `None`: nobody looked.
    pub holes: Option<u64>,
    /// Bytes behind the last part of its container; `None` for a file that is no video or is not there.
    pub trailing_bytes: Option<u64>,
}

impl Tabular for FileRow {
    const NAME: &'static str = "files";
    const COLUMNS: &'static [Column<Self>] = &[
        column("path", "Relative to the root; with several archives the root comes first.", |row| shown(&row.path)),
        column("status", "The file against its chain or list.", |row| Cell::Word(row.status.as_str())),
        column("checked_by", "What the file was held against.", |row| Cell::Word(row.checked_by.as_str())),
        column("video", "The state of the video; empty for a file that is no video or is not there.", |row| {
            maybe_word(row.video.map(VideoState::as_str))
        }),
        column("size_bytes", "On disk, else as sealed.", |row| row.size_bytes.map_or(Cell::Empty, Cell::Count)),
        column("sha256_recorded", "The hash that was sealed or listed.", |row| {
            row.sha256_recorded.map_or(Cell::Empty, Cell::Digest)
        }),
        column("sha256_computed", "The hash of what was read.", |row| {
            row.sha256_computed.map_or(Cell::Empty, Cell::Digest)
        }),
        column("recording_id", "The recording that the file belongs to.", |row| {
            maybe_text(row.recording_id.as_ref().map(RecordingId::as_str))
        }),
        column("camera_id", "The camera that made it.", |row| maybe_text(row.camera_id.as_ref().map(CameraId::as_str))),
        column("start_utc", "Its first frame, by the camera's own clock.", |row| time(row.start)),
        column("start_source", "Where the start is known from.", |row| {
            maybe_word(row.start_source.map(StartSource::as_str))
        }),
        column("duration_s", "Its length.", |row| seconds(row.duration)),
        column(
            "holes",
            "How many stretches of more than 10 s it has without pictures; empty where nobody looked.",
            |row| row.holes.map_or(Cell::Empty, Cell::Count),
        ),
        column(
            "trailing_bytes",
            "Bytes behind the last part of the video's container that are none of its own.",
            |row| row.trailing_bytes.map_or(Cell::Empty, Cell::Count),
        ),
    ];
}

impl Tabular for RejectedRow {
    const NAME: &'static str = "rejected";
    const COLUMNS: &'static [Column<Self>] = &[
        column("source", "Which source the row belongs to.", |row| Cell::Word(row.source)),
        column("file", "The file.", |row| text(&row.file)),
        column("row", "Its line; the heading is line 1.", |row| row.row.map_or(Cell::Empty, Cell::Count)),
        column("reason", "Why the row could not be used.", |row| sentence(&row.reason)),
    ];
}
