//! Which index row belongs to which file, and rows without one.

use rstest::rstest;

use super::builder::{Shelf, at, row};
use crate::base::digest::Digest;
use crate::base::index::Ix;
use crate::evidence::remarks::Noticed;
use crate::facts::files::Bytes;
use crate::facts::{BackwardRow, IndexRow, RowRef};

fn naming(path: Option<&str>, content: Option<&str>) -> IndexRow {
    let sha256 = content.map(|content| Digest::of(content.as_bytes()));
    IndexRow { path: path.map(Into::into), sha256, ..row("R2") }
}

#[rstest]
#[case::path(naming(Some("d/x.mp4"), None))]
#[case::path_with_a_dot(naming(Some("./d/x.mp4"), None))]
#[case::sha256(naming(None, Some("bytes")))]
#[case::sha256_where_the_path_is_another(naming(Some("elsewhere.mp4"), Some("bytes")))]
#[case::path_whatever_the_sha256(naming(Some("d/x.mp4"), Some("other")))]
fn a_file_belongs_to_the_row_with_its(#[case] row: IndexRow) {
    let shelf = Shelf::new().on_disk("d/x.mp4", "bytes").listed(row);
    assert_eq!(shelf.recordings(), ["C2 O2 [2, 62] here by index"]);
    assert_eq!(shelf.remarks(), [""; 0]);
}

#[test]
fn the_path_comes_before_the_sha256() {
    let shelf = Shelf::new()
        .on_disk("x.mp4", "bytes")
        .on_disk("y.mp4", "more")
        .listed(IndexRow { recording: "R8".into(), ..naming(None, Some("bytes")) })
        .listed(IndexRow { recording: "R9".into(), ..naming(Some("x.mp4"), None) });
    // R8 names the bytes of x.mp4, which belongs to R9.
    let ids: Vec<_> = shelf.join().recordings.iter().map(|recording| recording.id.clone().unwrap()).collect();
    assert_eq!(ids, ["R9".into(), "R8".into()]);
    assert_eq!(shelf.recordings()[1], "C2 O2 [2, 62] lost by index");
    assert_eq!(shelf.join().remarks[0].what, Noticed::FileOfAnotherRow);
    assert_eq!(shelf.join().unplaced.len(), 1, "and nobody knows whose y.mp4 is");
}

#[test]
fn a_moved_file_belongs_to_the_row_with_its_sealed_path() {
    let shelf =
        Shelf::new().on_disk("new.mp4", "bytes").sealed("old.mp4", "bytes").listed(naming(Some("old.mp4"), None));
    assert_eq!(shelf.only().id, Some("R2".into()));
}

#[rstest]
#[case::missing(Shelf::new().sealed("x.mp4", "bytes"), "lost")]
#[case::not_hashed(
    Shelf::new().sealed("x.mp4", "bytes").on_disk_as("x.mp4", "bytes", |file| file.bytes = Bytes::NotHashed), "here")]
#[case::unreadable(
    Shelf::new().sealed("x.mp4", "bytes").on_disk_as("x.mp4", "bytes", |file| file.bytes = Bytes::Unreadable("denied".into())),
    "lost")]
fn a_file_whose_bytes_were_not_read_is_known_by_its_sealed_sha256(#[case] shelf: Shelf, #[case] footage: &str) {
    // of the camera that it was sealed for: a row of another one takes no sealed file away
    let row = IndexRow { camera: Some("C1".into()), officer: Some("O1".into()), ..naming(None, Some("bytes")) };
    let recording = shelf.listed(row);
    assert_eq!(recording.recordings(), [format!("C1 O1 [1, 61] {footage} by chain")]);
    assert_eq!(recording.only().id, Some("R2".into()));
}

#[rstest]
#[case::nothing_and_no_archive(Shelf::without_archive(), naming(None, None), "here", &[], &[])]
#[case::a_path_and_no_archive(Shelf::without_archive(), naming(Some("x.mp4"), None), "here", &[], &[])]
#[case::nothing_though_there_is_an_archive(Shelf::new(), naming(None, None), "here", &["no-file"], &["no-file"])]
#[case::a_path_that_is_not_there(Shelf::new(), naming(Some("x.mp4"), None), "lost", &[], &["footage-missing"])]
#[case::bytes_that_are_not_there(Shelf::new(), naming(None, Some("bytes")), "lost", &[], &["footage-missing"])]
#[case::no_length(Shelf::without_archive(), IndexRow { end: at(2), ..naming(None, None) }, "empty", &[], &["empty-recording"])]
#[case::no_length_and_no_file(
    Shelf::new(), IndexRow { end: at(2), ..naming(Some("x.mp4"), None) }, "empty", &[], &["empty-recording"])]
fn a_row_that_names(
    #[case] shelf: Shelf,
    #[case] row: IndexRow,
    #[case] footage: &str,
    #[case] doubts: &[&str],
    #[case] remarks: &[&str],
) {
    let shelf = shelf.listed(row);
    assert!(shelf.recordings()[0].contains(footage), "{:?}", shelf.recordings());
    assert_eq!(shelf.only().doubts.iter().map(|doubt| doubt.as_str()).collect::<Vec<_>>(), doubts);
    assert_eq!(shelf.remarks(), remarks);
}

#[test]
fn a_row_that_ends_before_it_starts_is_an_empty_recording() {
    let recording = crate::evidence::index::from_backward(&BackwardRow {
        recording: "R7".into(),
        camera: Some("C7".into()),
        officer: None,
        start: at(5),
        sequence: Some(7),
        row: RowRef { file: Ix::first(), line: 9 },
    });
    assert_eq!(super::builder::shown(&recording), "C7 - [5, 5] empty by index");
    assert_eq!(recording.sequence, Some(7));
}
