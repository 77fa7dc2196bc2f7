//! Contract, "Explanation" and "Outcome".

use rstest::rstest;

use super::builder::*;
use crate::base::index::Ix;
use crate::evidence::Evidence;
use crate::facts::{DeviceEvent, Justification};
use crate::judgement::Contradiction;

/// Explanation and outcome of E1.
fn explained(town: &Evidence) -> (String, &'static str) {
    let obligation = obligation(town);
    (obligation.explanation.map_or(String::new(), |state| state.to_string()), obligation.outcome.as_str())
}

fn filed(justifications: &[Justification]) -> Evidence {
    town().with(|town| town.justifications = justifications.to_vec().into())
}

#[rstest]
#[case::accepted(justified(), "accepted", "explained")]
#[case::filed_on_the_deadline(justified().with(|j| j.filed_at = at(DAY)), "accepted", "explained")]
#[case::filed_late(justified().with(|j| j.filed_at = at(DAY + TICK)), "accepted-late", "explained")]
#[case::filed_before(justified().with(|j| j.filed_at = at(-DAY)), "accepted", "explained")]
#[case::rejected(justified().with(|j| j.status = Some("Rejected".into())), "rejected", "unexplained")]
#[case::another_status(justified().with(|j| j.status = Some("open".into())), "accepted", "explained")]
#[case::reason_without_regard_to_case(justified().with(|j| j.reason = "SAFETY".into()), "accepted", "explained")]
#[case::unlisted_reason(justified().with(|j| j.reason = "forgot".into()), "unlisted-reason", "unexplained")]
#[case::self_approved(justified().with(|j| j.approved_by = Some("O1".into())), "self-approved", "unexplained")]
#[case::not_approved(justified().with(|j| j.approved_by = None), "unapproved", "unexplained")]
fn one_justification(#[case] justification: Justification, #[case] state: &str, #[case] outcome: &str) {
    assert_eq!(explained(&filed(&[justification])), (state.to_owned(), outcome));
}

#[rstest]
#[case::rejected_before_unlisted(
    justified().with(|j| (j.status, j.reason) = (Some("rejected".into()), "forgot".into())), "rejected")]
#[case::unlisted_before_self_approved(
    justified().with(|j| (j.reason, j.approved_by) = ("forgot".into(), Some("O1".into()))), "unlisted-reason")]
#[case::contradicted_before_self_approved(
    justified().with(|j| (j.reason, j.approved_by) = ("battery".into(), Some("O1".into()))), "contradicted")]
#[case::self_approved_before_late(
    justified().with(|j| (j.approved_by, j.filed_at) = (Some("O1".into()), at(3.0 * DAY))), "self-approved")]
#[case::not_approved_before_late(
    justified().with(|j| (j.approved_by, j.filed_at) = (None, at(3.0 * DAY))), "unapproved")]
fn tested_in_this_order(#[case] justification: Justification, #[case] state: &str) {
    let town = filed(&[justification]).with(|town| town.device_log.push(logged(-60.0, "battery 80")));
    assert_eq!(explained(&town).0, state);
}

#[rstest]
#[case::up_to_the_approval_deadline(HOUR + 7.0 * DAY, "awaiting-approval", "awaiting")]
#[case::after_it(HOUR + 7.0 * DAY + TICK, "unapproved", "unexplained")]
fn an_approval_may_still_come(#[case] as_of: f64, #[case] state: &str, #[case] outcome: &str) {
    let town = filed(&[justified().with(|j| j.approved_by = None)]).with(|town| town.as_of = at(as_of));
    assert_eq!(explained(&town), (state.to_owned(), outcome));
}

#[rstest]
#[case::up_to_the_deadline(DAY, "awaited", "awaiting")]
#[case::after_it(DAY + TICK, "none", "unexplained")]
fn none_filed(#[case] as_of: f64, #[case] state: &str, #[case] outcome: &str) {
    assert_eq!(explained(&town().with(|town| town.as_of = at(as_of))), (state.to_owned(), outcome));
}

#[rstest]
#[case(&["accepted", "accepted-late"])]
#[case(&["accepted-late", "awaiting-approval"])]
#[case(&["awaiting-approval", "contradicted"])]
#[case(&["contradicted", "self-approved"])]
#[case(&["self-approved", "unapproved"])]
#[case(&["unapproved", "rejected"])]
#[case(&["rejected", "unlisted-reason"])]
fn of_two_the_better_state_wins(#[case] states: &[&str; 2]) {
    let of_state = |(number, state): (usize, &&str)| {
        justified().with(|justification| {
            justification.id = format!("J{number}").as_str().into();
            match *state {
                "accepted" => {}
                "accepted-late" => justification.filed_at = at(2.0 * DAY),
                "awaiting-approval" => (justification.approved_by, justification.filed_at) = (None, at(28.0 * DAY)),
                "contradicted" => justification.reason = "battery".into(),
                "self-approved" => justification.approved_by = Some("O1".into()),
                "unapproved" => justification.approved_by = None,
                "rejected" => justification.status = Some("rejected".into()),
                _ => justification.reason = "forgot".into(),
            }
        })
    };
    for order in [[states[0], states[1]], [states[1], states[0]]] {
        let town = filed(&order.iter().enumerate().map(of_state).collect::<Vec<_>>())
            .with(|town| town.device_log.push(logged(-60.0, "battery 80")));
        let best = usize::from(order[1] == states[0]);
        assert_eq!(explained(&town).0, states[0]);
        assert_eq!(obligation(&town).justification.unwrap(), best);
    }
}

/// A justification for a time instead of an event.
fn window(from: f64, to: f64) -> Justification {
    justified().with(|j| (j.event, j.from, j.to) = (None, Some(at(from)), Some(at(to))))
}

#[rstest]
#[case::names_the_event(justified(), true)]
#[case::names_another_event(justified().with(|j| j.event = Some("E7".into())), false)]
#[case::of_another_officer(justified().with(|j| j.officer = "O2".into()), false)]
#[case::ends_u_before_on(window(-600.0, -2.0), true)]
#[case::ends_earlier(window(-600.0, -2.0 - TICK), false)]
#[case::begins_with_the_end(window(600.0, 900.0), true)]
#[case::begins_later(window(600.0 + TICK, 900.0), false)]
#[case::encloses_the_trigger(window(-DAY, DAY), true)]
#[case::lies_inside_it(window(100.0, 200.0), true)]
#[case::names_another_event_but_overlaps(window(0.0, 60.0).with(|j| j.event = Some("E7".into())), true)]
fn a_justification_concerns(#[case] justification: Justification, #[case] concerned: bool) {
    let state = if concerned { "accepted" } else { "none" };
    assert_eq!(explained(&filed(&[justification])).0, state);
}

#[rstest]
#[case::up_to_u_after_on(window(2.0, 60.0), "accepted")]
#[case::not_later(window(2.0 + TICK, 60.0), "none")]
fn without_end_a_window_is_held_against_on(#[case] justification: Justification, #[case] state: &str) {
    let town = filed(&[justification]).with(|town| town.events = vec![lit("E1", 0.0, None)]);
    assert_eq!(explained(&town).0, state);
}

#[test]
fn any_event_of_a_merged_activation_may_be_named() {
    let town = filed(&[justified().with(|j| j.event = Some("E2".into()))])
        .with(|town| town.events.push(lit("E2", 620.0, 700.0)));
    assert_eq!(explained(&town).0, "accepted");
}

#[rstest]
#[case::late(&[rec(60.0, 700.0)], "late", "accepted")]
#[case::ended_early(&[rec(0.0, 200.0)], "ended-early", "accepted")]
#[case::interrupted(&[rec(0.0, 100.0), rec(200.0, 600.0)], "interrupted", "accepted")]
#[case::on_time_needs_none(&[rec(0.0, 700.0)], "on-time", "")]
#[case::the_clock_needs_none(&[rec(30.0, 700.0)], "indeterminate clock", "")]
#[case::lost_footage_needs_none(&[lost(0.0, 700.0)], "footage-missing missing-file", "")]
fn every_deviation_is_looked_up(
    #[case] recordings: &[crate::evidence::Recording],
    #[case] said: &str,
    #[case] state: &str,
) {
    let town = filed(&[justified()]).with(|town| town.recordings = recordings.to_vec().into());
    assert_eq!(verdict(&town), said);
    assert_eq!(explained(&town).0, state);
}

// Contradicted.

fn excused(reason: &str) -> Evidence {
    filed(&[justified().with(|justification| justification.reason = reason.into())])
}

#[rstest]
#[case::enough(&[logged(-60.0, "battery 20")], "contradicted")]
#[case::not_enough(&[logged(-60.0, "battery 19")], "accepted")]
#[case::the_last_reading_counts(&[logged(-120.0, "battery 80"), logged(-60.0, "battery 5")], "accepted")]
#[case::half_an_hour_before(&[logged(-1_800.0, "battery 80")], "contradicted")]
#[case::earlier_than_that(&[logged(-1_800.0 - TICK, "battery 80")], "accepted")]
#[case::after_on(&[logged(TICK, "battery 80")], "accepted")]
#[case::of_another_camera(&[logged(-60.0, "battery 80").with(|e| e.camera = "C2".into())], "accepted")]
fn battery_against_the_cameras_last_reading(#[case] log: &[DeviceEvent], #[case] state: &str) {
    let town = excused("Battery").with(|town| town.device_log.extend(log.to_vec()));
    assert_eq!(explained(&town).0, state);
}

/// The recording that contains `on` + 15 min and is no candidate.
const SOON: (f64, f64) = (800.0, 1_000.0);

#[rstest]
#[case::malfunction("malfunction", SOON, &[], "contradicted")]
#[case::battery("battery", SOON, &[], "contradicted")]
#[case::no_other_reason("safety", SOON, &[], "accepted")]
#[case::it_ends_with_the_quarter_of_an_hour("malfunction", (800.0, 900.0), &[], "contradicted")]
#[case::it_ends_before("malfunction", (800.0, 900.0 - TICK), &[], "accepted")]
#[case::it_starts_after("malfunction", (900.0 + TICK, 1_000.0), &[], "accepted")]
#[case::switched_on_between("malfunction", SOON, &["power-on"], "accepted")]
#[case::docked_between("malfunction", SOON, &["dock"], "accepted")]
#[case::a_fault_between("malfunction", SOON, &["fault"], "accepted")]
#[case::woken_between("malfunction", SOON, &["wake"], "contradicted")]
#[case::a_low_battery_excuses_battery("battery", SOON, &["battery 5"], "accepted")]
#[case::and_not_a_malfunction("malfunction", SOON, &["battery 5"], "contradicted")]
fn a_recording_soon_after(
    #[case] reason: &str,
    #[case] (start, end): (f64, f64),
    #[case] log: &[&str],
    #[case] state: &str,
) {
    let town = excused(reason).with(|town| {
        town.recordings = vec![rec(start, end)].into();
        // A battery reading counts before `on`, what repairs a camera after it.
        town.device_log
            .extend(log.iter().map(|what| logged(if what.starts_with("battery") { -60.0 } else { 400.0 }, what)));
    });
    assert_eq!(verdict(&town), "not-recorded");
    assert_eq!(explained(&town).0, state);
}

#[test]
fn the_fact_that_contradicts_is_shown() {
    let by_battery = excused("battery").with(|town| town.device_log.push(logged(-60.0, "battery 80")));
    assert_eq!(obligation(&by_battery).contradiction, Some(Contradiction::BatteryEnough(Ix::made_up(3))));
    let by_recording = excused("malfunction").with(|town| town.recordings = vec![rec(800.0, 1_000.0)].into());
    assert_eq!(obligation(&by_recording).contradiction, Some(Contradiction::RecordedSoonAfter(Ix::first())));
}

#[test]
fn only_what_was_not_recorded_can_be_contradicted() {
    let town = excused("battery").with(|town| {
        town.recordings = vec![rec(60.0, 700.0)].into();
        town.device_log.push(logged(-60.0, "battery 80"));
    });
    assert_eq!((verdict(&town).as_str(), explained(&town).0.as_str()), ("late", "accepted"));
}
