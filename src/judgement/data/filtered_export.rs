//! `filtered-export`: short recordings seem to have been left out of the export.

use rustc_hash::FxHashSet;

use super::board::Board;
use super::proof::Proof;
use super::word_of;
use crate::base::ids::OfficerId;
use crate::base::time::Span;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::judgement::obligation::Obligation;
use crate::words::{Reason, Verdict};

/// Of fewer recordings nothing is concluded.
const RECORDINGS: usize = 100;
/// Recordings shorter than this are missing.
const SHORT: Span = Span::from_secs(30);
/// Of fewer triggers of either kind nothing is concluded,
const TRIGGERS: usize = 20;
/// nor of fewer officers.
const OFFICERS: usize = 3;

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let lengths = board.evidence.recordings.iter().map(|file| file.end - file.start).filter(|span| *span > Span::ZERO);
    let lengths: Vec<Span> = lengths.collect();
    let Some(shortest) = lengths.iter().min().copied().filter(|span| *span >= SHORT && lengths.len() >= RECORDINGS)
    else {
        return Vec::new();
    };
    let length = |obligation: &Obligation| obligation.off.map(|off| off - obligation.on);
    let (mut short, mut other) = (Missed::default(), Missed::default());
    let mut officers: FxHashSet<&OfficerId> = FxHashSet::default();
    let says = |each: &&Obligation| each.verdict.is_miss() || each.verdict.is_in_time() || is_missing(each);
    for obligation in board.obligations.iter().filter(says) {
        let Some(length) = length(obligation) else { continue };
        let missed = is_missing(obligation);
        if length < shortest {
            short.take(missed);
            officers.extend(obligation.officer.as_ref().filter(|_| missed));
        } else {
            other.take(missed);
        }
    }
    let often = short.missed * 10 >= short.all * 4;
    // four times as often as others, in whole numbers
    let more = short.missed * other.all >= 4 * other.missed * short.all;
    if short.all < TRIGGERS || other.all < TRIGGERS || officers.len() < OFFICERS || !often || !more {
        return Vec::new();
    }
    let proof = Proof::new(board);
    // a recording that began as late as it may is shorter than its trigger by that much
    let grace = |obligation: &Obligation| {
        let kind = board.book.triggers[obligation.trigger].kind();
        board.evidence.policies.values_at(obligation.on).grace_for(kind)
    };
    let turns = board.places(|obligation| {
        obligation.verdict == Verdict::NotRecorded
            && length(obligation).is_some_and(|length| length < shortest + grace(obligation))
            && !proof.holds(obligation)
    });
    let why =
        Why::Shortest { shortest, missed: short.missed, of: short.all, others_missed: other.missed, others: other.all };
    let about = About { source: Some(SourceKind::Recordings), ..About::default() };
    let cause = Cause::new(Reason::FilteredExport, why, about, turns);
    vec![match word_of(board, None) {
        Some(word) => cause.vouched_by(word, false),
        None => cause,
    }]
}

/// Whether the export has nothing: a number or a log that shows that something was recorded speaks for a filter too.
fn is_missing(obligation: &Obligation) -> bool {
    let shown = matches!(obligation.reason, Some(Reason::SequenceGap | Reason::DeviceLog));
    obligation.verdict == Verdict::NotRecorded || shown
}

#[derive(Default)]
struct Missed {
    missed: usize,
    all: usize,
}

impl Missed {
    fn take(&mut self, missed: bool) {
        self.missed += usize::from(missed);
        self.all += 1;
    }
}
