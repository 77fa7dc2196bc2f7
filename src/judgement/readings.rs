//! Both readings of local times that occur twice: of a trigger (contract, "Triggers"), and of recordings, logs and
//! justifications (contract, "Times").
//!
//! Where clocks go back, a local time occurs twice. The judgement takes the earlier reading of all such times, and what
//! lies near one of them is judged once more with the later reading of all. Two verdicts decide nothing. Without such
//! times nothing is judged twice.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::casebook::Casebook;
use super::obligation::{Around, Obligation};
use super::triggers::Trigger;
use crate::base::ids::{EventId, OfficerId};
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::evidence::{Evidence, Recording};
use crate::words::{Doubt, Outcome, Reason, Verdict};

/// What happens this long before or after a time that occurs twice does not hang on its reading: tours, deadlines and
/// recordings are shorter.
const REACH: Span = Span::from_hours(48);

/// Judges everybody whom a trigger obliges.
type Judge = fn(&Casebook<'_>, Ix<Trigger>, &Trigger) -> Vec<Obligation>;

/// What the later readings come to, for the triggers that they may matter to.
pub(super) struct Later(FxHashMap<Ix<Trigger>, Vec<Obligation>>);

impl Later {
    /// Judges what lies near ambiguous times with their later readings, and leaves the evidence as it was.
    pub(super) fn of(evidence: &mut Evidence, judge: Judge) -> Self {
        let near = Near::of(evidence);
        if near.is_empty() {
            return Self(FxHashMap::default());
        }
        evidence.read_the_other_way();
        let judged = {
            let book = Casebook::new(evidence);
            let triggers: Vec<Ix<Trigger>> =
                book.triggers.entries().filter(|(_, trigger)| near.touches(trigger)).map(|(at, _)| at).collect();
            triggers.into_par_iter().map(|at| (at, judge(&book, at, &book.triggers[at]))).collect()
        };
        evidence.read_the_other_way();
        Self(judged)
    }

    /// The verdicts of the earlier readings, and nothing decided where those of the later ones are others.
    pub(super) fn reconcile(&self, earlier: Vec<Obligation>) -> Vec<Obligation> {
        let other = |obligation: &Obligation| {
            let same = |later: &&Obligation| later.officer == obligation.officer && later.tour == obligation.tour;
            let later = self.0.get(&obligation.trigger)?.iter().find(same)?;
            ((later.verdict, later.outcome) != (obligation.verdict, obligation.outcome)).then_some(later)
        };
        let judged = earlier.into_iter().map(|obligation| match other(&obligation) {
            Some(later) => both(obligation, later),
            None => obligation,
        });
        judged.collect()
    }
}

/// Two verdicts that decide nothing, with what both rest on.
fn both(earlier: Obligation, later: &Obligation) -> Obligation {
    let clock = earlier.clock;
    let mut obligation = seen_twice(undecided(earlier), Some(later));
    if let Some(around) = &mut obligation.around {
        let clock = clock.unwrap_or(around.clock);
        let seen: FxHashSet<Ix<Recording>> = around.files.iter().map(|(file, _)| *file).collect();
        let others = obligation.recordings.iter().filter(|file| !seen.contains(file));
        around.files.extend(others.map(|file| (*file, clock)));
    }
    obligation
}

/// Two readings of an ambiguous time: verdicts that differ decide nothing; else the earlier stands. An
/// officer obliged in one reading only has no verdict in the other.
pub(super) fn reconcile(
    earlier: Vec<Obligation>,
    later: Vec<Obligation>,
    undecided: fn(Obligation) -> Obligation,
) -> Vec<Obligation> {
    let verdict_in = |list: &[Obligation], officer: &Option<OfficerId>| {
        list.iter().find(|obligation| obligation.officer == *officer).map(|obligation| obligation.verdict)
    };
    let only_later: Vec<Obligation> = later
        .iter()
        .filter(|obligation| obligation.officer.is_some() && verdict_in(&earlier, &obligation.officer).is_none())
        .map(|obligation| {
            // The row shows the earlier reading's times.
            let (on, off) = earlier.first().map_or((obligation.on, obligation.off), |first| (first.on, first.off));
            Obligation { on, off, ..obligation.clone() }
        })
        .collect();
    let differs = |obligation: &Obligation, other: Option<Verdict>| {
        other != Some(obligation.verdict) && !(other.is_none() && obligation.verdict == Verdict::NotRequired)
    };
    let mut reconciled: Vec<Obligation> = earlier
        .into_iter()
        .map(|obligation| {
            let other = verdict_in(&later, &obligation.officer);
            let later = later.iter().find(|later| later.officer == obligation.officer);
            if differs(&obligation, other) { seen_twice(undecided(obligation), later) } else { obligation }
        })
        .collect();
    reconciled.extend(
        only_later.into_iter().map(|obligation| {
            if obligation.verdict == Verdict::NotRequired { obligation } else { undecided(obligation) }
        }),
    );
    // Where one reading names an officer, the car was not without one.
    if reconciled.iter().any(|obligation| obligation.officer.is_some()) {
        reconciled.retain(|obligation| obligation.officer.is_some());
    }
    reconciled.sort_by(|a, b| a.officer.cmp(&b.officer));
    reconciled
}

/// What was looked at for the later reading belongs to the case too.
fn seen_twice(mut obligation: Obligation, later: Option<&Obligation>) -> Obligation {
    let Some(later) = later.and_then(|later| later.around.as_deref()) else { return obligation };
    let around = obligation.around.get_or_insert_with(|| Box::new(Around { files: Vec::new(), ..later.clone() }));
    for file in &later.files {
        if !around.files.iter().any(|(index, _)| *index == file.0) {
            around.files.push(*file);
        }
    }
    obligation
}

/// The log does not say exactly enough when it was.
pub(super) fn not_exact_enough(obligation: Obligation) -> Obligation {
    let open = undecided(obligation);
    let doubts = open.doubts.iter().copied().filter(|doubt| *doubt != Doubt::AmbiguousTime).collect();
    Obligation { reason: Some(Reason::LogResolution), doubts, ..open }
}

/// Two readings that decide nothing.
pub(super) fn undecided(obligation: Obligation) -> Obligation {
    // What made one reading's verdict less sure says nothing about this one.
    let conflict = obligation.doubts.contains(&Doubt::IdentityConflict).then_some(Doubt::IdentityConflict);
    let doubts = std::iter::once(Doubt::AmbiguousTime).chain(conflict).collect();
    Obligation {
        verdict: Verdict::Indeterminate,
        reason: Some(Reason::AmbiguousTime),
        outcome: Outcome::Unresolved,
        also: Vec::new(),
        explanation: None,
        clock: None,
        clock_camera: None,
        activation: None,
        gap: None,
        uncovered: None,
        justification: None,
        contradiction: None,
        upload_overdue: false,
        doubts,
        ..obligation
    }
}

/// Where ambiguous times may matter.
struct Near {
    /// Stretches that do not overlap, in order of time.
    stretches: Vec<(Moment, Moment)>,
    /// Events that justifications with such times name.
    events: FxHashSet<EventId>,
}

impl Near {
    fn of(evidence: &Evidence) -> Self {
        let recordings = evidence.recordings.iter().filter_map(|recording| {
            let later = recording.later.as_deref()?;
            Some((recording.start.min(later.start), recording.end.max(later.end)))
        });
        let logged = evidence.device_log.iter().filter_map(|event| Some((event.at, event.later?)));
        let justified = || evidence.justifications.iter().filter_map(|each| Some((each, each.later.as_deref()?)));
        let windows = justified().map(|(each, later)| {
            let times = [Some(each.filed_at), each.from, each.to, Some(later.filed_at), later.from, later.to];
            let times = || times.iter().flatten().copied();
            (times().min().unwrap_or(each.filed_at), times().max().unwrap_or(each.filed_at))
        });
        let mut all: Vec<(Moment, Moment)> =
            recordings.chain(logged).chain(windows).map(|(from, to)| (from - REACH, to + REACH)).collect();
        all.sort_unstable();
        let mut stretches: Vec<(Moment, Moment)> = Vec::new();
        for (from, to) in all {
            match stretches.last_mut() {
                Some((_, end)) if from <= *end => *end = to.max(*end),
                _ => stretches.push((from, to)),
            }
        }
        Self { stretches, events: justified().filter_map(|(each, _)| each.event.clone()).collect() }
    }

    fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    fn touches(&self, trigger: &Trigger) -> bool {
        let on = trigger.window.on;
        let begun = self.stretches.partition_point(|(from, _)| *from <= on);
        let stretch = begun.checked_sub(1).and_then(|last| self.stretches.get(last));
        stretch.is_some_and(|(_, to)| on <= *to) || trigger.event_ids.iter().any(|id| self.events.contains(id))
    }
}
