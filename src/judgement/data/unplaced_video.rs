//! `unplaced-video`: a video whose camera or start nobody knows may be the recording that is missing.

use super::board::Board;
use crate::base::time::Span;
use crate::facts::exports::UnplacedVideo;
use crate::judgement::cause::{About, Cause, Why};
use crate::words::{Doubt, Reason};

/// No recording is taken for longer than this.
const LONGEST: Span = Span::from_hours(24);

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let mut causes = Vec::new();
    let unplaced = &board.evidence.exports.unplaced;
    for video in unplaced.iter().filter(|video| !is_unknown(video)) {
        let turns = board.places(|obligation| {
            let named = video.camera.as_ref().is_none_or(|camera| obligation.camera.as_ref() == Some(camera))
                && video.officer.as_ref().is_none_or(|officer| obligation.officer.as_ref() == Some(officer));
            let until = obligation.off.unwrap_or(obligation.on);
            let length = video.duration.unwrap_or(LONGEST);
            let meets = video.start.is_none_or(|start| start <= until && start + length >= obligation.on);
            obligation.verdict.is_deviation() && named && meets
        });
        if !turns.is_empty() {
            let about = About {
                camera: video.camera.clone(),
                officer: video.officer.clone(),
                stretch: video.start.map(|start| (start, start + video.duration.unwrap_or(Span::ZERO))),
                ..About::default()
            };
            causes.push(Cause::new(Reason::UnplacedVideo, Why::Videos { videos: 1 }, about, turns));
        }
    }
    causes.extend(unknown(board, unplaced.iter().filter(|video| is_unknown(video)).count()));
    causes
}

/// A video of which nothing is known turns nothing, or one stray file would disarm the audit; but it may be what is
/// missing, so whatever was missed is less sure, and the audit is incomplete.
fn unknown(board: &Board<'_>, videos: usize) -> Option<Cause> {
    let places = board.places(|obligation| obligation.verdict.is_deviation());
    let cause = Cause::new(Reason::UnplacedVideo, Why::Videos { videos }, About::default(), places).incomplete();
    (videos > 0 && !cause.turns.is_empty()).then_some(Cause { lowers: Some(Doubt::UnplacedVideo), ..cause })
}

fn is_unknown(video: &UnplacedVideo) -> bool {
    video.camera.is_none() && video.officer.is_none() && video.start.is_none()
}
