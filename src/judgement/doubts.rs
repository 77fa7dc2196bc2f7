//! Confidence: everything that makes a verdict less sure (contract section 3, "Confidence").

use super::case::Case;
use super::explanation::Explained;
use super::traces;
use super::verdict::Ruling;
use crate::vocabulary::{Doubt, Reason, Verdict};

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
    for recording in ruling.recordings.iter().filter_map(|index| evidence.recordings.get(*index)) {
        let of_times = |doubt: &Doubt| matches!(doubt, Doubt::AmbiguousTime | Doubt::ContainerTime);
        doubts.extend(recording.doubts.iter().filter(|doubt| candidates || of_times(doubt)));
    }
    let ambiguous = case.trigger.ambiguous
        || case.tour.is_some_and(|tour| tour.ambiguous)
        || ruling.device_rows.iter().any(|row| evidence.device_log.get(*row).is_some_and(|event| event.ambiguous))
        || explained
            .and_then(|explained| evidence.justifications.get(explained.justification?))
            .is_some_and(|justification| justification.ambiguous);
    let judged_late = ruling.verdict == Verdict::Late;
    let not_recorded = ruling.verdict == Verdict::NotRecorded;
    let came_to_footage = ruling.clock.is_some() && ruling.reason != Some(Reason::NoAssignment);
    doubts.extend(
        [
            (ambiguous, Doubt::AmbiguousTime),
            (came_to_footage && traces::fault_before(case), Doubt::CameraFault),
            (without_correction.is_some_and(|verdict| verdict != ruling.verdict), Doubt::ClockCorrection),
            (judged_late && ruling.clock.is_none_or(|clock| !clock.fitted), Doubt::ClockNotFitted),
            (not_recorded && !traces::completeness_proven(case), Doubt::CompletenessNotProven),
        ]
        .into_iter()
        .filter_map(|(holds, doubt)| holds.then_some(doubt)),
    );
    doubts.sort_unstable();
    doubts.dedup();
    doubts
}
