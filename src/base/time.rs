//! Moments and durations as types: whole microseconds, so that every comparison is exact.
//!
//! The judgement adds, halves and compares thousands of times; floating point would make a verdict
//! depend on the order of the sums. Arithmetic saturates instead of overflowing. Civil times and zones
//! live in [`crate::base::reading`]; here there is only the line of UTC. Every module may use this.

use std::fmt;
use std::ops::{Add, Neg, Sub};

use jiff::{SignedDuration, Timestamp};

/// A moment on the UTC time line, in microseconds since 1970-01-01T00:00:00Z.
///
/// Finer digits of a source are cut off towards the past.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

/// A signed length of time in microseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(i64);

impl Moment {
    /// The moment so many microseconds after 1970-01-01T00:00:00Z.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The same moment as jiff knows it; `None` outside the years -9999 to 9999.
    pub fn to_timestamp(self) -> Option<Timestamp> {
        Timestamp::from_microsecond(self.0).ok()
    }
}

impl From<Timestamp> for Moment {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp.as_microsecond())
    }
}

/// `YYYY-MM-DDTHH:MM:SS.sssZ` (contract, "Rows and cells"), finer digits cut off towards the past.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0.div_euclid(1_000);
        match Timestamp::from_millisecond(millis) {
            Ok(timestamp) => write!(f, "{timestamp:.3}"),
            Err(_) => write!(f, "{millis}ms since 1970"),
        }
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// So many microseconds.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// So many milliseconds.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1_000))
    }

    /// So many seconds.
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1_000_000))
    }

    /// So many minutes.
    pub const fn from_mins(mins: i64) -> Self {
        Self::from_secs(mins.saturating_mul(60))
    }

    /// So many hours.
    pub const fn from_hours(hours: i64) -> Self {
        Self::from_mins(hours.saturating_mul(60))
    }

    /// So many days of 24 hours.
    pub const fn from_days(days: i64) -> Self {
        Self::from_hours(days.saturating_mul(24))
    }

    /// Whole microseconds.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Whole milliseconds, cut off towards zero.
    pub const fn as_millis(self) -> i64 {
        self.0 / 1_000
    }

    /// The nearest whole number of milliseconds.
    pub const fn rounded_to_millis(self) -> Self {
        Self(self.0.saturating_add(500).div_euclid(1_000).saturating_mul(1_000))
    }

    /// The length without its sign.
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// Twice the length.
    pub const fn doubled(self) -> Self {
        Self(self.0.saturating_mul(2))
    }

    /// Half the length, rounded towards negative infinity.
    pub const fn halved(self) -> Self {
        Self(self.0.div_euclid(2))
    }
}

impl From<SignedDuration> for Span {
    fn from(duration: SignedDuration) -> Self {
        let micros = duration.as_micros();
        Self(i64::try_from(micros).unwrap_or(if micros < 0 { i64::MIN } else { i64::MAX }))
    }
}

/// Seconds with three decimals, rounded half away from zero (contract, "Rows and cells").
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = (self.0.unsigned_abs().saturating_add(500)) / 1_000;
        let sign = if self.0 < 0 && millis > 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:03}", millis / 1_000, millis % 1_000)
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}s")
    }
}

impl Add<Span> for Moment {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Moment {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Sub for Moment {
    type Output = Span;
    fn sub(self, other: Self) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

impl Add for Span {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Span {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Span {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl std::iter::Sum for Span {
    fn sum<I: Iterator<Item = Self>>(spans: I) -> Self {
        spans.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, "1970-01-01T00:00:00.000Z")]
    #[case(1_604_188_800_123_999, "2020-11-01T00:00:00.123Z")]
    #[case(-1, "1969-12-31T23:59:59.999Z")]
    fn a_moment_prints_as_the_contract_says(#[case] micros: i64, #[case] text: &str) {
        assert_eq!(Moment::from_micros(micros).to_string(), text);
    }

    #[rstest]
    #[case(0, "0.000")]
    #[case(1_499, "0.001")]
    #[case(1_500, "0.002")]
    #[case(-1_500, "-0.002")]
    #[case(-400, "0.000")]
    #[case(-61_000_000, "-61.000")]
    fn a_span_prints_seconds_with_three_decimals(#[case] micros: i64, #[case] text: &str) {
        assert_eq!(Span::from_micros(micros).to_string(), text);
    }

    #[test]
    fn arithmetic_saturates() {
        let last = Moment::from_micros(i64::MAX);
        assert_eq!(last + Span::from_secs(1), last);
        assert_eq!(-Span::from_micros(i64::MIN), Span::from_micros(i64::MAX));
    }
}
