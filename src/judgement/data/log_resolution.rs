//! `log-resolution`: the times of a source are too coarse to tell whether the camera ran in time.

use std::collections::BTreeSet;

use super::board::Board;
use crate::base::time::{Moment, Span};
use crate::facts::Subject;
use crate::facts::source::SourceKind;
use crate::judgement::case::{Case, Question};
use crate::judgement::cause::{About, Cause, Why};
use crate::judgement::verdict::rule;
use crate::words::Reason;

/// Of fewer rows nothing is concluded.
const LEAST: usize = 20;
/// Times that all end in :00 are minutes,
const MINUTE: Span = Span::from_secs(60);
/// in :00:00 hours,
const HOUR: Span = Span::from_hours(1);
/// and at one time of the day, or two in a year with summer time, days.
const DAY: Span = Span::from_days(1);

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let evidence = board.evidence;
    let lit = evidence.events.iter().filter(|event| matches!(event.subject, Subject::Vehicle(_)));
    let contacts = evidence.events.iter().filter(|event| matches!(event.subject, Subject::Officer(_)));
    let columns: [(SourceKind, Vec<Moment>); 3] = [
        (SourceKind::Lightbar, lit.map(|event| event.on.earlier()).collect()),
        (SourceKind::Contacts, contacts.map(|event| event.on.earlier()).collect()),
        (SourceKind::Recordings, evidence.recordings.iter().map(|file| file.start).collect()),
    ];
    let mut causes = Vec::new();
    for (source, times) in columns {
        let measured = resolution(&times);
        let Some(resolution) = measured.or_else(|| written(board, source)) else { continue };
        let turns: Vec<usize> = board
            .places(|obligation| obligation.verdict.is_deviation())
            .into_iter()
            .filter(|place| would_be_none(board, *place, resolution))
            .collect();
        if !turns.is_empty() {
            let rows = u64::try_from(times.len()).unwrap_or(u64::MAX);
            let why = if measured.is_some() { Why::FullTimes { rows, resolution } } else { Why::NoSeconds };
            let about = About { source: Some(source), ..About::default() };
            causes.push(Cause::new(Reason::LogResolution, why, about, turns));
        }
    }
    causes
}

/// How coarse the times of a source are where a file of it writes no seconds, however few its rows are.
fn written(board: &Board<'_>, source: SourceKind) -> Option<Span> {
    let files = board.evidence.exports.files.iter().filter(|file| file.kind == source && file.rows > 0);
    files.filter_map(|file| file.resolution).max()
}

/// What the times of a column are rounded to, if to a minute or more.
fn resolution(times: &[Moment]) -> Option<Span> {
    let in_day = |time: &Moment| time.as_micros().rem_euclid(DAY.as_micros());
    let are_full = |span: Span| times.iter().all(|time| time.as_micros().rem_euclid(span.as_micros()) == 0);
    let times_of_day: BTreeSet<i64> = if are_full(HOUR) { times.iter().map(in_day).collect() } else { BTreeSet::new() };
    let found = if (1..=2).contains(&times_of_day.len()) {
        Some(DAY)
    } else {
        [HOUR, MINUTE].into_iter().find(|span| are_full(*span))
    };
    found.filter(|_| times.len() >= LEAST)
}

/// Whether the verdict would be no deviation if every time moved by up to the resolution.
fn would_be_none(board: &Board<'_>, place: usize, resolution: Span) -> bool {
    let Some(obligation) = board.obligations.get(place) else { return false };
    let trigger = &board.book.triggers[obligation.trigger];
    let (Some(policy), Some(officer)) = (board.evidence.policies.in_force(obligation.on), &obligation.officer) else {
        return false;
    };
    let question = Question {
        book: board.book,
        judged: obligation.trigger,
        trigger,
        window: &trigger.window,
        policy,
        officer,
        tour: obligation.tour.map(|tour| &board.evidence.assignments[tour]),
    };
    let ruling = rule(&Case::new(question).less_sure_by(resolution));
    !ruling.verdict.is_deviation()
}
