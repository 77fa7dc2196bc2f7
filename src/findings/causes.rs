//! What the data cannot show, told once for each cause: how far it reaches, what shows it, and what settles it.
//!
//! A cause turns many obligations, so a reader meets it once and not in every case (contract, "Can the data
//! accuse?").

use std::collections::BTreeSet;

use super::cases::Cases;
use super::check::{About, Findings};
use super::id::{FindingKey, ObligationKey};
use crate::base::duration::show_duration;
use crate::base::ids::{CameraId, OfficerId};
use crate::base::time::Span;
use crate::facts::source::SourceKind;
use crate::judgement::Obligation;
use crate::judgement::cause::{Cause, Likely, Shift, Swap, Why};
use crate::words::{Reason, TriggerKind};

impl Cases<'_> {
    /// Adds a finding for each cause of a doubt.
    pub(super) fn each_cause(&self, found: &mut Findings, reason: Reason) {
        for cause in self.judged.causes.iter().filter(|cause| cause.reason == reason) {
            self.tell_cause(found, cause);
        }
    }

    fn tell_cause(&self, found: &mut Findings, cause: &Cause) {
        let turned: Vec<&Obligation> = self.turned(cause);
        let first = turned.iter().map(|obligation| obligation.on).min();
        let about = &cause.about;
        let (officer, camera, vehicle) = (about.officer.as_ref(), about.camera.as_ref(), about.vehicle.as_ref());
        let what = self.what(cause);
        let sources = self.names_of(cause.rows.clone());
        // what it is about tells two causes of one reason apart, night for night
        let row = sources.first().unwrap_or(&what).clone();
        let on = about.stretch.map(|(from, _)| from);
        let obligation = ObligationKey { officer, vehicle, on, ..ObligationKey::default() };
        let key = FindingKey { obligation, camera, path: Some(&row), archive: about.unit.as_deref() };
        let about =
            About { at: first.or(on), officer, camera, vehicle, unit: about.unit.as_deref(), ..About::default() };
        let rests = match (&cause.vouched, cause.lowers) {
            (Some(_), _) => "rest on a word against the data",
            (None, Some(_)) => "are less sure",
            (None, None) => "are not decided",
        };
        let extent = extent(&turned).map_or_else(String::new, |extent| format!("; {extent} {rests}"));
        let what = if what.is_empty() { what } else { format!("{what}: ") };
        let summary = format!("{what}{}{extent}; {}", why(cause), settles(cause, self.export_of_recordings()));
        found.add(&key, about, summary, sources);
    }

    /// What a cause turned or leaves to a word.
    fn turned(&self, cause: &Cause) -> Vec<&Obligation> {
        let obligations = self.judged.obligations.as_slice();
        cause.turns.iter().filter_map(|place| obligations.get(*place)).collect()
    }

    /// The table of the audit file that leads to the recordings: an index, or else the archives.
    fn export_of_recordings(&self) -> &'static str {
        let exports = &self.evidence.exports;
        let has_index = exports.files.iter().any(|export| export.is_recordings());
        if has_index || exports.archives.is_empty() { "[[recordings]]" } else { "[[archive]]" }
    }

    /// What a cause is about, in few words.
    fn what(&self, cause: &Cause) -> String {
        let about = &cause.about;
        if let Some(file) = about.file {
            return self.names.files[file].file.clone();
        }
        // the columns of the row name a camera, a car or an officer
        let named = about.camera.is_some() || about.vehicle.is_some() || about.officer.is_some();
        match (&about.unit, about.source) {
            (Some(unit), _) => format!("unit {unit}"),
            (None, Some(SourceKind::Recordings)) if !named => self.export_of_recordings().to_owned(),
            (None, Some(source)) if !named => format!("[[{}]]", source.as_str()),
            _ => String::new(),
        }
    }
}

/// `12 obligations of 3 officers from 2021-02-01 to 2021-02-03`.
fn extent(turned: &[&Obligation]) -> Option<String> {
    let officers: BTreeSet<&OfficerId> = turned.iter().filter_map(|obligation| obligation.officer.as_ref()).collect();
    let day = |on: crate::base::time::Moment| on.to_string().chars().take(10).collect::<String>();
    let first = day(turned.iter().map(|obligation| obligation.on).min()?);
    let last = day(turned.iter().map(|obligation| obligation.on).max()?);
    let days = if first == last { format!("on {first}") } else { format!("from {first} to {last}") };
    Some(format!(
        "{} of {} {days}",
        counted(turned.len(), "obligation", "obligations"),
        counted(officers.len(), "officer", "officers")
    ))
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `-1 h` and the like, with its sign.
fn signed(span: Span) -> String {
    let sign = if span < Span::ZERO { "-" } else { "+" };
    format!("{sign}{}", show_duration(span.abs()))
}

/// What shows a cause.
fn why(cause: &Cause) -> String {
    match &cause.why {
        Why::Strangers { strangers, rows, likely, examples } => strange(*strangers, *rows, *likely, examples),
        Why::Zone { shift, cameras: (with, of), meet, of: starts } => format!(
            "with {with} of {of} cameras the starts meet the light bars once the times are taken {} ({meet} of {starts} \
             within 30 s): looks like a wrong zone or lost AM and PM",
            signed(Span::ZERO - *shift)
        ),
        Why::Covers { shift, covered, of, as_they_are } => format!(
            "taken {}, the recordings cover {covered} of {of} triggers that they miss as they stand, where {as_they_are} \
             are covered: looks like a wrong zone or lost AM and PM",
            signed(Span::ZERO - *shift)
        ),
        Why::Tours { shift, inside, of, as_they_are } => format!(
            "taken {}, the tours hold {inside} of {of} starts that met the light bar of their car, {as_they_are} as \
             they stand: looks like a wrong zone",
            signed(Span::ZERO - *shift)
        ),
        Why::DayAndMonth { cameras: (with, of), meet, of: starts } => format!(
            "with {with} of {of} cameras the starts meet the light bars once day and month are exchanged ({meet} of \
             {starts})"
        ),
        Why::LongLit { activations } => {
            format!("{} of more than 12 hours", counted(*activations, "activation", "activations"))
        }
        Why::MostlyLit { lit, tours } => format!(
            "it was lit for {} of {} on duty: the input looks inverted",
            show_duration(*lit),
            show_duration(*tours)
        ),
        Why::Twice { twins, of, shift } => {
            format!("{twins} of its {of} activations come twice, {} apart", show_duration(*shift))
        }
        Why::CarClock { shift, cameras } => {
            let ids: Vec<&str> = cameras.iter().map(CameraId::as_str).collect();
            format!("its clock looks {} off for {}", signed(*shift), ids.join(", "))
        }
        Why::FullTimes { rows, resolution } => {
            format!("all {rows} times are full, to {}", show_duration(*resolution))
        }
        Why::NoSeconds => "its times are written without seconds".to_owned(),
        Why::Short { short, of } => {
            format!("{short} of {of} recordings that start with a trigger end before it: looks like a wrong unit")
        }
        Why::ContactsLong { short, of } => format!(
            "{short} of {of} recordings that were started for a contact end before it does: its end looks like that of \
             the whole call"
        ),
        Why::Overlap { overlap, of, cameras } => format!(
            "{overlap} of {of} recordings of {cameras} cameras begin while an earlier one of the same camera still runs: \
             their lengths look too long, and what they cover is not shown"
        ),
        Why::ContactsEarly { late, of, officers } => format!(
            "{late} of {of} contacts, of {officers} officers, have no recording that started in time: they look like the \
             moment of dispatch and not of the contact"
        ),
        Why::LongTours { tours, of, longest } => format!(
            "{tours} of {of} tours last more than 16 h, up to {}: looks like lost AM and PM, or a day too much",
            show_duration(*longest)
        ),
        Why::LongestShared { length, recordings, of } => format!(
            "{recordings} of {of} recordings last {}, and none lasts longer: looks like the first file of several",
            show_duration(*length)
        ),
        Why::StartIsEnd { meet, of, as_they_are } => format!(
            "{meet} of {of} starts meet the light bars once the length of the recording is taken off, {as_they_are} as \
             they stand: looks like the end taken for the start"
        ),
        of_export => why_of_export(cause, of_export),
    }
}

/// The same of an export, its rows and its devices.
fn why_of_export(cause: &Cause, why: &Why) -> String {
    match why {
        Why::Nothing => "no row is used, and there is no video".to_owned(),
        Why::ShortLastRow => "its last row has fewer cells than its header: it was cut off".to_owned(),
        Why::NoLineEnd => "its last row cannot be used and has no line end: it was cut off".to_owned(),
        Why::SaysMore { words } => format!("it says that there is more: {words}"),
        Why::FewerThanStated { stated, rows } => {
            format!("its last row says {stated} rows, and it has {rows}: it was cut off or filtered")
        }
        Why::WholeBlocks { size } => {
            format!("it has no last line end, and its {size} bytes are whole blocks of 4,096: it was cut off")
        }
        Why::Span { declared } => {
            let how = if *declared { "what `covers` declares" } else { "its first and last recording" };
            match cause.about.stretch {
                Some((from, to)) => format!("the trigger lies outside of {how}, {from} to {to}"),
                None => format!("the trigger lies outside of {how}"),
            }
        }
        Why::InNoRow => "no row of the recordings names it".to_owned(),
        Why::Gap { officers, misses, chance } => {
            let ids: Vec<&str> = officers.iter().map(OfficerId::as_str).collect();
            format!(
                "{} of {} are missed at once ({}), which chance gives with about {chance}: either the export lacks them \
                 or they went dark together",
                counted(*misses, "obligation", "obligations"),
                counted(officers.len(), "officer", "officers"),
                ids.join(", ")
            )
        }
        Why::Hours { .. } | Why::MostMissing { .. } | Why::Shortest { .. } => why_of_filter(why),
        Why::Retention { least } => format!("retention may be as short as {}", show_duration(*least)),
        Why::Row => "a row could not be used and may be the missing recording".to_owned(),
        Why::Unnamed => "recordings without an officer meet the trigger".to_owned(),
        Why::Videos { videos } => format!("{} cannot be placed", counted(*videos, "video", "videos")),
        Why::Misdated { rows, first } => {
            format!("{} with a date that cannot be, the first {first}", counted(*rows, "recording", "recordings"))
        }
        Why::Clock(Shift { by, meet, of }) => {
            format!("its clock looks {} off: {meet} of {of} starts then meet their triggers", signed(*by))
        }
        Why::Swap(Swap { other, cars: (own, theirs), there, of, back }) => {
            let car = |id: &Option<crate::base::ids::VehicleId>| {
                id.as_ref().map_or_else(|| "no car".to_owned(), |id| format!("car {id}"))
            };
            format!(
                "camera {other} ({}) started with {there} of the {of} triggers of {} that it missed, and {back} the other \
                 way round: the cameras, the boxes or the cars were exchanged",
                car(theirs),
                car(own)
            )
        }
        Why::Unsteady { undecided, timed } => {
            format!("its clock runs so unevenly that {undecided} of {timed} activations of it cannot be decided")
        }
        Why::OtherCar { vehicle, met, of } => format!(
            "its own camera missed all of them, and {met} of {of} starts by signal in the tour were those of car \
             {vehicle}: the car of the tour may be wrong in the roster"
        ),
        Why::OtherDay { met, first } => format!(
            "its own camera missed all of them, and started {met} times with this car outside of the tour, first at \
             {first}: the day or the hours of the tour may be wrong in the roster"
        ),
        // these are told above
        _ => String::new(),
    }
}

/// The same of an export that looks like a part of one.
fn why_of_filter(why: &Why) -> String {
    match why {
        Why::Hours { from, to, recordings, officers, misses } => format!(
            "none of {recordings} recordings starts between {from} and {to} on any day, and {} of {} are missed then: \
             the export looks limited to other hours, or one shift is missing from it",
            counted(*misses, "obligation", "obligations"),
            counted(*officers, "officer", "officers")
        ),
        Why::MostMissing { kind, missed, of, officers: (dark, officers), only_by_signal } => {
            let what = match kind {
                Some(TriggerKind::Contact) => "contacts",
                Some(TriggerKind::Lightbar) => "light-bar activations",
                None => "triggers",
            };
            let by_hand = if *only_by_signal { ", no recording was started by hand" } else { "" };
            format!(
                "{missed} of {of} {what} have no recording{by_hand}, and {dark} of {officers} officers miss more than \
                 half of theirs: looks like an export of some recordings only"
            )
        }
        Why::Shortest { shortest, missed, of, others_missed, others } => format!(
            "no recording is shorter than {}; of shorter triggers {missed} of {of} are missed, of others \
             {others_missed} of {others}",
            show_duration(*shortest)
        ),
        _ => String::new(),
    }
}

fn strange(strangers: u64, rows: u64, likely: Option<Likely>, examples: &[(String, Option<String>)]) -> String {
    let cause = match likely {
        Some(Likely::Zeros) => ": zeros at the front look lost",
        Some(Likely::Case) => ": upper and lower case differ",
        Some(Likely::Prefix) => ": a prefix differs",
        Some(Likely::Column) => ": it looks like another column",
        None => "",
    };
    let shown: Vec<String> = examples
        .iter()
        .map(|(id, meant)| match meant {
            Some(meant) => format!("{id} for {meant}"),
            None => id.clone(),
        })
        .collect();
    let shown = if shown.is_empty() { String::new() } else { format!(" ({})", shown.join(", ")) };
    format!("{strangers} of {rows} rows name nothing that another source names{cause}{shown}")
}

/// What would settle it, with the line of the audit file where there is one.
fn settles(cause: &Cause, export: &str) -> String {
    let clock = |named: String, by: Span| format!("if so, correct the clock: {named} is {} off", signed(by));
    match (&cause.why, cause.reason) {
        (Why::Strangers { .. }, _) => "map the right column under `columns`".to_owned(),
        (Why::ContactsEarly { .. } | Why::StartIsEnd { .. }, _) => "map the right column under `columns`".to_owned(),
        (Why::LongTours { .. }, _) => "correct the roster, or the format of its times".to_owned(),
        (Why::Zone { .. } | Why::Covers { .. } | Why::Tours { .. } | Why::DayAndMonth { .. }, _) => {
            "correct `time-zone` of the source, or export the times with their offset".to_owned()
        }
        (Why::Clock(shift), _) => {
            let camera = cause.about.camera.as_ref().map_or("the camera", CameraId::as_str);
            clock(camera.to_owned(), shift.by)
        }
        (Why::CarClock { shift, .. }, _) => {
            let car = cause.about.vehicle.as_ref().map_or("the car", |id| id.as_str());
            clock(car.to_owned(), *shift)
        }
        (_, Reason::OutsideExport) => {
            format!("write `covers = {{ from = …, to = … }}` under {export}, or export the whole time")
        }
        (_, Reason::CutExport) => "export it again, whole".to_owned(),
        (_, Reason::CameraNotInExport | Reason::ExportGap | Reason::FilteredExport | Reason::RetentionPassed) => {
            format!("`complete = {{ by = \"…\", at = … }}` under {export} says that the export is whole")
        }
        (_, Reason::RejectedRow) => "mend the row; rejected.csv says what is wrong with it".to_owned(),
        (_, Reason::UnnamedRecording | Reason::PossibleSwap) => "correct the roster or the recordings".to_owned(),
        (_, Reason::UnplacedVideo) => "name camera and start with `file-name` or an index".to_owned(),
        (_, Reason::NoRecordings) => "name an export of the recordings under [[recordings]]".to_owned(),
        (_, Reason::LogResolution) => "export the log with its seconds".to_owned(),
        (_, Reason::SuspectedLength) => "map the right column and its unit under `columns`".to_owned(),
        _ => "check the device".to_owned(),
    }
}
