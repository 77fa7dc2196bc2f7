//! The records of a chain as types, and everything that can be wrong with one.
//!
//! Contract, "The chain's records". How a record is written on a line is in
//! [`mod@super::line`], what may follow what in [`super::follow`].

use thiserror::Error;

use crate::base::digest::Digest;
use crate::base::ids::{CameraId, OfficerId};
use crate::base::path::ArchivePath;
use crate::base::time::{Moment, Span};
use crate::words::StartSource;

/// One record that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number from 0; its line is one more.
    pub seq: u64,
    /// What it says.
    pub body: Body,
}

impl Record {
    /// Its line in the chain, from 1.
    pub const fn line(&self) -> u64 {
        self.seq.saturating_add(1)
    }
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// The first record: whose chain this is.
    Open(Open),
    /// A file was sealed.
    File(FileRecord),
    /// A sealed file was deleted on purpose.
    Purge(Purge),
    /// A sealed file must be kept.
    Hold(Hold),
    /// It need not be kept any longer.
    Release(Release),
}

/// The first record of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The archive's name; the origin of its checkpoints.
    pub archive: String,
    /// When the chain was begun.
    pub created: Moment,
}

/// A sealed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRecord {
    /// Where it lay.
    pub path: ArchivePath,
    /// Its bytes.
    pub sha256: Digest,
    /// In bytes.
    pub size: u64,
    /// When it was sealed.
    pub sealed_at: Moment,
    /// Facts about it that were known then.
    pub facts: SealedFacts,
    /// Its length, whole milliseconds.
    pub duration: Option<Span>,
}

/// What is known about a recording when it is sealed, and cannot be edited afterwards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SealedFacts {
    /// Its camera.
    pub camera: Option<CameraId>,
    /// Its first frame.
    pub start: Option<Moment>,
    /// Where the start was known from.
    pub start_source: Option<StartSource>,
    /// Its retention category.
    pub category: Option<String>,
    /// Whose recording it is.
    pub officer: Option<OfficerId>,
    /// The camera's number for it.
    pub sequence: Option<i64>,
}

/// A sealed file was deleted on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purge {
    /// `ref`: the `seq` of the file's record.
    pub file: u64,
    /// The `sha256` of that record.
    pub sha256: Digest,
    /// When.
    pub at: Moment,
    /// Who did it.
    pub authority: String,
    /// Who approved it.
    pub approved_by: String,
    /// Under which retention category.
    pub rule: String,
}

/// A sealed file must be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// `ref`: the `seq` of the file's record.
    pub file: u64,
    /// Since when.
    pub at: Moment,
    /// Who says so.
    pub authority: String,
}

/// The end of the holds on a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// `ref`: the `seq` of the file's record.
    pub file: u64,
    /// When.
    pub at: Moment,
    /// Who says so.
    pub authority: String,
    /// Who approved it.
    pub approved_by: String,
}

/// Why a line of a chain does not count; fits after "line N ".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadLine {
    /// Bounded, so that a hostile line cannot fill the memory.
    #[error("is longer than 64 KiB")]
    TooLong,
    /// The chain file has no bytes.
    #[error("is not there: the chain is empty")]
    Empty,
    /// The last line has no line feed.
    #[error("is cut off: it has no line feed at its end")]
    Torn,
    /// Not one flat object.
    #[error("is not one flat JSON object: {0}")]
    NotFlat(String),
    /// Another form of the same object.
    #[error("is not canonical JSON (RFC 8785)")]
    NotCanonical,
    /// A field that its type must have.
    #[error("has no {0}")]
    Without(&'static str),
    /// A field that its type must not have.
    #[error("has a field that does not belong there: {0:?}")]
    Unknown(String),
    /// A value that its field cannot have.
    #[error("has a {0} that is not {1}")]
    Wrong(&'static str, &'static str),
    /// A number is missing or stands twice.
    #[error("has the number {found} where {expected} must follow")]
    Seq {
        /// What the line says.
        found: u64,
        /// What it should say.
        expected: u64,
    },
    /// The line before is another than when this one was written.
    #[error("names another predecessor than the line before it (prev {found}, not {expected})")]
    Prev {
        /// What the line says.
        found: Digest,
        /// SHA-256 of the line before.
        expected: Digest,
    },
    /// The first record must be the open record.
    #[error("is no open record, and only that can be the first")]
    NotOpen,
    /// Only the first record may be.
    #[error("is a second open record")]
    OpenAgain,
    /// Times never decrease.
    #[error("is dated {at}, before the record above it ({last})")]
    Earlier {
        /// Its time.
        at: Moment,
        /// The time of the record before.
        last: Moment,
    },
    /// Times never lie in the future.
    #[error("is dated {at}, which is still to come")]
    Future {
        /// Its time.
        at: Moment,
    },
    /// A path is sealed once.
    #[error("seals {path} again, already sealed by line {line}")]
    SealedTwice {
        /// The path.
        path: ArchivePath,
        /// Where it was sealed before.
        line: u64,
    },
    /// A reference that leads to no sealed file.
    #[error("refers to record {0}, which is no file sealed before it")]
    NoSuchFile(u64),
    /// A purge names other bytes than were sealed.
    #[error("purges record {0} under another sha256 than was sealed")]
    OtherBytes(u64),
    /// A file is purged once.
    #[error("purges record {file} again, already purged by line {line}")]
    PurgedTwice {
        /// The `seq` of the file.
        file: u64,
        /// The purge before.
        line: u64,
    },
}

impl Body {
    /// The word in `type`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Open(_) => "open",
            Self::File(_) => "file",
            Self::Purge(_) => "purge",
            Self::Hold(_) => "hold",
            Self::Release(_) => "release",
        }
    }

    /// The time that must never decrease along a chain.
    pub const fn at(&self) -> Moment {
        match self {
            Self::Open(open) => open.created,
            Self::File(file) => file.sealed_at,
            Self::Purge(purge) => purge.at,
            Self::Hold(hold) => hold.at,
            Self::Release(release) => release.at,
        }
    }
}
