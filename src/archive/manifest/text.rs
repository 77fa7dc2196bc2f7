//! Manifests as text: lines with their numbers, and the encodings that others write in.

use std::borrow::Cow;

use encoding_rs::Encoding;

/// No name is that long; what is longer is no line of a manifest. In bytes.
pub(super) const LONGEST_LINE: usize = 64 * 1024;

/// One line without its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextLine<'a> {
    /// From 1.
    pub(super) number: u64,
    /// Without LF and CR.
    pub(super) bytes: &'a [u8],
    /// A CR stood before the LF (or alone).
    pub(super) cr: bool,
}

/// The lines that an LF or CRLF ends; the last may have no end.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = TextLine<'_>> {
    let split = bytes.split_inclusive(|byte| *byte == b'\n').zip(1..);
    split.map(|(line, number)| {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let without = line.strip_suffix(b"\r");
        TextLine { number, bytes: without.unwrap_or(line), cr: without.is_some() }
    })
}

/// The same where a CR alone ends a line too, as in the files of a bag (RFC 8493, section 2).
pub(super) fn bag_lines(bytes: &[u8]) -> impl Iterator<Item = TextLine<'_>> {
    let mut rest = bytes;
    let mut number = 0;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        number += 1;
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let (line, after) = rest.split_at_checked(end)?;
        let cr = after.first() == Some(&b'\r');
        rest = after.strip_prefix(b"\r\n").or_else(|| after.get(1..)).unwrap_or_default();
        Some(TextLine { number, bytes: line, cr })
    })
}

/// The text as UTF-8 where a byte-order mark says what it is; without the mark. Anything else as it is:
/// names may be any bytes.
pub(super) fn by_mark(bytes: &[u8]) -> Cow<'_, [u8]> {
    match Encoding::for_bom(bytes) {
        Some((encoding, length)) => {
            let rest = bytes.get(length..).unwrap_or_default();
            if encoding == encoding_rs::UTF_8 { Cow::Borrowed(rest) } else { to_utf8(encoding, rest).0 }
        }
        None => Cow::Borrowed(bytes),
    }
}

/// How the tag files of a bag are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagEncoding {
    /// UTF-8, and what is not stays as it is.
    Utf8,
    /// Every byte is the character of that number.
    Latin1,
    /// UTF-16 with a byte-order mark; big-endian without one (RFC 2781, section 4.3).
    Utf16,
    /// Any other of the web's encodings.
    Other(&'static Encoding),
}

impl TagEncoding {
    /// By its IANA name, in any case; `None`: not known here.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        Some(match name.as_str() {
            "utf-8" | "utf8" => Self::Utf8,
            "iso-8859-1" | "iso8859-1" | "latin1" => Self::Latin1,
            "utf-16" => Self::Utf16,
            _ => Self::Other(Encoding::for_label(name.as_bytes())?),
        })
    }

    /// The text as UTF-8, without a byte-order mark, and whether all of it was text in this encoding.
    pub(super) fn decode(self, bytes: &[u8]) -> (Cow<'_, [u8]>, bool) {
        match self {
            Self::Utf8 => {
                let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
                (Cow::Borrowed(bytes), std::str::from_utf8(bytes).is_ok())
            }
            Self::Latin1 => (Cow::Owned(bytes.iter().copied().map(char::from).collect::<String>().into_bytes()), true),
            Self::Utf16 => match Encoding::for_bom(bytes) {
                Some((encoding, length)) => to_utf8(encoding, bytes.get(length..).unwrap_or_default()),
                None => to_utf8(encoding_rs::UTF_16BE, bytes),
            },
            Self::Other(encoding) => match Encoding::for_bom(bytes) {
                Some((marked, length)) if marked == encoding => {
                    to_utf8(encoding, bytes.get(length..).unwrap_or_default())
                }
                _ => to_utf8(encoding, bytes),
            },
        }
    }
}

fn to_utf8<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> (Cow<'a, [u8]>, bool) {
    let (text, faults) = encoding.decode_without_bom_handling(bytes);
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    };
    (text, !faults)
}

/// Any bytes for a message: as text, shortened, control characters escaped.
pub(super) fn shown(bytes: &[u8]) -> String {
    let (head, rest) = bytes.split_at_checked(80).unwrap_or((bytes, &[]));
    let dots = if rest.is_empty() { "" } else { "…" };
    format!("\"{}{dots}\"", crate::base::path::ArchivePath::from_bytes(head))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(b"", &[])]
    #[case(b"a", &[("a", false)])]
    #[case(b"a\r\nb\n\nc\r", &[("a", true), ("b", false), ("", false), ("c", true)])]
    fn lines_of_a_list(#[case] bytes: &[u8], #[case] expected: &[(&str, bool)]) {
        let found: Vec<_> = lines(bytes).map(|line| (std::str::from_utf8(line.bytes).unwrap(), line.cr)).collect();
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case(b"a\r\nb\rc\n\nd", &["a", "b", "c", "", "d"])]
    #[case(b"\r\r\n", &["", ""])]
    fn lines_of_a_bag(#[case] bytes: &[u8], #[case] expected: &[&str]) {
        let found: Vec<_> = bag_lines(bytes).map(|line| std::str::from_utf8(line.bytes).unwrap()).collect();
        assert_eq!(found, expected);
        assert!(bag_lines(bytes).map(|line| line.number).eq(1..=expected.len() as u64));
    }

    #[rstest]
    #[case("UTF-8", b"\xef\xbb\xbfn\xc3\xba", "nú", true)]
    #[case("ISO-8859-1", b"n\xfa\x85", "nú\u{85}", true)]
    #[case("UTF-16", b"\0n\0\xfa", "nú", true)]
    #[case("utf-16", b"\xff\xfen\0\xfa\0", "nú", true)]
    #[case("UTF-16BE", b"\0n\0\xfa", "nú", true)]
    #[case("UTF-16BE", b"\xfe\xff\0n", "n", true)]
    #[case("UTF-16LE", b"n\0\xfa\0", "nú", true)]
    #[case("windows-1252", b"\x80", "€", true)]
    #[case("Shift_JIS", b"\x93\xfa", "日", true)]
    #[case("UTF-16BE", b"\0n\0", "n\u{fffd}", false)]
    fn encodings(#[case] name: &str, #[case] bytes: &[u8], #[case] text: &str, #[case] whole: bool) {
        let (decoded, good) = TagEncoding::from_name(name).unwrap().decode(bytes);
        assert_eq!((std::str::from_utf8(&decoded).unwrap(), good), (text, whole));
    }

    #[test]
    fn what_no_encoding_is() {
        assert_eq!(TagEncoding::from_name("EBCDIC-17"), None);
        assert_eq!(TagEncoding::from_name("").map(|_| ()), None);
        // bytes that are not UTF-8 stay, and are said
        assert_eq!(TagEncoding::Utf8.decode(b"a\xff"), (Cow::Borrowed(b"a\xff".as_slice()), false));
    }

    #[test]
    fn a_mark_says_what_it_is() {
        assert_eq!(by_mark(b"\xef\xbb\xbfa").as_ref(), b"a");
        assert_eq!(by_mark(b"\xff\xfea\0").as_ref(), b"a");
        assert_eq!(by_mark(b"\xffa").as_ref(), b"\xffa");
    }

    proptest! {
        #[test]
        fn no_bytes_are_lost(bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b'\r'), any::<u8>()], 0..60)) {
            let ends = |byte: &u8| matches!(byte, b'\n' | b'\r');
            let expected: Vec<u8> = bytes.iter().copied().filter(|byte| !ends(byte)).collect();
            let kept: Vec<u8> = bag_lines(&bytes).flat_map(|line| line.bytes.to_vec()).collect();
            prop_assert_eq!(kept, expected);
        }
    }
}
