//! What the parsers of the five container families have in common: the family, and what a header says.
//!
//! A container's own parser answers one question that FFmpeg does not: how much does this file promise?
//! A file that ends early plays without complaint up to its end, so only the promise shows that
//! something is missing. Used by the parsers beside it, by `families` and by `video`.

use std::fmt;

use crate::base::time::{Moment, Span};
use crate::facts::pictures::Pictures;

/// The families of containers that cameras write (contract, "The state of a video").
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
    /// The stretches that have pictures; `None`: nobody looked between the first and the last picture.
    pub pictures: Option<Pictures>,
    /// The latest end of any of its tracks, whatever they carry; `None`: its tables do not say.
    pub reached: Option<Span>,
    /// What its tables place beyond the end of the file, in plain words.
    pub missing: Option<String>,
    /// Where it is broken although parts of it can be read, in plain words.
    pub damage: Option<String>,
    /// It looks like a file that is still being written; how so.
    pub growing: Option<&'static str>,
    /// Zeros where its media should be.
    pub zeroed: Zeroed,
    /// How many bytes lie behind its last part and are none of its own.
    pub trailing: u64,
}

/// Zeros where media should be, as far as all bytes were seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Zeroed {
    /// Bytes of media.
    pub media: u64,
    /// How many of them are zeros.
    pub zeros: u64,
    /// Pictures that are nothing but zeros.
    pub pictures: u64,
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
    /// What it promises is not all that there is: files were joined.
    Joined(String),
    /// What every reader needs first is not there.
    Unusable(&'static str),
}

impl Header {
    /// A header that says nothing but how its promise stands.
    pub(super) fn of(promise: Promise) -> Self {
        Self {
            promise,
            encrypted: false,
            duration: None,
            creation_time: None,
            pictures: None,
            reached: None,
            missing: None,
            damage: None,
            growing: None,
            zeroed: Zeroed::default(),
            trailing: 0,
        }
    }
}

/// `ticks` of `numerator / denominator` seconds each; `None` where that is no number or does not fit.
pub(super) fn ticks(count: i128, numerator: u64, denominator: u64) -> Option<Span> {
    let micros = count.checked_mul(1_000_000)?.checked_mul(i128::from(numerator))?;
    let half = i128::from(denominator) / 2;
    let rounded = micros.checked_add(half)?.checked_div_euclid(i128::from(denominator))?;
    i64::try_from(rounded).ok().map(Span::from_micros)
}

/// A creation time, unless it comes from a clock that was never set: 1904 or 1970 (contract, "Recordings").
pub(super) fn creation_time(unix_micros: i128) -> Option<Moment> {
    const YEAR_1971: i128 = 365 * 86_400 * 1_000_000;
    i64::try_from(unix_micros).ok().filter(|micros| i128::from(*micros) >= YEAR_1971).map(Moment::from_micros)
}

/// `Broken` for a part that would end beyond the file.
pub(super) fn beyond_the_end(what: &str, at: u64, end: u64, size: u64) -> Promise {
    Promise::Broken(format!("the {what} at byte {at} should reach to byte {end}, but the file ends at byte {size}"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::never_set(0, None)]
    #[case::since_boot(-2_082_844_799, None)]
    #[case::seconds_after_1970(17, None)]
    #[case::last_of_1970(31_535_999, None)]
    #[case::first_of_1971(31_536_000, Some("1971-01-01T00:00:00.000Z"))]
    #[case::real(1_604_212_200, Some("2020-11-01T06:30:00.000Z"))]
    fn a_clock_that_was_never_set_tells_no_time(#[case] unix_seconds: i128, #[case] time: Option<&str>) {
        assert_eq!(creation_time(unix_seconds * 1_000_000).map(|at| at.to_string()).as_deref(), time);
    }

    #[rstest]
    #[case(10, 1, 5, Some(2_000_000))]
    #[case(1, 1, 3, Some(333_333))]
    #[case(2, 1, 3, Some(666_667))]
    #[case(-1, 1, 4, Some(-250_000))]
    #[case(1, 1, 0, None)]
    #[case(i128::MAX, 1, 1, None)]
    #[case(i128::from(i64::MAX), 1, 1, None)]
    fn ticks_are_exact_or_nothing(
        #[case] count: i128,
        #[case] numerator: u64,
        #[case] denominator: u64,
        #[case] micros: Option<i64>,
    ) {
        assert_eq!(ticks(count, numerator, denominator), micros.map(Span::from_micros));
    }
}
