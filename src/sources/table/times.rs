//! How a column's times are read: as the contract writes them, by a pattern, as numbers, or as people write them.

use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::loose::{Loose, Order};
use crate::base::reading::{Reading, TimeFault, read_local, read_time};
use crate::base::time::{Moment, Span};
use crate::facts::mapping::TimeFormat;

/// Times without seconds are this coarse.
const MINUTE: Span = Span::from_mins(1);

/// Reads the times of one column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum TimeReader {
    /// As the contract's own times.
    #[default]
    Contract,
    /// As a strftime pattern says.
    Pattern(Arc<str>),
    /// So many of these since 1970, UTC.
    Unix(Span),
    /// Days since 1900.
    ExcelSerial,
    /// As people write them.
    Auto {
        /// `None` where no time of the column needs to know it.
        order: Option<Order>,
        /// No time of the column has seconds.
        coarse: bool,
    },
}

impl TimeReader {
    /// For a column; its rows decided the order, and whether there are seconds.
    pub(crate) fn of(format: &TimeFormat, order: Option<Order>, coarse: bool) -> Self {
        match format {
            TimeFormat::Contract => Self::Contract,
            TimeFormat::Pattern(pattern) => Self::Pattern(pattern.as_str().into()),
            TimeFormat::Unix => Self::Unix(Span::from_secs(1)),
            TimeFormat::UnixMs => Self::Unix(Span::from_millis(1)),
            TimeFormat::ExcelSerial => Self::ExcelSerial,
            TimeFormat::Auto => Self::Auto { order, coarse },
        }
    }

    /// How coarse its times are by the way they are written; `None` where that cannot be told from it.
    pub(crate) fn resolution(&self) -> Option<Span> {
        let is_coarse = match self {
            // %S, %-S, %T, %s, %c, %r, %X
            Self::Pattern(pattern) => !pattern.contains(['S', 'T', 's', 'c', 'r', 'X']),
            Self::Auto { coarse, .. } => *coarse,
            _ => false,
        };
        is_coarse.then_some(MINUTE)
    }

    /// Reads a time.
    ///
    /// # Errors
    /// See [`TimeFault`].
    pub(crate) fn read(&self, text: &str, zone: Option<&TimeZone>) -> Result<Reading, TimeFault> {
        match self {
            Self::Contract => read_time(text, zone),
            Self::Pattern(pattern) => by_pattern(pattern, text, zone),
            Self::Unix(unit) => unix(text, *unit).map(Reading::Certain).ok_or(TimeFault::Unreadable),
            Self::ExcelSerial => {
                let serial = text.parse().ok().and_then(|serial| from_serial(serial, false));
                in_zone(serial.ok_or(TimeFault::Unreadable)?, zone)
            }
            Self::Auto { order, .. } => {
                let Some(loose) = Loose::read(text) else { return read_time(text, zone) };
                let local = loose.local(*order).ok_or(TimeFault::Unreadable)?;
                match loose.offset {
                    Some(offset) => certain(offset.to_timestamp(local)),
                    None => in_zone(local, zone),
                }
            }
        }
    }

    /// What a time that cannot be read should look like.
    pub(crate) fn wanted(&self) -> String {
        match self {
            Self::Contract => "write YYYY-MM-DD HH:MM:SS or RFC 3339 with an offset".into(),
            Self::Pattern(pattern) => format!("`time-format` says {pattern:?}"),
            Self::Unix(_) => "`time-format` says that it is a number counted from 1970".into(),
            Self::ExcelSerial => "`time-format` says that it is a number of days, as spreadsheets count them".into(),
            Self::Auto { order: Some(Order::DayFirst), .. } => {
                "other rows of the column have the day before the month; say how it is written in `time-format`".into()
            }
            Self::Auto { order: Some(Order::MonthFirst), .. } => {
                "other rows of the column have the month before the day; say how it is written in `time-format`".into()
            }
            Self::Auto { order: None, .. } => {
                "say how it is written in `time-format`, as in \"%m/%d/%Y %H:%M:%S\"".into()
            }
        }
    }
}

fn in_zone(local: DateTime, zone: Option<&TimeZone>) -> Result<Reading, TimeFault> {
    read_local(local, zone.ok_or(TimeFault::NoZone)?)
}

fn certain(at: Result<Timestamp, jiff::Error>) -> Result<Reading, TimeFault> {
    at.map(|at| Reading::Certain(at.into())).map_err(|_| TimeFault::Unreadable)
}

fn by_pattern(pattern: &str, text: &str, zone: Option<&TimeZone>) -> Result<Reading, TimeFault> {
    let time = BrokenDownTime::parse(pattern, text).map_err(|_| TimeFault::Unreadable)?;
    if time.offset().is_some() || time.timestamp().is_some() {
        return certain(time.to_timestamp());
    }
    in_zone(time.to_datetime().map_err(|_| TimeFault::Unreadable)?, zone)
}

/// A number of units since 1970, decimals allowed.
fn unix(text: &str, unit: Span) -> Option<Moment> {
    let micros = match text.parse::<i64>() {
        Ok(count) => count.checked_mul(unit.as_micros())?,
        Err(_) => {
            let exact = SignedDuration::try_from_secs_f64(text.parse().ok()?).ok()?;
            let micros = exact.as_micros().checked_mul(i128::from(unit.as_micros()))?.checked_div(1_000_000)?;
            i64::try_from(micros).ok()?
        }
    };
    let moment = Moment::from_micros(micros);
    moment.to_timestamp().map(|_| moment)
}

/// The local time of a spreadsheet's number of days: since 1900 with a day that never was (29 February 1900), or since
/// 1904. Rounded to the millisecond, for a second is no fraction of a day that such a number can hold.
pub(crate) fn from_serial(serial: f64, since_1904: bool) -> Option<DateTime> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let millis = SignedDuration::try_from_secs_f64(serial * 86_400.0).ok()?;
    let micros = millis.as_micros().checked_add(500)?;
    let millis = i64::try_from(micros.checked_div(1_000)?).ok()?;
    let (days, rest) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000));
    let first = match (since_1904, days) {
        (true, _) => Date::constant(1904, 1, 1),
        // what others write for "no date" is 0, and stands for the day before the first
        (false, 1..=59) => Date::constant(1899, 12, 31),
        (false, _) => Date::constant(1899, 12, 30),
    };
    let date = first.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    date.at(0, 0, 0, 0).checked_add(SignedDuration::from_millis(rest)).ok()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZoneDatabase;
    use rstest::rstest;

    use super::*;

    fn read(format: &TimeFormat, text: &str) -> Result<String, TimeFault> {
        let zone = TimeZoneDatabase::bundled().get("America/Chicago").unwrap();
        TimeReader::of(format, None, false).read(text, Some(&zone)).map(|reading| reading.earlier().to_string())
    }

    fn pattern(pattern: &str) -> TimeFormat {
        TimeFormat::Pattern(pattern.into())
    }

    #[rstest]
    #[case(pattern("%m/%d/%Y %H:%M"), "7/4/2026 20:09", "2026-07-05T01:09:00.000Z")]
    #[case(pattern("%d.%m.%Y %H:%M:%S"), "4.7.2026 20:09:37", "2026-07-05T01:09:37.000Z")]
    #[case(pattern("%Y%m%d%H%M%S"), "20260704200937", "2026-07-05T01:09:37.000Z")]
    #[case(pattern("%Y-%m-%d %H:%M:%S%.f %z"), "2026-07-04 20:09:37.25 -0400", "2026-07-05T00:09:37.250Z")]
    #[case(pattern("%m/%d/%Y %I:%M:%S %p"), "07/04/2026 08:09:37 PM", "2026-07-05T01:09:37.000Z")]
    #[case(TimeFormat::Unix, "1783213777", "2026-07-05T01:09:37.000Z")]
    #[case(TimeFormat::Unix, "1783213777.25", "2026-07-05T01:09:37.250Z")]
    #[case(TimeFormat::UnixMs, "1783213777250", "2026-07-05T01:09:37.250Z")]
    #[case(TimeFormat::ExcelSerial, "46207.84001157", "2026-07-05T01:09:37.000Z")]
    #[case(TimeFormat::Auto, "2026-07-04T20:09:37-04:00", "2026-07-05T00:09:37.000Z")]
    #[case(TimeFormat::Auto, "7/7/2026 8:09 pm", "2026-07-08T01:09:00.000Z")]
    fn a_time_is_read_in_its_format(#[case] format: TimeFormat, #[case] text: &str, #[case] utc: &str) {
        assert_eq!(read(&format, text).as_deref(), Ok(utc));
    }

    #[rstest]
    #[case(pattern("%m/%d/%Y %H:%M"), "2026-07-04 20:09")]
    #[case(TimeFormat::Unix, "tomorrow")]
    #[case(TimeFormat::Unix, "99999999999999999")]
    #[case(TimeFormat::ExcelSerial, "-1")]
    #[case(TimeFormat::ExcelSerial, "1783213777")]
    #[case(TimeFormat::Auto, "7/4/2026 20:09")]
    fn what_is_not_in_the_format_is_no_time(#[case] format: TimeFormat, #[case] text: &str) {
        assert_eq!(read(&format, text), Err(TimeFault::Unreadable));
    }

    #[rstest]
    #[case(0.0, false, "1899-12-30T00:00:00")]
    #[case(1.0, false, "1900-01-01T00:00:00")]
    #[case(59.0, false, "1900-02-28T00:00:00")]
    #[case(61.0, false, "1900-03-01T00:00:00")]
    #[case(45_598.840_011_57, false, "2024-11-02T20:09:37")]
    #[case(45_598.999_999_999, false, "2024-11-03T00:00:00")]
    #[case(44_136.840_011_57, true, "2024-11-02T20:09:37")]
    #[case(45_598.840_017_361_11, false, "2024-11-02T20:09:37.5")]
    fn a_number_of_days_is_a_local_time(#[case] serial: f64, #[case] since_1904: bool, #[case] local: &str) {
        assert_eq!(from_serial(serial, since_1904).unwrap().to_string(), local);
    }

    #[test]
    fn a_pattern_without_seconds_is_coarse() {
        let resolution = |text: &str| TimeReader::of(&pattern(text), None, false).resolution();
        assert_eq!(resolution("%m/%d/%Y %H:%M"), Some(Span::from_mins(1)));
        assert_eq!(resolution("%m/%d/%Y %H:%M:%S"), None);
        assert_eq!(resolution("%m/%d/%Y %T"), None);
        assert_eq!(resolution("%m/%d/%Y %-I:%M:%-S %p"), None);
    }

    proptest::proptest! {
        #[test]
        fn every_millisecond_comes_back_from_its_number(millis in 5_270_400_000_i64..4_102_444_800_000) {
            let start = Date::constant(1899, 12, 30).at(0, 0, 0, 0);
            let local = start.checked_add(SignedDuration::from_millis(millis)).unwrap();
            #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
            let serial = millis as f64 / 86_400_000.0;
            proptest::prop_assert_eq!(from_serial(serial, false), Some(local));
        }
    }
}
