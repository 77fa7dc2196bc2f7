use rstest::rstest;

use super::*;
use crate::archive::chain::examples::{Example, at, file};
use crate::base::time::Span;
use crate::facts::policy::Policy;
use crate::facts::policy::tests::default_policy;

const DAY: i64 = 86_400;

fn policy(effective: i64, rules: &[(&str, Retention)]) -> Policy {
    let retention = rules.iter().map(|(category, kept)| ((*category).to_owned(), *kept)).collect();
    Policy { retention, ..default_policy(at(effective)) }
}

fn days(days: i64) -> Retention {
    Retention::For(Span::from_days(days))
}

/// Two policies: the first keeps patrol for 30 days and evidence for ever, the second, from day 100 on,
/// keeps patrol for 180 days and traffic for 10.
fn policies() -> Policies {
    let first = policy(0, &[("patrol", days(30)), ("evidence", Retention::Hold), ("traffic", days(60))]);
    let second = policy(100 * DAY, &[("patrol", days(180)), ("traffic", days(10)), ("evidence", days(1))]);
    Policies::new(vec![first, second]).unwrap()
}

/// A chain that seals record 1 with this category and start (days), and then goes on.
fn sealed(category: Option<&str>, start: Option<i64>) -> Example {
    let mut record = file(b"a.mp4", b"aaa", at(0));
    record.facts.category = category.map(str::to_owned);
    record.facts.start = start.map(|day| at(day * DAY));
    Example::new("kcpd").with(Body::File(record))
}

fn purge(day: i64) -> Purge {
    Purge {
        file: 1,
        sha256: crate::base::digest::Digest::of(b"aaa"),
        at: at(day * DAY),
        authority: "clerk".to_owned(),
        approved_by: "chief".to_owned(),
        rule: "patrol".to_owned(),
    }
}

fn judged(example: Example, policies: Option<&Policies>) -> (FileStatus, String) {
    let chain = example.read();
    assert_eq!(chain.first_bad_text(), None);
    let judged = judge(&chain, policies);
    let judged = judged.get(&1).unwrap();
    (judged.status, judged.faults.join("; "))
}

#[rstest]
#[case::lawful("patrol", 0, purge(30), FileStatus::Purged, "")]
#[case::a_moment_early("patrol", 0, Purge { at: at(30 * DAY - 1), ..purge(0) }, FileStatus::PurgedEarly, "it had to be kept until 2024-05-31T00:00:00.000Z, and went at 2024-05-30T23:59:59.000Z")]
#[case::the_rule_was_lengthened(
    "patrol",
    80,
    purge(150),
    FileStatus::PurgedEarly,
    "it had to be kept until 2025-01-16T00:00:00.000Z, and went at 2024-09-28T00:00:00.000Z"
)]
#[case::the_rule_was_shortened("traffic", 80, Purge { rule: "traffic".into(), ..purge(130) }, FileStatus::PurgedEarly, "it had to be kept until 2024-09-18T00:00:00.000Z, and went at 2024-09-08T00:00:00.000Z")]
#[case::the_longer_rule_has_ended("traffic", 80, Purge { rule: "traffic".into(), ..purge(140) }, FileStatus::Purged, "")]
#[case::kept_for_ever("evidence", 0, Purge { rule: "evidence".into(), ..purge(50) }, FileStatus::PurgedUnderHold, "recordings of category \"evidence\" are never purged")]
#[case::kept_for_ever_at_its_start("evidence", 0, Purge { rule: "evidence".into(), ..purge(150) }, FileStatus::PurgedUnderHold, "recordings of category \"evidence\" are never purged")]
#[case::started_before_any_policy("patrol", -40, purge(0), FileStatus::Purged, "")]
#[case::no_rule("pursuit", 0, Purge { rule: "pursuit".into(), ..purge(300) }, FileStatus::PurgedUnauthorized, "the policy in force at 2025-02-25T00:00:00.000Z has no retention for \"pursuit\"")]
#[case::another_category(
    "evidence",
    0,
    purge(50),
    FileStatus::PurgedUnderHold,
    "it was purged as \"patrol\" and sealed as \"evidence\"; recordings of category \"evidence\" are never purged"
)]
#[case::wrong_category(
    "traffic",
    0,
    purge(50),
    FileStatus::PurgedUnauthorized,
    "it was purged as \"patrol\" and sealed as \"traffic\"; it had to be kept until 2024-06-30T00:00:00.000Z, and went at 2024-06-20T00:00:00.000Z"
)]
#[case::case_is_no_category("Patrol", 0, Purge { rule: "PATROL ".into(), ..purge(30) }, FileStatus::Purged, "")]
#[case::self_approved("patrol", 0, Purge { approved_by: " Clerk".into(), ..purge(30) }, FileStatus::PurgedUnauthorized, "it was approved by its own authority")]
#[case::self_approved_with_two_spaces("patrol", 0, Purge { authority: "A. Smith".into(), approved_by: "A.  smith".into(), ..purge(30) }, FileStatus::PurgedUnauthorized, "it was approved by its own authority")]
#[case::self_approved_unseen("patrol", 0, Purge { approved_by: "cl\u{200b}erk\u{a0}".into(), ..purge(30) }, FileStatus::PurgedUnauthorized, "it was approved by its own authority")]
#[case::self_approved_decomposed("patrol", 0, Purge { authority: "Jos\u{e9}".into(), approved_by: "Jose\u{301}".into(), ..purge(30) }, FileStatus::PurgedUnauthorized, "it was approved by its own authority")]
#[case::approved_by_what_nobody_sees("patrol", 0, Purge { approved_by: "\u{200b}".into(), ..purge(30) }, FileStatus::PurgedUnauthorized, "nobody approved it")]
#[case::not_approved("patrol", 0, Purge { approved_by: " ".into(), ..purge(30) }, FileStatus::PurgedUnauthorized, "nobody approved it")]
#[case::by_nobody("patrol", 0, Purge { authority: "".into(), ..purge(30) }, FileStatus::PurgedUnauthorized, "it names no authority")]
#[case::self_approved_and_early("patrol", 0, Purge { approved_by: "clerk".into(), ..purge(3) }, FileStatus::PurgedUnauthorized, "it was approved by its own authority; it had to be kept until 2024-05-31T00:00:00.000Z, and went at 2024-05-04T00:00:00.000Z")]
fn with_policies(
    #[case] category: &str,
    #[case] start: i64,
    #[case] purge: Purge,
    #[case] status: FileStatus,
    #[case] faults: &str,
) {
    let example = sealed(Some(category), Some(start)).with(Body::Purge(purge));
    assert_eq!(judged(example, Some(&policies())), (status, faults.to_owned()));
}

#[rstest]
#[case::no_category(None, Some(0), FileStatus::PurgedUnauthorized, "no category was sealed for it")]
#[case::no_start(Some("patrol"), None, FileStatus::PurgedUnauthorized, "no start was sealed for it")]
fn unknown_facts_authorize_nothing(
    #[case] category: Option<&str>,
    #[case] start: Option<i64>,
    #[case] status: FileStatus,
    #[case] faults: &str,
) {
    let example = sealed(category, start).with(Body::Purge(purge(50)));
    assert_eq!(judged(example.clone(), Some(&policies())), (status, faults.to_owned()));
    assert_eq!(judged(example, None), (status, faults.to_owned()));
}

#[test]
fn before_the_first_policy_nothing_may_be_purged() {
    let late = Policies::new(vec![policy(60 * DAY, &[("patrol", days(30))])]).unwrap();
    let (status, faults) = judged(sealed(Some("patrol"), Some(0)).with(Body::Purge(purge(50))), Some(&late));
    assert_eq!((status, faults.contains("has no retention")), (FileStatus::PurgedUnauthorized, true));
}

#[test]
fn without_policies_a_purge_is_neither_fine_nor_an_accusation() {
    let example = sealed(Some("patrol"), Some(0)).with(Body::Purge(purge(1)));
    assert_eq!(judged(example, None), (FileStatus::Unchecked, String::new()));
}

#[rstest]
#[case::held(sealed(Some("patrol"), Some(0)).hold(1), FileStatus::PurgedUnderHold)]
#[case::released(sealed(Some("patrol"), Some(0)).hold(1).release(1, "chief"), FileStatus::Purged)]
#[case::released_by_its_own_authority(sealed(Some("patrol"), Some(0)).hold(1).release(1, "Court"), FileStatus::PurgedUnderHold)]
#[case::held_again(sealed(Some("patrol"), Some(0)).hold(1).release(1, "chief").hold(1), FileStatus::PurgedUnderHold)]
#[case::released_in_advance(sealed(Some("patrol"), Some(0)).release(1, "chief").hold(1), FileStatus::PurgedUnderHold)]
#[case::another_file_was_held(sealed(Some("patrol"), Some(0)).file("b", b"b").hold(2), FileStatus::Purged)]
fn holds(#[case] example: Example, #[case] status: FileStatus) {
    assert_eq!(judged(example.with(Body::Purge(purge(40))), Some(&policies())).0, status);
}

#[test]
fn a_hold_after_the_purge_comes_too_late() {
    let example = sealed(Some("patrol"), Some(0)).with(Body::Purge(purge(40)));
    let mut held = example.clone();
    held = held.with(Body::Hold(crate::archive::chain::record::Hold {
        file: 1,
        at: at(41 * DAY),
        authority: "court".into(),
    }));
    assert_eq!(judged(held, Some(&policies())), judged(example, Some(&policies())));
}
