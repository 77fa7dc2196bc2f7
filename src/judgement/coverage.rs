//! Coverage: whether the footage reaches from the activation to the trigger's end (contract, "Coverage").

use super::case::{Case, Near};
use super::spans::Spans;
use crate::base::time::{Moment, Span};

/// What the media of a case show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Coverage {
    /// Lit time without media; only for a known end.
    pub(super) uncovered: Option<Span>,
    pub(super) ended_early: bool,
    pub(super) interrupted: bool,
    /// Every counting recording ended within u before `on`.
    pub(super) nothing_to_test: bool,
}

/// Tests the media against the trigger; `first` is the first candidate, whose u serves for the tests.
pub(super) fn coverage(case: &Case<'_>, first: &Near<'_>) -> Coverage {
    let counting = || case.near.iter().filter(|near| near.recording.covers());
    let media = Spans::union_of(counting().flat_map(|near| {
        case.files(near.recording).map(|file| (file.start - near.clock.offset, file.end - near.clock.offset))
    }));
    let uncovered = case.end.map(|_| case.lit.without(&media).length());
    let last_end =
        counting().filter(|near| near.start <= case.horizon && near.end >= case.on).map(|near| near.end).max();
    let Some(last_end) = last_end else {
        return Coverage { uncovered, ended_early: false, interrupted: false, nothing_to_test: true };
    };
    let surely_ended = last_end + first.clock.uncertainty;
    let ended_early = match case.end {
        Some(end) => {
            let mostly_uncovered = uncovered.is_some_and(|uncovered| uncovered.doubled() > case.lit.length());
            surely_ended + case.policy.end_tolerance < end || (surely_ended < end && mostly_uncovered)
        }
        None => surely_ended < case.on + case.grace,
    };
    let interrupted = case.end.is_some() && {
        let from = case.on.max(first.latest);
        let longest_allowed = case.policy.stitch + first.clock.uncertainty;
        interruptions(case, &media, from, last_end).into_iter().any(|length| length > longest_allowed)
    };
    Coverage { uncovered, ended_early, interrupted, nothing_to_test: false }
}

/// For each stretch without media: its lit time outside the first grace after each event's `on`.
fn interruptions(case: &Case<'_>, media: &Spans, from: Moment, to: Moment) -> Vec<Span> {
    let graces = Spans::union_of(case.ons.iter().map(|on| (*on, *on + case.grace)));
    let counted = case.lit.without(&graces);
    let gaps = Spans::union_of([(from, to)]).without(media);
    gaps.iter().map(|gap| counted.within(gap).length()).collect()
}
