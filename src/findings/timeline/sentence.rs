//! Why a verdict is what it is: one plain sentence a case, of facts only.
//!
//! Numbers stand as the CSV files have them, so that the sentence can be held against its row. The words
//! "violation", "guilty" and "tampered" do not appear.

use crate::base::time::Span;
use crate::evidence::Evidence;
use crate::facts::Justification;
use crate::facts::policy::Policy;
use crate::judgement::{Clock, Obligation, Trigger};
use crate::results::ObligationRow;
use crate::words::{Doubt, Explanation, Reason, TriggerKind, Verdict};

/// What there is to tell.
pub(super) struct Told<'a> {
    pub(super) trigger: &'a Trigger,
    pub(super) obligation: &'a Obligation,
    pub(super) row: &'a ObligationRow,
    pub(super) policy: Option<&'a Policy>,
    pub(super) justification: Option<&'a Justification>,
    /// The clock of the tour's camera.
    pub(super) clock: Clock,
    pub(super) evidence: &'a Evidence,
}

/// `the light bar of car 241`, `the contact`
pub(super) fn trigger(trigger: &Trigger) -> String {
    let name = trigger.kind().in_words();
    trigger.vehicle().map_or_else(|| format!("the {name}"), |vehicle| format!("the {name} of car {vehicle}"))
}

/// Why the verdict is what it is.
pub(super) fn why(told: &Told<'_>) -> String {
    let mut text = what_happened(told);
    if let Some(explanation) = told.obligation.explanation {
        text.push_str("; ");
        text.push_str(&justification(told, explanation));
    }
    text.push('.');
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What else a reader must know of it.
pub(super) fn notes(told: &Told<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let obligation = told.obligation;
    if let Some(event) = obligation.camera_unavailable.map(|row| &told.evidence.device_log[row]) {
        notes.push(format!(
            "The camera's last state before the trigger was {} ({}): it may not have heard it.",
            event.word, event.at
        ));
    }
    if obligation.upload_overdue {
        notes.push("The upload deadline has passed.".to_owned());
    }
    if told.clock.suspect {
        notes.push("The camera's clock is far off or erratic (clock-suspect).".to_owned());
    }
    notes
}

fn what_happened(told: &Told<'_>) -> String {
    let obligation = told.obligation;
    let Some((would_be, others)) = obligation.would_be.split_first() else {
        return happened(told, obligation.verdict, obligation.reason, &obligation.also);
    };
    let also: Vec<Verdict> = others.iter().map(|other| other.verdict()).collect();
    let doubt = obligation.reason.map_or_else(String::new, |reason| reason.text().clause());
    format!(
        "not decided, because {doubt}; without that doubt it would be `{}`: {}",
        would_be.verdict_as_str(),
        happened(told, would_be.verdict(), None, &also)
    )
}

fn happened(told: &Told<'_>, verdict: Verdict, reason: Option<Reason>, others: &[Verdict]) -> String {
    let obligation = told.obligation;
    let trigger = trigger(told.trigger);
    let began = match told.trigger.kind() {
        TriggerKind::Lightbar => "came on",
        TriggerKind::Contact => "began",
    };
    let gap = obligation.gap.unwrap_or_default();
    let uncertainty = obligation.clock.map_or(told.clock.uncertainty, |clock| clock.uncertainty);
    let grace = told.policy.map_or(Span::ZERO, |policy| policy.grace_for(told.trigger.kind()));
    let uncovered = obligation
        .uncovered
        .map_or_else(String::new, |uncovered| format!(", and {uncovered} s of it are on no recording"));
    let recordings = named_recordings(told);
    match (verdict, reason) {
        (Verdict::OnTime, _) => format!("a recording{recordings} covers {trigger} in time"),
        (Verdict::NotRequired, _) => "no camera was issued".to_owned(),
        (Verdict::NotRecorded, _) => format!(
            "no recording of {} covers {trigger}, the camera has been emptied since, and {}",
            who(told),
            lost_would_show(told)
        ),
        (Verdict::Late, _) => format!(
            "the recording was activated {gap} s (± {uncertainty} s) after {trigger} {began}, where {grace} s are \
             allowed{}",
            also(others)
        ),
        (Verdict::EndedEarly, _) => {
            format!("the recording began in time but stopped before {trigger} ended{uncovered}")
        }
        (Verdict::Interrupted, _) => {
            format!("the recording began in time but has a gap while {trigger} was still on{uncovered}{}", also(others))
        }
        (Verdict::FootageMissing, Some(Reason::MissingFile)) => {
            format!("a recording{recordings} is known for {trigger}, but its footage is not in the archive")
        }
        (Verdict::FootageMissing, Some(Reason::EmptyRecording)) => {
            format!("a recording{recordings} was started for {trigger}, but it has no length")
        }
        (Verdict::FootageMissing, Some(Reason::DeviceLog)) => format!(
            "the camera's log shows that it began to record for {trigger}, but no recording here contains that moment"
        ),
        (Verdict::FootageMissing, _) => format!(
            "the camera's recording numbers leave a gap around {trigger}, between two recordings{recordings}: what \
             was recorded between them is not here"
        ),
        (Verdict::UploadPending, _) => format!(
            "no recording of {} covers {trigger}, but nothing shows that the camera has been emptied since: the \
             recording may still be on it",
            who(told)
        ),
        (_, Some(Reason::NoAssignment)) => match &obligation.officer {
            Some(officer) => format!(
                "no roster assigns officer {officer} at that time and no recording names the officer, so nobody's \
                 camera can be asked for"
            ),
            None => format!("no roster assigns anybody when {trigger} {began}, so nobody's camera can be asked for"),
        },
        (_, Some(Reason::CameraUnknown)) => {
            "the roster does not say which camera the officer carried, and no recording names the officer".to_owned()
        }
        (_, Some(Reason::AmbiguousTime)) if !told.trigger.ambiguous => format!(
            "a local time of a recording, of the camera's log or of a justification near {trigger} happened twice that \
             night, and its two readings lead to different verdicts"
        ),
        (_, Some(Reason::AmbiguousTime)) => format!(
            "the log's local time for {trigger} happened twice that night, and its two readings lead to different \
             verdicts"
        ),
        (_, _) if gap + uncertainty <= grace => format!(
            "all recordings end within the uncertainty of the clocks (± {uncertainty} s) before {trigger} {began}, so \
             whether they cover it cannot be told"
        ),
        (_, _) => format!(
            "the recording was activated {gap} s after {trigger} {began}, where {grace} s are allowed, and the clocks \
             are known to ± {uncertainty} s only: it may have been in time{}",
            also(others)
        ),
    }
}

/// How far the camera's own traces rule out a lost recording. Nothing is claimed of a log that is not there.
fn lost_would_show(told: &Told<'_>) -> &'static str {
    if told.obligation.doubts.contains(&Doubt::CompletenessNotProven) {
        "no recording is known to be lost; but neither its log nor its recording numbers reach over that time, so that \
         a lost one might not show"
    } else if told.obligation.rests_on.device_rows.is_empty() {
        "its recording numbers leave no room for one that is lost"
    } else {
        "nothing in its log shows a recording that is lost"
    }
}

fn who(told: &Told<'_>) -> String {
    let camera = told.obligation.camera.as_ref().map(|camera| format!("camera {camera}"));
    let officer = told.obligation.officer.as_ref().map(|officer| format!("officer {officer}"));
    let named: Vec<String> = camera.into_iter().chain(officer).collect();
    named.join(" or of ")
}

fn named_recordings(told: &Told<'_>) -> String {
    let ids: Vec<&str> = told.row.recording_ids.iter().map(|id| id.as_str()).collect();
    if ids.is_empty() { String::new() } else { format!(" ({})", ids.join(", ")) }
}

fn also(others: &[Verdict]) -> String {
    let also = |verdict: &Verdict| match verdict {
        Verdict::Interrupted => " it was interrupted",
        _ => " it stopped too early",
    };
    let also: Vec<&str> = others.iter().map(also).collect();
    if also.is_empty() { String::new() } else { format!(", and{}", also.join(" and")) }
}

fn justification(told: &Told<'_>, explanation: Explanation) -> String {
    let named = told
        .justification
        .map_or_else(String::new, |justification| format!(" {} ({})", justification.id, justification.reason));
    match explanation {
        Explanation::Contradicted => format!("other evidence contradicts its justification{named}"),
        Explanation::SelfApproved => format!("its justification{named} was approved by the officer concerned"),
        Explanation::Unapproved => format!("its justification{named} was not approved by the deadline"),
        Explanation::Rejected => format!("its justification{named} was rejected"),
        Explanation::UnlistedReason => {
            format!("its justification{named} gives a reason that the policy does not list")
        }
        Explanation::Accepted | Explanation::AcceptedLate => format!("its justification{named} was accepted"),
        Explanation::AwaitingApproval => format!("its justification{named} awaits approval"),
        Explanation::Awaited => "there is still time to file a justification".to_owned(),
        Explanation::None if told.evidence.justifications.is_empty() => {
            "the inputs hold no justifications at all".to_owned()
        }
        Explanation::None => "no justification was filed by the deadline".to_owned(),
    }
}
