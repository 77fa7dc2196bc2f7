//! Durations as people write them: `30s`, `15m`, `24h`, `180d`, with a day of 24 hours (contract, "Policy keys and
//! defaults").

use jiff::{SpanRelativeTo, Unit};

use crate::base::time::Span;

/// Reads a duration; `None` for anything that is none, is negative, or has months or years in it.
pub(crate) fn parse_duration(text: &str) -> Option<Span> {
    parse_offset(text).filter(|span| *span >= Span::ZERO)
}

/// Reads a duration that may be negative; `None` for anything that is none, or has months or years in it.
pub(crate) fn parse_offset(text: &str) -> Option<Span> {
    let span: jiff::Span = text.trim().parse().ok()?;
    if span.get_months() != 0 || span.get_years() != 0 {
        return None;
    }
    span.to_duration(SpanRelativeTo::days_are_24_hours()).ok().map(Into::into)
}

/// Writes a duration that may be negative, so that [`parse_offset`] reads it again.
pub(crate) fn show_offset(offset: Span) -> String {
    let sign = if offset < Span::ZERO { "-" } else { "" };
    format!("{sign}{}", show_duration(offset.abs()))
}

/// Writes a duration as people write it: the largest units first, zeros left out.
pub(crate) fn show_duration(span: Span) -> String {
    let span = jiff::Span::new().try_microseconds(span.as_micros()).and_then(|span| {
        span.round(jiff::SpanRound::new().largest(Unit::Day).smallest(Unit::Microsecond).days_are_24_hours())
    });
    match span {
        Ok(span) if span.is_zero() => "0s".into(),
        Ok(span) => format!("{span:#}"),
        Err(_) => "beyond reckoning".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("30s", Span::from_secs(30), "30s")]
    #[case("15m", Span::from_mins(15), "15m")]
    #[case("24h", Span::from_hours(24), "1d")]
    #[case("180d", Span::from_days(180), "180d")]
    #[case("1h 30m", Span::from_mins(90), "1h 30m")]
    #[case("1.5s", Span::from_millis(1_500), "1s 500ms")]
    #[case("250ms", Span::from_millis(250), "250ms")]
    #[case("0s", Span::ZERO, "0s")]
    #[case("2 weeks", Span::from_days(14), "14d")]
    fn reads_what_people_write(#[case] text: &str, #[case] span: Span, #[case] shown: &str) {
        assert_eq!(parse_duration(text), Some(span));
        assert_eq!(show_duration(span), shown);
    }

    #[rstest]
    #[case("-1h", Some(-Span::from_hours(1)))]
    #[case("90s", Some(Span::from_secs(90)))]
    #[case("+15m", Some(Span::from_mins(15)))]
    #[case("-1d 2h", Some(-Span::from_hours(26)))]
    #[case("1mo", None)]
    #[case("-", None)]
    fn an_offset_may_be_negative(#[case] text: &str, #[case] span: Option<Span>) {
        assert_eq!(parse_offset(text), span);
        if let Some(span) = span {
            assert_eq!(parse_offset(&show_offset(span)), Some(span), "{}", show_offset(span));
        }
    }

    #[rstest]
    #[case("")]
    #[case("30")]
    #[case("-5s")]
    #[case("1mo")]
    #[case("1y")]
    #[case("soon")]
    fn refuses_what_is_no_length_of_time(#[case] text: &str) {
        assert_eq!(parse_duration(text), None);
    }
}
