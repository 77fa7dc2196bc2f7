//! Finds the manifests of an archive and reads them.
//!
//! By name (contract, "Other manifests"): `SHA256SUMS`, `sha256sums.txt` and `*.sha256` in any folder, hashdeep's
//! files by their header, and every folder with a `bagit.txt` as a bag. The payload of a bag is the bag's
//! affair: no other manifest is looked for there. What lies beside it is not: a `bagit.txt` that is dropped into an
//! archive switches no list off. Or the one that the user names, and no other.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::base::List;
use super::collect::{Collector, LARGEST};
use super::place::{Disk, Place};
use super::{ManifestFile, Manifests, bag, hashdeep, sums};
use crate::archive::checksum::Algorithm;
use crate::archive::disk::read_start;
use crate::base::index::Ix;
use crate::base::path::ArchivePath;
use crate::facts::files::Listing;

/// Why the manifest that the user named cannot be used at all.
#[derive(Debug, Error)]
pub enum ManifestError {
    /// It cannot be read.
    #[error("cannot read the manifest {}: {source}; name a file that is there, or none", path.display())]
    Unreadable {
        /// As the user named it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Reads the manifests of the archive under `root`: `named`, if there is one, else all that are found. Their
/// names are shown relative to `shown_from`.
///
/// # Errors
/// Where `named` cannot be read. Everything that is wrong with a manifest that was read, and one that was
/// found and cannot be read, is in [`Manifests::defects`].
pub fn find(
    root: &Path,
    listing: &Listing,
    named: Option<&Path>,
    shown_from: &Path,
) -> Result<Manifests, ManifestError> {
    let mut collector = Collector { root, shown_from, disk: Disk::new(listing), manifests: Manifests::default() };
    match named {
        Some(named) => read_named(&mut collector, named)?,
        None => read_found(&mut collector, listing),
    }
    collector.manifests.defects.sort_by_key(|defect| (defect.file, defect.line));
    Ok(collector.manifests)
}

fn read_found(collector: &mut Collector<'_>, listing: &Listing) {
    let bags = bag::folders(listing);
    for folder in &bags {
        bag::read(collector, folder);
    }
    for file in &listing.files {
        let path = file.path.as_bytes();
        if bags.iter().any(|folder| bag::is_payload(folder, path)) || collector.manifests.holds(&file.path) {
            continue;
        }
        let (_, name) = split(path);
        let found = sums::by_name(name).algorithm == Some(Algorithm::Sha256)
            || may_be_hashdeep(path) && begins_as_hashdeep(collector.root, &file.path);
        if found {
            read_one(collector, &file.path);
        }
    }
}

/// Reads a manifest that lies in the archive.
fn read_one(collector: &mut Collector<'_>, path: &ArchivePath) {
    if let (file, Some(bytes)) = collector.open(path) {
        let (folder, name) = split(path.as_bytes());
        list(collector, file, folder, name, &bytes);
    }
}

/// Reads the manifest that the user names. In the archive its own folder comes first for what its names
/// are relative to; else it is the root.
fn read_named(collector: &mut Collector<'_>, named: &Path) -> Result<(), ManifestError> {
    let unreadable = |source| ManifestError::Unreadable { path: named.to_owned(), source };
    let Some(path) = inside(collector.root, named).map_err(unreadable)? else {
        let bytes = read_outside(named).map_err(unreadable)?;
        let file = collector.file_outside(named);
        collector.was_read(file, &bytes);
        let name = ArchivePath::from_relative(Path::new(named.file_name().unwrap_or_default()));
        list(collector, file, b"", name.as_bytes(), &bytes);
        return Ok(());
    };
    let (folder, name) = split(path.as_bytes());
    let declaration = [folder, b"bagit.txt"].concat();
    if bag::is_declaration(name) || bag::is_manifest(name) && collector.disk.holds(&declaration) {
        bag::read(collector, folder);
    } else if collector.disk.holds(path.as_bytes()) {
        read_one(collector, &path);
    } else {
        let why = "it is no regular file of the archive (a symbolic link is never followed)";
        return Err(unreadable(io::Error::other(why)));
    }
    Ok(())
}

/// The path relative to the root of what lies under it.
fn inside(root: &Path, named: &Path) -> io::Result<Option<ArchivePath>> {
    let parent = named.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (root, parent) = (root.canonicalize()?, parent.canonicalize()?);
    let name = named.file_name().ok_or_else(|| io::Error::other("it is no file"))?;
    Ok(parent.strip_prefix(root).ok().map(|folder| ArchivePath::from_relative(&folder.join(name))))
}

fn read_outside(named: &Path) -> io::Result<Vec<u8>> {
    if !std::fs::metadata(named)?.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    let mut bytes = Vec::new();
    File::open(named)?.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a list of hashes of whatever dialect.
fn list(collector: &mut Collector<'_>, file: Ix<ManifestFile>, folder: &[u8], name: &[u8], bytes: &[u8]) {
    let parsed = if hashdeep::is_hashdeep(bytes) {
        let disk = &collector.disk;
        hashdeep::parse(bytes, &|name| [folder, b""].iter().any(|folder| there(disk, folder, &[name.to_vec()])))
    } else {
        sums::parse(bytes, sums::by_name(name))
    };
    let target = sums::by_name(name).target;
    let list = List { root: collector.root, disk: &collector.disk, folder, target, parsed: &parsed };
    let from_root = list.is_relative_to_root();
    if from_root {
        collector.is_from_root(file);
    }
    collector.list_all(file, if from_root { b"" } else { folder }, parsed);
}

fn there(disk: &Disk<'_>, folder: &[u8], names: &[Vec<u8>]) -> bool {
    match disk.place(folder, names) {
        Place::At(path) | Place::Backslashes(path) => disk.holds(path.as_bytes()),
        Place::Escape(_) | Place::Unusable(_) => false,
    }
}

/// The folder with its `/` (empty: the root), and the name.
fn split(path: &[u8]) -> (&[u8], &[u8]) {
    let start = path.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash.saturating_add(1));
    path.split_at_checked(start).unwrap_or((path, &[]))
}

fn begins_as_hashdeep(root: &Path, path: &ArchivePath) -> bool {
    // one that cannot be read is said to be unreadable in any case
    read_start(root, path, 32).is_ok_and(|bytes| hashdeep::is_hashdeep(&bytes))
}

/// Only what may well be such a list is looked into: hashdeep prescribes no name.
fn may_be_hashdeep(path: &[u8]) -> bool {
    let (folder, name) = split(path);
    let lower = name.to_ascii_lowercase();
    let ending = |ending: &[u8]| lower.ends_with(ending);
    lower.windows(8).any(|part| part == b"hashdeep")
        || folder.is_empty() && (!lower.contains(&b'.') || ending(b".txt") || ending(b".hash") || ending(b".hashes"))
}
