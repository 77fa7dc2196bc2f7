//! Holds the files on disk against the sealed records: pure, no disk, no clock.
//!
//! Contract, "The status of a file". Renamed files are recognised by their bytes before a
//! sealed file is called missing: a missing recording is never an accusation until everything innocent
//! has been ruled out. Used by `scan`, `verify` and `seal`.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::purges::{self, JudgedPurge};
use super::read::Chain;
use super::record::FileRecord;
use crate::base::digest::Digest;
use crate::base::index::{Ix, Table};
use crate::base::path::ArchivePath;
use crate::facts::files::{Bytes, ExaminedFile};
use crate::facts::policy::Policies;
use crate::words::{CheckedBy, FileStatus};

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
    pub examined: Option<Ix<ExaminedFile>>,
    /// The number of its sealed record: that of its own path, else that of the same bytes.
    pub record: Option<u64>,
    /// What the purge of that record comes to, if it was purged.
    pub purge: Option<JudgedPurge>,
}

/// Every file of the archive with its status, sorted by path, then record.
///
/// `chain` is `None` where there is none: then nothing was checked, and every file is `unlisted` (or a
/// `duplicate`, or `unreadable`). `policies` judge the purges; without them (no audit file) a purge can only
/// be `unchecked` or worse. Whether an anchor covers a record is added later. A path that was purged and
/// sealed again has two entries. `unread` are folders (or files) whose entries could not be read: what
/// was sealed below them is `unreadable`, never missing.
pub(crate) fn compare(
    chain: Option<&Chain>,
    files: &Table<ExaminedFile>,
    unread: &[(ArchivePath, String)],
    policies: Option<&Policies>,
) -> Vec<CheckedFile> {
    let mut order: Vec<(Ix<ExaminedFile>, &ExaminedFile)> = files.entries().collect();
    order.sort_by(|(_, a), (_, b)| a.path.cmp(&b.path));
    let mut checked = Vec::with_capacity(files.len());
    let mut strangers = Vec::new();
    for (place, file) in order {
        let sealed = chain.and_then(|chain| chain.sealed(&file.path).map(|seq| (seq, chain.sealed_file(seq))));
        match sealed {
            Some((seq, record)) => checked.push(own_record(place, file, seq, record)),
            None => strangers.push((place, file)),
        }
    }
    let purges = chain.map(|chain| purges::judge(chain, policies)).unwrap_or_default();
    let mut twins = Twins::new(chain, &checked, purges);
    for (place, file) in strangers {
        checked.push(twins.stranger(place, file, chain));
    }
    if let Some(chain) = chain {
        let gone = twins.gone(chain, unread);
        checked.extend(gone);
    }
    checked.sort_by(|a, b| (&a.path, a.record).cmp(&(&b.path, b.record)));
    checked
}

/// A file at a path that is sealed.
fn own_record(place: Ix<ExaminedFile>, file: &ExaminedFile, seq: u64, record: &FileRecord) -> CheckedFile {
    let (status, checked_by) = match &file.bytes {
        Bytes::Hashed(hash) if *hash == record.sha256 => (FileStatus::Ok, CheckedBy::Chain),
        Bytes::Hashed(_) => (FileStatus::Changed, CheckedBy::Chain),
        // no need to read a byte: another size is other bytes
        Bytes::NotHashed if file.size != record.size => (FileStatus::Changed, CheckedBy::Chain),
        Bytes::NotHashed => (FileStatus::Unchecked, CheckedBy::None),
        Bytes::Unreadable(_) => (FileStatus::Unreadable, CheckedBy::None),
    };
    CheckedFile { path: file.path.clone(), status, checked_by, examined: Some(place), record: Some(seq), purge: None }
}

/// Who has the same bytes as whom.
struct Twins {
    /// Records whose own path holds their bytes.
    present: HashMap<Digest, u64>,
    /// Records whose own path does not hold their bytes: each explains one file elsewhere.
    absent: HashMap<Digest, VecDeque<u64>>,
    /// Records that already explained a file elsewhere.
    explained: HashMap<Digest, u64>,
    /// The last purged record of these bytes.
    purged: HashMap<Digest, u64>,
    /// The last purged record of this path.
    purged_here: HashMap<ArchivePath, u64>,
    /// The purges by the number of the purged record.
    purges: BTreeMap<u64, JudgedPurge>,
    /// Records whose own path is on disk, whatever it holds.
    on_disk: HashSet<u64>,
    /// Records that were found under another path, or although they were purged.
    found: HashSet<u64>,
    /// Bytes of files that nothing explains.
    unlisted: HashSet<Digest>,
    /// Sizes of files that nothing explains and whose bytes were not read: each may be one that is gone.
    unknown: HashMap<u64, Unknown>,
    /// Records of files that are as they were sealed, by their bytes: a file that was renamed and then sealed again
    /// is not gone.
    sealed_again: HashMap<Digest, Vec<FileRecord>>,
}

/// How many files of one size there are whose bytes are not known.
#[derive(Default)]
struct Unknown {
    unreadable: usize,
    unhashed: usize,
}

impl Twins {
    fn new(chain: Option<&Chain>, checked: &[CheckedFile], purges: BTreeMap<u64, JudgedPurge>) -> Self {
        let on_disk: HashSet<u64> = checked.iter().filter_map(|file| file.record).collect();
        let fine = checked.iter().filter(|file| file.status == FileStatus::Ok).filter_map(|file| file.record);
        let fine: HashSet<u64> = fine.collect();
        let mut records: Vec<(u64, &FileRecord)> = chain.into_iter().flat_map(Chain::files).collect();
        // a file elsewhere first explains one that is gone, then one whose place holds other bytes
        records.sort_by_key(|(seq, record)| (on_disk.contains(seq), &record.path));
        let (mut present, mut purged) = (HashMap::new(), HashMap::new());
        let mut absent: HashMap<Digest, VecDeque<u64>> = HashMap::new();
        let mut sealed_again: HashMap<Digest, Vec<FileRecord>> = HashMap::new();
        for (seq, record) in records {
            // empty files are all alike: their bytes identify nothing, but one that is gone may be any of them
            let empty = record.size == 0;
            if purges.contains_key(&seq) {
                purged.insert(record.sha256, seq);
            } else if fine.contains(&seq) {
                if !empty {
                    present.entry(record.sha256).or_insert(seq);
                }
                sealed_again.entry(record.sha256).or_default().push(record.clone());
            } else {
                absent.entry(record.sha256).or_default().push_back(seq);
            }
        }
        let purged_files = chain.into_iter().flat_map(Chain::files).filter(|(seq, _)| purges.contains_key(seq));
        let purged_here = purged_files.map(|(seq, record)| (record.path.clone(), seq)).collect();
        let (explained, found, unlisted) = (HashMap::new(), HashSet::new(), HashSet::new());
        let unknown = HashMap::new();
        Self {
            present,
            absent,
            explained,
            purged,
            purged_here,
            purges,
            on_disk,
            found,
            unlisted,
            unknown,
            sealed_again,
        }
    }

    /// A file at a path that is not sealed; to be called in order of path.
    fn stranger(&mut self, place: Ix<ExaminedFile>, file: &ExaminedFile, chain: Option<&Chain>) -> CheckedFile {
        let purged_here =
            self.purged_here.get(&file.path).zip(chain).map(|(&seq, chain)| (seq, chain.sealed_file(seq)));
        match file.bytes {
            Bytes::Unreadable(_) => self.unknown.entry(file.size).or_default().unreadable += 1,
            Bytes::NotHashed => self.unknown.entry(file.size).or_default().unhashed += 1,
            Bytes::Hashed(_) => {}
        }
        let (status, record) = match (&file.bytes, purged_here) {
            (Bytes::Unreadable(_), _) => (FileStatus::Unreadable, None),
            (Bytes::Hashed(hash), Some((seq, record))) if *hash == record.sha256 => self.purged_but_present(seq),
            (Bytes::NotHashed, Some((seq, record))) if file.size == record.size => self.purged_but_present(seq),
            (Bytes::Hashed(hash), _) => self.by_bytes(*hash, file.size == 0),
            (Bytes::NotHashed, _) => (FileStatus::Unlisted, None),
        };
        let held_against = matches!(file.bytes, Bytes::Hashed(_)) && record.is_some();
        CheckedFile {
            path: file.path.clone(),
            status,
            checked_by: if held_against { CheckedBy::Chain } else { CheckedBy::None },
            examined: Some(place),
            record,
            purge: record.and_then(|seq| self.purges.get(&seq)).cloned(),
        }
    }

    fn purged_but_present(&mut self, seq: u64) -> (FileStatus, Option<u64>) {
        self.found.insert(seq);
        (FileStatus::PurgedButPresent, Some(seq))
    }

    fn by_bytes(&mut self, hash: Digest, empty: bool) -> (FileStatus, Option<u64>) {
        if let Some(seq) = self.absent.get_mut(&hash).and_then(VecDeque::pop_front) {
            self.explained.entry(hash).or_insert(seq);
            self.found.insert(seq);
            return (FileStatus::Moved, Some(seq));
        }
        if empty {
            return (FileStatus::Unlisted, None);
        }
        if let Some(&seq) = self.present.get(&hash).or_else(|| self.explained.get(&hash)) {
            return (FileStatus::Duplicate, Some(seq));
        }
        if let Some(&seq) = self.purged.get(&hash) {
            return self.purged_but_present(seq);
        }
        if self.unlisted.insert(hash) { (FileStatus::Unlisted, None) } else { (FileStatus::Duplicate, None) }
    }

    /// The sealed files that are not on disk under any name: purged, renamed and sealed again, not to be looked at,
    /// or missing.
    fn gone(&mut self, chain: &Chain, unread: &[(ArchivePath, String)]) -> Vec<CheckedFile> {
        let gone = |seq: &u64| !self.on_disk.contains(seq) && !self.found.contains(seq);
        let gone: Vec<(u64, &FileRecord)> = chain.files().filter(|(seq, _)| gone(seq)).collect();
        let mut checked = |(seq, record): (u64, &FileRecord)| {
            let purge = self.purges.get(&seq).cloned();
            let (status, checked_by) = match &purge {
                Some(purge) => (purge.status, CheckedBy::Chain),
                None => self.without_file(record, unread),
            };
            let path = record.path.clone();
            CheckedFile { path, status, checked_by, examined: None, record: Some(seq), purge }
        };
        gone.into_iter().map(&mut checked).collect()
    }

    /// What is to be said of a sealed file that is not there and was not purged.
    fn without_file(&mut self, record: &FileRecord, unread: &[(ArchivePath, String)]) -> (FileStatus, CheckedBy) {
        let again = self.sealed_again.get(&record.sha256);
        if again.is_some_and(|records| records.iter().any(|other| is_the_same_recording(record, other))) {
            return (FileStatus::Moved, CheckedBy::Chain);
        }
        let below = |folder: &ArchivePath| {
            let rest = record.path.as_bytes().strip_prefix(folder.as_bytes());
            folder.as_bytes().is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
        };
        if unread.iter().any(|(folder, _)| below(folder)) {
            return (FileStatus::Unreadable, CheckedBy::None);
        }
        match self.unknown.get_mut(&record.size) {
            Some(unknown) if unknown.unreadable > 0 => {
                unknown.unreadable -= 1;
                (FileStatus::Unreadable, CheckedBy::None)
            }
            Some(unknown) if unknown.unhashed > 0 => {
                unknown.unhashed -= 1;
                (FileStatus::Unchecked, CheckedBy::None)
            }
            _ => (FileStatus::Missing, CheckedBy::Chain),
        }
    }
}

/// Whether two records of the same bytes are of one recording that was renamed: they were sealed at different times,
/// for the same camera, officer and start. A file that was sealed again as another camera's is still missing at its
/// old path: whoever seals must not be able to give a recording to somebody else.
pub(super) fn is_the_same_recording(gone: &FileRecord, there: &FileRecord) -> bool {
    let identity = |record: &FileRecord| {
        let facts = &record.facts;
        (facts.camera.clone(), facts.officer.clone(), facts.start, facts.sequence)
    };
    gone.sealed_at != there.sealed_at && identity(gone) == identity(there)
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
