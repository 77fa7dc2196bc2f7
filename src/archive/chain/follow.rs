//! The rules between the lines of a chain: what may follow what.
//!
//! Contract, "The chain's records": one open record at the start, numbers without gaps, each line naming the hash of
//! the one before, times that never decrease nor lie in the future, no path sealed twice unless purged
//! between, references that lead to a sealed file. Used by [`super::read()`].

use std::collections::HashMap;

use super::line::Line;
use super::record::{BadLine, Body, FileRecord, Record};
use crate::base::digest::Digest;
use crate::base::path::ArchivePath;
use crate::base::time::Moment;

/// What the lines so far have established.
#[derive(Debug, Default)]
pub(crate) struct Follower {
    /// Every record so far; its place is its number.
    pub(super) records: Vec<Record>,
    /// The time of the last record.
    pub(super) last: Option<Moment>,
    /// SHA-256 of the last line.
    pub(super) head: Option<Digest>,
    /// The seq of the record that seals a path now.
    pub(super) sealed: HashMap<ArchivePath, u64>,
    /// The seq of a file's record → that of its purge.
    pub(super) purged: HashMap<u64, u64>,
}

impl Follower {
    /// Takes the next line if it may follow; `hash` is SHA-256 over its raw bytes with the line feed.
    pub(crate) fn take(&mut self, line: Line, hash: Digest, now: Moment) -> Result<(), BadLine> {
        let expected = self.next_seq();
        if line.seq != expected {
            return Err(BadLine::Seq { found: line.seq, expected });
        }
        let prev = self.head.unwrap_or(Digest::ZERO);
        if line.prev != prev {
            return Err(BadLine::Prev { found: line.prev, expected: prev });
        }
        match (&line.body, expected) {
            (Body::Open(_), 0) => {}
            (Body::Open(_), _) => return Err(BadLine::OpenAgain),
            (_, 0) => return Err(BadLine::NotOpen),
            _ => {}
        }
        let at = line.body.at();
        if let Some(last) = self.last.filter(|&last| at < last) {
            return Err(BadLine::Earlier { at, last });
        }
        if at > now {
            return Err(BadLine::Future { at });
        }
        self.take_references(&line)?;
        self.records.push(Record { seq: line.seq, body: line.body });
        self.last = Some(at);
        self.head = Some(hash);
        Ok(())
    }

    fn take_references(&mut self, line: &Line) -> Result<(), BadLine> {
        match &line.body {
            Body::Open(_) => {}
            Body::File(file) => {
                if let Some(&seq) = self.sealed.get(&file.path) {
                    return Err(BadLine::SealedTwice { path: file.path.clone(), line: seq.saturating_add(1) });
                }
                self.sealed.insert(file.path.clone(), line.seq);
            }
            Body::Purge(purge) => {
                let file = self.file(purge.file)?;
                if file.sha256 != purge.sha256 {
                    return Err(BadLine::OtherBytes(purge.file));
                }
                if let Some(&seq) = self.purged.get(&purge.file) {
                    return Err(BadLine::PurgedTwice { file: purge.file, line: seq.saturating_add(1) });
                }
                let path = file.path.clone();
                self.sealed.remove(&path);
                self.purged.insert(purge.file, line.seq);
            }
            Body::Hold(hold) => {
                self.file(hold.file)?;
            }
            Body::Release(release) => {
                self.file(release.file)?;
            }
        }
        Ok(())
    }

    fn file(&self, seq: u64) -> Result<&FileRecord, BadLine> {
        let record = usize::try_from(seq).ok().and_then(|seq| self.records.get(seq));
        match record.map(|record| &record.body) {
            Some(Body::File(file)) => Ok(file),
            _ => Err(BadLine::NoSuchFile(seq)),
        }
    }

    /// The number that the next record must have.
    pub(crate) const fn next_seq(&self) -> u64 {
        self.records.len() as u64
    }
}
