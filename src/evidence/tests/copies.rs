//! The same bytes count for one camera only.

use rstest::rstest;

use super::builder::Shelf;
use crate::archive::chain::FileRecord;
use crate::words::FileStatus;

fn of(camera: &'static str) -> impl FnOnce(&mut FileRecord) {
    move |record| record.facts.camera = Some(camera.into())
}

/// a.mp4 and b.mp4, sealed with the same bytes for two cameras.
fn twice() -> Shelf {
    Shelf::new().sealed_as("a.mp4", "bytes", of("C1")).sealed_as("b.mp4", "bytes", of("C2"))
}

#[rstest]
#[case::both_are_there_and_the_first_counts(
    twice().on_disk("a.mp4", "bytes").on_disk("b.mp4", "bytes"),
    &["C1 O1 [1, 61] here by chain"])]
#[case::one_is_missing_and_takes_nothing_from_the_other(
    twice().on_disk("b.mp4", "bytes"),
    &["C1 O1 [1, 61] lost by chain", "C2 O1 [1, 61] here by chain"])]
#[case::a_copy_laid_over_another_file_takes_nothing_from_it(
    Shelf::new().sealed_as("a.mp4", "own", of("C1")).sealed_as("b.mp4", "bytes", of("C2"))
        .on_disk("a.mp4", "bytes").on_disk("b.mp4", "bytes"),
    &["C1 O1 [1, 61] lost by chain", "C2 O1 [1, 61] here by chain"])]
#[case::an_unlisted_copy_does_not_count(
    Shelf::new().sealed_as("b.mp4", "bytes", of("C2")).on_disk("C1_20240501T000001Z.mp4", "bytes").on_disk("b.mp4", "bytes"),
    &["C2 O1 [1, 61] here by chain"])]
#[case::nor_a_copy_of_an_unlisted_file(
    Shelf::new().on_disk("C1_20240501T000001Z.mp4", "bytes").on_disk("C2_20240501T000001Z.mp4", "bytes"),
    &["C1 - [1, 61] here by file-name"])]
#[case::files_of_no_bytes_are_nobodys_copy(
    Shelf::new().on_disk("C1_20240501T000001Z.mp4", "").on_disk("C2_20240501T000001Z.mp4", ""),
    &["C1 - [1, 1] empty by file-name", "C2 - [1, 1] empty by file-name"])]
#[case::two_missing_files_are_two(
    twice(),
    &["C1 O1 [1, 61] lost by chain", "C2 O1 [1, 61] lost by chain"])]
fn two_files_with_the_same_bytes(#[case] shelf: Shelf, #[case] expected: &[&str]) {
    assert_eq!(shelf.recordings(), expected);
}

/// `a.mp4` was sealed as C1's and purged lawfully; its bytes are there once more.
#[rstest]
#[case::sealed_with_it_as_anothers(Some(1), "C2")]
#[case::sealed_later_as_anothers(Some(0), "C1")]
#[case::never_sealed(None, "C1")]
fn what_was_purged_and_is_there_again_counts_for_who_was_first(#[case] earlier: Option<i64>, #[case] camera: &str) {
    let long_ago = |camera: &'static str, earlier: i64| {
        move |record: &mut FileRecord| {
            record.facts.start = Some(super::builder::at(-100 * 86_400));
            record.sealed_at = record.sealed_at - crate::base::time::Span::from_secs(earlier);
            of(camera)(record);
        }
    };
    let shelf = Shelf::new().sealed_as("a.mp4", "bytes", long_ago("C1", 0));
    // each is sealed a second after the one before
    let shelf = match earlier {
        Some(earlier) => shelf.sealed_as("C2_20240501T000001Z.mp4", "bytes", long_ago("C2", earlier)),
        None => shelf,
    };
    let shelf = shelf.purged(1, "bytes").on_disk("C2_20240501T000001Z.mp4", "bytes");
    let recordings = shelf.recordings();
    assert!(recordings[0].starts_with(camera), "{recordings:?}");
    assert!(
        recordings.iter().filter(|one| one.contains("here") || one.contains("purged")).count() == 1,
        "{recordings:?}"
    );
}

#[test]
fn what_is_known_of_a_copy_is_reported_all_the_same() {
    let joined = twice().on_disk("a.mp4", "bytes").on_disk("b.mp4", "bytes").join();
    assert_eq!(joined.files[0][1].camera, Some("C2".into()));
    assert_eq!(joined.unplaced.len(), 0);
}

#[test]
fn a_path_that_was_purged_and_sealed_again_has_two_recordings() {
    let shelf = Shelf::new()
        .sealed_as("x.mp4", "old", |record| record.facts.start = Some(super::builder::at(-100 * 86_400)))
        .purged(1, "old")
        .sealed("x.mp4", "new")
        .on_disk("x.mp4", "new")
        .listed(crate::facts::IndexRow { path: Some("x.mp4".into()), ..super::builder::row("R2") });
    assert_eq!(shelf.statuses(), [FileStatus::Purged, FileStatus::Ok]);
    let recordings = shelf.join().recordings;
    let ids: Vec<_> = recordings.iter().map(|recording| recording.id.as_ref().map(|id| id.as_str())).collect();
    assert_eq!(ids, [None, Some("R2")], "the row belongs to the file that is there");
}
