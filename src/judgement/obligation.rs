//! What a judgement comes to: obligations, each one officer × one trigger (contract, "The verdict").

use super::cause::{Cause, Silent};
use super::clocks::Clock;
use super::explanation::Contradiction;
use super::traces::Traces;
use super::triggers::Trigger;
use crate::base::ids::{CameraId, OfficerId};
use crate::base::index::{Ix, Table};
use crate::base::time::{Moment, Span};
use crate::evidence::Recording;
use crate::facts::{Assignment, DeviceEvent, Justification};
use crate::words::{Confidence, Doubt, Explanation, Outcome, Reason, Verdict, WouldBe};

/// All that was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judged {
    /// In order of (`on`, subject, id).
    pub triggers: Table<Trigger>,
    /// In order of their trigger, then of officer.
    pub obligations: Table<Obligation>,
    /// Why the data cannot accuse, in the order in which it is asked.
    pub causes: Table<Cause>,
    /// Cameras that recorded nothing over several tours.
    pub silent: Vec<Silent>,
}

/// One judged obligation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Obligation {
    /// The trigger, in [`Judged::triggers`].
    pub trigger: Ix<Trigger>,
    /// `None`: nobody is assigned to the car.
    pub officer: Option<OfficerId>,
    /// The tour it belongs to.
    pub tour: Option<Ix<Assignment>>,
    /// Other tours at the same moment that were passed over.
    pub other_tours: Vec<Ix<Assignment>>,
    /// The camera of the tour.
    pub camera: Option<CameraId>,
    /// When the trigger began.
    pub on: Moment,
    /// When it ended, no later than the tour.
    pub off: Option<Moment>,
    /// The `effective` of the policy in force.
    pub policy: Option<Moment>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why the verdict is what it is.
    pub reason: Option<Reason>,
    /// Further deviations.
    pub also: Vec<Verdict>,
    /// What it would have been, had the data been able to accuse.
    pub would_be: Vec<WouldBe>,
    /// Why they are not; or what speaks against the word that the verdict rests on.
    pub cause: Option<Ix<Cause>>,
    /// The line of the audit file with which somebody vouches for what it rests on.
    pub word: Option<u64>,
    /// What became of a deviation's justification.
    pub explanation: Option<Explanation>,
    /// What it comes to.
    pub outcome: Outcome,
    /// What lowers the confidence.
    pub doubts: Vec<Doubt>,
    /// The clock used.
    pub clock: Option<Clock>,
    /// The camera whose clock it is: the first candidate's, else the tour's.
    pub clock_camera: Option<CameraId>,
    /// As the camera recorded it.
    pub activation: Option<Moment>,
    /// The corrected g.
    pub gap: Option<Span>,
    /// Lit time without media.
    pub uncovered: Option<Span>,
    /// Files that decided.
    pub recordings: Vec<Ix<Recording>>,
    /// Rows of the device log that decided.
    pub device_rows: Vec<Ix<DeviceEvent>>,
    /// The justification that decided.
    pub justification: Option<Ix<Justification>>,
    /// What contradicts it.
    pub contradiction: Option<Contradiction>,
    /// The upload deadline has passed without an upload.
    pub upload_overdue: bool,
    /// The camera cell is empty between tours with a camera.
    pub camera_blank: bool,
    /// What the verdict rests on beside these: that the camera was emptied, that nothing is missing, a fault.
    pub rests_on: Traces,
    /// The row of the device log that shows the camera off, asleep or docked.
    pub camera_unavailable: Option<Ix<DeviceEvent>>,
    /// The row of the device log that shows the camera awake.
    pub camera_awake: Option<Ix<DeviceEvent>>,
    /// What was looked at, for the timeline of the case. Kept only for obligations that are unexplained or
    /// unresolved, or whose trigger has two readings.
    pub around: Option<Box<Around>>,
}

/// What lies around a trigger whose officer's footage was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Around {
    /// The latest moment at which a start still counted as a start for this trigger.
    pub horizon: Moment,
    /// The clock of the tour's camera.
    pub clock: Clock,
    /// Files of the camera or the officer, each with its own camera\'s clock.
    pub files: Vec<(Ix<Recording>, Clock)>,
}

impl Obligation {
    /// The lowest confidence that one of its doubts leaves.
    pub(crate) fn confidence(&self) -> Confidence {
        self.doubts.iter().map(|doubt| doubt.lowers_to()).max().unwrap_or(Confidence::High)
    }
}
