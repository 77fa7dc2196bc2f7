//! The tag files of a bag: `bagit.txt`, `bag-info.txt`, `fetch.txt` (RFC 8493, sections 2.1.1, 2.2.2, 2.2.3).

use super::Fault;
use super::text::{LONGEST_LINE, TagEncoding, bag_lines, shown};

/// The version of the format: 0.93 to 0.97, which are read alike here, or 1.0.
pub(super) type Version = (u32, u32);

/// What `bagit.txt` declares; what cannot be read is as in a bag of today.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Declaration {
    pub(super) version: Version,
    pub(super) encoding: TagEncoding,
}

impl Default for Declaration {
    fn default() -> Self {
        Self { version: (1, 0), encoding: TagEncoding::Utf8 }
    }
}

const VERSION: &str = "BagIt-Version";
const ENCODING: &str = "Tag-File-Character-Encoding";

/// Reads `bagit.txt`: exactly these two lines, in this order, in UTF-8 without a byte-order mark.
pub(super) fn declaration(bytes: &[u8]) -> (Declaration, Vec<Fault>) {
    let mut declaration = Declaration::default();
    let mut faults = Vec::new();
    let mut fault = |line, text: String| faults.push(Fault { line: Some(line), text });
    let text = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => {
            fault(1, "begins with a byte-order mark, which `bagit.txt` must not have".to_owned());
            rest
        }
        None => bytes,
    };
    let mut lines = bag_lines(text).filter(|line| !line.bytes.is_empty());
    for label in [VERSION, ENCODING] {
        let Some(line) = lines.next() else {
            fault(1, format!("does not say its `{label}`"));
            continue;
        };
        let value = line.bytes.strip_prefix(label.as_bytes()).and_then(|rest| rest.strip_prefix(b": "));
        let value = value.and_then(|value| std::str::from_utf8(value).ok());
        let known = match (label, value) {
            (VERSION, Some(value)) => read_version(value).map(|version| declaration.version = version),
            (_, Some(value)) => TagEncoding::from_name(value).map(|encoding| declaration.encoding = encoding),
            (_, None) => None,
        };
        if known.is_none() {
            fault(line.number, format!("is no `{label}: …` that is known here: {}", shown(line.bytes)));
        }
    }
    for line in lines {
        fault(line.number, format!("does not belong in `bagit.txt`: {}", shown(line.bytes)));
    }
    (declaration, faults)
}

/// `M.N`, each of digits only, of a version that exists.
fn read_version(text: &str) -> Option<Version> {
    let (major, minor) = text.split_once('.')?;
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten();
    let version = (number(major)?, number(minor)?);
    ((0, 93)..=(0, 97)).contains(&version).then_some(version).or((version == (1, 0)).then_some(version))
}

/// What `Payload-Oxum` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Oxum {
    /// The line, from 1.
    pub(super) line: u64,
    /// Bytes of all payload files together.
    pub(super) bytes: u64,
    /// How many there are.
    pub(super) files: u64,
}

/// Reads `bag-info.txt`: labels and values, of which only `Payload-Oxum` matters here. Since 1.0 a label has
/// no white space around it and the value one before it.
pub(super) fn info(text: &[u8], version: Version) -> (Vec<Oxum>, Vec<Fault>) {
    let (mut oxums, mut faults) = (Vec::new(), Vec::new());
    let mut elements = 0_usize;
    for line in bag_lines(text).filter(|line| !line.bytes.trim_ascii().is_empty()) {
        let mut fault = |text: String| faults.push(Fault { line: Some(line.number), text });
        if line.bytes.starts_with(b" ") || line.bytes.starts_with(b"\t") {
            if elements == 0 {
                fault(format!("continues nothing: {}", shown(line.bytes)));
            }
            continue;
        }
        elements = elements.saturating_add(1);
        let colon = line.bytes.iter().position(|byte| *byte == b':').unwrap_or(0);
        let Some((label, value)) = line.bytes.split_at_checked(colon).filter(|(label, _)| !label.is_empty()) else {
            fault(format!("is no `label: value`: {}", shown(line.bytes)));
            continue;
        };
        let value = value.get(1..).unwrap_or_default();
        let spaced = value.is_empty() || value.starts_with(b" ") || value.starts_with(b"\t");
        if version >= (1, 0) && (label.trim_ascii() != label || !spaced) {
            fault(format!("is no `label: value` with white space only after the colon: {}", shown(line.bytes)));
        }
        if label.trim_ascii().eq_ignore_ascii_case(b"Payload-Oxum") {
            match read_oxum(line.number, value.trim_ascii()) {
                Some(oxum) => oxums.push(oxum),
                None => fault(format!("is no `Payload-Oxum: BYTES.FILES`: {}", shown(line.bytes))),
            }
        }
    }
    (oxums, faults)
}

fn read_oxum(line: u64, value: &[u8]) -> Option<Oxum> {
    let (bytes, files) = std::str::from_utf8(value).ok()?.split_once('.')?;
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten();
    Some(Oxum { line, bytes: number(bytes)?, files: number(files)? })
}

/// One line of `fetch.txt`: what was to be fetched, from where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fetch {
    /// From 1.
    pub(super) line: u64,
    pub(super) url: String,
    /// As written.
    pub(super) name: Vec<u8>,
}

/// Reads `fetch.txt`: `URL LENGTH NAME`, the length in bytes or `-`. Nothing is ever fetched.
pub(super) fn fetch(text: &[u8]) -> (Vec<Fetch>, Vec<Fault>) {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for line in bag_lines(text).filter(|line| !line.bytes.trim_ascii().is_empty()) {
        match fetch_row(line.number, line.bytes).filter(|_| line.bytes.len() <= LONGEST_LINE) {
            Some(row) => rows.push(row),
            None => {
                let text = format!("is no `URL LENGTH NAME`: {}", shown(line.bytes));
                faults.push(Fault { line: Some(line.number), text });
            }
        }
    }
    (rows, faults)
}

fn fetch_row(line: u64, text: &[u8]) -> Option<Fetch> {
    let (url, rest) = cell(text)?;
    let (length, name) = cell(rest)?;
    let good = length == b"-" || length.iter().all(u8::is_ascii_digit);
    (good && !name.is_empty()).then(|| Fetch {
        line,
        url: String::from_utf8_lossy(url).into_owned(),
        name: name.to_vec(),
    })
}

/// What stands before the first white space, and what after it.
pub(super) fn cell(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let (cell, rest) = text.split_at_checked(text.iter().position(blank)?)?;
    let rest = rest.get(rest.iter().take_while(|byte| blank(byte)).count()..)?;
    (!cell.is_empty()).then_some((cell, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn faults(faults: &[Fault]) -> Vec<String> {
        faults.iter().map(|fault| format!("{}: {}", fault.line.unwrap(), fault.text)).collect()
    }

    #[rstest]
    #[case("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", (1, 0), &[])]
    #[case("BagIt-Version: 0.97\r\nTag-File-Character-Encoding: ISO-8859-1\r\n", (0, 97), &[])]
    #[case("BagIt-Version: 0.96\rTag-File-Character-Encoding: utf-8", (0, 96), &[])]
    #[case("\u{feff}BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n", (0, 97), &["1: begins with a byte-order mark, which `bagit.txt` must not have"])]
    #[case("BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n", (1, 0), &["1: is no `BagIt-Version: …` that is known here: \"BagIt-Version : 1.0\""])]
    #[case("BagIt-Version: .97\nTag-File-Character-Encoding: UTF-8\n", (1, 0), &["1: is no `BagIt-Version: …` that is known here: \"BagIt-Version: .97\""])]
    #[case("BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n", (1, 0), &["1: is no `BagIt-Version: …` that is known here: \"BagIt-Version: 2.0\""])]
    #[case("BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n", (1, 0), &["1: is no `BagIt-Version: …` that is known here: \"BagIt-Version: 1.0 \""])]
    #[case("BagIt-Version: 0.97\n", (0, 97), &["1: does not say its `Tag-File-Character-Encoding`"])]
    #[case("BagIt-Version: 1.0\nTag-File-Character-Encoding: EBCDIC-17\n", (1, 0), &["2: is no `Tag-File-Character-Encoding: …` that is known here: \"Tag-File-Character-Encoding: EBCDIC-17\""])]
    #[case("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMore: x\n", (1, 0), &["3: does not belong in `bagit.txt`: \"More: x\""])]
    #[case("", (1, 0), &["1: does not say its `BagIt-Version`", "1: does not say its `Tag-File-Character-Encoding`"])]
    fn declarations(#[case] text: &str, #[case] version: Version, #[case] expected: &[&str]) {
        let (declaration, found) = declaration(text.as_bytes());
        assert_eq!(
            (declaration.version, faults(&found)),
            (version, expected.iter().map(ToString::to_string).collect())
        );
    }

    #[rstest]
    #[case((1, 0), "Contact-Name: A\n  B\nPayload-Oxum: 25.2\n", &[(3, 25, 2)], &[])]
    #[case((1, 0), "payload-oxum:\t25.2\r\nEmpty:\n", &[(1, 25, 2)], &[])]
    #[case((0, 97), "Label : v\nOther\t:v\nPayload-Oxum :1.1", &[(3, 1, 1)], &[])]
    #[case((1, 0), "Label : v\nOther:v\n", &[], &["1: is no `label: value` with white space only after the colon: \"Label : v\"", "2: is no `label: value` with white space only after the colon: \"Other:v\""])]
    #[case((0, 97), " x\nno colon\n: v\n", &[], &["1: continues nothing: \" x\"", "2: is no `label: value`: \"no colon\"", "3: is no `label: value`: \": v\""])]
    #[case((1, 0), "Payload-Oxum: many\nPayload-Oxum: 1.-1\nPayload-Oxum: +1.1\n", &[], &["1: is no `Payload-Oxum: BYTES.FILES`: \"Payload-Oxum: many\"", "2: is no `Payload-Oxum: BYTES.FILES`: \"Payload-Oxum: 1.-1\"", "3: is no `Payload-Oxum: BYTES.FILES`: \"Payload-Oxum: +1.1\""])]
    fn infos(
        #[case] version: Version,
        #[case] text: &str,
        #[case] oxums: &[(u64, u64, u64)],
        #[case] expected: &[&str],
    ) {
        let (found, wrong) = info(text.as_bytes(), version);
        assert_eq!(found.iter().map(|oxum| (oxum.line, oxum.bytes, oxum.files)).collect::<Vec<_>>(), oxums);
        assert_eq!(faults(&wrong), expected);
    }

    #[rstest]
    #[case("https://example.org/a 12 data/a b\n", &[("https://example.org/a", "data/a b")], &[])]
    #[case("u\t-\tdata/a\nv   -   data/b", &[("u", "data/a"), ("v", "data/b")], &[])]
    #[case("u 12\nu x data/a\ndata/a\nu - \n", &[], &["1: is no `URL LENGTH NAME`: \"u 12\"", "2: is no `URL LENGTH NAME`: \"u x data/a\"", "3: is no `URL LENGTH NAME`: \"data/a\"", "4: is no `URL LENGTH NAME`: \"u - \""])]
    fn fetches(#[case] text: &str, #[case] rows: &[(&str, &str)], #[case] expected: &[&str]) {
        let (found, wrong) = fetch(text.as_bytes());
        let found: Vec<_> =
            found.iter().map(|row| (row.url.as_str(), std::str::from_utf8(&row.name).unwrap())).collect();
        assert_eq!((found.as_slice(), faults(&wrong)), (rows, expected.iter().map(ToString::to_string).collect()));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            declaration(&bytes);
            info(&bytes, (1, 0));
            fetch(&bytes);
        }
    }
}
