//! `log-gap`: the log of a light bar fell silent while the light bar was on.

use crate::facts::Subject;
use crate::findings::cases::Cases;
use crate::findings::check::{About, Check, Findings};
use crate::findings::id::{FindingKey, ObligationKey};
use crate::words::{FindingCode, TriggerKind};

pub(super) const CHECK: Check = Check::of(FindingCode::LogGap).in_cases(find);

fn find(cases: &Cases<'_>, found: &mut Findings) {
    for event in &cases.evidence.events {
        let (Subject::Vehicle(vehicle), Some(off)) = (&event.subject, event.off) else { continue };
        if !event.other.is_some_and(|other| other.falls_silent) {
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
        let about = About { at: Some(on), vehicle: Some(vehicle), events: vec![event.id.clone()], ..About::default() };
        let summary = format!("the light bar was on from {on}, and its log says nothing more after {}", off.earlier());
        let key = FindingKey { obligation, ..FindingKey::default() };
        found.add(&key, about, summary, cases.names_of(vec![event.row.into()]));
    }
}
