//! What the parsers of the five container families have in common: the family, and what a header says.
//!
//! A container's own parser answers one question that FFmpeg does not: how much does this file promise?
//! A file that ends early plays without complaint up to its end, so only the promise shows that
//! something is missing. Used by the parsers beside it and by `probe`.

use std::fmt;
use std::io;

use super::source::Source;
use super::{asf, matroska, mp4, riff};
use crate::time::{Moment, Span};

/// The families of containers that cameras write (contract section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Mp4,
    Matroska,
    Avi,
    MpegTs,
    Asf,
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mp4 => "MP4",
            Self::Matroska => "Matroska",
            Self::Avi => "AVI",
            Self::MpegTs => "MPEG-TS",
            Self::Asf => "ASF",
        })
    }
}

/// What a container says about itself, before any packet is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// How many bytes it promises.
    pub promise: Promise,
    /// Whether its video is encrypted.
    pub encrypted: bool,
    /// How long it says that it is; `None` where it does not say.
    pub duration: Option<Span>,
    /// When it says that it was made; `None` where it does not say, or the clock was never set.
    pub creation_time: Option<Moment>,
}

/// How the bytes that are there compare with those that the container promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Promise {
    /// Every size it names lies within the file.
    Kept,
    /// It promises more than there is.
    Broken(String),
    /// It promises nothing.
    Absent(&'static str),
    /// What every reader needs first is not there.
    Unusable(&'static str),
}

impl Header {
    /// A header that says nothing but how its promise stands.
    pub(super) fn of(promise: Promise) -> Self {
        Self { promise, encrypted: false, duration: None, creation_time: None }
    }
}

/// Which family a file belongs to, by its first bytes; `None`: none of the five.
pub(super) fn recognise(source: Source<'_>) -> io::Result<Option<Family>> {
    let mut start = [0; SNIFFED];
    let filled = source.fill(&mut start, 0)?;
    let start = start.get(..filled).unwrap_or_default();
    Ok(if mp4::recognises(start) {
        Some(Family::Mp4)
    } else if matroska::recognises(start) {
        Some(Family::Matroska)
    } else if riff::recognises(start) {
        Some(Family::Avi)
    } else if asf::recognises(start) {
        Some(Family::Asf)
    } else if is_transport_stream(start) {
        Some(Family::MpegTs)
    } else {
        None
    })
}

/// Reads what a container says about itself.
pub(super) fn read_header(family: Family, source: Source<'_>) -> io::Result<Header> {
    match family {
        Family::Mp4 => mp4::read_header(source),
        Family::Matroska => matroska::read_header(source),
        Family::Avi => riff::read_header(source),
        Family::Asf => asf::read_header(source),
        Family::MpegTs => Ok(Header::of(Promise::Absent("an MPEG transport stream does not say how long it is"))),
    }
}

/// How many bytes of a file decide its family.
const SNIFFED: usize = 4096;

/// Five sync bytes (ISO/IEC 13818-1, 2.4.3.2) at the distance of a packet: plain, with a time stamp (M2TS)
/// or with error correction. A recording cut at its front need not start with one.
fn is_transport_stream(start: &[u8]) -> bool {
    const SYNC: u8 = 0x47;
    [188, 192, 204]
        .into_iter()
        .any(|packet: usize| (0..packet).any(|first| (0..5).all(|n| start.get(first + n * packet) == Some(&SYNC))))
}

/// `ticks` of `numerator / denominator` seconds each; `None` where that is no number or does not fit.
pub(super) fn ticks(count: i128, numerator: u64, denominator: u64) -> Option<Span> {
    let micros = count.checked_mul(1_000_000)?.checked_mul(i128::from(numerator))?;
    let half = i128::from(denominator) / 2;
    let rounded = micros.checked_add(half)?.checked_div_euclid(i128::from(denominator))?;
    i64::try_from(rounded).ok().map(Span::from_micros)
}

/// A creation time, unless it comes from a clock that was never set: 1904 or 1970 (contract section 2).
pub(super) fn creation_time(unix_micros: i128) -> Option<Moment> {
    const YEAR_1971: i128 = 365 * 86_400 * 1_000_000;
    i64::try_from(unix_micros).ok().filter(|micros| i128::from(*micros) >= YEAR_1971).map(Moment::from_micros)
}

/// `Broken` for a part that would end beyond the file.
pub(super) fn beyond_the_end(what: &str, at: u64, end: u64, size: u64) -> Promise {
    Promise::Broken(format!("the {what} at byte {at} should reach to byte {end}, but the file ends at byte {size}"))
}
