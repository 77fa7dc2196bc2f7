//! What decides between two readings of a local time: the camera's numbers, and the file itself.

use rstest::rstest;

use super::builder::{Shelf, at, row};
use crate::facts::{IndexRow, RecordedTimes};
use crate::words::Doubt;

const HOUR: i64 = 3_600;

/// A row of camera C1 that begins at `start` or an hour later, and lasts a minute.
fn twice(id: &str, number: i64, start: i64) -> IndexRow {
    let later = RecordedTimes { start: at(start + HOUR), end: at(start + HOUR + 60), activated_at: None };
    IndexRow { later: Some(Box::new(later)), ..once(id, number, start) }
}

fn once(id: &str, number: i64, start: i64) -> IndexRow {
    IndexRow { camera: Some("C1".into()), sequence: Some(number), start: at(start), end: at(start + 60), ..row(id) }
}

/// Each start in minutes, with a question mark where it has two readings.
fn starts(rows: Vec<IndexRow>) -> Vec<String> {
    let shelf = rows.into_iter().fold(Shelf::new(), Shelf::listed);
    let joined = shelf.join();
    let said = joined.recordings.iter().map(|recording| {
        let doubted = recording.doubts.contains(&Doubt::AmbiguousTime);
        assert_eq!(doubted, recording.later.is_some());
        format!("{}{}", (recording.start - at(0)).as_micros() / 60_000_000, if doubted { "?" } else { "" })
    });
    said.collect()
}

fn minutes(minutes: i64) -> i64 {
    minutes * 60
}

#[rstest]
#[case::nothing_else(vec![twice("A", 5, minutes(10))], &["10?"])]
#[case::the_next_before_the_second_pass(vec![twice("A", 5, minutes(10)), once("B", 6, minutes(30))], &["10", "30"])]
#[case::the_one_before_after_the_first_pass(vec![once("B", 4, minutes(30)), twice("A", 5, minutes(10))], &["30", "70"])]
#[case::neighbours_that_leave_both(
    vec![once("B", 4, minutes(-30)), twice("A", 5, minutes(10)), once("C", 6, minutes(150))], &["-30", "10?", "150"])]
// 1:10, 1:40, 1:15, 1:50: between the second and the third the clock went back
#[case::among_themselves(
    vec![twice("A", 5, minutes(10)), twice("B", 6, minutes(40)), twice("C", 7, minutes(15)), twice("D", 8, minutes(50))],
    &["10", "40", "75", "110"])]
#[case::numbers_that_do_not_follow_time(
    vec![once("B", 9, minutes(-30)), twice("A", 5, minutes(10)), once("C", 4, minutes(150))], &["-30", "10?", "150"])]
#[case::a_number_twice(vec![once("B", 5, minutes(30)), twice("A", 5, minutes(10))], &["30", "10?"])]
#[case::a_day_later(vec![twice("A", 5, minutes(10)), once("B", 4, minutes(1_500))], &["10?", "1500"])]
fn the_numbers_decide(#[case] rows: Vec<IndexRow>, #[case] expected: &[&str]) {
    assert_eq!(starts(rows), expected);
}

/// The container's own time is in UTC.
#[rstest]
#[case::the_first(Some(10), "10")]
#[case::the_second(Some(70), "70")]
#[case::the_end_of_the_second(Some(71), "70")]
#[case::neither(Some(300), "10?")]
#[case::nothing(None, "10?")]
fn the_file_decides(#[case] created: Option<i64>, #[case] expected: &str) {
    let listed = IndexRow { path: Some("a.mp4".into()), ..twice("A", 5, minutes(10)) };
    let shelf = Shelf::new()
        .on_disk_as("a.mp4", "a", |file| {
            file.video.as_mut().unwrap().creation_time = created.map(|created| at(minutes(created)));
        })
        .listed(listed);
    let recording = shelf.only();
    let twice = if recording.later.is_some() { "?" } else { "" };
    assert_eq!(format!("{}{twice}", (recording.start - at(0)).as_micros() / 60_000_000), expected);
    assert_eq!(recording.doubts.contains(&Doubt::AmbiguousTime), recording.later.is_some());
}
