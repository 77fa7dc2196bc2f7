//! What is said of one officer and one trigger: kinds, verdicts, reasons, explanations, outcomes.

use super::Text;
use crate::words::{Explanation, Outcome, Reason, TriggerKind, Verdict};

pub const fn trigger_kind(word: TriggerKind) -> Text {
    match word {
        TriggerKind::Lightbar => Text {
            means: "The patrol car's light bar went on.",
            how: "Activations of one car that follow each other within `merge-gap` count as one; every officer assigned to the car at that moment is obliged. Activations with less lit time than `min-duration` oblige nobody.",
            next: "If the times look wrong, look at the light-bar log first: a mis-wired input logs inverted, and a log without offsets depends on its zone.",
        },
        TriggerKind::Contact => Text {
            means: "The officer was in contact with a person, or dispatched to one.",
            how: "Each row of the contacts source is one event of the officer it names; the grace is `contact-grace`. Contacts come from dispatch data, so their times are those of a person or a dispatcher, not of a car.",
            next: "A dispatch is not always a contact. Check with the incident whether anybody was met before drawing a conclusion.",
        },
    }
}

pub const fn verdict(word: Verdict) -> Text {
    match word {
        Verdict::NotRequired => Text {
            means: "Nothing obliged this officer's camera to run.",
            how: "The policy in force does not ask for a recording: no policy yet, another kind of trigger, an excluded category, too brief, an exempt duty, or no camera issued. The reason column says which.",
            next: "Nothing to do. Check the reason where many obligations drop out this way: who is left out changes every rate.",
        },
        Verdict::OnTime => Text {
            means: "The camera was recording within the grace.",
            how: "A recording of this camera or officer covers the trigger, and even the latest possible activation, with the uncertainty of the clocks added, lies within `grace`. It also ran to the end, without a gap that counts.",
            next: "Nothing to do. The confidence says what could still lower the verdict.",
        },
        Verdict::Late => Text {
            means: "The camera was recording, but began after the grace.",
            how: "Even the earliest possible activation, with the uncertainty of the clocks taken off, lies after `grace`. Both clocks and the pre-event buffer are already allowed for.",
            next: "Look at `gap_s`, the clock columns and the justification. A safety reason, or a camera that started by signal from another car, is common; without a fitted clock the confidence is at most medium.",
        },
        Verdict::EndedEarly => Text {
            means: "The camera began in time but stopped before the trigger ended.",
            how: "The last recording, with the uncertainty of the clocks and `end-tolerance` added, ends before the trigger does; or more than half of the lit time is uncovered.",
            next: "Look at the end of the recording and at the device log: an empty battery or a fault ends a recording too. A light bar left on after the event is another innocent cause.",
        },
        Verdict::Interrupted => Text {
            means: "The camera began in time but has a gap in the middle.",
            how: "Between activation and the last end there is lit time without footage, longer than `stitch` and the uncertainty of the clocks. Files that follow each other within `stitch` are one recording and leave no gap.",
            next: "Check whether a file of the sequence is missing or still on the camera, and whether the policy lets an officer mute or pause for privacy.",
        },
        Verdict::Indeterminate => Text {
            means: "The evidence does not decide.",
            how: "Nobody is assigned, the camera is not known, the clocks are too uncertain, or the local time is ambiguous; the reason column says which. It is never counted as fine and never as a deviation.",
            next: "Supply what is missing: the assignment, the camera, a log with offsets. Then run the audit again.",
        },
        Verdict::FootageMissing => Text {
            means: "Something was recorded, but its footage is not here.",
            how: "A recording is known from index or chain and its file is gone or empty, or the camera's own traces show one: a `record-start` in its log, or a number left out of the sequence. The officer did record, as far as can be seen.",
            next: "Look for the file: on the camera, in the dock, in a failed or refused upload, in an export that was cut short. It says something about the archive, not about the officer.",
        },
        Verdict::UploadPending => Text {
            means: "The camera may still hold the footage.",
            how: "No recording is known, and nothing shows that the camera has been emptied since: no dock with an undock after it, no later recording, no unbroken numbering.",
            next: "Wait for the upload, or dock the camera. Once `upload-deadline` has passed, `upload-overdue` is reported beside it.",
        },
        Verdict::NotRecorded => Text {
            means: "There is no recording, and the known innocent causes are ruled out.",
            how: "A recording was required, none covers the trigger, no file of it is lost, the camera has been emptied since, and neither its log nor its numbering shows one.",
            next: "Ask. A sleeping or broken camera, a camera swapped at the start of the tour, or a refused upload do not always leave a trace; see `camera-unavailable` and the confidence.",
        },
    }
}

pub const fn reason(word: Reason) -> Text {
    match word {
        Reason::NoPolicy => Text {
            means: "No policy was in force when the trigger began.",
            how: "The earliest `effective` of the audit file is later than `on`.",
            next: "If a policy did apply then, add it to the audit file with its own `effective`.",
        },
        Reason::TriggerNotCovered => Text {
            means: "The policy does not oblige anybody on this kind of trigger.",
            how: "The kind is not among the `triggers` of the policy in force.",
            next: "Nothing to do, if the audit file says what the written policy says.",
        },
        Reason::ExcludedCategory => Text {
            means: "The trigger's category obliges nobody, such as a test or a pre-check.",
            how: "The category is among `excluded-categories`; a merged activation is excluded only if all its events are.",
            next: "Look at the categories where many are excluded: who sets them, and may they be edited afterwards?",
        },
        Reason::Brief => Text {
            means: "The light bar was lit too briefly to count.",
            how: "The activation has a known end, and its lit time, before the tour clips it, is below `min-duration`. Blips come from switch tests and from passing through the positions of a switch.",
            next: "Nothing to do. Lower `min-duration` if short activations matter in this department.",
        },
        Reason::NoAssignment => Text {
            means: "No assignment says who was in the car, or that the officer was on duty.",
            how: "No row of the assignments source covers the start of the trigger. A contact whose officer has a recording is judged all the same.",
            next: "Complete the assignments: swapped cars, overtime and tours past midnight are the usual gaps.",
        },
        Reason::ExemptDuty => Text {
            means: "The officer's duty is exempt from recording.",
            how: "The assignment's `duty` is among `exempt-duties`.",
            next: "Nothing to do, if the duty was entered before the tour.",
        },
        Reason::NoCameraIssued => Text {
            means: "The officer had no camera on this tour.",
            how: "The assignment's `camera_id` is empty, and no recording of the officer meets the trigger. During a roll-out that is the normal state.",
            next: "If the officer had a camera in the tours before and after, `camera-blank` is reported: then the cell may just have been left empty.",
        },
        Reason::CameraUnknown => Text {
            means: "It is not known which camera the officer had, and no recording names the officer.",
            how: "The assignments have no camera for this tour and the recordings name cameras only, so nothing can be matched.",
            next: "Export the assignments with their cameras, or the recordings with their officers.",
        },
        Reason::Clock => Text {
            means: "The clocks are too uncertain to tell, for instance, on time from late.",
            how: "The limit lies between the earliest and the latest possible gap, once the pre-event buffer and the uncertainty `clock_uncertainty_s` are allowed for; or every recording ended within that uncertainty of the trigger's start.",
            next: "Look at `gap_s` and `clock_offset_s`. More automatic starts of that camera, or a sync of its clock, make the next audit sharper.",
        },
        Reason::MissingFile => Text {
            means: "A recording is known, but its file is not in the archive.",
            how: "The index or the chain gives its times, and they would have met the trigger; it was not purged lawfully.",
            next: "Find the file, or the record of its purge. Check that the whole archive was mounted and exported.",
        },
        Reason::EmptyRecording => Text {
            means: "A recording was started but has no length.",
            how: "A recording of zero length, or a row whose end is before its start, begins where one is looked for. Cameras leave such files after a bad shutdown.",
            next: "Have the camera looked at. The officer seems to have started it.",
        },
        Reason::DeviceLog => Text {
            means: "The camera's own log shows that it started to record, but no recording is here.",
            how: "A `record-start` of the camera lies where a recording is looked for, and no recording of it with length holds that moment, give or take 5 s.",
            next: "Look for a clip that is still on the camera or that the server refused.",
        },
        Reason::SequenceGap => Text {
            means: "The numbers of the camera's recordings leave one out just here.",
            how: "The nearest numbered recordings before and after the trigger are n and m with m > n + 1, and at least one of them begins in this tour.",
            next: "Look for the number that is left out: on the camera, in a refused upload, or purged without a record.",
        },
        Reason::AmbiguousTime => Text {
            means: "The trigger's local time occurred twice that night, and the two readings give different verdicts.",
            how: "The log has local times without offset, and this one lies in the hour that daylight saving repeats. Both readings were judged; the row shows the times of the earlier one.",
            next: "Export the log in UTC or with offsets.",
        },
    }
}

pub const fn explanation(word: Explanation) -> Text {
    match word {
        Explanation::Accepted => Text {
            means: "A justification was filed in time and approved.",
            how: "Its reason is listed in the policy, somebody else approved it, it was filed within `justification-deadline`, and no evidence disproves it.",
            next: "Nothing to do.",
        },
        Explanation::AcceptedLate => Text {
            means: "A justification was approved, but filed after the deadline.",
            how: "As accepted, but `filed_at` is later than the trigger's start plus `justification-deadline`. It still explains the deviation.",
            next: "Nothing to do for this one; many of them from one unit are worth a word.",
        },
        Explanation::AwaitingApproval => Text {
            means: "A justification was filed and waits for its approval.",
            how: "It has no `approved_by` yet, and `approval-deadline` has not passed.",
            next: "The supervisor approves or rejects it.",
        },
        Explanation::Contradicted => Text {
            means: "A justification names a reason that other evidence speaks against.",
            how: "A battery that read 20 % or more within the half hour before, or a camera said to be broken that was recording again 15 minutes later without power-on, dock or fault between. The finding shows the fact.",
            next: "Show the officer the fact and ask. Battery readings can be stale and a fault can pass by itself.",
        },
        Explanation::SelfApproved => Text {
            means: "The officer concerned approved the justification.",
            how: "`approved_by` is the officer of the obligation.",
            next: "Have somebody else look at it. Some systems enter the author by default.",
        },
        Explanation::Unapproved => Text {
            means: "A justification was filed, but nobody approved it in time.",
            how: "There is no `approved_by`, and `approval-deadline` has passed since it was filed.",
            next: "The supervisor decides about it; the delay is not the officer's.",
        },
        Explanation::Rejected => Text {
            means: "A justification was filed and refused.",
            how: "Its `status` is `rejected`.",
            next: "Nothing more to find here; the refusal is the department's decision.",
        },
        Explanation::UnlistedReason => Text {
            means: "A justification was filed for a reason that the policy does not list.",
            how: "Its `reason` is not among `reasons` of the policy in force. Words are compared without case, but spellings are not guessed.",
            next: "Read the narrative. If it is a listed reason under another name, map it in the audit file.",
        },
        Explanation::Awaited => Text {
            means: "No justification was filed yet, and there is still time.",
            how: "`justification-deadline` has not passed since the trigger began.",
            next: "Wait for it.",
        },
        Explanation::None => Text {
            means: "No justification was filed in time.",
            how: "None of that officer names one of the event ids or overlaps the trigger, and `justification-deadline` has passed.",
            next: "Ask the officer. Check first that the justifications export is complete and uses the same officer ids.",
        },
    }
}

pub const fn outcome(word: Outcome) -> Text {
    match word {
        Outcome::Compliant => {
            Text { means: "Recorded as it should be.", how: "The verdict is `on-time`.", next: "Nothing to do." }
        }
        Outcome::Explained => Text {
            means: "There is a deviation, and an approved justification for it.",
            how: "The verdict is a deviation and the explanation is `accepted` or `accepted-late`.",
            next: "Nothing to do.",
        },
        Outcome::Awaiting => Text {
            means: "There is a deviation, and a justification or its approval may still come.",
            how: "The explanation is `awaited` or `awaiting-approval`: a deadline has not passed yet.",
            next: "Look again after the deadline.",
        },
        Outcome::Unexplained => Text {
            means: "There is a deviation without an accepted justification.",
            how: "The verdict is `not-recorded`, `late`, `ended-early` or `interrupted`, and no justification was accepted or may still come.",
            next: "Ask the officer and the supervisor. This is where a question begins, not where an answer stands.",
        },
        Outcome::Unresolved => Text {
            means: "The evidence does not decide, or footage is known and not here.",
            how: "The verdict is `indeterminate`, `footage-missing` or `upload-pending`. It counts neither for nor against the officer.",
            next: "Supply what the reason column asks for, and run the audit again.",
        },
        Outcome::NotRequired => Text {
            means: "Nobody was obliged to record.",
            how: "The verdict is `not-required`; its reason says why.",
            next: "Nothing to do.",
        },
    }
}
