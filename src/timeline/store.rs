//! `timelines.jsonl`: one timeline a line, in the order of `obligations.csv`, so that one case can be shown
//! again from an `--out` folder alone.
//!
//! Keys end in `_utc` (`YYYY-MM-DDTHH:MM:SS.sssZ`) or `_s` (seconds with three decimals, as text), as the
//! columns of the CSV files do; what is not known is `null`. What acts on a terminal unseen is written
//! `\uXXXX`, which is the same JSON. Used by the commands.

use std::io::{self, BufRead, Write};

use super::Timeline;
use crate::reports::escape;

/// The name of the file.
pub const FILE: &str = "timelines.jsonl";

/// Writes every timeline, each on a line of its own.
///
/// # Errors
/// Those of `out`.
pub fn write(timelines: &[Timeline], out: &mut dyn Write) -> io::Result<()> {
    for timeline in timelines {
        let json = serde_json::to_string(timeline).map_err(io::Error::from)?;
        writeln!(out, "{}", escape::for_json(&json))?;
    }
    Ok(())
}

/// Reads the timelines that `wanted` picks.
///
/// # Errors
/// Those of `input`, and where a line is no timeline.
pub fn read(input: impl BufRead, wanted: impl Fn(&Timeline) -> bool) -> io::Result<Vec<Timeline>> {
    let mut found = Vec::new();
    for line in input.lines() {
        let timeline: Timeline = serde_json::from_str(&line?)?;
        if wanted(&timeline) {
            found.push(timeline);
        }
    }
    Ok(found)
}

fn parse_moment(text: &str) -> Option<crate::time::Moment> {
    text.parse::<jiff::Timestamp>().ok().map(Into::into)
}

/// `-12.345` as microseconds.
fn parse_span(text: &str) -> Option<crate::time::Span> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let (seconds, millis) = digits.split_once('.').filter(|(_, millis)| millis.len() == 3)?;
    let whole: i64 = seconds.parse().ok()?;
    let millis = whole.checked_mul(1_000)?.checked_add(millis.parse::<u16>().ok()?.into())?;
    let span = crate::time::Span::from_millis(millis);
    Some(if negative { -span } else { span })
}

/// A moment as text.
pub(super) mod moment {
    use serde::de::{Deserialize, Deserializer, Error as _};
    use serde::ser::Serializer;

    use crate::time::Moment;

    pub fn serialize<S: Serializer>(moment: &Moment, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(moment)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::parse_moment(&text).ok_or_else(|| D::Error::custom("no time as this program writes it"))
    }
}

/// A moment as text, or null.
pub(super) mod maybe_moment {
    use serde::de::{Deserialize, Deserializer, Error as _};
    use serde::ser::Serializer;

    use crate::time::Moment;

    pub fn serialize<S: Serializer>(moment: &Option<Moment>, serializer: S) -> Result<S::Ok, S::Error> {
        match moment {
            Some(moment) => serializer.collect_str(moment),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Moment>, D::Error> {
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

    use crate::time::Span;

    pub fn serialize<S: Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(span)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::parse_span(&text).ok_or_else(|| D::Error::custom("no seconds as this program writes them"))
    }
}
