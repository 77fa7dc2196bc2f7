//! `[[clock]]`: corrections of clocks that somebody found and vouches for (contract, "What is declared of exports and
//! clocks").

use jiff::tz::TimeZone;
use serde::Deserialize;
use toml::{Spanned, Value};

use super::complaint::{Complaint, line_of};
use super::policies::moment;
use crate::base::duration::{parse_offset, show_offset};
use crate::base::time::Span;
use crate::facts::declared::{ClockOf, ClockSettings};
use crate::facts::source::SourceKind;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawClock {
    camera: Option<Spanned<String>>,
    vehicle: Option<Spanned<String>>,
    source: Option<Spanned<String>>,
    offset: Spanned<String>,
    from: Option<Spanned<Value>>,
    to: Option<Spanned<Value>>,
}

/// Checks one `[[clock]]`; `kinds`: of which there are sources.
fn check_clock(
    raw: &Spanned<RawClock>,
    zone: Option<&TimeZone>,
    kinds: &[SourceKind],
    text: &str,
) -> Result<ClockSettings, Complaint> {
    let (at, raw) = (raw.span().start, raw.get_ref());
    let of = match (&raw.camera, &raw.vehicle, &raw.source) {
        (Some(camera), None, None) => ClockOf::Camera(id("camera", camera)?.into()),
        (None, Some(vehicle), None) => ClockOf::Vehicle(id("vehicle", vehicle)?.into()),
        (None, None, Some(source)) => of_source(source, kinds)?,
        _ => {
            let message = "[[clock]] needs one of `camera`, `vehicle` and `source`, and no more than one";
            return Err(Complaint { at, message: message.into() });
        }
    };
    let edge = |key, value: &Option<Spanned<Value>>| value.as_ref().map(|value| moment(key, value, zone)).transpose();
    let (from, to) = (edge("clock.from", &raw.from)?, edge("clock.to", &raw.to)?);
    if let (Some(from), Some(to), Some(value)) = (from, to, &raw.to)
        && to <= from
    {
        return Err(Complaint::about(value, "[[clock]] ends no later than it begins; `to` is left out of it"));
    }
    Ok(ClockSettings { of, offset: offset(&raw.offset)?, from, to, line: line_of(text, at) })
}

fn id<'a>(key: &str, raw: &'a Spanned<String>) -> Result<&'a str, Complaint> {
    let id = raw.get_ref().trim();
    if id.is_empty() { Err(Complaint::about(raw, format!("`{key}` of [[clock]] is empty; name it"))) } else { Ok(id) }
}

/// A kind of source, else the name of a file; whether a source reads that is seen when the files are known.
fn of_source(raw: &Spanned<String>, kinds: &[SourceKind]) -> Result<ClockOf, Complaint> {
    let name = id("source", raw)?;
    let Some(kind) = SourceKind::ALL.into_iter().find(|kind| kind.as_str() == name) else {
        return Ok(ClockOf::File(name.to_owned()));
    };
    if kinds.contains(&kind) {
        Ok(ClockOf::Source(kind))
    } else {
        Err(Complaint::about(raw, format!("`source` of [[clock]] is \"{name}\", and there is no [[{name}]]")))
    }
}

fn offset(raw: &Spanned<String>) -> Result<Span, Complaint> {
    let text = raw.get_ref();
    match parse_offset(text) {
        Some(Span::ZERO) => Err(Complaint::about(raw, format!("`offset` `{text}` corrects nothing"))),
        Some(offset) => Ok(offset),
        None => {
            let message = format!("`offset` `{text}` is no duration; write one like \"-1h\" or \"90s\"");
            Err(Complaint::about(raw, message))
        }
    }
}

/// Of two corrections of one thing at one time nobody could say which holds.
pub(super) fn check_clocks(
    raw: &[Spanned<RawClock>],
    zone: Option<&TimeZone>,
    kinds: &[SourceKind],
    text: &str,
) -> Result<Vec<ClockSettings>, Complaint> {
    let mut clocks: Vec<ClockSettings> = Vec::new();
    for raw in raw {
        let clock = check_clock(raw, zone, kinds, text)?;
        if let Some(other) = clocks.iter().find(|other| other.of == clock.of && overlap(other, &clock)) {
            let message = format!(
                "this [[clock]] and the one on line {} ({}) are of the same clock at the same time; keep one, or give \
                 them `from` and `to`",
                other.line,
                show_offset(other.offset)
            );
            return Err(Complaint { at: raw.span().start, message });
        }
        clocks.push(clock);
    }
    Ok(clocks)
}

fn overlap(a: &ClockSettings, b: &ClockSettings) -> bool {
    let ends_before = |a: &ClockSettings, b: &ClockSettings| a.to.zip(b.from).is_some_and(|(to, from)| to <= from);
    !ends_before(a, b) && !ends_before(b, a)
}
