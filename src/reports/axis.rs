//! Where moments lie on a drawn axis: whole-number arithmetic, so that drawings are the same everywhere.
//!
//! Used by everything that draws a [`Picture`](crate::reports::picture::Picture).

use crate::base::time::{Moment, Span};
use crate::results::timeline::Stretch;

/// Where a moment lies between the ends of a stretch, as a share of `whole` (0 to `whole`).
pub(crate) fn place(at: Moment, shown: Stretch, whole: i64) -> i64 {
    let length = i128::from((shown.to_utc - shown.from_utc).as_micros()).max(1);
    let from_start = i128::from((at - shown.from_utc).as_micros()).clamp(0, length);
    i64::try_from(from_start * i128::from(whole) / length).unwrap_or(whole)
}

/// Round moments inside a stretch, at most so many, and whether they need seconds to be told apart.
pub(crate) fn ticks(shown: Stretch, most: i64) -> (Vec<Moment>, bool) {
    const STEPS: [i64; 20] = [
        5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800,
        2_592_000, 31_536_000,
    ];
    let length = (shown.to_utc - shown.from_utc).as_micros() / 1_000_000;
    let step = STEPS.into_iter().find(|step| length / step <= most.max(1)).unwrap_or(length.max(1));
    let micros = step.saturating_mul(1_000_000);
    let first = shown.from_utc.as_micros().div_euclid(micros).saturating_add(1).saturating_mul(micros);
    let mut ticks = Vec::new();
    let mut at = Moment::from_micros(first);
    while at <= shown.to_utc && ticks.len() < 64 {
        ticks.push(at);
        at = at + Span::from_secs(step);
    }
    (ticks, step < 60)
}

/// The row in which each label stands so that none covers another: labels are `(from, to)` in order.
pub(crate) fn stacked(labels: &[(i64, i64)]) -> Vec<usize> {
    let mut ends: Vec<i64> = Vec::new();
    labels
        .iter()
        .map(|&(from, to)| {
            let free = ends.iter().position(|end| *end <= from);
            let row = free.unwrap_or(ends.len());
            match ends.get_mut(row) {
                Some(end) => *end = to,
                None => ends.push(to),
            }
            row
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stretch(from: i64, to: i64) -> Stretch {
        Stretch { from_utc: Moment::from_micros(from), to_utc: Moment::from_micros(to) }
    }

    proptest! {
        #[test]
        fn what_is_later_never_lies_further_left(
            from in -1_000_000_i64..1_000_000, length in 0_i64..10_000_000,
            a in -2_000_000_i64..12_000_000, b in -2_000_000_i64..12_000_000,
        ) {
            let shown = stretch(from, from + length);
            let (first, last) = (Moment::from_micros(a.min(b)), Moment::from_micros(a.max(b)));
            let (x1, x2) = (place(first, shown, 10_000), place(last, shown, 10_000));
            prop_assert!(0 <= x1 && x1 <= x2 && x2 <= 10_000);
        }

        #[test]
        fn ticks_lie_inside_and_are_few(from in -1_000_000_000_i64..1_000_000_000, length in 1_i64..400_000_000) {
            let shown = stretch(from * 1_000_000, (from + length) * 1_000_000);
            let (ticks, _) = ticks(shown, 5);
            prop_assert!(ticks.len() <= 6);
            prop_assert!(ticks.iter().all(|at| *at > shown.from_utc && *at <= shown.to_utc));
        }

        #[test]
        fn labels_of_one_row_do_not_touch(mut labels in prop::collection::vec((0_i64..100, 1_i64..30), 0..20)) {
            labels.sort_unstable();
            let labels: Vec<(i64, i64)> = labels.into_iter().map(|(from, width)| (from, from + width)).collect();
            let rows = stacked(&labels);
            for (i, a) in labels.iter().enumerate() {
                for (j, b) in labels.iter().enumerate().skip(i + 1) {
                    prop_assert!(rows[i] != rows[j] || a.1 <= b.0);
                }
            }
        }
    }
}
