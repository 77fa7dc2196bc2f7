//! Numbers between 0 and 1: rates with four decimals, chances with four significant digits, and the Wilson interval,
//! which says how far a rate of few cases may be off.

use std::cmp::Ordering;
use std::fmt;

/// The standard normal deviate that 2.5 % lie beyond: for an interval that holds in 95 of 100 cases.
const Z: f64 = 1.959_963_984_540_054;

/// A rate, from 0 to 1; it prints with four decimals.
#[derive(Debug, Clone, Copy)]
pub struct Share(f64);

/// The chance of a test, from 0 to 1; it prints with four significant digits, as `2.500e-7`.
#[derive(Debug, Clone, Copy)]
pub struct Chance(f64);

macro_rules! number {
    ($name:ident, $format:literal) => {
        impl $name {
            /// The number; what lies outside of 0 to 1 is moved to its edge.
            pub const fn new(value: f64) -> Self {
                Self(value.clamp(0.0, 1.0))
            }

            /// As a number.
            pub const fn value(self) -> f64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, $format, self.0)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.cmp(other) == Ordering::Equal
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.0.total_cmp(&other.0)
            }
        }
    };
}

number!(Share, "{:.4}");
number!(Chance, "{:.3e}");

impl Chance {
    /// For people: `once in 240 times`.
    pub fn odds(self) -> String {
        if self.0 < 1e-6 {
            return "less than once in a million times".to_owned();
        }
        format!("once in {:.0} times", 1.0 / self.0)
    }
}

/// `part` as a share of `whole`; `None` where `whole` is 0.
pub(crate) fn share(part: u32, whole: u32) -> Option<Share> {
    (whole > 0).then(|| Share::new(f64::from(part) / f64::from(whole)))
}

/// The Wilson score interval at 95 %, low and high; `None` of none.
///
/// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
/// (1927). Unlike the textbook interval it stays inside 0 to 1 and is honest for few and for none.
pub(crate) fn wilson(part: u32, whole: u32) -> Option<(Share, Share)> {
    if whole == 0 {
        return None;
    }
    let (part, whole) = (f64::from(part), f64::from(whole));
    let (rate, z2) = (part / whole, Z * Z);
    let centre = rate + z2 / (2.0 * whole);
    let half = Z * (rate * (1.0 - rate) / whole + z2 / (4.0 * whole * whole)).sqrt();
    let scale = 1.0 + z2 / whole;
    // at the ends the formula is exact, its rounding is not
    let low = if part <= 0.0 { 0.0 } else { (centre - half) / scale };
    let high = if part >= whole { 1.0 } else { (centre + half) / scale };
    Some((Share::new(low), Share::new(high)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;
    use statrs::distribution::{ContinuousCDF as _, Normal};

    #[rstest]
    #[case(0, 0, "")]
    #[case(0, 10, "0.0000 0.0000 0.2775")]
    #[case(2, 5, "0.4000 0.1176 0.7693")]
    #[case(10, 10, "1.0000 0.7225 1.0000")]
    #[case(1, 3, "0.3333 0.0615 0.7923")]
    #[case(15, 20, "0.7500 0.5313 0.8881")]
    #[case(20_000, 102_569, "0.1950 0.1926 0.1974")]
    fn rates_and_their_intervals(#[case] part: u32, #[case] whole: u32, #[case] expected: &str) {
        let said = share(part, whole).zip(wilson(part, whole));
        let said = said.map_or_else(String::new, |(rate, (low, high))| format!("{rate} {low} {high}"));
        assert_eq!(said, expected);
    }

    #[test]
    fn z_is_what_it_says() {
        assert!((Normal::standard().inverse_cdf(0.975) - Z).abs() < 1e-9);
    }

    #[test]
    fn a_chance_prints_the_same_width_of_digits() {
        assert_eq!(Chance::new(1.0).to_string(), "1.000e0");
        assert_eq!(Chance::new(2.5e-7).to_string(), "2.500e-7");
    }

    #[rstest]
    #[case(3e-36, "less than once in a million times")]
    #[case(0.000_25, "once in 4000 times")]
    #[case(0.01, "once in 100 times")]
    fn odds_are_for_people(#[case] chance: f64, #[case] expected: &str) {
        assert_eq!(Chance::new(chance).odds(), expected);
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_rate_and_shrinks_with_more(part in 0_u32..200, more in 0_u32..200) {
            let whole = part + more;
            prop_assume!(whole > 0);
            let (rate, (low, high)) = share(part, whole).zip(wilson(part, whole)).unwrap();
            prop_assert!(low <= rate && rate <= high);
            let (tight_low, tight_high) = wilson(part * 4, whole * 4).unwrap();
            prop_assert!(tight_high.value() - tight_low.value() < high.value() - low.value());
        }
    }
}
