//! Logs of states: each row says what a light bar was switched to, how it was found, or what a unit reported (contract,
//! "Other shapes of tables"). Here they become activations and contacts.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::parse::{Parsed, SourceRow, off_of};
use super::table::cells::{Fault, RowCells};
use crate::base::ids::{EventId, OfficerId, VehicleId};
use crate::base::reading::Reading;
use crate::base::time::{Moment, Span};
use crate::facts::source::Form;
use crate::facts::{Event, OtherWindow, RowRef, Subject};

/// What a row of a log of states says; of samples that say the same one after another, what they say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StateRow {
    subject: Subject,
    event: Option<EventId>,
    at: Reading,
    /// The last moment at which the same was found.
    until: Moment,
    on: bool,
    category: Option<std::sync::Arc<str>>,
    incident: Option<std::sync::Arc<str>>,
    row: RowRef,
}

/// A row of a light bar's log of states.
pub(super) struct LightbarState(pub(super) StateRow);
/// A row of a dispatch log, one for each unit and status.
pub(super) struct ContactState(pub(super) StateRow);

fn state(row: &RowCells<'_>, subject: Subject, at: RowRef, as_of: Moment) -> Result<Parsed<StateRow>, Fault> {
    let moment = row.required_time("at")?;
    let Some(on) = row.state("state")? else { return Ok(Parsed::NoRow) };
    let shared = |text: Option<&str>| text.map(std::sync::Arc::from);
    let state = StateRow {
        subject,
        event: row.text("event_id")?.map(Into::into),
        at: moment,
        until: moment.earlier(),
        on,
        category: shared(row.text("category")?),
        incident: shared(row.text("incident_id")?),
        row: at,
    };
    Ok(if moment.earlier() > as_of { Parsed::AfterAsOf } else { Parsed::Fact(state) })
}

impl SourceRow for LightbarState {
    const REQUIRED: &'static [&'static [&'static str]] = &[&["vehicle_id"], &["at"], &["state"]];

    fn parse(row: &RowCells<'_>, at: RowRef, as_of: Moment) -> Result<Parsed<Self>, Fault> {
        let subject = Subject::Vehicle(row.required("vehicle_id")?.into());
        Ok(state(row, subject, at, as_of)?.map(Self))
    }

    /// Samples that say the same are kept as one: there may be one a second.
    fn keep(facts: &mut Vec<Self>, last: &mut FxHashMap<VehicleId, usize>, fact: Self, row: &RowCells<'_>) {
        let Subject::Vehicle(vehicle) = &fact.0.subject else { return facts.push(fact) };
        if row.form() == Form::Samples
            && let Some(before) = last.get(vehicle).and_then(|last| facts.get_mut(*last))
            && before.0.is_followed_by(&fact.0, row.sample_timeout())
        {
            before.0.until = fact.0.until;
            return;
        }
        last.insert(vehicle.clone(), facts.len());
        facts.push(fact);
    }
}

impl SourceRow for ContactState {
    const REQUIRED: &'static [&'static [&'static str]] =
        &[&["officer_id", "vehicle_id"], &["event_id"], &["at"], &["state"]];

    fn parse(row: &RowCells<'_>, at: RowRef, as_of: Moment) -> Result<Parsed<Self>, Fault> {
        let subject = match row.text("officer_id")? {
            Some(officer) => Subject::Officer(officer.into()),
            None if row.columns().has("vehicle_id") => Subject::Vehicle(row.required("vehicle_id")?.into()),
            None => Subject::Officer(row.required("officer_id")?.into()),
        };
        row.required("event_id")?;
        Ok(state(row, subject, at, as_of)?.map(Self))
    }
}

impl StateRow {
    /// Where it stands.
    pub(super) const fn row(&self) -> RowRef {
        self.row
    }

    /// Whether a sample says the same again before the state is forgotten.
    fn is_followed_by(&self, next: &Self, timeout: Span) -> bool {
        let certain = !self.at.is_ambiguous() && !next.at.is_ambiguous();
        let same = self.on == next.on && self.event == next.event && self.category == next.category;
        certain && same && next.until >= self.until && next.until - self.until <= timeout
    }
}

/// What a log of states comes to.
#[derive(Default)]
pub(super) struct Made {
    pub(super) events: Vec<Event>,
    /// Rows that say again what was said.
    pub(super) repeated: Vec<RowRef>,
    /// Rows that belong to no activation.
    pub(super) set_aside: Vec<RowRef>,
    /// Rows that cannot be used, and why.
    pub(super) rejected: Vec<(RowRef, &'static str)>,
}

/// How the states of a table are read.
#[derive(Clone, Copy)]
pub(super) struct HowMade {
    pub(super) form: Form,
    pub(super) off_delay: Span,
    pub(super) timeout: Span,
}

/// The activations or contacts of all rows of a table, in the order of its files.
pub(super) fn events(rows: Vec<StateRow>, how: HowMade) -> Made {
    let mut by_subject: BTreeMap<(Subject, Option<EventId>), Vec<StateRow>> = BTreeMap::new();
    for row in rows {
        // a unit may be at several calls at once; a light bar is on or off
        let event = row.event.clone().filter(|_| how.form == Form::Status);
        by_subject.entry((row.subject.clone(), event)).or_default().push(row);
    }
    let mut made = Made::default();
    for mut rows in by_subject.into_values() {
        place_in_fold(&mut rows);
        rows.sort_by_key(|row| (row.at.earlier(), row.row));
        if how.form == Form::Samples { sampled(rows, how, &mut made) } else { switched(rows, how, &mut made) }
    }
    made
}

/// A log is written in order of time. So the time of a row in a fold is known where only one of its passes lies between
/// the rows around it.
fn place_in_fold(rows: &mut [StateRow]) {
    if !rows.iter().any(|row| row.at.is_ambiguous()) {
        return;
    }
    let mut earliest = Vec::with_capacity(rows.len());
    let mut bound = None;
    for row in &*rows {
        let candidates = [row.at.earlier(), row.at.later()];
        let Some(next) = candidates.into_iter().find(|at| bound.is_none_or(|bound| *at >= bound)) else { return };
        bound = Some(next);
        earliest.push(next);
    }
    let mut latest = Vec::with_capacity(rows.len());
    let mut bound = None;
    for row in rows.iter().rev() {
        let candidates = [row.at.later(), row.at.earlier()];
        let Some(next) = candidates.into_iter().find(|at| bound.is_none_or(|bound| *at <= bound)) else { return };
        bound = Some(next);
        latest.push(next);
    }
    for (row, (earliest, latest)) in rows.iter_mut().zip(earliest.into_iter().zip(latest.into_iter().rev())) {
        if earliest == latest {
            (row.at, row.until) = (Reading::Certain(earliest), earliest);
        }
    }
}

/// Each row switches.
fn switched(rows: Vec<StateRow>, how: HowMade, made: &mut Made) {
    let mut open: Option<StateRow> = None;
    for (index, row) in rows.into_iter().enumerate() {
        match (row.on, open.take()) {
            (true, None) => open = Some(row),
            (true, Some(before)) => {
                made.repeated.push(row.row);
                open = Some(before);
            }
            (false, Some(on)) => {
                let off = off_of(on.at, row.at, how.off_delay);
                made.events.push(event(on, Some(off), None));
            }
            // a unit that was never there clears, too
            (false, None) if how.form == Form::Status => made.set_aside.push(row.row),
            // the first row of a log says how the light bar was found
            (false, None) if index == 0 => made.set_aside.push(row.row),
            (false, None) => made.rejected.push((row.row, "is switched off without having been switched on")),
        }
    }
    made.events.extend(open.map(|on| event(on, None, None)));
}

/// Each row is a stretch of samples that say the same: the light bar went on between the last that was off and the first
/// that was on, and off likewise.
fn sampled(rows: Vec<StateRow>, how: HowMade, made: &mut Made) {
    let mut stretches: Vec<StateRow> = Vec::new();
    for row in rows {
        match stretches.last_mut() {
            Some(before) if before.is_followed_by(&row, how.timeout) => before.until = row.until.max(before.until),
            _ => stretches.push(row),
        }
    }
    for (index, on) in stretches.iter().enumerate().filter(|(_, stretch)| stretch.on) {
        let before = index.checked_sub(1).and_then(|before| stretches.get(before));
        let after = stretches.get(index.saturating_add(1));
        let (seen_on, seen_off) = (on.at.earlier(), on.until);
        let later = |at: Moment| (at - how.off_delay).max(seen_on);
        let on_since = before.map_or(seen_on, |before| before.until);
        // after a silence nobody knows how long it was on: what was seen is taken
        let heard = after.filter(|after| after.at.earlier() - seen_off <= how.timeout);
        let off_by = match (heard, after) {
            (Some(after), _) => Some(later(after.at.earlier())),
            (None, Some(_)) => Some(later(seen_off)),
            (None, None) => None,
        };
        let off = off_by.map(|_| Reading::Certain(later(seen_off)));
        let falls_silent = heard.is_none() && after.is_some();
        let other = OtherWindow { on: on_since, off: off_by, falls_silent };
        made.events.push(event(on.clone(), off, Some(other)));
    }
}

fn event(on: StateRow, off: Option<Reading>, other: Option<OtherWindow>) -> Event {
    let name = match &on.subject {
        Subject::Vehicle(vehicle) => vehicle.as_str(),
        Subject::Officer(officer) => officer.as_str(),
    };
    let id = on.event.unwrap_or_else(|| format!("{name}@{}", on.at.earlier()).as_str().into());
    Event { id, subject: on.subject, on: on.at, off, other, category: on.category, incident: on.incident, row: on.row }
}

/// The contacts of a unit as those of the officers who are on it, by the roster.
pub(super) fn of_officers(contact: &Event, unit: &VehicleId, tours: &[crate::facts::Assignment]) -> Vec<Event> {
    let on_it = |tour: &&crate::facts::Assignment| {
        tour.vehicle.as_ref() == Some(unit) && tour.from <= contact.on.later() && contact.on.earlier() < tour.to
    };
    let mut officers: Vec<&OfficerId> = tours.iter().filter(on_it).map(|tour| &tour.officer).collect();
    officers.sort_unstable();
    officers.dedup();
    officers
        .into_iter()
        .map(|officer| Event { subject: Subject::Officer(officer.clone()), ..contact.clone() })
        .collect()
}
