//! The verdict over one obligation.

use super::vocabulary::words;

words! {
    /// The verdict over one obligation (contract, "The verdict").
    Verdict: "verdict" {
        NotRequired = "not-required" {
            means: "Nothing obliged this officer's camera to run.",
            how: "The policy in force does not ask for a recording: no policy yet, another kind of trigger, an excluded category, too brief, an exempt duty, or no camera issued. The reason column says which.",
            next: "Nothing to do. Check the reason where many obligations drop out this way: who is left out changes every rate.",
        }
        OnTime = "on-time" {
            means: "The camera was recording within the grace.",
            how: "A recording of this camera or officer covers the trigger, and even the latest possible activation, with the uncertainty of the clocks added, lies within `grace`. It also ran to the end, without a gap that counts.",
            next: "Nothing to do. The confidence says what could still lower the verdict.",
        }
        Late = "late" {
            means: "The camera was recording, but began after the grace.",
            how: "Even the earliest possible activation, with the uncertainty of the clocks taken off, lies after `grace`. Both clocks and the pre-event buffer are already allowed for.",
            next: "Look at `gap_s`, the clock columns and the justification. A safety reason, or a camera that started by signal from another car, is common; without a fitted clock the confidence is at most medium.",
        }
        EndedEarly = "ended-early" {
            means: "The camera began in time but stopped before the trigger ended.",
            how: "The last recording, with the uncertainty of the clocks and `end-tolerance` added, ends before the trigger does; or more than half of the lit time is uncovered.",
            next: "Look at the end of the recording and at the device log: an empty battery or a fault ends a recording too. A light bar left on after the event is another innocent cause.",
        }
        Interrupted = "interrupted" {
            means: "The camera began in time but has a gap in the middle.",
            how: "Between activation and the last end there is lit time without footage, longer than `stitch` and the uncertainty of the clocks. Files that follow each other within `stitch` are one recording and leave no gap.",
            next: "Check whether a file of the sequence is missing or still on the camera, and whether the policy lets an officer mute or pause for privacy.",
        }
        Indeterminate = "indeterminate" {
            means: "The evidence does not decide.",
            how: "Nobody is assigned, the camera is not known, the clocks are too uncertain, or the local time is ambiguous; the reason column says which. It is never counted as fine and never as a deviation.",
            next: "Supply what is missing: the assignment, the camera, a log with offsets. Then run the audit again.",
        }
        FootageMissing = "footage-missing" {
            means: "Something was recorded, but its footage is not here.",
            how: "A recording is known from index or chain and its file is gone or empty, or the camera's own traces show one: a `record-start` in its log, or a number left out of the sequence. The officer did record, as far as can be seen.",
            next: "Look for the file: on the camera, in the dock, in a failed or refused upload, in an export that was cut short. It says something about the archive, not about the officer.",
        }
        UploadPending = "upload-pending" {
            means: "The camera may still hold the footage.",
            how: "No recording is known, and nothing shows that the camera has been emptied since: no dock with an undock after it, no later recording, no unbroken numbering.",
            next: "Wait for the upload, or dock the camera. Once `upload-deadline` has passed, `upload-overdue` is reported beside it.",
        }
        NotRecorded = "not-recorded" {
            means: "There is no recording, and the known innocent causes are ruled out.",
            how: "A recording was required, none covers the trigger, no file of it is lost, the camera has been emptied since, and neither its log nor its numbering shows one.",
            next: "Ask. A sleeping or broken camera, a camera swapped at the start of the tour, or a refused upload do not always leave a trace; see `camera-unavailable` and the confidence.",
        }
    }
}

impl Verdict {
    /// Whether it needs an explanation (contract, "Explanation").
    pub const fn is_deviation(self) -> bool {
        matches!(self, Self::NotRecorded | Self::Late | Self::EndedEarly | Self::Interrupted)
    }

    /// Whether the camera was started in time, whatever became of the recording later.
    pub const fn is_in_time(self) -> bool {
        matches!(self, Self::OnTime | Self::EndedEarly | Self::Interrupted)
    }

    /// Whether the activation was late or missing: what patterns count.
    pub const fn is_miss(self) -> bool {
        matches!(self, Self::Late | Self::NotRecorded)
    }
}
