//! The boxes of an MP4 file, made by hand.

use rstest::rstest;

use super::*;
use crate::base::time::Span;

fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len() + 8).unwrap();
    [&size.to_be_bytes(), kind.as_slice(), body].concat()
}

/// Version 0: 4-byte times.
fn mvhd(created: u32, length: u32) -> Vec<u8> {
    let fields = [0, created, 0, 1_000, length].map(u32::to_be_bytes).concat();
    boxed(b"mvhd", &fields)
}

/// Version 1: 8-byte times.
fn mvhd_1(created: u64, length: u64) -> Vec<u8> {
    let (created, length) = (created.to_be_bytes(), length.to_be_bytes());
    let fields = [&[1, 0, 0, 0], created.as_slice(), &[0; 8], &1_000_u32.to_be_bytes(), &length];
    boxed(b"mvhd", &fields.concat())
}

fn header(boxes: &[Vec<u8>]) -> Header {
    let bytes = boxes.concat();
    read_header(Source::new(&bytes.as_slice(), bytes.len() as u64), None).unwrap()
}

#[rstest]
#[case::version_0(mvhd(3_687_057_000, 90_500), Some(90_500), Some("2020-11-01T06:30:00.000Z"))]
#[case::version_1(mvhd_1(3_687_057_000, 90_500), Some(90_500), Some("2020-11-01T06:30:00.000Z"))]
#[case::counted_from_1970(mvhd(1_604_212_200, 90_500), Some(90_500), Some("2020-11-01T06:30:00.000Z"))]
#[case::set_to_1904(mvhd(0, 90_500), Some(90_500), None)]
#[case::set_to_1970(mvhd(2_082_844_800, 90_500), Some(90_500), None)]
#[case::unknown_length(mvhd(0, u32::MAX), None, None)]
#[case::unknown_length_1(mvhd_1(0, u64::MAX), None, None)]
#[case::no_length(mvhd(0, 0), None, None)]
#[case::cut(mvhd(3_687_057_000, 90_500)[..10].to_vec(), None, None)]
fn the_movie_header(#[case] mvhd: Vec<u8>, #[case] millis: Option<i64>, #[case] created: Option<&str>) {
    let header = header(&[boxed(b"ftyp", b"isom"), boxed(b"moov", &mvhd)]);
    assert_eq!(header.duration, millis.map(Span::from_millis));
    assert_eq!(header.creation_time.map(|at| at.to_string()).as_deref(), created);
}

/// Only `mehd` promises the length of all fragments; `mvhd` counts none of them.
#[rstest]
#[case::silent(Vec::new(), None)]
#[case::promised(boxed(b"mehd", &[0, 0, 0, 0, 0, 0, 0x27, 0x10]), Some(Span::from_secs(10)))]
fn fragments(#[case] inside: Vec<u8>, #[case] duration: Option<Span>) {
    let moov = boxed(b"moov", &[mvhd(0, 500), boxed(b"mvex", &inside)].concat());
    let header = header(&[boxed(b"ftyp", b"isom"), moov, boxed(b"moof", b""), boxed(b"mdat", b"frame")]);
    assert_eq!(header.duration, duration);
    assert!(matches!(header.promise, Promise::Absent(_)), "{header:?}");
}

fn large(kind: &[u8; 4], size: u64, body: &[u8]) -> Vec<u8> {
    [&1_u32.to_be_bytes(), kind.as_slice(), &size.to_be_bytes(), body].concat()
}

#[rstest]
#[case::whole(boxed(b"mdat", b"frames"), true)]
#[case::whole_large(large(b"mdat", 22, b"frames"), true)]
#[case::to_the_end([b"\0\0\0\0mdat".as_slice(), b"frames"].concat(), true)]
#[case::padded_with_few_zeros([boxed(b"mdat", b""), vec![0; 5]].concat(), true)]
#[case::padded_with_zeros([boxed(b"mdat", b""), vec![0; 500]].concat(), true)]
#[case::one_byte_short(boxed(b"mdat", b"frames")[..13].to_vec(), false)]
#[case::large_one_byte_short(large(b"mdat", 23, b"frames"), false)]
#[case::absurd(large(b"mdat", u64::MAX, b"frames"), false)]
#[case::cut_in_a_head(boxed(b"mdat", b"frames")[..7].to_vec(), false)]
#[case::cut_in_a_large_head(large(b"mdat", 22, b"")[..15].to_vec(), false)]
fn boxes_end_within_the_file(#[case] last: Vec<u8>, #[case] kept: bool) {
    let header = header(&[boxed(b"moov", &mvhd(0, 500)), last]);
    match header.promise {
        Promise::Kept => assert!(kept),
        Promise::Broken(why) => assert!(!kept, "{why}"),
        other => panic!("{other:?}"),
    }
}
