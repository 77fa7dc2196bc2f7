//! A small town, and ways to change it.

use crate::base::index::Ix;
use crate::base::reading::Reading;
use crate::base::time::{Moment, Span};
use crate::evidence::{Evidence, Footage, Recording};
use crate::facts::exports::Exports;
use crate::facts::policy::{Policies, Policy, tests::default_policy};
use crate::facts::{Assignment, CameraFact, DeviceEvent, DeviceEventKind, Event, Justification, RowRef, Subject};
use crate::judgement::Obligation;
use crate::judgement::obligations::judge_undoubted;
use crate::words::StartSource;

pub(super) const MINUTE: f64 = 60.0;
pub(super) const HOUR: f64 = 3_600.0;
pub(super) const DAY: f64 = 86_400.0;
/// One microsecond, the least that can make a difference.
pub(super) const TICK: f64 = 0.000_001;
/// The tour of [`town`] lasts from here
pub(super) const FROM: f64 = -4.0 * HOUR;
/// to here.
pub(super) const TO: f64 = 4.0 * HOUR;

/// Changes a value in place: `rec(0., 60.).with(|r| r.sequence = Some(7))`.
pub(super) trait With: Sized {
    fn with<R>(mut self, change: impl FnOnce(&mut Self) -> R) -> Self {
        change(&mut self);
        self
    }
}

impl<T> With for T {}

pub(super) fn span(secs: f64) -> Span {
    #[expect(clippy::cast_possible_truncation, reason = "test times are small")]
    Span::from_micros((secs * 1e6).round() as i64)
}

/// Seconds after the activation of [`town`], 2020-11-05T12:00:00Z.
pub(super) fn at(secs: f64) -> Moment {
    Moment::from_micros(1_604_577_600_000_000) + span(secs)
}

/// Car V1 with officer O1 and camera C1, lit for ten minutes; nothing recorded, the camera emptied.
pub(super) fn town() -> Evidence {
    Evidence {
        policies: Policies::new(vec![default_policy(at(-40.0 * DAY))]).unwrap(),
        as_of: at(30.0 * DAY),
        events: vec![lit("E1", 0.0, 600.0)],
        recordings: vec![].into(),
        assignments: vec![tour("O1")].into(),
        justifications: vec![].into(),
        device_log: vec![logged(-5.0 * HOUR, "undock"), logged(5.0 * HOUR, "dock"), logged(6.0 * HOUR, "undock")]
            .into(),
        exports: Exports::default(),
    }
}

/// [`town`] with these recordings.
pub(super) fn town_with(recordings: impl IntoIterator<Item = Recording>) -> Evidence {
    town().with(|town| town.recordings = recordings.into_iter().collect())
}

impl Evidence {
    /// Changes the (only) policy.
    pub(super) fn under(mut self, change: impl FnOnce(&mut Policy)) -> Self {
        let mut policy = self.policies.iter().next().unwrap().clone();
        change(&mut policy);
        self.policies = Policies::new(vec![policy]).unwrap();
        self
    }
}

fn row(file: u32) -> RowRef {
    // Rows of the builder need no place of their own but where the first row wins; such tests set it.
    RowRef { file: Ix::made_up(file), line: 2 }
}

/// A light-bar activation of V1.
pub(super) fn lit(id: &str, on: f64, off: impl Into<Option<f64>>) -> Event {
    Event {
        id: id.into(),
        subject: Subject::Vehicle("V1".into()),
        on: Reading::Certain(at(on)),
        off: off.into().map(|off| Reading::Certain(at(off))),
        other: None,
        category: None,
        incident: None,
        row: row(0),
    }
}

/// A contact of O1.
pub(super) fn contact(id: &str, on: f64, off: impl Into<Option<f64>>) -> Event {
    Event { subject: Subject::Officer("O1".into()), row: row(1), ..lit(id, on, off) }
}

/// A tour in V1 from four hours before to four hours after; the officer's number is the camera's.
pub(super) fn tour(officer: &str) -> Assignment {
    Assignment {
        officer: officer.into(),
        from: at(FROM),
        to: at(TO),
        vehicle: Some("V1".into()),
        camera: CameraFact::Issued(officer.replace('O', "C").as_str().into()),
        duty: None,
        unit: None,
        supervisor: None,
        ambiguous: false,
        row: row(2),
    }
}

/// A recording of C1, started by hand, activated with its first frame.
pub(super) fn rec(start: f64, end: f64) -> Recording {
    Recording {
        id: Some(format!("R{start}").as_str().into()),
        camera: Some("C1".into()),
        officer: None,
        start: at(start),
        end: at(end),
        holes: Vec::new(),
        activated_at: None,
        automatic: false,
        manual: false,
        category: None,
        sequence: None,
        footage: if start == end { Footage::Empty } else { Footage::Here },
        gone_part: false,
        start_source: StartSource::Index,
        doubts: vec![],
        later: None,
        rows: vec![row(3).into()],
    }
}

pub(super) fn lost(start: f64, end: f64) -> Recording {
    rec(start, end).with(|recording| recording.footage = Footage::Lost)
}

pub(super) fn empty(start: f64) -> Recording {
    rec(start, start)
}

pub(super) fn numbered(number: i64, start: f64) -> Recording {
    rec(start, start + 60.0).with(|recording| recording.sequence = Some(number))
}

/// What C1 logged; `battery` takes its percent after a space.
pub(super) fn logged(when: f64, what: &str) -> DeviceEvent {
    let (word, value) = what.split_once(' ').map_or((what, None), |(word, value)| (word, Some(value)));
    DeviceEvent {
        camera: "C1".into(),
        at: at(when),
        kind: DeviceEventKind::from_word(word),
        word: word.into(),
        value: value.map(Into::into),
        battery: value.map(|value| value.parse::<i64>().unwrap() * 1_000),
        ambiguous: false,
        later: None,
        row: row(4),
    }
}

/// O1's justification of E1 by `safety`, filed an hour later and approved.
pub(super) fn justified() -> Justification {
    Justification {
        id: "J1".into(),
        officer: "O1".into(),
        reason: "safety".into(),
        filed_at: at(HOUR),
        event: Some("E1".into()),
        from: None,
        to: None,
        narrative: None,
        approved_by: Some("S1".into()),
        approved_at: Some(at(2.0 * HOUR)),
        status: None,
        ambiguous: false,
        later: None,
        row: row(5),
    }
}

/// All obligations of the trigger with this event.
pub(super) fn obligations(evidence: &Evidence, event: &str) -> Vec<Obligation> {
    let judged = judge_undoubted(evidence);
    let concerned =
        |obligation: &&Obligation| judged.triggers[obligation.trigger].event_ids.iter().any(|id| id.as_str() == event);
    judged.obligations.iter().filter(concerned).cloned().collect()
}

/// The only obligation of E1.
pub(super) fn obligation(evidence: &Evidence) -> Obligation {
    let obligations = obligations(evidence, "E1");
    assert_eq!(obligations.len(), 1, "{obligations:?}");
    obligations.into_iter().next().unwrap()
}

/// Verdict and reason of the only obligation of E1, then `+` and what is in `also`.
pub(super) fn verdict(evidence: &Evidence) -> String {
    said(&obligation(evidence))
}

pub(super) fn said(obligation: &Obligation) -> String {
    let mut words = vec![obligation.verdict.as_str()];
    words.extend(obligation.reason.map(|reason| reason.as_str()));
    for also in &obligation.also {
        words.extend(["+", also.as_str()]);
    }
    words.join(" ")
}
