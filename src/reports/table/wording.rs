//! Times, lengths and numbers as people say them.

use jiff::tz::TimeZone;

use crate::base::time::{Moment, Span};

/// Moments in the department's zone.
pub(crate) struct Clock(TimeZone);

impl Clock {
    /// The clock of an IANA zone; of UTC where there is no such zone.
    pub(crate) fn of(zone: &str) -> Self {
        Self(TimeZone::get(zone).unwrap_or(TimeZone::UTC))
    }

    /// `2020-11-01 19:02:11 CST`, with the zone because the night may have two.
    pub(crate) fn time(&self, moment: Moment) -> String {
        self.formatted(moment, "%Y-%m-%d %H:%M:%S %Z")
    }

    /// `Sun 2020-11-01 19:02:11 CST`
    pub(crate) fn day_and_time(&self, moment: Moment) -> String {
        self.formatted(moment, "%a %Y-%m-%d %H:%M:%S %Z")
    }

    /// The hours of one picture, whose day stands elsewhere.
    pub(crate) fn hours(&self, from: Moment, to: Moment) -> Hours {
        let changes = self.formatted(from, "%Z") != self.formatted(to, "%Z");
        Hours { clock: Self(self.0.clone()), zone: if changes { " %Z" } else { "" } }
    }

    /// `2020-11-01`
    pub(crate) fn day(&self, moment: Moment) -> String {
        self.formatted(moment, "%Y-%m-%d")
    }

    fn formatted(&self, moment: Moment, format: &str) -> String {
        match moment.to_timestamp() {
            Some(timestamp) => timestamp.to_zoned_datetime(self.0.clone()).strftime(format).to_string(),
            None => moment.to_string(),
        }
    }
}

/// Times of day between two moments. Where the clocks change in between, an hour may come twice, so that each
/// time then says its zone.
pub(crate) struct Hours {
    clock: Clock,
    zone: &'static str,
}

impl Hours {
    /// `19:02:11`, or `19:02` where seconds do not matter, or `01:30 CDT` where the clocks change.
    pub(crate) fn at(&self, moment: Moment, seconds: bool) -> String {
        let time = if seconds { "%H:%M:%S" } else { "%H:%M" };
        self.clock.formatted(moment, &format!("{time}{}", self.zone))
    }

    /// Whether each time says its zone, and so needs more room.
    pub(crate) const fn are_long(&self) -> bool {
        !self.zone.is_empty()
    }
}

/// `1.5 s`, `1 min 32 s`, `1 h 02 min`; cut off, never rounded up past what was measured.
pub(crate) fn length(span: Span) -> String {
    let millis = span.as_millis().unsigned_abs();
    let sign = if span < Span::ZERO { "-" } else { "" };
    let secs = millis / 1_000;
    match secs {
        0..60 => format!("{sign}{secs}.{} s", millis % 1_000 / 100),
        60..3_600 => format!("{sign}{} min {:02} s", secs / 60, secs % 60),
        _ => format!("{sign}{} h {:02} min", secs / 3_600, secs % 3_600 / 60),
    }
}

/// `1,234,567`
pub(crate) fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 row`, `2 rows`
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// `12 bytes`, `60.0 MiB`
pub(crate) fn bytes(count: u64) -> String {
    const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];
    if count < 1_024 {
        return counted(count, "byte", "bytes");
    }
    let mut tenths = u128::from(count) * 10 / 1_024;
    let mut units = UNITS.iter();
    let mut unit = units.next();
    while tenths >= 10_240 && units.len() > 0 {
        tenths /= 1_024;
        unit = units.next();
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, unit.copied().unwrap_or_default())
}

/// `late 2, not-recorded 1`: each word with how often it comes, in the order given, zeros left out.
pub(crate) fn tally<W: Copy + PartialEq + std::fmt::Display>(words: &[W], found: &[W]) -> String {
    let counts = words.iter().map(|word| (word, found.iter().filter(|each| *each == word).count()));
    let said: Vec<String> = counts.filter(|(_, n)| *n > 0).map(|(word, n)| format!("{word} {n}")).collect();
    said.join(", ")
}

/// How many there are, as the number type of counts.
pub(crate) fn how_many<T>(items: &[T]) -> u64 {
    u64::try_from(items.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, "0.0 s")]
    #[case(1_999, "1.9 s")]
    #[case(-31_500, "-31.5 s")]
    #[case(59_999, "59.9 s")]
    #[case(60_000, "1 min 00 s")]
    #[case(3_599_999, "59 min 59 s")]
    #[case(3_725_000, "1 h 02 min")]
    fn lengths(#[case] millis: i64, #[case] text: &str) {
        assert_eq!(length(Span::from_millis(millis)), text);
    }

    #[rstest]
    #[case(0, "0")]
    #[case(999, "999")]
    #[case(1_000, "1,000")]
    #[case(1_234_567, "1,234,567")]
    fn numbers(#[case] count: u64, #[case] text: &str) {
        assert_eq!(number(count), text);
    }

    #[rstest]
    #[case(0, "0 bytes")]
    #[case(1, "1 byte")]
    #[case(1_024, "1.0 KiB")]
    #[case(62_914_560, "60.0 MiB")]
    #[case(1_099_511_627_776, "1.0 TiB")]
    #[case(u64::MAX, "16383.9 PiB")]
    fn sizes(#[case] count: u64, #[case] text: &str) {
        assert_eq!(bytes(count), text);
    }

    #[test]
    fn a_moment_stands_in_the_departments_zone_with_its_name() {
        // both passes of the hour that daylight saving repeats
        let clock = Clock::of("America/Chicago");
        let first = Moment::from_micros(1_604_212_200_000_000);
        assert_eq!(clock.time(first), "2020-11-01 01:30:00 CDT");
        assert_eq!(clock.time(first + Span::from_hours(1)), "2020-11-01 01:30:00 CST");
        assert_eq!(Clock::of("Nowhere/Land").time(first), "2020-11-01 06:30:00 UTC");
    }

    #[rstest]
    #[case::an_hour_comes_twice(1_604_212_200, 3_600, ["01:30 CDT", "01:30:00 CST"])]
    #[case::an_hour_is_left_out(1_583_650_800, 7_200, ["01:00 CST", "04:00:00 CDT"])]
    #[case::any_other_night(1_604_298_600, 3_600, ["00:30", "01:30:00"])]
    fn hours_say_their_zone_where_the_clocks_change(
        #[case] from: i64,
        #[case] length: i64,
        #[case] expected: [&str; 2],
    ) {
        let clock = Clock::of("America/Chicago");
        let from = Moment::from_micros(from * 1_000_000);
        let to = from + Span::from_secs(length);
        let hours = clock.hours(from, to);
        assert_eq!([hours.at(from, false), hours.at(to, true)], expected);
        assert_eq!(hours.are_long(), expected[0].len() > 5);
    }
}
