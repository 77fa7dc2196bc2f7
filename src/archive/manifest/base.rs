//! What the names in a list are relative to: the folder of the list, or the root.
//!
//! Most lists are written where they lie, some from the root and then put into a folder (`checksums/`). To take
//! the one for the other accuses: a file that nothing lists would be held against the hash of a namesake, and
//! the file that is listed would never be missed. So it is decided for a whole list at once, its own folder
//! comes first, and the root has to be shown. Taken for relative to its folder in error, a list costs little:
//! its files are recognised by their bytes and `moved`. Used by `find`.

use std::path::Path;

use super::place::{Disk, Place};
use super::{Parsed, Row};
use crate::archive::checksum::Checksum;
use crate::archive::disk::{Examine, examine_with};
use crate::base::path::ArchivePath;
use crate::base::progress::Silent;
use crate::facts::files::{Bytes, ListedFile};

/// A list in a folder of the archive.
pub(super) struct List<'a> {
    pub(super) root: &'a Path,
    pub(super) disk: &'a Disk<'a>,
    /// Its folder with its `/`; empty: the root.
    pub(super) folder: &'a [u8],
    /// The name of the file whose sidecar its own name makes it.
    pub(super) target: Option<&'a [u8]>,
    pub(super) parsed: &'a Parsed,
}

impl List<'_> {
    /// Whether its names are relative to the root rather than to its folder: where every name leads back into
    /// its folder (`night/a` in `night/SHA256SUMS`), or where more of its files are there than in its folder,
    /// and one of them has the bytes that are listed. One name alone shows that only if it leads through a folder; the
    /// name in a sidecar never does.
    pub(super) fn is_relative_to_root(&self) -> bool {
        let rows = &self.parsed.rows;
        let own = rows.iter().filter(|row| self.may_lie_in_folder(row)).count();
        if self.folder.is_empty() || own == rows.len() {
            return false;
        }
        let leads_back = |row: &Row| self.place(b"", row).is_some_and(|path| path.as_bytes().starts_with(self.folder));
        if own == 0 && rows.iter().all(leads_back) {
            return true;
        }
        let from_root: Vec<(ListedFile, &Row)> =
            rows.iter().filter_map(|row| Some((self.at_root(row)?, row))).collect();
        let enough = match from_root.as_slice() {
            [] => false,
            [(file, _)] => rows.len() == 1 && file.path.as_bytes().contains(&b'/'),
            several => several.len() > own,
        };
        enough && !self.is_sidecar() && self.one_has_its_bytes(from_root)
    }

    /// By its name, and because its file lies beside it or is what it lists.
    fn is_sidecar(&self) -> bool {
        let Some(target) = self.target else { return false };
        let names_target = |row: &Row| {
            let last = |name: &Vec<u8>| name.rsplit(|byte| *byte == b'/').next() == Some(target);
            row.names.iter().any(last)
        };
        self.disk.holds(&[self.folder, target].concat()) || self.parsed.rows.iter().all(names_target)
    }

    fn place(&self, folder: &[u8], row: &Row) -> Option<ArchivePath> {
        match self.disk.place(folder, &row.names) {
            Place::At(path) | Place::Backslashes(path) => Some(path),
            Place::Escape(_) | Place::Unusable(_) => None,
        }
    }

    /// What could not be looked at may hold it.
    fn may_lie_in_folder(&self, row: &Row) -> bool {
        let path = self.place(self.folder, row);
        path.is_some_and(|path| self.disk.holds(path.as_bytes()) || self.disk.hides(path.as_bytes()))
    }

    fn at_root(&self, row: &Row) -> Option<ListedFile> {
        let path = self.place(b"", row)?;
        Some(ListedFile { size: self.disk.size(path.as_bytes())?, path })
    }

    /// Reads files until one is what its row lists, the smallest first: commonly the first.
    fn one_has_its_bytes(&self, mut files: Vec<(ListedFile, &Row)>) -> bool {
        files.sort_by(|(a, _), (b, _)| (a.size, &a.path).cmp(&(b.size, &b.path)));
        files.into_iter().any(|(file, row)| {
            let Some(listed) = row.checksums.iter().flatten().max() else { return false };
            let how = Examine { hash: true, probe: false };
            let examined = examine_with(self.root, &[file], how, &[listed.algorithm()], &Silent);
            examined.iter().any(|(file, checksums)| match &file.bytes {
                Bytes::Hashed(digest) => checksums.contains(listed) || Checksum::from(*digest) == *listed,
                Bytes::NotHashed | Bytes::Unreadable(_) => false,
            })
        })
    }
}
