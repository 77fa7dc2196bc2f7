//! Which file of the archive a name in a manifest means, if any.
//!
//! Looks in the listing of the root and nowhere else: no name is ever opened. So one that is absolute,
//! climbs out with `..`, holds a NUL or passes a symbolic link is told apart from one that is merely not
//! there (`manifest-path-escape`: contract, "Other manifests").

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::base::path::ArchivePath;
use crate::facts::files::{Listing, NotAFile};

/// What lies under the root, for looking names up.
pub(super) struct Disk<'a> {
    files: BTreeMap<&'a [u8], u64>,
    links: BTreeSet<&'a [u8]>,
    /// Folders and entries that could not be looked at.
    hidden: Vec<&'a [u8]>,
}

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A path in the archive, whether or not a file is there.
    At(ArchivePath),
    /// The same, written with `\` between its folders; a file is there.
    Backslashes(ArchivePath),
    /// Out of the archive, or through a link; why.
    Escape(String),
    /// No name of a file; why.
    Unusable(&'static str),
}

impl<'a> Disk<'a> {
    pub(super) fn new(listing: &'a Listing) -> Self {
        let links = listing.not_files.iter().filter(|(_, what)| *what == NotAFile::SymbolicLink);
        Self {
            files: listing.files.iter().map(|file| (file.path.as_bytes(), file.size)).collect(),
            links: links.map(|(path, _)| path.as_bytes()).collect(),
            hidden: listing.unreadable.iter().map(|(path, _)| path.as_bytes()).collect(),
        }
    }

    /// Whether a regular file is there.
    pub(super) fn holds(&self, path: &[u8]) -> bool {
        self.files.contains_key(path)
    }

    /// The size in bytes of the regular file that is there.
    pub(super) fn size(&self, path: &[u8]) -> Option<u64> {
        self.files.get(path).copied()
    }

    /// Whether it lies where nobody could look.
    pub(super) fn hides(&self, path: &[u8]) -> bool {
        self.hidden.iter().any(|above| lies_in(path, above))
    }

    /// Whether something in a folder (with its `/`) could not be looked at: a hidden place in or above it, or a
    /// symbolic link, which is never followed.
    pub(super) fn hides_in(&self, folder: &[u8]) -> bool {
        let links = self.links.iter().any(|link| link.starts_with(folder));
        links || self.hides(folder) || self.hidden.iter().any(|hidden| hidden.starts_with(folder))
    }

    /// The files whose paths begin so, with their sizes in bytes.
    pub(super) fn beneath<'b>(&'b self, prefix: &'b [u8]) -> impl Iterator<Item = (&'a [u8], u64)> + 'b {
        let from = self.files.range::<[u8], _>((Bound::Included(prefix), Bound::Unbounded));
        let from = from.map(|(path, size)| (*path, *size));
        from.take_while(move |(path, _)| path.starts_with(prefix))
    }

    /// What names mean that are relative to a folder of the archive (empty: the root): the first of them
    /// that is there, else the first.
    pub(super) fn place(&self, folder: &[u8], names: &[Vec<u8>]) -> Place {
        let mut first = None;
        for name in names {
            let place = self.locate(folder, name);
            match &place {
                Place::At(path) if self.holds(path.as_bytes()) => return place,
                Place::Escape(_) if first.is_none() => return place,
                _ => {}
            }
            first = first.or(Some((name, place)));
        }
        let Some((name, place)) = first else { return Place::Unusable("it names no file") };
        self.as_windows(folder, name).unwrap_or(place)
    }

    /// A name that is not there as it stands, read as Windows would.
    fn as_windows(&self, folder: &[u8], name: &[u8]) -> Option<Place> {
        if let [drive, b':', b'/' | b'\\', ..] = name
            && drive.is_ascii_alphabetic()
        {
            return Some(Place::Escape("it is an absolute path of Windows".to_owned()));
        }
        if !name.contains(&b'\\') {
            return None;
        }
        let slashes: Vec<u8> = name.iter().map(|byte| if *byte == b'\\' { b'/' } else { *byte }).collect();
        match self.locate(folder, &slashes) {
            Place::At(path) if self.holds(path.as_bytes()) => Some(Place::Backslashes(path)),
            escape @ Place::Escape(_) => Some(escape),
            _ => None,
        }
    }

    fn locate(&self, folder: &[u8], name: &[u8]) -> Place {
        let escape = |why: &str| Place::Escape(why.to_owned());
        if name.contains(&0) {
            return escape("it holds a NUL, which no file name can");
        }
        if name.starts_with(b"/") {
            return escape("it is an absolute path");
        }
        let mut path = folder.strip_suffix(b"/").unwrap_or(folder).to_vec();
        for component in name.split(|byte| *byte == b'/') {
            match component {
                b"" | b"." => continue,
                b".." if path.is_empty() => return escape("it climbs out of the archive with `..`"),
                b".." => path.truncate(path.iter().rposition(|byte| *byte == b'/').unwrap_or(0)),
                _ => {
                    if !path.is_empty() {
                        path.push(b'/');
                    }
                    path.extend_from_slice(component);
                    if self.links.contains(path.as_slice()) {
                        let link = ArchivePath::from_bytes(&path);
                        return Place::Escape(format!("it passes the symbolic link {link}"));
                    }
                }
            }
        }
        if path.is_empty() || name.ends_with(b"/") {
            return Place::Unusable("it names a folder");
        }
        Place::At(ArchivePath::from_bytes(&path))
    }
}

/// Whether a path is another (empty: the root), or lies in it.
pub(super) fn lies_in(path: &[u8], above: &[u8]) -> bool {
    let rest = path.strip_prefix(above);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/") || above.is_empty())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::facts::files::ListedFile;

    fn listing() -> Listing {
        let file = |path: &str| ListedFile { path: ArchivePath::from_bytes(path.as_bytes()), size: 1 };
        let link = |path: &str| (ArchivePath::from_bytes(path.as_bytes()), NotAFile::SymbolicLink);
        Listing {
            files: vec![file("C:\\odd"), file("a"), file("night/b"), file("night/c\\d"), file("night/~x")],
            not_files: vec![link("link"), link("night/out"), (ArchivePath::from_bytes(b"pipe"), NotAFile::Special)],
            unreadable: Vec::new(),
        }
    }

    fn shown(place: &Place) -> String {
        match place {
            Place::At(path) => format!("at {path}"),
            Place::Backslashes(path) => format!("backslashes {path}"),
            Place::Escape(why) => format!("escape: {why}"),
            Place::Unusable(why) => format!("unusable: {why}"),
        }
    }

    #[rstest]
    #[case("", "a", "at a")]
    #[case("", "././/a", "at a")]
    #[case("", "night/../a", "at a")]
    #[case("night", "b", "at night/b")]
    #[case("night/", "../a", "at a")]
    #[case("", "pipe", "at pipe")]
    #[case("", "~/x", "at ~/x")]
    #[case("", "gone", "at gone")]
    #[case("", "/a", "escape: it is an absolute path")]
    #[case("", "//a", "escape: it is an absolute path")]
    #[case("", "../a", "escape: it climbs out of the archive with `..`")]
    #[case("", "a/../../b", "escape: it climbs out of the archive with `..`")]
    #[case("night", "../../a", "escape: it climbs out of the archive with `..`")]
    #[case("", "a\0b", "escape: it holds a NUL, which no file name can")]
    #[case("", "link", "escape: it passes the symbolic link link")]
    #[case("", "link/../a", "escape: it passes the symbolic link link")]
    #[case("", "night/out/x/y", "escape: it passes the symbolic link night/out")]
    #[case("night", "out/x", "escape: it passes the symbolic link night/out")]
    #[case("", "", "unusable: it names a folder")]
    #[case("", "./", "unusable: it names a folder")]
    #[case("", "night/..", "unusable: it names a folder")]
    #[case("", "night/", "unusable: it names a folder")]
    // what Windows writes
    #[case("", "night\\b", "backslashes night/b")]
    #[case("", "night/c\\d", "at night/c\\\\d")]
    #[case("", "night\\gone", "at night\\\\gone")]
    #[case("", "C:\\odd", "at C:\\\\odd")]
    #[case("", "C:\\a", "escape: it is an absolute path of Windows")]
    #[case("", "d:/a", "escape: it is an absolute path of Windows")]
    #[case("", "\\\\server\\a", "escape: it is an absolute path")]
    #[case("", "..\\a", "escape: it climbs out of the archive with `..`")]
    #[case("", "link\\a", "escape: it passes the symbolic link link")]
    fn names(#[case] folder: &str, #[case] name: &str, #[case] expected: &str) {
        let listing = listing();
        let place = Disk::new(&listing).place(folder.as_bytes(), &[name.as_bytes().to_vec()]);
        assert_eq!(shown(&place), expected);
    }

    #[rstest]
    #[case(&["gone", "a"], "at a")]
    #[case(&["gone", "lost"], "at gone")]
    #[case(&["/etc/passwd", "a"], "escape: it is an absolute path")]
    #[case(&["gone", "/etc/passwd"], "at gone")]
    fn several_readings(#[case] names: &[&str], #[case] expected: &str) {
        let listing = listing();
        let names: Vec<Vec<u8>> = names.iter().map(|name| name.as_bytes().to_vec()).collect();
        assert_eq!(shown(&Disk::new(&listing).place(b"", &names)), expected);
    }

    #[test]
    fn what_lies_beneath() {
        let listing = listing();
        let disk = Disk::new(&listing);
        let found: Vec<&[u8]> = disk.beneath(b"night/").map(|(path, _)| path).collect();
        assert_eq!(found, [b"night/b".as_slice(), b"night/c\\d", b"night/~x"]);
    }
}
