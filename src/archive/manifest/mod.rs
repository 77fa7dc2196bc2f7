//! Manifests that others wrote: what an archive without a chain is held against (contract, "Other manifests").
//!
//! One way in: [`find()`] reads every manifest of an archive, [`compare()`] holds the files on disk against
//! them, both ways. Nothing that a manifest says is ever opened or fetched: its paths are only looked up in
//! the listing of the root, so that one that leads out of the archive leads nowhere. Whatever cannot be
//! used is a [`Defect`], all of them are listed, and none of them is silent.
//!
//! Inside: `text` (lines and encodings) → one parser per dialect (`sums`, `hashdeep`, `bag` with its `tags`) → `base`
//! and `place` (what names are relative to, and which file one means) → `collect` (what is listed, and whether the
//! lists agree). Used by `scan` and `verify`; `findings` says what came of it.

mod bag;
mod base;
mod collect;
mod compare;
mod find;
mod hashdeep;
mod place;
mod same_name;
mod sums;
mod tags;
mod text;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use compare::Compared;
pub use compare::compare;
pub(crate) use find::ManifestError;
pub use find::find;

use crate::archive::checksum::{Algorithm, Checksum};
use crate::base::digest::Digest;
use crate::base::index::{Ix, Table};
use crate::base::path::ArchivePath;

/// Everything that the manifests of one archive say.
#[derive(Debug, Default)]
pub struct Manifests {
    /// The files that were read: lists of hashes, and of a bag the other files of its form too.
    pub files: Table<ManifestFile>,
    /// What they list.
    pub listed: BTreeMap<ArchivePath, Listed>,
    /// What is wrong with the manifests themselves, in order of manifest and line.
    pub defects: Vec<Defect>,
    /// Those that lie in the archive. They are the yardstick: they do not count as unlisted.
    own: BTreeMap<ArchivePath, Ix<ManifestFile>>,
    /// The payload folders of bags: nothing in them may be unlisted.
    payloads: BTreeSet<ArchivePath>,
}

/// One manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestFile {
    /// As the audit file (or the command line) leads to it.
    pub name: ArchivePath,
    /// Where in the archive it lies, if there.
    pub path: Option<ArchivePath>,
    /// Its size in bytes and the SHA-256 of what was read; `None`: it could not be read.
    pub read: Option<(u64, Digest)>,
    /// The rows that can be used, and the lines that cannot.
    pub rows: (u64, u64),
    /// Its names were read relative to the root, though it lies in a folder.
    pub from_root: bool,
    /// The weak hash that it relies on.
    pub weak: Option<Algorithm>,
}

/// What the manifests say of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// Its hashes; empty where none is of a kind that is known here.
    pub checks: Vec<Check>,
    /// Its size in bytes, where a manifest says it.
    pub size: Option<u64>,
    /// From where it was still to be fetched, which is never done.
    pub fetch: Option<Fetch>,
}

/// What the `fetch.txt` of a bag says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    /// The `fetch.txt`.
    pub file: Ix<ManifestFile>,
    /// The line, from 1.
    pub line: u64,
    /// From where.
    pub url: String,
}

/// One hash of one file in one manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The manifest.
    pub file: Ix<ManifestFile>,
    /// The line, from 1.
    pub line: u64,
    /// The value; `None`: of a kind that is not known here.
    pub checksum: Option<Checksum>,
}

/// What is wrong with a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefectKind {
    /// All or a line of it cannot be used, so the audit is incomplete.
    Unusable,
    /// A name leads out of the archive.
    Escape,
    /// A file is listed twice.
    ListedTwice,
    /// A bag holds more or less than it says of itself.
    OtherContent,
    /// A file of a bag stands in one of its manifests and not in another, so the audit is incomplete.
    NotInAll,
}

/// Something wrong with a manifest itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// What it is.
    pub kind: DefectKind,
    /// The manifest.
    pub file: Ix<ManifestFile>,
    /// The line, from 1, where it is one line's.
    pub line: Option<u64>,
    /// The file that it is about, where it is not the manifest itself.
    pub path: Option<ArchivePath>,
    /// In plain words.
    pub text: String,
}

impl Manifests {
    /// Whether there is none at all: then the archive is unsealed.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The hashes beside SHA-256 that a comparison needs.
    pub fn algorithms(&self) -> Vec<Algorithm> {
        let checks = self.listed.values().flat_map(|listed| &listed.checks);
        let algorithms = checks.filter_map(|check| Some(check.checksum.as_ref()?.algorithm()));
        let used: BTreeSet<Algorithm> = algorithms.filter(|used| *used != Algorithm::Sha256).collect();
        used.into_iter().collect()
    }

    /// The SHA-256 that is listed for a path.
    pub fn sha256_of(&self, path: &ArchivePath) -> Option<Digest> {
        self.listed.get(path)?.checks.iter().find_map(|check| check.checksum.as_ref()?.to_digest())
    }

    /// Whether a path is listed.
    pub fn lists(&self, path: &ArchivePath) -> bool {
        self.listed.contains_key(path)
    }

    /// Whether a path is that of a manifest.
    pub fn holds(&self, path: &ArchivePath) -> bool {
        self.own.contains_key(path)
    }

    /// `SHA256SUMS:3`, as reports name the row of a check.
    pub fn source(&self, file: Ix<ManifestFile>, line: Option<u64>) -> String {
        let name = &self.files[file].name;
        line.map_or_else(|| name.to_string(), |line| format!("{name}:{line}"))
    }
}

/// What a parser found: rows that can be used, and lines that cannot.
#[derive(Debug, Default, PartialEq, Eq)]
struct Parsed {
    rows: Vec<Row>,
    faults: Vec<Fault>,
}

/// What one line lists.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    /// From 1.
    line: u64,
    /// What the name may mean, the likeliest first; never empty.
    names: Vec<Vec<u8>>,
    checksums: Vec<Option<Checksum>>,
    size: Option<u64>,
}

/// Why a line (or all of it: `None`) cannot be used.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    line: Option<u64>,
    text: String,
}

impl Parsed {
    fn fault(&mut self, line: u64, text: impl Into<String>) {
        self.faults.push(Fault { line: Some(line), text: text.into() });
    }
}
