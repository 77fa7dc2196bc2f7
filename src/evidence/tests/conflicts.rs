//! Where two sources disagree.

use rstest::rstest;

use super::builder::{Shelf, at, row};
use crate::base::time::{Moment, Span};
use crate::evidence::remarks::{Conflict, Noticed};
use crate::facts::IndexRow;
use crate::words::StartSource;

const MILLI: i64 = 1_000;

fn later(moment: Moment, millis: i64) -> Moment {
    moment + Span::from_millis(millis)
}

/// Sealed at 1 s; the index says so many milliseconds later.
fn listed_later(millis: i64) -> Shelf {
    let (start, end) = (later(at(1), millis), later(at(61), millis));
    Shelf::new().on_disk("x.mp4", "bytes").sealed("x.mp4", "bytes").listed(IndexRow {
        path: Some("x.mp4".into()),
        start,
        end,
        ..row("R2")
    })
}

/// Sealed at 1 s for ten minutes; the container says so many milliseconds later.
fn contained_later(millis: i64) -> Shelf {
    Shelf::new()
        .on_disk_as("x.mp4", "bytes", |file| {
            let video = file.video.as_mut().unwrap();
            (video.duration, video.creation_time) = (Some(Span::from_mins(10)), Some(later(at(1), millis)));
        })
        .sealed_as("x.mp4", "bytes", |record| record.duration = Some(Span::from_mins(10)))
}

#[rstest]
#[case::a_minute(listed_later(60 * MILLI), false)]
#[case::more(listed_later(70 * MILLI), true)]
#[case::more_the_other_way(listed_later(-70 * MILLI), true)]
#[case::a_minute_by_the_container(contained_later(60 * MILLI), false)]
#[case::a_moment_more(contained_later(60 * MILLI + 1), true)]
#[case::its_own_length(contained_later(600 * MILLI), false)]
#[case::nearly_its_own_length(contained_later(605 * MILLI), false)]
#[case::not_quite(contained_later(605 * MILLI + 1), true)]
#[case::its_own_length_backwards(contained_later(-600 * MILLI), false)]
fn starts_disagree_beyond_a_minute_or_the_recordings_own_length(#[case] shelf: Shelf, #[case] conflict: bool) {
    assert_eq!(shelf.remarks().contains(&"start-time-conflict"), conflict, "{:?}", shelf.remarks());
}

#[test]
fn any_two_sources_can_disagree() {
    // Chain 1 s; the index 55 s earlier and the container 55 s later agree with it, not with each other.
    let shelf = Shelf::new()
        .on_disk_as("x.mp4", "bytes", |file| {
            let video = file.video.as_mut().unwrap();
            (video.duration, video.creation_time) = (Some(Span::from_mins(10)), Some(at(56)));
        })
        .sealed_as("x.mp4", "bytes", |record| record.duration = None)
        .listed(IndexRow { path: Some("x.mp4".into()), start: at(-54), end: at(546), ..row("R2") });
    assert_eq!(shelf.remarks(), ["start-time-conflict"]);
    let conflict = Conflict { better: (StartSource::Index, at(-54)), other: (StartSource::Container, at(56)) };
    assert_eq!(shelf.join().remarks[0].what, Noticed::StartConflict(conflict));
}

#[rstest]
#[case::five_seconds(55 * MILLI, false)]
#[case::more(55 * MILLI - 1, true)]
#[case::more_the_other_way(65 * MILLI + 1, true)]
fn durations_disagree_beyond_five_seconds(#[case] sealed: i64, #[case] conflict: bool) {
    let shelf = Shelf::new()
        .on_disk("x.mp4", "bytes")
        .sealed_as("x.mp4", "bytes", |record| record.duration = Some(Span::from_millis(sealed)));
    assert_eq!(shelf.remarks(), if conflict { vec!["duration-conflict"] } else { vec![] });
}

#[rstest]
#[case::the_same_in_any_case("PATROL", false)]
#[case::another("traffic", true)]
fn categories_disagree(#[case] category: &str, #[case] conflict: bool) {
    let shelf = Shelf::new().on_disk("x.mp4", "bytes").sealed("x.mp4", "bytes").listed(IndexRow {
        path: Some("x.mp4".into()),
        category: Some(category.into()),
        ..row("R2")
    });
    assert_eq!(shelf.remarks(), if conflict { vec!["category-conflict"] } else { vec![] });
}

// On 1 November 2020 the clocks of Chicago went back: 01:30 was at 06:30 and at 07:30 UTC.
const FOLDED: &str = "C3_20201101T013000_1.mp4";

#[test]
fn an_ambiguous_name_is_used_and_said() {
    let shelf = Shelf::new().on_disk(FOLDED, "bytes");
    assert_eq!(shelf.remarks(), ["ambiguous-time"]);
    let recording = shelf.only();
    assert_eq!(recording.start.to_string(), "2020-11-01T06:30:00.000Z", "the earlier reading");
    assert!(recording.doubts.iter().any(|doubt| doubt.as_str() == "ambiguous-time"));
}

#[rstest]
#[case::its_first_reading("2020-11-01T06:30:00Z", &[])]
#[case::its_second_reading("2020-11-01T07:30:00Z", &[])]
#[case::neither("2020-11-01T08:30:00Z", &["start-time-conflict"])]
fn an_ambiguous_name_disagrees_only_if_both_readings_do(#[case] sealed: &str, #[case] remarks: &[&str]) {
    let start = sealed.parse::<jiff::Timestamp>().unwrap().into();
    let shelf =
        Shelf::new().on_disk(FOLDED, "bytes").sealed_as(FOLDED, "bytes", |record| record.facts.start = Some(start));
    assert_eq!(shelf.remarks(), remarks);
}
