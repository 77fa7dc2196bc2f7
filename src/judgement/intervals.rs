//! Finding all intervals that meet a window, without looking at the others.
//!
//! A year of tours or recordings is searched once for every trigger; a plain scan would be quadratic. The
//! intervals are sorted by start, and a tree of the latest end below each node lets whole parts be passed
//! over. Used inside the judgement only.

use crate::base::time::Moment;

/// Closed intervals, each with a value, sorted by start.
#[derive(Debug, Clone)]
pub(super) struct Intervals<T> {
    items: Vec<(Moment, Moment, T)>,
    /// `latest[node]`: the latest end among the items below a node of the implicit binary tree.
    latest: Vec<Moment>,
    leaves: usize,
}

impl<T: Copy + Ord> Intervals<T> {
    /// Sorts the intervals by start, end and value.
    pub(super) fn new(mut items: Vec<(Moment, Moment, T)>) -> Self {
        items.sort_unstable();
        let leaves = items.len().next_power_of_two();
        let least = Moment::from_micros(i64::MIN);
        let mut latest = vec![least; leaves.saturating_mul(2)];
        for (leaf, (_, end, _)) in latest.iter_mut().skip(leaves).zip(&items) {
            *leaf = *end;
        }
        for node in (1..leaves).rev() {
            let below = latest.get(node * 2).copied().max(latest.get(node * 2 + 1).copied());
            if let (Some(node), Some(below)) = (latest.get_mut(node), below) {
                *node = below;
            }
        }
        Self { items, latest, leaves }
    }

    /// The values of all intervals that share a moment with [from, to], in order of start.
    pub(super) fn meeting(&self, from: Moment, to: Moment) -> Vec<T> {
        let mut found = Vec::new();
        let begun = self.items.partition_point(|(start, ..)| *start <= to);
        // Nodes to visit with the first leaf and the number of leaves below them; left ones on top.
        let mut stack = vec![(1_usize, 0_usize, self.leaves)];
        while let Some((node, first, count)) = stack.pop() {
            if first >= begun || self.latest.get(node).is_none_or(|latest| *latest < from) {
                continue;
            }
            if count > 1 {
                let half = count / 2;
                stack.push((node * 2 + 1, first + half, half));
                stack.push((node * 2, first, half));
            } else if let Some((.., value)) = self.items.get(first) {
                found.push(*value);
            }
        }
        found
    }

    /// All values, in order of start.
    pub(super) fn values(&self) -> impl Iterator<Item = T> + '_ {
        self.items.iter().map(|(.., value)| *value)
    }

    /// All starts, in order.
    pub(super) fn starts(&self) -> impl Iterator<Item = Moment> + '_ {
        self.items.iter().map(|(start, ..)| *start)
    }

    /// The latest start of all.
    pub(super) fn last_start(&self) -> Option<Moment> {
        self.items.last().map(|(start, ..)| *start)
    }
}

impl<T: Copy + Ord> Default for Intervals<T> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_plain_scan_finds(
            items in prop::collection::vec((0_i64..50, 0_i64..20), 0..40),
            from in 0_i64..60,
            length in 0_i64..20,
        ) {
            let at = Moment::from_micros;
            let mut items: Vec<_> =
                items.iter().enumerate().map(|(i, &(start, length))| (at(start), at(start + length), i)).collect();
            let found = Intervals::new(items.clone()).meeting(at(from), at(from + length));
            items.sort_unstable();
            let expected: Vec<_> = items
                .into_iter()
                .filter(|&(start, end, _)| start <= at(from + length) && end >= at(from))
                .map(|(.., i)| i)
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
