//! `filtered-export`, of nearly everything: most triggers of most officers have no recording.
//!
//! An export of evidence alone, of one row for each tour, or of what a signal started looks like this; a department in
//! which nearly everybody leaves the camera off nearly always does not exist beside cameras that start by themselves.

use rustc_hash::FxHashMap;

use super::board::Board;
use super::proof::Proof;
use super::spans::Spans;
use super::word_of;
use crate::base::ids::OfficerId;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::judgement::obligation::Obligation;
use crate::words::{Reason, TriggerKind, Verdict};

/// Of fewer triggers nothing is concluded,
const TRIGGERS: usize = 40;
/// nor of fewer officers,
const OFFICERS: usize = 3;
/// each with so many triggers.
const OF_OFFICER: usize = 3;
/// Fewer recordings do not show that none was started by hand.
const RECORDINGS: usize = 100;

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let recordings = &board.book.stitched;
    let only_by_signal = recordings.len() >= RECORDINGS && recordings.iter().all(|recording| recording.automatic);
    let kinds = [None, Some(TriggerKind::Contact), Some(TriggerKind::Lightbar)];
    let spans = Spans::new(board);
    let Some((kind, counted)) = kinds.into_iter().find_map(|kind| Some((kind, count(board, &spans, kind)?))) else {
        return Vec::new();
    };
    // where nothing that a hand started is there, of light bars what a hand started is not there either
    let only_by_signal = only_by_signal && kind == Some(TriggerKind::Contact);
    let proof = Proof::new(board);
    let turns = board.places(|obligation| {
        obligation.verdict == Verdict::NotRecorded
            && (only_by_signal || is_of(board, obligation, kind))
            && !proof.holds(obligation)
    });
    if turns.is_empty() {
        return Vec::new();
    }
    let Counted { missed, of, officers } = counted;
    let why = Why::MostMissing { kind, missed, of, officers, only_by_signal };
    let about = About { source: Some(SourceKind::Recordings), ..About::default() };
    let cause = Cause::new(Reason::FilteredExport, why, about, turns);
    vec![match word_of(board, None) {
        Some(word) => cause.vouched_by(word, false),
        None => cause.incomplete(),
    }]
}

fn is_of(board: &Board<'_>, obligation: &Obligation, kind: Option<TriggerKind>) -> bool {
    kind.is_none_or(|kind| board.book.triggers[obligation.trigger].kind() == kind)
}

struct Counted {
    missed: usize,
    of: usize,
    /// Those who miss more than half of theirs, and all.
    officers: (usize, usize),
}

/// Three quarters of the triggers are missed, and more than half of theirs by three quarters of the officers. What lies
/// outside of the export, or is of a camera that it does not name, is another doubt and counts for nothing here.
fn count(board: &Board<'_>, spans: &Spans<'_>, kind: Option<TriggerKind>) -> Option<Counted> {
    let mut officers: FxHashMap<&OfficerId, (usize, usize)> = FxHashMap::default();
    for obligation in board.obligations {
        let shown = matches!(obligation.reason, Some(Reason::SequenceGap | Reason::DeviceLog));
        let missing = obligation.verdict == Verdict::NotRecorded || shown;
        let (camera, officer) = (obligation.camera.as_ref(), obligation.officer.as_ref());
        let is_spoken_of =
            camera.is_none_or(|camera| spans.knows(camera)) && spans.speak(camera, officer, obligation.on);
        let decided = missing || obligation.verdict.is_miss() || obligation.verdict.is_in_time();
        let says = decided && is_spoken_of;
        if let (true, Some(officer)) = (says && is_of(board, obligation, kind), &obligation.officer) {
            let (missed, of) = officers.entry(officer).or_default();
            *missed += usize::from(missing);
            *of += 1;
        }
    }
    let (missed, of) = officers.values().fold((0, 0), |(missed, of), one| (missed + one.0, of + one.1));
    let asked = officers.values().filter(|(_, of)| *of >= OF_OFFICER);
    let (dark, asked) = asked.fold((0, 0), |(dark, all), (missed, of)| (dark + usize::from(missed * 2 > *of), all + 1));
    let most = missed * 4 >= of * 3 && dark * 4 >= asked * 3;
    (of >= TRIGGERS && asked >= OFFICERS && most).then_some(Counted { missed, of, officers: (dark, asked) })
}
