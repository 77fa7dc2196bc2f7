//! `outside-export`: the trigger lies outside of the time that the exports of recordings span.

use super::board::Board;
use super::proof::Proof;
use super::spans::Spans;
use super::word_of;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::words::{Reason, Verdict};

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let spans = Spans::new(board);
    let proof = Proof::new(board);
    let turns = board.places(|obligation| {
        if !obligation.verdict.is_deviation() || proof.holds(obligation) {
            return false;
        }
        let (camera, officer) = (obligation.camera.as_ref(), obligation.officer.as_ref());
        let at = match obligation.verdict {
            Verdict::NotRecorded => obligation.on,
            _ => obligation.off.unwrap_or(obligation.on),
        };
        // what a camera that is in no source has is the business of `camera-not-in-export`
        !spans.speak(camera, officer, at)
    });
    if turns.is_empty() {
        return Vec::new();
    }
    let from = spans.all().map(|span| span.from).min();
    let to = spans.all().map(|span| span.to).max();
    let declared = spans.all().any(|span| span.declared);
    let about = About { source: Some(SourceKind::Recordings), stretch: from.zip(to), ..About::default() };
    let cause = Cause::new(Reason::OutsideExport, Why::Span { declared }, about, turns);
    vec![match word_of(board, None) {
        Some(word) if !declared => cause.vouched_by(word, false),
        _ => cause,
    }]
}
