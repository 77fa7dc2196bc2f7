//! Both readings of a local time that occurs twice: of a recording, a logged start and a justification.

use rstest::rstest;

use super::builder::*;
use crate::evidence::{Evidence, Recording};
use crate::facts::{JustifiedTimes, RecordedTimes};
use crate::judgement::readings::Later;
use crate::words::Doubt;

/// A recording whose local times occur twice, an hour apart.
fn twice(start: f64, end: f64) -> Recording {
    rec(start, end).with(|recording| {
        let later =
            RecordedTimes { start: at(start + HOUR), end: at(end + HOUR), activated_at: recording.activated_at };
        recording.later = Some(Box::new(later));
        recording.doubts = vec![Doubt::AmbiguousTime];
    })
}

fn logged_twice(when: f64, what: &str) -> Evidence {
    let entry = logged(when, what).with(|entry| (entry.ambiguous, entry.later) = (true, Some(at(when + HOUR))));
    town().with(|town| town.device_log.push(entry))
}

fn justified_twice(change: impl FnOnce(&mut crate::facts::Justification)) -> Evidence {
    let justification = justified().with(|one| {
        change(one);
        let hour = |at| at + span(HOUR);
        let later = JustifiedTimes { filed_at: hour(one.filed_at), from: one.from.map(hour), to: one.to.map(hour) };
        (one.ambiguous, one.later) = (true, Some(Box::new(later)));
    });
    town().with(|town| town.justifications = vec![justification].into())
}

fn window(from: f64, to: f64) -> impl FnOnce(&mut crate::facts::Justification) {
    move |one| (one.event, one.from, one.to) = (None, Some(at(from)), Some(at(to)))
}

const UNDECIDED: &str = "unresolved indeterminate ambiguous-time";
const MISSED: &str = "unexplained not-recorded";

#[rstest]
#[case::the_earlier_covers_it(town_with([twice(0.0, 700.0)]), UNDECIDED)]
// an index in local times, a light-bar log in UTC: the officer recorded, in the second pass of that hour
#[case::the_later_covers_it(town_with([twice(-HOUR, 700.0 - HOUR)]), UNDECIDED)]
#[case::the_later_is_late(town_with([twice(60.0 - HOUR, 700.0 - HOUR)]), UNDECIDED)]
#[case::neither_covers_it(town_with([twice(-2.0 * HOUR, 60.0 - 2.0 * HOUR)]), MISSED)]
#[case::both_cover_it(town_with([twice(-10.0, HOUR + 700.0)]).with(|t| {
    t.recordings.extend([rec(-20.0, 700.0)]);
}), "compliant on-time")]
#[case::another_covers_it(town_with([twice(-HOUR, 700.0 - HOUR), rec(0.0, 700.0)]), "compliant on-time")]
#[case::lost_in_one(town_with([twice(-HOUR, 700.0 - HOUR).with(|r| r.footage = crate::evidence::Footage::Lost)]), UNDECIDED)]
#[case::a_start_in_the_earlier(logged_twice(1.0, "record-start"), UNDECIDED)]
#[case::a_start_in_the_later(logged_twice(1.0 - HOUR, "record-start"), UNDECIDED)]
#[case::a_start_in_neither(logged_twice(-HOUR * 2.0, "record-start"), MISSED)]
#[case::a_window_in_the_earlier(justified_twice(window(0.0, 600.0)), UNDECIDED)]
#[case::a_window_in_the_later(justified_twice(window(-HOUR, 600.0 - HOUR)), UNDECIDED)]
#[case::a_window_in_neither(justified_twice(window(-2.5 * HOUR, -2.0 * HOUR)), MISSED)]
#[case::a_window_in_both(justified_twice(window(-2.0 * HOUR, HOUR)), "explained not-recorded")]
// the earlier is accepted, the later accepted late: both explain it
#[case::filed_late_in_the_later(justified_twice(|one| one.filed_at = at(DAY)), "explained not-recorded")]
// not yet approved, and the deadline lies between the readings
#[case::awaited_in_the_later(
    justified_twice(|one| (one.approved_by, one.filed_at) = (None, at(DAY))).with(|t| t.as_of = at(8.0 * DAY + 60.0)),
    UNDECIDED)]
fn both_readings_are_judged(#[case] town: Evidence, #[case] expected: &str) {
    let obligation = obligation(&town);
    assert_eq!(format!("{} {}", obligation.outcome, said(&obligation)), expected);
}

#[test]
fn what_is_undecided_shows_what_was_looked_at_and_no_gap() {
    let undecided = obligation(&town_with([twice(0.0, 700.0)]));
    assert_eq!((undecided.gap, undecided.activation, undecided.explanation), (None, None, None));
    assert_eq!(undecided.around.unwrap().files.len(), 1);
    assert_eq!(undecided.doubts, [Doubt::AmbiguousTime]);
}

#[test]
fn the_evidence_is_as_it_was() {
    let town = town_with([twice(0.0, 700.0)]).with(|town| {
        town.device_log.extend(logged_twice(1.0, "record-start").device_log);
        town.justifications = justified_twice(window(0.0, 600.0)).justifications;
    });
    let mut judged = town.clone();
    Later::of(&mut judged, |_, _, _| Vec::new());
    assert_eq!(format!("{judged:?}"), format!("{town:?}"));
}

/// A reading that may be wrong says nothing of a clock.
#[test]
fn an_ambiguous_recording_never_votes() {
    let day = |day: i32| -f64::from(day) * DAY;
    let with = |make: fn(f64, f64) -> Recording| {
        town().with(|town| {
            for number in 1..=5 {
                town.events.push(lit(&format!("V{number}"), day(number), 60.0 + day(number)));
                town.assignments.push(tour("O1").with(|tour| {
                    (tour.from, tour.to) = (at(day(number) - HOUR), at(day(number) + HOUR));
                }));
                let recording = make(day(number) + 20.0, day(number) + 60.0).with(|one| one.automatic = true);
                town.recordings.push(recording);
            }
        })
    };
    assert!(obligation(&with(rec)).clock.unwrap().fitted);
    assert!(!obligation(&with(twice)).clock.unwrap().fitted);
}
