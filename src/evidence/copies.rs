//! The same bytes count for one camera only (contract, "Recordings").
//!
//! Otherwise one recording, exported twice, would cover two officers. Whose bytes they are must not depend on
//! how files are called: a file that is what was sealed comes before all others, or else a copy laid over
//! another camera's file would take the footage away from the camera that made it; and of two that are, the one
//! that was sealed first counts, or else a copy that is sealed later would be an alibi. What was purged lawfully is
//! as it was sealed: no copy that was left or made of it takes it away from its camera.

use rustc_hash::FxHashMap;

use super::archives::{ArchiveFacts, Place};
use crate::archive::chain::CheckedFile;
use crate::base::digest::Digest;
use crate::base::index::Table;
use crate::facts::audit_file::ArchiveSettings;
use crate::facts::files::Bytes;
use crate::words::FileStatus;

/// Which file counts for which bytes.
pub(super) struct Copies(FxHashMap<Digest, Place>);

impl Copies {
    /// Decides for all files; of equally good ones that were sealed together the first in order of archive,
    /// record and path.
    pub(super) fn new(archives: &Table<ArchiveFacts<'_>, ArchiveSettings>) -> Self {
        let mut files = Vec::new();
        for (at, archive) in archives.entries() {
            for (place, file) in archive.checked.entries() {
                if let (Some(rank), Some(digest)) = (rank(file.status), bytes_of(archive, file)) {
                    let record = archive.record(file).filter(|record| record.sha256 == digest);
                    let sealed = record.map(|record| record.sealed_at);
                    let purged = file.status == FileStatus::Purged;
                    files.push((
                        rank,
                        sealed.is_none(),
                        sealed,
                        purged,
                        at,
                        file.record,
                        Place { archive: at, file: place },
                        digest,
                    ));
                }
            }
        }
        files.sort_unstable();
        let mut owners = FxHashMap::default();
        for (.., place, digest) in files {
            owners.entry(digest).or_insert(place);
        }
        Self(owners)
    }

    /// The file that counts for the bytes of this one.
    pub(super) fn owner(&self, archive: &ArchiveFacts<'_>, file: &CheckedFile) -> Option<Place> {
        bytes_of(archive, file).and_then(|digest| self.0.get(&digest)).copied()
    }

    /// Whether a file counts: no file with a better claim has its bytes, or the file has no bytes that could be
    /// compared. A lost file has no bytes; that it was made is known all the same.
    pub(super) fn counts(&self, place: Place, archive: &ArchiveFacts<'_>, file: &CheckedFile) -> bool {
        file.status != FileStatus::Duplicate && self.owner(archive, file).is_none_or(|owner| owner == place)
    }
}

/// How good a claim to its bytes a file has, the best first; `None`: none at all.
const fn rank(status: FileStatus) -> Option<u8> {
    match status {
        FileStatus::Ok | FileStatus::Purged => Some(0),
        FileStatus::Moved => Some(1),
        FileStatus::Changed | FileStatus::Unlisted | FileStatus::PurgedButPresent | FileStatus::Unchecked => Some(2),
        FileStatus::Missing
        | FileStatus::Duplicate
        | FileStatus::Unreadable
        | FileStatus::PurgedEarly
        | FileStatus::PurgedUnderHold
        | FileStatus::PurgedUnauthorized => None,
    }
}

/// The bytes of a file that is here, or was purged lawfully; a file of no bytes is nobody's copy.
fn bytes_of(archive: &ArchiveFacts<'_>, file: &CheckedFile) -> Option<Digest> {
    let sealed = archive.record(file).filter(|record| record.size > 0).map(|record| record.sha256);
    match archive.examined(file) {
        Some(examined) => match examined.bytes {
            Bytes::Hashed(digest) if examined.size > 0 => Some(digest),
            // not hashed, as asked for: then the chain is believed
            Bytes::NotHashed if file.status == FileStatus::Unchecked => sealed,
            _ => None,
        },
        None if file.status == FileStatus::Purged => sealed,
        None => None,
    }
}
