//! Makes text from data harmless to look at: what a terminal would obey becomes visible instead.
//!
//! Identifiers, names and file names come from exports that anybody may have edited. A control sequence
//! could hide a line of the report, a direction mark could turn it round. Every report passes the text of
//! the data through here on its way out; paths were escaped before by [`crate::base::path`], and
//! escaping them once more changes nothing that a reader sees twice.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Text with every control character as `\n` or `\xNN` (contract, "Paths and ids"), and so with every
/// invisible character that reorders or breaks a line.
///
/// A backslash stays what it is: the result is for reading, and escaping twice is escaping once.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    escape_where(text, is_unseen)
}

/// Text with every control character as `\xNN` but tab, line feed and carriage return, which a quoted cell
/// of RFC 4180 can hold.
pub(crate) fn for_cell(text: &str) -> Cow<'_, str> {
    escape_where(text, |c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// Whether a character acts on a terminal or a line without being seen: the control characters, and of the
/// format characters those that reorder text or break lines (Unicode UAX #9, UTR #36).
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// A page whose lines are its own: every character that acts unseen is visible, but for the line feeds.
pub(crate) fn for_page(text: &str) -> Cow<'_, str> {
    escape_where(text, |c| c != '\n' && is_unseen(c))
}

/// The same JSON with every such character as `\uXXXX`. The JSON has no line feed but between its values.
pub(crate) fn for_json(json: &str) -> Cow<'_, str> {
    let hidden = |c| c != '\n' && is_unseen(c);
    if !json.contains(hidden) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len().saturating_add(16));
    for c in json.chars() {
        if hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // writing to a String cannot fail
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

fn escape_where(text: &str, hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    // Almost all text is plain; looking at bytes is much faster than at characters.
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if plain || !text.contains(&hidden) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len().saturating_add(8));
    for c in text.chars() {
        if !hidden(c) {
            escaped.push(c);
        } else if c == '\n' {
            escaped.push_str("\\n");
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // writing to a String cannot fail
                let _ = write!(escaped, "\\x{byte:02x}");
            }
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("BWC-0001", "BWC-0001")]
    #[case("Núñez 警察 \\ x", "Núñez 警察 \\ x")]
    #[case("a\x1b[2Jb", "a\\x1b[2Jb")]
    #[case("a\nb\tc\r", "a\\nb\\x09c\\x0d")]
    #[case("csi\u{9b}31m", "csi\\xc2\\x9b31m")]
    #[case("abc\u{202e}4pm.exe", "abc\\xe2\\x80\\xae4pm.exe")]
    fn what_a_terminal_would_obey_becomes_visible(#[case] text: &str, #[case] shown: &str) {
        assert_eq!(visible(text), shown);
    }

    #[rstest]
    #[case("two\nlines\tand\rmore", "two\nlines\tand\rmore")]
    #[case("nul\0 esc\x1b", "nul\\x00 esc\\x1b")]
    fn a_cell_keeps_what_it_can_quote(#[case] text: &str, #[case] shown: &str) {
        assert_eq!(for_cell(text), shown);
    }

    proptest! {
        #[test]
        fn nothing_unseen_is_left_and_twice_is_once(text in any::<String>()) {
            let once = visible(&text).into_owned();
            prop_assert!(!once.contains(is_unseen));
            prop_assert_eq!(visible(&once).into_owned(), once);
        }
    }
}
