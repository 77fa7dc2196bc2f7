//! Shares of two published counts, with what chance leaves open.

use std::fmt;

/// A share with its 95 % interval, in tenths of a per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    /// The share itself.
    pub share: Tenths,
    /// The least that it may stand for.
    pub low: Tenths,
    /// The most.
    pub high: Tenths,
}

/// Tenths of a per cent: 0 to 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tenths(u64);

/// `97.5`
impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

impl Rate {
    /// `part` as a share of `whole`, with the score interval of Wilson (1927); `None` where `whole` is 0 or more than
    /// 4 billion.
    pub(crate) fn of(part: u64, whole: u64) -> Option<Self> {
        let (part, whole) = (u32::try_from(part).ok()?, u32::try_from(whole).ok().filter(|whole| *whole > 0)?);
        // the 97.5th percentile of the normal distribution
        let z = 1.959_963_984_540_054_f64;
        let (n, p) = (f64::from(whole), f64::from(part) / f64::from(whole));
        let centre = p + z * z / (2.0 * n);
        let spread = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z * z / n;
        Some(Self {
            share: tenths(p)?,
            low: tenths(((centre - spread) / scale).clamp(0.0, p))?,
            high: tenths(((centre + spread) / scale).clamp(p, 1.0))?,
        })
    }
}

/// Rounded half up, through text: numbers are not cut silently here.
fn tenths(share: f64) -> Option<Tenths> {
    format!("{:.0}", (share * 1_000.0 + 0.5).floor()).parse().ok().map(Tenths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(2, 5, "40.0 11.8 76.9")]
    #[case(0, 20, "0.0 0.0 16.1")]
    #[case(20, 20, "100.0 83.9 100.0")]
    #[case(380, 400, "95.0 92.4 96.7")]
    #[case(1, 3, "33.3 6.1 79.2")]
    fn shares_with_their_doubt(#[case] part: u64, #[case] whole: u64, #[case] text: &str) {
        let Rate { share, low, high } = Rate::of(part, whole).unwrap();
        assert_eq!(format!("{share} {low} {high}"), text);
    }

    #[test]
    fn there_is_no_share_of_nothing() {
        assert_eq!(Rate::of(0, 0), None);
    }
}
