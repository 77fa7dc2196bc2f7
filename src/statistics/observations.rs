//! What is compared: one observation for each decided obligation that belongs to a tour.
//!
//! An obligation that is not decided (not required, indeterminate, footage missing, upload pending) is neither a hit
//! nor a miss and is left out. So is one that belongs to no tour: misses on one tour hang together, and here the tour
//! is not known.

use std::fmt;

use crate::base::ids::{CameraId, OfficerId, VehicleId};
use crate::base::index::{Ix, Table};
use crate::facts::Assignment;
use crate::judgement::{Judged, Obligation, Trigger};
use crate::words::{Outcome, SubjectKind, TriggerKind, Verdict};

/// Who or what may be behind a run of misses; equipment comes before officers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Cause<'a> {
    /// A camera that does not hear its triggers.
    Camera(&'a CameraId),
    /// A car whose trigger is broken.
    Vehicle(&'a VehicleId),
    /// A habit.
    Officer(&'a OfficerId),
}

impl Cause<'_> {
    /// The word for it.
    pub(crate) const fn kind(&self) -> SubjectKind {
        match self {
            Self::Camera(_) => SubjectKind::Camera,
            Self::Vehicle(_) => SubjectKind::Vehicle,
            Self::Officer(_) => SubjectKind::Officer,
        }
    }

    /// A camera or a car.
    pub(crate) const fn is_equipment(&self) -> bool {
        !matches!(self, Self::Officer(_))
    }

    /// Its id.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Camera(id) => id.as_str(),
            Self::Vehicle(id) => id.as_str(),
            Self::Officer(id) => id.as_str(),
        }
    }
}

/// `vehicle:214`
impl fmt::Display for Cause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind(), self.id())
    }
}

/// Whether the camera was started, and in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activation {
    /// In time.
    Good,
    /// Late or not at all, and not explained.
    Missed,
    /// Late or not at all, with an accepted justification.
    Explained,
    /// Late or not at all; a justification or its approval may still come.
    Awaiting,
}

/// One decided obligation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Observation<'a> {
    /// The obligation.
    pub obligation: Ix<Obligation>,
    /// Its trigger: those of one crew share it.
    pub trigger: Ix<Trigger>,
    /// Light bar or contact.
    pub kind: TriggerKind,
    /// Its tour.
    pub tour: Ix<Assignment>,
    /// The tour's camera.
    pub camera: Option<&'a CameraId>,
    /// The car whose light bar it was.
    pub vehicle: Option<&'a VehicleId>,
    /// Who was obliged.
    pub officer: &'a OfficerId,
    /// What happened.
    pub activation: Activation,
}

/// Stands for an observation in an index, whatever the observation borrows.
#[derive(Debug)]
pub(crate) enum ObservationKey {}

/// Observations that are pointed at.
pub(crate) type Observations<'a> = Table<Observation<'a>, ObservationKey>;

impl<'a> Observation<'a> {
    /// Whom it may say something about.
    pub(crate) fn causes(&self) -> impl Iterator<Item = Cause<'a>> {
        let camera = self.camera.map(Cause::Camera);
        let vehicle = self.vehicle.map(Cause::Vehicle);
        [camera, vehicle, Some(Cause::Officer(self.officer))].into_iter().flatten()
    }

    /// Whether it is a miss of that cause; `None`: it does not count.
    ///
    /// For equipment a miss is a miss, whatever justification was accepted. For an officer a miss with an accepted
    /// justification is none, and a miss whose justification may still be accepted does not count yet.
    pub(crate) const fn is_miss_of(&self, cause: &Cause<'_>) -> Option<bool> {
        match (self.activation, cause) {
            (Activation::Good, _) | (Activation::Explained, Cause::Officer(_)) => Some(false),
            (Activation::Awaiting, Cause::Officer(_)) => None,
            _ => Some(true),
        }
    }
}

/// The decided obligations among those given.
pub(crate) fn observe<'a>(obligations: &[Ix<Obligation>], judged: &'a Judged) -> Observations<'a> {
    let observation = |at: &Ix<Obligation>| {
        let obligation = &judged.obligations[*at];
        let trigger = &judged.triggers[obligation.trigger];
        Some(Observation {
            obligation: *at,
            trigger: obligation.trigger,
            kind: trigger.kind(),
            tour: obligation.tour?,
            camera: obligation.camera.as_ref(),
            vehicle: trigger.vehicle(),
            officer: obligation.officer.as_ref()?,
            activation: activation(obligation.verdict, obligation.outcome)?,
        })
    };
    obligations.iter().filter_map(observation).collect()
}

/// `None`: not decided. A recording that ended early or was interrupted was started in time.
const fn activation(verdict: Verdict, outcome: Outcome) -> Option<Activation> {
    match outcome {
        _ if verdict.is_in_time() => Some(Activation::Good),
        _ if !verdict.is_miss() => None,
        Outcome::Explained => Some(Activation::Explained),
        Outcome::Awaiting => Some(Activation::Awaiting),
        _ => Some(Activation::Missed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Verdict::OnTime, Outcome::Compliant, Some(Activation::Good))]
    #[case(Verdict::EndedEarly, Outcome::Unexplained, Some(Activation::Good))]
    #[case(Verdict::Interrupted, Outcome::Awaiting, Some(Activation::Good))]
    #[case(Verdict::Late, Outcome::Unexplained, Some(Activation::Missed))]
    #[case(Verdict::NotRecorded, Outcome::Unexplained, Some(Activation::Missed))]
    #[case(Verdict::NotRecorded, Outcome::Explained, Some(Activation::Explained))]
    #[case(Verdict::Late, Outcome::Awaiting, Some(Activation::Awaiting))]
    #[case(Verdict::NotRequired, Outcome::NotRequired, None)]
    #[case(Verdict::Indeterminate, Outcome::Unresolved, None)]
    #[case(Verdict::FootageMissing, Outcome::Unresolved, None)]
    #[case(Verdict::UploadPending, Outcome::Unresolved, None)]
    fn what_counts(#[case] verdict: Verdict, #[case] outcome: Outcome, #[case] expected: Option<Activation>) {
        assert_eq!(activation(verdict, outcome), expected);
    }

    #[rstest]
    #[case(Activation::Good, Some(false), Some(false))]
    #[case(Activation::Missed, Some(true), Some(true))]
    #[case(Activation::Explained, Some(true), Some(false))]
    #[case(Activation::Awaiting, Some(true), None)]
    fn a_miss_of_equipment_is_not_always_one_of_an_officer(
        #[case] activation: Activation,
        #[case] of_equipment: Option<bool>,
        #[case] of_officer: Option<bool>,
    ) {
        let (camera, vehicle, officer) = ("C".into(), "V".into(), "O".into());
        let observation = Observation {
            obligation: Ix::first(),
            trigger: Ix::first(),
            kind: TriggerKind::Lightbar,
            tour: Ix::first(),
            camera: Some(&camera),
            vehicle: Some(&vehicle),
            officer: &officer,
            activation,
        };
        let misses: Vec<_> = observation.causes().map(|cause| observation.is_miss_of(&cause)).collect();
        assert_eq!(misses, [of_equipment, of_equipment, of_officer]);
    }
}
