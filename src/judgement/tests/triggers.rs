//! Contract, "Triggers": merging, lit time, categories, folds; and rows 1 to 3, which need no
//! officer.

use rstest::rstest;

use super::builder::*;
use crate::base::reading::Reading;
use crate::facts::policy::{Policies, tests::default_policy};
use crate::facts::{Event, Subject};
use crate::judgement::Trigger;
use crate::judgement::obligations::judge_undoubted;
use crate::words::TriggerKind;

fn triggers(events: impl IntoIterator<Item = Event>) -> Vec<Trigger> {
    judge_undoubted(&town().with(|town| town.events = events.into_iter().collect())).triggers.into_iter().collect()
}

/// `E1 E2 [0, 90] lit 40`, one text a trigger; seconds, `?` where there is no end.
fn shown(events: impl IntoIterator<Item = Event>) -> Vec<String> {
    let seconds = |moment: crate::base::time::Moment| (moment - at(0.0)).as_millis() / 1_000;
    let one = |trigger: Trigger| {
        let ids: Vec<_> = trigger.event_ids.iter().map(|id| id.as_str()).collect();
        let off = trigger.window.off.map_or("?".to_owned(), |off| seconds(off).to_string());
        let lit = trigger.window.lit.length().as_millis() / 1_000;
        format!("{} [{}, {off}] lit {lit}", ids.join(" "), seconds(trigger.window.on))
    };
    triggers(events).into_iter().map(one).collect()
}

#[rstest]
#[case::merge_gap_after_the_end_is_one(&[lit("E1", 0.0, 30.0), lit("E2", 90.0, 100.0)], &["E1 E2 [0, 100] lit 40"])]
#[case::a_moment_more_is_two(&[lit("E1", 0.0, 30.0), lit("E2", 90.0 + TICK, 100.0)], &["E1 [0, 30] lit 30", "E2 [90, 100] lit 9"])]
#[case::the_latest_end_so_far_counts(&[lit("E1", 0.0, 300.0), lit("E2", 10.0, 20.0), lit("E3", 350.0, 360.0)], &["E1 E2 E3 [0, 360] lit 310"])]
#[case::it_ends_at_the_latest_end(&[lit("E1", 0.0, 300.0), lit("E2", 10.0, 20.0)], &["E1 E2 [0, 300] lit 300"])]
#[case::overlaps_are_lit_once(&[lit("E1", 0.0, 30.0), lit("E2", 20.0, 50.0)], &["E1 E2 [0, 50] lit 50"])]
#[case::an_event_without_off_ends_at_its_on(&[lit("E1", 0.0, None), lit("E2", 60.0, 70.0)], &["E1 E2 [0, 70] lit 10"])]
#[case::and_no_later(&[lit("E1", 0.0, None), lit("E2", 60.0 + TICK, 70.0)], &["E1 [0, ?] lit 0", "E2 [60, 70] lit 9"])]
#[case::no_known_end_if_the_last_has_none(&[lit("E1", 0.0, 30.0), lit("E2", 40.0, None)], &["E1 E2 [0, ?] lit 30"])]
#[case::ids_in_order_of_on_then_id(&[lit("E9", 0.0, 5.0), lit("E1", 10.0, 15.0), lit("E0", 10.0, 15.0)], &["E9 E0 E1 [0, 15] lit 10"])]
#[case::an_event_of_no_length(&[lit("E1", 0.0, 0.0)], &["E1 [0, 0] lit 0"])]
#[case::contacts_are_never_merged(&[contact("C1", 0.0, 30.0), contact("C2", 30.0, 60.0)], &["C1 [0, 30] lit 30", "C2 [30, 60] lit 30"])]
#[case::another_car_is_another_trigger(
    &[lit("E1", 0.0, 30.0), lit("E2", 10.0, 40.0).with(|e| e.subject = Subject::Vehicle("V2".into()))],
    &["E1 [0, 30] lit 30", "E2 [10, 40] lit 30"]
)]
fn light_bar_events_of_one_car_merge(#[case] events: &[Event], #[case] expected: &[&str]) {
    assert_eq!(shown(events.to_vec()), expected);
    assert_eq!(shown(events.iter().rev().cloned()), expected, "whatever their order in the log");
}

#[test]
fn the_merge_gap_is_that_of_the_policy_at_the_first_on() {
    let events = vec![lit("E1", 0.0, 30.0), lit("E2", 100.0, 130.0), lit("E3", 200.0, 230.0)];
    let policies = |first_gap, later_gap| {
        let first = default_policy(at(-DAY)).with(|policy| policy.merge_gap = span(first_gap));
        let later = default_policy(at(50.0)).with(|policy| policy.merge_gap = span(later_gap));
        Policies::new(vec![first, later]).unwrap()
    };
    let count = |policies| {
        let town = town().with(|town| (town.events, town.policies) = (events.clone(), policies));
        judge_undoubted(&town).triggers.len()
    };
    assert_eq!(count(policies(70.0, 10.0)), 1);
    assert_eq!(count(policies(10.0, 70.0)), 2);
}

#[test]
fn before_the_first_policy_its_values_serve_for_merging() {
    let policies = Policies::new(vec![default_policy(at(DAY)).with(|policy| policy.merge_gap = span(5.0))]).unwrap();
    let town = town().with(|town| {
        (town.events, town.policies) = (vec![lit("E1", 0.0, 30.0), lit("E2", 36.0, 60.0)], policies);
    });
    assert_eq!(judge_undoubted(&town).triggers.len(), 2);
}

fn fold(first: f64, second: f64) -> Reading {
    Reading::Fold { first: at(first), second: at(second) }
}

/// On at 0, or an hour later; off as given.
fn folded(off: Option<Reading>) -> Event {
    lit("E1", 0.0, None).with(|event| (event.on, event.off) = (fold(0.0, HOUR), off))
}

#[rstest]
#[case::on_and_off_move_together(folded(Some(fold(600.0, HOUR + 600.0))), &[(0.0, Some(600.0)), (HOUR, Some(HOUR + 600.0))])]
#[case::off_before_on_is_first_then_second_pass(folded(Some(fold(-600.0, HOUR - 600.0))), &[(0.0, Some(HOUR - 600.0))])]
#[case::off_with_on_moves_too(folded(Some(fold(0.0, HOUR))), &[(0.0, Some(0.0)), (HOUR, Some(HOUR))])]
#[case::a_certain_off_after_both(folded(Some(Reading::Certain(at(2.0 * HOUR)))), &[(0.0, Some(2.0 * HOUR)), (HOUR, Some(2.0 * HOUR))])]
#[case::a_certain_off_between_drops_the_second(folded(Some(Reading::Certain(at(600.0)))), &[(0.0, Some(600.0))])]
#[case::no_off_leaves_two(folded(None), &[(0.0, None), (HOUR, None)])]
#[case::a_certain_on_and_a_folded_off(
    lit("E1", 0.0, None).with(|e| e.off = Some(fold(600.0, HOUR + 600.0))),
    &[(0.0, Some(600.0)), (0.0, Some(HOUR + 600.0))]
)]
#[case::a_certain_on_between_the_passes_of_off(
    lit("E1", 0.0, None).with(|e| e.off = Some(fold(-600.0, HOUR - 600.0))),
    &[(0.0, Some(HOUR - 600.0))]
)]
fn an_ambiguous_event_has_one_or_two_readings(#[case] event: Event, #[case] expected: &[(f64, Option<f64>)]) {
    let trigger = triggers([event]).remove(0);
    assert!(trigger.ambiguous);
    let windows = std::iter::once(&trigger.window).chain(trigger.second.as_deref());
    let readings: Vec<_> = windows.map(|window| (window.on, window.off)).collect();
    let expected: Vec<_> = expected.iter().map(|(on, off)| (at(*on), off.map(at))).collect();
    assert_eq!(readings, expected);
}

#[test]
fn an_ambiguous_event_is_never_merged() {
    let events = [lit("E0", -30.0, 5.0), folded(Some(fold(600.0, HOUR + 600.0))), lit("E2", 610.0, 620.0)];
    assert_eq!(triggers(events).len(), 3);
}

/// Readings at 0 and an hour later, ten minutes each.
fn ambiguous_town() -> crate::evidence::Evidence {
    town().with(|town| town.events = vec![folded(Some(fold(600.0, HOUR + 600.0)))])
}

#[rstest]
#[case::recorded_in_both(&[(0.0, 2.0 * HOUR)], "on-time")]
#[case::recorded_in_neither(&[], "not-recorded")]
#[case::recorded_in_the_first_only(&[(0.0, 700.0)], "indeterminate ambiguous-time")]
#[case::recorded_in_the_second_only(&[(HOUR, HOUR + 700.0)], "indeterminate ambiguous-time")]
fn two_readings_must_agree(#[case] recordings: &[(f64, f64)], #[case] expected: &str) {
    let town = ambiguous_town().with(|t| t.recordings = recordings.iter().map(|(from, to)| rec(*from, *to)).collect());
    assert_eq!(verdict(&town), expected);
    let obligation = obligation(&town);
    assert_eq!((obligation.on, obligation.off), (at(0.0), Some(at(600.0))), "the earlier reading's times");
    assert_eq!(obligation.confidence().as_str(), "low");
}

#[test]
fn an_undecided_reading_shows_no_gap_offset_or_uncovered() {
    let undecided = obligation(&ambiguous_town().with(|town| town.recordings = vec![rec(0.0, 700.0)].into()));
    assert_eq!((undecided.gap, undecided.clock, undecided.uncovered, undecided.activation), (None, None, None, None));
    assert_eq!((undecided.explanation, undecided.justification), (None, None));
}

#[rstest]
#[case::an_officer_of_the_first_reading_only(FROM, 600.0, "indeterminate ambiguous-time")]
#[case::an_officer_of_the_second_reading_only(600.0, TO, "indeterminate ambiguous-time")]
#[case::an_officer_of_neither(FROM, -600.0, "indeterminate no-assignment")]
fn who_is_obliged_may_depend_on_the_reading(#[case] from: f64, #[case] to: f64, #[case] expected: &str) {
    let town = ambiguous_town()
        .with(|town| town.assignments = vec![tour("O1").with(|t| (t.from, t.to) = (at(from), at(to)))].into());
    assert_eq!(verdict(&town), expected);
}

#[test]
fn whoever_is_obliged_in_one_reading_leaves_no_row_for_nobody() {
    // At the first reading nobody is in the car and there is no policy; at the second O1 is.
    let policy = default_policy(at(600.0));
    let town = ambiguous_town().with(|town| {
        town.assignments = vec![tour("O1").with(|tour| tour.from = at(600.0))].into();
        town.policies = Policies::new(vec![policy]).unwrap();
    });
    let officers: Vec<_> = obligations(&town, "E1").into_iter().map(|obligation| obligation.officer).collect();
    assert_eq!(officers, [Some("O1".into())]);
}

// Rows 1 to 3.

#[rstest]
#[case::on_before_the_first_policy(-TICK, "not-required no-policy")]
#[case::on_with_it(0.0, "not-recorded")]
fn row_1_no_policy_in_force(#[case] on: f64, #[case] expected: &str) {
    let policies = Policies::new(vec![default_policy(at(0.0))]).unwrap();
    let town = town().with(|town| (town.policies, town.events) = (policies, vec![lit("E1", on, 600.0)]));
    assert_eq!(verdict(&town), expected);
}

#[rstest]
#[case::light_bar_where_only_contacts_count(
    lit("E1", 0.0, 600.0),
    TriggerKind::Contact,
    "not-required trigger-not-covered"
)]
#[case::light_bar_where_it_counts(lit("E1", 0.0, 600.0), TriggerKind::Lightbar, "not-recorded")]
#[case::contact_where_only_light_bars_count(
    contact("E1", 0.0, 600.0),
    TriggerKind::Lightbar,
    "not-required trigger-not-covered"
)]
#[case::contact_where_it_counts(contact("E1", 0.0, 600.0), TriggerKind::Contact, "not-recorded")]
fn row_2_trigger_not_covered(#[case] event: Event, #[case] covered: TriggerKind, #[case] expected: &str) {
    let town = town().with(|town| town.events = vec![event]).under(|policy| policy.triggers = vec![covered]);
    assert_eq!(verdict(&town), expected);
}

#[rstest]
#[case::of_its_only_event(&[Some("Test")], "not-required excluded-category")]
#[case::of_all_its_events(&[Some("test"), Some("PRE-CHECK")], "not-required excluded-category")]
#[case::of_one_event_only(&[Some("test"), Some("stop")], "not-recorded")]
#[case::beside_an_event_without_category(&[Some("test"), None], "not-recorded")]
fn row_3_excluded_category(#[case] categories: &[Option<&str>], #[case] expected: &str) {
    let event = |(place, category): (usize, &Option<&str>)| {
        let on = if place == 0 { 0.0 } else { 300.0 };
        let id = if place == 0 { "E1" } else { "E2" };
        lit(id, on, on + 300.0).with(|event| event.category = category.map(Into::into))
    };
    assert_eq!(verdict(&town().with(|t| t.events = categories.iter().enumerate().map(event).collect())), expected);
}

#[rstest]
#[case::lit_less_than_min_duration(&[lit("E1", 0.0, 10.0 - TICK)], "not-required brief")]
#[case::lit_exactly_that_long(&[lit("E1", 0.0, 10.0)], "not-recorded")]
#[case::lit_time_counts_not_the_whole(&[lit("E1", 0.0, 4.0), lit("E2", 50.0, 55.0)], "not-required brief")]
#[case::pieces_of_lit_time_add_up(&[lit("E1", 0.0, 5.0), lit("E2", 50.0, 55.0)], "not-recorded")]
#[case::without_known_end_never_brief(&[lit("E1", 0.0, None)], "not-recorded")]
#[case::a_contact_is_never_brief(&[contact("E1", 0.0, 1.0)], "not-recorded")]
#[case::before_the_tour_clips_it(&[lit("E1", TO - 1.0, TO + 60.0)], "not-recorded")]
fn row_3_brief(#[case] events: &[Event], #[case] expected: &str) {
    assert_eq!(verdict(&town().with(|town| town.events = events.to_vec())), expected);
}

#[rstest]
#[case::no_policy_before_trigger_not_covered(DAY, vec![TriggerKind::Contact], None, "not-required no-policy")]
#[case::trigger_not_covered_before_category(-DAY, vec![TriggerKind::Contact], Some("test"), "not-required trigger-not-covered")]
#[case::category_before_brief(-DAY, vec![TriggerKind::Lightbar], Some("test"), "not-required excluded-category")]
#[case::brief_before_no_assignment(-DAY, vec![TriggerKind::Lightbar], None, "not-required brief")]
fn the_first_row_that_holds_decides(
    #[case] effective: f64,
    #[case] covered: Vec<TriggerKind>,
    #[case] category: Option<&str>,
    #[case] expected: &str,
) {
    let policy = default_policy(at(effective)).with(|policy| policy.triggers = covered);
    let town = town().with(|town| {
        town.policies = Policies::new(vec![policy]).unwrap();
        town.events = vec![lit("E1", 0.0, 1.0).with(|event| event.category = category.map(Into::into))];
        town.assignments.clear();
    });
    assert_eq!(verdict(&town), expected);
}
