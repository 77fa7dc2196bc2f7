//! Sets of stretches of time: union, difference, length.
//!
//! The coverage of a trigger by media is arithmetic on such sets. Stretches are half-open, ordered and
//! disjoint inside a set. Used inside the judgement only.

use crate::base::time::{Moment, Span};

/// A stretch from the first moment up to, not including, the second.
pub(super) type Stretch = (Moment, Moment);

/// An ordered set of disjoint, non-empty stretches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Spans(Vec<Stretch>);

impl Spans {
    /// The union of any stretches; empty and reversed ones add nothing.
    pub(crate) fn union_of(stretches: impl IntoIterator<Item = Stretch>) -> Self {
        let mut stretches: Vec<Stretch> = stretches.into_iter().filter(|(from, to)| from < to).collect();
        stretches.sort_unstable();
        let mut union: Vec<Stretch> = Vec::with_capacity(stretches.len());
        for (from, to) in stretches {
            match union.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => union.push((from, to)),
            }
        }
        Self(union)
    }

    /// The stretches in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Stretch> + '_ {
        self.0.iter().copied()
    }

    /// The part before a moment.
    pub(crate) fn until(&self, end: Moment) -> Self {
        Self(self.iter().filter(|(from, _)| *from < end).map(|(from, to)| (from, to.min(end))).collect())
    }

    /// The part inside one stretch.
    pub(crate) fn within(&self, (from, to): Stretch) -> Self {
        let clipped = self.iter().map(|(own_from, own_to)| (own_from.max(from), own_to.min(to)));
        Self(clipped.filter(|(from, to)| from < to).collect())
    }

    /// What is in this set and not in the other.
    pub(crate) fn without(&self, other: &Self) -> Self {
        let mut rest = Vec::new();
        let mut others = other.0.as_slice();
        for (mut from, to) in self.iter() {
            while let Some(((_, other_to), later)) = others.split_first()
                && *other_to <= from
            {
                others = later;
            }
            for &(other_from, other_to) in others {
                if other_from >= to || from >= to {
                    break;
                }
                if from < other_from {
                    rest.push((from, other_from));
                }
                from = from.max(other_to);
            }
            if from < to {
                rest.push((from, to));
            }
        }
        Self(rest)
    }

    /// The stretches that are longer than that.
    pub(crate) fn longer_than(&self, length: Span) -> Self {
        Self(self.iter().filter(|(from, to)| *to - *from > length).collect())
    }

    /// The length of all of it.
    pub(crate) fn length(&self) -> Span {
        self.iter().map(|(from, to)| to - from).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(secs: i64) -> Moment {
        Moment::from_micros(secs * 1_000_000)
    }

    fn spans(pairs: &[(i64, i64)]) -> Spans {
        Spans::union_of(pairs.iter().map(|&(from, to)| (at(from), at(to))))
    }

    #[test]
    fn touching_and_overlapping_stretches_are_one() {
        assert_eq!(spans(&[(5, 9), (0, 3), (3, 4), (8, 12), (7, 7), (9, 1)]), spans(&[(0, 4), (5, 12)]));
    }

    #[test]
    fn difference_keeps_what_is_not_there() {
        assert_eq!(
            spans(&[(0, 10), (20, 30)]).without(&spans(&[(2, 4), (8, 22), (29, 40)])),
            spans(&[(0, 2), (4, 8), (22, 29)])
        );
    }

    proptest! {
        #[test]
        fn agrees_with_counting_seconds(
            a in prop::collection::vec((0_i64..40, 0_i64..40), 0..8),
            b in prop::collection::vec((0_i64..40, 0_i64..40), 0..8),
        ) {
            let holds = |pairs: &[(i64, i64)], second: i64| pairs.iter().any(|&(from, to)| from <= second && second < to);
            let expected = (0..40).filter(|&second| holds(&a, second) && !holds(&b, second)).count();
            let difference = spans(&a).without(&spans(&b));
            prop_assert_eq!(difference.length(), Span::from_secs(expected.try_into().unwrap()));
            let inside = (10..20).filter(|&second| holds(&a, second)).count();
            prop_assert_eq!(spans(&a).within((at(10), at(20))).length(), Span::from_secs(inside.try_into().unwrap()));
        }
    }
}
