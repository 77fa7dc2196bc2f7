//! What hashdeep writes: a header that names the columns, then a row a file with the name last.
//!
//! hashdeep writes a line feed in a name as it is and then cannot read its own file. Here a line that is no
//! row continues the name of the row before it, if such a file is there; else it cannot be used.

use super::text::{LONGEST_LINE, TextLine, lines, shown};
use super::{Fault, Parsed, Row};
use crate::archive::checksum::{Algorithm, Checksum};

const HEADER: &[u8] = b"%%%% HASHDEEP-";

/// Whether a file begins as hashdeep's do.
pub(super) fn is_hashdeep(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).starts_with(HEADER)
}

/// A column before the name.
#[derive(Clone, Copy)]
enum Column {
    Size,
    Hash(Algorithm),
    /// Whirlpool, Tiger: not computed here.
    Unknown,
}

/// `is_there` tells whether a name, as written, is that of a file.
pub(super) fn parse(bytes: &[u8], is_there: &dyn Fn(&[u8]) -> bool) -> Parsed {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut parsed = Parsed::default();
    let mut columns: Option<Vec<Column>> = None;
    let mut strays = Vec::new();
    for line in lines(bytes) {
        let fault = if line.bytes.len() > LONGEST_LINE {
            Some("is longer than any name can be".to_owned())
        } else if let Some(header) = line.bytes.strip_prefix(b"%%%% ") {
            if header.starts_with(b"HASHDEEP-") {
                (header != b"HASHDEEP-1.0").then(|| "is of a version that is not known here".to_owned())
            } else {
                let known = columns.insert(read_columns(header)).iter().any(|column| matches!(column, Column::Hash(_)));
                (!known).then(|| "names no hash that is known here (MD5, SHA-1, SHA-256)".to_owned())
            }
        } else if line.bytes.starts_with(b"##") {
            None
        } else if let Some(columns) = &columns {
            match row(line.bytes, columns) {
                Some((checksums, size, name)) => {
                    settle(&mut parsed, &mut strays, is_there);
                    let mut names = vec![name.to_vec()];
                    if line.cr {
                        names.push([name, b"\r"].concat());
                    }
                    parsed.rows.push(Row { line: line.number, names, checksums, size });
                    None
                }
                None => {
                    strays.push(line);
                    None
                }
            }
        } else {
            Some(format!("stands before any heading: {}", shown(line.bytes)))
        };
        parsed.faults.extend(fault.map(|text| Fault { line: Some(line.number), text }));
    }
    settle(&mut parsed, &mut strays, is_there);
    parsed.faults.sort_by_key(|fault| fault.line);
    if columns.is_none() {
        parsed.faults.push(Fault { line: None, text: "has no line that names its columns".to_owned() });
    }
    parsed
}

fn read_columns(header: &[u8]) -> Vec<Column> {
    let names = header.trim_ascii().split(|byte| *byte == b',');
    let columns = names.map(|name| match name {
        b"size" => Column::Size,
        name => Algorithm::from_name(name).map_or(Column::Unknown, Column::Hash),
    });
    let mut columns: Vec<Column> = columns.collect();
    // the last is the name, which may itself hold commas
    columns.pop();
    columns
}

type Cells<'a> = (Vec<Option<Checksum>>, Option<u64>, &'a [u8]);

fn row<'a>(line: &'a [u8], columns: &[Column]) -> Option<Cells<'a>> {
    let (mut checksums, mut size, mut rest) = (Vec::new(), None, line);
    for column in columns {
        let (cell, after) = rest.split_at_checked(rest.iter().position(|byte| *byte == b',')?)?;
        rest = after.strip_prefix(b",")?;
        match column {
            Column::Size => size = Some(std::str::from_utf8(cell).ok()?.parse().ok()?),
            Column::Hash(algorithm) => checksums.push(Some(Checksum::from_hex(*algorithm, cell)?)),
            Column::Unknown => {}
        }
    }
    if checksums.is_empty() {
        checksums.push(None);
    }
    (!rest.is_empty()).then_some((checksums, size, rest))
}

/// A name is continued on no more lines than this.
const LONGEST_NAME: usize = 16;

/// Lines that are no rows: the rest of the last name, as far as that is there, and then faults.
fn settle(parsed: &mut Parsed, strays: &mut Vec<TextLine<'_>>, is_there: &dyn Fn(&[u8]) -> bool) {
    let mut continued = 0;
    if let Some(name) = parsed.rows.last_mut().and_then(|row| row.names.first_mut()) {
        let mut longer = name.clone();
        for (line, count) in strays.iter().zip(1..=LONGEST_NAME) {
            longer.push(b'\n');
            longer.extend_from_slice(line.bytes);
            if is_there(&longer) {
                continued = count;
                name.clone_from(&longer);
            }
        }
    }
    for line in strays.drain(..).skip(continued).filter(|line| !line.bytes.is_empty()) {
        parsed.fault(line.number, format!("is no row of hashdeep: {}", shown(line.bytes)));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    const MD5: &str = "900150983cd24fb0d6963f7d28e17f72";
    const SHA: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn read(text: &str) -> Vec<String> {
        let text = text.replace(
            "HEAD",
            "%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## Invoked from: /x\n## $ hashdeep -rl .\n##",
        );
        let text = text.replace("MD5", MD5).replace("SHA", SHA);
        let parsed = parse(text.as_bytes(), &|name| [b"./a\nb".as_slice(), b"./d\n\ne\nf"].contains(&name));
        let rows = parsed.rows.iter().map(|row| {
            let hashes: Vec<_> = row
                .checksums
                .iter()
                .map(|sum| sum.as_ref().map_or("?".to_owned(), |sum| sum.algorithm().to_string()))
                .collect();
            let size = row.size.map_or("?".to_owned(), |size| size.to_string());
            format!("{}: {size} {} {:?}", row.line, hashes.join("+"), String::from_utf8_lossy(&row.names[0]))
        });
        let faults = parsed.faults.iter().map(|fault| format!("{:?}! {}", fault.line.unwrap_or(0), fault.text));
        rows.chain(faults).collect()
    }

    #[rstest]
    #[case("HEAD\n3,MD5,SHA,./a,b\n", &["6: 3 MD5+SHA-256 \"./a,b\""])]
    #[case("HEAD\r\n3,MD5,SHA,./a\r\n", &["6: 3 MD5+SHA-256 \"./a\""])]
    #[case("HEAD\n3,MD5,SHA,./a\nb\n3,MD5,SHA,c\n", &["6: 3 MD5+SHA-256 \"./a\\nb\"", "8: 3 MD5+SHA-256 \"c\""])]
    #[case("HEAD\n3,MD5,SHA,./d\n\ne\nf\nstray\n", &["6: 3 MD5+SHA-256 \"./d\\n\\ne\\nf\"", "10! is no row of hashdeep: \"stray\""])]
    #[case("HEAD\n3,MD5,SHA,./a\nnot there\n", &["6: 3 MD5+SHA-256 \"./a\"", "7! is no row of hashdeep: \"not there\""])]
    #[case("HEAD\n3,MD5,./a\n", &["6! is no row of hashdeep: \"3,900150983cd24fb0d6963f7d28e17f72,./a\""])]
    #[case("HEAD\n-3,MD5,SHA,a\n,MD5,SHA,a\n", &["6! is no row of hashdeep: \"-3,900150983cd24fb0d6963f7d28e17f72,ba7816bf8f01cfea414140de5dae2223b00361a39617…\"", "7! is no row of hashdeep: \",900150983cd24fb0d6963f7d28e17f72,ba7816bf8f01cfea414140de5dae2223b00361a396177a…\""])]
    #[case("HEAD\n3,MD5,SHA,\n", &["6! is no row of hashdeep: \"3,900150983cd24fb0d6963f7d28e17f72,ba7816bf8f01cfea414140de5dae2223b00361a396177…\""])]
    #[case("%%%% HASHDEEP-1.0\n%%%% size,tiger,filename\n3,00,a\n", &["3: 3 ? \"a\"", "2! names no hash that is known here (MD5, SHA-1, SHA-256)"])]
    #[case("%%%% HASHDEEP-1.0\n%%%% size,tiger,filename\n3,00,a\n%%%% size,md5,filename\n3,MD5,b\n", &["3: 3 ? \"a\"", "5: 3 MD5 \"b\"", "2! names no hash that is known here (MD5, SHA-1, SHA-256)"])]
    #[case("%%%% HASHDEEP-1.0\n%%%% size,whirlpool,md5,filename\n3,00,MD5,a\n", &["3: 3 MD5 \"a\""])]
    #[case("%%%% HASHDEEP-1.0\n3,MD5,SHA,a\n", &["2! stands before any heading: \"3,900150983cd24fb0d6963f7d28e17f72,ba7816bf8f01cfea414140de5dae2223b00361a396177…\"", "0! has no line that names its columns"])]
    #[case("%%%% HASHDEEP-2.0\n%%%% md5,filename\nMD5,a\n", &["3: ? MD5 \"a\"", "1! is of a version that is not known here"])]
    fn rows(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(read(text), expected);
    }

    #[rstest]
    #[case(b"%%%% HASHDEEP-1.0\n", true)]
    #[case(b"\xef\xbb\xbf%%%% HASHDEEP-1.0\r\n", true)]
    #[case(b"# %%%% HASHDEEP-1.0\n", false)]
    #[case(b"", false)]
    fn headers(#[case] bytes: &[u8], #[case] expected: bool) {
        assert_eq!(is_hashdeep(bytes), expected);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), there in any::<bool>()) {
            parse(&[b"%%%% size,md5,filename\n".as_slice(), &bytes].concat(), &|_| there);
        }
    }
}
