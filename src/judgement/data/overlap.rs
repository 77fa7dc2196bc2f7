//! `suspected-length`, of lengths that are too long: a camera makes one recording at a time, so where the next ones
//! begin while earlier ones still run, the lengths are wrong, and nobody knows what was covered.
//!
//! Lengths in a smaller unit than they are read in make everybody compliant, which is as false as the opposite.

use rustc_hash::FxHashMap;

use super::board::Board;
use crate::base::ids::CameraId;
use crate::base::time::{Moment, Span};
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::words::{Reason, Verdict};

/// Of fewer recordings nothing is concluded,
const RECORDINGS: usize = 20;
/// nor of fewer cameras,
const CAMERAS: usize = 3;
/// each with so many.
const OF_CAMERA: usize = 5;
/// A buffer of two minutes belongs to the recording before too; the next file of a lens may begin a little later.
const BUFFER: Span = Span::from_mins(3);

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let mut of_camera: FxHashMap<&CameraId, Vec<(Moment, Moment)>> = FxHashMap::default();
    for recording in &board.evidence.recordings {
        if let Some(camera) = &recording.camera {
            of_camera.entry(camera).or_default().push((recording.start, recording.end));
        }
    }
    let (mut overlap, mut of, mut cameras, mut asked) = (0_usize, 0_usize, 0_usize, 0_usize);
    for spans in of_camera.values_mut().filter(|spans| spans.len() >= OF_CAMERA) {
        spans.sort_unstable();
        let own = overlapping(spans);
        overlap += own;
        of += spans.len();
        asked += 1;
        cameras += usize::from(own * 4 > spans.len());
    }
    if overlap < RECORDINGS || cameras < CAMERAS || cameras * 2 <= asked {
        return Vec::new();
    }
    let rests_on_them = |verdict: Verdict| verdict == Verdict::OnTime || verdict.is_deviation();
    let turns = board.places(|obligation| rests_on_them(obligation.verdict) && obligation.activation.is_some());
    let about = About { source: Some(SourceKind::Recordings), ..About::default() };
    let why = Why::Overlap { overlap, of, cameras };
    vec![Cause::new(Reason::SuspectedLength, why, about, turns).incomplete()]
}

/// How many begin while an earlier one runs on for longer than a buffer; two lenses that start together are one.
fn overlapping(spans: &[(Moment, Moment)]) -> usize {
    let mut latest: Option<(Moment, Moment)> = None;
    let mut overlapping = 0;
    for (start, end) in spans {
        let runs = latest.is_some_and(|(began, until)| *start - began > BUFFER && until - *start > BUFFER);
        overlapping += usize::from(runs);
        if latest.is_none_or(|(_, until)| until < *end) {
            latest = Some((*start, *end));
        }
    }
    overlapping
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn at(minute: i64) -> Moment {
        Moment::from_micros(minute * 60_000_000)
    }

    #[rstest]
    #[case::one_after_the_other(&[(0, 10), (10, 20), (19, 30)], 0)]
    #[case::a_buffer(&[(0, 10), (8, 20)], 0)]
    #[case::two_lenses(&[(0, 60), (0, 60), (1, 61)], 0)]
    #[case::hours_over_all(&[(0, 600), (60, 70), (120, 130)], 2)]
    fn who_begins_while_another_runs(#[case] minutes: &[(i64, i64)], #[case] expected: usize) {
        let spans: Vec<(Moment, Moment)> = minutes.iter().map(|(from, to)| (at(*from), at(*to))).collect();
        assert_eq!(overlapping(&spans), expected);
    }
}
