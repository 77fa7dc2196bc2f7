//! The comparison itself: by ids, nothing else.

use rustc_hash::FxHashMap;

use super::notes::notes;
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
    let looked = Looked::at(tonight, &subjects);

    let (mut rows, gone) = pair(before, obligations);
    let (found, gone_findings) = pair(found_before, findings);
    rows.extend(found);
    let mut not_compared = 0;
    for row in gone.into_iter().chain(gone_findings) {
        if row.kind == Kind::Finding && looked.settles(&row.subject) {
            rows.push(gone_row(row, Change::Resolved));
        } else if is_outside(&row.subject, tonight) {
            not_compared += 1;
        } else {
            rows.push(gone_row(row, Change::Vanished));
        }
    }
    rows.sort_by(|a, b| order(a).cmp(&order(b)));
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

/// Sorted by time, then identifiers; what has no time comes first. The rest makes equal keys equal rows.
fn order(row: &ChangeRow) -> impl Ord + '_ {
    (&row.subject.at_utc, row.kind, &row.subject, &row.id, row.change, &row.from, &row.to)
}

/// Tonight's rows with what became of them, and the earlier rows that are not there tonight.
///
/// An id stands for one row; should it stand for several, those that came to the same belong together.
fn pair(before: &[Row], tonight: Vec<Row>) -> (Vec<ChangeRow>, Vec<&Row>) {
    let mut waiting: FxHashMap<&str, Vec<&Row>> = FxHashMap::default();
    for row in before {
        waiting.entry(&row.id).or_default().push(row);
    }
    let mut rows = Vec::with_capacity(tonight.len());
    let mut others = Vec::new();
    for row in tonight {
        let same = waiting.get_mut(row.id.as_str()).and_then(|waiting| {
            let place = waiting.iter().position(|earlier| earlier.state == row.state)?;
            Some(waiting.remove(place))
        });
        match same {
            Some(_) => rows.push(change_row(row, Change::Same, State::new(), State::new())),
            None => others.push(row),
        }
    }
    for row in others {
        let earlier = waiting.get_mut(row.id.as_str()).filter(|waiting| !waiting.is_empty());
        let changed = match earlier.map(|waiting| waiting.remove(0)) {
            Some(earlier) => {
                let (from, to) = (differing(&earlier.state, &row.state), differing(&row.state, &earlier.state));
                change_row(row, Change::Changed, from, to)
            }
            None => {
                let state = row.state.clone();
                change_row(row, Change::New, State::new(), state)
            }
        };
        rows.push(changed);
    }
    (rows, waiting.into_values().flatten().collect())
}

/// The columns of `one` that `other` does not have with the same value.
fn differing(one: &State, other: &State) -> State {
    one.iter().filter(|cell| !other.contains(cell)).cloned().collect()
}

fn change_row(row: Row, change: Change, from: State, to: State) -> ChangeRow {
    ChangeRow { kind: row.kind, id: row.id, change, from, to, subject: row.subject }
}

fn gone_row(row: &Row, change: Change) -> ChangeRow {
    change_row(row.clone(), change, row.state.clone(), State::new())
}

/// Whether tonight's report was not asked about that time. Times of reports sort as their text does.
fn is_outside(subject: &Subject, tonight: &Report) -> bool {
    let at = subject.at_utc.as_str();
    !at.is_empty()
        && (tonight.since.is_some_and(|since| at < since.to_string().as_str())
            || tonight.until.is_some_and(|until| at >= until.to_string().as_str()))
}
