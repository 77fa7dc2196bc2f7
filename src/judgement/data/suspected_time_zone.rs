//! `suspected-time-zone`: the times of the recordings look shifted against the light bars by one amount.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rustc_hash::FxHashSet;

use super::board::{Board, Heard, MEETS};
use super::everything;
use super::shift::{LEAST, Wanted, count, fullest};
use super::zone::{STEP, STEPS, is_covered, of_steps};
use crate::base::ids::{CameraId, OfficerId, VehicleId};
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::facts::inputs::InputSummary;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, ClockFound, FoundOf, Shift, Why};
use crate::words::Reason;

/// Zones are multiples of a quarter of an hour, exact within this.
const NEARLY: Span = Span::from_mins(2);
/// Starts by hand: up to 24 hours.
const STEPS_BY_HAND: i64 = 96;
/// Two zones an hour apart are one with and without summer time.
const HOUR: i64 = 4;
/// Fewer cameras show no zone.
const CAMERAS: usize = 3;
/// Starts by hand and contacts: at least so many,
const BY_HAND: usize = 40;
/// of so many officers,
const OFFICERS: usize = 3;
/// of which so many are covered.
const COVERED: usize = 20;
/// Into a trigger this far a recording has to reach.
const INTO: Span = Span::from_secs(15);

/// The shifts of a zone, as starts by signal show them: of all recordings, else of one file.
pub(super) fn shifts(board: &Board<'_>) -> Vec<Span> {
    let zones = files(board).into_iter().find_map(|file| by_signal(board, file));
    zones.map_or_else(Vec::new, |zone| zone.shifts)
}

/// Whether the times of the recordings look off, as against those of the light bars and contacts.
pub(super) fn of_recordings(board: &Board<'_>) -> bool {
    let found = || files(board).into_iter().any(|file| by_signal(board, file).is_some()) || by_hand(board).is_some();
    *board.zone_of_recordings.get_or_init(found)
}

fn files(board: &Board<'_>) -> Vec<Option<Ix<InputSummary>>> {
    let mut files: Vec<Option<Ix<InputSummary>>> = vec![None];
    let of_recordings = board.evidence.exports.files.entries().filter(|(_, export)| export.is_recordings());
    let single: Vec<Ix<InputSummary>> = of_recordings.map(|(at, _)| at).collect();
    if single.len() > 1 {
        files.extend(single.into_iter().map(Some));
    }
    files
}

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let turns_everything = everything(board);
    for file in files(board) {
        let Some(zone) = by_signal(board, file) else { continue };
        let kept = cameras_that_fit(board, |starts, calls| {
            zone.shifts.iter().map(|by| count(starts, calls, *by, MEETS)).max().unwrap_or(0)
        });
        let turns = board.places(|obligation| {
            let fits = obligation.camera.as_ref().is_some_and(|camera| kept.contains(camera));
            turns_everything(obligation) && !fits
        });
        let about = About { source: Some(SourceKind::Recordings), file, ..About::default() };
        let clocks = clocks(board, file, &zone);
        return vec![Cause::new(Reason::SuspectedTimeZone, zone.why, about, turns).incomplete().settled_by(clocks)];
    }
    if let Some(why) = day_and_month(board) {
        let kept = cameras_that_fit(board, |starts, calls| count(&exchanged(board, starts), calls, Span::ZERO, MEETS));
        let turns = board.places(|obligation| {
            let fits = obligation.camera.as_ref().is_some_and(|camera| kept.contains(camera));
            turns_everything(obligation) && !fits
        });
        let about = About { source: Some(SourceKind::Recordings), ..About::default() };
        return vec![Cause::new(Reason::SuspectedTimeZone, why, about, turns).incomplete()];
    }
    by_hand(board).map_or_else(Vec::new, |by_hand| {
        let turns = board.places(turns_everything);
        let about = About { source: Some(SourceKind::Recordings), ..About::default() };
        let clock = by_hand.whole.map(|offset| of_source(None, offset));
        let cause = Cause::new(Reason::SuspectedTimeZone, by_hand.why, about, turns).incomplete();
        vec![cause.settled_by(clock.into_iter().collect())]
    })
}

/// The corrections that make all starts of the sources true: of all recordings, else of each file that is off as a
/// whole. Times of which only a part is off, or that are off by two shifts, have another cause than a clock.
fn clocks(board: &Board<'_>, file: Option<Ix<InputSummary>>, zone: &Zone) -> Vec<ClockFound> {
    let is_whole = |file: Option<Ix<InputSummary>>, zone: &Zone| {
        let starts = || board.cameras.values().flat_map(|heard| &heard.starts);
        let of_file = || starts().filter(|start| file.is_none() || start.file == file);
        zone.shifts.len() == 1 && of_file().filter(|start| start.met).count() * 4 < of_file().count()
    };
    if is_whole(file, zone) {
        return vec![of_source(file, zone.main)];
    }
    let single = files(board).into_iter().filter(|single| file.is_none() && single.is_some());
    let zones = single.filter_map(|single| Some((single, by_signal(board, single)?)));
    zones.filter(|(single, zone)| is_whole(*single, zone)).map(|(single, zone)| of_source(single, zone.main)).collect()
}

fn of_source(file: Option<Ix<InputSummary>>, offset: Span) -> ClockFound {
    let of = file.map_or(FoundOf::Source(SourceKind::Recordings), FoundOf::File);
    ClockFound { of, offset, from: None, to: None }
}

/// Starts that meet their triggers once day and month are exchanged, with most cameras.
fn day_and_month(board: &Board<'_>) -> Option<Why> {
    let (mut asked, mut with, mut meet, mut of) = (0_usize, 0_usize, 0_usize, 0_usize);
    for heard in board.cameras.values() {
        let (starts, calls) = (exchanged(board, &heard.unmet_starts()), heard.unmet_calls());
        if starts.len() < LEAST {
            continue;
        }
        asked += 1;
        let fewer = starts.len().min(calls.len());
        let met = count(&starts, &calls, Span::ZERO, MEETS);
        if met >= LEAST && met * 4 >= fewer * 3 {
            with += 1;
            (meet, of) = (meet + met, of + fewer);
        }
    }
    let holds = with >= CAMERAS && with * 2 >= asked;
    holds.then_some(Why::DayAndMonth { cameras: (with, asked), meet, of })
}

/// The starts whose day can be a month, read the other way round by the clock of the department; in order of time.
fn exchanged(board: &Board<'_>, starts: &[Moment]) -> Vec<Moment> {
    let zones = board.evidence.exports.files.iter().filter(|export| export.is_recordings());
    let zone = zones.filter_map(|export| export.zone.clone()).next().unwrap_or(TimeZone::UTC);
    let mut exchanged: Vec<Moment> = starts.iter().filter_map(|start| exchange(*start, &zone)).collect();
    exchanged.sort_unstable();
    exchanged
}

fn exchange(start: Moment, zone: &TimeZone) -> Option<Moment> {
    let local = zone.to_datetime(start.to_timestamp()?);
    let date = Date::new(local.year(), local.day(), local.month()).ok().filter(|date| *date != local.date())?;
    let read = zone.to_ambiguous_zoned_datetime(date.to_datetime(local.time())).compatible();
    read.ok().map(|zoned| zoned.timestamp().into())
}

/// A zone that most cameras share.
struct Zone {
    shifts: Vec<Span>,
    /// The one that most starts share, as zones are.
    main: Span,
    why: Why,
}

/// Starts by signal: one multiple of a quarter of an hour that holds for most cameras.
fn by_signal(board: &Board<'_>, file: Option<Ix<InputSummary>>) -> Option<Zone> {
    let mut asked = 0_usize;
    let mut votes: BTreeMap<i64, Vec<Shift>> = BTreeMap::new();
    for (camera, heard) in &board.cameras {
        let starts = unmet(heard, file);
        if starts.len() < LEAST {
            continue;
        }
        asked += 1;
        // of its cars all triggers: shifted, those of its tours are others' now
        let calls = board.calls_of_cars(camera);
        let wanted = Wanted { within: MEETS, at_most: of_steps(STEPS) + NEARLY, at_least: Span::from_mins(10) };
        let found = fullest(&starts, &calls, wanted).filter(Shift::holds);
        if let Some((step, shift)) = found.and_then(|shift| Some((step_of(shift.by)?, shift))) {
            votes.entry(step).or_default().push(shift);
        }
    }
    let with_hour = |step: i64| {
        let both = [votes.get(&step), votes.get(&(step + HOUR))];
        both.into_iter().flatten().flatten().copied().collect::<Vec<Shift>>()
    };
    let (step, shared) = votes
        .keys()
        .flat_map(|step| [*step, step - HOUR])
        .map(|step| (step, with_hour(step)))
        .max_by_key(|(step, shared)| (shared.len(), votes.get(step).map_or(0, Vec::len), -step.abs()))?;
    if shared.len() < CAMERAS || shared.len() * 2 < asked {
        return None;
    }
    let main = if votes.get(&step).map_or(0, Vec::len) >= votes.get(&(step + HOUR)).map_or(0, Vec::len) {
        step
    } else {
        step + HOUR
    };
    let shifts = [step, step + HOUR].into_iter().filter_map(|step| middle(votes.get(&step)?)).collect::<Vec<Span>>();
    if is_one_car(board, file, &shifts) {
        return None;
    }
    let (meet, of) = shared.iter().fold((0, 0), |(meet, of), shift| (meet + shift.meet, of + shift.of));
    let why = Why::Zone { shift: of_steps(main), cameras: (shared.len(), asked), meet, of };
    Some(Zone { shifts, main: of_steps(main), why })
}

/// Whether nearly all triggers that a shift would explain are of one car: then it is the clock of the car that is off,
/// and `trigger-suspect` says so. A department with one car has no other way to tell.
fn is_one_car(board: &Board<'_>, file: Option<Ix<InputSummary>>, shifts: &[Span]) -> bool {
    let mut of_cars: BTreeMap<&VehicleId, usize> = BTreeMap::new();
    for (camera, heard) in &board.cameras {
        let starts = unmet(heard, file);
        for vehicle in board.cars_of(camera) {
            let calls = board.calls.get(vehicle).map_or(&[][..], Vec::as_slice);
            let meet = shifts.iter().map(|by| count(&starts, calls, *by, MEETS)).max().unwrap_or(0);
            *of_cars.entry(vehicle).or_default() += meet;
        }
    }
    let all: usize = of_cars.values().sum();
    let most = of_cars.values().max().copied().unwrap_or(0);
    most * 4 >= all * 3
}

fn unmet(heard: &Heard, file: Option<Ix<InputSummary>>) -> Vec<Moment> {
    let of_file = heard.starts.iter().filter(|start| !start.met && (file.is_none() || start.file == file));
    of_file.map(|start| start.at).collect()
}

/// The multiple of a quarter of an hour that a shift is, within two minutes.
fn step_of(by: Span) -> Option<i64> {
    let half = STEP.halved().as_micros();
    let step = (by.as_micros().saturating_add(half)).div_euclid(STEP.as_micros());
    (step != 0 && (by - of_steps(step)).abs() <= NEARLY).then_some(step)
}

/// The middle one of some shifts.
fn middle(shifts: &[Shift]) -> Option<Span> {
    let mut by: Vec<Span> = shifts.iter().map(|shift| shift.by).collect();
    by.sort_unstable();
    by.get(by.len() / 2).copied()
}

/// Cameras with five starts that are met, and fewer than three that the shift would meet: the shift is not theirs.
fn cameras_that_fit<'b>(
    board: &'b Board<'_>,
    would_meet: impl Fn(&[Moment], &[Moment]) -> usize,
) -> FxHashSet<&'b CameraId> {
    let fits = |camera: &CameraId, heard: &Heard| {
        let met = heard.starts.iter().filter(|start| start.met).count();
        let calls = board.calls_of_cars(camera);
        met >= LEAST && would_meet(&heard.unmet_starts(), &calls) < 3
    };
    board.cameras.iter().filter(|(camera, heard)| fits(camera, heard)).map(|(camera, _)| *camera).collect()
}

/// What starts by hand show.
struct ByHand {
    why: Why,
    /// The offset of the source, where all of it is off.
    whole: Option<Span>,
}

/// Contacts and starts by hand: one shift under which many more triggers are covered than without.
fn by_hand(board: &Board<'_>) -> Option<ByHand> {
    let mut media: BTreeMap<&CameraId, Vec<(Moment, Moment)>> = BTreeMap::new();
    let mut of_officer: BTreeMap<&OfficerId, Vec<(Moment, Moment)>> = BTreeMap::new();
    for recording in &board.evidence.recordings {
        if let Some(camera) = &recording.camera {
            media.entry(camera).or_default().push((recording.start, recording.end));
        } else if let Some(officer) = &recording.officer {
            of_officer.entry(officer).or_default().push((recording.start, recording.end));
        }
    }
    media.values_mut().chain(of_officer.values_mut()).for_each(|spans| spans.sort_unstable());
    let mut asked = Vec::new();
    let mut officers: FxHashSet<&OfficerId> = FxHashSet::default();
    for obligation in board.obligations.iter().filter(|each| each.verdict.is_deviation() || each.verdict.is_in_time()) {
        let by_signal = obligation.camera.as_ref().and_then(|camera| board.cameras.get(camera));
        if by_signal.is_some_and(|heard| heard.starts.len() >= LEAST) {
            continue;
        }
        let of_camera = obligation.camera.as_ref().and_then(|camera| media.get(camera));
        let spans = of_camera.or_else(|| obligation.officer.as_ref().and_then(|officer| of_officer.get(officer)));
        if let Some(spans) = spans {
            asked.push((obligation.on, spans.as_slice()));
            officers.extend(obligation.officer.as_ref());
        }
    }
    if asked.len() < BY_HAND || officers.len() < OFFICERS {
        return None;
    }
    let covered = |shift: Span, only_uncovered: bool| {
        let holds = |spans: &[(Moment, Moment)], at: Moment| is_covered(spans, at);
        let wanted = asked.iter().filter(|(on, spans)| !only_uncovered || !holds(spans, *on + INTO));
        wanted.filter(|(on, spans)| holds(spans, *on + INTO + shift)).count()
    };
    let none = covered(Span::ZERO, false);
    let steps = (1..=STEPS_BY_HAND).flat_map(|step| [step, -step]);
    let (step, best) =
        steps.map(|step| (step, covered(of_steps(step), false))).max_by_key(|(step, best)| (*best, -step.abs()))?;
    if best >= COVERED && best * 3 >= asked.len() && best >= none * 2 {
        let why = Why::Covers { shift: of_steps(step), covered: best, of: asked.len(), as_they_are: none };
        let whole = (none * 4 < asked.len()).then_some(of_steps(step));
        return Some(ByHand { why, whole });
    }
    let uncovered = asked.len() - none;
    for half in [12 * HOUR, -12 * HOUR] {
        let of_half = covered(of_steps(half), true);
        if uncovered >= COVERED && of_half * 10 >= uncovered * 6 {
            let why = Why::Covers { shift: of_steps(half), covered: of_half, of: uncovered, as_they_are: 0 };
            return Some(ByHand { why, whole: None });
        }
    }
    None
}
