//! What shows a cause, in a sentence.

use crate::base::duration::show_duration;
use crate::base::ids::{CameraId, OfficerId};
use crate::base::time::Span;
use crate::judgement::cause::{Cause, Likely, Shift, Swap, Why};
use crate::words::TriggerKind;

/// What shows a cause; of officers and cameras so many are named.
pub(in crate::findings) fn why(cause: &Cause, most: usize) -> String {
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
            format!("its clock looks {} off for {}", signed(*shift), named(cameras.iter().map(CameraId::as_str), most))
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
        of_export => why_of_export(cause, of_export, most),
    }
}

/// The same of an export, its rows and its devices.
fn why_of_export(cause: &Cause, why: &Why, most: usize) -> String {
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
            let how = if *declared { "`covers` declares the time" } else { "its recordings reach" };
            match cause.about.stretch {
                Some((from, to)) => format!("{how} from {from} to {to}"),
                None => "no recording of it can be used".to_owned(),
            }
        }
        Why::InNoRow => "no row of the recordings names it".to_owned(),
        Why::Gap { officers, misses, chance } => {
            format!(
                "{} of {} are missed at once ({}), which chance gives with about {chance}: either the export lacks them \
                 or they went dark together",
                counted(*misses, "obligation", "obligations"),
                counted(officers.len(), "officer", "officers"),
                named(officers.iter().map(OfficerId::as_str), most)
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

/// The first so many, and how many more there are.
fn named<'i>(ids: impl ExactSizeIterator<Item = &'i str>, most: usize) -> String {
    let more = ids.len().saturating_sub(most);
    let ids: Vec<&str> = ids.take(most).collect();
    if more > 0 { format!("{} and {more} more", ids.join(", ")) } else { ids.join(", ") }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `-1 h` and the like, with its sign.
pub(super) fn signed(span: Span) -> String {
    let sign = if span < Span::ZERO { "-" } else { "+" };
    format!("{sign}{}", show_duration(span.abs()))
}
