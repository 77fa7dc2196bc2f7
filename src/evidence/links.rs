//! Which index row belongs to which file (contract section 2, "Recordings").
//!
//! By path, else by SHA-256: but a row that claims bytes for somebody else than they were sealed for gets none.
//! Used by [`super::recordings`].

use rustc_hash::{FxHashMap, FxHashSet};

use super::bytes::{examined, record_of};
use super::recordings::{ArchiveFacts, START_TOLERANCE};
use crate::archive_path::ArchivePath;
use crate::chain::{CheckedFile, FileRecord};
use crate::digest::Digest;
use crate::footage::types::Bytes;
use crate::inputs::Inputs;
use crate::inputs::facts::{IndexRow, RowRef};
use crate::time::Moment;
use crate::vocabulary::FileStatus;

/// Which index row belongs to which file.
pub(super) struct Links<'a> {
    /// (archive, path) → row.
    pub(super) rows: FxHashMap<(usize, &'a ArchivePath), &'a IndexRow>,
    /// Rows that have a file.
    pub(super) taken: FxHashSet<RowRef>,
    /// Rows that name bytes which are sealed as somebody else's, with the path of those.
    pub(super) refused: FxHashMap<RowRef, &'a ArchivePath>,
}

impl<'a> Links<'a> {
    /// A file belongs to the row with its path, or, if it lies elsewhere now, with its sealed path; else to
    /// the row with its SHA-256, unless it was sealed as somebody else's. A row has at most one file, and a file
    /// one row.
    pub(super) fn new(inputs: &'a Inputs, archives: &'a [ArchiveFacts<'a>]) -> Self {
        let mut by_path: FxHashMap<&[u8], &IndexRow> = FxHashMap::default();
        let mut by_digest: FxHashMap<Digest, &IndexRow> = FxHashMap::default();
        for row in &inputs.recordings {
            if let Some(path) = &row.path {
                by_path.entry(path.strip_prefix("./").unwrap_or(path).as_bytes()).or_insert(row);
            }
            if let Some(digest) = row.sha256 {
                by_digest.entry(digest).or_insert(row);
            }
        }
        let mut links = Self { rows: FxHashMap::default(), taken: FxHashSet::default(), refused: FxHashMap::default() };
        let files = || {
            archives
                .iter()
                .enumerate()
                .flat_map(|(index, archive)| archive.checked.iter().map(move |file| (index, archive, file)))
        };
        for (index, _, file) in files() {
            links.link(index, file, by_path.get(file.path.as_bytes()));
        }
        for (index, archive, file) in files().filter(|(.., file)| file.status == FileStatus::Moved) {
            let sealed = record_of(archive, file);
            links.link(index, file, sealed.and_then(|record| by_path.get(record.path.as_bytes())));
        }
        for (index, archive, file) in files() {
            let digest = match examined(archive, file).map(|file| &file.bytes) {
                Some(Bytes::Hashed(digest)) => Some(*digest),
                Some(_) => None,
                None => record_of(archive, file).map(|record| record.sha256),
            };
            let row = digest.and_then(|digest| by_digest.get(&digest));
            match (row, record_of(archive, file)) {
                (Some(row), Some(sealed)) if is_of_another(row, sealed) => {
                    links.refused.entry(row.row).or_insert(&sealed.path);
                }
                _ => links.link(index, file, row),
            }
        }
        links
    }

    fn link(&mut self, archive: usize, file: &'a CheckedFile, row: Option<&&'a IndexRow>) {
        let Some(&row) = row else { return };
        if !self.rows.contains_key(&(archive, &file.path)) && self.taken.insert(row.row) {
            self.rows.insert((archive, &file.path), row);
        }
    }
}

/// Whether an index row claims bytes for another camera or officer than they were sealed for.
fn is_of_another(row: &IndexRow, sealed: &FileRecord) -> bool {
    row.camera.is_some() && sealed.facts.camera.is_some() && row.camera != sealed.facts.camera
        || row.officer.is_some() && sealed.facts.officer.is_some() && row.officer != sealed.facts.officer
}

/// The same, or for another time.
pub(super) fn is_another(row: &IndexRow, sealed: &FileRecord) -> bool {
    let apart = |start: Moment| (row.start - start).abs() > START_TOLERANCE;
    is_of_another(row, sealed) || sealed.facts.start.is_some_and(apart)
}
