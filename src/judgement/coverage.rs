//! Coverage: whether the footage reaches from the activation to the trigger's end (contract, "Coverage").

use super::case::{Case, Near};
use super::spans::{Spans, Stretch};
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

impl Coverage {
    fn deviates(self) -> bool {
        self.ended_early || self.interrupted
    }
}

/// Tests the media against the trigger; `first` is the first candidate, whose u serves for the tests.
pub(super) fn coverage(case: &Case<'_>, first: &Near<'_>) -> Coverage {
    coverage_by(case, first, |near| near.recording.covers())
}

/// Whether what is gone of the files that are here would make the coverage whole: then the footage is missing, and
/// nobody ended early.
pub(super) fn lost_would_cover(case: &Case<'_>, first: &Near<'_>, coverage: Coverage) -> bool {
    let gone_part = |near: &Near<'_>| case.files(near.recording).all(|file| file.gone_part);
    let counts = |near: &Near<'_>| near.recording.covers() || gone_part(near);
    coverage.deviates() && case.lost().any(gone_part) && !coverage_by(case, first, counts).deviates()
}

fn coverage_by(case: &Case<'_>, first: &Near<'_>, counts: impl Fn(&Near<'_>) -> bool) -> Coverage {
    let counting = || case.near.iter().filter(|near| counts(near));
    let files = Spans::union_of(counting().flat_map(|near| {
        case.files(near.recording).map(|file| (file.start - near.clock.offset, file.end - near.clock.offset))
    }));
    let media = Spans::union_of(counting().flat_map(|near| media_of(case, near)));
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
    let longest_allowed = case.policy.stitch + first.clock.uncertainty;
    let interrupted = case.end.is_some() && {
        let from = case.on.max(first.latest);
        interruptions(case, &media, from, last_end).into_iter().any(|length| length > longest_allowed)
    };
    let holes = files.without(&media).longer_than(longest_allowed);
    let interrupted = interrupted || nothing_recorded(case, &holes);
    Coverage { uncovered, ended_early, interrupted, nothing_to_test: false }
}

/// The media of a recording, by the time of the case: its files without their holes.
fn media_of(case: &Case<'_>, near: &Near<'_>) -> Vec<Stretch> {
    let stitch = case.book.evidence.policies.values_at(near.recording.start).stitch;
    let mut media = Vec::new();
    for file in case.files(near.recording) {
        let mut from = file.start;
        for (hole, end) in file.holes.iter().filter(|(hole, end)| *end - *hole > stitch) {
            media.push((from - near.clock.offset, *hole - near.clock.offset));
            from = *end;
        }
        media.push((from - near.clock.offset, file.end - near.clock.offset));
    }
    media
}

/// Holes in what was recorded leave out most of the lit time; where no end is known, all of the time in which the
/// camera had to be running.
fn nothing_recorded(case: &Case<'_>, holes: &Spans) -> bool {
    match case.end {
        Some(_) => (case.lit.length() - case.lit.without(holes).length()).doubled() > case.lit.length(),
        None => {
            // a moment is enough where no grace is given
            let first = Spans::union_of([(case.on, case.on + case.grace.max(Span::from_secs(1)))]);
            first.without(holes).length() == Span::ZERO
        }
    }
}

/// For each stretch without media: its lit time outside the first grace after each event's `on`.
fn interruptions(case: &Case<'_>, media: &Spans, from: Moment, to: Moment) -> Vec<Span> {
    let graces = Spans::union_of(case.ons.iter().map(|on| (*on, *on + case.grace)));
    let counted = case.lit.without(&graces);
    let gaps = Spans::union_of([(from, to)]).without(media);
    gaps.iter().map(|gap| counted.within(gap).length()).collect()
}
