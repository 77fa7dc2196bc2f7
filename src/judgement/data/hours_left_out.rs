//! `export-gap`, of hours of the day: no recording ever starts in hours in which many triggers lie, as where an export
//! was asked for from 6:00 to 18:00, or where the docks of the night shift are missing from it.

use std::collections::BTreeMap;

use super::board::Board;
use super::proof::Proof;
use super::word_of;
use crate::base::ids::OfficerId;
use crate::base::time::{Moment, Span};
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::judgement::obligation::Obligation;
use crate::words::{Reason, Verdict};

/// A day in quarters of an hour.
const QUARTERS: usize = 96;
const QUARTER: Span = Span::from_mins(15);
/// Of fewer recordings nothing is concluded.
const RECORDINGS: usize = 100;
/// The hours swallow at least so many obligations
const MISSES: usize = 20;
/// of so many officers;
const OFFICERS: usize = 3;
/// of each officer so many count,
const OF_OFFICER: usize = 3;
/// and chance gives it less often than this.
const CHANCE: f64 = 1e-6;

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let mut started = [false; QUARTERS];
    for recording in &board.book.stitched {
        if let Some(quarter) = started.get_mut(quarter_of(recording.start)) {
            *quarter = true;
        }
    }
    if board.book.stitched.len() < RECORDINGS {
        return Vec::new();
    }
    let silences = silences(&started);
    if silences.is_empty() {
        return Vec::new();
    }
    let proof = Proof::new(board);
    let mut causes = Vec::new();
    for silence in silences {
        let inside = |obligation: &Obligation| silence.contains(&quarter_of(obligation.on));
        causes.extend(cause(board, &proof, &silence, inside));
    }
    let word = word_of(board, None);
    let vouched = |cause: Cause| match word {
        Some(word) => cause.vouched_by(word, true),
        None => cause,
    };
    causes.into_iter().map(vouched).collect()
}

fn cause(
    board: &Board<'_>,
    proof: &Proof<'_>,
    silence: &[usize],
    inside: impl Fn(&Obligation) -> bool,
) -> Option<Cause> {
    let missed = |obligation: &Obligation| obligation.verdict == Verdict::NotRecorded;
    let mut officers: BTreeMap<&OfficerId, usize> = BTreeMap::new();
    let mut elsewhere: BTreeMap<&OfficerId, (usize, usize)> = BTreeMap::new();
    let mut misses = 0_usize;
    for obligation in board.obligations {
        let Some(officer) = &obligation.officer else { continue };
        if inside(obligation) {
            if missed(obligation) {
                *officers.entry(officer).or_default() += 1;
                misses += 1;
            }
        } else if obligation.verdict == Verdict::OnTime || obligation.verdict.is_deviation() {
            let (missed_there, of) = elsewhere.entry(officer).or_default();
            *missed_there += usize::from(missed(obligation));
            *of += 1;
        }
    }
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let of_officer = |(officer, count): (&&OfficerId, &usize)| {
        let (missed, of) = elsewhere.get(*officer).copied().unwrap_or_default();
        let times = i32::try_from((*count).min(OF_OFFICER)).unwrap_or(0);
        (number(missed + 1) / number(of + 2)).powi(times)
    };
    let chance: f64 = officers.iter().map(of_officer).product();
    if misses < MISSES || officers.len() < OFFICERS || chance >= CHANCE {
        return None;
    }
    let turns = board.places(|each| missed(each) && inside(each) && !proof.holds(each));
    let about = About { source: Some(SourceKind::Recordings), ..About::default() };
    let (from, to) = (silence.first().copied()?, silence.last().copied()?);
    let clock = |quarter: usize| {
        let minutes = quarter * 15 % (24 * 60);
        format!("{:02}:{:02}Z", minutes / 60, minutes % 60)
    };
    let why = Why::Hours {
        from: clock(from),
        to: clock(to + 1),
        recordings: board.book.stitched.len(),
        officers: officers.len(),
        misses,
    };
    (!turns.is_empty()).then(|| Cause::new(Reason::ExportGap, why, about, turns))
}

/// The quarter of the day that a moment lies in, in UTC.
fn quarter_of(at: Moment) -> usize {
    let quarters = at.as_micros().div_euclid(QUARTER.as_micros());
    usize::try_from(quarters.rem_euclid(96)).unwrap_or(0)
}

/// The runs of quarters in which nothing starts, over midnight too.
fn silences(started: &[bool; QUARTERS]) -> Vec<Vec<usize>> {
    let Some(first) = started.iter().position(|started| *started) else { return Vec::new() };
    let quarters = (first..first + QUARTERS).map(|quarter| quarter % QUARTERS);
    let quarters: Vec<usize> = quarters.collect();
    let is_silent = |quarter: &usize| started.get(*quarter).is_some_and(|started| !started);
    quarters.split(|quarter| !is_silent(quarter)).filter(|run| !run.is_empty()).map(<[usize]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silence_goes_on_over_midnight() {
        let mut started = [true; QUARTERS];
        for quarter in [0, 1, 40, 94, 95] {
            started[quarter] = false;
        }
        assert_eq!(silences(&started), vec![vec![40], vec![94, 95, 0, 1]]);
    }
}
