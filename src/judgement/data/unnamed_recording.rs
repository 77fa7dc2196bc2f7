//! `unnamed-recording`: a recording that names no officer may be the one that is missing, where cameras are unknown.

use rustc_hash::FxHashMap;

use super::board::Board;
use crate::base::ids::{CameraId, OfficerId};
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::evidence::Recording;
use crate::facts::SourceRef;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::words::Reason;

/// No recording is longer than this.
const LONGEST: Span = Span::from_hours(24);

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let recordings = &board.evidence.recordings;
    let mut unnamed: Vec<(Moment, Ix<Recording>)> = recordings
        .entries()
        .filter(|(_, recording)| recording.officer.is_none())
        .map(|(at, recording)| (recording.start, at))
        .collect();
    if unnamed.is_empty() {
        return Vec::new();
    }
    unnamed.sort_unstable();
    let neighbours = Neighbours::new(board);
    let mut turns = Vec::new();
    let mut rows: Vec<SourceRef> = Vec::new();
    for (place, obligation) in board.obligations.iter().enumerate() {
        if !obligation.verdict.is_deviation() || obligation.camera.is_some() {
            continue;
        }
        let Some(officer) = &obligation.officer else { continue };
        let around = obligation.around.as_ref();
        let until = around.map_or(obligation.on, |around| around.horizon);
        let from = obligation.on - around.map_or(Span::ZERO, |around| around.clock.uncertainty);
        let begin = unnamed.partition_point(|(start, _)| *start < from - LONGEST);
        let near = unnamed.iter().skip(begin).take_while(|(start, _)| *start <= until);
        let own = neighbours.camera_of(officer, obligation.on);
        let may_be = near.filter(|(_, at)| {
            let recording = &recordings[*at];
            let others = neighbours.are_all_others(recording, officer);
            let of_another = own.is_some() && recording.camera.as_ref() != own;
            recording.end >= from && !others && !of_another
        });
        let may_be: Vec<&(Moment, Ix<Recording>)> = may_be.collect();
        if let Some((_, at)) = may_be.first() {
            turns.push(place);
            rows.extend(recordings[*at].rows.iter().copied());
        }
    }
    if turns.is_empty() {
        return Vec::new();
    }
    rows.sort_unstable();
    rows.dedup();
    let about = About { source: Some(SourceKind::Recordings), ..About::default() };
    let mut cause = Cause::new(Reason::UnnamedRecording, Why::Unnamed, about, turns);
    cause.rows = rows;
    vec![cause]
}

/// Named recordings of each camera and of each officer, in order of time.
struct Neighbours<'b> {
    of_camera: FxHashMap<&'b CameraId, Vec<(Moment, &'b OfficerId)>>,
    of_officer: FxHashMap<&'b OfficerId, Vec<(Moment, Option<&'b CameraId>)>>,
}

impl<'b> Neighbours<'b> {
    fn new(board: &'b Board<'b>) -> Self {
        let mut neighbours = Self { of_camera: FxHashMap::default(), of_officer: FxHashMap::default() };
        for recording in &board.evidence.recordings {
            let Some(officer) = &recording.officer else { continue };
            neighbours.of_officer.entry(officer).or_default().push((recording.start, recording.camera.as_ref()));
            if let Some(camera) = &recording.camera {
                neighbours.of_camera.entry(camera).or_default().push((recording.start, officer));
            }
        }
        neighbours.of_camera.values_mut().for_each(|named| named.sort_unstable());
        neighbours.of_officer.values_mut().for_each(|named| named.sort_unstable());
        neighbours
    }

    /// Whether the named recordings next to it of its camera are all others'.
    fn are_all_others(&self, recording: &Recording, officer: &OfficerId) -> bool {
        let Some(named) = recording.camera.as_ref().and_then(|camera| self.of_camera.get(camera)) else { return false };
        let after = named.partition_point(|(start, _)| *start <= recording.start);
        let before = after.checked_sub(1).and_then(|before| named.get(before));
        let next = [before, named.get(after)];
        next.iter().flatten().all(|(_, other)| *other != officer)
    }

    /// The one camera of the officer's own recordings next to a moment.
    fn camera_of(&self, officer: &OfficerId, at: Moment) -> Option<&'b CameraId> {
        let own = self.of_officer.get(officer)?;
        let after = own.partition_point(|(start, _)| *start <= at);
        let before = after.checked_sub(1).and_then(|before| own.get(before)).map(|(_, camera)| *camera);
        let next = own.get(after).map(|(_, camera)| *camera);
        match (before, next) {
            (Some(one), Some(other)) if one == other => one,
            (Some(one), None) | (None, Some(one)) => one,
            _ => None,
        }
    }
}
