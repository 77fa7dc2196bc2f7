//! `suspected-length`, of the longest: many recordings are exactly as long as the longest, as where a camera begins a
//! new file after some minutes and the export has the first one alone.

use rustc_hash::FxHashSet;

use super::board::Board;
use crate::base::ids::CameraId;
use crate::base::time::Span;
use crate::evidence::Recording;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::judgement::obligation::Obligation;
use crate::words::{Reason, Verdict};

/// Of fewer recordings nothing is concluded,
const RECORDINGS: usize = 20;
/// nor of fewer cameras,
const CAMERAS: usize = 3;
/// nor where they are fewer than one in so many.
const ONE_IN: usize = 20;
/// Lengths this close are the same; a camera cuts where a picture begins.
const SAME: Span = Span::from_secs(1);

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let length = |file: &Recording| file.end - file.start;
    let lengths = board.evidence.recordings.iter().map(length).filter(|length| *length > Span::ZERO);
    let Some(longest) = lengths.clone().max() else { return Vec::new() };
    let is_longest = |length: Span| longest - length <= SAME;
    let recordings = lengths.clone().filter(|length| is_longest(*length)).count();
    let of = lengths.count();
    let shared = board.evidence.recordings.iter().filter(|file| is_longest(length(file)));
    let cameras: FxHashSet<&CameraId> = shared.filter_map(|file| file.camera.as_ref()).collect();
    if recordings < RECORDINGS || cameras.len() < CAMERAS || recordings * ONE_IN < of {
        return Vec::new();
    }
    // what was recorded after the last file of that length is what may be missing
    let ends_so = |obligation: &Obligation| {
        let last = obligation.recordings.iter().map(|at| &board.evidence.recordings[*at]).max_by_key(|file| file.end);
        last.is_some_and(|file| is_longest(length(file)))
    };
    let turns = board.places(|obligation| {
        matches!(obligation.verdict, Verdict::EndedEarly | Verdict::Interrupted) && ends_so(obligation)
    });
    if turns.is_empty() {
        return Vec::new();
    }
    let about = About { source: Some(SourceKind::Recordings), ..About::default() };
    let why = Why::LongestShared { length: longest, recordings, of };
    vec![Cause::new(Reason::SuspectedLength, why, about, turns).incomplete()]
}
