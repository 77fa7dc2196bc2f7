//! Laws that hold for every department, whatever the rules say in a single case.

use proptest::prelude::*;

use super::builder::{With, at, rec};
use super::departments::{department, shifted};
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::evidence::{Evidence, Footage, Recording};
use crate::facts::{Assignment, CameraFact, DeviceEvent, DeviceEventKind, Justification, SourceRef};
use crate::judgement::obligations::judge_undoubted;
use crate::judgement::traces::Traces;
use crate::judgement::{Contradiction, Judged, Obligation};
use crate::words::{Explanation, Outcome, TriggerKind, Verdict};

/// An obligation with rows and ids in the place of indices, so that it means the same in any order.
fn named(evidence: &Evidence, judged: &Judged) -> Vec<impl PartialEq + std::fmt::Debug + use<>> {
    let tour = |at: &Ix<Assignment>| SourceRef::from(evidence.assignments[*at].row);
    let logged = |at: &Ix<DeviceEvent>| SourceRef::from(evidence.device_log[*at].row);
    let recording = |at: &Ix<Recording>| evidence.recordings[*at].rows[0];
    let justification = |at: &Ix<Justification>| SourceRef::from(evidence.justifications[*at].row);
    let name = |obligation: &Obligation| {
        let rows: Vec<Vec<SourceRef>> = vec![
            obligation.tour.iter().map(tour).collect(),
            obligation.other_tours.iter().map(tour).collect(),
            obligation.recordings.iter().map(recording).collect(),
            obligation.device_rows.iter().map(logged).collect(),
            obligation.justification.iter().map(justification).collect(),
            obligation.rests_on.recordings.iter().map(recording).collect(),
            match obligation.contradiction {
                None => vec![],
                Some(Contradiction::BatteryEnough(row)) => vec![logged(&row)],
                Some(Contradiction::RecordedSoonAfter(index)) => vec![recording(&index)],
            },
        ];
        // of two rows of one moment either will do
        let seen = obligation.camera_unavailable.iter().chain(&obligation.camera_awake);
        let seen = seen.chain(&obligation.rests_on.device_rows);
        let seen: Vec<Moment> = seen.map(|index| evidence.device_log[*index].at).collect();
        let mut rest = obligation.clone();
        let mut around = Vec::new();
        if let Some(seen) = &mut rest.around {
            around.extend(seen.files.drain(..).map(|(file, clock)| (recording(&file), clock)));
        }
        (rest.tour, rest.justification, rest.contradiction) = (None, None, None);
        (rest.camera_unavailable, rest.camera_awake) = (None, None);
        rest.rests_on = Traces::default();
        rest.other_tours.clear();
        rest.recordings.clear();
        rest.device_rows.clear();
        (judged.triggers[obligation.trigger].clone(), rows, seen, around, rest)
    };
    judged.obligations.iter().map(name).collect()
}

/// Without automatic starts nothing votes, and every clock is the policy's: θ = 0.
fn without_votes(evidence: Evidence) -> Evidence {
    evidence.with(|evidence| evidence.recordings.iter_mut().for_each(|recording| recording.automatic = false))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_order_of_the_rows_does_not_matter(
        (evidence, shuffled) in department().prop_flat_map(|evidence| {
            let one = evidence.clone();
            let shuffled = (
                Just(evidence.events).prop_shuffle(),
                Just(evidence.recordings.into_iter().collect::<Vec<_>>()).prop_shuffle(),
                Just(evidence.assignments.into_iter().collect::<Vec<_>>()).prop_shuffle(),
                Just(evidence.justifications.into_iter().collect::<Vec<_>>()).prop_shuffle(),
                Just(evidence.device_log.into_iter().collect::<Vec<_>>()).prop_shuffle(),
            );
            (Just(one), shuffled)
        }),
    ) {
        let (events, recordings, assignments, justifications, device_log) = shuffled;
        let shuffled = Evidence {
            events,
            recordings: recordings.into(),
            assignments: assignments.into(),
            justifications: justifications.into(),
            device_log: device_log.into(),
            ..evidence.clone()
        };
        prop_assert_eq!(named(&evidence, &judge_undoubted(&evidence)), named(&shuffled, &judge_undoubted(&shuffled)));
    }

    #[test]
    fn the_number_of_threads_does_not_matter(evidence in department()) {
        let on_threads = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| judge_undoubted(&evidence))
        };
        let alone = on_threads(1);
        prop_assert_eq!(&alone, &on_threads(2));
        prop_assert_eq!(&alone, &on_threads(4));
    }

    #[test]
    fn only_differences_of_times_matter(evidence in department(), micros in -1_000_000_000_000_000_i64..1_000_000_000_000_000) {
        let by = Span::from_micros(micros);
        let mut later = judge_undoubted(&shifted(&evidence, by));
        for obligation in &mut later.obligations {
            obligation.on = obligation.on - by;
            let back = |moment: Option<Moment>| moment.map(|moment| moment - by);
            (obligation.off, obligation.policy) = (back(obligation.off), back(obligation.policy));
            obligation.activation = back(obligation.activation);
            if let Some(around) = &mut obligation.around {
                around.horizon = around.horizon - by;
            }
        }
        prop_assert_eq!(judge_undoubted(&evidence).obligations, later.obligations);
    }

    #[test]
    fn more_footage_of_the_camera_never_accuses(evidence in department(), start in -4_000_i32..4_000, length in 1_i32..1_500) {
        let evidence = without_votes(evidence);
        let before = judge_undoubted(&evidence).obligations;
        for camera in ["C1", "C2", "C3"] {
            let start = f64::from(start) + 0.5;
            let added = rec(start, start + f64::from(length)).with(|added| {
                (added.camera, added.activated_at) = (Some(camera.into()), Some(at(start)));
            });
            let after = judge_undoubted(&evidence.clone().with(|evidence| evidence.recordings.push(added))).obligations;
            prop_assert_eq!(before.len(), after.len());
            for (before, after) in before.iter().zip(&after) {
                let concerned = before.camera.as_ref().is_some_and(|own| own.as_str() == camera);
                if before.outcome == Outcome::Compliant && concerned {
                    // Footage that resumes shortly before the end can show a gap where, without it, an end
                    // within the tolerance stood: that much is the contract's. It never shows lateness.
                    prop_assert!(matches!(after.verdict, Verdict::OnTime | Verdict::Interrupted), "{after:?}");
                }
                if before.gap.is_some() && concerned {
                    prop_assert!(after.verdict != Verdict::NotRecorded, "{before:?} {after:?}");
                }
            }
        }
    }

    #[test]
    fn nothing_innocent_is_left_where_somebody_is_accused(evidence in department()) {
        let evidence = without_votes(evidence);
        let judged = judge_undoubted(&evidence);
        for obligation in judged.obligations.iter().filter(|one| one.verdict == Verdict::NotRecorded) {
            let scene = Scene::of(&evidence, &judged, obligation);
            prop_assert!(!scene.somebody_recorded(), "a lost, purged or present recording would do: {obligation:?}");
            prop_assert!(scene.emptied(), "nothing shows that the camera was emptied: {obligation:?}");
            prop_assert!(scene.policy_obliges(), "nobody was obliged: {obligation:?}");
        }
        for obligation in judged.obligations.iter().filter(|one| one.verdict == Verdict::Late) {
            let scene = Scene::of(&evidence, &judged, obligation);
            prop_assert!(!scene.lost_earlier(obligation.gap.unwrap()), "an earlier recording is lost: {obligation:?}");
        }
    }

    #[test]
    fn the_outcome_follows_from_verdict_and_explanation(evidence in department()) {
        for obligation in judge_undoubted(&evidence).obligations {
            let deviates = matches!(
                obligation.verdict,
                Verdict::NotRecorded | Verdict::Late | Verdict::EndedEarly | Verdict::Interrupted
            );
            prop_assert_eq!(obligation.explanation.is_some(), deviates);
            let expected = match (obligation.verdict, obligation.explanation) {
                (Verdict::OnTime, _) => Outcome::Compliant,
                (Verdict::NotRequired, _) => Outcome::NotRequired,
                (_, None) => Outcome::Unresolved,
                (_, Some(Explanation::Accepted | Explanation::AcceptedLate)) => Outcome::Explained,
                (_, Some(Explanation::Awaited | Explanation::AwaitingApproval)) => Outcome::Awaiting,
                (_, Some(_)) => Outcome::Unexplained,
            };
            prop_assert_eq!(obligation.outcome, expected);
            let named = !matches!(obligation.explanation, None | Some(Explanation::None | Explanation::Awaited));
            prop_assert_eq!(obligation.justification.is_some(), named);
            prop_assert_eq!(obligation.contradiction.is_some(), obligation.explanation == Some(Explanation::Contradicted));
            prop_assert_eq!(obligation.gap.is_some(), obligation.activation.is_some());
            prop_assert!(obligation.off.is_none_or(|off| off >= obligation.on));
            prop_assert!(obligation.uncovered.is_none_or(|uncovered| uncovered >= Span::ZERO));
        }
    }

    #[test]
    fn every_event_is_judged_once(evidence in department()) {
        let judged = judge_undoubted(&evidence);
        let mut ids: Vec<_> = judged.triggers.iter().flat_map(|trigger| trigger.event_ids.clone()).collect();
        let mut expected: Vec<_> = evidence.events.iter().map(|event| event.id.clone()).collect();
        ids.sort();
        expected.sort();
        prop_assert_eq!(ids, expected);
        for (index, trigger) in judged.triggers.iter().enumerate() {
            let mut officers: Vec<_> =
                judged.obligations.iter().filter(|one| one.trigger == index).map(|one| one.officer.clone()).collect();
            prop_assert!(!officers.is_empty(), "{trigger:?}");
            prop_assert!(trigger.kind() == TriggerKind::Lightbar || officers.len() == 1);
            let count = officers.len();
            officers.sort();
            officers.dedup();
            prop_assert_eq!(officers.len(), count, "one obligation an officer");
        }
    }
}

/// What is around one obligation, found by plain scans; every clock is the policy's.
struct Scene<'e> {
    evidence: &'e Evidence,
    obligation: &'e Obligation,
    tour: &'e Assignment,
    on: Moment,
    uncertainty: Span,
    horizon: Moment,
}

impl<'e> Scene<'e> {
    fn of(evidence: &'e Evidence, judged: &Judged, obligation: &'e Obligation) -> Self {
        let policy = evidence.policies.in_force(obligation.on).unwrap();
        let grace = policy.grace_for(judged.triggers[obligation.trigger].kind());
        let end = obligation.off.unwrap_or(obligation.on + policy.search);
        // A contact of an officer without a tour can be late, and is never said not to be recorded.
        let tour = &evidence.assignments[obligation.tour.unwrap_or(Ix::first())];
        let (on, horizon) = (obligation.on, end.max(obligation.on + grace));
        Self { evidence, obligation, tour, on, uncertainty: policy.clock_uncertainty, horizon }
    }

    fn counts(&self, recording: &Recording) -> bool {
        let camera = self.obligation.camera.as_ref();
        (camera.is_some() && recording.camera.as_ref() == camera) || recording.officer == self.obligation.officer
    }

    fn meets(&self, recording: &Recording) -> bool {
        let activated = recording.activated_at.unwrap_or(recording.start);
        match recording.footage {
            Footage::Empty => recording.start >= self.on - self.uncertainty && recording.start <= self.horizon,
            _ => recording.end + self.uncertainty > self.on && activated - self.uncertainty <= self.horizon,
        }
    }

    fn somebody_recorded(&self) -> bool {
        // A file that was stitched to an earlier one is activated with it: only lost, purged and empty ones,
        // which are never stitched, can be told by themselves.
        let alone = |recording: &&Recording| recording.footage != Footage::Here;
        self.evidence.recordings.iter().filter(alone).any(|recording| self.counts(recording) && self.meets(recording))
    }

    fn lost_earlier(&self, gap: Span) -> bool {
        let policy = self.evidence.policies.in_force(self.on).unwrap();
        let activated =
            |recording: &Recording| recording.activated_at.unwrap_or(recording.start + policy.pre_event_buffer);
        self.evidence.recordings.iter().any(|recording| {
            matches!(recording.footage, Footage::Lost | Footage::Empty)
                && self.counts(recording)
                && self.meets(recording)
                && activated(recording) < self.on + gap
        })
    }

    fn emptied(&self) -> bool {
        let policy = self.evidence.policies.in_force(self.on).unwrap();
        let overdue = self.evidence.as_of > self.tour.to + policy.upload_deadline;
        let camera = self.obligation.camera.as_ref();
        let log = |kind| {
            let own = move |event: &&DeviceEvent| Some(&event.camera) == camera && event.kind == kind;
            self.evidence.device_log.iter().filter(own).map(|event| event.at)
        };
        let docked = log(DeviceEventKind::Dock)
            .filter(|dock| *dock >= self.on)
            .any(|dock| overdue || log(DeviceEventKind::Undock).any(|undock| undock > dock));
        let since = if overdue { self.on } else { self.tour.to };
        let recorded = self.evidence.recordings.iter().any(|recording| {
            let own = if camera.is_some() {
                recording.camera.as_ref() == camera
            } else {
                recording.officer == self.obligation.officer || recording.camera.is_some()
            };
            own && recording.footage == Footage::Here && recording.start >= since
        });
        docked || recorded || self.consecutive()
    }

    fn consecutive(&self) -> bool {
        let Some(camera) = &self.obligation.camera else { return false };
        let numbered = || {
            let own = self.evidence.recordings.iter().filter(|recording| recording.camera.as_ref() == Some(camera));
            own.filter_map(|recording| Some((recording.start, recording.sequence?)))
        };
        let before = numbered().filter(|(start, _)| *start <= self.on).max();
        let after = numbered().filter(|(start, _)| *start > self.on).min();
        matches!((before, after), (Some((_, n)), Some((_, m))) if m == n + 1)
    }

    fn policy_obliges(&self) -> bool {
        let policy = self.evidence.policies.in_force(self.on).unwrap();
        let exempt = self.tour.duty.as_deref().is_some_and(|duty| policy.exempt_duties.contains(duty));
        let in_tour = self.tour.from <= self.on && self.on < self.tour.to;
        let own = Some(&self.tour.officer) == self.obligation.officer.as_ref();
        let named = self.evidence.recordings.iter().any(|recording| recording.officer == self.obligation.officer);
        let has_camera = matches!(self.tour.camera, CameraFact::Issued(_)) || named;
        !exempt && in_tour && own && has_camera
    }
}

/// The generator must reach what the laws are about.
#[test]
fn the_departments_are_not_dull() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..1_500 {
        let evidence = department().new_tree(&mut runner).unwrap().current();
        for obligation in judge_undoubted(&evidence).obligations {
            seen.insert((obligation.verdict.as_str(), obligation.reason.map_or("", |reason| reason.as_str())));
        }
    }
    for expected in [
        ("on-time", ""),
        ("late", ""),
        ("ended-early", ""),
        ("interrupted", ""),
        ("not-recorded", ""),
        ("upload-pending", ""),
        ("footage-missing", "missing-file"),
        ("footage-missing", "empty-recording"),
        ("footage-missing", "device-log"),
        ("footage-missing", "sequence-gap"),
        ("indeterminate", "clock"),
        ("indeterminate", "ambiguous-time"),
        ("indeterminate", "no-assignment"),
        ("indeterminate", "camera-unknown"),
        ("not-required", "no-camera-issued"),
        ("not-required", "exempt-duty"),
    ] {
        assert!(seen.contains(&expected), "{expected:?} never comes about: {seen:?}");
    }
}
