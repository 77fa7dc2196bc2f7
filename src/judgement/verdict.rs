//! The verdict: the first row of the contract's table that holds (contract, "The verdict").

use super::case::{Case, Near};
use super::clocks::Clock;
use super::coverage::{Coverage, coverage, lost_would_cover};
use super::traces::{self, Traces};
use super::triggers::{Trigger, Window};
use crate::base::ids::CameraId;
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::evidence::Recording;
use crate::facts::policy::Policy;
use crate::facts::{CameraFact, DeviceEvent};
use crate::words::{Reason, TriggerKind, Verdict};

/// What the table says of one case, and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ruling {
    pub(super) verdict: Verdict,
    pub(super) reason: Option<Reason>,
    /// Further deviations: `interrupted` first.
    pub(super) also: Vec<Verdict>,
    /// The clock; `None` where the verdict needed no clock.
    pub(super) clock: Option<Clock>,
    /// The camera of the first candidate.
    pub(super) clock_camera: Option<CameraId>,
    /// The first candidate.
    pub(super) activation: Option<Activation>,
    /// Lit time without media.
    pub(super) uncovered: Option<Span>,
    /// Files, as indices into the evidence's recordings, that decided.
    pub(super) recordings: Vec<Ix<Recording>>,
    /// Rows of the device log that decided.
    pub(super) device_rows: Vec<Ix<DeviceEvent>>,
    /// What else the verdict rests on.
    pub(super) rests_on: Traces,
    /// The upload deadline has passed.
    pub(super) upload_overdue: bool,
    /// The camera cell is empty although the officer had a camera in tours before and after.
    pub(super) camera_blank: bool,
}

/// When the first candidate was activated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Activation {
    /// As the camera recorded it (latest possible).
    pub(super) recorded: Moment,
    /// The corrected g.
    pub(super) gap: Span,
}

impl Ruling {
    pub(super) const fn new(verdict: Verdict, reason: Option<Reason>) -> Self {
        Self {
            verdict,
            reason,
            also: Vec::new(),
            clock: None,
            clock_camera: None,
            activation: None,
            uncovered: None,
            recordings: Vec::new(),
            device_rows: Vec::new(),
            rests_on: Traces { recordings: Vec::new(), device_rows: Vec::new() },
            upload_overdue: false,
            camera_blank: false,
        }
    }
}

/// Rows 1 to 3: what needs no officer. The tour does not clip the lit time here.
pub(super) fn not_required(trigger: &Trigger, window: &Window, policy: Option<&Policy>) -> Option<Reason> {
    let Some(policy) = policy else { return Some(Reason::NoPolicy) };
    let excluded = |category: &Option<std::sync::Arc<str>>| {
        category.as_deref().is_some_and(|category| policy.excluded_categories.contains(category))
    };
    if !policy.triggers.contains(&trigger.kind()) {
        Some(Reason::TriggerNotCovered)
    } else if trigger.categories.iter().all(excluded) {
        Some(Reason::ExcludedCategory)
    } else if trigger.kind() == TriggerKind::Lightbar
        && window.off.is_some()
        && window.lit.length() < policy.min_duration
    {
        Some(Reason::Brief)
    } else {
        None
    }
}

/// Rows 4 to 12.
pub(super) fn rule(case: &Case<'_>) -> Ruling {
    let mut blank = false;
    match case.tour {
        None if case.candidates().is_empty() => {
            let mut ruling = Ruling::new(Verdict::Indeterminate, Some(Reason::NoAssignment));
            ruling.clock = Some(case.clock);
            return ruling;
        }
        None => {}
        Some(tour) => {
            let duty = tour.duty.as_deref();
            if duty.is_some_and(|duty| case.policy.exempt_duties.contains(duty)) {
                return Ruling::new(Verdict::NotRequired, Some(Reason::ExemptDuty));
            }
            if tour.camera == CameraFact::Blank {
                blank = traces::had_cameras_around(case, tour);
                if !traces::officer_recorded(case) {
                    let mut ruling = Ruling::new(Verdict::NotRequired, Some(Reason::NoCameraIssued));
                    ruling.camera_blank = blank;
                    return ruling;
                }
            }
            if case.camera.is_none() && !traces::officer_ever_recorded(case) {
                let mut ruling = Ruling::new(Verdict::Indeterminate, Some(Reason::CameraUnknown));
                ruling.camera_blank = blank;
                return ruling;
            }
        }
    }
    let mut ruling = from_candidates(case).unwrap_or_else(|| without_candidate(case));
    ruling.camera_blank = blank;
    ruling.clock.get_or_insert(case.clock);
    ruling
}

/// Rows 6 to 8, and the row 9 that row 7 and the coverage lead to.
fn from_candidates(case: &Case<'_>) -> Option<Ruling> {
    let candidates = case.candidates();
    let first = *candidates.first()?;
    let clock = first.clock;
    let (gap, least_gap) = (first.latest - case.on, first.earliest - case.on);
    let verdict = if gap + clock.uncertainty <= case.grace {
        Verdict::OnTime
    } else if least_gap - clock.uncertainty > case.grace {
        let earlier = |near: &Near<'_>| near.latest < first.latest;
        if case.lost().any(earlier) || case.empty().any(earlier) {
            return Some(footage_gone(case));
        }
        Verdict::Late
    } else {
        Verdict::Indeterminate
    };
    let coverage = coverage(case, first);
    if verdict == Verdict::OnTime && lost_would_cover(case, first, coverage) {
        return Some(Ruling { uncovered: coverage.uncovered, ..footage_gone(case) });
    }
    let mut ruling = Ruling::new(verdict, (verdict == Verdict::Indeterminate).then_some(Reason::Clock));
    ruling.clock = Some(clock);
    ruling.clock_camera = first.camera.cloned();
    ruling.activation = Some(Activation { recorded: first.recording.latest(case.policy.pre_event_buffer), gap });
    ruling.recordings = deciding_files(case, &candidates);
    apply_coverage(&mut ruling, coverage);
    Some(ruling)
}

/// An on-time obligation takes the deviation as its verdict; otherwise it stands in `also`.
fn apply_coverage(ruling: &mut Ruling, coverage: Coverage) {
    ruling.uncovered = coverage.uncovered;
    let mut deviations = Vec::new();
    if coverage.interrupted {
        deviations.push(Verdict::Interrupted);
    }
    if coverage.ended_early {
        deviations.push(Verdict::EndedEarly);
    }
    if ruling.verdict == Verdict::OnTime {
        if coverage.nothing_to_test {
            ruling.verdict = Verdict::Indeterminate;
            ruling.reason = Some(Reason::Clock);
        } else if !deviations.is_empty() {
            ruling.verdict = deviations.remove(0);
        }
    }
    ruling.also = deviations;
}

/// The files that a reader needs to see: the first candidate's first, and all that meet the trigger.
fn deciding_files(case: &Case<'_>, candidates: &[&Near<'_>]) -> Vec<Ix<Recording>> {
    let mut files = Vec::new();
    for (place, near) in candidates.iter().enumerate() {
        let offset = near.clock.offset;
        for at in near.recording.files() {
            let file = &case.book.evidence.recordings[at];
            let meets = file.end - offset + near.clock.uncertainty >= case.on && file.start - offset <= case.horizon;
            if meets || (place == 0 && at == near.recording.first) {
                files.push(at);
            }
        }
    }
    files
}

/// Row 9.
fn footage_gone(case: &Case<'_>) -> Ruling {
    let lost: Vec<Ix<Recording>> = case.lost().flat_map(|near| near.recording.files()).collect();
    let (reason, recordings) = if lost.is_empty() {
        (Reason::EmptyRecording, case.empty().flat_map(|near| near.recording.files()).collect())
    } else {
        (Reason::MissingFile, lost)
    };
    let mut ruling = Ruling::new(Verdict::FootageMissing, Some(reason));
    ruling.recordings = recordings;
    ruling
}

/// Rows 9 to 12.
fn without_candidate(case: &Case<'_>) -> Ruling {
    if case.lost().next().is_some() || case.empty().next().is_some() {
        return footage_gone(case);
    }
    if let Some(tour) = case.tour {
        let overdue = case.book.evidence.as_of > tour.to + case.policy.upload_deadline;
        let Some(emptied) = traces::emptied(case, tour, overdue) else {
            let mut ruling = Ruling::new(Verdict::UploadPending, None);
            ruling.upload_overdue = overdue;
            return ruling;
        };
        let mut ruling = Ruling::new(Verdict::NotRecorded, None);
        ruling.device_rows = emptied.device_rows;
        ruling.rests_on.recordings = emptied.recordings;
        if let Some(row) = traces::logged_without_recording(case) {
            (ruling.verdict, ruling.reason) = (Verdict::FootageMissing, Some(Reason::DeviceLog));
            ruling.device_rows.insert(0, row);
        } else if let Some(neighbours) = traces::sequence_gap(case, tour) {
            (ruling.verdict, ruling.reason) = (Verdict::FootageMissing, Some(Reason::SequenceGap));
            ruling.recordings = neighbours;
        }
        return ruling;
    }
    Ruling::new(Verdict::NotRecorded, None)
}
