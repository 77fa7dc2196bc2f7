//! The small part of JSON that a chain is written in: one flat object of texts and integers.
//!
//! Strict on purpose: whatever two readers could understand differently (a key that stands twice, a
//! fraction, spaces, another order of keys) is refused, so that `jq` and this program always see the same
//! record. Canonical form is RFC 8785; for flat objects with ASCII keys that is: keys sorted, no spaces,
//! shortest escapes. Used by [`super::record`] alone.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

/// Integers stay below this, so that every JSON reader holds them exactly (contract, "The chain's records").
pub(crate) const INTEGER_LIMIT: i64 = 1 << 53;

/// A value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scalar {
    /// A text.
    Text(String),
    /// An integer whose magnitude is below [`INTEGER_LIMIT`].
    Integer(i64),
}

/// The fields of one object; `BTreeMap` keeps them in the order of RFC 8785 while keys are ASCII.
pub(crate) type Fields = BTreeMap<String, Scalar>;

/// Reads one flat object.
///
/// # Errors
/// Says in plain words what is wrong, with the column: bad JSON, a key that stands twice, a value that is
/// neither text nor integer.
pub(crate) fn parse(line: &[u8]) -> Result<Fields, String> {
    match serde_json::from_slice::<Object>(line) {
        Ok(Object(fields)) => Ok(fields),
        Err(error) => {
            let text = error.to_string();
            // the reader saw one line only; which line of the chain it was, the caller knows
            Err(match text.rsplit_once(" at line 1 column ") {
                Some((what, column)) => format!("{what} (column {column})"),
                None => text,
            })
        }
    }
}

/// Writes one object in canonical form, without a line feed.
pub(crate) fn write(fields: &Fields) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    out.push(b'{');
    for (number, (key, value)) in fields.iter().enumerate() {
        if number > 0 {
            out.push(b',');
        }
        write_text(&mut out, key);
        out.push(b':');
        match value {
            Scalar::Text(text) => write_text(&mut out, text),
            Scalar::Integer(integer) => out.extend_from_slice(integer.to_string().as_bytes()),
        }
    }
    out.push(b'}');
    out
}

/// RFC 8785 section 3.2.2.2: the seven short escapes, `\u00xx` in lower case for other control characters,
/// everything else as it is.
fn write_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0x08 => out.extend_from_slice(b"\\b"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            0x0c => out.extend_from_slice(b"\\f"),
            b'\r' => out.extend_from_slice(b"\\r"),
            0..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

struct Object(Fields);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectVisitor;
        impl<'de> Visitor<'de> for ObjectVisitor {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one flat object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut fields = Fields::new();
                while let Some(key) = map.next_key::<String>()? {
                    let value = map.next_value()?;
                    if fields.contains_key(&key) {
                        return Err(A::Error::custom(format_args!("the key {:?} stands twice", shortened(&key))));
                    }
                    fields.insert(key, value);
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(ObjectVisitor)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ScalarVisitor;
        impl Visitor<'_> for ScalarVisitor {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or an integer below 2^53")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(text.to_owned()))
            }

            fn visit_string<E: Error>(self, text: String) -> Result<Scalar, E> {
                Ok(Scalar::Text(text))
            }

            fn visit_u64<E: Error>(self, integer: u64) -> Result<Scalar, E> {
                i64::try_from(integer)
                    .map_err(|_| E::custom("an integer is not below 2^53"))
                    .and_then(|i| self.visit_i64(i))
            }

            fn visit_i64<E: Error>(self, integer: i64) -> Result<Scalar, E> {
                if -INTEGER_LIMIT < integer && integer < INTEGER_LIMIT {
                    Ok(Scalar::Integer(integer))
                } else {
                    Err(E::custom("an integer is not below 2^53"))
                }
            }
        }
        deserializer.deserialize_any(ScalarVisitor)
    }
}

/// The start of a hostile text, for a message.
pub(crate) fn shortened(text: &str) -> &str {
    match text.char_indices().nth(60) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case(r#"{"a":1,"b":1,"a":2}"#, "the key \"a\" stands twice (column 19)")]
    #[case(r#"{"a":1,"\u0061":2}"#, "the key \"a\" stands twice (column 18)")]
    #[case(r#"{"a":1.0}"#, "invalid type: floating point `1.0`, expected a text or an integer below 2^53 (column 8)")]
    #[case(
        r#"{"a":1e3}"#,
        "invalid type: floating point `1000.0`, expected a text or an integer below 2^53 (column 8)"
    )]
    #[case(r#"{"a":-0}"#, "invalid type: floating point `-0.0`, expected a text or an integer below 2^53 (column 7)")]
    #[case(r#"{"a":01}"#, "invalid number (column 7)")]
    #[case(r#"{"a":9007199254740992}"#, "an integer is not below 2^53 (column 21)")]
    #[case(r#"{"a":18446744073709551615}"#, "an integer is not below 2^53 (column 25)")]
    #[case(r#"{"a":null}"#, "invalid type: null, expected a text or an integer below 2^53 (column 9)")]
    #[case(r#"{"a":true}"#, "invalid type: boolean `true`, expected a text or an integer below 2^53 (column 9)")]
    #[case(r#"{"a":{}}"#, "invalid type: map, expected a text or an integer below 2^53 (column 7)")]
    #[case(r#"{"a":"\ud800"}"#, "unexpected end of hex escape (column 13)")]
    #[case(r#"{"a":1} {"#, "trailing characters (column 9)")]
    #[case("[]", "invalid type: sequence, expected one flat object (column 0)")]
    #[case("", "EOF while parsing a value at line 1 column 0")]
    fn refuses_what_readers_could_see_differently(#[case] line: &str, #[case] why: &str) {
        assert_eq!(parse(line.as_bytes()), Err(why.replace(" at line 1 column 0", " (column 0)")));
    }

    #[test]
    fn nesting_never_costs_the_stack() {
        let deep = format!("{{\"a\":{}", "[".repeat(60_000));
        assert!(parse(deep.as_bytes()).unwrap_err().starts_with("invalid type: sequence"));
    }

    #[test]
    fn escapes_as_rfc_8785_says() {
        let fields = Fields::from([(
            "k".to_owned(),
            Scalar::Text("\u{8}\t\n\u{c}\r\"\\\u{0}\u{1f}\u{7f}/é€\u{2028}".to_owned()),
        )]);
        let text = String::from_utf8(write(&fields)).unwrap();
        assert_eq!(text, "{\"k\":\"\\b\\t\\n\\f\\r\\\"\\\\\\u0000\\u001f\u{7f}/é€\u{2028}\"}");
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(texts in proptest::collection::btree_map("[a-z_]{1,6}", any::<String>(), 0..5),
                                integer in -INTEGER_LIMIT + 1..INTEGER_LIMIT) {
            let mut fields: Fields = texts.into_iter().map(|(key, text)| (key, Scalar::Text(text))).collect();
            fields.insert("integer".to_owned(), Scalar::Integer(integer));
            prop_assert_eq!(parse(&write(&fields)), Ok(fields));
        }
    }
}
