//! Holds the files on disk against the sealed records: pure, no disk, no clock.
//!
//! Contract section 5, the list of file statuses. Renamed files are recognised by their bytes before a
//! sealed file is called missing: a missing recording is never an accusation until everything innocent
//! has been ruled out. Used by `scan`, `verify` and `seal`.

use std::collections::{HashMap, HashSet, VecDeque};

use super::read::Chain;
use super::record::FileRecord;
use crate::archive_path::ArchivePath;
use crate::digest::Digest;
use crate::footage::types::{Bytes, ExaminedFile};
use crate::vocabulary::{CheckedBy, FileStatus};

/// One file of the archive: on disk, in the chain, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedFile {
    /// Where it is, or was sealed.
    pub path: ArchivePath,
    /// What came of it.
    pub status: FileStatus,
    /// Against what it was held.
    pub checked_by: CheckedBy,
    /// Its place among the examined files; `None`: not on disk.
    pub examined: Option<usize>,
    /// The number of its sealed record: that of its own path, else that of the same bytes.
    pub record: Option<u64>,
}

/// Every file of the archive with its status, sorted by path, then record.
///
/// `chain` is `None` where there is none: then nothing was checked, and every file is `unlisted` (or a
/// `duplicate`, or `unreadable`). Whether an anchor covers a record is added later.
pub fn compare(chain: Option<&Chain>, files: &[ExaminedFile]) -> Vec<CheckedFile> {
    let mut order: Vec<(usize, &ExaminedFile)> = files.iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| a.path.cmp(&b.path));
    let mut checked = Vec::with_capacity(files.len());
    let mut strangers = Vec::new();
    for (place, file) in order {
        let sealed = chain.and_then(|chain| chain.sealed(&file.path).and_then(|seq| Some((seq, chain.file(seq)?))));
        match sealed {
            Some((seq, record)) => checked.push(own_record(place, file, seq, record)),
            None => strangers.push((place, file)),
        }
    }
    let mut twins = Twins::new(chain, &checked);
    for (place, file) in strangers {
        checked.push(twins.stranger(place, file));
    }
    checked.extend(chain.into_iter().flat_map(|chain| twins.missing(chain)));
    checked.sort_by(|a, b| (&a.path, a.record).cmp(&(&b.path, b.record)));
    checked
}

/// A file at a path that is sealed.
fn own_record(place: usize, file: &ExaminedFile, seq: u64, record: &FileRecord) -> CheckedFile {
    let (status, checked_by) = match &file.bytes {
        Bytes::Hashed(hash) if *hash == record.sha256 => (FileStatus::Ok, CheckedBy::Chain),
        Bytes::Hashed(_) => (FileStatus::Changed, CheckedBy::Chain),
        // no need to read a byte: another size is other bytes
        Bytes::NotHashed if file.size != record.size => (FileStatus::Changed, CheckedBy::Chain),
        Bytes::NotHashed => (FileStatus::Unchecked, CheckedBy::None),
        Bytes::Unreadable(_) => (FileStatus::Unreadable, CheckedBy::None),
    };
    CheckedFile { path: file.path.clone(), status, checked_by, examined: Some(place), record: Some(seq) }
}

/// Who has the same bytes as whom.
struct Twins {
    /// Records whose own path holds their bytes.
    present: HashMap<Digest, u64>,
    /// Records whose own path does not: each explains one file elsewhere.
    absent: HashMap<Digest, VecDeque<u64>>,
    /// Records that already explained one.
    explained: HashMap<Digest, u64>,
    /// Records whose own path is on disk, whatever it holds.
    on_disk: HashSet<u64>,
    /// Records that were found under another path.
    moved: HashSet<u64>,
    /// Bytes of files that nothing explains.
    unlisted: HashSet<Digest>,
}

impl Twins {
    fn new(chain: Option<&Chain>, checked: &[CheckedFile]) -> Self {
        let on_disk: HashSet<u64> = checked.iter().filter_map(|file| file.record).collect();
        let fine = checked.iter().filter(|file| file.status == FileStatus::Ok).filter_map(|file| file.record);
        let fine: HashSet<u64> = fine.collect();
        let mut records: Vec<(u64, &FileRecord)> = chain
            .into_iter()
            .flat_map(Chain::files)
            // empty files are all alike: their bytes identify nothing
            .filter(|(_, record)| record.size > 0)
            .collect();
        // a file elsewhere first explains one that is gone, then one whose place holds other bytes
        records.sort_by_key(|(seq, record)| (on_disk.contains(seq), &record.path));
        let mut present = HashMap::new();
        let mut absent: HashMap<Digest, VecDeque<u64>> = HashMap::new();
        for (seq, record) in records {
            if fine.contains(&seq) {
                present.entry(record.sha256).or_insert(seq);
            } else {
                absent.entry(record.sha256).or_default().push_back(seq);
            }
        }
        Self { present, absent, explained: HashMap::new(), on_disk, moved: HashSet::new(), unlisted: HashSet::new() }
    }

    /// A file at a path that is not sealed; to be called in order of path.
    fn stranger(&mut self, place: usize, file: &ExaminedFile) -> CheckedFile {
        let (status, record) = match &file.bytes {
            Bytes::Unreadable(_) => (FileStatus::Unreadable, None),
            Bytes::Hashed(hash) if file.size > 0 => self.by_bytes(*hash),
            Bytes::Hashed(_) | Bytes::NotHashed => (FileStatus::Unlisted, None),
        };
        let checked_by = if record.is_some() { CheckedBy::Chain } else { CheckedBy::None };
        CheckedFile { path: file.path.clone(), status, checked_by, examined: Some(place), record }
    }

    fn by_bytes(&mut self, hash: Digest) -> (FileStatus, Option<u64>) {
        if let Some(seq) = self.absent.get_mut(&hash).and_then(VecDeque::pop_front) {
            self.explained.entry(hash).or_insert(seq);
            self.moved.insert(seq);
            return (FileStatus::Moved, Some(seq));
        }
        let twin = self.present.get(&hash).or_else(|| self.explained.get(&hash));
        match twin {
            Some(&seq) => (FileStatus::Duplicate, Some(seq)),
            None if self.unlisted.insert(hash) => (FileStatus::Unlisted, None),
            None => (FileStatus::Duplicate, None),
        }
    }

    /// The sealed files that are not on disk under any name.
    fn missing<'a>(&'a self, chain: &'a Chain) -> impl Iterator<Item = CheckedFile> + 'a {
        let gone = move |seq: &u64| !self.on_disk.contains(seq) && !self.moved.contains(seq);
        chain.files().filter(move |(seq, _)| gone(seq)).map(|(seq, record)| CheckedFile {
            path: record.path.clone(),
            status: FileStatus::Missing,
            checked_by: CheckedBy::Chain,
            examined: None,
            record: Some(seq),
        })
    }
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
