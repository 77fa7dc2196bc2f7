//! What a wrong zone looks like: how far off it can be, and what a recording covers once it is taken off.
//!
//! Recordings, contacts and rosters are all asked whether their times are of another zone.

use crate::base::time::{Moment, Span};

/// Zones differ by multiples of this,
pub(super) const STEP: Span = Span::from_mins(15);
/// and no zone is further away, in steps: 26 hours.
pub(super) const STEPS: i64 = 104;

/// So many steps.
pub(super) fn of_steps(steps: i64) -> Span {
    Span::from_micros(STEP.as_micros().saturating_mul(steps))
}

/// Whether a moment lies in one of the spans, sorted by their start.
pub(super) fn is_covered(spans: &[(Moment, Moment)], at: Moment) -> bool {
    let begun = spans.partition_point(|(start, _)| *start <= at);
    // recordings of one camera or officer hardly overlap: the last few that have begun are enough
    spans.iter().take(begun).rev().take(4).any(|(_, end)| *end >= at)
}
