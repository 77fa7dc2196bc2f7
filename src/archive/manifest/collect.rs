//! Gathers what the manifests of one archive list, and notices where they contradict each other.

use std::path::Path;

use super::place::{Disk, Place};
use super::{Check, Defect, DefectKind, Fault, ManifestFile, Manifests, Parsed, Row};
use crate::archive::checksum::{Algorithm, Checksum};
use crate::archive::disk::read_whole;
use crate::base::digest::Digest;
use crate::base::index::Ix;
use crate::base::path::ArchivePath;

/// More than any manifest needs: some five million lines. In bytes.
pub(super) const LARGEST: u64 = 1024 * 1024 * 1024;

/// Manifests while they are read.
pub(super) struct Collector<'a> {
    pub(super) root: &'a Path,
    /// What names of files are shown relative to.
    pub(super) shown_from: &'a Path,
    pub(super) disk: Disk<'a>,
    pub(super) manifests: Manifests,
}

impl Collector<'_> {
    /// Adds a manifest of the archive and returns the place that stands for the manifest from now on.
    pub(super) fn file(&mut self, path: &ArchivePath) -> Ix<ManifestFile> {
        self.add(&path.under(self.root), Some(path.clone()))
    }

    /// Adds a manifest that lies outside of the archive.
    pub(super) fn file_outside(&mut self, path: &Path) -> Ix<ManifestFile> {
        self.add(path, None)
    }

    fn add(&mut self, shown: &Path, path: Option<ArchivePath>) -> Ix<ManifestFile> {
        let name = ArchivePath::from_relative(shown.strip_prefix(self.shown_from).unwrap_or(shown));
        self.manifests.files.push(ManifestFile { name, path, read: None, rows: (0, 0), from_root: false, weak: None })
    }

    /// Adds and reads a manifest (or another file of a bag) that lies in the archive. `None`: the file cannot be
    /// read, and the report says so.
    pub(super) fn open(&mut self, path: &ArchivePath) -> (Ix<ManifestFile>, Option<Vec<u8>>) {
        let file = self.file(path);
        self.manifests.own.insert(path.clone(), file);
        match read_whole(self.root, path, LARGEST) {
            Ok(bytes) => {
                self.was_read(file, &bytes);
                (file, Some(bytes))
            }
            Err(error) => {
                self.fault(file, None, format!("could not be read: {error}"));
                (file, None)
            }
        }
    }

    /// Remembers what was read of a manifest.
    pub(super) fn was_read(&mut self, file: Ix<ManifestFile>, bytes: &[u8]) {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.manifests.files[file].read = Some((size, Digest::of(bytes)));
    }

    /// Notes that something in a manifest cannot be used.
    pub(super) fn fault(&mut self, file: Ix<ManifestFile>, line: Option<u64>, text: impl Into<String>) {
        self.defect(DefectKind::Unusable, file, line, None, text);
    }

    pub(super) fn defect(
        &mut self,
        kind: DefectKind,
        file: Ix<ManifestFile>,
        line: Option<u64>,
        path: Option<ArchivePath>,
        text: impl Into<String>,
    ) {
        self.manifests.defects.push(Defect { kind, file, line, path, text: text.into() });
    }

    /// Notes that a name leads out of the archive.
    pub(super) fn escape(&mut self, file: Ix<ManifestFile>, line: u64, name: &[u8], why: &str) {
        let path = ArchivePath::from_bytes(name);
        let text = format!("names {path}: {why}; it was never opened");
        self.defect(DefectKind::Escape, file, Some(line), Some(path), text);
    }

    /// Notes that the names of a manifest in a folder are relative to the root.
    pub(super) fn is_from_root(&mut self, file: Ix<ManifestFile>) {
        self.manifests.files[file].from_root = true;
    }

    /// A whole manifest whose names are relative to `folder`.
    pub(super) fn list_all(&mut self, file: Ix<ManifestFile>, folder: &[u8], parsed: Parsed) {
        self.judge_content(file, &parsed);
        for row in &parsed.rows {
            self.list(file, folder, row);
        }
        self.faults(file, parsed.faults);
    }

    pub(super) fn faults(&mut self, file: Ix<ManifestFile>, faults: Vec<Fault>) {
        for Fault { line, text } in faults {
            self.fault(file, line, text);
        }
    }

    /// Notes how many rows of a manifest can be used, whether the manifest lists nothing, and whether its hashes are
    /// weak.
    pub(super) fn judge_content(&mut self, file: Ix<ManifestFile>, parsed: &Parsed) {
        if parsed.rows.is_empty() && parsed.faults.is_empty() {
            self.fault(file, None, "is empty: it lists no file");
        }
        let best = |row: &Row| row.checksums.iter().flatten().map(Checksum::algorithm).max();
        let weak = parsed.rows.iter().filter_map(best).filter(|best| best.is_weak()).min();
        let count = |length| u64::try_from(length).unwrap_or(u64::MAX);
        let manifest = &mut self.manifests.files[file];
        manifest.weak = weak;
        manifest.rows = (count(parsed.rows.len()), count(parsed.faults.len()));
    }

    /// The file that one row lists; `None`: the name is no file of the archive, and the report says so.
    pub(super) fn list(&mut self, file: Ix<ManifestFile>, folder: &[u8], row: &Row) -> Option<ArchivePath> {
        let name = row.names.first().map(Vec::as_slice).unwrap_or_default();
        let path = match self.disk.place(folder, &row.names) {
            Place::At(path) | Place::Backslashes(path) => path,
            Place::Escape(why) => {
                self.escape(file, row.line, name, &why);
                return None;
            }
            Place::Unusable(why) => {
                let text = format!("names {}: {why}", super::text::shown(name));
                self.fault(file, Some(row.line), text);
                return None;
            }
        };
        let itself = self.manifests.own.get(&path) == Some(&file);
        let listed = self.manifests.listed.entry(path.clone()).or_default();
        if itself {
            // `sha256sum * > SHA256SUMS` lists the list while it is empty: no list can hold its own hash
            listed.checks.push(Check { file, line: row.line, checksum: None });
            return Some(path);
        }
        listed.size = listed.size.or(row.size);
        let mut contradicted: Vec<(Algorithm, Ix<ManifestFile>, u64)> = Vec::new();
        for checksum in &row.checksums {
            let other = listed.checks.iter().find(|check| contradicts(check.checksum.as_ref(), checksum.as_ref()));
            contradicted
                .extend(checksum.as_ref().zip(other).map(|(sum, other)| (sum.algorithm(), other.file, other.line)));
            listed.checks.push(Check { file, line: row.line, checksum: checksum.clone() });
        }
        for (algorithm, other, line) in contradicted {
            let text =
                format!("lists {path} with another {algorithm} than {}", self.manifests.source(other, Some(line)));
            self.defect(DefectKind::Unusable, file, Some(row.line), Some(path.clone()), text);
        }
        Some(path)
    }
}

fn contradicts(one: Option<&Checksum>, other: Option<&Checksum>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one.algorithm() == other.algorithm() && one != other)
}
