//! The explanation: what became of the justifications of a deviation (contract, "Explanation").

use super::case::Case;
use super::stitch::Stitched;
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::evidence::Recording;
use crate::facts::policy::same_word;
use crate::facts::{DeviceEvent, DeviceEventKind, Justification};
use crate::words::{Explanation, Verdict};

/// A battery reading counts for this long.
const BATTERY_REACH: Span = Span::from_mins(30);
/// 20 %, in thousandths of a percent.
const BATTERY_ENOUGH: i64 = 20_000;
/// A camera that records this long after `on` was not broken.
const RECORDS_AGAIN: Span = Span::from_mins(15);

/// The state of the best justification, and which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Explained {
    pub(super) state: Explanation,
    pub(super) justification: Option<Ix<Justification>>,
    pub(super) contradiction: Option<Contradiction>,
}

/// The fact that disproves a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contradiction {
    /// This row of the device log reports a battery of 20 % or more.
    BatteryEnough(Ix<DeviceEvent>),
    /// This recording contains `on` + 15 min, and nothing was repaired between.
    RecordedSoonAfter(Ix<Recording>),
}

/// Looks a deviation up among the officer's justifications; of several the best state wins.
pub(super) fn explain(case: &Case<'_>, verdict: Verdict) -> Explained {
    let evidence = case.book.evidence;
    let mut tested: Vec<(Explanation, Moment, Ix<Justification>, Option<Contradiction>)> = named(case)
        .into_iter()
        .map(|at| {
            let justification = &evidence.justifications[at];
            let (state, contradiction) = test(case, verdict, justification);
            (state, justification.filed_at, at, contradiction)
        })
        .collect();
    let id_of = |at: Ix<Justification>| &evidence.justifications[at].id;
    tested.sort_by(|a, b| (a.0, a.1, id_of(a.2)).cmp(&(b.0, b.1, id_of(b.2))));
    match tested.first() {
        Some(&(state, _, index, contradiction)) => Explained { state, justification: Some(index), contradiction },
        None => {
            let in_time = evidence.as_of <= case.on + case.policy.justification_deadline;
            let state = if in_time { Explanation::Awaited } else { Explanation::None };
            Explained { state, justification: None, contradiction: None }
        }
    }
}

/// Those of the officer that name one of the event ids, or whose [from, to] overlaps [on − u, end].
fn named(case: &Case<'_>) -> Vec<Ix<Justification>> {
    let Some(officer) = case.book.officers.get(case.officer) else { return Vec::new() };
    let from = case.on - case.clock.uncertainty;
    let to = case.end.unwrap_or(case.on + case.clock.uncertainty);
    let mut named = officer.justified_windows.meeting(from, to);
    for event in &case.trigger.event_ids {
        named.extend(officer.justified_events.get(event).into_iter().flatten());
    }
    named.sort_unstable();
    named.dedup();
    named
}

/// Tests one: rejected, unlisted reason, contradicted, self-approved, not approved, filed late.
fn test(case: &Case<'_>, verdict: Verdict, justification: &Justification) -> (Explanation, Option<Contradiction>) {
    let policy = case.policy;
    if justification.status.as_deref().is_some_and(|status| same_word(status, "rejected")) {
        return (Explanation::Rejected, None);
    }
    if !policy.reasons.contains(&justification.reason) {
        return (Explanation::UnlistedReason, None);
    }
    if verdict == Verdict::NotRecorded
        && let Some(contradiction) = contradiction(case, &justification.reason)
    {
        return (Explanation::Contradicted, Some(contradiction));
    }
    let state = match &justification.approved_by {
        Some(approver) if *approver == justification.officer => Explanation::SelfApproved,
        None if case.book.evidence.as_of <= justification.filed_at + policy.approval_deadline => {
            Explanation::AwaitingApproval
        }
        None => Explanation::Unapproved,
        Some(_) if justification.filed_at > case.on + policy.justification_deadline => Explanation::AcceptedLate,
        Some(_) => Explanation::Accepted,
    };
    (state, None)
}

fn contradiction(case: &Case<'_>, reason: &str) -> Option<Contradiction> {
    let battery = same_word(reason, "battery");
    if !battery && !same_word(reason, "malfunction") {
        return None;
    }
    let evidence = case.book.evidence;
    let on = case.by_camera(case.on);
    if battery {
        let rows = case.log().map_or(&[][..], |log| log.within(DeviceEventKind::Battery, on - BATTERY_REACH, on));
        let reading = |row: Ix<DeviceEvent>| evidence.device_log[row].battery;
        if let Some((_, last)) = rows.last()
            && reading(*last).is_some_and(|battery| battery >= BATTERY_ENOUGH)
        {
            return Some(Contradiction::BatteryEnough(*last));
        }
        if rows.iter().any(|(_, row)| reading(*row).is_some_and(|battery| battery < BATTERY_ENOUGH)) {
            return None;
        }
    }
    let later = on + RECORDS_AGAIN;
    let recordings = case.known_camera()?.recordings.meeting(later, later);
    let untouched = |recording: &&Stitched| {
        recording.covers()
            && !case.log().is_some_and(|log| {
                [DeviceEventKind::PowerOn, DeviceEventKind::Dock, DeviceEventKind::Fault]
                    .into_iter()
                    .any(|kind| !log.within(kind, on, recording.start).is_empty())
            })
    };
    let recording = recordings.into_iter().map(|at| &case.book.stitched[at]).find(untouched)?;
    Some(Contradiction::RecordedSoonAfter(recording.first))
}
