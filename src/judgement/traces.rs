//! Traces: what else shows that something was, or was not, recorded (contract, "Emptied, and the camera's own
//! traces").

use super::case::Case;
use super::casebook::Start;
use crate::base::ids::CameraId;
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::evidence::Recording;
use crate::facts::{Assignment, DeviceEvent, DeviceEventKind};
use crate::words::{Doubt, Verdict};

/// A recording still contains a logged start that lies at most this much outside of it.
const LOG_TOLERANCE: Span = Span::from_secs(5);

/// Row 5: a recording of the officer (± u) meets [on, horizon], so a camera must have been issued.
pub(super) fn officer_recorded(case: &Case<'_>) -> bool {
    case.near.iter().any(|near| {
        case.files(near.recording).any(|file| file.officer.as_ref() == Some(case.officer))
            && near.start - near.clock.uncertainty <= case.horizon
            && near.end + near.clock.uncertainty >= case.on
    })
}

/// Row 5b: a recording in the data names the officer.
pub(super) fn officer_ever_recorded(case: &Case<'_>) -> bool {
    case.book.officers.get(case.officer).is_some_and(|officer| officer.recordings.last_start().is_some())
}

/// The officer had a camera in tours before and after this one.
pub(super) fn had_cameras_around(case: &Case<'_>, tour: &Assignment) -> bool {
    let tours = case.book.officers.get(case.officer).and_then(|officer| officer.tours_with_camera);
    tours.is_some_and(|(first, last)| first < tour.from && tour.from < last)
}

/// What a verdict rests on beside its own recordings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Traces {
    /// Recordings whose start or number shows something.
    pub recordings: Vec<Ix<Recording>>,
    /// Rows of the device log.
    pub device_rows: Vec<Ix<DeviceEvent>>,
}

impl Traces {
    const fn of_log(device_rows: Vec<Ix<DeviceEvent>>) -> Self {
        Self { recordings: Vec::new(), device_rows }
    }

    const fn of_recordings(recordings: Vec<Ix<Recording>>) -> Self {
        Self { recordings, device_rows: Vec::new() }
    }
}

/// Row 10: what shows that the camera has been emptied since `on`, so that a recording would be here. The surest sign
/// comes first. `None`: nothing shows that.
pub(super) fn emptied(case: &Case<'_>, tour: &Assignment, deadline_passed: bool) -> Option<Traces> {
    let docked = docked_since(case, deadline_passed);
    let log = &case.book.evidence.device_log;
    let certain = |row: &Ix<DeviceEvent>| !log[*row].ambiguous;
    if docked.as_ref().is_some_and(|rows| rows.iter().all(certain)) {
        return docked.map(Traces::of_log);
    }
    let since = if deadline_passed { case.on } else { tour.to };
    recorded_since(case, since)
        .map(|recording| Traces::of_recordings(vec![recording]))
        .or_else(|| consecutive_around(case).map(Traces::of_recordings))
        .or_else(|| docked.map(Traces::of_log))
}

/// The rows of a `dock` at or after `on` and of an `undock` after it. If the dock is enough, the undock may be
/// missing.
fn docked_since(case: &Case<'_>, dock_is_enough: bool) -> Option<Vec<Ix<DeviceEvent>>> {
    let log = case.log()?;
    let docks = log.of(DeviceEventKind::Dock);
    let (docked, dock) = docks.get(docks.partition_point(|(at, _)| *at < case.by_camera(case.on)))?;
    let undocks = log.of(DeviceEventKind::Undock);
    match undocks.get(undocks.partition_point(|(at, _)| at <= docked)) {
        Some((_, undock)) => Some(vec![*dock, *undock]),
        None => dock_is_enough.then(|| vec![*dock]),
    }
}

/// The first file of a recording with footage that starts at that moment or later: of the camera, or of the officer
/// where the camera is unknown.
fn recorded_since(case: &Case<'_>, since: Moment) -> Option<Ix<Recording>> {
    if case.camera.is_some() {
        let (start, _, file) = case.known_camera()?.last_start?;
        return (start >= case.by_camera(since)).then_some(file);
    }
    let starts = &case.book.officers.get(case.officer)?.last_starts;
    let later = |(camera, (start, ..)): &(&Option<&CameraId>, &Start)| *start - case.clock_of(**camera).offset >= since;
    starts.iter().find(later).map(|(_, (.., file))| *file)
}

/// A numbered recording: where it starts by the camera's clock, its number, its place in the evidence.
type Numbered = (Moment, i64, Ix<Recording>);

/// The nearest numbered recordings of the camera starting at or before and after `on`.
fn numbered_around(case: &Case<'_>) -> Option<(Numbered, Numbered)> {
    let numbered = &case.known_camera()?.numbered;
    let on = case.by_camera(case.on);
    let after = numbered.partition_point(|(start, ..)| *start <= on);
    Some((*numbered.get(after.checked_sub(1)?)?, *numbered.get(after)?))
}

/// The two files whose numbers, the nearest either side of `on`, are n and n + 1, so that nothing was recorded
/// between.
fn consecutive_around(case: &Case<'_>) -> Option<Vec<Ix<Recording>>> {
    let ((_, n, first), (_, m, second)) = numbered_around(case)?;
    (n.checked_add(1) == Some(m)).then(|| vec![first, second])
}

/// Row 11 `sequence-gap`: the two recordings either side of a gap in the numbers.
pub(super) fn sequence_gap(case: &Case<'_>, tour: &Assignment) -> Option<Vec<Ix<Recording>>> {
    let (before, after) = numbered_around(case)?;
    let ((start, n, first), (next_start, m, second)) = (before, after);
    if m <= n.checked_add(1)? {
        return None;
    }
    let numbers = &case.known_camera()?.numbers;
    let next_number = numbers.get(numbers.partition_point(|number| *number <= n))?;
    let in_tour = |start: Moment| case.by_camera(tour.from) <= start && start < case.by_camera(tour.to);
    (*next_number == m && (in_tour(start) || in_tour(next_start))).then(|| vec![first, second])
}

/// Row 11 `device-log`: a logged `record-start` within [on − u, horizon] that no recording of the camera
/// contains; the row that says so.
pub(super) fn logged_without_recording(case: &Case<'_>) -> Option<Ix<DeviceEvent>> {
    let camera = case.known_camera()?;
    let from = case.by_camera(case.on - case.clock.uncertainty);
    let starts = camera.log.within(DeviceEventKind::RecordStart, from, case.by_camera(case.horizon));
    let contained = |at: Moment| {
        let near = camera.recordings.meeting(at - LOG_TOLERANCE, at + LOG_TOLERANCE);
        near.into_iter()
            .map(|at| &case.book.stitched[at])
            // An activation before the first frame shows nothing.
            .any(|recording| recording.start < recording.end && recording.start <= at + LOG_TOLERANCE)
    };
    starts.iter().find(|(at, _)| !contained(*at)).map(|(_, row)| *row)
}

/// Proof that nothing is missing: the camera's log goes on either side of `on`, or the numbers do.
pub(super) fn completeness_proof(case: &Case<'_>) -> Option<Traces> {
    let around = case.log().map(|log| log.around(case.by_camera(case.on)));
    match around {
        Some((Some(before), Some(after))) => Some(Traces::of_log(vec![before, after])),
        _ => consecutive_around(case).map(Traces::of_recordings),
    }
}

/// The camera's last state before `on`: the row that says so, and whether it is off, asleep or docked.
pub(super) fn last_state(case: &Case<'_>) -> Option<(Ix<DeviceEvent>, bool)> {
    const STATES: [(DeviceEventKind, bool); 7] = [
        (DeviceEventKind::PowerOn, false),
        (DeviceEventKind::PowerOff, true),
        (DeviceEventKind::Sleep, true),
        (DeviceEventKind::Wake, false),
        (DeviceEventKind::Dock, true),
        (DeviceEventKind::Undock, false),
        (DeviceEventKind::RecordStart, false),
    ];
    let (log, on) = (case.log()?, case.by_camera(case.on));
    let last = STATES
        .into_iter()
        .filter_map(|(kind, unavailable)| log.last_before(kind, on).map(|(at, row)| (at, !unavailable, row)))
        .max()?;
    Some((last.2, !last.1))
}

/// What else is used, beside what a ruling names itself: the proof that nothing is missing, and a fault.
pub(super) fn rests_on(case: &Case<'_>, verdict: Verdict, ruled_on: &Traces, doubts: &[Doubt]) -> Traces {
    let mut traces = ruled_on.clone();
    if verdict == Verdict::NotRecorded
        && let Some(proof) = completeness_proof(case)
    {
        traces.recordings.extend(proof.recordings);
        traces.device_rows.extend(proof.device_rows);
    }
    if doubts.contains(&Doubt::CameraFault) {
        traces.device_rows.extend(fault_before(case));
    }
    traces
}

/// The last `fault` of the camera within the 30 min before `on`.
pub(super) fn fault_before(case: &Case<'_>) -> Option<Ix<DeviceEvent>> {
    let on = case.by_camera(case.on);
    let faults = case.log()?.within(DeviceEventKind::Fault, on - Span::from_mins(30), on);
    faults.last().map(|(_, row)| *row)
}
