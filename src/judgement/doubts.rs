//! Confidence: everything that makes a verdict less sure (contract, "Confidence").

use super::case::Case;
use super::explanation::{Contradiction, Explained};
use super::traces;
use super::verdict::Ruling;
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::evidence::Recording;
use crate::facts::{DeviceEvent, DeviceEventKind};
use crate::words::{Doubt, Explanation, Reason, Verdict};

/// What lowers the confidence of a verdict, in the order of the vocabulary.
pub(super) fn doubts(
    case: &Case<'_>,
    ruling: &Ruling,
    explained: Option<&Explained>,
    without_correction: Option<Verdict>,
) -> Vec<Doubt> {
    let evidence = case.book.evidence;
    let mut doubts: Vec<Doubt> = Vec::new();
    // What is wrong with a file matters where it is a candidate; its times matter wherever they decide.
    let candidates = ruling.activation.is_some();
    for recording in ruling.recordings.iter().map(|at| &evidence.recordings[*at]) {
        let of_times = |doubt: &Doubt| matches!(doubt, Doubt::AmbiguousTime | Doubt::ContainerTime);
        doubts.extend(recording.doubts.iter().filter(|doubt| candidates || of_times(doubt)));
    }
    let ambiguous = case.trigger.ambiguous
        || case.tour.is_some_and(|tour| tour.ambiguous)
        || ruling.device_rows.iter().any(|row| evidence.device_log[*row].ambiguous)
        || explained
            .and_then(|explained| explained.justification)
            .is_some_and(|at| evidence.justifications[at].ambiguous);
    if ruling.verdict.is_deviation() {
        doubts.extend(other_times(case, ruling, explained));
    }
    let judged_late = ruling.verdict == Verdict::Late;
    let not_recorded = ruling.verdict == Verdict::NotRecorded;
    let came_to_footage = ruling.clock.is_some() && ruling.reason != Some(Reason::NoAssignment);
    doubts.extend(
        [
            (ambiguous, Doubt::AmbiguousTime),
            (came_to_footage && traces::fault_before(case).is_some(), Doubt::CameraFault),
            (without_correction.is_some_and(|verdict| verdict != ruling.verdict), Doubt::ClockCorrection),
            (judged_late && ruling.clock.is_none_or(|clock| !clock.fitted), Doubt::ClockNotFitted),
            (not_recorded && traces::completeness_proof(case).is_none(), Doubt::CompletenessNotProven),
        ]
        .into_iter()
        .filter_map(|(holds, doubt)| holds.then_some(doubt)),
    );
    doubts.sort_unstable();
    doubts.dedup();
    doubts
}

/// The second reading of an ambiguous time lies this much later: clocks go back by an hour or less.
const FOLD: Span = Span::from_hours(1);
/// Nothing records longer than this on one charge.
const LONGEST: Span = Span::from_hours(12);
/// How far before `on` the device log is looked at.
const LOG_REACH: Span = Span::from_mins(30);

/// Doubts about what did **not** decide because its time is weak. With the other reading of that time, a recording
/// might have covered the trigger, a justification might have explained it, or a contradiction might be none. A
/// deviation that rests on the reading that was used is not sure.
fn other_times(case: &Case<'_>, ruling: &Ruling, explained: Option<&Explained>) -> Vec<Doubt> {
    let evidence = case.book.evidence;
    let (from, to) = (case.on - case.clock.uncertainty, case.horizon);
    let meets = |start: Moment, end: Moment| start <= to && end >= from;
    let mut doubts = Vec::new();
    for (file, offset) in recordings_of(case, from - FOLD - LONGEST, to + LONGEST) {
        let (start, end) = (file.start - offset, file.end - offset);
        if file.doubts.contains(&Doubt::AmbiguousTime) && meets(start, end + FOLD) {
            doubts.push(Doubt::AmbiguousTime);
        }
        // the container may tell the end
        if file.doubts.contains(&Doubt::ContainerTime) && meets(start - (end - start), end) {
            doubts.push(Doubt::ContainerTime);
        }
    }
    let logged = |row: Ix<DeviceEvent>| evidence.device_log[row].ambiguous;
    // what the log can decide: a start that shows a recording, and what contradicts a justification
    let contradicting =
        [DeviceEventKind::Battery, DeviceEventKind::PowerOn, DeviceEventKind::Dock, DeviceEventKind::Fault];
    let kinds: &[DeviceEventKind] = match (ruling.verdict, explained.map(|explained| explained.state)) {
        (Verdict::NotRecorded, Some(Explanation::Contradicted)) => &contradicting,
        _ => &[],
    };
    let starts = (ruling.verdict == Verdict::NotRecorded).then_some(DeviceEventKind::RecordStart);
    let in_log = case.log().is_some_and(|log| {
        let (from, to) = (case.by_camera(from - LOG_REACH - FOLD), case.by_camera(to));
        kinds.iter().copied().chain(starts).any(|kind| log.within(kind, from, to).iter().any(|(_, row)| logged(*row)))
    });
    let justified = case.book.officers.get(case.officer).is_some_and(|officer| {
        let windows = officer.justified_windows.meeting(from - FOLD, case.end.unwrap_or(case.on) + FOLD);
        windows.into_iter().any(|at| evidence.justifications[at].ambiguous)
    });
    let contradicted = match explained.and_then(|explained| explained.contradiction) {
        Some(Contradiction::BatteryEnough(row)) => logged(row),
        Some(Contradiction::RecordedSoonAfter(at)) => evidence.recordings[at].doubts.contains(&Doubt::AmbiguousTime),
        None => false,
    };
    let emptied = ruling.rests_on.recordings.iter().map(|at| &evidence.recordings[*at]);
    if in_log
        || justified
        || contradicted
        || emptied.into_iter().any(|file| file.doubts.contains(&Doubt::AmbiguousTime))
    {
        doubts.push(Doubt::AmbiguousTime);
    }
    doubts
}

/// The files of the tour's camera and of the officer in a stretch, with the offset of the tour's camera.
fn recordings_of<'c>(
    case: &Case<'c>,
    from: Moment,
    to: Moment,
) -> impl Iterator<Item = (&'c Recording, Span)> + use<'c> {
    let of_camera = case.known_camera().map(|camera| camera.recordings.meeting(from, to));
    let of_officer = case.book.officers.get(case.officer).map(|officer| officer.recordings.meeting(from, to));
    let (book, offset) = (case.book, case.clock.offset);
    let found = of_camera.into_iter().chain(of_officer).flatten();
    found.flat_map(|at| book.stitched[at].files()).map(move |file| (&book.evidence.recordings[file], offset))
}
