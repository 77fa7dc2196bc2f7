//! The exact test: does somebody's share of misses stand out from everybody else's?
//!
//! Misses cluster: a flat battery at seven spoils the whole tour. So obligations are not what is drawn here,
//! **tours** are. Were there nothing special about somebody, their tours would be like any others of the same
//! [`Shape`] (as many light-bar activations, as many contacts), however the misses within a tour hang
//! together. So all tours of a shape are put into one urn, as many are drawn without replacement as that
//! somebody had, the misses on them are added up over all shapes, and the test asks how often that sum is as
//! large as the real one. This is a permutation test within strata, worked out to the end and not sampled: it
//! holds its level exactly whatever the correlation inside a tour, and assumes no distribution.
//!
//! It errs to the cautious side: somebody's own tours stay in the urn, and a shape that only one has says
//! nothing. It does not know that one beat is harder than another; that is for whoever reads the finding.

use std::collections::BTreeMap;

use statrs::distribution::{Discrete as _, Hypergeometric};

/// What makes two tours comparable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Shape {
    /// How many tours they are: a crew of two in one car sees the same light bar, so both are one.
    pub tours: usize,
    /// Light-bar obligations.
    pub lightbar: usize,
    /// Contact obligations.
    pub contacts: usize,
}

/// All tours of one shape, by the misses on them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Urn(BTreeMap<usize, usize>);

impl Urn {
    /// Puts in a tour with so many misses.
    pub(crate) fn put(&mut self, misses: usize) {
        *self.0.entry(misses).or_default() += 1;
    }

    /// Takes out a tour with so many misses.
    pub(crate) fn take(&mut self, misses: usize) {
        if let Some(tours) = self.0.get_mut(&misses) {
            *tours = tours.saturating_sub(1);
            if *tours == 0 {
                self.0.remove(&misses);
            }
        }
    }

    /// For 0 to `most` tours drawn without replacement: the chance of every sum of their misses.
    pub(crate) fn draws(&self, most: usize) -> Draws {
        // Misses by misses, the urn is filled again: r of the tours in it so far, of which k have the misses
        // just put in, are a hypergeometric draw. Nothing is ever subtracted, so nothing cancels.
        let mut so_far: Vec<Vec<f64>> = vec![vec![1.0]];
        let mut population = 0;
        for (&misses, &count) in self.0.iter().rev() {
            population += count;
            so_far = (0..=most.min(population))
                .map(|drawn| {
                    let mut sums = Vec::new();
                    for with in 0..=drawn.min(count) {
                        if let Some(others) = so_far.get(drawn - with) {
                            let chance = hypergeometric(population, count, drawn, with);
                            add(&mut sums, others, with * misses, chance);
                        }
                    }
                    sums
                })
                .collect();
        }
        Draws(so_far)
    }
}

/// The chance of every sum of misses, for each number of tours drawn.
#[derive(Debug, Clone)]
pub(crate) struct Draws(Vec<Vec<f64>>);

impl Draws {
    fn of(&self, tours: usize) -> &[f64] {
        self.0.get(tours).map_or(&[], Vec::as_slice)
    }
}

/// The chance of at least so many misses, when from each urn so many tours are drawn.
pub(crate) fn chance_of_at_least<'a>(misses: usize, drawn: impl IntoIterator<Item = (&'a Draws, usize)>) -> f64 {
    let mut sums = vec![1.0];
    for (draws, tours) in drawn {
        let mut next = Vec::new();
        for (sum, chance) in sums.iter().enumerate() {
            add(&mut next, draws.of(tours), sum, *chance);
        }
        sums = next;
    }
    // the smallest first, so that none is lost in a sum
    sums.iter().skip(misses).rev().sum::<f64>().min(1.0)
}

/// Adds what is known of other draws, moved up by `shift` and weighed.
fn add(sums: &mut Vec<f64>, others: &[f64], shift: usize, weight: f64) {
    if weight <= 0.0 {
        return;
    }
    sums.resize(sums.len().max(shift + others.len()), 0.0);
    for (sum, other) in sums.iter_mut().skip(shift).zip(others) {
        *sum += weight * other;
    }
}

/// The chance that `drawn` of `population` hold exactly `with` of the `marked`.
fn hypergeometric(population: usize, marked: usize, drawn: usize, with: usize) -> f64 {
    Hypergeometric::new(population as u64, marked as u64, drawn as u64).map_or(0.0, |draw| draw.pmf(with as u64))
}

/// Holm's step-down adjustment: each chance as it counts among all that were asked, in the order given.
///
/// Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Stat. 6 (1979).
pub(crate) fn holm(chances: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = chances.iter().copied().enumerate().collect();
    order.sort_by(|(i, a), (j, b)| a.total_cmp(b).then(i.cmp(j)));
    let (mut left, mut so_far) = (u32::try_from(chances.len()).unwrap_or(u32::MAX), 0.0_f64);
    let mut adjusted: Vec<(usize, f64)> = Vec::with_capacity(chances.len());
    for (index, chance) in order {
        so_far = so_far.max((f64::from(left) * chance).min(1.0));
        left = left.saturating_sub(1);
        adjusted.push((index, so_far));
    }
    adjusted.sort_unstable_by_key(|(index, _)| *index);
    adjusted.into_iter().map(|(_, chance)| chance).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn urn(tours: &[usize]) -> Urn {
        let mut urn = Urn::default();
        tours.iter().for_each(|misses| urn.put(*misses));
        urn
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-300)
    }

    /// Every way to choose so many of the tours: the share of those with at least so many misses.
    fn by_hand(urns: &[(Vec<usize>, usize)], misses: usize) -> f64 {
        let mut sums: BTreeMap<usize, f64> = BTreeMap::from([(0, 1.0)]);
        for (tours, drawn) in urns {
            let mut ways: BTreeMap<usize, f64> = BTreeMap::new();
            let mut all = 0.0;
            for chosen in 0_u32..1 << tours.len() {
                if chosen.count_ones() as usize == *drawn {
                    let sum = (0..tours.len()).filter(|i| chosen >> i & 1 == 1).map(|i| tours[i]).sum();
                    *ways.entry(sum).or_default() += 1.0;
                    all += 1.0;
                }
            }
            let mut next = BTreeMap::new();
            for (a, chance) in &sums {
                for (b, count) in &ways {
                    *next.entry(a + b).or_default() += chance * count / all;
                }
            }
            sums = next;
        }
        sums.range(misses..).map(|(_, chance)| chance).sum()
    }

    #[rstest]
    // Fisher's tea: four of eight cups, all four right
    #[case(&[0, 0, 0, 0, 1, 1, 1, 1], 4, 4, 1.0 / 70.0)]
    #[case(&[0, 0, 0, 0, 1, 1, 1, 1], 4, 3, 17.0 / 70.0)]
    #[case(&[0, 0, 3], 1, 3, 1.0 / 3.0)]
    #[case(&[0, 0, 3], 1, 0, 1.0)]
    #[case(&[2, 2, 2], 3, 6, 1.0)]
    #[case(&[1, 1], 1, 2, 0.0)]
    fn known_answers(#[case] tours: &[usize], #[case] drawn: usize, #[case] misses: usize, #[case] chance: f64) {
        assert!(close(chance_of_at_least(misses, [(&urn(tours).draws(drawn), drawn)]), chance));
    }

    #[test]
    fn a_very_small_chance_keeps_its_digits() {
        let mut tours = vec![0; 1_000];
        tours.extend([5; 10]);
        // 1 / C(1010, 10)
        let ways = (0..10).fold(1.0, |ways, i| ways * f64::from(1_010 - i) / f64::from(i + 1));
        let chance = chance_of_at_least(50, [(&urn(&tours).draws(10), 10)]);
        assert!((chance * ways - 1.0).abs() < 1e-8, "{chance}");
    }

    #[test]
    fn holm_by_hand() {
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005, 0.9]);
        for (found, expected) in adjusted.iter().zip([0.04, 0.09, 0.09, 0.025, 0.9]) {
            assert!(close(*found, expected), "{adjusted:?}");
        }
        assert_eq!(holm(&[]), Vec::<f64>::new());
    }

    proptest! {
        #[test]
        fn the_same_as_choosing_in_every_way(
            urns in prop::collection::vec((prop::collection::vec(0_usize..4, 1..7), 0_usize..7), 1..4),
            misses in 0_usize..12,
        ) {
            let urns: Vec<_> = urns.into_iter().map(|(tours, drawn)| { let drawn = drawn.min(tours.len()); (tours, drawn) }).collect();
            let draws: Vec<_> = urns.iter().map(|(tours, drawn)| (urn(tours).draws(*drawn + 1), *drawn)).collect();
            let found = chance_of_at_least(misses, draws.iter().map(|(draws, drawn)| (draws, *drawn)));
            prop_assert!((found - by_hand(&urns, misses)).abs() < 1e-9);
        }

        #[test]
        fn holm_never_lowers_and_keeps_the_order(chances in prop::collection::vec(0.0_f64..1.0, 0..20)) {
            let adjusted = holm(&chances);
            for (a, adjusted_a) in chances.iter().zip(&adjusted) {
                prop_assert!(adjusted_a >= a && *adjusted_a <= 1.0);
                for (b, adjusted_b) in chances.iter().zip(&adjusted) {
                    prop_assert!(a > b || adjusted_a <= adjusted_b);
                }
            }
        }
    }
}
