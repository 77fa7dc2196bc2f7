//! `retention-passed`: a recording of that time may have been deleted lawfully since.

use super::board::Board;
use super::proof::Proof;
use super::word_of;
use crate::base::time::{Moment, Span};
use crate::evidence::Recording;
use crate::facts::policy::Retention;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::words::{Reason, StartSource, Verdict};

/// A recording this close speaks for the time around the trigger.
const AROUND: Span = Span::from_days(1);

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let proof = Proof::new(board);
    let mut spoken: Vec<Moment> =
        board.evidence.recordings.iter().filter(|file| outlived(board, file)).map(|file| file.start).collect();
    spoken.sort_unstable();
    let sealed = board.evidence.recordings.iter().any(|file| file.start_source == StartSource::Chain);
    let mut least: Option<Span> = None;
    let turns = board.places(|obligation| {
        let Some(policy) = board.evidence.policies.in_force(obligation.on) else { return false };
        let of_policy = policy.retention.values().filter_map(|kept| match kept {
            Retention::For(span) => Some(*span),
            Retention::Hold => None,
        });
        let Some(shortest) = of_policy.min() else { return false };
        let begin = spoken.partition_point(|at| *at < obligation.on - AROUND);
        let speaks = spoken.get(begin).is_some_and(|at| *at <= obligation.on + AROUND);
        obligation.verdict == Verdict::NotRecorded
            && board.evidence.as_of - obligation.on > shortest
            && !speaks
            && !sealed
            && !proof.holds(obligation)
    });
    for policy in board.evidence.policies.iter() {
        for kept in policy.retention.values() {
            if let Retention::For(span) = kept {
                least = Some(least.map_or(*span, |least| least.min(*span)));
            }
        }
    }
    let (Some(least), false) = (least, turns.is_empty()) else { return Vec::new() };
    let about = About { source: Some(SourceKind::Recordings), ..About::default() };
    let cause = Cause::new(Reason::RetentionPassed, Why::Retention { least }, about, turns);
    vec![match word_of(board, None) {
        Some(word) => cause.vouched_by(word, false),
        None => cause,
    }]
}

/// Whether a recording is still there although it could have been deleted: only then does it say that others of its
/// time would be there too.
fn outlived(board: &Board<'_>, file: &Recording) -> bool {
    let kept = board.evidence.policies.values_at(file.start).retention.values().filter_map(|kept| match kept {
        Retention::For(span) => Some(*span),
        Retention::Hold => None,
    });
    let category = file.category.as_deref().map(str::to_lowercase);
    let own = category.and_then(|category| board.evidence.policies.values_at(file.start).retention.get(&category));
    let longest = match own {
        Some(Retention::For(span)) => Some(*span),
        Some(Retention::Hold) => return false,
        None => kept.max(),
    };
    longest.is_some_and(|longest| board.evidence.as_of - file.start > longest)
}
