//! Doubts of the data that came or went between two nights (contract, "Changes").
//!
//! A zone that is off turns hundreds of cases at once. They are not settled and not new on the street, so they are told
//! as one change with its cause and its extent: [`Passages`] says which rows a doubt took or gave back, [`told`] makes
//! the rows of kind `doubt`.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::pairs::Paired;
use super::row::{Row, is_turned, value};
use crate::results::changes::{ChangeRow, Kind, State, Subject};
use crate::words::{Change, FindingCode, Outcome, Reason, Severity};

/// What became of the doubt about an obligation that is in both outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Passage {
    /// It is turned by a doubt now, and was not.
    Into,
    /// It was turned by a doubt, and is not now.
    OutOf,
    /// There is none, or there still is one.
    Neither,
}

/// The same as a change; `None`: no doubt came or went.
pub(super) fn change(before: &Row, now: &Row) -> Option<Change> {
    match passage(before, now) {
        Passage::Into => Some(Change::Doubted),
        Passage::OutOf => Some(Change::NoLongerDoubted),
        Passage::Neither => None,
    }
}

fn passage(before: &Row, now: &Row) -> Passage {
    match (before.doubt(), now.doubt()) {
        (None, Some(_)) => Passage::Into,
        (Some(_), None) => Passage::OutOf,
        _ => Passage::Neither,
    }
}

/// How doubts passed over the obligations between two nights.
pub(super) struct Passages<'a> {
    /// By event, whom it was about then and what became of it.
    then: FxHashMap<String, Vec<(&'a Subject, Passage)>>,
    /// By event, whom it is about now.
    now: FxHashMap<String, Vec<(Subject, Passage)>>,
    /// By camera, car and officer of then.
    into: BTreeSet<[&'a str; 3]>,
    /// What was turned then: by which reason, whom it was about, and whether it is seen to be free now.
    turned: Vec<(&'a str, &'a Subject, bool)>,
}

impl<'a> Passages<'a> {
    /// Those of the paired obligations.
    pub(super) fn of(paired: &Paired<'a>) -> Self {
        let mut all =
            Self { then: FxHashMap::default(), now: FxHashMap::default(), into: BTreeSet::new(), turned: Vec::new() };
        for (before, now) in &paired.both {
            let passage = passage(before, now);
            if let Some(reason) = before.doubt() {
                all.turned.push((reason, &before.subject, now.doubt().is_none()));
            }
            for event in before.subject.event_ids.split(' ') {
                all.then.entry(event.to_owned()).or_default().push((&before.subject, passage));
            }
            for event in now.subject.event_ids.split(' ') {
                all.now.entry(event.to_owned()).or_default().push((now.subject.clone(), passage));
            }
            if passage == Passage::Into {
                let subject = &before.subject;
                all.into.insert([&subject.camera_id, &subject.vehicle_id, &subject.officer_id].map(String::as_str));
            }
        }
        let gone = paired.gone.iter().filter_map(|row| Some((row.doubt()?, &row.subject, false)));
        all.turned.extend(gone);
        all
    }

    /// Whether a finding that is gone went because of a doubt: one of the obligations that it rested on is turned now.
    pub(super) fn took(&self, finding: &Subject) -> bool {
        if is_cause(&finding.code) || !finding.path.is_empty() {
            return false;
        }
        if finding.event_ids.is_empty() {
            return self.took_with(finding);
        }
        let mut rested = finding.event_ids.split(' ').flat_map(|event| self.then.get(event).into_iter().flatten());
        rested.any(|(subject, passage)| *passage == Passage::Into && is_about(finding, subject))
    }

    /// Whether a doubt took an obligation with the camera, the car and the officer that a finding names; no: it names
    /// none.
    pub(super) fn took_with(&self, finding: &Subject) -> bool {
        let own = [&finding.camera_id, &finding.vehicle_id, &finding.officer_id];
        let named = own.iter().any(|id| !id.is_empty());
        named && self.into.iter().any(|ids| own.iter().zip(ids).all(|(own, id)| fits(own, id)))
    }

    /// Whether a finding that was not there came because a doubt went: most of the obligations that it rests on were
    /// turned then.
    pub(super) fn gave_back(&self, finding: &Subject) -> bool {
        if is_cause(&finding.code) || finding.event_ids.is_empty() {
            return false;
        }
        let rests = finding.event_ids.split(' ').flat_map(|event| self.now.get(event).into_iter().flatten());
        let rests: Vec<Passage> =
            rests.filter(|(subject, _)| is_about(finding, subject)).map(|(_, passage)| *passage).collect();
        let free = rests.iter().filter(|passage| **passage == Passage::OutOf).count();
        free * 2 > rests.len()
    }

    /// Whether a doubt whose finding is gone is settled: nothing of what it turned is turned now. `None`: it turned
    /// nothing, so its obligations say nothing.
    pub(super) fn settles(&self, finding: &Subject) -> Option<bool> {
        let of_reason = |reason: &str| code_of(reason) == finding.code;
        let own = self.turned.iter().filter(|(reason, subject, _)| {
            of_reason(reason)
                && is_about(finding, subject)
                && fits(&finding.unit, &subject.unit)
                && fits(&finding.supervisor_id, &subject.supervisor_id)
        });
        own.map(|(.., free)| *free).reduce(|all, free| all && free)
    }
}

fn fits(of_finding: &str, of_row: &str) -> bool {
    of_finding.is_empty() || of_finding == of_row
}

fn is_about(finding: &Subject, row: &Subject) -> bool {
    fits(&finding.officer_id, &row.officer_id)
        && fits(&finding.camera_id, &row.camera_id)
        && fits(&finding.vehicle_id, &row.vehicle_id)
}

/// The code of the finding that tells a doubt: that of its reason, but for two.
pub(super) fn code_of(reason: &str) -> &str {
    if reason == Reason::Clock.as_str() {
        FindingCode::ClockSuspect.as_str()
    } else if reason == Reason::PossibleSwap.as_str() {
        FindingCode::CamerasSwapped.as_str()
    } else {
        reason
    }
}

/// Whether findings of this code tell causes of doubts.
pub(super) fn is_cause(code: &str) -> bool {
    let is_doubt = |reason: &&Reason| reason.is_doubt_of_data() || **reason == Reason::Clock;
    Reason::ALL.iter().filter(is_doubt).any(|reason| code_of(reason.as_str()) == code)
}

/// One row for each doubt that took obligations or gave them back, out of these rows of obligations and findings.
///
/// `cause` says in half a sentence what shows a doubt that came, or showed one that went.
pub(crate) fn told(rows: &[ChangeRow], cause: impl Fn(Change, &str) -> Option<String>) -> Vec<ChangeRow> {
    let mut passed: BTreeMap<(Change, &str), Vec<&ChangeRow>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.kind == Kind::Obligation) {
        let state = match row.change {
            Change::Doubted => &row.to,
            Change::NoLongerDoubted => &row.from,
            _ => continue,
        };
        passed.entry((row.change, value(state, "reason"))).or_default().push(row);
    }
    let passed_findings = severities(rows);
    let row = |((change, reason), own): ((Change, &str), Vec<&ChangeRow>)| {
        let code = code_of(reason);
        let severity = if own.iter().any(|row| is_turned(&row.to)) {
            let known = FindingCode::ALL.iter().find(|known| known.as_str() == code);
            known.map_or(Severity::Review, |code| code.severity())
        } else {
            let events = own.iter().flat_map(|row| row.subject.event_ids.split(' '));
            let gravest = events.filter_map(|event| passed_findings.get(&(change, event)).copied()).min();
            gravest.unwrap_or(Severity::Info)
        };
        let (from, to) = (outcomes(&own, |row| &row.from), outcomes(&own, |row| &row.to));
        let what = match change {
            Change::Doubted => format!("{} no longer decided: before, {}", extent(&own, "are", "is"), counted(&from)),
            _ => format!("the doubt is gone from {}: now {}", extent(&own, "", ""), counted(&to)),
        };
        let summary = cause(change, code).map_or_else(|| what.clone(), |cause| format!("{what}; {cause}"));
        let subject = Subject { code: code.to_owned(), severity: severity.to_string(), summary, ..in_common(&own) };
        ChangeRow { kind: Kind::Doubt, id: reason.to_owned(), change, from, to, subject }
    };
    passed.into_iter().map(row).collect()
}

/// How grave the findings are that doubts took or gave back with each event; the gravest.
fn severities(rows: &[ChangeRow]) -> FxHashMap<(Change, &str), Severity> {
    let mut passed: FxHashMap<(Change, &str), Severity> = FxHashMap::default();
    for row in rows.iter().filter(|row| row.kind == Kind::Finding) {
        let Some(severity) = Severity::ALL.iter().find(|severity| severity.as_str() == row.subject.severity) else {
            continue;
        };
        for event in row.subject.event_ids.split(' ') {
            let gravest = passed.entry((row.change, event)).or_insert(*severity);
            *gravest = (*gravest).min(*severity);
        }
    }
    passed
}

/// How many had which outcome, in the order of the vocabulary.
fn outcomes(rows: &[&ChangeRow], state: impl Fn(&ChangeRow) -> &State) -> State {
    let count = |outcome: &Outcome| {
        let same = rows.iter().filter(|row| value(state(row), "outcome") == outcome.as_str()).count();
        (same > 0).then(|| (outcome.as_str(), same.to_string()))
    };
    Outcome::ALL.iter().filter_map(count).collect()
}

/// `290 unexplained, 22 compliant`
fn counted(outcomes: &State) -> String {
    let said: Vec<String> = outcomes.iter().map(|(outcome, count)| format!("{count} {outcome}")).collect();
    said.join(", ")
}

/// `312 obligations of 14 officers from 2021-06-01 to 2021-06-04 are`
fn extent(rows: &[&ChangeRow], are: &str, is: &str) -> String {
    let officers: BTreeSet<&str> =
        rows.iter().map(|row| row.subject.officer_id.as_str()).filter(|id| !id.is_empty()).collect();
    let day = |row: &&ChangeRow| row.subject.at_utc.chars().take(10).collect::<String>();
    let (first, last) = (rows.iter().map(day).min(), rows.iter().map(day).max());
    let days = match (first, last) {
        (Some(first), Some(last)) if first == last => format!("on {first}"),
        (Some(first), Some(last)) => format!("from {first} to {last}"),
        _ => String::new(),
    };
    let many = |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
    let obligations = many(rows.len(), "obligation", "obligations");
    let officers = many(officers.len(), "officer", "officers");
    format!("{obligations} of {officers} {days} {}", if rows.len() == 1 { is } else { are }).trim_end().to_owned()
}

/// What all rows name alike, and the first of their times.
fn in_common(rows: &[&ChangeRow]) -> Subject {
    let common = |id: fn(&Subject) -> &String| {
        let ids: BTreeSet<&String> = rows.iter().map(|row| id(&row.subject)).collect();
        if ids.len() == 1 { ids.into_iter().next().cloned().unwrap_or_default() } else { String::new() }
    };
    Subject {
        at_utc: rows.iter().map(|row| &row.subject.at_utc).min().cloned().unwrap_or_default(),
        vehicle_id: common(|subject| &subject.vehicle_id),
        officer_id: common(|subject| &subject.officer_id),
        camera_id: common(|subject| &subject.camera_id),
        supervisor_id: common(|subject| &subject.supervisor_id),
        unit: common(|subject| &subject.unit),
        ..Subject::default()
    }
}
