//! `lightbar-stuck`: a light bar was on for more than 12 hours.

use crate::base::ids::EventId;
use crate::base::time::Span;
use crate::facts::Subject;
use crate::findings::cases::Cases;
use crate::findings::check::{About, Check, Findings};
use crate::findings::id::{FindingKey, ObligationKey};
use crate::words::{FindingCode, TriggerKind};

pub(super) const CHECK: Check = Check::of(FindingCode::LightbarStuck).in_cases(find);

/// A light bar on for longer than this is stuck (contract, "Other shapes of tables").
const STUCK: Span = Span::from_hours(12);

fn find(cases: &Cases<'_>, found: &mut Findings) {
    for event in &cases.evidence.events {
        let (Subject::Vehicle(vehicle), Some(off)) = (&event.subject, event.off) else { continue };
        // with an ambiguous time, only what is true of every reading
        let off = off.earlier();
        if off - event.on.later() <= STUCK {
            continue;
        }
        let on = event.on.earlier();
        let obligation = ObligationKey {
            kind: Some(TriggerKind::Lightbar),
            first_event: Some(&event.id),
            vehicle: Some(vehicle),
            officer: None,
            on: Some(on),
        };
        let events: Vec<EventId> = vec![event.id.clone()];
        let about = About { at: Some(on), vehicle: Some(vehicle), events, ..About::default() };
        let summary =
            format!("the light bar was on from {on} to {off}, more than 12 hours; most often an inverted input");
        let key = FindingKey { obligation, ..FindingKey::default() };
        found.add(&key, about, summary, cases.names_of(vec![event.row.into()]));
    }
}
