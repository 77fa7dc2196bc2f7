//! Finds by how much one list of times is shifted against another, without comparing every pair.
//!
//! A shift is looked for with a few times spread evenly over the list, then counted over all of them (contract,
//! "Can the data accuse?"). Linear in the lists but for sorting.

use crate::base::time::{Moment, Span};
use crate::judgement::cause::Shift;

/// So many times are tried at most.
const TRIED: usize = 24;
/// A shift is held by no fewer than this.
pub(super) const LEAST: usize = 5;

impl Shift {
    /// At least five, and three quarters of whichever are fewer.
    pub(super) const fn holds(&self) -> bool {
        self.meet >= LEAST && self.meet * 4 >= self.of * 3
    }
}

/// What is asked of a shift.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    /// Times meet within this.
    pub(super) within: Span,
    /// No shift is larger.
    pub(super) at_most: Span,
    /// No shift is smaller.
    pub(super) at_least: Span,
}

/// The shift that most of a few times share, counted over all; both lists are sorted.
pub(super) fn fullest(times: &[Moment], targets: &[Moment], wanted: Wanted) -> Option<Shift> {
    let mut differences: Vec<i64> = Vec::new();
    for time in spread(times) {
        let (from, to) = (time - wanted.at_most, time + wanted.at_most);
        let begin = targets.partition_point(|target| *target < from);
        let near = targets.iter().skip(begin).take_while(|target| **target <= to);
        let far_enough = near.map(|target| time - *target).filter(|by| by.abs() >= wanted.at_least);
        differences.extend(far_enough.map(Span::as_micros));
    }
    differences.sort_unstable();
    let by = fullest_window(&differences, wanted.within)?;
    let meet = count(times, targets, by, wanted.within);
    Some(Shift { by, meet, of: times.len().min(targets.len()) })
}

/// How many times meet a target once the shift is taken off; both lists are sorted, and a target serves one time.
pub(super) fn count(times: &[Moment], targets: &[Moment], by: Span, within: Span) -> usize {
    let mut targets = targets.iter().copied().peekable();
    let mut meet = 0;
    for time in times.iter().map(|time| *time - by) {
        while targets.next_if(|target| *target + within < time).is_some() {}
        if targets.next_if(|target| *target <= time + within).is_some() {
            meet += 1;
        }
    }
    meet
}

/// At most so many times, spread evenly.
fn spread(times: &[Moment]) -> impl Iterator<Item = Moment> + '_ {
    let step = times.len().div_ceil(TRIED).max(1);
    times.iter().copied().step_by(step)
}

/// The middle of the fullest window of twice that width; of equally full ones the first.
fn fullest_window(sorted: &[i64], within: Span) -> Option<Span> {
    let width = within.as_micros().saturating_mul(2);
    let mut best: Option<(usize, i64)> = None;
    let mut ends = sorted.iter().copied().enumerate().peekable();
    let mut end = 0;
    for (begin, first) in sorted.iter().copied().enumerate() {
        while let Some((place, _)) = ends.next_if(|(_, value)| *value <= first.saturating_add(width)) {
            end = place + 1;
        }
        let full = end - begin;
        if best.is_none_or(|(most, _)| full > most) {
            let middle = sorted.get(begin + full / 2).copied().unwrap_or(first);
            best = Some((full, middle));
        }
    }
    best.map(|(_, middle)| Span::from_micros(middle))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(secs: &[i64]) -> Vec<Moment> {
        secs.iter().map(|secs| Moment::from_micros(secs * 1_000_000)).collect()
    }

    const WANTED: Wanted =
        Wanted { within: Span::from_secs(5), at_most: Span::from_hours(26), at_least: Span::from_mins(10) };

    #[test]
    fn the_shift_that_most_share_is_found() {
        let targets = at(&[0, 1_000, 2_500, 4_100, 7_000, 9_000]);
        let times: Vec<Moment> = targets.iter().map(|target| *target + Span::from_secs(3_601)).collect();
        let found = fullest(&times, &targets, WANTED).unwrap();
        assert_eq!((found.by, found.meet, found.of), (Span::from_secs(3_601), 6, 6));
        assert!(found.holds());
    }

    #[test]
    fn chance_holds_no_shift() {
        let targets = at(&[0, 1_000, 2_500, 4_100, 7_000, 9_000]);
        let times = at(&[10_333, 12_777, 15_901, 21_111, 29_450, 33_000]);
        assert!(fullest(&times, &targets, WANTED).is_none_or(|found| !found.holds()));
    }

    proptest! {
        #[test]
        fn no_target_serves_two_times(times in prop::collection::vec(0_i64..500, 0..20), targets in prop::collection::vec(0_i64..500, 0..20)) {
            let (mut times, mut targets) = (times, targets);
            times.sort_unstable();
            targets.sort_unstable();
            let meet = count(&at(&times), &at(&targets), Span::ZERO, Span::from_secs(5));
            prop_assert!(meet <= times.len().min(targets.len()));
        }
    }
}
