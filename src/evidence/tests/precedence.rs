//! Which source of identity, start and duration is believed.

use rstest::rstest;

use super::builder::{Shelf, at, row};
use crate::base::index::Ix;
use crate::base::time::Span;
use crate::facts::IndexRow;
use crate::facts::files::ExaminedFile;
use crate::facts::{RowRef, SourceRef};
use crate::words::StartSource;

const PATH: &str = "C3_O3_R3_20240501T000003Z_3.mp4";

fn container(file: &mut ExaminedFile) {
    file.video.as_mut().unwrap().creation_time = Some(at(4));
}

/// Everything about the file: chain 1, index 2, name 3, container 4.
fn shelf(chain: bool, index: bool, name: bool) -> Shelf {
    let path = if name { PATH } else { "x.mp4" };
    let shelf = Shelf::new().on_disk_as(path, "bytes", container);
    let shelf = if chain { shelf.sealed_as(path, "bytes", |record| record.facts.sequence = Some(1)) } else { shelf };
    let listed = |row: IndexRow| IndexRow { path: Some(path.into()), sequence: Some(2), ..row };
    if index { shelf.listed(listed(row("R2"))) } else { shelf }
}

#[rstest]
#[case::index_first(shelf(true, true, true), "C2", "O2", Some("R2"), 2)]
#[case::then_the_chain_which_knows_no_recording_id(shelf(true, false, true), "C1", "O1", Some("R3"), 1)]
#[case::then_the_name(shelf(false, false, true), "C3", "O3", Some("R3"), 3)]
#[case::the_chain_alone(shelf(true, false, false), "C1", "O1", None, 1)]
fn camera_officer_recording_and_number_come_from(
    #[case] shelf: Shelf,
    #[case] camera: &str,
    #[case] officer: &str,
    #[case] id: Option<&str>,
    #[case] sequence: i64,
) {
    let recording = shelf.only();
    assert_eq!(recording.camera, Some(camera.into()));
    assert_eq!(recording.officer, Some(officer.into()));
    assert_eq!(recording.id, id.map(Into::into));
    assert_eq!(recording.sequence, Some(sequence));
}

#[rstest]
#[case::chain_first(shelf(true, true, true), StartSource::Chain, 1)]
#[case::then_the_index(shelf(false, true, true), StartSource::Index, 2)]
#[case::then_the_name(shelf(false, false, true), StartSource::FileName, 3)]
fn the_start_comes_from(#[case] shelf: Shelf, #[case] source: StartSource, #[case] second: i64) {
    let recording = shelf.only();
    assert_eq!((recording.start_source, recording.start), (source, at(second)));
    assert_eq!(recording.doubts.iter().filter(|doubt| doubt.as_str() == "container-time").count(), 0);
}

#[test]
fn the_container_comes_last_and_lowers_confidence() {
    let recording = Shelf::new().on_disk_as("C3_.mp4", "bytes", container).only();
    assert_eq!((recording.start_source, recording.start), (StartSource::Container, at(4)));
    assert!(recording.doubts.iter().any(|doubt| doubt.as_str() == "container-time"));
}

#[test]
fn a_start_that_was_sealed_from_the_container_is_no_better() {
    let sealed = Shelf::new()
        .on_disk("x.mp4", "bytes")
        .sealed_as("x.mp4", "bytes", |record| record.facts.start_source = Some(StartSource::Container));
    assert_eq!(sealed.only().doubts.iter().map(|doubt| doubt.as_str()).collect::<Vec<_>>(), ["container-time"]);
}

/// Packets 60 s, chain 61 s, index 62 s.
fn long(packets: bool, chain: bool) -> Shelf {
    let shelf = Shelf::new().on_disk_as("x.mp4", "bytes", |file| {
        if !packets {
            file.video.as_mut().unwrap().duration = None;
        }
    });
    let shelf = shelf.sealed_as("x.mp4", "bytes", |record| record.duration = chain.then(|| Span::from_secs(61)));
    shelf.listed(IndexRow { path: Some("x.mp4".into()), end: at(64), ..row("R2") })
}

#[rstest]
#[case::what_the_packets_reach(long(true, true), 60)]
#[case::then_the_chain(long(false, true), 61)]
#[case::then_the_index(long(false, false), 62)]
fn the_duration_comes_from(#[case] shelf: Shelf, #[case] seconds: i64) {
    let recording = shelf.only();
    assert_eq!(recording.end - recording.start, Span::from_secs(seconds));
    assert_eq!(shelf.join().files[0][0].duration, Some(Span::from_secs(seconds)));
}

#[test]
fn what_lies_elsewhere_takes_its_identity_from_the_sealed_record() {
    // Sealed as old.mp4; the row of the new path names another camera.
    let moved = Shelf::new().on_disk("new.mp4", "bytes").sealed("old.mp4", "bytes").listed(IndexRow {
        path: Some("new.mp4".into()),
        sequence: Some(2),
        ..row("R2")
    });
    assert_eq!(moved.statuses(), [crate::words::FileStatus::Moved]);
    assert_eq!(moved.recordings(), ["C1 O1 [1, 61] here by chain"]);
    assert_eq!(moved.only().sequence, Some(2), "what the record does not know comes from the row");
}

#[test]
fn an_unlisted_file_has_no_record_to_take_it_from() {
    let unlisted = Shelf::new()
        .sealed("other.mp4", "other")
        .on_disk("other.mp4", "other")
        .on_disk("x.mp4", "bytes")
        .listed(IndexRow { path: Some("x.mp4".into()), ..row("R2") });
    assert_eq!(unlisted.recordings()[1], "C2 O2 [2, 62] here by index");
}

#[rstest]
#[case::lightbar(Some("lightbar"), true)]
#[case::signal_without_regard_to_case(Some("Signal"), true)]
#[case::auto(Some("auto"), true)]
#[case::anything_else(Some("button"), false)]
#[case::nothing(None, false)]
fn a_start_is_automatic(#[case] reason: Option<&str>, #[case] automatic: bool) {
    let of_row = IndexRow { start_reason: reason.map(Into::into), path: Some("x.mp4".into()), ..row("R2") };
    assert_eq!(Shelf::without_archive().listed(of_row.clone()).only().automatic, automatic);
    assert_eq!(Shelf::new().on_disk("x.mp4", "bytes").listed(of_row).only().automatic, automatic);
}

#[test]
fn every_row_that_says_so_is_remembered() {
    let recording = shelf(true, true, true).only();
    let expected =
        [SourceRef::Row(RowRef { file: Ix::first(), line: 2 }), SourceRef::ChainLine { archive: Ix::first(), line: 2 }];
    assert_eq!(recording.rows, expected, "the index's first row and the chain's second line");
}

#[test]
fn a_video_that_cannot_be_placed_is_counted() {
    let joined = Shelf::new().on_disk_as("nobody.mp4", "bytes", container).on_disk("C3_.mp4", "when").join();
    assert_eq!((joined.recordings.len(), joined.unplaced.len()), (0, 2));
}

#[test]
fn what_is_no_video_is_no_recording() {
    let joined = Shelf::new().on_disk_as("C3_20240501T000003Z.json", "bytes", |file| file.video = None).join();
    assert_eq!((joined.recordings.len(), joined.unplaced.len()), (0, 0));
}

#[test]
fn a_name_that_cannot_be_read_is_rejected_and_says_why() {
    let joined = Shelf::new().on_disk("C3_20240230T000000Z_1.mp4", "bytes").join();
    let reasons: Vec<_> =
        joined.rejected.iter().map(|row| (row.source, row.file.as_str(), row.reason.as_str())).collect();
    assert_eq!(
        reasons,
        [(
            "file-name",
            "C3_20240230T000000Z_1.mp4",
            "the `file-name` pattern finds a `start` \"20240230T000000Z\" is no time"
        )]
    );
}
