//! Bags: BagIt 0.97 (and what came before it) and 1.0, RFC 8493.
//!
//! Payload manifests list what lies under `data/`, tag manifests the rest; `bag-info.txt` says how much
//! payload there is, `fetch.txt` what was still to be fetched from elsewhere, which is never done. A bag whose
//! form is wrong is still compared as far as it goes, and every fault of it is said.

use std::collections::{BTreeMap, BTreeSet};

use super::collect::Collector;
use super::tags::{self, Declaration, Version};
use super::text::{LONGEST_LINE, TagEncoding, bag_lines, shown};
use super::{DefectKind, Fetch, ManifestFile, Parsed, Row};
use crate::archive::checksum::{Algorithm, Checksum};
use crate::base::index::Ix;
use crate::base::path::ArchivePath;
use crate::facts::files::Listing;

const DECLARATION: &[u8] = b"bagit.txt";

/// Whether a file of this name declares its folder a bag.
pub(super) fn is_declaration(name: &[u8]) -> bool {
    name == DECLARATION
}

/// Whether a file of this name is a manifest of a bag.
pub(super) fn is_manifest(name: &[u8]) -> bool {
    algorithm_name(name, b"manifest-").or_else(|| algorithm_name(name, b"tagmanifest-")).is_some()
}

/// The `sha256` of `manifest-sha256.txt`.
fn algorithm_name<'a>(name: &'a [u8], prefix: &[u8]) -> Option<&'a [u8]> {
    name.strip_prefix(prefix)?.strip_suffix(b".txt").filter(|name| !name.is_empty() && !name.contains(&b'/'))
}

/// The folders of bags, with their `/` (empty: the root): those with a `bagit.txt`, and those with a payload
/// manifest of a known hash beside a `data` folder, whose `bagit.txt` is gone. A bag in a payload is payload.
pub(super) fn folders(listing: &Listing) -> Vec<Vec<u8>> {
    let paths: BTreeSet<&[u8]> = listing.files.iter().map(|file| file.path.as_bytes()).collect();
    let mut folders: BTreeSet<&[u8]> = BTreeSet::new();
    for path in &paths {
        let start = path.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash.saturating_add(1));
        let Some((folder, name)) = path.split_at_checked(start) else { continue };
        let headless = || {
            let data = [folder, b"data/"].concat();
            algorithm_name(name, b"manifest-").and_then(Algorithm::from_name).is_some()
                && paths.range(data.as_slice()..).next().is_some_and(|path| path.starts_with(&data))
        };
        if is_declaration(name) || headless() {
            folders.insert(folder);
        }
    }
    let mut bags: Vec<Vec<u8>> = Vec::new();
    for folder in folders {
        if !bags.iter().any(|bag| is_payload(bag, folder)) {
            bags.push(folder.to_vec());
        }
    }
    bags
}

/// Whether a path lies in the payload of the bag in a folder.
pub(super) fn is_payload(folder: &[u8], path: &[u8]) -> bool {
    path.strip_prefix(folder).is_some_and(|path| path.starts_with(b"data/"))
}

/// Reads the bag in a folder.
pub(super) fn read(collector: &mut Collector<'_>, folder: &[u8]) {
    let bag = Bag { folder, payload: [folder, b"data/"].concat() };
    bag.read(collector);
}

struct Bag<'a> {
    /// With its `/`; empty: the root.
    folder: &'a [u8],
    /// `data/` in it.
    payload: Vec<u8>,
}

/// One manifest: its number and what it lists.
type List = (Ix<ManifestFile>, BTreeSet<ArchivePath>);

impl Bag<'_> {
    fn read(&self, collector: &mut Collector<'_>) {
        let (declared_in, declaration) = self.declaration(collector);
        collector.manifests.payloads.insert(ArchivePath::from_bytes(&self.payload));
        let names: Vec<Vec<u8>> = {
            let beneath = collector.disk.beneath(self.folder);
            let names = beneath.filter_map(|(path, _)| path.strip_prefix(self.folder));
            names.filter(|name| is_manifest(name)).map(<[u8]>::to_vec).collect()
        };
        let (mut payload_lists, mut tag_lists) = (Vec::new(), Vec::new());
        for name in &names {
            match algorithm_name(name, b"manifest-") {
                Some(algorithm) => payload_lists.push(self.manifest(collector, &declaration, name, algorithm, true)),
                None => {
                    let algorithm = algorithm_name(name, b"tagmanifest-").unwrap_or_default();
                    tag_lists.push(self.manifest(collector, &declaration, name, algorithm, false));
                }
            }
        }
        if payload_lists.is_empty() {
            let text = "declares a bag that has no payload manifest: no payload file could be checked";
            collector.fault(declared_in, None, text);
        }
        if declaration.version >= (1, 0) {
            let payload = payload_lists.iter().flat_map(|(_, listed)| listed.iter().cloned()).collect();
            listed_everywhere(collector, &payload_lists, &payload, "which another payload manifest does");
            let manifests = names.iter().filter(|name| algorithm_name(name, b"manifest-").is_some());
            let manifests = manifests.map(|name| self.path(name)).collect();
            listed_everywhere(collector, &tag_lists, &manifests, "though a tag manifest lists every payload manifest");
        }
        self.info(collector, &declaration);
        self.fetch(collector, &declaration, &payload_lists);
    }

    fn path(&self, name: &[u8]) -> ArchivePath {
        ArchivePath::from_bytes(&[self.folder, name].concat())
    }

    fn declaration(&self, collector: &mut Collector<'_>) -> (Ix<ManifestFile>, Declaration) {
        let path = self.path(DECLARATION);
        if !collector.disk.holds(path.as_bytes()) {
            let file = collector.file(&path);
            collector.fault(file, None, "is missing, though the folder is that of a bag");
            return (file, Declaration::default());
        }
        let (file, bytes) = collector.open(&path);
        let (declaration, faults) = bytes.map(|bytes| tags::declaration(&bytes)).unwrap_or_default();
        collector.faults(file, faults);
        (file, declaration)
    }

    /// The text of a tag file as UTF-8; what is no text in the declared encoding is said.
    fn text(
        &self,
        collector: &mut Collector<'_>,
        name: &[u8],
        encoding: TagEncoding,
    ) -> (Ix<ManifestFile>, Option<Vec<u8>>) {
        let (file, bytes) = collector.open(&self.path(name));
        let Some(bytes) = bytes else { return (file, None) };
        let (text, whole) = encoding.decode(&bytes);
        let text = text.into_owned();
        if !whole {
            collector.fault(file, None, "is not wholly in the encoding that `bagit.txt` declares");
        }
        (file, Some(text))
    }

    /// Reads one manifest and returns what the manifest lists.
    fn manifest(
        &self,
        collector: &mut Collector<'_>,
        declaration: &Declaration,
        name: &[u8],
        algorithm: &[u8],
        payload: bool,
    ) -> List {
        let (file, text) = self.text(collector, name, declaration.encoding);
        let Some(text) = text else { return (file, BTreeSet::new()) };
        let known = Algorithm::from_name(algorithm);
        if known.is_none() {
            let text = "is of a hash that is not known here: what it lists could only be looked for";
            collector.fault(file, None, text);
        }
        let mut parsed = parse(&text, known, declaration.version);
        if declaration.encoding == TagEncoding::Latin1 {
            // the names on disk may be in the encoding of the tag files, too
            for names in parsed.rows.iter_mut().map(|row| &mut row.names) {
                names.extend(names.iter().filter_map(|name| to_latin1(name)).collect::<Vec<_>>());
            }
        }
        collector.judge_content(file, &parsed);
        let mut listed: BTreeMap<ArchivePath, u64> = BTreeMap::new();
        for row in &parsed.rows {
            let Some(path) = self.list(collector, file, row) else { continue };
            if payload && !path.as_bytes().starts_with(&self.payload) {
                collector.fault(file, Some(row.line), format!("lists {path}, which is no payload (not under data/)"));
            }
            if let Some(first) = listed.insert(path.clone(), row.line) {
                let text = format!("lists {path} again, after line {first}");
                collector.defect(DefectKind::ListedTwice, file, Some(row.line), Some(path), text);
            }
        }
        collector.faults(file, parsed.faults);
        (file, listed.into_keys().collect())
    }

    /// What one row of a manifest lists; what only a shell would lead out of the bag counts as leading out.
    fn list(&self, collector: &mut Collector<'_>, file: Ix<ManifestFile>, row: &Row) -> Option<ArchivePath> {
        let name = row.names.first().map(Vec::as_slice).unwrap_or_default();
        if name.starts_with(b"~") && !collector.disk.holds(self.path(name).as_bytes()) {
            collector.escape(file, row.line, name, "a shell would expand it to a home folder");
            return None;
        }
        let path = collector.list(file, self.folder, row)?;
        if name.contains(&b'\\') && !path.as_bytes().contains(&b'\\') {
            let text = format!("writes `\\` between the folders of {path}, where a bag has `/`");
            collector.fault(file, Some(row.line), text);
        }
        if !path.as_bytes().starts_with(self.folder) {
            collector.fault(file, Some(row.line), format!("lists {path}, which lies outside the bag"));
        }
        Some(path)
    }

    /// Holds `Payload-Oxum` against the payload.
    fn info(&self, collector: &mut Collector<'_>, declaration: &Declaration) {
        let name: &[u8] = if declaration.version < (0, 96) { b"package-info.txt" } else { b"bag-info.txt" };
        if !collector.disk.holds(self.path(name).as_bytes()) {
            return;
        }
        let (file, text) = self.text(collector, name, declaration.encoding);
        let Some(text) = text else { return };
        let (oxums, faults) = tags::info(&text, declaration.version);
        collector.faults(file, faults);
        let sizes = collector.disk.beneath(&self.payload).map(|(_, size)| size);
        let (files, bytes) =
            sizes.fold((0_u64, 0_u64), |(files, bytes), size| (files.saturating_add(1), bytes.saturating_add(size)));
        let hidden = collector.disk.hides_in(&self.payload);
        for oxum in &oxums {
            if hidden && bytes <= oxum.bytes && files <= oxum.files {
                let text = "says how much payload there is (`Payload-Oxum`), which could not be checked: not all of \
                            the payload could be looked at";
                collector.fault(file, Some(oxum.line), text);
                continue;
            }
            if (oxum.bytes, oxum.files) == (bytes, files) {
                continue;
            }
            let payload = self.payload.strip_suffix(b"/").unwrap_or(&self.payload);
            let text = format!(
                "says that the payload is {} bytes in {} files (`Payload-Oxum`), and it is {bytes} bytes in {files} files",
                oxum.bytes, oxum.files
            );
            let payload = ArchivePath::from_bytes(payload);
            collector.defect(DefectKind::OtherContent, file, Some(oxum.line), Some(payload), text);
        }
    }

    /// Notes for each file of `fetch.txt` from where it was still to be fetched. If the file is not there, it is missing.
    fn fetch(&self, collector: &mut Collector<'_>, declaration: &Declaration, payload_lists: &[List]) {
        if !collector.disk.holds(self.path(b"fetch.txt").as_bytes()) {
            return;
        }
        let (file, text) = self.text(collector, b"fetch.txt", declaration.encoding);
        let Some(text) = text else { return };
        let (rows, faults) = tags::fetch(&text);
        for fetch in rows {
            let names = readings(&fetch.name, declaration.version);
            let row = Row { line: fetch.line, names, checksums: Vec::new(), size: None };
            let Some(path) = self.list(collector, file, &row) else { continue };
            if !payload_lists.iter().any(|(_, listed)| listed.contains(&path)) {
                let text = format!("names {path}, which no payload manifest lists");
                collector.fault(file, Some(fetch.line), text);
            }
            if let Some(listed) = collector.manifests.listed.get_mut(&path) {
                listed.fetch = Some(Fetch { file, line: fetch.line, url: fetch.url });
            }
        }
        collector.faults(file, faults);
    }
}

/// Since 1.0 every payload file is listed in every payload manifest, and every payload manifest in every tag
/// manifest (RFC 8493, sections 3 and 2.2.1).
fn listed_everywhere(collector: &mut Collector<'_>, lists: &[List], wanted: &BTreeSet<ArchivePath>, why: &str) {
    for (file, listed) in lists {
        for path in wanted.difference(listed) {
            let text = format!("does not list {path}, {why}");
            collector.defect(DefectKind::NotInAll, *file, None, Some(path.clone()), text);
        }
    }
}

/// Reads a manifest: `HASH NAME`, the hash in any case, white space between them.
fn parse(text: &[u8], algorithm: Option<Algorithm>, version: Version) -> Parsed {
    let mut parsed = Parsed::default();
    for line in bag_lines(text).filter(|line| !line.bytes.trim_ascii().is_empty()) {
        if line.bytes.len() > LONGEST_LINE {
            parsed.fault(line.number, "is longer than any name can be");
            continue;
        }
        let row = tags::cell(line.bytes).filter(|(_, name)| !name.is_empty()).and_then(|(digits, name)| {
            let checksum = match algorithm {
                Some(algorithm) => Some(Checksum::from_hex(algorithm, digits)?),
                None if digits.iter().all(u8::is_ascii_hexdigit) => None,
                None => return None,
            };
            let names = match name.strip_prefix(b"*") {
                // as `sha256sum --binary` writes it
                Some(plain) if !plain.is_empty() => {
                    [readings(plain, version), readings(name, version)].into_iter().flatten().collect()
                }
                _ => readings(name, version),
            };
            Some(Row { line: line.number, names, checksums: vec![checksum], size: None })
        });
        match row {
            Some(row) => parsed.rows.push(row),
            None => {
                let what = algorithm.map_or("hash", Algorithm::as_str);
                parsed.fault(line.number, format!("is no line of {what} and name: {}", shown(line.bytes)));
            }
        }
    }
    parsed
}

/// What a name may mean. CR, LF and since 1.0 `%` are written `%0D`, `%0A`, `%25`, and nothing else is
/// (RFC 8493, section 2.1.3); but not every writer does so.
fn readings(name: &[u8], version: Version) -> Vec<Vec<u8>> {
    let (breaks, all): (&[&[u8]], &[&[u8]]) = (&[b"0A", b"0D"], &[b"0A", b"0D", b"25"]);
    let mut readings = if version >= (1, 0) {
        vec![decode(name, all), name.to_vec(), decode(name, breaks)]
    } else {
        vec![decode(name, breaks), name.to_vec(), decode(name, all)]
    };
    readings.dedup();
    readings
}

/// The bytes that these characters are in ISO-8859-1.
fn to_latin1(name: &[u8]) -> Option<Vec<u8>> {
    std::str::from_utf8(name).ok()?.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}

/// Decodes those of the percent-encodings that are named.
fn decode(name: &[u8], codes: &[&[u8]]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((byte, after)) = rest.split_first() {
        let code = after
            .split_at_checked(2)
            .filter(|(code, _)| *byte == b'%' && codes.iter().any(|known| known.eq_ignore_ascii_case(code)));
        match code {
            Some((code, after)) => {
                let byte = std::str::from_utf8(code).ok().and_then(|code| u8::from_str_radix(code, 16).ok());
                plain.extend(byte);
                rest = after;
            }
            None => {
                plain.push(*byte);
                rest = after;
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::facts::files::ListedFile;

    #[rstest]
    #[case((1, 0), "a%0Ab", &["a\nb", "a%0Ab", "a\nb"])]
    #[case((1, 0), "a%0d%25b%20", &["a\r%b%20", "a%0d%25b%20", "a\r%25b%20"])]
    #[case((1, 0), "100%", &["100%"])]
    #[case((1, 0), "%250A", &["%0A", "%250A"])]
    #[case((0, 97), "100%25", &["100%25", "100%"])]
    #[case((0, 97), "a%0Ab", &["a\nb", "a%0Ab", "a\nb"])]
    fn percent(#[case] version: Version, #[case] name: &str, #[case] expected: &[&str]) {
        let found: Vec<String> =
            readings(name.as_bytes(), version).into_iter().map(|name| String::from_utf8(name).unwrap()).collect();
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case(&["bagit.txt", "data/a"], &[""])]
    #[case(&["manifest-md5.txt", "data/a"], &[""])]
    #[case(&["manifest-md5.txt", "a"], &[])]
    #[case(&["manifest-of-flight.txt", "data/a"], &[])]
    #[case(&["manifest-md5/x.txt", "data/a"], &[])]
    #[case(&["x/bagit.txt", "x/data/y/bagit.txt", "z/bagit.txt"], &["x/", "z/"])]
    #[case(&["bagit.txt", "other/bagit.txt"], &["", "other/"])]
    #[case(&["bagit.txt", "data/bagit.txt"], &[""])]
    #[case(&["xbagit.txt"], &[])]
    fn where_bags_are(#[case] files: &[&str], #[case] expected: &[&str]) {
        let file = |path: &&str| ListedFile { path: ArchivePath::from_bytes(path.as_bytes()), size: 0 };
        let listing = Listing { files: files.iter().map(file).collect(), ..Listing::default() };
        assert_eq!(folders(&listing), expected.iter().map(|folder| folder.as_bytes()).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), known in any::<bool>()) {
            parse(&bytes, known.then_some(Algorithm::Md5), (1, 0));
        }

        #[test]
        fn what_is_encoded_comes_back(name in "[ -~\r\n]{1,20}") {
            let encoded = name.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0a");
            prop_assert_eq!(readings(encoded.as_bytes(), (1, 0)).remove(0), name.into_bytes());
        }
    }
}
