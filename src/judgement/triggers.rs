//! Triggers: light-bar activations of one car merged, contacts as they are (contract, "Triggers").

use rustc_hash::FxHashMap;

use super::spans::Spans;
use crate::base::ids::{EventId, VehicleId};
use crate::base::index::Table;
use crate::base::reading::Reading;
use crate::base::time::{Moment, Span};
use crate::facts::policy::Policies;
use crate::facts::{Event, RowRef, Subject};
use crate::words::TriggerKind;

/// What may oblige officers to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trigger {
    /// Whom it may oblige; says also which kind it is.
    pub subject: Subject,
    /// In order of (`on`, id).
    pub event_ids: Vec<EventId>,
    /// The rows of its events, in the same order.
    pub rows: Vec<RowRef>,
    /// The categories of its events, in the same order.
    pub categories: Vec<Option<std::sync::Arc<str>>>,
    /// When it was; with an ambiguous time, its earlier reading.
    pub window: Window,
    /// The later reading, where an ambiguous time leaves two; else the other end of what it may have been, where its
    /// log does not say more exactly.
    pub second: Option<Box<Window>>,
    /// A time of it is ambiguous: it is never merged and never votes on a clock.
    pub ambiguous: bool,
}

/// When a trigger was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Window {
    /// When it began.
    pub on: Moment,
    /// When it ended; `None` where that is not known.
    pub off: Option<Moment>,
    /// The union of its events' [on, off].
    pub lit: Spans,
    /// Every event's `on`, in order.
    pub ons: Vec<Moment>,
}

impl Window {
    /// Its end; its `on` where that is not known.
    fn end(&self) -> Moment {
        self.off.unwrap_or(self.on)
    }

    /// Takes in what was lit later.
    fn absorb(&mut self, later: Self) {
        self.lit = Spans::union_of(self.lit.iter().chain(later.lit.iter()));
        self.ons.extend(later.ons);
    }

    fn of_event(on: Moment, off: Option<Moment>) -> Self {
        Self { on, off, lit: Spans::union_of(off.map(|off| (on, off))), ons: vec![on] }
    }
}

impl Trigger {
    /// Light bar or contact.
    pub(crate) const fn kind(&self) -> TriggerKind {
        match self.subject {
            Subject::Vehicle(_) => TriggerKind::Lightbar,
            Subject::Officer(_) => TriggerKind::Contact,
        }
    }

    /// The car of a light-bar trigger.
    pub(crate) const fn vehicle(&self) -> Option<&VehicleId> {
        match &self.subject {
            Subject::Vehicle(vehicle) => Some(vehicle),
            Subject::Officer(_) => None,
        }
    }

    fn of_event(event: &Event) -> Option<Self> {
        let mut readings = readings(event.on, event.off).into_iter();
        let window = readings.next()?;
        let other = event.other.map(|other| Window::of_event(other.on, other.off)).filter(|other| *other != window);
        Some(Self {
            subject: event.subject.clone(),
            event_ids: vec![event.id.clone()],
            rows: vec![event.row],
            categories: vec![event.category.clone()],
            window,
            second: readings.next().or(other).map(Box::new),
            ambiguous: event.on.is_ambiguous() || event.off.is_some_and(Reading::is_ambiguous),
        })
    }

    /// Whether its log leaves open when exactly it was, so that it is judged at both ends.
    pub(crate) const fn is_coarse(&self) -> bool {
        self.second.is_some() && !self.ambiguous
    }

    /// How much earlier than its `on` it may have begun.
    pub(super) fn slack(&self) -> Span {
        (self.window.on - self.reach().on).max(Span::ZERO)
    }

    /// How far it may have reached.
    fn reach(&self) -> &Window {
        self.second.as_deref().filter(|_| self.is_coarse()).unwrap_or(&self.window)
    }

    /// Takes in a later light-bar event of the same car.
    fn absorb(&mut self, later: Self) {
        let (mine, other) = (self.second.take(), later.second);
        if mine.is_some() || other.is_some() {
            let mut mine = mine.unwrap_or_else(|| Box::new(self.window.clone()));
            mine.absorb(other.map_or_else(|| later.window.clone(), |other| *other));
            self.second = Some(mine);
        }
        self.window.absorb(later.window);
        self.event_ids.extend(later.event_ids);
        self.rows.extend(later.rows);
        self.categories.extend(later.categories);
    }
}

/// The possible readings of an event, the earlier first: those with `off` before `on` are dropped; where
/// both are in the fold they move together, or are first and second pass if `off` is the earlier one.
fn readings(on: Reading, off: Option<Reading>) -> Vec<Window> {
    let pairs = match (on, off) {
        (Reading::Fold { first, second }, Some(Reading::Fold { first: off_first, second: off_second })) => {
            if off_first < first {
                vec![(first, Some(off_second))]
            } else {
                vec![(first, Some(off_first)), (second, Some(off_second))]
            }
        }
        (Reading::Fold { first, second }, off) => {
            vec![(first, off.map(Reading::earlier)), (second, off.map(Reading::earlier))]
        }
        (Reading::Certain(on), Some(Reading::Fold { first, second })) => {
            vec![(on, Some(first)), (on, Some(second))]
        }
        (Reading::Certain(on), off) => vec![(on, off.map(Reading::earlier))],
    };
    pairs
        .into_iter()
        .filter(|(on, off)| off.is_none_or(|off| off >= *on))
        .map(|(on, off)| Window::of_event(on, off))
        .collect()
}

/// All triggers in order of (`on`, subject, id).
pub(super) fn triggers(events: &[Event], policies: &Policies) -> Table<Trigger> {
    let mut triggers = Vec::with_capacity(events.len());
    let mut cars: FxHashMap<&VehicleId, Vec<Trigger>> = FxHashMap::default();
    for event in events {
        let Some(trigger) = Trigger::of_event(event) else { continue };
        match &event.subject {
            Subject::Vehicle(vehicle) if !trigger.ambiguous => cars.entry(vehicle).or_default().push(trigger),
            _ => triggers.push(trigger),
        }
    }
    for (_, activations) in cars {
        merge(activations, policies, &mut triggers);
    }
    triggers.sort_unstable_by(|a, b| {
        (a.window.on, &a.subject, &a.event_ids, a.window.off).cmp(&(
            b.window.on,
            &b.subject,
            &b.event_ids,
            b.window.off,
        ))
    });
    triggers.into()
}

/// The latest ends so far: of what is certain, and of what may have been.
struct Ends {
    window: Moment,
    reach: Moment,
}

/// Merges the activations of one car while the next `on` is no later than the latest end so far + the
/// `merge-gap` at the first `on`; an event without `off` ends at its `on`.
fn merge(mut activations: Vec<Trigger>, policies: &Policies, triggers: &mut Vec<Trigger>) {
    activations.sort_unstable_by(|a, b| (a.window.on, &a.event_ids).cmp(&(b.window.on, &b.event_ids)));
    let mut open: Option<(Trigger, Ends)> = None;
    for next in activations {
        let ends = Ends { window: next.window.end(), reach: next.reach().end() };
        match open.as_mut() {
            // what may have been one is one
            Some((merged, so_far))
                if next.reach().on <= so_far.reach + policies.values_at(merged.window.on).merge_gap =>
            {
                *so_far = Ends { window: so_far.window.max(ends.window), reach: so_far.reach.max(ends.reach) };
                let (off, reached) = (next.window.off, next.reach().off);
                merged.absorb(next);
                merged.window.off = off.map(|_| so_far.window);
                if let Some(second) = &mut merged.second {
                    second.off = reached.map(|_| so_far.reach);
                }
            }
            _ => triggers.extend(open.replace((next, ends)).map(|(merged, _)| merged)),
        }
    }
    triggers.extend(open.map(|(merged, _)| merged));
}
