//! Which index row belongs to which file (contract, "Recordings").

use rustc_hash::{FxHashMap, FxHashSet};

use super::archives::{ArchiveFacts, Place};
use crate::archive::chain::{CheckedFile, FileRecord};
use crate::base::digest::Digest;
use crate::base::index::Table;
use crate::facts::audit_file::ArchiveSettings;
use crate::facts::files::Bytes;
use crate::facts::inputs::Inputs;
use crate::facts::{IndexRow, RowRef};
use crate::words::FileStatus;

/// Which index row belongs to which file.
pub(super) struct Links<'a> {
    rows: FxHashMap<Place, &'a IndexRow>,
    /// Rows that have a file.
    taken: FxHashSet<RowRef>,
    /// All paths and all bytes that there are.
    paths: FxHashSet<&'a [u8]>,
    digests: FxHashSet<Digest>,
}

impl<'a> Links<'a> {
    /// A file belongs to the row with its path, or, if it lies elsewhere now, with its sealed path; else to
    /// the row with its SHA-256, unless that claims it for somebody else than it was sealed for. A row has at
    /// most one file, and a file one row; of two files that a path ever held, the one that is there comes first.
    pub(super) fn new(inputs: &'a Inputs, archives: &'a Table<ArchiveFacts<'a>, ArchiveSettings>) -> Self {
        let mut by_path: FxHashMap<&[u8], &IndexRow> = FxHashMap::default();
        let mut by_digest: FxHashMap<Digest, &IndexRow> = FxHashMap::default();
        for row in &inputs.recordings {
            if let Some(path) = &row.path {
                by_path.entry(relative(path)).or_insert(row);
            }
            if let Some(digest) = row.sha256 {
                by_digest.entry(digest).or_insert(row);
            }
        }
        let mut files: Vec<(Place, &ArchiveFacts<'_>, &CheckedFile)> = Vec::new();
        for (at, archive) in archives.entries() {
            let checked = archive.checked.entries();
            files.extend(checked.map(|(place, file)| (Place { archive: at, file: place }, archive, file)));
        }
        files.sort_by_key(|(.., file)| file.examined.is_none());
        let mut links = Self {
            rows: FxHashMap::default(),
            taken: FxHashSet::default(),
            paths: files.iter().map(|(.., file)| file.path.as_bytes()).collect(),
            digests: files.iter().filter_map(|(_, archive, file)| digest_of(archive, file)).collect(),
        };
        for (place, _, file) in &files {
            links.link(*place, by_path.get(file.path.as_bytes()));
        }
        for (place, archive, _) in files.iter().filter(|(.., file)| file.status == FileStatus::Moved) {
            let sealed = archive.record_at(place.file);
            links.link(*place, sealed.and_then(|record| by_path.get(record.path.as_bytes())));
        }
        for (place, archive, file) in &files {
            let row = digest_of(archive, file).and_then(|digest| by_digest.get(&digest));
            let claimed = row.zip(archive.record(file)).is_some_and(|(row, sealed)| is_of_another(row, sealed));
            links.link(*place, row.filter(|_| !claimed));
        }
        links
    }

    /// The row of a file.
    pub(super) fn row(&self, place: Place) -> Option<&'a IndexRow> {
        self.rows.get(&place).copied()
    }

    /// Whether a row has a file.
    pub(super) fn has_file(&self, row: &IndexRow) -> bool {
        self.taken.contains(&row.row)
    }

    /// Whether the file that a row names is there, though it belongs to another row.
    pub(super) fn shares_file(&self, row: &IndexRow) -> bool {
        row.path.as_ref().is_some_and(|path| self.paths.contains(relative(path)))
            || row.sha256.is_some_and(|digest| self.digests.contains(&digest))
    }

    fn link(&mut self, place: Place, row: Option<&&'a IndexRow>) {
        let Some(&row) = row else { return };
        if !self.rows.contains_key(&place) && self.taken.insert(row.row) {
            self.rows.insert(place, row);
        }
    }
}

/// `./path` is the same as `path`.
fn relative(path: &str) -> &[u8] {
    path.strip_prefix("./").unwrap_or(path).as_bytes()
}

/// The bytes of a file: as they were read, else as they were sealed.
fn digest_of(archive: &ArchiveFacts<'_>, file: &CheckedFile) -> Option<Digest> {
    match archive.examined(file).map(|file| &file.bytes) {
        Some(Bytes::Hashed(digest)) => Some(*digest),
        Some(Bytes::NotHashed | Bytes::Unreadable(_)) | None => archive.record(file).map(|record| record.sha256),
    }
}

/// Whether a row names another camera or officer than a file was sealed for.
pub(super) fn is_of_another(row: &IndexRow, sealed: &FileRecord) -> bool {
    row.camera.is_some() && sealed.facts.camera.is_some() && row.camera != sealed.facts.camera
        || row.officer.is_some() && sealed.facts.officer.is_some() && row.officer != sealed.facts.officer
}
