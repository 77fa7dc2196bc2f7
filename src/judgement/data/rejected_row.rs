//! `rejected-row`: a row of the recordings that could not be used may be the recording that is missing.

use rustc_hash::FxHashMap;

use super::board::Board;
use crate::base::ids::{CameraId, OfficerId};
use crate::base::time::{Moment, Span};
use crate::facts::exports::RejectedRecording;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::judgement::obligation::Obligation;
use crate::words::Reason;

/// No recording is taken for longer than this.
const LONGEST: Span = Span::from_hours(24);
/// No clock is less sure than this.
const CLOCKS: Span = Span::from_hours(1);

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let recordings = &board.evidence.recordings;
    let longest = recordings.iter().map(|file| file.end - file.start).max().unwrap_or(LONGEST).min(LONGEST);
    let deviations = Deviations::new(board);
    let mut causes = Vec::new();
    for row in &board.evidence.exports.rejected {
        let meant = match stretch(row, longest) {
            Some((from, to)) => deviations.of(row, Some((from, to))),
            // a row that names nobody and no time turns nothing: the audit is incomplete anyway
            None => deviations.of(row, None),
        };
        causes.extend(cause(row, meant));
    }
    causes
}

/// Places of deviations, found by camera, by officer or by time.
struct Deviations<'b> {
    board: &'b Board<'b>,
    of_camera: FxHashMap<&'b CameraId, Vec<usize>>,
    of_officer: FxHashMap<&'b OfficerId, Vec<usize>>,
    by_time: Vec<(Moment, usize)>,
    /// No trigger waits longer for a start.
    longest: Span,
}

impl<'b> Deviations<'b> {
    fn new(board: &'b Board<'b>) -> Self {
        let mut deviations = Self {
            board,
            of_camera: FxHashMap::default(),
            of_officer: FxHashMap::default(),
            by_time: Vec::new(),
            longest: Span::ZERO,
        };
        for (place, obligation) in board.obligations.iter().enumerate().filter(|(_, each)| each.verdict.is_deviation())
        {
            if let Some(camera) = &obligation.camera {
                deviations.of_camera.entry(camera).or_default().push(place);
            }
            if let Some(officer) = &obligation.officer {
                deviations.of_officer.entry(officer).or_default().push(place);
            }
            deviations.by_time.push((obligation.on, place));
            deviations.longest = deviations.longest.max(until(obligation) - obligation.on);
        }
        deviations.by_time.sort_unstable();
        deviations
    }

    /// Those that a row may be the recording of.
    fn of(&self, row: &RejectedRecording, stretch: Option<(Moment, Moment)>) -> Vec<usize> {
        let of_camera = row.camera.as_ref().and_then(|camera| self.of_camera.get(camera));
        let of_officer = row.officer.as_ref().and_then(|officer| self.of_officer.get(officer));
        let named = of_camera.into_iter().chain(of_officer).flatten().copied();
        let Some((from, to)) = stretch else { return named.collect() };
        let meets = |place: &usize| self.board.obligations.get(*place).is_some_and(|each| meets(each, from, to));
        if row.camera.is_some() || row.officer.is_some() {
            return named.filter(meets).collect();
        }
        let begin = self.by_time.partition_point(|(on, _)| *on < from - self.longest);
        let near = self.by_time.iter().skip(begin).take_while(|(on, _)| *on <= to + CLOCKS);
        near.map(|(_, place)| *place).filter(meets).collect()
    }
}

/// The latest moment at which a start still counts for a trigger.
fn until(obligation: &Obligation) -> Moment {
    obligation.around.as_ref().map_or(obligation.off.unwrap_or(obligation.on), |around| around.horizon)
}

/// From when to when the recording can have run; `None`: no time can be read.
fn stretch(row: &RejectedRecording, longest: Span) -> Option<(Moment, Moment)> {
    let end = row.end.or_else(|| Some(row.start? + row.duration?));
    match (row.start, end) {
        (Some(start), Some(end)) => Some((start.min(end), end.max(start))),
        (Some(start), None) => Some((start, start + longest)),
        (None, Some(end)) => Some((end - longest, end)),
        (None, None) => None,
    }
}

fn meets(obligation: &Obligation, from: Moment, to: Moment) -> bool {
    let around = obligation.around.as_ref();
    let uncertainty = around.map_or(Span::ZERO, |around| around.clock.uncertainty);
    from <= until(obligation) && to >= obligation.on - uncertainty
}

fn cause(row: &RejectedRecording, turns: Vec<usize>) -> Option<Cause> {
    if turns.is_empty() {
        return None;
    }
    let about = About {
        source: Some(SourceKind::Recordings),
        file: Some(row.row.file),
        camera: row.camera.clone(),
        officer: row.officer.clone(),
        ..About::default()
    };
    Some(Cause::new(Reason::RejectedRow, Why::Row, about, turns).with_rows([row.row]))
}
