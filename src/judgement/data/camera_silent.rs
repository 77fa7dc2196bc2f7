//! `camera-silent`: a camera that recorded nothing over several tours may be broken, lost or missing from the export.

use std::collections::BTreeMap;

use super::board::Board;
use super::proof::Proof;
use crate::base::ids::CameraId;
use crate::base::index::Ix;
use crate::base::time::Moment;
use crate::facts::Assignment;
use crate::judgement::cause::Silent;
use crate::words::Verdict;

/// Silent for so many tours in a row.
const TOURS: usize = 2;

/// Tours in order of time, each with the places of its obligations.
type Tours = BTreeMap<(Moment, Ix<Assignment>), Vec<usize>>;

pub(super) fn find(board: &Board<'_>) -> Vec<Silent> {
    let proof = Proof::new(board);
    let mut of_cameras: BTreeMap<&CameraId, Tours> = BTreeMap::new();
    for (place, obligation) in board.obligations.iter().enumerate() {
        if let (Some(camera), Some(tour)) = (&obligation.camera, obligation.tour) {
            let from = board.evidence.assignments[tour].from;
            of_cameras.entry(camera).or_default().entry((from, tour)).or_default().push(place);
        }
    }
    let mut found = Vec::new();
    for (camera, tours) in of_cameras {
        let made = board.book.cameras.get(camera).map(|camera| &camera.recordings);
        let is_silent = |(_, tour): &(Moment, Ix<Assignment>), places: &[usize]| {
            let tour = &board.evidence.assignments[*tour];
            let missed = |place: &usize| {
                board
                    .obligations
                    .get(*place)
                    .is_some_and(|each| each.verdict == Verdict::NotRecorded && !proof.holds(each))
            };
            places.iter().any(missed) && made.is_none_or(|made| made.meeting(tour.from, tour.to).is_empty())
        };
        let tours: Vec<(Ix<Assignment>, Vec<usize>, bool)> = tours
            .into_iter()
            .map(|(key, places)| {
                let silent = is_silent(&key, &places);
                (key.1, places, silent)
            })
            .collect();
        for run in tours.chunk_by(|a, b| a.2 == b.2).filter(|run| run.len() >= TOURS && run.iter().all(|tour| tour.2)) {
            let missed =
                run.iter().flat_map(|(_, places, _)| places).copied().filter(|place| {
                    board.obligations.get(*place).is_some_and(|each| each.verdict == Verdict::NotRecorded)
                });
            found.push(Silent {
                camera: camera.clone(),
                tours: run.iter().map(|(tour, ..)| *tour).collect(),
                obligations: missed.collect(),
            });
        }
    }
    found
}
