//! The comparison itself: by ids, and where a doubt came or went, by events.

use super::doubts::{self, Passages};
use super::notes::notes;
use super::pairs::Paired;
use super::read::Earlier;
use super::row::Row;
use super::settled::Looked;
use crate::results::Report;
use crate::results::changes::{ChangeRow, Changes, Kind, State, Subject};
use crate::words::Change;

/// What became of everything; `None`: there is no earlier output yet, and everything is new.
pub(crate) fn compare(earlier: Option<&Earlier>, tonight: &Report) -> Changes {
    let (obligations, findings) = (Row::all(&tonight.obligations), Row::all(&tonight.findings));
    let (before, found_before): (&[Row], &[Row]) =
        earlier.map_or((&[], &[]), |earlier| (&earlier.obligations, &earlier.findings));
    let subjects: Vec<Subject> = obligations.iter().map(|row| row.subject.clone()).collect();

    let obligations = Paired::by_id(before, obligations).by_event();
    let findings = Paired::by_id(found_before, findings);
    let passages = Passages::of(&obligations);
    let looked = Looked::at(tonight, &subjects, &passages);

    let mut rows = Vec::with_capacity(subjects.len());
    rows.extend(obligations.both.into_iter().chain(findings.both).map(|(before, now)| both(before, now)));
    rows.extend(obligations.new.into_iter().map(|row| new(row, Change::New)));
    rows.extend(findings.new.into_iter().map(|row| {
        let back = passages.gave_back(&row.subject);
        new(row, if back { Change::NoLongerDoubted } else { Change::New })
    }));
    let mut not_compared = 0;
    for row in obligations.gone.into_iter().chain(findings.gone) {
        let is_finding = row.kind == Kind::Finding;
        if is_finding && passages.took(&row.subject) {
            rows.push(gone(row, Change::Doubted));
        } else if is_finding && looked.settles(&row.subject) {
            rows.push(gone(row, Change::Resolved));
        } else if is_outside(&row.subject, tonight) {
            not_compared += 1;
        } else {
            rows.push(gone(row, Change::Vanished));
        }
    }
    let causes = |change: Change, code: &str| {
        let of_tonight = tonight.findings.iter().filter(|row| row.code.as_str() == code).map(|row| &row.summary);
        let of_earlier = found_before.iter().filter(|row| row.subject.code == code).map(|row| &row.subject.summary);
        match change {
            Change::Doubted => one_of(of_tonight, "cause", "findings.csv"),
            _ => one_of(of_earlier, "it was", "the earlier output"),
        }
    };
    rows.extend(doubts::told(&rows, causes));
    sort(&mut rows);
    Changes {
        earlier: earlier.map(|earlier| earlier.summary.clone()),
        notes: earlier.map_or_else(
            || vec!["there is no earlier output yet, so everything counts as new".into()],
            |earlier| notes(earlier, tonight),
        ),
        rows,
        not_compared,
    }
}

/// The one sentence, or how many there are and where.
fn one_of<'s>(mut sentences: impl Iterator<Item = &'s String>, what: &str, place: &str) -> Option<String> {
    let first = sentences.next()?;
    Some(match sentences.count() {
        0 => format!("{what}: {first}"),
        more => format!("{place} names the {} causes", more + 1),
    })
}

/// By time, then identifiers; what has no time comes first.
pub(crate) fn sort(rows: &mut [ChangeRow]) {
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
}

/// After time and identifiers comes the rest, so that rows with equal keys are equal.
fn order(row: &ChangeRow) -> impl Ord + '_ {
    (&row.subject.at_utc, row.kind, &row.subject, &row.id, row.change, &row.from, &row.to)
}

/// What became of a row that is in both.
fn both(before: &Row, now: Row) -> ChangeRow {
    let passed = if now.kind == Kind::Obligation { doubts::change(before, &now) } else { None };
    if let Some(change) = passed {
        // what it was and what it is now is said whole: a doubt that is told adds both up
        let (from, to) = (before.state.clone(), now.state.clone());
        return change_row(now, change, from, to);
    }
    let (from, to) = (differing(&before.state, &now.state), differing(&now.state, &before.state));
    let change = if before.state == now.state { Change::Same } else { Change::Changed };
    change_row(now, change, from, to)
}

/// The columns of `one` that `other` does not have with the same value.
fn differing(one: &State, other: &State) -> State {
    one.iter().filter(|cell| !other.contains(cell)).cloned().collect()
}

fn change_row(row: Row, change: Change, from: State, to: State) -> ChangeRow {
    ChangeRow { kind: row.kind, id: row.id, change, from, to, subject: row.subject }
}

fn new(row: Row, change: Change) -> ChangeRow {
    let state = row.state.clone();
    change_row(row, change, State::new(), state)
}

fn gone(row: &Row, change: Change) -> ChangeRow {
    change_row(row.clone(), change, row.state.clone(), State::new())
}

/// Whether tonight's report was not asked about that time. Times of reports sort as their text does.
fn is_outside(subject: &Subject, tonight: &Report) -> bool {
    let at = subject.at_utc.as_str();
    !at.is_empty()
        && (tonight.since.is_some_and(|since| at < since.to_string().as_str())
            || tonight.until.is_some_and(|until| at >= until.to_string().as_str()))
}
