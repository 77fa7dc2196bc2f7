//! Can the data accuse? Doubts of the data, as a stage of its own after the verdict (contract, "Can the data
//! accuse?").
//!
//! Exports are cut, shifted, filtered and mistyped far more often than officers leave cameras off, so a deviation
//! stands only if the data could have shown the recording. Each doubt is one file: a function from what was judged to
//! its causes. The first cause in the order of [`DOUBTS`] that holds turns an obligation; nothing here reads files, and
//! every doubt is linear in the data but for sorting.

mod board;
mod camera_not_in_export;
mod camera_silent;
mod clock;
mod clock_unset;
mod contacts_misread;
mod contacts_off;
mod cut_export;
mod export_gap;
mod filtered_export;
mod hours_left_out;
mod ids_do_not_meet;
mod log_resolution;
mod long_tours;
mod mostly_missing;
mod no_recordings;
mod other_tour;
mod outside_export;
mod overlap;
mod possible_swap;
mod proof;
mod rejected_row;
mod retention_passed;
mod roster_off;
mod shared_length;
mod shift;
mod since_when;
mod some_ids_do_not_meet;
mod spans;
mod start_is_end;
mod suspected_length;
mod suspected_time_zone;
mod trigger_suspect;
mod unnamed_recording;
mod unplaced_video;
mod zone;

use rustc_hash::FxHashSet;

use self::board::Board;
use super::cause::{About, Cause, ClockFound, Silent, Why};
use crate::base::index::{Ix, Table};
use crate::facts::declared::Vouched;
use crate::facts::inputs::InputSummary;
use crate::facts::{Assignment, RowRef, SourceRef};
use crate::judgement::casebook::Casebook;
use crate::judgement::obligation::Obligation;
use crate::words::{Doubt, Outcome, Reason, Verdict, WouldBe};

/// A doubt: looks at what was judged and says what speaks against accusing anybody.
type Look = fn(&Board<'_>) -> Vec<Cause>;

/// All doubts in the order in which they are asked; the first that holds turns an obligation.
const DOUBTS: &[Look] = &[
    ids_do_not_meet::find,
    some_ids_do_not_meet::find,
    suspected_time_zone::find,
    contacts_off::find,
    contacts_misread::find,
    roster_off::find,
    long_tours::find,
    trigger_suspect::find,
    log_resolution::find,
    start_is_end::find,
    suspected_length::find,
    overlap::find,
    shared_length::find,
    no_recordings::find,
    cut_export::find,
    outside_export::find,
    camera_not_in_export::find,
    export_gap::find,
    hours_left_out::find,
    filtered_export::find,
    mostly_missing::find,
    retention_passed::find,
    rejected_row::find,
    unnamed_recording::find,
    unplaced_video::find,
    clock_unset::find,
    clock::find,
    possible_swap::find,
    other_tour::find,
];

/// What the data leave of the verdicts, and why.
pub(super) struct Doubted {
    /// The obligations, turned where a doubt holds.
    pub obligations: Vec<Obligation>,
    /// The causes that turned something, make the audit incomplete, or speak against a word.
    pub causes: Table<Cause>,
    /// Cameras that recorded nothing over several tours.
    pub silent: Vec<Silent>,
}

/// Asks every doubt, in their order.
pub(super) fn doubt(book: &Casebook<'_>, mut obligations: Vec<Obligation>) -> Doubted {
    let (found, silent): (Vec<Cause>, Vec<Silent>) = {
        let board = Board::new(book, &obligations);
        (DOUBTS.iter().flat_map(|look| look(&board)).collect(), camera_silent::find(&board))
    };
    for place in silent.iter().flat_map(|silent| &silent.obligations) {
        if let Some(obligation) = obligations.get_mut(*place) {
            obligation.doubts.push(Doubt::CameraSilent);
        }
    }
    let mut causes: Table<Cause> = Table::new();
    let mut turned: FxHashSet<usize> = FxHashSet::default();
    let turns = |cause: &Cause| cause.vouched.is_none() && cause.lowers.is_none();
    let (doubts, others): (Vec<Cause>, Vec<Cause>) = found.into_iter().partition(turns);
    for mut cause in doubts {
        cause.turns.sort_unstable();
        cause.turns.dedup();
        cause.turns.retain(|place| turned.insert(*place));
        if !cause.turns.is_empty() || cause.incomplete || cause.told {
            let places = cause.turns.clone();
            let reason = cause.reason;
            let at = causes.push(cause);
            for place in places {
                if let Some(obligation) = obligations.get_mut(place) {
                    turn(obligation, reason, at);
                }
            }
        }
    }
    // what a doubt turned rests on no word, and is not less sure
    for cause in others {
        leave_standing(cause, &turned, &mut obligations, &mut causes);
    }
    for obligation in &mut obligations {
        obligation.doubts.sort_unstable();
        obligation.doubts.dedup();
    }
    Doubted { obligations, causes, silent }
}

/// Lets what a cause does not turn rest on the word of whoever vouches for the export, or makes it less sure.
fn leave_standing(
    mut cause: Cause,
    turned: &FxHashSet<usize>,
    obligations: &mut [Obligation],
    causes: &mut Table<Cause>,
) {
    cause.turns.sort_unstable();
    cause.turns.dedup();
    cause.turns.retain(|place| !turned.contains(place));
    let places = cause.turns.clone();
    let line = cause.vouched.as_ref().map(|word| word.line);
    let doubt = if line.is_some() { cause.against.then_some(Doubt::VouchedAgainst) } else { cause.lowers };
    let is_told = doubt.is_some() && (line.is_none() || !places.is_empty());
    let at = is_told.then(|| causes.push(cause));
    for place in places {
        let Some(obligation) = obligations.get_mut(place) else { continue };
        obligation.word = obligation.word.or(line);
        obligation.cause = obligation.cause.or(at);
        obligation.doubts.extend(doubt);
    }
}

/// Who vouches that a file is whole; of no file in particular, that every export of recordings is. Where there is no
/// index, the archives are the export.
fn word_of<'b>(board: &'b Board<'_>, file: Option<Ix<InputSummary>>) -> Option<&'b Vouched> {
    let exports = &board.evidence.exports.files;
    match file {
        Some(file) => exports[file].complete.as_ref(),
        None => {
            let of_index = exports.iter().filter(|export| export.is_recordings()).map(|export| &export.complete);
            let mut words: Vec<&Option<Vouched>> = of_index.collect();
            if words.is_empty() {
                words.extend(board.evidence.exports.archives.iter().map(|archive| &archive.complete));
            }
            words.into_iter().map(Option::as_ref).collect::<Option<Vec<_>>>()?.first().copied()
        }
    }
}

/// Makes of a verdict that it would have been.
fn turn(obligation: &mut Obligation, reason: Reason, cause: Ix<Cause>) {
    let would_be = std::iter::once(obligation.verdict).chain(obligation.also.drain(..)).filter_map(WouldBe::of);
    obligation.would_be = would_be.collect();
    obligation.verdict = Verdict::Indeterminate;
    obligation.reason = Some(reason);
    obligation.outcome = Outcome::Unresolved;
    obligation.cause = Some(cause);
    (obligation.explanation, obligation.justification, obligation.contradiction) = (None, None, None);
    obligation.upload_overdue = false;
}

/// Whether a doubt can turn an obligation at all: what is undecided already keeps its reason.
fn is_everything(obligation: &Obligation) -> bool {
    obligation.verdict == Verdict::OnTime
        || obligation.verdict.is_deviation()
        || obligation.reason == Some(Reason::NoCameraIssued)
}

/// The same, but for on-time verdicts of tours in which the data are shown to fit.
fn everything<'b>(board: &'b Board<'_>) -> impl Fn(&Obligation) -> bool + 'b {
    let fits: FxHashSet<Ix<Assignment>> = board.tours_that_fit();
    move |obligation| {
        let shown = obligation.tour.is_some_and(|tour| fits.contains(&tour));
        is_everything(obligation) && !(obligation.verdict == Verdict::OnTime && shown)
    }
}

impl Cause {
    fn new(reason: Reason, why: Why, about: About, turns: Vec<usize>) -> Self {
        Self {
            reason,
            why,
            about,
            turns,
            incomplete: false,
            told: false,
            vouched: None,
            against: false,
            lowers: None,
            rows: Vec::new(),
            clocks: Vec::new(),
            instead: None,
        }
    }

    /// These corrections would settle it.
    fn settled_by(self, clocks: Vec<ClockFound>) -> Self {
        Self { clocks, ..self }
    }

    /// Somebody vouches for the export.
    fn vouched_by(self, word: &Vouched, against: bool) -> Self {
        Self { vouched: Some(word.clone()), against, ..self }
    }

    fn incomplete(self) -> Self {
        Self { incomplete: true, ..self }
    }

    fn with_rows(self, rows: impl IntoIterator<Item = RowRef>) -> Self {
        Self { rows: rows.into_iter().map(SourceRef::Row).collect(), ..self }
    }
}
