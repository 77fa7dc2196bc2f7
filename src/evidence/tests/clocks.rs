//! Files and sealed records under a `[[clock]]`; rows of the index come corrected from the sources.

use rstest::rstest;

use super::builder::{Shelf, at, row};
use crate::facts::IndexRow;
use crate::facts::declared::ClockOf;
use crate::facts::source::SourceKind;
use crate::words::StartSource;

fn camera(id: &str) -> ClockOf {
    ClockOf::Camera(id.into())
}

fn files(shelf: &Shelf) -> Vec<u64> {
    shelf.join().corrected.iter().copied().collect()
}

/// A sealed file of camera C1 that starts at 1 s.
fn sealed(source: StartSource) -> Shelf {
    Shelf::new().on_disk("a.mp4", "a").sealed_as("a.mp4", "a", |record| record.facts.start_source = Some(source))
}

#[rstest]
#[case::its_camera(camera("C1"), None, None, "C1 O1 [101, 161] here by chain", 1)]
#[case::another(camera("C2"), None, None, "C1 O1 [1, 61] here by chain", 0)]
#[case::a_vehicle(ClockOf::Vehicle("C1".into()), None, None, "C1 O1 [1, 61] here by chain", 0)]
#[case::in_true_time(camera("C1"), Some(101), Some(102), "C1 O1 [101, 161] here by chain", 1)]
#[case::before_it_held(camera("C1"), Some(102), None, "C1 O1 [1, 61] here by chain", 0)]
#[case::after_it_held(camera("C1"), None, Some(101), "C1 O1 [1, 61] here by chain", 0)]
fn a_sealed_start_is_corrected(
    #[case] of: ClockOf,
    #[case] from: Option<i64>,
    #[case] to: Option<i64>,
    #[case] expected: &str,
    #[case] count: u64,
) {
    let shelf = sealed(StartSource::FileName).clock(of, -100, from, to);
    assert_eq!((shelf.recordings(), files(&shelf)), (vec![expected.to_owned()], vec![count]));
    assert_eq!(
        shelf.join().files[crate::base::index::Ix::first()].iter().next().unwrap().start,
        Some(shelf.only().start)
    );
}

#[rstest]
#[case::sealed_from_the_index(StartSource::Index, "C1 O1 [101, 161] here by chain")]
#[case::sealed_from_the_name(StartSource::FileName, "C1 O1 [1, 61] here by chain")]
fn what_was_sealed_from_the_index_has_its_errors(#[case] source: StartSource, #[case] expected: &str) {
    let shelf = sealed(source).clock(ClockOf::Source(SourceKind::Recordings), -100, None, None);
    assert_eq!(shelf.recordings(), [expected]);
}

#[rstest]
#[case::its_row_is_in_that_file("index.csv", "C1 O1 [101, 161] here by chain")]
#[case::its_row_is_in_another("other.csv", "C1 O1 [1, 61] here by chain")]
fn the_errors_of_one_file_are_those_of_its_rows(#[case] file: &str, #[case] expected: &str) {
    let own = IndexRow {
        path: Some("a.mp4".into()),
        camera: Some("C1".into()),
        officer: None,
        start: at(101),
        end: at(161),
        ..row("R1")
    };
    let shelf = sealed(StartSource::Index).listed(own).clock(ClockOf::File(file.into()), -100, None, None);
    assert_eq!(shelf.recordings(), [expected]);
}

#[rstest]
#[case::a_name("C1_20240501T000005Z_7.mp4", "C1 - [105, 165] here by file-name")]
#[case::a_container("C1_7.mp4", "C1 - [101, 161] here by container")]
fn names_and_containers_are_corrected(#[case] path: &str, #[case] expected: &str) {
    let shelf = Shelf::new()
        .on_disk_as(path, "a", |file| file.video.as_mut().unwrap().creation_time = Some(at(1)))
        .clock(camera("C1"), -100, None, None);
    assert!(shelf.recordings()[0].starts_with(expected), "{:?}", shelf.recordings());
    assert_eq!(files(&shelf), [1]);
}

#[test]
fn all_that_tells_of_one_file_is_corrected_alike() {
    let own = IndexRow {
        path: Some("C1_20240501T000001Z_7.mp4".into()),
        camera: Some("C1".into()),
        start: at(101),
        end: at(161),
        ..row("R1")
    };
    let shelf = Shelf::new()
        .on_disk_as("C1_20240501T000001Z_7.mp4", "a", |file| file.video.as_mut().unwrap().creation_time = Some(at(1)))
        .listed(own)
        .clock(camera("C1"), -100, None, None);
    assert_eq!(shelf.recordings(), ["C1 O2 [101, 161] here by index"]);
    assert_eq!(shelf.remarks(), [""; 0], "no source of the start contradicts another");
}

/// The index does not say whose it is, and so it could not be corrected when it was read.
#[test]
fn a_row_without_a_camera_is_corrected_with_its_file() {
    let own = IndexRow { path: Some("C1_7.mp4".into()), camera: None, activated_at: Some(at(4)), ..row("R1") };
    let shelf = Shelf::new().on_disk("C1_7.mp4", "a").listed(own).clock(camera("C1"), -100, None, None);
    assert_eq!(shelf.recordings(), ["C1 O2 [102, 162] here by index"]);
    assert_eq!(shelf.only().activated_at, Some(at(104)));
    assert_eq!(files(&shelf), [1]);
}

#[test]
fn what_starts_after_as_of_is_seen_in_true_time() {
    let shelf = sealed(StartSource::FileName).clock(camera("C1"), -100, None, None);
    assert_eq!((shelf.join_as_of(at(100)).after_as_of, shelf.join_as_of(at(101)).after_as_of), (1, 0));
}
