//! `no-recordings`: no row of recordings is used and there is no video, so nothing could show that a camera ran.

use super::board::Board;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::words::Reason;

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    if !board.evidence.recordings.is_empty() || board.evidence.exports.videos > 0 {
        return Vec::new();
    }
    let turns = board.places(|obligation| obligation.verdict.is_deviation());
    if turns.is_empty() {
        return Vec::new();
    }
    let about = About { source: Some(SourceKind::Recordings), ..About::default() };
    vec![Cause::new(Reason::NoRecordings, Why::Nothing, about, turns).incomplete()]
}
