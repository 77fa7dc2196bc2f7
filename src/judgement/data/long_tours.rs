//! `suspected-time-zone`, of tours that are longer than anybody works: whoever is obliged in them may have been at home.

use super::board::Board;
use crate::base::time::Span;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::words::Reason;

/// Longer than this is no tour: twelve hours and some of overtime.
const LONG: Span = Span::from_hours(16);
/// Fewer are overtime.
const LEAST: usize = 10;

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let tours = &board.evidence.assignments;
    let long = || tours.iter().map(|tour| tour.to - tour.from).filter(|length| *length > LONG);
    let (count, longest) = (long().count(), long().max());
    let Some(longest) = longest.filter(|_| count >= LEAST && count * 10 >= tours.len()) else {
        return Vec::new();
    };
    let turns = board.places(|obligation| {
        let in_a_long_one = obligation.tour.map(|tour| &tours[tour]).is_some_and(|tour| tour.to - tour.from > LONG);
        obligation.verdict.is_deviation() && in_a_long_one
    });
    if turns.is_empty() {
        return Vec::new();
    }
    let about = About { source: Some(SourceKind::Assignments), ..About::default() };
    let why = Why::LongTours { tours: count, of: tours.len(), longest };
    vec![Cause::new(Reason::SuspectedTimeZone, why, about, turns).incomplete()]
}
