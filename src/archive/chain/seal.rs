//! Creates the chain of an archive, or extends it with the files that are new.
//!
//! Contract, "Commands" and "The chain's records". All or nothing: over a chain that does not verify, or a new file
//! that cannot be read, nothing is written. What was written is read back before it takes the place of the old chain.
//! Used by the `seal` command.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::compare::is_the_same_recording;
use super::extend::{ExtendError, Lines, doubts, existing, write_chain};
use super::note::PrivateKey;
use super::read::Chain;
use super::record::{Body, FileRecord, Open, SealedFacts};
use super::store::{CHAIN, Lock};
use crate::base::digest::Digest;
use crate::base::path::ArchivePath;
use crate::base::time::{Moment, Span};
use crate::facts::files::{Bytes, ExaminedFile, ListedFile, Listing, NotAFile};
use crate::words::StartSource;

/// The disk, as sealing sees it.
pub(crate) trait Footage {
    /// Everything under the root.
    ///
    /// # Errors
    /// In plain words, if the root itself cannot be read.
    fn list(&self) -> Result<Listing, String>;

    /// Reads and hashes files, in the given order.
    fn examine(&self, files: &[ListedFile]) -> Vec<ExaminedFile>;
}

/// What to seal, and how.
pub(crate) struct SealSettings<'a> {
    /// The root of the archive.
    pub root: &'a Path,
    /// The archive's name, for a new chain; default: the name of the root folder.
    pub name: Option<&'a str>,
    /// Whether to hash the files that are already sealed, too.
    pub verify: bool,
    /// What index or file name tell of a file.
    pub facts: &'a (dyn Fn(&ArchivePath, &ExaminedFile) -> SealedFacts + Sync),
    /// Signs the checkpoint.
    pub sign: Option<&'a PrivateKey>,
    /// The clock, looked at once nobody else can write.
    pub clock: fn() -> Moment,
}

/// What sealing did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sealed {
    /// The archive's name.
    pub archive: String,
    /// Whether the chain is new.
    pub created: bool,
    /// What was sealed now, in order of path.
    pub new: Vec<ArchivePath>,
    /// Bytes in it.
    pub new_bytes: u64,
    /// Records in the chain now.
    pub size: u64,
    /// SHA-256 of its last line.
    pub head: Digest,
    /// The checkpoint, as it was written beside the chain: keep a copy of it elsewhere.
    pub checkpoint: String,
    /// What speaks against the chain that was extended.
    pub doubts: Option<String>,
    /// Sealed files that are not on disk.
    pub missing: Vec<ArchivePath>,
    /// Sealed files that are not where they were, and the new file with their bytes that is sealed now.
    pub moved: Vec<(ArchivePath, ArchivePath)>,
    /// Sealed files with other bytes than were sealed; without `verify` only those of another size.
    pub changed: Vec<ArchivePath>,
    /// Sealed files that could not be hashed again, and why.
    pub unreadable: Vec<(ArchivePath, String)>,
    /// Files that the chain says were purged; they are not sealed again.
    pub purged: Vec<ArchivePath>,
    /// Links and devices, never opened and never sealed.
    pub left_out: Vec<(ArchivePath, NotAFile)>,
    /// Whether all sealed files were hashed again.
    pub verified: bool,
}

impl Sealed {
    /// Whether anything that was sealed before is not as it was sealed.
    pub(crate) const fn has_findings(&self) -> bool {
        !self.missing.is_empty() || !self.changed.is_empty() || !self.unreadable.is_empty()
    }
}

/// Why nothing was sealed.
#[derive(Debug, Error)]
pub(crate) enum SealError {
    /// The chain cannot be extended.
    #[error(transparent)]
    Extend(#[from] ExtendError),
    /// A name that a chain cannot have.
    #[error("{0:?} cannot name an archive: use letters, digits and . _ / - (--name)")]
    Name(String),
    /// The name of an existing chain is another.
    #[error("the chain here belongs to {is:?}, not to {given:?}; a chain keeps its name")]
    OtherName {
        /// What the chain says.
        is: String,
        /// What was asked for.
        given: String,
    },
    /// The root cannot be listed.
    #[error("cannot list the archive: {0}")]
    List(String),
    /// New files or folders that cannot be read.
    #[error("cannot read {}; nothing was sealed", listed(.0))]
    Unreadable(Vec<(ArchivePath, String)>),
    /// A new chain over an empty folder.
    #[error("{} holds no files to seal; is the share mounted?", .0.display())]
    NothingThere(PathBuf),
}

fn listed(files: &[(ArchivePath, String)]) -> String {
    let texts: Vec<String> = files.iter().map(|(path, why)| format!("{path} ({why})")).collect();
    texts.join(", ")
}

/// Creates or extends the chain of an archive.
///
/// # Errors
/// Whatever keeps it from sealing all new files; then the chain on disk is as it was.
pub(crate) fn seal(settings: &SealSettings<'_>, footage: &dyn Footage) -> Result<Sealed, SealError> {
    // taken first: the long work must not begin where it could not end
    let lock = Lock::acquire(settings.root).map_err(ExtendError::from)?;
    let path = settings.root.join(CHAIN);
    let now = (settings.clock)();
    let old = existing(&path, now)?;
    let archive = name(settings, old.as_ref())?;
    let listing = footage.list().map_err(SealError::List)?;
    if !listing.unreadable.is_empty() {
        return Err(SealError::Unreadable(listing.unreadable));
    }
    if old.is_none() && listing.files.is_empty() {
        return Err(SealError::NothingThere(settings.root.to_owned()));
    }
    let mut known = Known::of(old.as_ref(), &listing, settings.verify, footage);
    let (new, purged) = new_files(old.as_ref(), &listing, footage)?;
    let sealed_at = to_millis(now, old.as_ref().and_then(|old| old.last));
    let new = records(settings, sealed_at, new);
    let moved = known.take_moved(old.as_ref(), &new);
    let lines = compose(&archive, sealed_at, old.as_ref(), &new);
    let doubts = doubts(settings.root, old.as_ref());
    let checkpoint = lines.checkpoint(&archive, old.as_ref(), settings.sign)?;
    write_chain(lock, settings.root, now, old.as_ref(), &lines, &checkpoint)?;
    Ok(Sealed {
        archive,
        created: old.is_none(),
        new_bytes: new.iter().map(|record| record.size).sum(),
        new: new.into_iter().map(|record| record.path).collect(),
        size: lines.size,
        head: lines.head,
        checkpoint,
        doubts,
        missing: known.missing,
        moved,
        changed: known.changed,
        unreadable: known.unreadable,
        purged,
        left_out: listing.not_files,
        verified: settings.verify,
    })
}

/// The name of the chain: its own, the given one, or that of the folder.
fn name(settings: &SealSettings<'_>, old: Option<&Chain>) -> Result<String, SealError> {
    if let Some(is) = old.and_then(|old| old.archive.clone()) {
        return match settings.name {
            Some(given) if given != is => Err(SealError::OtherName { is, given: given.to_owned() }),
            _ => Ok(is),
        };
    }
    let given = match settings.name {
        Some(given) => given.to_owned(),
        None => {
            let root = settings.root.canonicalize().unwrap_or_else(|_| settings.root.to_owned());
            root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        }
    };
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '-');
    if given.is_empty() || !given.chars().all(fits) { Err(SealError::Name(given)) } else { Ok(given) }
}

/// What became of the files that were sealed before.
#[derive(Default)]
struct Known {
    missing: Vec<ArchivePath>,
    changed: Vec<ArchivePath>,
    unreadable: Vec<(ArchivePath, String)>,
}

impl Known {
    fn of(old: Option<&Chain>, listing: &Listing, verify: bool, footage: &dyn Footage) -> Self {
        let Some(old) = old else { return Self::default() };
        let sealed = |path: &ArchivePath| old.sealed(path).map(|seq| old.sealed_file(seq));
        let mut known = Self::default();
        let on_disk: HashSet<&ArchivePath> = listing.files.iter().map(|file| &file.path).collect();
        let current = old.files().filter(|(seq, file)| old.sealed(&file.path) == Some(*seq));
        known.missing = current.map(|(_, file)| &file.path).filter(|path| !on_disk.contains(path)).cloned().collect();
        known.missing.sort();
        let again: Vec<ListedFile> =
            listing.files.iter().filter(|file| sealed(&file.path).is_some()).cloned().collect();
        if !verify {
            let other_size = |file: &ListedFile| sealed(&file.path).is_some_and(|record| record.size != file.size);
            known.changed = again.into_iter().filter(other_size).map(|file| file.path).collect();
            return known;
        }
        for file in footage.examine(&again) {
            match file.bytes {
                Bytes::Hashed(hash) if sealed(&file.path).is_some_and(|record| record.sha256 == hash) => {}
                Bytes::Hashed(_) => known.changed.push(file.path),
                Bytes::NotHashed => known.unreadable.push((file.path, "was not hashed".to_owned())),
                Bytes::Unreadable(why) => known.unreadable.push((file.path, why)),
            }
        }
        known
    }
}

impl Known {
    /// Takes out what is not missing: it was renamed, and is sealed again as the same recording. `verify` says the
    /// same.
    fn take_moved(&mut self, old: Option<&Chain>, new: &[FileRecord]) -> Vec<(ArchivePath, ArchivePath)> {
        let mut places: HashMap<Digest, Vec<&FileRecord>> = HashMap::new();
        for record in new {
            places.entry(record.sha256).or_default().push(record);
        }
        let mut moved = Vec::new();
        self.missing.retain(|path| {
            let sealed = old.and_then(|old| Some(old.sealed_file(old.sealed(path)?)));
            let again = sealed.and_then(|sealed| {
                let same = |record: &&&FileRecord| is_the_same_recording(sealed, record);
                places.get(&sealed.sha256)?.iter().find(same).copied()
            });
            moved.extend(again.map(|record| (path.clone(), record.path.clone())));
            again.is_none()
        });
        moved
    }
}

struct NewFile {
    examined: ExaminedFile,
    hash: Digest,
}

/// The files to seal, in order of path, and those that the chain says were purged.
fn new_files(
    old: Option<&Chain>,
    listing: &Listing,
    footage: &dyn Footage,
) -> Result<(Vec<NewFile>, Vec<ArchivePath>), SealError> {
    let unsealed = |file: &&ListedFile| old.is_none_or(|old| old.sealed(&file.path).is_none());
    let unsealed: Vec<ListedFile> = listing.files.iter().filter(unsealed).cloned().collect();
    let purged_bytes: HashSet<(&ArchivePath, Digest)> = old
        .into_iter()
        .flat_map(|old| old.files().filter(|(seq, _)| old.purge_of(*seq).is_some()))
        .map(|(_, file)| (&file.path, file.sha256))
        .collect();
    let (mut new, mut purged, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
    for examined in footage.examine(&unsealed) {
        match &examined.bytes {
            // sealing it again would hide that it should be gone
            Bytes::Hashed(hash) if purged_bytes.contains(&(&examined.path, *hash)) => purged.push(examined.path),
            Bytes::Hashed(hash) => new.push(NewFile { hash: *hash, examined }),
            Bytes::NotHashed => unreadable.push((examined.path, "was not hashed".to_owned())),
            Bytes::Unreadable(why) => unreadable.push((examined.path.clone(), why.clone())),
        }
    }
    if !unreadable.is_empty() {
        return Err(SealError::Unreadable(unreadable));
    }
    new.sort_by(|a, b| a.examined.path.cmp(&b.examined.path));
    Ok((new, purged))
}

/// The records of the new files, in order of path.
fn records(settings: &SealSettings<'_>, sealed_at: Moment, new: Vec<NewFile>) -> Vec<FileRecord> {
    let record = |NewFile { examined, hash }| FileRecord {
        sha256: hash,
        size: examined.size,
        sealed_at,
        facts: facts_to_seal((settings.facts)(&examined.path, &examined)),
        duration: examined.video.as_ref().and_then(|video| video.duration).filter(|d| *d >= Span::ZERO),
        path: examined.path,
    };
    new.into_iter().map(record).collect()
}

/// The lines to append.
fn compose(archive: &str, sealed_at: Moment, old: Option<&Chain>, records: &[FileRecord]) -> Lines {
    let mut lines = Lines::after(old);
    if old.is_none() {
        lines.push(Body::Open(Open { archive: archive.to_owned(), created: sealed_at }));
    }
    records.iter().cloned().for_each(|record| lines.push(Body::File(record)));
    lines
}

/// A sealed start outranks the index for ever, so one that only the container knows is not sealed: it may
/// be the end of the recording (contract, "Recordings").
fn facts_to_seal(mut facts: SealedFacts) -> SealedFacts {
    if facts.start.is_none() || matches!(facts.start_source, Some(StartSource::Container)) {
        facts.start = None;
        facts.start_source = None;
    }
    facts
}

/// The clock in whole milliseconds, never before the last record.
fn to_millis(now: Moment, last: Option<Moment>) -> Moment {
    let millis = Moment::from_micros(now.as_micros().div_euclid(1_000).saturating_mul(1_000));
    last.map_or(millis, |last| last.max(millis))
}

#[cfg(test)]
#[path = "seal_tests.rs"]
mod tests;
