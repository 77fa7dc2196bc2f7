//! Times as people and machines write them: `11/2/2024 8:09 PM`, `2-NOV-24 20:09:37`, `2024-11-02 20:09` (contract,
//! "Other shapes of tables").
//!
//! Which of `11/2` is the day cannot be seen from one time. It is decided for a whole column, from days above 12.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// Whether the day or the month comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Order {
    /// As in `31/12/2024`.
    DayFirst,
    /// As in `12/31/2024`.
    MonthFirst,
}

/// A time that was taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Loose {
    date: LooseDate,
    time: Time,
    /// It says seconds.
    pub(crate) has_seconds: bool,
    /// What it says of its zone.
    pub(crate) offset: Option<Offset>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LooseDate {
    /// It says which is which.
    Certain(Date),
    /// Two numbers, either of which may be the day.
    Either(i8, i8, i16),
}

impl Loose {
    /// Takes a time apart; `None` where it is none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, rest) = read_date(text)?;
        let (time, has_seconds, rest) = read_time_of_day(rest)?;
        let offset = read_offset(rest.trim())?;
        Some(Self { date, time, has_seconds, offset })
    }

    /// The order that it proves.
    pub(crate) fn proves(&self) -> Option<Order> {
        match self.date {
            LooseDate::Either(first, second, _) if first > 12 && second <= 12 => Some(Order::DayFirst),
            LooseDate::Either(first, second, _) if second > 12 && first <= 12 => Some(Order::MonthFirst),
            _ => None,
        }
    }

    /// Whether it means something else in either order.
    pub(crate) fn needs_an_order(&self) -> bool {
        matches!(self.date, LooseDate::Either(first, second, _) if first != second)
    }

    /// The local time that it says; `None` where there is no such day, or the order is not known.
    pub(crate) fn local(&self, order: Option<Order>) -> Option<DateTime> {
        let date = match (self.date, order) {
            (LooseDate::Certain(date), _) => date,
            (LooseDate::Either(day, month, year), Some(Order::DayFirst))
            | (LooseDate::Either(month, day, year), Some(Order::MonthFirst)) => Date::new(year, month, day).ok()?,
            (LooseDate::Either(day, month, year), None) if day == month => Date::new(year, month, day).ok()?,
            (LooseDate::Either(..), None) => return None,
        };
        Some(date.to_datetime(self.time))
    }
}

/// Digits at the beginning, at most `most`; how many, and the rest.
fn digits(text: &str, most: usize) -> Option<(i64, usize, &str)> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    if count == 0 || count > most {
        return None;
    }
    let (number, rest) = text.split_at_checked(count)?;
    Some((number.parse().ok()?, count, rest))
}

fn year(number: i64, digits: usize) -> Option<i16> {
    match digits {
        4 => i16::try_from(number).ok(),
        // a record of a camera is of this century
        2 => i16::try_from(number.saturating_add(2000)).ok(),
        _ => None,
    }
}

fn small(number: i64) -> Option<i8> {
    i8::try_from(number).ok()
}

/// The sign between the parts of a date.
fn separator(text: &str) -> Option<(char, &str)> {
    let first = text.chars().next().filter(|sign| matches!(sign, '/' | '-' | '.' | ' '))?;
    Some((first, text.strip_prefix(first)?))
}

fn read_date(text: &str) -> Option<(LooseDate, &str)> {
    if let Some((month, rest)) = read_month(text) {
        // Nov 2, 2024
        let (day, _, rest) = digits(rest.trim_start_matches(['.', ' ', '-']), 2)?;
        let rest = rest.trim_start_matches([',', ' ', '-']);
        let (number, count, rest) = digits(rest, 4)?;
        let date = Date::new(year(number, count)?, month, small(day)?).ok()?;
        return Some((LooseDate::Certain(date), rest));
    }
    let (first, count, rest) = digits(text, 4)?;
    let (sign, rest) = separator(rest)?;
    if let Some((month, rest)) = read_month(rest) {
        // 2-NOV-24
        let rest = rest.trim_start_matches([sign, '.', ' ', ',']);
        let (number, digits, rest) = digits(rest, 4)?;
        let date = Date::new(year(number, digits)?, month, small(first)?).ok()?;
        return Some((LooseDate::Certain(date), rest));
    }
    let (second, _, rest) = digits(rest, 2)?;
    let (_, rest) = separator(rest).filter(|(other, _)| *other == sign && sign != ' ')?;
    let (third, last, rest) = digits(rest, 4)?;
    if count == 4 {
        let date = Date::new(year(first, count)?, small(second)?, small(third)?).ok()?;
        return Some((LooseDate::Certain(date), rest));
    }
    Some((LooseDate::Either(small(first)?, small(second)?, year(third, last)?), rest))
}

/// The name of a month, in English, short or long.
fn read_month(text: &str) -> Option<(i8, &str)> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at_checked(letters)?;
    let word = word.to_ascii_lowercase();
    let is_it = |name: &str| word.len() >= 3 && (name.starts_with(&word) || (word == "sept" && name == "september"));
    let month = MONTHS.iter().position(|name| is_it(name))?;
    Some((i8::try_from(month.checked_add(1)?).ok()?, rest))
}

fn read_time_of_day(text: &str) -> Option<(Time, bool, &str)> {
    let text = text
        .strip_prefix(['T', 't'])
        .or_else(|| text.strip_prefix(','))
        .or_else(|| text.strip_prefix(' '))
        .filter(|rest| rest.len() < text.len())?
        .trim_start();
    let (hour, _, rest) = digits(text, 2)?;
    let (minute, two, rest) = digits(rest.strip_prefix(':')?, 2)?;
    if two != 2 {
        return None;
    }
    let (second, fraction, has_seconds, rest) = match rest.strip_prefix(':') {
        None => (0, 0, false, rest),
        Some(rest) => {
            let (second, two, rest) = digits(rest, 2).filter(|(_, count, _)| *count == 2)?;
            let _ = two;
            match rest.strip_prefix(['.', ',']) {
                None => (second, 0, true, rest),
                Some(rest) => {
                    let (number, count, rest) = digits(rest, 9)?;
                    let scale = 10_i64.checked_pow(u32::try_from(9_usize.checked_sub(count)?).ok()?)?;
                    (second, number.checked_mul(scale)?, true, rest)
                }
            }
        }
    };
    let (half, rest) = read_half(rest);
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(pm) => hour.rem_euclid(12).checked_add(if pm { 12 } else { 0 })?,
    };
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, i32::try_from(fraction).ok()?).ok()?;
    Some((time, has_seconds, rest))
}

/// `AM` or `PM`, however it is written; true is PM.
fn read_half(text: &str) -> (Option<bool>, &str) {
    // some spreadsheets write a narrow space before it
    let word = text.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    for (name, pm) in [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)] {
        if let Some((start, rest)) = word.split_at_checked(name.len())
            && start.eq_ignore_ascii_case(name)
        {
            return (Some(pm), rest);
        }
    }
    (None, text)
}

/// Nothing, or `Z`, `UTC`, `+0000`, `-05:00`; the outer `None` where it is something else.
#[expect(clippy::option_option, reason = "no offset is another answer than no time")]
fn read_offset(text: &str) -> Option<Option<Offset>> {
    if text.is_empty() {
        return Some(None);
    }
    if ["z", "utc", "gmt"].iter().any(|name| text.eq_ignore_ascii_case(name)) {
        return Some(Some(Offset::UTC));
    }
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix(['-', '\u{2212}'])?),
    };
    let rest = rest.replace(':', "");
    let (number, count, after) = digits(&rest, 4)?;
    let (hours, minutes) = match count {
        2 => (number, 0),
        4 => (number.div_euclid(100), number.rem_euclid(100)),
        _ => return None,
    };
    let seconds = hours.checked_mul(60)?.checked_add(minutes)?.checked_mul(60)?.checked_mul(sign)?;
    let offset = Offset::from_seconds(i32::try_from(seconds).ok()?).ok()?;
    after.is_empty().then_some(Some(offset))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn local(text: &str, order: Option<Order>) -> Option<String> {
        Loose::read(text)?.local(order).map(|local| local.to_string())
    }

    #[rstest]
    #[case("2024-11-02 20:09", "2024-11-02T20:09:00")]
    #[case("2024-11-02t20:09:37.500", "2024-11-02T20:09:37.5")]
    #[case("2024/11/2 8:09:37 pm", "2024-11-02T20:09:37")]
    #[case("2-NOV-24 20:09:37", "2024-11-02T20:09:37")]
    #[case("02 November 2024 20:09:37", "2024-11-02T20:09:37")]
    #[case("Nov 2, 2024 8:09 PM", "2024-11-02T20:09:00")]
    #[case("Sept. 2, 2024, 12:09 AM", "2024-09-02T00:09:00")]
    #[case("2024-11-02 12:00:00 PM", "2024-11-02T12:00:00")]
    #[case("2024-11-02 08:09:37\u{202f}a.m.", "2024-11-02T08:09:37")]
    #[case("2024-11-02 20:09:37,250", "2024-11-02T20:09:37.25")]
    fn what_says_its_month_needs_no_order(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(local(text, None).as_deref(), Some(expected));
        assert_eq!(Loose::read(text).unwrap().proves(), None);
        assert!(!Loose::read(text).unwrap().needs_an_order());
    }

    #[rstest]
    #[case("11/2/2024 20:09", "2024-02-11T20:09:00", "2024-11-02T20:09:00")]
    #[case("11.02.24 8:09:37 PM", "2024-02-11T20:09:37", "2024-11-02T20:09:37")]
    #[case("11-02-2024T20:09:37", "2024-02-11T20:09:37", "2024-11-02T20:09:37")]
    fn what_does_not_needs_one(#[case] text: &str, #[case] day_first: &str, #[case] month_first: &str) {
        assert_eq!(local(text, None), None);
        assert_eq!(local(text, Some(Order::DayFirst)).as_deref(), Some(day_first));
        assert_eq!(local(text, Some(Order::MonthFirst)).as_deref(), Some(month_first));
    }

    #[rstest]
    #[case("31/12/2024 20:09", Some(Order::DayFirst))]
    #[case("12/31/2024 20:09", Some(Order::MonthFirst))]
    #[case("12/11/2024 20:09", None)]
    #[case("11/11/2024 20:09", None)]
    fn a_day_above_twelve_proves_the_order(#[case] text: &str, #[case] order: Option<Order>) {
        let loose = Loose::read(text).unwrap();
        assert_eq!(loose.proves(), order);
        let other = |order| if order == Order::DayFirst { Order::MonthFirst } else { Order::DayFirst };
        assert!(order.is_none_or(|order| loose.local(Some(other(order))).is_none()), "no such day in the other order");
    }

    #[rstest]
    #[case("11/2/2024 20:09 +0000", Some(0))]
    #[case("11/2/2024 20:09:37 -05:00", Some(-18_000))]
    #[case("11/2/2024 20:09:37Z", Some(0))]
    #[case("11/2/2024 20:09:37", None)]
    fn an_offset_is_read(#[case] text: &str, #[case] seconds: Option<i32>) {
        assert_eq!(Loose::read(text).unwrap().offset.map(Offset::seconds), seconds);
    }

    #[rstest]
    #[case("")]
    #[case("11/2/2024")]
    #[case("20:09:37")]
    #[case("45598.84001157")]
    #[case("1730596330000")]
    #[case("11/2/2024 20")]
    #[case("11/2/2024 20:9")]
    #[case("11/2/2024 13:09 PM")]
    #[case("11/2-2024 20:09")]
    #[case("11/2/2024 20:09 Eastern")]
    #[case("2024-02-30 20:09")]
    #[case("11/2/024 20:09")]
    #[case("Mon 2 2024 20:09")]
    fn what_is_no_time_is_none(#[case] text: &str) {
        assert_eq!(Loose::read(text), None);
    }
}
