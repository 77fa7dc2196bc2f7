//! The sample videos of `fixtures/videos`, whole and in pieces.

use proptest::prelude::*;
use rstest::rstest;

use super::sample;
use crate::archive::probe::source::Source;
use crate::archive::probe::video::probe_with;
use crate::archive::probe::watch::Watch;
use crate::base::time::Span;
use crate::facts::files::Video;
use crate::words::VideoState::{self, Damaged, Encrypted, LengthUnverified, NotVideo, Readable, Truncated};

/// Probes bytes; with a small `tail` the way of large files is taken.
fn probe_bytes(bytes: &[u8], tail: u64) -> Video {
    let mut watch = Watch::default();
    watch.see(bytes);
    probe_with(Source::new(&bytes, bytes.len() as u64), Some(&watch), tail).unwrap()
}

const WHOLE: u64 = 1 << 20;

/// Where every sample says that it was made, if it says so.
const MADE: &str = "2020-11-01T06:30:00.000Z";

#[rstest]
#[case("plain.mp4", Readable, "mov,mp4,m4a,3gp,3g2,mj2", "h264", true, true)]
#[case("faststart.mp4", Readable, "mov,mp4,m4a,3gp,3g2,mj2", "h264", true, true)]
#[case("b-frames.mp4", Readable, "mov,mp4,m4a,3gp,3g2,mj2", "h264", true, true)]
#[case("plain.mov", Readable, "mov,mp4,m4a,3gp,3g2,mj2", "h264", true, true)]
#[case("fragmented.mp4", LengthUnverified, "mov,mp4,m4a,3gp,3g2,mj2", "h264", false, true)]
#[case("encrypted.mp4", Encrypted, "mov,mp4,m4a,3gp,3g2,mj2", "h264", true, false)]
#[case("plain.mkv", Readable, "matroska,webm", "h264", true, true)]
#[case("live.mkv", LengthUnverified, "matroska,webm", "h264", false, false)]
#[case("plain.webm", Readable, "matroska,webm", "vp8", true, false)]
#[case("plain.avi", Readable, "avi", "mpeg4", true, false)]
#[case("plain.ts", LengthUnverified, "mpegts", "h264", false, false)]
#[case("plain.wmv", Readable, "asf", "wmv2", true, false)]
fn every_sample_is_two_seconds_long(
    #[case] name: &str,
    #[case] state: VideoState,
    #[case] container: &str,
    #[case] codec: &str,
    #[case] promises: bool,
    #[case] dated: bool,
    #[values(16, WHOLE)] tail: u64,
) {
    let video = probe_bytes(&sample(name), tail);
    assert_eq!(video.state, state, "{:?}", video.why);
    assert_eq!(video.why.is_some(), state != Readable);
    assert_eq!(video.container.as_deref(), Some(container));
    assert_eq!(video.codec.as_deref(), Some(codec));
    assert_eq!(video.duration, Some(Span::from_secs(2)));
    // Sound in `plain.mp4` ends within a frame of the video.
    let promised =
        video.promised_duration.map(|promised| (promised - Span::from_secs(2)).abs() < Span::from_millis(150));
    assert_eq!(promised, promises.then_some(true), "{:?}", video.promised_duration);
    assert_eq!(video.creation_time.map(|made| made.to_string()).as_deref(), dated.then_some(MADE));
    // A transport stream tells its dimensions only to a decoder.
    assert_eq!(video.dimensions, (name != "plain.ts").then_some((64, 48)));
}

/// Every sample with a video.
const SAMPLES: [&str; 12] = [
    "plain.mp4",
    "faststart.mp4",
    "b-frames.mp4",
    "plain.mov",
    "fragmented.mp4",
    "encrypted.mp4",
    "plain.mkv",
    "live.mkv",
    "plain.webm",
    "plain.avi",
    "plain.ts",
    "plain.wmv",
];

#[test]
fn no_piece_of_a_video_is_readable() {
    for name in SAMPLES {
        let bytes = sample(name);
        for length in 0..bytes.len() {
            let video = probe_bytes(&bytes[..length], WHOLE);
            assert_ne!(video.state, Readable, "{name} cut to {length} bytes");
            assert!(video.why.is_some(), "{name} cut to {length} bytes");
            assert!(video.duration.unwrap_or_default() <= Span::from_secs(2), "{name} cut to {length} bytes");
        }
    }
}

/// What a copy that was broken off leaves.
#[rstest]
#[case("plain.mp4", 4_000, Truncated, None)]
#[case("faststart.mp4", 2_000, Truncated, Some(1_000..2_000))]
#[case("plain.mov", 2_000, Truncated, None)]
#[case("fragmented.mp4", 2_000, Truncated, Some(1_000..2_000))]
#[case("plain.mkv", 1_800, Truncated, Some(1_000..2_000))]
#[case("live.mkv", 1_800, Truncated, Some(1_000..2_000))]
#[case("plain.webm", 4_000, Truncated, Some(1_000..2_000))]
#[case("plain.avi", 6_500, Truncated, Some(1_000..2_000))]
#[case("plain.ts", 6_000, Truncated, Some(1_000..2_000))]
#[case("plain.wmv", 1_300, Truncated, Some(1_000..2_000))]
fn a_cut_video_lasts_as_long_as_its_packets_reach(
    #[case] name: &str,
    #[case] length: usize,
    #[case] state: VideoState,
    #[case] millis: Option<std::ops::Range<i64>>,
    #[values(16, WHOLE)] tail: u64,
) {
    let bytes = sample(name);
    let video = probe_bytes(&bytes[..length], tail);
    assert_eq!(video.state, state, "{:?}", video.why);
    let lasted = video.duration.map(Span::as_millis);
    match millis {
        Some(range) => assert!(lasted.is_some_and(|lasted| range.contains(&lasted)), "{lasted:?}"),
        None => assert_eq!(lasted, None),
    }
}

/// The bytes of a sample with the first `old` in it replaced.
fn patched(name: &str, old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut bytes = sample(name);
    let at = bytes.windows(old.len()).position(|window| window == old).unwrap();
    bytes.splice(at..at + new.len(), new.iter().copied());
    bytes
}

#[rstest]
#[case::nothing(Vec::new(), Damaged, "the file is empty")]
#[case::text(b"Shift notes, unit 12\n".to_vec(), NotVideo, "no MP4")]
#[case::zeros(vec![0; 9_000], NotVideo, "no MP4")]
#[case::sound_only(sample("audio-only.mp4"), NotVideo, "no video stream")]
#[case::without_table_of_contents(patched("plain.mp4", b"moov", b"free"), Damaged, "no `moov` box")]
#[case::table_of_contents_of_nothing(patched("plain.mov", b"trak", b"free"), Damaged, "no video frame")]
#[case::avi_not_finished(avi_not_finished(), LengthUnverified, "not finished")]
#[case::asf_broadcast(asf_broadcast(), LengthUnverified, "broadcast")]
#[case::asf_encrypted(asf_encrypted(), Encrypted, "encrypted")]
#[case::matroska_encrypted(matroska_encrypted(), Encrypted, "encrypted")]
#[case::matroska_too_short(matroska_promising_more(), Truncated, "promises 16.0")]
fn states_and_why(#[case] bytes: Vec<u8>, #[case] state: VideoState, #[case] why: &str) {
    let video = probe_bytes(&bytes, WHOLE);
    assert_eq!(video.state, state, "{:?}", video.why);
    assert!(video.why.as_deref().unwrap().contains(why), "{:?}", video.why);
}

/// What a recorder that lost power leaves: sizes and counts are filled in at the end.
fn avi_not_finished() -> Vec<u8> {
    let mut bytes = sample("plain.avi");
    bytes[4..8].fill(0);
    let strh = bytes.windows(4).position(|window| window == b"strh").unwrap();
    bytes[strh + 8 + 32..][..4].fill(0);
    bytes
}

/// File Properties: 24 bytes of head, 64 of fields, then the flags.
fn asf_broadcast() -> Vec<u8> {
    let mut bytes = sample("plain.wmv");
    let at = bytes.windows(4).position(|window| window == [0xA1, 0xDC, 0xAB, 0x8C]).unwrap();
    bytes[at + 24 + 64] |= 1;
    bytes
}

/// A Content Encryption Object (with four empty fields) becomes the first one in the header.
fn asf_encrypted() -> Vec<u8> {
    let mut bytes = sample("plain.wmv");
    let mut object =
        vec![0xFB, 0xB3, 0x11, 0x22, 0x23, 0xBD, 0xD2, 0x11, 0xB4, 0xB7, 0x00, 0xA0, 0xC9, 0x55, 0xFC, 0x6E];
    object.extend(40_u64.to_le_bytes());
    object.extend([0; 16]);
    grow(&mut bytes, 16, 8, false, 40);
    grow(&mut bytes, 24, 4, false, 1);
    bytes.splice(30..30, object);
    grow(&mut bytes, 30 + 40 + 24 + 16, 8, false, 40);
    bytes
}

/// ContentEncodings with a ContentEncryption and its key's id are put before the track's UID.
fn matroska_encrypted() -> Vec<u8> {
    let mut bytes = sample("plain.mkv");
    let after = |id: &[u8]| bytes.windows(id.len()).position(|window| window == id).unwrap() + id.len();
    let (segment, tracks) = (after(&[0x18, 0x53, 0x80, 0x67]), after(&[0x16, 0x54, 0xAE, 0x6B, 0x40, 0x85, 0xBF]) - 3);
    let (track, uid) = (after(&[0xAE, 0x01, 0, 0, 0, 0, 0, 0]) - 7, after(&[0x73, 0xC5, 0x88]) - 3);
    let encodings =
        [0x6D, 0x80, 0x91, 0x62, 0x40, 0x8E, 0x50, 0x33, 0x81, 0x01, 0x50, 0x35, 0x87, 0x47, 0xE2, 0x84, 1, 2, 3, 4];
    grow(&mut bytes, segment, 8, true, 20);
    grow(&mut bytes, tracks, 2, true, 20);
    grow(&mut bytes, track, 8, true, 20);
    bytes.splice(uid..uid, encodings);
    bytes
}

/// Adds to a number that lies in a file.
fn grow(bytes: &mut [u8], at: usize, length: usize, big_endian: bool, by: u64) {
    let field = &mut bytes[at..at + length];
    let mut wide = [0; 8];
    if big_endian {
        wide[8 - length..].copy_from_slice(field);
        field.copy_from_slice(&(u64::from_be_bytes(wide) + by).to_be_bytes()[8 - length..]);
    } else {
        wide[..length].copy_from_slice(field);
        field.copy_from_slice(&(u64::from_le_bytes(wide) + by).to_le_bytes()[..length]);
    }
}

/// The Duration element with a larger number: 8-byte float, milliseconds.
fn matroska_promising_more() -> Vec<u8> {
    let mut new = vec![0x44, 0x89, 0x88];
    new.extend(16_000.0_f64.to_be_bytes());
    patched("plain.mkv", &[0x44, 0x89, 0x88], &new)
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_only_that(
        start in prop::sample::select(vec![
            &b""[..], b"\0\0\0\x10ftypisom", b"\0\0\0\x00moov", b"\x1A\x45\xDF\xA3", b"RIFF\0\0\0\0AVI ", b"G",
            b"\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..2_000),
    ) {
        let video = probe_bytes(&[start, &rest].concat(), WHOLE);
        prop_assert_ne!(video.state, Readable);
        prop_assert!(video.why.is_some());
    }

    #[test]
    fn samples_with_wrong_bytes_end_in_some_state(
        name in prop::sample::select(SAMPLES.to_vec()),
        wrong in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        tail in prop::sample::select(vec![16, WHOLE]),
    ) {
        let mut bytes = sample(name);
        for (index, byte) in wrong {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let video = probe_bytes(&bytes, tail);
        prop_assert_eq!(video.why.is_some(), video.state != Readable);
    }
}
