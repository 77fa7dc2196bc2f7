//! What would settle a cause: what to do, and the line of the audit file that does it.
//!
//! A line that a person has to answer for has a `…` where the answer stands: the program proposes no span that an
//! export was asked for, and nobody's word.

use jiff::tz::{Offset, TimeZone};

use super::export_of_recordings;
use crate::base::duration::show_offset;
use crate::base::time::{Moment, Span};
use crate::evidence::Evidence;
use crate::facts::exports::Export;
use crate::facts::source::SourceKind;
use crate::findings::names::Names;
use crate::judgement::cause::{Cause, ClockFound, FoundOf, Likely, Why};
use crate::results::causes::{AuditLine, Settles};
use crate::words::Reason;

pub(super) fn settled_by(evidence: &Evidence, names: &Names<'_>, cause: &Cause) -> Settles {
    let about = &cause.about;
    let file = about.file.map(|file| &evidence.exports.files[file]);
    let kind = about.source.or(file.map(|file| file.kind)).unwrap_or(SourceKind::Recordings);
    let table = table(evidence, kind);
    let under = |line: &str| Some(AuditLine { under: table.clone(), line: line.to_owned() });
    let (text, line) = match (&cause.why, cause.reason) {
        (Why::Strangers { likely: Some(Likely::Zeros | Likely::Case | Likely::Prefix), .. }, _) => (
            "export the identifiers as the other sources write them, or map another column under `columns`".into(),
            None,
        ),
        (Why::Strangers { .. } | Why::ContactsEarly { .. } | Why::StartIsEnd { .. }, _) => {
            ("map the right column under `columns`".into(), None)
        }
        (Why::LongTours { .. }, _) => ("correct the roster, or the format of its times".into(), None),
        (Why::ContactsLong { .. }, _) => ("map the column that holds the end of the contact".into(), None),
        (Why::OtherCar { .. } | Why::OtherDay { .. }, _) => {
            ("correct the car or the hours of this tour in the roster".into(), None)
        }
        (Why::Zone { shift, .. } | Why::Covers { shift, .. } | Why::Tours { shift, .. }, _) => {
            match zone_that_fits(evidence, names, kind, file, Span::ZERO - *shift) {
                Some(zone) => (
                    format!("they fit if they are read as times of {zone}: say so, or export them with their offset"),
                    under(&format!("time-zone = \"{zone}\"")),
                ),
                None if shift.abs() == Span::from_hours(12) => {
                    ("export the times in 24 hours, or with AM and PM".into(), None)
                }
                None => (
                    "correct the zone in which the times are read, or export them with their offset".into(),
                    under("time-zone = \"…\""),
                ),
            }
        }
        (Why::DayAndMonth { .. }, _) => ("export the dates as YYYY-MM-DD".into(), None),
        (Why::Clock(_) | Why::CarClock { .. }, _) if cause.clocks.is_empty() => (
            "if so, correct its times where they are exported: no `[[clock]]` can tell what was wrong from what was right"
                .into(),
            None,
        ),
        (_, reason) => by_reason(reason, &table, kind),
    };
    match corrections(names, cause) {
        Some(tables) if cause.reason == Reason::SuspectedTimeZone => {
            // one line says the zone, several the correction: both stand in the sentence
            let zone = line.map_or_else(String::new, |line| format!(" (`{}` under {})", line.line, line.under));
            Settles { text: format!("{text}{zone}, or add to the audit file, each on a line: {tables}"), line: None }
        }
        Some(tables) => Settles { text: format!("if so, add to the audit file, each on a line: {tables}"), line: None },
        None => Settles { text, line },
    }
}

/// The `[[clock]]` tables that would settle it, line by line.
fn corrections(names: &Names<'_>, cause: &Cause) -> Option<String> {
    let tables: Vec<String> = cause.clocks.iter().map(|found| clock(names, found)).collect();
    let instead = cause.instead.as_ref().map(|found| format!(", or, if it is the car's: {}", clock(names, found)));
    (!tables.is_empty()).then(|| format!("{}{}", tables.join(" and "), instead.unwrap_or_default()))
}

/// One `[[clock]]`, as the audit file has it.
fn clock(names: &Names<'_>, found: &ClockFound) -> String {
    let (key, name) = match &found.of {
        FoundOf::Source(kind) => ("source", kind.as_str()),
        FoundOf::File(file) => ("source", names.files[*file].file.as_str()),
        FoundOf::Camera(camera) => ("camera", camera.as_str()),
        FoundOf::Vehicle(vehicle) => ("vehicle", vehicle.as_str()),
    };
    let mut lines = vec![
        "[[clock]]".to_owned(),
        format!("{key} = {}", serde_json::Value::from(name)),
        format!("offset = \"{}\"", show_offset(found.offset)),
    ];
    lines.extend(found.from.map(|from| format!("from = {from}")));
    lines.extend(found.to.map(|to| format!("to = {to}")));
    lines.iter().map(|line| format!("`{line}`")).collect::<Vec<_>>().join(" ")
}

/// The heading in the audit file that leads to the source.
fn table(evidence: &Evidence, kind: SourceKind) -> String {
    match kind {
        SourceKind::Recordings => export_of_recordings(evidence).to_owned(),
        other => format!("[[{}]]", other.as_str()),
    }
}

/// The same where the reason says it all.
fn by_reason(reason: Reason, table: &str, kind: SourceKind) -> (String, Option<AuditLine>) {
    let line = |under: String, line: &str| Some(AuditLine { under, line: line.to_owned() });
    let under = |text: &str| line(table.to_owned(), text);
    let complete = under("complete = { by = \"…\", at = … }");
    match reason {
        Reason::OutsideExport => (
            "export the whole time, or declare what the export was asked for".into(),
            under("covers = { from = …, to = … }"),
        ),
        Reason::CutExport => ("export it again, whole".into(), None),
        Reason::CameraNotInExport => (
            "look whether this camera is in the system and in the export; if the export is whole, somebody says so"
                .into(),
            complete,
        ),
        Reason::ExportGap => {
            ("ask for the recordings of that time again; if the export is whole, somebody says so".into(), complete)
        }
        Reason::FilteredExport => {
            ("export without a filter on the length; if the export is whole, somebody says so".into(), complete)
        }
        Reason::RetentionPassed => (
            "use an export made at the time or a sealed archive; if the export is whole, somebody says so".into(),
            complete,
        ),
        Reason::RejectedRow => ("mend the row; rejected.csv says what is wrong with it".into(), None),
        Reason::UnnamedRecording => {
            ("export the roster with its cameras, or the recordings with their officers".into(), None)
        }
        Reason::PossibleSwap => ("ask who carried which camera, and correct the roster".into(), None),
        Reason::UnplacedVideo => (
            "name camera and start by an index, or by what the names of the files tell".into(),
            Some(AuditLine { under: "[[archive]]".into(), line: "file-name = '…'".into() }),
        ),
        Reason::NoRecordings => ("name an export of the recordings".into(), under("files = [\"…\"]")),
        Reason::LogResolution => ("export the log with its seconds".into(), None),
        Reason::SuspectedLength => (
            "map the column that holds the length in seconds, or the end".into(),
            line(format!("[{}.columns]", kind.as_str()), "duration_s = \"…\""),
        ),
        Reason::TriggerSuspect => {
            ("check the wiring and the clock of the box in this car, and export its log again".into(), None)
        }
        Reason::ClockUnset => {
            ("look up when the camera was reset, and correct each stretch of its dates with `[[clock]]`".into(), None)
        }
        _ => ("check the device".into(), None),
    }
}

/// The zone in which times without offset would have to be read to lie `taken` from where they do: UTC for times of
/// UTC that were read as local ones, the department's for local times that were read as UTC. `None`: neither fits.
fn zone_that_fits(
    evidence: &Evidence,
    names: &Names<'_>,
    kind: SourceKind,
    file: Option<&Export>,
    taken: Span,
) -> Option<String> {
    let own: Vec<&Export> = evidence.exports.files.iter().filter(|export| export.kind == kind).collect();
    let zones = || file.into_iter().chain(own.iter().copied().filter(|_| file.is_none()));
    let at = evidence.assignments.iter().map(|tour| tour.from).min()?;
    let read_in = zones().next()?.zone.as_ref()?;
    if zones().any(|export| export.zone.as_ref() != Some(read_in)) {
        return None;
    }
    let ahead = |zone: &TimeZone| ahead_of_utc(zone, at);
    if taken == ahead(read_in)? && taken != Span::ZERO {
        return Some("UTC".to_owned());
    }
    let department = names.zone.iana_name()?;
    (ahead(read_in)? == Span::ZERO && taken == Span::ZERO - ahead(&names.zone)?).then(|| department.to_owned())
}

fn ahead_of_utc(zone: &TimeZone, at: Moment) -> Option<Span> {
    let offset: Offset = zone.to_offset(at.to_timestamp()?);
    Some(Span::from_secs(i64::from(offset.seconds())))
}
