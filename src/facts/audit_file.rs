//! The audit file: what to audit, where its inputs lie, which policies hold (contract, "The audit file").
//!
//! `audit.toml` is turned once into these validated settings; nothing else sees its text. Used by the
//! commands.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use regex::bytes::Regex;

use super::declared::{ClockSettings, Covers, Vouched};
use super::mapping::Mapping;
use super::policy::Policies;
use super::source::SourceKind;
use crate::base::digest::Digest;
use crate::base::index::Table;

/// A whole audit file, every value checked.
#[derive(Debug, Clone)]
pub struct AuditFile {
    /// Where it is, as the user named it.
    pub path: PathBuf,
    /// Its folder, which all paths in it are relative to.
    pub folder: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// The department's name; the folder's, where the audit file has no `[department]`.
    pub department: String,
    /// The department's zone; reports are in UTC without one.
    pub zone: Option<TimeZone>,
    /// In the order of the file.
    pub archives: Table<ArchiveSettings>,
    /// In the order of [`SourceKind::ALL`], then of the file.
    pub sources: Table<SourceSettings>,
    /// Corrections of clocks, in the order of the file.
    pub clocks: Table<ClockSettings>,
    /// What holds when.
    pub policies: Policies,
}

/// One `[[archive]]`.
#[derive(Debug, Clone)]
pub struct ArchiveSettings {
    /// As the audit file names it.
    pub root_name: String,
    /// Where it is.
    pub root: PathBuf,
    /// The chain that the audit file names; `None`: `chain.jsonl` in the root, if there.
    pub chain: Option<PathBuf>,
    /// A glob of anchors, resolved against the audit file's folder.
    pub anchor: Option<String>,
    /// The key that anchors must be signed with.
    pub public_key: Option<PathBuf>,
    /// The manifest of others that its files are held against where there is no chain; `None`: what is found.
    pub manifest: Option<PathBuf>,
    /// What the names of its files tell.
    pub file_name: Option<Regex>,
    /// The time of which it is to hold the footage.
    pub covers: Option<Covers>,
    /// Who vouches that all of it is there.
    pub complete: Option<Vouched>,
}

impl ArchiveSettings {
    /// An archive that no audit file names: its chain lies in the root, and its files' names tell nothing.
    pub fn of_root(root: &Path) -> Self {
        Self {
            root_name: crate::base::path::ArchivePath::from_relative(root).to_string(),
            root: root.to_path_buf(),
            chain: None,
            anchor: None,
            public_key: None,
            manifest: None,
            file_name: None,
            covers: None,
            complete: None,
        }
    }
}

impl AuditFile {
    /// The IANA name of the department's zone.
    pub fn zone_name(&self) -> Option<&str> {
        self.zone.as_ref().and_then(TimeZone::iana_name)
    }
}

/// One source: `[[lightbar]]`, `[[contacts]]`, ….
#[derive(Debug, Clone)]
pub struct SourceSettings {
    /// Which.
    pub kind: SourceKind,
    /// Globs, as written.
    pub files: Vec<String>,
    /// The zone of its times without offset.
    pub zone: Option<TimeZone>,
    /// How its tables are read.
    pub mapping: Mapping,
    /// What it was asked for.
    pub covers: Option<Covers>,
    /// Who vouches that all of it is there.
    pub complete: Option<Vouched>,
}
