//! Moments and spans of a timeline as the text that `timelines.jsonl` holds, both ways.

fn parse_moment(text: &str) -> Option<crate::base::time::Moment> {
    text.parse::<jiff::Timestamp>().ok().map(Into::into)
}

/// `-12.345` as microseconds.
fn parse_span(text: &str) -> Option<crate::base::time::Span> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let (seconds, millis) = digits.split_once('.').filter(|(_, millis)| millis.len() == 3)?;
    let whole: i64 = seconds.parse().ok()?;
    let millis = whole.checked_mul(1_000)?.checked_add(millis.parse::<u16>().ok()?.into())?;
    let span = crate::base::time::Span::from_millis(millis);
    Some(if negative { -span } else { span })
}

/// A moment as text.
pub(super) mod moment {
    use serde::de::{Deserialize, Deserializer, Error as _};
    use serde::ser::Serializer;

    use crate::base::time::Moment;

    pub(crate) fn serialize<S: Serializer>(moment: &Moment, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(moment)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::parse_moment(&text).ok_or_else(|| D::Error::custom("no time as this program writes it"))
    }
}

/// A moment as text, or null.
pub(super) mod maybe_moment {
    use serde::de::{Deserialize, Deserializer, Error as _};
    use serde::ser::Serializer;

    use crate::base::time::Moment;

    pub(crate) fn serialize<S: Serializer>(moment: &Option<Moment>, serializer: S) -> Result<S::Ok, S::Error> {
        match moment {
            Some(moment) => serializer.collect_str(moment),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Moment>, D::Error> {
        let read = |text: String| {
            super::parse_moment(&text).ok_or_else(|| D::Error::custom("no time as this program writes it"))
        };
        Option::<String>::deserialize(deserializer)?.map(read).transpose()
    }
}

/// Seconds as text.
pub(super) mod span {
    use serde::de::{Deserialize, Deserializer, Error as _};
    use serde::ser::Serializer;

    use crate::base::time::Span;

    pub(crate) fn serialize<S: Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(span)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::parse_span(&text).ok_or_else(|| D::Error::custom("no seconds as this program writes them"))
    }
}
