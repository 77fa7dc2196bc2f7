//! `export-gap`: several officers have no recordings at once, so the export may have a hole there.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::board::{Board, file_of};
use super::proof::Proof;
use super::word_of;
use crate::base::ids::{CameraId, OfficerId};
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::facts::inputs::InputSummary;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::judgement::obligation::Obligation;
use crate::words::{Reason, Verdict};

/// A hole swallows at least so many obligations
const MISSES: usize = 8;
/// of so many officers;
const OFFICERS: usize = 3;
/// of each officer so many count,
const OF_OFFICER: u32 = 3;
/// and chance gives it less often than this.
const CHANCE: f64 = 1e-6;
/// A run of misses has at least so many,
const RUN: usize = 3;
/// and chance gives it less often than this.
const CHANCE_OF_RUN: f64 = 1e-2;
/// Whoever has a trigger this close to a run could have been part of it.
const NEAR: Span = Span::from_hours(2);

/// What may be missing from an export as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group<'b> {
    All,
    Unit(&'b str),
    File(Ix<InputSummary>),
}

/// What happened at one moment in a group; of one moment, what was obliged comes before what started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Happened {
    /// The place of a missed obligation.
    Missed(usize),
    /// A recording started.
    Started,
}

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let rates = Rates::new(board);
    let proof = Proof::new(board);
    let mut causes = holes(board, &rates, &proof);
    causes.extend(runs(board, &rates, &proof));
    let word = word_of(board, None);
    causes
        .into_iter()
        .map(|cause| match word {
            Some(word) => cause.vouched_by(word, true),
            None => cause,
        })
        .collect()
}

/// How often each officer misses.
struct Rates<'b>(FxHashMap<&'b OfficerId, (usize, usize)>);

/// Whether an obligation says whether something was recorded.
fn is_decided(obligation: &Obligation) -> bool {
    obligation.verdict == Verdict::OnTime || obligation.verdict.is_deviation()
}

fn is_missed(obligation: &Obligation) -> bool {
    obligation.verdict == Verdict::NotRecorded
}

impl<'b> Rates<'b> {
    fn new(board: &'b Board<'b>) -> Self {
        let mut rates: FxHashMap<&OfficerId, (usize, usize)> = FxHashMap::default();
        for obligation in board.obligations.iter().filter(|each| is_decided(each)) {
            if let Some(officer) = &obligation.officer {
                let (missed, all) = rates.entry(officer).or_default();
                *missed += usize::from(is_missed(obligation));
                *all += 1;
            }
        }
        Self(rates)
    }

    /// The rate of an officer without so many misses in a row, never 0 and never 1.
    fn elsewhere(&self, officer: &OfficerId, here: usize) -> f64 {
        let (missed, all) = self.0.get(officer).copied().unwrap_or_default();
        let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        number(missed.saturating_sub(here) + 1) / number(all.saturating_sub(here) + 2)
    }
}

/// Between two starts of a group, before its first or after its last.
fn holes(board: &Board<'_>, rates: &Rates<'_>, proof: &Proof<'_>) -> Vec<Cause> {
    let mut causes = Vec::new();
    for (group, mut happened) in groups(board) {
        happened.sort_unstable();
        let stretches = happened.split(|(_, what)| *what == Happened::Started);
        for stretch in stretches.filter(|stretch| stretch.len() >= MISSES) {
            let places = stretch.iter().filter_map(|(_, what)| match what {
                Happened::Missed(place) => Some(*place),
                Happened::Started => None,
            });
            let places: Vec<usize> = places.collect();
            causes.extend(hole(board, rates, proof, group, &places));
        }
    }
    causes
}

fn hole(board: &Board<'_>, rates: &Rates<'_>, proof: &Proof<'_>, group: Group<'_>, places: &[usize]) -> Option<Cause> {
    let mut officers: BTreeMap<&OfficerId, u32> = BTreeMap::new();
    for officer in places.iter().filter_map(|place| board.obligations.get(*place)?.officer.as_ref()) {
        *officers.entry(officer).or_default() += 1;
    }
    if officers.len() < OFFICERS {
        return None;
    }
    let chance: f64 = officers
        .iter()
        .map(|(officer, count)| {
            let here = usize::try_from(*count).unwrap_or(usize::MAX);
            let times = i32::try_from((*count).min(OF_OFFICER)).unwrap_or(0);
            rates.elsewhere(officer, here).powi(times)
        })
        .product();
    if chance >= CHANCE {
        return None;
    }
    let named = officers.into_keys().cloned().collect();
    Some(cause(board, proof, group, places, named, chance))
}

fn cause(
    board: &Board<'_>,
    proof: &Proof<'_>,
    group: Group<'_>,
    places: &[usize],
    officers: Vec<OfficerId>,
    chance: f64,
) -> Cause {
    let ons = || places.iter().filter_map(|place| board.obligations.get(*place)).map(|obligation| obligation.on);
    let proven = |place: &usize| board.obligations.get(*place).is_some_and(|obligation| proof.holds(obligation));
    let turns: Vec<usize> = places.iter().copied().filter(|place| !proven(place)).collect();
    let why = Why::Gap { officers, misses: places.len(), chance: format!("{chance:.0e}") };
    let about = About {
        source: Some(SourceKind::Recordings),
        file: match group {
            Group::File(file) => Some(file),
            Group::All | Group::Unit(_) => None,
        },
        unit: match group {
            Group::Unit(unit) => Some(unit.to_owned()),
            Group::All | Group::File(_) => None,
        },
        stretch: ons().min().zip(ons().max()),
        ..About::default()
    };
    Cause::new(Reason::ExportGap, why, about, turns)
}

/// What was missed and what started, group by group.
fn groups<'b>(board: &'b Board<'_>) -> BTreeMap<Group<'b>, Vec<(Moment, Happened)>> {
    let evidence = board.evidence;
    let mut units: FxHashMap<&CameraId, BTreeSet<&str>> = FxHashMap::default();
    let mut units_of_officers: FxHashMap<&OfficerId, BTreeSet<&str>> = FxHashMap::default();
    for obligation in board.obligations {
        let unit = obligation.tour.and_then(|tour| evidence.assignments[tour].unit.as_deref());
        let Some(unit) = unit else { continue };
        if let Some(camera) = &obligation.camera {
            units.entry(camera).or_default().insert(unit);
        }
        if let Some(officer) = &obligation.officer {
            units_of_officers.entry(officer).or_default().insert(unit);
        }
    }
    let mut files: FxHashMap<&CameraId, FxHashSet<Ix<InputSummary>>> = FxHashMap::default();
    let mut files_of_officers: FxHashMap<&OfficerId, FxHashSet<Ix<InputSummary>>> = FxHashMap::default();
    let mut groups: BTreeMap<Group<'_>, Vec<(Moment, Happened)>> = BTreeMap::new();
    for (_, recording) in evidence.recordings.entries().filter(|(at, _)| !board.misdated.contains(at)) {
        let started = (recording.start, Happened::Started);
        groups.entry(Group::All).or_default().push(started);
        let of_camera = recording.camera.as_ref().and_then(|camera| units.get(camera));
        let of_officer = recording.officer.as_ref().and_then(|officer| units_of_officers.get(officer));
        let of_units: BTreeSet<&str> = of_camera.or(of_officer).into_iter().flatten().copied().collect();
        for unit in of_units {
            groups.entry(Group::Unit(unit)).or_default().push(started);
        }
        if let Some(file) = file_of(recording) {
            groups.entry(Group::File(file)).or_default().push(started);
            if let Some(camera) = &recording.camera {
                files.entry(camera).or_default().insert(file);
            }
            if let Some(officer) = &recording.officer {
                files_of_officers.entry(officer).or_default().insert(file);
            }
        }
    }
    for (place, obligation) in board.obligations.iter().enumerate().filter(|(_, each)| is_missed(each)) {
        let missed = (obligation.on, Happened::Missed(place));
        groups.entry(Group::All).or_default().push(missed);
        if let Some(unit) = obligation.tour.and_then(|tour| evidence.assignments[tour].unit.as_deref()) {
            groups.entry(Group::Unit(unit)).or_default().push(missed);
        }
        let of_camera = obligation.camera.as_ref().and_then(|camera| files.get(camera));
        let of_officer = obligation.officer.as_ref().and_then(|officer| files_of_officers.get(officer));
        for file in of_camera.or(of_officer).into_iter().flatten() {
            groups.entry(Group::File(*file)).or_default().push(missed);
        }
    }
    groups
}

/// A run of misses of one officer.
struct Run<'b> {
    officer: &'b OfficerId,
    from: Moment,
    to: Moment,
    places: Vec<usize>,
}

/// Runs of misses of several officers that overlap.
fn runs(board: &Board<'_>, rates: &Rates<'_>, proof: &Proof<'_>) -> Vec<Cause> {
    let mut of_officers: BTreeMap<&OfficerId, Vec<(Moment, usize, bool)>> = BTreeMap::new();
    for (place, obligation) in board.obligations.iter().enumerate().filter(|(_, each)| is_decided(each)) {
        if let Some(officer) = &obligation.officer {
            of_officers.entry(officer).or_default().push((obligation.on, place, is_missed(obligation)));
        }
    }
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut busy: Vec<(Moment, &OfficerId)> = Vec::new();
    for (officer, mut of_officer) in of_officers {
        of_officer.sort_unstable();
        busy.extend(of_officer.iter().map(|(on, ..)| (*on, officer)));
        for run in
            of_officer.chunk_by(|a, b| a.2 == b.2).filter(|run| run.len() >= RUN && run.iter().all(|each| each.2))
        {
            let times = i32::try_from(run.len()).unwrap_or(i32::MAX);
            if let (Some((from, ..)), Some((to, ..))) = (run.first(), run.last())
                && rates.elsewhere(officer, run.len()).powi(times) < CHANCE_OF_RUN
            {
                let places = run.iter().map(|(_, place, _)| *place).collect();
                runs.push(Run { officer, from: *from, to: *to, places });
            }
        }
    }
    busy.sort_unstable();
    runs.sort_by(|a, b| (a.from, a.officer).cmp(&(b.from, b.officer)));
    let mut causes = Vec::new();
    let mut open: Vec<&Run<'_>> = Vec::new();
    let mut together: BTreeMap<usize, (Vec<OfficerId>, f64)> = BTreeMap::new();
    let mut last_end: Option<Moment> = None;
    let mut close = |together: &mut BTreeMap<usize, (Vec<OfficerId>, f64)>| {
        if together.is_empty() {
            return;
        }
        let places: Vec<usize> = together.keys().copied().collect();
        let officers: BTreeSet<OfficerId> =
            together.values().flat_map(|(officers, _)| officers.iter().cloned()).collect();
        let chance = together.values().map(|(_, chance)| *chance).fold(1.0, f64::min);
        causes.push(cause(board, proof, Group::All, &places, officers.into_iter().collect(), chance));
        together.clear();
    };
    for run in &runs {
        if last_end.is_some_and(|end| run.from > end) {
            close(&mut together);
        }
        last_end = last_end.max(Some(run.to));
        open.retain(|other| other.to >= run.from);
        open.push(run);
        let officers: BTreeSet<&OfficerId> = open.iter().map(|run| run.officer).collect();
        if officers.len() < OFFICERS || officers.len() * 4 < near(&busy, run.from) {
            continue;
        }
        // what they miss at once has to be as unlikely as a hole
        let until = open.iter().map(|run| run.to).min().unwrap_or(run.to);
        let at_once = open.iter().map(|other| {
            let inside = |place: &&usize| {
                board.obligations.get(**place).is_some_and(|each| run.from <= each.on && each.on <= until)
            };
            let inside = other.places.iter().filter(inside).take(RUN).count();
            let times = i32::try_from(inside).unwrap_or(0);
            rates.elsewhere(other.officer, other.places.len()).powi(times)
        });
        let chance: f64 = at_once.product();
        if chance >= CHANCE {
            continue;
        }
        let named: Vec<OfficerId> = officers.into_iter().cloned().collect();
        for place in open.iter().flat_map(|run| &run.places) {
            together.insert(*place, (named.clone(), chance));
        }
    }
    close(&mut together);
    causes
}

/// How many officers have a trigger near a moment.
fn near(busy: &[(Moment, &OfficerId)], at: Moment) -> usize {
    let begin = busy.partition_point(|(on, _)| *on < at - NEAR);
    let close = busy.iter().skip(begin).take_while(|(on, _)| *on <= at + NEAR);
    close.map(|(_, officer)| *officer).collect::<FxHashSet<&OfficerId>>().len()
}
