//! Holds the files on disk against the manifests, both ways: pure, no disk, no clock.
//!
//! The same statuses as against a chain (contract, "The status of a file"), and the same law: a listed file is looked
//! for by its bytes before it is called missing.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::place::lies_in;
use super::same_name::{self, Held};
use super::{Defect, DefectKind, Listed, Manifests};
use crate::archive::chain::CheckedFile;
use crate::archive::checksum::Checksum;
use crate::base::digest::Digest;
use crate::base::index::{Ix, Table};
use crate::base::path::ArchivePath;
use crate::facts::files::{Bytes, ExaminedFile, Listing};
use crate::words::{CheckedBy, FileStatus};

/// What the comparison came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Every file of the archive, or listed for it, in order of path.
    pub files: Vec<CheckedFile>,
    /// Which listed path has the bytes of one that is moved or a duplicate.
    pub twins: BTreeMap<ArchivePath, ArchivePath>,
    /// What is wrong with the manifests themselves, in order of manifest and line.
    pub defects: Vec<Defect>,
    /// Why the files could not be checked as a whole, in plain words.
    pub incomplete: Vec<String>,
}

/// Compares. `checksums` are those of `examined`, file by file: the hashes that [`Manifests::algorithms`]
/// asks for.
pub fn compare(
    manifests: &Manifests,
    listing: &Listing,
    examined: &Table<ExaminedFile>,
    checksums: &Table<Vec<Checksum>, ExaminedFile>,
) -> Compared {
    let mut order: Vec<(Ix<ExaminedFile>, &ExaminedFile)> = examined.entries().collect();
    order.sort_by(|(_, a), (_, b)| a.path.cmp(&b.path));
    let (mut files, mut strangers) = (Vec::with_capacity(examined.len()), Vec::new());
    for (place, file) in order {
        match manifests.listed.get(&file.path) {
            Some(listed) => files.push(own_entry(place, file, listed, &checksums[place])),
            None if manifests.own.contains_key(&file.path) => {}
            None => strangers.push((place, file)),
        }
    }
    let mut twins = Twins::new(manifests, &files, examined);
    for (place, file) in strangers {
        files.push(twins.stranger(place, file, &checksums[place]));
    }
    files.extend(twins.missing(manifests, listing));
    same_name::reconcile(&mut files, &mut twins.of, |file, listed| {
        let listed = manifests.listed.get(listed).zip(file.examined);
        let Some((listed, place)) = listed else { return Held::Unknown };
        match own_entry(place, &examined[place], listed, &checksums[place]).status {
            FileStatus::Ok => Held::Same,
            FileStatus::Changed => Held::Other,
            _ => Held::Unknown,
        }
    });
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut defects = manifests.defects.clone();
    defects.extend(read_twice(manifests, examined));
    let incomplete = incomplete(manifests, &defects, &files, listing);
    Compared { files, twins: twins.of, defects, incomplete }
}

fn checked(
    path: &ArchivePath,
    status: FileStatus,
    checked_by: CheckedBy,
    examined: Option<Ix<ExaminedFile>>,
) -> CheckedFile {
    CheckedFile { path: path.clone(), status, checked_by, examined, record: None, purge: None }
}

/// A file at a path that is listed.
fn own_entry(place: Ix<ExaminedFile>, file: &ExaminedFile, listed: &Listed, computed: &[Checksum]) -> CheckedFile {
    let other_size = listed.size.is_some_and(|size| size != file.size);
    let (status, checked_by) = match &file.bytes {
        Bytes::Unreadable(_) => (FileStatus::Unreadable, CheckedBy::None),
        _ if other_size => (FileStatus::Changed, CheckedBy::Manifest),
        Bytes::NotHashed => (FileStatus::Unchecked, CheckedBy::None),
        Bytes::Hashed(digest) => match agrees(listed, *digest, computed) {
            Some(true) => (FileStatus::Ok, CheckedBy::Manifest),
            Some(false) => (FileStatus::Changed, CheckedBy::Manifest),
            None => (FileStatus::Unchecked, CheckedBy::None),
        },
    };
    checked(&file.path, status, checked_by, Some(place))
}

/// Whether all hashes that are listed are those of the file; `None`: there is none that could be compared.
fn agrees(listed: &Listed, digest: Digest, computed: &[Checksum]) -> Option<bool> {
    let sha256 = Checksum::from(digest);
    let of_file = |wanted: &Checksum| {
        [&sha256].into_iter().chain(computed).find(|computed| computed.algorithm() == wanted.algorithm())
    };
    let listed = listed.checks.iter().filter_map(|check| check.checksum.as_ref());
    let compared = listed.filter_map(|listed| Some(of_file(listed)? == listed));
    compared.reduce(|all, one| all && one)
}

/// Who has the same bytes as whom.
struct Twins {
    /// Bytes that lie where they are listed.
    present: HashMap<Digest, ArchivePath>,
    /// Listed bytes that do not lie where they are listed: each explains one file elsewhere.
    absent: HashMap<Checksum, VecDeque<ArchivePath>>,
    /// Bytes of files that nothing explains.
    unlisted: HashSet<Digest>,
    /// Listed paths that were found elsewhere.
    moved: HashSet<ArchivePath>,
    /// Listed paths where something is, whatever it is.
    on_disk: HashSet<ArchivePath>,
    /// For each file elsewhere, the listed path whose bytes the file has.
    of: BTreeMap<ArchivePath, ArchivePath>,
}

impl Twins {
    fn new(manifests: &Manifests, files: &[CheckedFile], examined: &Table<ExaminedFile>) -> Self {
        let mut present = HashMap::new();
        for file in files.iter().filter(|file| file.status == FileStatus::Ok) {
            if let Some(Bytes::Hashed(digest)) = file.examined.map(|at| &examined[at].bytes) {
                present.entry(*digest).or_insert_with(|| file.path.clone());
            }
        }
        let fine: HashSet<&ArchivePath> =
            files.iter().filter(|file| file.status == FileStatus::Ok).map(|file| &file.path).collect();
        let on_disk: HashSet<ArchivePath> = files.iter().map(|file| file.path.clone()).collect();
        let mut gone: Vec<(&ArchivePath, &Checksum)> = manifests
            .listed
            .iter()
            .filter(|(path, _)| !fine.contains(*path))
            .filter_map(|(path, listed)| Some((path, listed.checks.iter().filter_map(|c| c.checksum.as_ref()).max()?)))
            .collect();
        // a file elsewhere first explains one that is gone, then one whose place holds other bytes
        gone.sort_by_key(|(path, _)| (on_disk.contains(*path), *path));
        let mut absent: HashMap<Checksum, VecDeque<ArchivePath>> = HashMap::new();
        for (path, checksum) in gone {
            absent.entry(checksum.clone()).or_default().push_back(path.clone());
        }
        let (unlisted, moved) = (HashSet::new(), HashSet::new());
        Self { present, absent, unlisted, moved, on_disk, of: BTreeMap::new() }
    }

    /// A file at a path that is not listed; to be called in order of path.
    fn stranger(&mut self, place: Ix<ExaminedFile>, file: &ExaminedFile, computed: &[Checksum]) -> CheckedFile {
        let status = match &file.bytes {
            Bytes::Unreadable(_) => FileStatus::Unreadable,
            Bytes::Hashed(digest) if file.size > 0 => self.by_bytes(&file.path, *digest, computed),
            Bytes::Hashed(digest) => self.empty(&file.path, *digest, computed),
            Bytes::NotHashed => FileStatus::Unlisted,
        };
        let by = if self.of.contains_key(&file.path) { CheckedBy::Manifest } else { CheckedBy::None };
        checked(&file.path, status, by, Some(place))
    }

    /// Empty files are all alike, so none is a copy of another. But an empty file that is gone and one that is new
    /// are taken for the same file, in order of path: no footage is lost by that.
    fn empty(&mut self, path: &ArchivePath, digest: Digest, computed: &[Checksum]) -> FileStatus {
        match self.absent_twin(digest, computed, |from, on_disk| !on_disk.contains(from)) {
            Some(from) => {
                self.of.insert(path.clone(), from.clone());
                self.moved.insert(from);
                FileStatus::Moved
            }
            None => FileStatus::Unlisted,
        }
    }

    fn absent_twin(
        &mut self,
        digest: Digest,
        computed: &[Checksum],
        may_be: impl Fn(&ArchivePath, &HashSet<ArchivePath>) -> bool,
    ) -> Option<ArchivePath> {
        let sha256 = Checksum::from(digest);
        [&sha256].into_iter().chain(computed).find_map(|checksum| {
            let absent = self.absent.get_mut(checksum)?;
            if may_be(absent.front()?, &self.on_disk) { absent.pop_front() } else { None }
        })
    }

    fn by_bytes(&mut self, path: &ArchivePath, digest: Digest, computed: &[Checksum]) -> FileStatus {
        if let Some(from) = self.absent_twin(digest, computed, |_, _| true) {
            self.present.entry(digest).or_insert_with(|| from.clone());
            self.of.insert(path.clone(), from.clone());
            self.moved.insert(from);
            return FileStatus::Moved;
        }
        if let Some(twin) = self.present.get(&digest) {
            self.of.insert(path.clone(), twin.clone());
            return FileStatus::Duplicate;
        }
        if self.unlisted.insert(digest) { FileStatus::Unlisted } else { FileStatus::Duplicate }
    }

    /// The listed files that are nowhere. A file whose folder could not be looked at is not called missing.
    fn missing<'a>(&'a self, manifests: &'a Manifests, listing: &'a Listing) -> impl Iterator<Item = CheckedFile> + 'a {
        let gone = |path: &&ArchivePath| !self.on_disk.contains(*path) && !self.moved.contains(*path);
        manifests.listed.keys().filter(gone).map(|path| {
            if listing.unreadable.iter().any(|(above, _)| lies_in(path.as_bytes(), above.as_bytes())) {
                checked(path, FileStatus::Unreadable, CheckedBy::None, None)
            } else {
                checked(path, FileStatus::Missing, CheckedBy::Manifest, None)
            }
        })
    }
}

/// Manifests that were other bytes when they were read than when they were hashed.
fn read_twice<'a>(manifests: &'a Manifests, examined: &'a Table<ExaminedFile>) -> impl Iterator<Item = Defect> + 'a {
    examined.iter().filter_map(|file| {
        let &number = manifests.own.get(&file.path)?;
        let (_, read) = manifests.files[number].read?;
        let Bytes::Hashed(hashed) = file.bytes else { return None };
        let text = "changed while it was read; run again when nothing writes to it".to_owned();
        let defect = Defect { kind: DefectKind::Unusable, file: number, line: None, path: None, text };
        (read != hashed).then_some(defect)
    })
}

fn incomplete(manifests: &Manifests, defects: &[Defect], files: &[CheckedFile], listing: &Listing) -> Vec<String> {
    let mut reasons = Vec::new();
    for (number, manifest) in manifests.files.entries() {
        let unusable = |defect: &&Defect| matches!(defect.kind, DefectKind::Unusable | DefectKind::NotInAll);
        let mut faults = defects.iter().filter(|defect| defect.file == number).filter(unusable);
        let Some(first) = faults.next() else { continue };
        let line = first.line.map_or_else(String::new, |line| format!("line {line} "));
        let more = match faults.count() {
            0 => String::new(),
            count => format!(", and {count} more, listed as findings"),
        };
        reasons.push(format!("the manifest {} cannot be wholly relied on: {line}{}{more}", manifest.name, first.text));
    }
    for payload in &manifests.payloads {
        let inside = |path: &ArchivePath| path.as_bytes().starts_with(payload.as_bytes());
        let unlisted = files.iter().filter(|file| inside(&file.path) && !manifests.listed.contains_key(&file.path));
        let others = listing.not_files.iter().filter(|(path, _)| inside(path));
        for (count, what) in [
            (unlisted.count(), "files that no payload manifest lists"),
            (others.count(), "symbolic links or special files, which no manifest can vouch for"),
        ] {
            if count > 0 {
                reasons.push(format!("the bag is not complete: {payload} holds {count} {what}"));
            }
        }
    }
    reasons
}
