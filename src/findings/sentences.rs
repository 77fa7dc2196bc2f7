//! What findings say: one plain sentence each, of facts only.
//!
//! A finding is a lead, not a determination; the words "violation", "guilty" and "tampered" do not appear.

use crate::base::ids::RecordingId;
use crate::base::time::{Moment, Span};
use crate::evidence::Evidence;
use crate::facts::{Assignment, CameraFact, DeviceEvent, Justification};
use crate::judgement::{Contradiction, Obligation};
use crate::words::{Explanation, Reason, Verdict};

/// An obligation without an accepted justification.
pub(super) fn unexplained(deviation: Verdict, obligation: &Obligation, evidence: &Evidence) -> String {
    let gap = obligation.gap.unwrap_or_default();
    let uncertainty = obligation.clock.map_or(Span::ZERO, |clock| clock.uncertainty);
    let what = match deviation {
        Verdict::Late => {
            format!("the recording was activated {gap} s (± {uncertainty} s) after the trigger began")
        }
        Verdict::EndedEarly => match obligation.uncovered {
            Some(uncovered) => format!("the recording ended early; {uncovered} s of the trigger are not covered"),
            None => "the recording ended within the time allowed for its start".into(),
        },
        Verdict::Interrupted => {
            let uncovered = obligation.uncovered.unwrap_or_default();
            format!("the recording was interrupted; {uncovered} s of the trigger are not covered")
        }
        _ => "no recording of the camera or the officer covers the trigger, and none is known to be missing".into(),
    };
    format!("{what}; {}", justification(obligation.explanation, evidence))
}

const fn justification(explanation: Option<Explanation>, evidence: &Evidence) -> &'static str {
    match explanation {
        Some(Explanation::Contradicted) => "its justification is contradicted by other evidence",
        Some(Explanation::SelfApproved) => "its justification was approved by the officer concerned",
        Some(Explanation::Unapproved) => "its justification was not approved by the deadline",
        Some(Explanation::Rejected) => "its justification was rejected",
        Some(Explanation::UnlistedReason) => "its justification names a reason that the policy does not list",
        _ if evidence.justifications.is_empty() => "the inputs hold no justifications at all",
        _ => "no justification was filed by the deadline",
    }
}

/// An obligation whose footage is known and not here.
pub(super) fn footage_missing(obligation: &Obligation, recordings: &[RecordingId]) -> String {
    let named: Vec<&str> = recordings.iter().map(RecordingId::as_str).collect();
    let named = if named.is_empty() { String::new() } else { format!(" ({})", named.join(", ")) };
    match obligation.reason {
        Some(Reason::MissingFile) => format!("a recording{named} is known for the trigger; its footage is not here"),
        Some(Reason::EmptyRecording) => format!("a recording{named} was started for the trigger and has no length"),
        Some(Reason::DeviceLog) => {
            "the camera's log shows that it began to record; no recording contains that moment".into()
        }
        _ => format!("the camera's numbers leave a gap around the trigger, between two recordings{named}"),
    }
}

/// The upload deadline has passed.
pub(super) fn upload_overdue(tour: Option<&Assignment>) -> String {
    let ended = tour.map_or_else(String::new, |tour| format!(" at {}", tour.to));
    format!("the tour ended{ended}, the upload deadline has passed, and nothing shows that the camera was emptied")
}

/// Two tours of one officer at the same moment.
pub(super) fn identity_conflict(used: Option<&Assignment>, others: &[&Assignment]) -> String {
    let describe = |tour: &Assignment| {
        let camera = match &tour.camera {
            CameraFact::Issued(camera) => format!("camera {camera}"),
            CameraFact::Blank | CameraFact::Unsaid => "no camera named".into(),
        };
        format!("{camera} from {}", tour.from)
    };
    let others: Vec<String> = others.iter().map(|tour| describe(tour)).collect();
    let used = used.map(describe).unwrap_or_default();
    format!("the officer has several tours at that moment; judged with {used}, passed over: {}", others.join("; "))
}

/// The camera could not hear its trigger.
pub(super) fn camera_unavailable(event: &DeviceEvent) -> String {
    format!("the camera's last state before the trigger is {} at {}", event.word, event.at)
}

/// An empty camera cell between tours with one.
pub(super) fn camera_blank() -> String {
    "the tour names no camera, although the officer had one in tours before and after".into()
}

/// A reason that other evidence disproves.
pub(super) fn contradicted(justification: &Justification, contradiction: Contradiction, evidence: &Evidence) -> String {
    let fact = match contradiction {
        Contradiction::BatteryEnough(row) => evidence.device_log.get(row).map_or_else(String::new, |event| {
            let value = event.value.as_deref().unwrap_or("enough");
            let unit = if value.ends_with('%') { "" } else { " %" };
            format!("the camera reported a battery of {value}{unit} at {}", event.at)
        }),
        Contradiction::RecordedSoonAfter(index) => {
            evidence.recordings.get(index).map_or_else(String::new, |recording| {
                let id = recording.id.as_ref().map_or_else(String::new, |id| format!(" {id}"));
                format!(
                    "the camera made recording{id} from {}, 15 minutes after the trigger began, and its log shows no \
                     power-on, dock or fault between",
                    recording.start
                )
            })
        }
    };
    format!("justification {} gives the reason {}; {fact}", justification.id, justification.reason)
}

/// A justification approved by its author.
pub(super) fn self_approved(justification: &Justification) -> String {
    format!("justification {} was approved by the officer who filed it", justification.id)
}

/// A clock that is far off or erratic.
pub(super) fn clock_suspect(obligation: &Obligation, count: u64) -> String {
    let (offset, uncertainty) =
        obligation.clock.map_or((Span::ZERO, Span::ZERO), |clock| (clock.offset, clock.uncertainty));
    format!(
        "the camera's clock was {offset} s (± {uncertainty} s) from the car's at this trigger, and far off or erratic \
         at {count} in all"
    )
}

/// A justification for a whole day and more.
pub(super) fn broad(justification: &Justification, from: Moment, to: Moment) -> String {
    format!("justification {} covers {} to {}, more than 24 hours", justification.id, from, to)
}

/// A light bar on for half a day.
pub(super) fn stuck(on: Moment, off: Moment) -> String {
    format!("the light bar was on from {on} to {off}, more than 12 hours; most often an inverted input")
}
