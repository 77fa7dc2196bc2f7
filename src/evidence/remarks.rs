//! What the joining of recordings notices: plain facts. How they are said is the business of the findings.

use crate::base::ids::{CameraId, OfficerId, RecordingId};
use crate::base::index::Ix;
use crate::base::path::ArchivePath;
use crate::base::time::{Moment, Span};
use crate::facts::audit_file::ArchiveSettings;
use crate::facts::{IndexRow, SourceRef};
use crate::words::StartSource;

/// What the joining noticed about a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Noticed {
    /// Two sources of its start disagree.
    StartConflict(Conflict<StartSource, Moment>),
    /// Two sources of its length disagree.
    DurationConflict(Conflict<&'static str, Span>),
    /// Chain and index name two categories.
    CategoryConflict {
        /// What was sealed.
        sealed: String,
        /// What the index names.
        indexed: String,
    },
    /// The local time in the name of its file occurs twice; both readings are judged.
    AmbiguousName,
    /// Its file is a copy of another one that is sealed, and counts for nobody.
    Copy {
        /// What the bytes count as; `None`: nobody knows.
        counts_as: Option<ArchivePath>,
    },
    /// The index names a file that holds the bytes of another recording.
    BytesOfAnother,
    /// The index names a file that belongs to another of its rows.
    FileOfAnotherRow,
    /// The index names a file that is not in the archive.
    NoSuchFile,
    /// The index names no file, though there is an archive.
    NamesNoFile,
    /// It has no length.
    Empty,
}

/// Two sources that disagree: what each of them says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Conflict<S, V> {
    /// The better source.
    pub better: (S, V),
    /// The other one.
    pub other: (S, V),
}

/// Something about a recording that a reader must know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remark {
    /// What.
    pub what: Noticed,
    /// The archive.
    pub archive: Option<Ix<ArchiveSettings>>,
    /// The file.
    pub path: Option<ArchivePath>,
    /// The recording.
    pub recording: Option<RecordingId>,
    /// The camera.
    pub camera: Option<CameraId>,
    /// The officer.
    pub officer: Option<OfficerId>,
    /// When.
    pub at: Option<Moment>,
    /// The rows that say so.
    pub rows: Vec<SourceRef>,
}

impl Remark {
    /// About a row of the index, and the file that it names.
    pub(super) fn of_row(what: Noticed, row: &IndexRow) -> Self {
        Self {
            what,
            archive: None,
            path: row.path.as_deref().map(|path| ArchivePath::from_bytes(path.as_bytes())),
            recording: Some(row.recording.clone()),
            camera: row.camera.clone(),
            officer: row.officer.clone(),
            at: Some(row.start),
            rows: vec![row.row.into()],
        }
    }
}
