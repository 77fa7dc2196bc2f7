//! Chains for tests, written record by record.

use super::line::Line;
use super::read::{Chain, read_lines};
use super::record::{Body, FileRecord, Hold, Open, Purge, Release, SealedFacts};
use crate::base::digest::Digest;
use crate::base::path::ArchivePath;
use crate::base::time::Moment;

/// A chain that grows; every record is one second after the one before.
#[derive(Clone)]
pub(crate) struct Example {
    /// The chain file.
    pub bytes: Vec<u8>,
    seq: u64,
    head: Digest,
}

/// The moment so many seconds after 2024-05-01T00:00:00Z.
pub(crate) fn at(secs: i64) -> Moment {
    Moment::from_micros((1_714_521_600 + secs) * 1_000_000)
}

/// A sealed file with nothing but path, bytes and time.
pub(crate) fn file(path: &[u8], content: &[u8], sealed_at: Moment) -> FileRecord {
    FileRecord {
        path: ArchivePath::from_bytes(path),
        sha256: Digest::of(content),
        size: content.len() as u64,
        sealed_at,
        facts: SealedFacts::default(),
        duration: None,
    }
}

impl Example {
    /// A chain with its open record.
    pub(crate) fn new(archive: &str) -> Self {
        let empty = Self { bytes: Vec::new(), seq: 0, head: Digest::ZERO };
        empty.with(Body::Open(Open { archive: archive.to_owned(), created: at(0) }))
    }

    /// Appends any record.
    pub(crate) fn with(self, body: Body) -> Self {
        let line = Line { seq: self.seq, prev: self.head, body }.to_bytes();
        self.with_raw(&line)
    }

    /// Appends any bytes as the next line.
    pub(crate) fn with_raw(mut self, line: &[u8]) -> Self {
        self.head = Digest::of(line);
        self.seq += 1;
        self.bytes.extend_from_slice(line);
        self
    }

    /// The time of the next record.
    pub(crate) fn next_at(&self) -> Moment {
        at(i64::try_from(self.seq).unwrap())
    }

    /// Seals a file.
    pub(crate) fn file(self, path: &str, content: &[u8]) -> Self {
        let file = file(path.as_bytes(), content, self.next_at());
        self.with(Body::File(file))
    }

    /// Purges the file with this number and content.
    pub(crate) fn purge(self, file: u64, content: &[u8]) -> Self {
        let purge = Purge {
            file,
            sha256: Digest::of(content),
            at: self.next_at(),
            authority: "clerk".to_owned(),
            approved_by: "chief".to_owned(),
            rule: "patrol".to_owned(),
        };
        self.with(Body::Purge(purge))
    }

    /// Holds the file with this number.
    pub(crate) fn hold(self, file: u64) -> Self {
        let hold = Hold { file, at: self.next_at(), authority: "court".to_owned() };
        self.with(Body::Hold(hold))
    }

    /// Releases the file with this number.
    pub(crate) fn release(self, file: u64, approved_by: &str) -> Self {
        let at = self.next_at();
        let release = Release { file, at, authority: "court".to_owned(), approved_by: approved_by.to_owned() };
        self.with(Body::Release(release))
    }

    /// Reads it as of a year later.
    pub(crate) fn read(&self) -> Chain {
        read_lines(self.bytes.as_slice(), at(365 * 86_400)).unwrap()
    }

    /// Its lines, each with its line feed.
    pub(crate) fn lines(&self) -> Vec<Vec<u8>> {
        self.bytes.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect()
    }
}
