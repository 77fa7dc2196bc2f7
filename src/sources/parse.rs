//! From a row to a fact: one function a source (contract, "Columns").

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::table::cells::{Columns, Fault, RowCells};
use crate::base::ids::{CameraId, OfficerId, RecordingId, VehicleId};
use crate::base::reading::Reading;
use crate::base::time::{Moment, Span};
use crate::facts::exports::RejectedRecording;
use crate::facts::{
    Assignment, BackwardRow, CameraFact, DeviceEvent, DeviceEventKind, Event, IndexRow, Justification, JustifiedTimes,
    OtherWindow, RecordedTimes, RowRef, Subject,
};

/// What a row came to.
pub(super) enum Parsed<T> {
    /// A fact.
    Fact(T),
    /// Nothing that the source is about: set aside and counted.
    NoRow,
    /// Dated after `--as-of`: counted, not used.
    AfterAsOf,
    /// The same of a recording, which still shows how far its export reaches.
    Later(IndexRow),
    /// Rejected, but a trace of a recording.
    Backward(BackwardRow),
}

impl<T> Parsed<T> {
    /// The same of something else.
    pub(super) fn map<U>(self, to: impl FnOnce(T) -> U) -> Parsed<U> {
        match self {
            Self::Fact(fact) => Parsed::Fact(to(fact)),
            Self::NoRow => Parsed::NoRow,
            Self::AfterAsOf => Parsed::AfterAsOf,
            Self::Later(row) => Parsed::Later(row),
            Self::Backward(row) => Parsed::Backward(row),
        }
    }
}

/// A kind of row: which source it belongs to, which columns it needs, how it is read.
pub(super) trait SourceRow: Sized {
    /// Columns of which at least one of each group must be in the file.
    const REQUIRED: &'static [&'static [&'static str]];

    fn parse(row: &RowCells<'_>, at: RowRef, as_of: Moment) -> Result<Parsed<Self>, Fault>;

    /// Keeps a fact with those before it; `last` is the place of the last one of each vehicle.
    fn keep(facts: &mut Vec<Self>, last: &mut FxHashMap<VehicleId, usize>, fact: Self, row: &RowCells<'_>) {
        let _ = (last, row);
        facts.push(fact);
    }
}

/// Names the first required column that a file lacks.
pub(super) fn missing_column<T: SourceRow>(columns: &Columns) -> Option<String> {
    let group = T::REQUIRED.iter().find(|group| !group.iter().any(|name| columns.has(name)))?;
    Some(group.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or "))
}

fn backward(row: &RowCells<'_>, from: &str, to: &str) -> Fault {
    Fault::Row(format!("`{}` is before `{}`", row.heading(to), row.heading(from)))
}

fn shared(text: Option<&str>) -> Option<Arc<str>> {
    text.map(Arc::from)
}

/// The light-bar log and the contacts differ only in whom an event obliges.
pub(super) struct LightbarRow(pub(super) Event);
pub(super) struct ContactRow(pub(super) Event);

impl SourceRow for LightbarRow {
    const REQUIRED: &'static [&'static [&'static str]] = &[&["event_id"], &["vehicle_id"], &["on"]];

    fn parse(row: &RowCells<'_>, at: RowRef, as_of: Moment) -> Result<Parsed<Self>, Fault> {
        let subject = Subject::Vehicle(row.required("vehicle_id")?.into());
        Ok(match event(row, subject, at, as_of)? {
            Some(event) => Parsed::Fact(Self(event)),
            None => Parsed::AfterAsOf,
        })
    }
}

impl SourceRow for ContactRow {
    const REQUIRED: &'static [&'static [&'static str]] = &[&["event_id"], &["officer_id", "vehicle_id"], &["on"]];

    fn parse(row: &RowCells<'_>, at: RowRef, as_of: Moment) -> Result<Parsed<Self>, Fault> {
        // a dispatch log that names units leads to officers through the roster
        let subject = if row.columns().has("officer_id") {
            Subject::Officer(row.required("officer_id")?.into())
        } else {
            Subject::Vehicle(row.required("vehicle_id")?.into())
        };
        Ok(match event(row, subject, at, as_of)? {
            Some(event) => Parsed::Fact(Self(event)),
            None => Parsed::AfterAsOf,
        })
    }
}

fn event(row: &RowCells<'_>, subject: Subject, at: RowRef, as_of: Moment) -> Result<Option<Event>, Fault> {
    let id = row.required("event_id")?.into();
    let on = row.required_time("on")?;
    let off = row.time("off")?;
    // In a fold a later reading may still be possible; the judgement drops the others (contract, "Triggers").
    if off.is_some_and(|off| off.later() < on.earlier()) {
        return Err(backward(row, "on", "off"));
    }
    let off = off.map(|off| off_of(on, off, row.off_delay()));
    // somewhere in a hull is what it is about: at the latest, at its end
    let hull = off.filter(|_| row.is_hull()).map(Reading::later);
    let other = hull.map(|end| OtherWindow { on: end, off: Some(end), falls_silent: false });
    let category = shared(row.text("category")?);
    let incident = shared(row.text("incident_id")?);
    Ok((on.earlier() <= as_of).then_some(Event { id, subject, on, off, other, category, incident, row: at }))
}

/// The end of an activation whose box reports it late, but no earlier than its beginning.
pub(super) fn off_of(on: Reading, off: Reading, delay: Span) -> Reading {
    let earlier = off.map(|off| off - delay);
    if delay == Span::ZERO || earlier.later() >= on.earlier() { earlier } else { Reading::Certain(on.earlier()) }
}

impl SourceRow for IndexRow {
    const REQUIRED: &'static [&'static [&'static str]] =
        &[&["recording_id"], &["camera_id", "officer_id"], &["start"], &["end", "duration_s"]];

    fn parse(row: &RowCells<'_>, at: RowRef, as_of: Moment) -> Result<Parsed<Self>, Fault> {
        let recording = row.required("recording_id")?.into();
        let camera = row.text("camera_id")?.map(Into::into);
        let officer = row.text("officer_id")?.map(Into::into);
        if camera.is_none() && officer.is_none() {
            return Err(Fault::Row("names neither camera nor officer".into()));
        }
        let start = row.required_time("start")?;
        let sequence = row.integer("sequence")?;
        let (end, later_end) = match (row.time("end")?, row.seconds("duration_s")?) {
            (Some(end), _) => (not_before(end, start.earlier()), end.later()),
            (None, Some(duration)) => (start.earlier() + duration, start.later() + duration),
            (None, None) => return Err(Fault::Row("has neither end nor duration".into())),
        };
        if start.earlier() > as_of {
            return Ok(Parsed::Later(later(row, recording, camera, officer, (start.earlier(), end), at)));
        }
        if end < start.earlier() {
            let start = start.earlier();
            return Ok(Parsed::Backward(BackwardRow { recording, camera, officer, start, sequence, row: at }));
        }
        let activation = row.time("activated_at")?;
        let activated_at = activation.map(|at| not_before(at, start.earlier()));
        let uploaded_at = row.time("uploaded_at")?;
        let later =
            RecordedTimes { start: start.later(), end: later_end, activated_at: activation.map(Reading::later) };
        let differs = (later.start, later.end, later.activated_at) != (start.earlier(), end, activated_at);
        // what would end before it starts, or has not happened yet, is no reading
        let is_possible = later.end >= later.start && later.start <= as_of;
        Ok(Parsed::Fact(Self {
            recording,
            camera,
            officer,
            start: start.earlier(),
            end,
            activated_at,
            start_reason: shared(row.text("start_reason")?),
            sequence,
            path: row.text("path")?.map(plain_path),
            sha256: row.sha256("sha256")?,
            size: row.integer("size_bytes")?,
            category: shared(row.text("category")?),
            uploaded_at: uploaded_at.map(Reading::earlier),
            incident: shared(row.text("incident_id")?),
            later: (differs && is_possible).then(|| Box::new(later)),
            row: at,
        }))
    }
}

/// A row dated after the audit's moment: what else it says is not looked at.
fn later(
    row: &RowCells<'_>,
    recording: RecordingId,
    camera: Option<CameraId>,
    officer: Option<OfficerId>,
    (start, end): (Moment, Moment),
    at: RowRef,
) -> IndexRow {
    let activated_at = row.time("activated_at").ok().flatten().map(Reading::earlier);
    IndexRow {
        recording,
        camera,
        officer,
        start,
        end: end.max(start),
        activated_at,
        start_reason: shared(row.text("start_reason").ok().flatten()),
        sequence: None,
        path: None,
        sha256: None,
        size: None,
        category: None,
        uploaded_at: None,
        incident: None,
        later: None,
        row: at,
    }
}

/// What can be read of a recordings row that cannot be used.
pub(super) fn rejected_recording(row: &RowCells<'_>, at: RowRef) -> RejectedRecording {
    let text = |column| row.text(column).ok().flatten();
    // both readings of an ambiguous time count as possible: the earlier start and the later end
    let time = |column| row.time(column).ok().flatten();
    RejectedRecording {
        recording: text("recording_id").map(Into::into),
        camera: text("camera_id").map(Into::into),
        officer: text("officer_id").map(Into::into),
        start: time("start").map(Reading::earlier),
        end: time("end").map(Reading::later),
        duration: row.seconds("duration_s").ok().flatten().filter(|span| *span >= Span::ZERO),
        row: at,
    }
}

/// A path as folders are listed: `./a//b` is `a/b`. An absolute one lies under no root and stays as it is.
fn plain_path(text: &str) -> Arc<str> {
    if text.starts_with('/') {
        return text.into();
    }
    let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    parts.join("/").into()
}

/// The earlier reading, unless only the later one comes after `start`.
fn not_before(end: Reading, start: Moment) -> Moment {
    if end.earlier() >= start { end.earlier() } else { end.later() }
}

impl SourceRow for Assignment {
    const REQUIRED: &'static [&'static [&'static str]] = &[&["officer_id"], &["from"], &["to"]];

    fn parse(row: &RowCells<'_>, at: RowRef, as_of: Moment) -> Result<Parsed<Self>, Fault> {
        let officer = row.required("officer_id")?.into();
        let from = row.required_time("from")?;
        let to = row.required_time("to")?;
        let ambiguous = from.is_ambiguous() || to.is_ambiguous();
        let (from, to) = (from.earlier(), not_before(to, from.earlier()));
        if to < from {
            return Err(backward(row, "from", "to"));
        }
        let camera = match row.text("camera_id")? {
            Some(camera) => CameraFact::Issued(camera.into()),
            None if row.columns().has("camera_id") => CameraFact::Blank,
            None => CameraFact::Unsaid,
        };
        let assignment = Self {
            officer,
            from,
            to,
            vehicle: row.text("vehicle_id")?.map(Into::into),
            camera,
            duty: shared(row.text("duty")?),
            unit: shared(row.text("unit")?),
            supervisor: row.text("supervisor_id")?.map(Into::into),
            ambiguous,
            row: at,
        };
        Ok(if from > as_of { Parsed::AfterAsOf } else { Parsed::Fact(assignment) })
    }
}

impl SourceRow for Justification {
    const REQUIRED: &'static [&'static [&'static str]] =
        &[&["justification_id"], &["officer_id"], &["reason"], &["filed_at"]];

    fn parse(row: &RowCells<'_>, at: RowRef, as_of: Moment) -> Result<Parsed<Self>, Fault> {
        let id = row.required("justification_id")?.into();
        let officer = row.required("officer_id")?.into();
        let reason = row.required("reason")?.into();
        let filed = row.required_time("filed_at")?;
        let from = row.time("from")?;
        let to = row.time("to")?;
        let approved_at = row.time("approved_at")?;
        let ambiguous = [Some(filed), from, to, approved_at].into_iter().flatten().any(Reading::is_ambiguous);
        let later =
            JustifiedTimes { filed_at: filed.later(), from: from.map(Reading::later), to: to.map(Reading::later) };
        let from = from.map(Reading::earlier);
        let to = to.map(|to| from.map_or(to.earlier(), |from| not_before(to, from)));
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            return Err(backward(row, "from", "to"));
        }
        let differs = (later.filed_at, later.from, later.to) != (filed.earlier(), from, to);
        let backwards = later.from.zip(later.to).is_some_and(|(from, to)| to < from);
        let is_possible = !backwards && later.filed_at <= as_of;
        let mut approved_by: Option<OfficerId> = row.text("approved_by")?.map(Into::into);
        let mut approved_at = approved_at.map(Reading::earlier);
        // An approval in the future is not there yet (contract, "Times").
        if approved_at.is_some_and(|at| at > as_of) {
            (approved_by, approved_at) = (None, None);
        }
        let justification = Self {
            id,
            officer,
            reason,
            filed_at: filed.earlier(),
            event: row.text("event_id")?.map(Into::into),
            from,
            to,
            narrative: row.free_text("narrative").map(|text| Arc::from(&*text)),
            approved_by,
            approved_at,
            status: shared(row.text("status")?),
            ambiguous,
            later: (differs && is_possible).then(|| Box::new(later)),
            row: at,
        };
        Ok(if justification.filed_at > as_of { Parsed::AfterAsOf } else { Parsed::Fact(justification) })
    }
}

impl SourceRow for DeviceEvent {
    const REQUIRED: &'static [&'static [&'static str]] = &[&["camera_id"], &["at"], &["event"]];

    fn parse(row: &RowCells<'_>, at: RowRef, as_of: Moment) -> Result<Parsed<Self>, Fault> {
        let camera = row.required("camera_id")?.into();
        let moment = row.required_time("at")?;
        let word = row.required("event")?;
        let kind = DeviceEventKind::from_word(word);
        let value = row.text("value")?;
        let battery = if kind == DeviceEventKind::Battery { Some(battery(row)?) } else { None };
        let event = Self {
            camera,
            at: moment.earlier(),
            kind,
            word: word.into(),
            value: shared(value),
            battery,
            ambiguous: moment.is_ambiguous(),
            later: Some(moment.later()).filter(|later| *later != moment.earlier() && *later <= as_of),
            row: at,
        };
        Ok(if event.at > as_of { Parsed::AfterAsOf } else { Parsed::Fact(event) })
    }
}

/// A battery reading in thousandths of a percent; a `%` sign is allowed.
fn battery(row: &RowCells<'_>) -> Result<i64, Fault> {
    let text = row.required("value")?;
    let number = text.strip_suffix('%').unwrap_or(text).trim_end();
    // Reading it as seconds gives exact thousandths.
    number
        .parse()
        .ok()
        .and_then(|number| jiff::SignedDuration::try_from_secs_f64(number).ok())
        .and_then(|duration| i64::try_from(duration.as_millis()).ok())
        .filter(|thousandths| (0..=100_000).contains(thousandths))
        .ok_or_else(|| Fault::Row(format!("`{}` {text:?} is no battery reading in percent", row.heading("value"))))
}
