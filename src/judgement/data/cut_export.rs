//! `cut-export`: a file of recordings or justifications was cut off, so what it does not hold proves nothing.

use super::board::Board;
use super::proof::Proof;
use super::word_of;
use crate::facts::exports::Export;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::words::{Outcome, Reason, Verdict};

/// What a copy writes at once.
const BLOCK: u64 = 4_096;

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let proof = Proof::new(board);
    let mut causes = Vec::new();
    for (file, export) in board.evidence.exports.files.entries() {
        let Some(why) = cut(export) else { continue };
        let turns = match export.kind {
            SourceKind::Recordings => {
                board.places(|obligation| obligation.verdict == Verdict::NotRecorded && !proof.holds(obligation))
            }
            SourceKind::Justifications => board.places(|obligation| obligation.outcome == Outcome::Unexplained),
            // what a cut log of triggers does not show was not judged, and nobody is accused of it
            _ if matches!(why, Why::SaysMore { .. } | Why::FewerThanStated { .. }) => Vec::new(),
            _ => continue,
        };
        let about = About { source: Some(export.kind), file: Some(file), ..About::default() };
        let cause = Cause::new(Reason::CutExport, why, about, turns);
        causes.push(match word_of(board, Some(file)) {
            Some(word) => cause.vouched_by(word, false),
            None => cause.incomplete(),
        });
    }
    causes
}

/// What shows that a file was cut off.
fn cut(export: &Export) -> Option<Why> {
    if export.short_last_row {
        return Some(Why::ShortLastRow);
    }
    if let Some(words) = &export.says_more {
        return Some(Why::SaysMore { words: words.clone() });
    }
    if let Some(stated) = export.stated_rows.filter(|stated| *stated > export.rows) {
        return Some(Why::FewerThanStated { stated, rows: export.rows });
    }
    if export.ends_with_line_end {
        return None;
    }
    if export.last_row_unusable {
        return Some(Why::NoLineEnd);
    }
    (export.size > 0 && export.size.is_multiple_of(BLOCK)).then_some(Why::WholeBlocks { size: export.size })
}
