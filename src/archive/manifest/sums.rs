//! What `sha256sum` and its like write: GNU lines, BSD lines, sidecars that hold nothing but the hash.
//!
//! The grammar is that of GNU coreutils' `digest.c`: `HASH  NAME`, `HASH *NAME` (binary), `HASH NAME`,
//! `SHA256 (NAME) = HASH`, a leading `\` where `\n`, `\r` and `\\` stand for characters of the name, `#`
//! for comments. Unlike there, a line that is none of these is never skipped in silence, and CRLF is read.

use super::text::{LONGEST_LINE, TextLine, by_mark, lines, shown};
use super::{Parsed, Row};
use crate::archive::checksum::{Algorithm, Checksum};

/// What the name of a manifest says of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Expected<'a> {
    /// The only hash it holds: a `SHA256SUMS` with MD5 in it is no `SHA256SUMS`.
    pub(super) algorithm: Option<Algorithm>,
    /// The file beside it whose sidecar it is.
    pub(super) target: Option<&'a [u8]>,
}

/// What a file of this name holds: `SHA256SUMS`, `sha256sums.txt` (in any case) hold SHA-256, and so does
/// `clip.mp4.sha256`, the sidecar of `clip.mp4`; the same for the other hashes.
pub(super) fn by_name(name: &[u8]) -> Expected<'_> {
    for algorithm in Algorithm::ALL {
        let word: Vec<u8> = algorithm.as_str().bytes().filter(|byte| *byte != b'-').collect();
        let ending = [b".", word.as_slice()].concat();
        let list = [word.as_slice(), b"SUMS"].concat();
        if name.eq_ignore_ascii_case(&list) || name.eq_ignore_ascii_case(&[list.as_slice(), b".txt"].concat()) {
            return Expected { algorithm: Some(algorithm), target: None };
        }
        let stem = name.len().checked_sub(ending.len()).and_then(|length| name.split_at_checked(length));
        if let Some((stem, tail)) = stem
            && tail.eq_ignore_ascii_case(&ending)
        {
            return Expected { algorithm: Some(algorithm), target: Some(stem).filter(|stem| !stem.is_empty()) };
        }
    }
    Expected::default()
}

pub(super) fn parse(bytes: &[u8], expected: Expected<'_>) -> Parsed {
    let bytes = by_mark(bytes);
    let mut parsed = Parsed::default();
    for line in lines(&bytes) {
        if line.bytes.len() > LONGEST_LINE {
            parsed.fault(line.number, "is longer than any name can be");
        } else if !line.bytes.iter().all(u8::is_ascii_whitespace) && !line.bytes.starts_with(b"#") {
            match row(line, expected) {
                Ok(row) => parsed.rows.push(row),
                Err(why) => parsed.fault(line.number, why),
            }
        }
    }
    parsed
}

fn row(line: TextLine<'_>, expected: Expected<'_>) -> Result<Row, String> {
    let text = line.bytes.trim_ascii_start();
    let (escaped, text) = text.strip_prefix(b"\\").map_or((false, text), |text| (true, text));
    let Some((checksum, mut names)) = tagged(text).or_else(|| plain(text, expected.target)) else {
        return Err(format!("is no line of hash and name: {}", shown(line.bytes)));
    };
    if let Some(only) = expected.algorithm.filter(|only| *only != checksum.algorithm()) {
        return Err(format!("holds {}, but the manifest is one of {only}", checksum.algorithm()));
    }
    if escaped {
        names =
            names.iter().map(|name| unescape(name)).collect::<Option<_>>().ok_or_else(|| {
                format!("holds an escape that is none of `\\n`, `\\r` and `\\\\`: {}", shown(line.bytes))
            })?;
    } else if line.cr {
        // not every writer escapes a CR at the end of a name
        let with_cr: Vec<_> = names.iter().map(|name| [name.as_slice(), b"\r"].concat()).collect();
        names.extend(with_cr);
    }
    Ok(Row { line: line.number, names, checksums: vec![Some(checksum)], size: None })
}

/// `SHA256 (NAME) = HASH`, also without the spaces, as OpenSSL writes it.
fn tagged(text: &[u8]) -> Option<(Checksum, Vec<Vec<u8>>)> {
    let (tag, rest) = text.split_at_checked(text.iter().position(|byte| *byte == b'(')?)?;
    let algorithm = Algorithm::from_name(tag.trim_ascii_end())?;
    let (name, rest) = rest.split_at_checked(rest.iter().rposition(|byte| *byte == b')')?)?;
    let digits = rest.strip_prefix(b")")?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii();
    let name = name.strip_prefix(b"(").filter(|name| !name.is_empty())?;
    Some((Checksum::from_hex(algorithm, digits)?, vec![name.to_vec()]))
}

/// `HASH  NAME`, `HASH *NAME`, `HASH NAME`; in a sidecar also the hash alone.
fn plain(text: &[u8], target: Option<&[u8]>) -> Option<(Checksum, Vec<Vec<u8>>)> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let (digits, rest) = text.split_at_checked(digits)?;
    let checksum = Checksum::from_hex(Algorithm::from_digits(digits.len())?, digits)?;
    if rest.iter().all(u8::is_ascii_whitespace) {
        return Some((checksum, vec![target?.to_vec()]));
    }
    let rest = rest.strip_prefix(b" ").or_else(|| rest.strip_prefix(b"\t"))?;
    let names = match rest {
        // the hash of what came through a pipe
        b" -" | b"*-" | b"-" => target.map(<[u8]>::to_vec).into_iter().chain([b"-".to_vec()]).collect(),
        [b' ' | b'*', name @ ..] if !name.is_empty() => vec![name.to_vec(), rest.to_vec()],
        _ => vec![rest.to_vec()],
    };
    Some((checksum, names))
}

fn unescape(name: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::with_capacity(name.len());
    let mut bytes = name.iter();
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            b'\\' => match bytes.next()? {
                b'n' => b'\n',
                b'r' => b'\r',
                b'\\' => b'\\',
                _ => return None,
            },
            other => *other,
        });
    }
    Some(plain)
}

#[cfg(test)]
#[path = "sums_tests.rs"]
mod tests;
