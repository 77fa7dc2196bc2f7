//! `broad-justification`: a justification speaks for more than 24 hours.

use crate::base::time::Span;
use crate::findings::cases::Cases;
use crate::findings::check::{About, Check, Findings};
use crate::findings::id::{FindingKey, ObligationKey};
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::BroadJustification).in_cases(find);

/// A justification for longer than this is broad (contract, "Explanation").
const BROAD: Span = Span::from_hours(24);

fn find(cases: &Cases<'_>, found: &mut Findings) {
    for justification in &cases.evidence.justifications {
        let (Some(from), Some(to)) = (justification.from, justification.to) else { continue };
        if to - from <= BROAD {
            continue;
        }
        // the id of the justification tells two of one officer apart
        let id = justification.id.as_str().into();
        let officer = Some(&justification.officer);
        let obligation = ObligationKey { first_event: Some(&id), officer, on: Some(from), ..ObligationKey::default() };
        let about = About { at: Some(from), officer, ..About::default() };
        let summary = format!("justification {} covers {from} to {to}, more than 24 hours", justification.id);
        let key = FindingKey { obligation, ..FindingKey::default() };
        found.add(&key, about, summary, cases.names_of(vec![justification.row.into()]));
    }
}
