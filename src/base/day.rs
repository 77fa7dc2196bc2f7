//! Days as a department's calendar has them.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::time::Moment;

/// The day on which a moment falls in a zone; `None` outside the years that a calendar has.
pub(crate) fn day_in(zone: &TimeZone, at: Moment) -> Option<Date> {
    at.to_timestamp().map(|timestamp| zone.to_datetime(timestamp).date())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::evening_there_is_morning_in_utc("2021-06-02T04:59:59Z", "2021-06-01")]
    #[case::midnight_begins_a_day("2021-06-02T05:00:00Z", "2021-06-02")]
    fn a_day_is_that_of_the_zone(#[case] at: &str, #[case] day: &str) {
        let zone = TimeZone::get("America/Chicago").unwrap();
        let at: jiff::Timestamp = at.parse().unwrap();
        assert_eq!(day_in(&zone, at.into()).unwrap().to_string(), day);
        assert_eq!(day_in(&zone, Moment::from_micros(i64::MAX)), None);
    }
}
