//! `camera-not-in-export`: no row of the recordings names the camera, so nobody knows whether the export holds it.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::board::Board;
use super::proof::Proof;
use super::spans::Spans;
use super::word_of;
use crate::base::ids::{CameraId, OfficerId};
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::words::{Reason, Verdict};

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    if board.evidence.recordings.is_empty() {
        return Vec::new();
    }
    let (spans, proof) = (Spans::new(board), Proof::new(board));
    let rejected = &board.evidence.exports.rejected;
    let cameras: FxHashSet<&CameraId> = rejected.iter().filter_map(|row| row.camera.as_ref()).collect();
    let officers: FxHashSet<&OfficerId> = rejected.iter().filter_map(|row| row.officer.as_ref()).collect();
    let later: FxHashSet<&CameraId> =
        board.evidence.exports.later.iter().filter_map(|row| row.camera.as_ref()).collect();
    let names_cameras = spans.names_cameras();
    let mut found: BTreeMap<(Option<&CameraId>, Option<&OfficerId>), Vec<usize>> = BTreeMap::new();
    for (place, obligation) in board.obligations.iter().enumerate() {
        if obligation.verdict != Verdict::NotRecorded || proof.by_log(obligation) {
            continue;
        }
        match (&obligation.camera, &obligation.officer) {
            (Some(camera), _) if names_cameras => {
                let known = spans.knows(camera) || cameras.contains(camera) || later.contains(camera);
                let stranger = (!known).then_some((Some(camera), None));
                stranger.into_iter().for_each(|who| found.entry(who).or_default().push(place));
            }
            (_, Some(officer)) if !spans.knows_officer(officer) && !officers.contains(officer) => {
                found.entry((None, Some(officer))).or_default().push(place);
            }
            _ => {}
        }
    }
    let word = word_of(board, None);
    let cause = |((camera, officer), turns): ((Option<&CameraId>, Option<&OfficerId>), Vec<usize>)| {
        let about = About {
            source: Some(SourceKind::Recordings),
            camera: camera.cloned(),
            officer: officer.cloned(),
            ..About::default()
        };
        let cause = Cause::new(Reason::CameraNotInExport, Why::InNoRow, about, turns);
        match word {
            Some(word) => cause.vouched_by(word, true),
            None => cause,
        }
    };
    found.into_iter().map(cause).collect()
}
