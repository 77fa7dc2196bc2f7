//! Obligations: one officer × one trigger, judged (contract, "Obligations").

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::case::{Case, Question};
use super::casebook::Casebook;
use super::data::{Doubted, doubt};
use super::doubts::doubts;
use super::explanation::{Explained, explain};
use super::obligation::{Around, Judged, Obligation};
use super::readings::{Later, not_exact_enough, reconcile, undecided};
use super::traces::{self};
use super::triggers::{Trigger, Window};
use super::verdict::{Ruling, not_required, rule};
use crate::base::ids::OfficerId;
use crate::base::index::{Ix, Table};
use crate::base::time::Moment;
use crate::evidence::Evidence;
use crate::facts::{Assignment, CameraFact, DeviceEvent, Subject};
use crate::words::{Doubt, Explanation, Outcome, Reason, Verdict};

/// Judges everything in both readings of times that occur twice, and asks whether the data can accuse. The evidence is
/// read the other way meanwhile, so that no second copy of it is needed, and is then as it was.
pub(crate) fn judge(evidence: &mut Evidence) -> Judged {
    let later = Later::of(evidence, judge_trigger);
    let book = Casebook::new(evidence);
    let Doubted { obligations, causes, silent } = doubt(&book, later.reconcile(verdicts(&book)));
    Judged { triggers: book.triggers, obligations: obligations.into(), causes, silent }
}

/// Judges everything as if the data could always accuse: the rules of section 3 alone.
#[cfg(test)]
pub(super) fn judge_undoubted(evidence: &Evidence) -> Judged {
    let later = Later::of(&mut evidence.clone(), judge_trigger);
    let book = Casebook::new(evidence);
    let obligations = later.reconcile(verdicts(&book)).into();
    Judged { triggers: book.triggers, obligations, causes: Table::new(), silent: Vec::new() }
}

/// The obligations in order of their trigger, then of officer.
fn verdicts(book: &Casebook<'_>) -> Vec<Obligation> {
    let order = subject_by_subject(&book.triggers);
    let judged: Vec<Vec<Obligation>> =
        order.par_iter().map(|at| judge_trigger(book, *at, &book.triggers[*at])).collect();
    let mut places: Vec<(Ix<Trigger>, Vec<Obligation>)> = order.into_iter().zip(judged).collect();
    places.sort_unstable_by_key(|(index, _)| *index);
    let mut obligations = Vec::with_capacity(places.iter().map(|(_, obligations)| obligations.len()).sum());
    places.into_iter().for_each(|(_, more)| obligations.extend(more));
    obligations
}

/// The triggers of one car or officer one after the other: what is looked up for one is still in the
/// processor's cache for the next, which makes a million of them twice as fast.
fn subject_by_subject(triggers: &Table<Trigger>) -> Vec<Ix<Trigger>> {
    let mut subjects: FxHashMap<&Subject, usize> = FxHashMap::default();
    let mut order: Vec<(usize, Ix<Trigger>)> = Vec::with_capacity(triggers.len());
    for (at, trigger) in triggers.entries() {
        let next = subjects.len();
        order.push((*subjects.entry(&trigger.subject).or_insert(next), at));
    }
    order.sort_unstable();
    order.into_iter().map(|(_, index)| index).collect()
}

/// Who is obliged in one reading of a trigger: an officer with the tour that counts and those passed over.
#[derive(Clone, PartialEq, Eq)]
struct Obliged {
    officer: Option<OfficerId>,
    tour: Option<Ix<Assignment>>,
    others: Vec<Ix<Assignment>>,
}

/// Light bar: every officer with a tour in the car; contact: its officer. Of several tours of one officer
/// those with a camera come first, then the earliest `from`, then the first row.
fn obliged(book: &Casebook<'_>, subject: &Subject, on: Moment) -> Vec<Obliged> {
    let assignments = &book.evidence.assignments;
    let mut tours: Vec<_> = book.tours_at(subject, on).into_iter().map(|at| (&assignments[at], at)).collect();
    tours.sort_by_key(|(tour, _)| (&tour.officer, !matches!(tour.camera, CameraFact::Issued(_)), tour.from, tour.row));
    let mut obliged: Vec<Obliged> = Vec::new();
    for (tour, index) in tours {
        match obliged.last_mut() {
            Some(last) if last.officer.as_ref() == Some(&tour.officer) => last.others.push(index),
            _ => obliged.push(Obliged { officer: Some(tour.officer.clone()), tour: Some(index), others: vec![] }),
        }
    }
    if obliged.is_empty() {
        let officer = match subject {
            Subject::Vehicle(_) => None,
            Subject::Officer(officer) => Some(officer.clone()),
        };
        obliged.push(Obliged { officer, tour: None, others: vec![] });
    }
    obliged
}

/// Judges everybody whom a trigger obliges, in both readings of its own times.
fn judge_trigger(book: &Casebook<'_>, at: Ix<Trigger>, trigger: &Trigger) -> Vec<Obligation> {
    let judge_window = |window: &Window| -> Vec<Obligation> {
        obliged(book, &trigger.subject, window.on)
            .into_iter()
            .map(|obliged| judge_obligation(book, at, trigger, window, obliged))
            .collect()
    };
    let earlier = judge_window(&trigger.window);
    match &trigger.second {
        None => earlier,
        Some(second) => {
            let undecided = if trigger.is_coarse() { not_exact_enough } else { undecided };
            reconcile(earlier, judge_window(second), undecided)
        }
    }
}

fn judge_obligation(
    book: &Casebook<'_>,
    index: Ix<Trigger>,
    trigger: &Trigger,
    window: &Window,
    obliged: Obliged,
) -> Obligation {
    let policy = book.evidence.policies.in_force(window.on);
    let tour = obliged.tour.map(|tour| &book.evidence.assignments[tour]);
    let camera = tour.and_then(|tour| match &tour.camera {
        CameraFact::Issued(camera) => Some(camera.clone()),
        CameraFact::Blank | CameraFact::Unsaid => None,
    });
    let finish = |ruling: Ruling,
                  explained: Option<Explained>,
                  mut doubts: Vec<Doubt>,
                  state: Option<(Ix<DeviceEvent>, bool)>| {
        if !obliged.others.is_empty() {
            doubts.push(Doubt::IdentityConflict);
        }
        if trigger.ambiguous {
            doubts.push(Doubt::AmbiguousTime);
        }
        doubts.sort_unstable();
        doubts.dedup();
        Obligation {
            trigger: index,
            officer: obliged.officer.clone(),
            tour: obliged.tour,
            other_tours: obliged.others.clone(),
            camera: camera.clone(),
            on: window.on,
            off: window.off.map(|off| tour.map_or(off, |tour| off.min(tour.to))),
            policy: policy.map(|policy| policy.effective),
            verdict: ruling.verdict,
            reason: ruling.reason,
            also: ruling.also,
            would_be: Vec::new(),
            cause: None,
            word: None,
            explanation: explained.map(|explained| explained.state),
            outcome: outcome(ruling.verdict, explained.map(|explained| explained.state)),
            doubts,
            clock: ruling.clock,
            clock_camera: ruling.clock_camera.or_else(|| camera.clone()),
            activation: ruling.activation.map(|activation| activation.recorded),
            gap: ruling.activation.map(|activation| activation.gap),
            uncovered: ruling.uncovered,
            recordings: ruling.recordings,
            device_rows: ruling.device_rows,
            rests_on: ruling.rests_on,
            justification: explained.and_then(|explained| explained.justification),
            contradiction: explained.and_then(|explained| explained.contradiction),
            upload_overdue: ruling.upload_overdue,
            camera_blank: ruling.camera_blank,
            camera_unavailable: state.filter(|(_, unavailable)| *unavailable).map(|(row, _)| row),
            camera_awake: state.filter(|(_, unavailable)| !unavailable).map(|(row, _)| row),
            around: None,
        }
    };
    if let Some(reason) = not_required(trigger, window, policy) {
        return finish(Ruling::new(Verdict::NotRequired, Some(reason)), None, Vec::new(), None);
    }
    let (Some(policy), Some(officer)) = (policy, &obliged.officer) else {
        return finish(Ruling::new(Verdict::Indeterminate, Some(Reason::NoAssignment)), None, Vec::new(), None);
    };
    let question = Question { book, judged: index, trigger, window, policy, officer, tour };
    let case = Case::new(question);
    let ruling = rule(&case);
    let without_correction = case.is_corrected().then(|| rule(&case.uncorrected()).verdict);
    let explained = ruling.verdict.is_deviation().then(|| explain(&case, ruling.verdict));
    let doubts = doubts(&case, &ruling, explained.as_ref(), without_correction);
    let state = ruling.clock.and_then(|_| traces::last_state(&case));
    let rests_on = traces::rests_on(&case, ruling.verdict, &ruling.rests_on, &doubts);
    let ruling = Ruling { rests_on, ..ruling };
    let obligation = finish(ruling, explained, doubts, state);
    let told = obligation.outcome.is_open() || trigger.second.is_some();
    let around = told.then(|| Box::new(Around { horizon: case.horizon, clock: case.clock, files: case.near_files() }));
    Obligation { around, ..obligation }
}

fn outcome(verdict: Verdict, explanation: Option<Explanation>) -> Outcome {
    match (verdict, explanation) {
        (Verdict::OnTime, _) => Outcome::Compliant,
        (Verdict::NotRequired, _) => Outcome::NotRequired,
        (Verdict::Indeterminate | Verdict::FootageMissing | Verdict::UploadPending, _) => Outcome::Unresolved,
        (_, Some(Explanation::Accepted | Explanation::AcceptedLate)) => Outcome::Explained,
        (_, Some(Explanation::AwaitingApproval | Explanation::Awaited)) => Outcome::Awaiting,
        _ => Outcome::Unexplained,
    }
}
