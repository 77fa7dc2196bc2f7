//! A camera's own numbers decide between two readings of a local time that occurs twice (contract, "Times").

use std::collections::BTreeMap;

use super::Recording;
use crate::base::ids::CameraId;
use crate::base::index::{Ix, Table};
use crate::base::time::{Moment, Span};
use crate::words::Doubt;

/// Numbers of one tour follow each other; of further ones a camera may have been reset.
const NEAR: Span = Span::from_hours(12);

/// Takes the reading that the numbers leave, where they leave one.
pub(super) fn decide(recordings: &mut Table<Recording>) {
    let mut twice: BTreeMap<CameraId, Vec<Moment>> = BTreeMap::new();
    for recording in recordings.iter().filter(|recording| recording.later.is_some()) {
        if let (Some(camera), Some(_)) = (&recording.camera, recording.sequence) {
            twice.entry(camera.clone()).or_default().push(recording.start);
        }
    }
    if twice.is_empty() {
        return;
    }
    twice.values_mut().for_each(|starts| starts.sort_unstable());
    let mut numbered: BTreeMap<&CameraId, Vec<Numbered>> = BTreeMap::new();
    for (at, recording) in recordings.entries() {
        let (Some(camera), Some(number)) = (&recording.camera, recording.sequence) else { continue };
        let Some(starts) = twice.get(camera) else { continue };
        let begin = starts.partition_point(|start| *start < recording.start - NEAR);
        if starts.get(begin).is_some_and(|start| *start <= recording.start + NEAR) {
            let later = recording.later.as_deref().map(|later| later.start);
            let first = recording.start;
            numbered.entry(camera).or_default().push(Numbered { number, first, second: later.unwrap_or(first), at });
        }
    }
    let decided: Vec<Numbered> = numbered.into_values().flat_map(in_order).collect();
    for Numbered { first, second, at, .. } in decided {
        let recording = &mut recordings[at];
        // a start that has one reading leaves an end or an activation that may have two
        let twice = recording.later.as_deref().is_some_and(|later| later.start != recording.start);
        if first != second || !twice {
            continue;
        }
        let Some(later) = recording.later.take() else { continue };
        recording.doubts.retain(|doubt| *doubt != Doubt::AmbiguousTime);
        if later.start == first {
            let by = later.start - recording.start;
            for (from, to) in &mut recording.holes {
                (*from, *to) = (*from + by, *to + by);
            }
            (recording.start, recording.end, recording.activated_at) = (later.start, later.end, later.activated_at);
        }
    }
}

/// A numbered recording and its two possible starts, which are one where nothing is ambiguous.
struct Numbered {
    number: i64,
    first: Moment,
    second: Moment,
    at: Ix<Recording>,
}

/// Leaves the readings in which the starts follow the numbers; nothing where the numbers do not follow time at all.
fn in_order(mut numbered: Vec<Numbered>) -> Vec<Numbered> {
    numbered.sort_unstable_by_key(|each| (each.number, each.first, each.at));
    if numbered.windows(2).any(|pair| matches!(pair, [a, b] if a.number == b.number)) {
        return Vec::new();
    }
    let mut least = None;
    for each in &mut numbered {
        if Some(each.first) < least {
            each.first = each.second;
        }
        least = least.max(Some(each.first));
    }
    let mut most = None;
    for each in numbered.iter_mut().rev() {
        if most.is_some_and(|most| each.second > most) {
            each.second = each.first;
        }
        most = Some(most.map_or(each.second, |most: Moment| most.min(each.second)));
    }
    let follows = |pair: &[Numbered]| matches!(pair, [a, b] if a.first <= b.first && a.second <= b.second);
    if numbered.windows(2).all(follows) { numbered } else { Vec::new() }
}
