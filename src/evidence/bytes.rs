//! Whose recording the same bytes are, where several files hold them.
//!
//! Contract section 2: the same bytes count for one camera only, and what was sealed first cannot be outdone
//! by a copy that was made, renamed or sealed later, in whichever archive. Used by [`super::recordings`].

use rustc_hash::{FxHashMap, FxHashSet};

use super::recordings::ArchiveFacts;
use crate::chain::{CheckedFile, FileRecord};
use crate::digest::Digest;
use crate::footage::types::{Bytes, ExaminedFile};
use crate::time::Moment;
use crate::vocabulary::FileStatus;

/// Which file counts for which bytes.
pub(super) struct Owners<'a> {
    /// The record that sealed these bytes first.
    first: FxHashMap<Digest, First<'a>>,
    /// Files that do not count, as (archive, place): another one with the same bytes does.
    others: FxHashSet<(usize, usize)>,
}

#[derive(Clone, Copy)]
struct First<'a> {
    archive: usize,
    seq: u64,
    record: &'a FileRecord,
}

/// A file that could count for its bytes, the best first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    gone: bool,
    /// Lower: the file lies where it was sealed.
    strangeness: u8,
    unsealed: bool,
    sealed_at: Option<Moment>,
    archive: usize,
    seq: Option<u64>,
    place: usize,
}

impl<'a> Owners<'a> {
    pub(super) fn new(archives: &[ArchiveFacts<'a>]) -> Self {
        let mut first: FxHashMap<Digest, First<'a>> = FxHashMap::default();
        for (archive, facts) in archives.iter().enumerate() {
            for (seq, record) in facts.chain.into_iter().flat_map(|chain| chain.files()) {
                let this = First { archive, seq, record };
                let known = first.entry(record.sha256).or_insert(this);
                if this.order() < known.order() {
                    *known = this;
                }
            }
        }
        let mut claims: FxHashMap<Digest, Vec<Claim>> = FxHashMap::default();
        let mut others = FxHashSet::default();
        for (archive, facts) in archives.iter().enumerate() {
            for (place, file) in facts.checked.iter().enumerate() {
                let record = record_of(facts, file);
                let Some(digest) = digest(facts, file, record) else { continue };
                if file.status == FileStatus::Duplicate || outdone(first.get(&digest), archive, file, record) {
                    others.insert((archive, place));
                    continue;
                }
                let sealed_at = record.filter(|record| record.sha256 == digest).map(|record| record.sealed_at);
                claims.entry(digest).or_default().push(Claim {
                    gone: file.examined.is_none(),
                    strangeness: strangeness(file.status),
                    unsealed: sealed_at.is_none(),
                    sealed_at,
                    archive,
                    seq: file.record,
                    place,
                });
            }
        }
        for mut claims in claims.into_values() {
            claims.sort();
            others.extend(claims.iter().skip(1).map(|claim| (claim.archive, claim.place)));
        }
        Self { first, others }
    }

    /// Whether the file counts for its bytes.
    pub(super) fn counts(&self, archive: usize, place: usize) -> bool {
        !self.others.contains(&(archive, place))
    }

    /// The record that sealed these bytes first, in whichever archive.
    pub(super) fn first(&self, file: &ExaminedFile) -> Option<&'a FileRecord> {
        match file.bytes {
            Bytes::Hashed(digest) if file.size > 0 => self.first.get(&digest).map(|first| first.record),
            _ => None,
        }
    }
}

impl First<'_> {
    fn order(&self) -> (Moment, usize, u64) {
        (self.record.sealed_at, self.archive, self.seq)
    }
}

pub(super) fn examined<'a>(archive: &ArchiveFacts<'a>, file: &CheckedFile) -> Option<&'a ExaminedFile> {
    archive.files.get(file.examined?)
}

pub(super) fn record_of<'a>(archive: &ArchiveFacts<'a>, file: &CheckedFile) -> Option<&'a FileRecord> {
    archive.chain?.file(file.record?)
}

/// What a file's bytes are, as far as that is known; a file of no bytes is nobody's copy.
fn digest(archive: &ArchiveFacts<'_>, file: &CheckedFile, record: Option<&FileRecord>) -> Option<Digest> {
    let sealed = record.filter(|record| record.size > 0).map(|record| record.sha256);
    let Some(examined) = file.examined else { return sealed };
    let examined = archive.files.get(examined)?;
    match examined.bytes {
        Bytes::Hashed(digest) if examined.size > 0 => Some(digest),
        // not hashed, as asked for: then the chain is believed
        Bytes::NotHashed if file.status == FileStatus::Unchecked => sealed,
        _ => None,
    }
}

/// Whether the same bytes were sealed earlier, as the recording of somebody else.
fn outdone(first: Option<&First<'_>>, archive: usize, file: &CheckedFile, record: Option<&FileRecord>) -> bool {
    let (Some(first), Some(record)) = (first, record) else { return false };
    let itself = (first.archive, Some(first.seq)) == (archive, file.record);
    let (then, now) = (&first.record.facts, &record.facts);
    let differ = match (&then.camera, &now.camera) {
        (Some(then), Some(now)) => then != now,
        _ => then.officer.is_some() && now.officer.is_some() && then.officer != now.officer,
    };
    !itself && differ
}

const fn strangeness(status: FileStatus) -> u8 {
    match status {
        FileStatus::Ok | FileStatus::Unchecked => 0,
        FileStatus::Moved => 1,
        _ => 2,
    }
}
