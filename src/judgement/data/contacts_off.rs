//! `suspected-time-zone`, of the contacts: a dispatch system that writes another zone than the cameras.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::board::Board;
use super::zone::{STEPS, is_covered, of_steps};
use super::{everything, suspected_time_zone};
use crate::base::ids::{CameraId, OfficerId};
use crate::base::time::{Moment, Span};
use crate::facts::source::SourceKind;
use crate::facts::{CameraFact, Subject};
use crate::judgement::cause::{About, Cause, ClockFound, FoundOf, Why};
use crate::words::{Reason, TriggerKind};

/// Into a contact this far a recording has to reach.
const INTO: Span = Span::from_secs(15);
/// A camera is taken before the tour begins and given back after it ends.
const AROUND: Span = Span::from_hours(1);
/// So many contacts are covered, a third of all, and twice as many as they stand;
const COVERED: usize = 20;
/// or so many, and nine tenths of all, where a quarter are covered as they stand.
const OF_FEW: usize = 8;
/// Of fewer officers nothing is concluded.
const OFFICERS: usize = 3;

type Spans = Vec<(Moment, Moment)>;

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let Some(Off { by, covered, of, as_they_are }) = off(board) else { return Vec::new() };
    let turns_everything = everything(board);
    let turns = board.places(|obligation| {
        let contact = board.book.triggers[obligation.trigger].kind() == TriggerKind::Contact;
        contact && (obligation.verdict.is_deviation() || turns_everything(obligation))
    });
    let about = About { source: Some(SourceKind::Contacts), ..About::default() };
    let why = Why::Covers { shift: by, covered, of, as_they_are };
    let clock = ClockFound { of: FoundOf::Source(SourceKind::Contacts), offset: by, from: None, to: None };
    // contacts of which only a part is off have another cause than a clock
    let clocks = if as_they_are * 4 < of { vec![clock] } else { Vec::new() };
    vec![Cause::new(Reason::SuspectedTimeZone, why, about, turns).incomplete().settled_by(clocks)]
}

/// Contacts that look off, and by how much.
pub(super) struct Off {
    /// Their clock minus that of the recordings.
    pub(super) by: Span,
    covered: usize,
    of: usize,
    as_they_are: usize,
}

pub(super) fn off(board: &Board<'_>) -> Option<Off> {
    // where the recordings are off, the contacts only look so
    let asked = contacts(board);
    let spans = spans(board);
    let officers: FxHashSet<&OfficerId> = asked.iter().map(|(officer, _)| *officer).collect();
    if asked.len() < OF_FEW || officers.len() < OFFICERS || suspected_time_zone::of_recordings(board) {
        return None;
    }
    let covered = |shift: Span| {
        let holds = |(officer, on): &&(&OfficerId, Moment)| {
            spans.get(officer).is_some_and(|spans| is_covered(spans, *on + INTO + shift))
        };
        asked.iter().filter(holds).count()
    };
    let as_they_are = covered(Span::ZERO);
    let steps = (1..=STEPS).flat_map(|step| [step, -step]);
    let (best, step) =
        steps.map(|step| (covered(of_steps(step)), step)).max_by_key(|(best, step)| (*best, -step.abs()))?;
    let of = asked.len();
    let many = best >= COVERED && best * 3 >= of && best >= as_they_are * 2;
    let few = best >= OF_FEW && best * 10 >= of * 9 && as_they_are * 4 <= of;
    // what the contacts have to be moved by, and they are off the other way round
    (many || few).then(|| Off { by: of_steps(-step), covered: best, of, as_they_are })
}

/// Who had a contact when, in no order; one that is ambiguous shows nothing.
fn contacts<'b>(board: &'b Board<'_>) -> Vec<(&'b OfficerId, Moment)> {
    let of_contact = board.evidence.events.iter().filter_map(|event| match &event.subject {
        Subject::Officer(officer) => Some((officer, event.on.later())),
        Subject::Vehicle(_) => None,
    });
    of_contact.collect()
}

/// What the cameras of each officer recorded on tour, and whatever names the officer; by start.
fn spans<'b>(board: &'b Board<'_>) -> BTreeMap<&'b OfficerId, Spans> {
    let mut of_camera: BTreeMap<&CameraId, Spans> = BTreeMap::new();
    let mut spans: BTreeMap<&OfficerId, Spans> = BTreeMap::new();
    for recording in &board.evidence.recordings {
        if let Some(officer) = &recording.officer {
            spans.entry(officer).or_default().push((recording.start, recording.end));
        }
        if let Some(camera) = &recording.camera {
            of_camera.entry(camera).or_default().push((recording.start, recording.end));
        }
    }
    of_camera.values_mut().for_each(|own| own.sort_unstable());
    for tour in &board.evidence.assignments {
        let CameraFact::Issued(camera) = &tour.camera else { continue };
        let Some(own) = of_camera.get(camera) else { continue };
        let begin = own.partition_point(|(start, _)| *start < tour.from - AROUND);
        let during = own.iter().skip(begin).take_while(|(start, _)| *start < tour.to + AROUND);
        spans.entry(&tour.officer).or_default().extend(during);
    }
    for own in spans.values_mut() {
        own.sort_unstable();
        own.dedup();
    }
    spans
}
