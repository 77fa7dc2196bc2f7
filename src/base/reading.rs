//! Times as sources write them: with an offset, or local to a zone (contract, "Times").
//!
//! A local time can be impossible (in a daylight-saving gap) or ambiguous (in a fold); both are values
//! here, not surprises. Used by the readers of sources and of file names.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::base::time::{Moment, Span};

/// What a written time means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Reading {
    /// One moment.
    Certain(Moment),
    /// A local time that occurs twice.
    Fold {
        /// Its first pass.
        first: Moment,
        /// Its second pass.
        second: Moment,
    },
}

impl Reading {
    /// The earlier reading.
    pub(crate) const fn earlier(self) -> Moment {
        match self {
            Self::Certain(moment) => moment,
            Self::Fold { first, .. } => first,
        }
    }

    /// The later reading.
    pub(crate) const fn later(self) -> Moment {
        match self {
            Self::Certain(moment) => moment,
            Self::Fold { second, .. } => second,
        }
    }

    /// The same, with something done to each moment.
    pub(crate) fn map(self, to: impl Fn(Moment) -> Moment) -> Self {
        match self {
            Self::Certain(moment) => Self::Certain(to(moment)),
            Self::Fold { first, second } => Self::Fold { first: to(first), second: to(second) },
        }
    }

    /// The same so much later.
    pub(crate) fn moved(self, by: Span) -> Self {
        self.map(|moment| moment + by)
    }

    /// Whether it occurs twice.
    pub(crate) const fn is_ambiguous(self) -> bool {
        matches!(self, Self::Fold { .. })
    }
}

/// Why a written time means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeFault {
    /// Not a time of the contract.
    Unreadable,
    /// In a daylight-saving gap.
    Impossible,
    /// Without offset, and there is no zone: a fault of the source, not of the row.
    NoZone,
}

/// Reads RFC 3339 with `Z` or an offset, or `YYYY-MM-DD HH:MM:SS[.fff]` (space or `T`) in `zone`.
///
/// # Errors
/// See [`TimeFault`].
pub(crate) fn read_time(text: &str, zone: Option<&TimeZone>) -> Result<Reading, TimeFault> {
    if !has_shape_of_time(text) {
        return Err(TimeFault::Unreadable);
    }
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Ok(Reading::Certain(timestamp.into()));
    }
    let local: DateTime = text.parse().map_err(|_| TimeFault::Unreadable)?;
    read_local(local, zone.ok_or(TimeFault::NoZone)?)
}

/// Reads a local time in a zone.
///
/// # Errors
/// [`TimeFault::Impossible`] in a gap.
pub(crate) fn read_local(local: DateTime, zone: &TimeZone) -> Result<Reading, TimeFault> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { offset } => {
            offset.to_timestamp(local).map(|at| Reading::Certain(at.into())).map_err(|_| TimeFault::Unreadable)
        }
        AmbiguousOffset::Gap { .. } => Err(TimeFault::Impossible),
        AmbiguousOffset::Fold { before, after } => match (before.to_timestamp(local), after.to_timestamp(local)) {
            (Ok(first), Ok(second)) => Ok(Reading::Fold { first: first.into(), second: second.into() }),
            _ => Err(TimeFault::Unreadable),
        },
    }
}

/// `YYYY-MM-DD?HH:MM:SS` and no bracket: shorter forms would have to be guessed, annotations are no RFC 3339.
fn has_shape_of_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = b"dddd-dd-ddTdd:dd:dd";
    bytes.len() >= shape.len()
        && bytes.iter().zip(shape).all(|(byte, shape)| match shape {
            b'd' => byte.is_ascii_digit(),
            b'T' => matches!(byte, b'T' | b't' | b' '),
            other => byte == other,
        })
        && !bytes.contains(&b'[')
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZoneDatabase;
    use rstest::rstest;

    fn chicago() -> TimeZone {
        TimeZoneDatabase::bundled().get("America/Chicago").unwrap()
    }

    #[rstest]
    #[case("2020-10-30T01:02:03Z", "2020-10-30T01:02:03.000Z")]
    #[case("2020-10-30T01:02:03.5-05:00", "2020-10-30T06:02:03.500Z")]
    #[case("2020-10-30 01:02:03Z", "2020-10-30T01:02:03.000Z")]
    #[case("2020-10-30 01:02:03", "2020-10-30T06:02:03.000Z")]
    #[case("2020-11-02T01:02:03.250", "2020-11-02T07:02:03.250Z")]
    fn reads_the_forms_of_the_contract(#[case] text: &str, #[case] utc: &str) {
        match read_time(text, Some(&chicago())).unwrap() {
            Reading::Certain(moment) => assert_eq!(moment.to_string(), utc),
            other => panic!("{other:?}"),
        }
    }

    #[rstest]
    #[case("2020-03-08 02:30:00", TimeFault::Impossible)]
    #[case("2020-02-30 02:30:00", TimeFault::Unreadable)]
    #[case("2020-10-30", TimeFault::Unreadable)]
    #[case("2020-10-30 01:02", TimeFault::Unreadable)]
    #[case("10/30/2020 01:02:03", TimeFault::Unreadable)]
    #[case("2020-10-30T01:02:03Z[UTC]", TimeFault::Unreadable)]
    #[case("2020-10-30T01:02:03 PM", TimeFault::Unreadable)]
    #[case("", TimeFault::Unreadable)]
    fn says_what_is_wrong(#[case] text: &str, #[case] fault: TimeFault) {
        assert_eq!(read_time(text, Some(&chicago())), Err(fault));
    }

    #[test]
    fn a_fold_has_two_readings_an_hour_apart() {
        let reading = read_time("2020-11-01 01:30:00", Some(&chicago())).unwrap();
        assert!(reading.is_ambiguous());
        assert_eq!(reading.earlier().to_string(), "2020-11-01T06:30:00.000Z");
        assert_eq!(reading.later().to_string(), "2020-11-01T07:30:00.000Z");
    }

    #[test]
    fn without_a_zone_only_offsets_can_be_read() {
        assert_eq!(read_time("2020-11-01 01:30:00", None), Err(TimeFault::NoZone));
        assert!(read_time("2020-11-01 01:30:00Z", None).is_ok());
    }
}
