//! What the reading of files hands to the rest of the program: plain facts, each of which may be missing.

use crate::base::digest::Digest;
use crate::base::path::ArchivePath;
use crate::base::time::{Moment, Span};
use crate::facts::pictures::Pictures;
use crate::words::VideoState;

/// What lies under one root.
#[derive(Debug, Default)]
pub struct Listing {
    /// Regular files in order of path, chain, checkpoint and lock left out.
    pub files: Vec<ListedFile>,
    /// What is never opened, in order of path.
    pub not_files: Vec<(ArchivePath, NotAFile)>,
    /// Folders and entries that could not be looked at, with the reason.
    pub unreadable: Vec<(ArchivePath, String)>,
}

/// A regular file, as the folder lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFile {
    /// Where it is.
    pub path: ArchivePath,
    /// Its size in bytes when it was listed.
    pub size: u64,
}

/// A thing in an archive that is no regular file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAFile {
    /// A symbolic link.
    SymbolicLink,
    /// A device, pipe or socket.
    Special,
}

/// What reading one file gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExaminedFile {
    /// Where it is.
    pub path: ArchivePath,
    /// Its size in bytes: as read where it was hashed, else as listed.
    pub size: u64,
    /// Its bytes.
    pub bytes: Bytes,
    /// What its container says, for a file with a video ending that could be opened.
    pub video: Option<Video>,
}

/// Whether the bytes of a file were read to the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bytes {
    /// Read and hashed.
    Hashed(Digest),
    /// Not read, because the user asked so.
    NotHashed,
    /// Could not be read; why.
    Unreadable(String),
}

/// What a video's container says. Every field that the container does not tell is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Video {
    /// Whether all of it is there.
    pub state: VideoState,
    /// What makes the state other than readable, in plain words.
    pub why: Option<String>,
    /// FFmpeg's name of the container format.
    pub container: Option<String>,
    /// From the first picture to the end of the last one that is there.
    pub duration: Option<Span>,
    /// The stretches that have pictures; `None`: nobody looked between the first and the last picture.
    pub pictures: Option<Pictures>,
    /// What the header says the duration is.
    pub promised_duration: Option<Span>,
    /// The same, where no track of the file reaches nearly so far.
    pub overclaimed: Option<Span>,
    /// Bytes behind the last part of the container that are none of its own: trailers of cameras and servers.
    pub trailing_bytes: u64,
    /// The container's creation time; unset values (1904, 1970) are `None`.
    pub creation_time: Option<Moment>,
    /// FFmpeg's name of the video codec.
    pub codec: Option<String>,
    /// Width and height in pixels.
    pub dimensions: Option<(u32, u32)>,
}
