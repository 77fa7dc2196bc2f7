//! What the joining of recordings knows of archives, and where a file stands among them.

use regex::bytes::Regex;

use crate::archive::chain::{Chain, CheckedFile, FileRecord};
use crate::base::ids::{CameraId, RecordingId};
use crate::base::index::{Ix, Table};
use crate::base::time::{Moment, Span};
use crate::facts::audit_file::ArchiveSettings;
use crate::facts::files::ExaminedFile;
use crate::words::StartSource;

/// What is known of one archive.
pub(crate) struct ArchiveFacts<'a> {
    /// What the names of its files tell.
    pub file_name: Option<&'a Regex>,
    /// Its chain, where it has one.
    pub chain: Option<&'a Chain>,
    /// What was read.
    pub files: &'a Table<ExaminedFile>,
    /// The same held against the chain.
    pub checked: &'a Table<CheckedFile>,
}

impl<'a> ArchiveFacts<'a> {
    /// What was read of a file; `None`: it is not there.
    pub(super) fn examined(&self, file: &CheckedFile) -> Option<&'a ExaminedFile> {
        file.examined.map(|at| &self.files[at])
    }

    /// The sealed record of a file.
    pub(super) fn record(&self, file: &CheckedFile) -> Option<&'a FileRecord> {
        file.record.zip(self.chain).map(|(seq, chain)| chain.sealed_file(seq))
    }

    /// The sealed record of the file at a place.
    pub(super) fn record_at(&self, place: Ix<CheckedFile>) -> Option<&'a FileRecord> {
        self.record(&self.checked[place])
    }
}

/// A checked file of an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub(super) archive: Ix<ArchiveSettings>,
    pub(super) file: Ix<CheckedFile>,
}

/// What is known of one file as a recording.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct FileFacts {
    /// Its id.
    pub recording: Option<RecordingId>,
    /// Its camera.
    pub camera: Option<CameraId>,
    /// Its first frame.
    pub start: Option<Moment>,
    /// Where the start is known from.
    pub start_source: Option<StartSource>,
    /// Its length.
    pub duration: Option<Span>,
    /// How many stretches of more than [`HOLE`](crate::facts::pictures::HOLE) it has without pictures; `None`: nobody
    /// looked.
    pub holes: Option<usize>,
}
