//! Reads a chain: strictly, line by line, in one pass, with bounded memory per line.
//!
//! Whatever stands after the first bad line is not evidence of anything; everything before it still
//! counts. Contract, "The chain's records". Used by `scan`, `verify`, `seal` and `record`.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use thiserror::Error;

use super::follow::Follower;
use super::line::Line;
use super::merkle;
use super::record::{BadLine, Body, FileRecord, Purge, Record};
use crate::base::defect;
use crate::base::digest::Digest;
use crate::base::path::ArchivePath;
use crate::base::time::Moment;
use crate::words::ChainVerdict;

/// The longest line that is read, without its line feed, in bytes.
pub const LINE_LIMIT: usize = 64 * 1024;

/// A chain file that could not be read at all.
#[derive(Debug, Error)]
pub enum ChainError {
    /// Opening or reading failed.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The chain file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A folder, a pipe, a link: whoever can put a link there chooses the chain.
    #[error("{} is not a regular file, and links are not followed: name the file itself", path.display())]
    NotAFile {
        /// What should have been the chain file.
        path: PathBuf,
    },
}

impl ChainError {
    /// Whether there is simply no such file.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// What a chain file says: the records that count, and the verdict over its lines alone (anchors are
/// held against it in a second step).
#[derive(Debug, Clone)]
pub struct Chain {
    /// `archive` of the open record.
    pub archive: Option<String>,
    /// The records before the first bad line; the place of each is its `seq`.
    pub records: Vec<Record>,
    /// [`ChainVerdict::Intact`], [`ChainVerdict::Broken`] or [`ChainVerdict::TornTail`].
    pub verdict: ChainVerdict,
    /// The first line that does not count, from 1, and why.
    pub first_bad: Option<(u64, BadLine)>,
    /// SHA-256 of the last line that counts, with its line feed: what the next record names as `prev`.
    pub head: Option<Digest>,
    /// The time of the last record that counts.
    pub last: Option<Moment>,
    /// RFC 6962 leaf hashes of the lines that count.
    pub leaves: Vec<Digest>,
    sealed: HashMap<ArchivePath, u64>,
    purged: HashMap<u64, u64>,
}

impl Chain {
    /// How many records count.
    pub const fn size(&self) -> u64 {
        self.leaves.len() as u64
    }

    /// The RFC 6962 root over the first `size` lines; `None` if fewer count.
    pub fn root(&self, size: u64) -> Option<Digest> {
        let size = usize::try_from(size).ok()?;
        self.leaves.get(..size).map(merkle::root)
    }

    /// The record with this number, if it seals a file.
    pub fn file(&self, seq: u64) -> Option<&FileRecord> {
        match &self.records.get(usize::try_from(seq).ok()?)?.body {
            Body::File(file) => Some(file),
            _ => None,
        }
    }

    /// The sealed file with a number that this chain gave out itself.
    pub fn sealed_file(&self, seq: u64) -> &FileRecord {
        match self.file(seq) {
            Some(file) => file,
            None => defect::stop(format!("record {seq} of the chain seals no file")),
        }
    }

    /// The number of the record that seals this path; `None` if none does, or it was purged.
    pub fn sealed(&self, path: &ArchivePath) -> Option<u64> {
        self.sealed.get(path).copied()
    }

    /// The purge of the file with this number, and the number of the purge.
    pub fn purge_of(&self, file: u64) -> Option<(u64, &Purge)> {
        let seq = *self.purged.get(&file)?;
        match &self.records.get(usize::try_from(seq).ok()?)?.body {
            Body::Purge(purge) => Some((seq, purge)),
            _ => None,
        }
    }

    /// The sealed files with their numbers, in order of the chain.
    pub fn files(&self) -> impl Iterator<Item = (u64, &FileRecord)> {
        self.records.iter().filter_map(|record| match &record.body {
            Body::File(file) => Some((record.seq, file)),
            _ => None,
        })
    }

    /// The first bad line and what is wrong with it, for people.
    pub fn first_bad_text(&self) -> Option<(u64, String)> {
        self.first_bad.as_ref().map(|(line, why)| (*line, why.to_string()))
    }
}

/// Reads a chain file; `now` is the moment after which nothing can have been sealed.
///
/// # Errors
/// Only if the file cannot be read at all: a bad line is a verdict, not an error.
pub fn read(path: &Path, now: Moment) -> Result<Chain, ChainError> {
    read_by(path, &|| now)
}

/// The same by a clock that is looked at once the file is open: what others seal meanwhile is in another file.
///
/// # Errors
/// As [`read`].
pub fn read_by(path: &Path, clock: &dyn Fn() -> Moment) -> Result<Chain, ChainError> {
    let file = open(path)?;
    read_lines(BufReader::with_capacity(1 << 16, file), clock())
        .map_err(|source| ChainError::Io { path: path.to_owned(), source })
}

/// Opens a regular file; follows no link that lies in its place, and never waits for the other end of a pipe.
pub fn open(path: &Path) -> Result<File, ChainError> {
    let io = |source| ChainError::Io { path: path.to_owned(), source };
    let flags = i32::try_from((OFlags::NONBLOCK | OFlags::NOFOLLOW).bits()).unwrap_or_default();
    let file = match std::fs::OpenOptions::new().read(true).custom_flags(flags).open(path) {
        Err(source) if source.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
            return Err(ChainError::NotAFile { path: path.to_owned() });
        }
        opened => opened.map_err(io)?,
    };
    if !file.metadata().map_err(io)?.is_file() {
        return Err(ChainError::NotAFile { path: path.to_owned() });
    }
    Ok(file)
}

/// Reads a small file whole: a checkpoint or a key of at most [`LINE_LIMIT`] bytes.
///
/// # Errors
/// What is wrong with it, in plain words.
pub fn read_small(path: &Path) -> Result<Vec<u8>, String> {
    let file = open(path).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    let limit = LINE_LIMIT as u64 + 1;
    file.take(limit).read_to_end(&mut bytes).map_err(|error| format!("it cannot be read: {error}"))?;
    match bytes.len() {
        0 => Err("it is empty".to_owned()),
        length if length <= LINE_LIMIT => Ok(bytes),
        _ => Err("it is longer than 64 KiB".to_owned()),
    }
}

/// Reads the lines of a chain, wherever they come from.
///
/// # Errors
/// What the reader says.
pub fn read_lines(mut lines: impl BufRead, now: Moment) -> io::Result<Chain> {
    let mut follower = Follower::default();
    let mut leaves = Vec::new();
    let mut buffer = Vec::with_capacity(1024);
    let why = loop {
        buffer.clear();
        let limit = LINE_LIMIT as u64 + 1;
        lines.by_ref().take(limit).read_until(b'\n', &mut buffer)?;
        if buffer.is_empty() {
            break leaves.is_empty().then_some(BadLine::Empty);
        }
        let Some(line) = buffer.strip_suffix(b"\n") else {
            break Some(if buffer.len() > LINE_LIMIT { BadLine::TooLong } else { BadLine::Torn });
        };
        let taken = Line::parse(line).and_then(|line| follower.take(line, Digest::of(&buffer), now));
        if let Err(why) = taken {
            break Some(why);
        }
        leaves.push(merkle::leaf(&buffer));
    };
    let verdict = match &why {
        None => ChainVerdict::Intact,
        // a chain whose only line is cut off holds nothing that could count
        Some(BadLine::Torn) if !leaves.is_empty() => ChainVerdict::TornTail,
        Some(_) => ChainVerdict::Broken,
    };
    let archive = follower.records.first().and_then(|record| match &record.body {
        Body::Open(open) => Some(open.archive.clone()),
        _ => None,
    });
    let line = follower.next_seq().saturating_add(1);
    Ok(Chain {
        archive,
        verdict,
        first_bad: why.map(|why| (line, why)),
        head: follower.head,
        last: follower.last,
        leaves,
        records: follower.records,
        sealed: follower.sealed,
        purged: follower.purged,
    })
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
