//! Whether the footage of a recording is here, purged, lost or empty.

use rstest::rstest;

use super::builder::{Shelf, at, row};
use crate::archive::chain::FileRecord;
use crate::base::time::Span;
use crate::facts::files::{Bytes, ExaminedFile};
use crate::facts::pictures::Pictures;
use crate::words::{FileStatus, VideoState};

fn sealed() -> Shelf {
    Shelf::new().sealed("x.mp4", "bytes")
}

fn on_disk(change: impl FnOnce(&mut ExaminedFile)) -> Shelf {
    sealed().on_disk_as("x.mp4", "bytes", change)
}

fn video(state: VideoState) -> Shelf {
    on_disk(|file| file.video.as_mut().unwrap().state = state)
}

/// Of which only both ends were read.
fn not_placed(state: VideoState) -> Shelf {
    on_disk(|file| {
        let video = file.video.as_mut().unwrap();
        (video.state, video.pictures) = (state, None);
    })
}

#[rstest]
#[case::there(on_disk(|_| {}), FileStatus::Ok, "here", &[])]
#[case::other_bytes(sealed().on_disk("x.mp4", "other"), FileStatus::Changed, "here", &["file-not-ok"])]
#[case::not_hashed(on_disk(|file| file.bytes = Bytes::NotHashed), FileStatus::Unchecked, "here", &["file-not-ok"])]
#[case::not_there(sealed(), FileStatus::Missing, "lost", &["file-not-ok", "video-not-readable"])]
#[case::not_readable(
    on_disk(|file| (file.bytes, file.video) = (Bytes::Unreadable("denied".into()), None)),
    FileStatus::Unreadable, "lost", &["file-not-ok", "video-not-readable"])]
#[case::no_bytes(on_disk(|file| (file.size, file.bytes) = (0, Bytes::NotHashed)), FileStatus::Changed, "empty", &["file-not-ok"])]
#[case::no_length(on_disk(|file| file.video.as_mut().unwrap().duration = Some(Span::ZERO)), FileStatus::Ok, "empty", &[])]
#[case::truncated(video(VideoState::Truncated), FileStatus::Ok, "here", &["video-not-readable"])]
#[case::length_unverified(video(VideoState::LengthUnverified), FileStatus::Ok, "here", &[])]
#[case::damaged(not_placed(VideoState::Damaged), FileStatus::Ok, "lost", &["video-not-readable", "holes-not-checked"])]
#[case::damaged_but_known_when(video(VideoState::Damaged), FileStatus::Ok, "here", &["video-not-readable"])]
#[case::nobody_looked_for_holes(not_placed(VideoState::Readable), FileStatus::Ok, "here", &["holes-not-checked"])]
#[case::hollow(video(VideoState::Hollow), FileStatus::Ok, "here", &["video-not-readable"])]
#[case::not_video(video(VideoState::NotVideo), FileStatus::Ok, "lost", &["video-not-readable"])]
#[case::encrypted(video(VideoState::Encrypted), FileStatus::Ok, "here", &["video-not-readable"])]
fn a_sealed_file(#[case] shelf: Shelf, #[case] status: FileStatus, #[case] footage: &str, #[case] doubts: &[&str]) {
    assert_eq!(shelf.statuses(), [status]);
    assert!(shelf.recordings()[0].contains(footage), "{:?}", shelf.recordings());
    assert_eq!(shelf.only().doubts.iter().map(|doubt| doubt.as_str()).collect::<Vec<_>>(), doubts);
    assert_eq!(shelf.remarks().contains(&"empty-recording"), footage == "empty");
}

/// Sealed long enough ago, and purged.
fn purged(change: impl FnOnce(&mut FileRecord)) -> Shelf {
    let long_ago = |record: &mut FileRecord| record.facts.start = Some(at(-100 * 86_400));
    Shelf::new()
        .sealed_as("x.mp4", "bytes", |record| {
            long_ago(record);
            change(record);
        })
        .purged(1, "bytes")
}

#[rstest]
#[case::lawfully(purged(|_| {}), FileStatus::Purged, "purged")]
#[case::early(purged(|record| record.facts.start = Some(at(-86_400))), FileStatus::PurgedEarly, "lost")]
#[case::under_another_rule(purged(|record| record.facts.category = Some("arrest".into())), FileStatus::PurgedUnauthorized, "lost")]
#[case::lawfully_without_length(purged(|record| record.duration = Some(Span::ZERO)), FileStatus::Purged, "empty")]
#[case::lawfully_but_nobody_knows_how_long_it_was(purged(|record| record.duration = None), FileStatus::Purged, "lost")]
#[case::lawfully_and_still_there(purged(|_| {}).on_disk("x.mp4", "bytes"), FileStatus::PurgedButPresent, "here")]
fn a_purged_file(#[case] shelf: Shelf, #[case] status: FileStatus, #[case] footage: &str) {
    assert_eq!(shelf.statuses(), [status]);
    assert!(shelf.recordings()[0].contains(footage), "{:?}", shelf.recordings());
}

#[test]
fn what_is_left_of_a_damaged_file_says_little_about_its_length() {
    let damaged = on_disk(|file| {
        let video = file.video.as_mut().unwrap();
        (video.state, video.duration, video.pictures) = (VideoState::Damaged, Some(Span::from_secs(3)), None);
    });
    assert_eq!(damaged.recordings(), ["C1 O1 [1, 61] lost by chain"]);
    assert_eq!(damaged.join().files[0][0].duration, Some(Span::from_secs(3)), "what the packets reach is reported");
}

/// Sealed from 1 to 61; 13 s are left.
fn left(state: VideoState, content: &str) -> Shelf {
    sealed().on_disk_as("x.mp4", content, |file| {
        let video = file.video.as_mut().unwrap();
        (video.state, video.duration) = (state, Some(Span::from_secs(13)));
    })
}

#[rstest]
#[case::cut_off(left(VideoState::Truncated, "bytes"), &["C1 O1 [14, 61] lost by chain", "C1 O1 [1, 14] here by chain"])]
#[case::replaced(left(VideoState::Readable, "other"), &["C1 O1 [14, 61] lost by chain", "C1 O1 [1, 14] here by chain"])]
#[case::as_it_was_sealed(left(VideoState::Readable, "bytes"), &["C1 O1 [1, 14] here by chain"])]
fn what_is_gone_of_a_file_is_lost(#[case] shelf: Shelf, #[case] recordings: &[&str]) {
    assert_eq!(shelf.recordings(), recordings);
    let numbers: Vec<_> = shelf.join().recordings.iter().filter_map(|recording| recording.sequence).collect();
    assert!(numbers.len() <= 1, "its number counts once");
}

/// Sealed from 1 to 61, with pictures in the parts; some are gone.
fn in_parts(state: VideoState, stretches: &[(i64, i64)], lost: &[(i64, i64)]) -> Shelf {
    let parts = |parts: &[(i64, i64)]| parts.iter().map(|(a, b)| (Span::from_secs(*a), Span::from_secs(*b))).collect();
    on_disk(|file| {
        let video = file.video.as_mut().unwrap();
        let pictures = Pictures { stretches: parts(stretches), lost: parts(lost), ..Pictures::whole(Span::ZERO) };
        (video.state, video.duration, video.pictures) = (state, Some(pictures.end()), Some(pictures));
    })
}

#[rstest]
#[case::a_hole_is_not_lost(
    in_parts(VideoState::Readable, &[(0, 20), (40, 60)], &[]), &["C1 O1 [1, 61] here by chain"])]
#[case::zeros_are(
    in_parts(VideoState::Damaged, &[(0, 20), (40, 60)], &[(20, 40)]),
    &["C1 O1 [21, 41] lost by chain", "C1 O1 [1, 61] here by chain"])]
#[case::growing(
    in_parts(VideoState::Growing, &[(0, 20)], &[]),
    &["C1 O1 [21, 86421] lost by chain", "C1 O1 [1, 21] here by chain"])]
fn parts_of_a_file(#[case] shelf: Shelf, #[case] recordings: &[&str]) {
    assert_eq!(shelf.recordings(), recordings);
}

#[test]
fn a_file_with_holes_says_where() {
    let shelf = in_parts(VideoState::Readable, &[(0, 20), (31, 40), (50, 60)], &[]);
    assert_eq!(shelf.only().holes, [(at(21), at(32)), (at(41), at(51))]);
    assert_eq!(shelf.join().files[0][0].holes, Some(1), "only those of more than 10 s are counted");
}

/// Nothing that can be played is left of it: what the index or the chain says of its length covers nothing.
#[rstest]
#[case::cut_off(VideoState::Truncated, "bytes", "lost")]
#[case::replaced(VideoState::Readable, "other", "lost")]
#[case::encrypted_as_it_was_sealed(VideoState::Encrypted, "bytes", "here")]
fn a_stub_covers_nothing(#[case] state: VideoState, #[case] content: &str, #[case] footage: &str) {
    let stub = sealed().on_disk_as("x.mp4", content, |file| {
        let video = file.video.as_mut().unwrap();
        (video.state, video.duration) = (state, None);
    });
    assert_eq!(stub.recordings(), [format!("C1 O1 [1, 61] {footage} by chain")]);
}

#[test]
fn the_index_makes_nothing_longer_that_was_sealed() {
    let row = crate::facts::IndexRow { path: Some("x.mp4".into()), end: at(40_000), ..row("R1") };
    let shelf = left(VideoState::Truncated, "bytes").listed(row);
    let ends: Vec<_> = shelf.join().recordings.iter().map(|recording| recording.end).collect();
    assert!(ends.iter().all(|end| *end <= at(61)), "{:?}", shelf.recordings());
}

#[rstest]
#[case(0, 0, 1)]
#[case(1, 1, 0)]
fn what_starts_after_the_audits_moment_is_not_used(#[case] as_of: i64, #[case] used: usize, #[case] later: u64) {
    for shelf in [sealed(), on_disk(|_| {})] {
        let joined = shelf.join_as_of(at(as_of));
        assert_eq!((joined.recordings.len(), joined.after_as_of), (used, later));
        assert_eq!(joined.files[0][0].start, Some(at(1)), "it is reported all the same");
    }
}

// A lost recording of unknown length.

fn endless(path: &str, start: i64) -> Shelf {
    add_endless(Shelf::new(), path, start)
}

fn add_endless(shelf: Shelf, path: &str, start: i64) -> Shelf {
    shelf.sealed_as(path, path, |record| (record.facts.start, record.duration) = (Some(at(start)), None))
}

fn add(shelf: Shelf, path: &str, start: i64, camera: &str) -> Shelf {
    shelf.on_disk(path, path).sealed_as(path, path, |record| {
        (record.facts.start, record.facts.camera) = (Some(at(start)), Some(camera.into()));
    })
}

#[rstest]
#[case::until_the_cameras_next_one(add(endless("a.mp4", 0), "b.mp4", 500, "C1"), 500)]
#[case::not_another_cameras(add(endless("a.mp4", 0), "b.mp4", 500, "C9"), 86_400)]
#[case::not_an_earlier_one(add(endless("a.mp4", 0), "b.mp4", -500, "C1"), 86_400)]
#[case::a_lost_one_too(add_endless(endless("a.mp4", 0), "b.mp4", 700), 700)]
#[case::a_day_at_most(add(endless("a.mp4", 0), "b.mp4", 90_000, "C1"), 86_400)]
fn nobody_knows_how_long_a_lost_recording_ran_so_it_may_have_run(#[case] shelf: Shelf, #[case] end: i64) {
    assert_eq!(shelf.recordings()[0], format!("C1 O1 [0, {end}] lost by chain"));
    assert_eq!(shelf.join().files[0][0].duration, None, "and nothing is made up for the report");
}
