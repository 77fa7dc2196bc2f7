//! AVI files of two RIFF chunks with sound, made by hand.

use rstest::rstest;

use super::*;
use crate::archive::probe::zeros::Zeros;

fn chunked(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len()).unwrap();
    [kind.as_slice(), &size.to_le_bytes(), body, &vec![0; body.len() % 2]].concat()
}

fn listed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    chunked(b"LIST", &[kind.as_slice(), body].concat())
}

/// The head of a stream: what it is, how many units of 1 / rate seconds.
fn strl(kind: &[u8; 4], rate: u32, length: u32, compression: u32) -> Vec<u8> {
    let fields = [0, 0, 0, 0, 1, rate, 0, length, 0, 0, 0, 0, 0].map(u32::to_le_bytes).concat();
    let format = [40, 16, 16, 0x0018_0001, compression, 0].map(u32::to_le_bytes).concat();
    listed(b"strl", &[chunked(b"strh", &[kind.as_slice(), &fields].concat()), chunked(b"strf", &format)].concat())
}

/// A picture and a second of sound for each byte; a zero: the picture was dropped.
fn media(pictures: &[u8]) -> Vec<u8> {
    let both = |picture: &u8| {
        let picture = if *picture == 0 { Vec::new() } else { vec![*picture; 2_051] };
        [chunked(b"00dc", &picture), chunked(b"01wb", &[77; 400])].concat()
    };
    listed(b"movi", &pictures.iter().flat_map(both).collect::<Vec<_>>())
}

/// The index of such media; offsets count from the list's name, or from elsewhere.
fn idx1(pictures: &[u8], base: u32) -> Vec<u8> {
    let mut at = base + 4;
    let mut rows = Vec::new();
    for picture in pictures {
        for (kind, size) in [(b"00dc", if *picture == 0 { 0 } else { 2_051_u32 }), (b"01wb", 400)] {
            rows.extend([kind.as_slice(), &[16, 0, 0, 0], &at.to_le_bytes(), &size.to_le_bytes()].concat());
            at += 8 + size + size % 2;
        }
    }
    chunked(b"idx1", &rows)
}

fn head(promised: u32) -> Vec<u8> {
    listed(b"hdrl", &[strl(b"vids", 1, promised, 1), strl(b"auds", 200, promised * 200, 1)].concat())
}

fn header(bytes: &[u8]) -> Header {
    let mut zeros = Zeros::default();
    zeros.see(bytes);
    read_header(Source::new(&bytes, bytes.len() as u64), Some(&zeros)).unwrap()
}

const TEN: &[u8] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const DROPPED: &[u8] = &[1, 2, 3, 0, 0, 0, 0, 0, 0, 10];

/// Where the list's name stands in the file.
fn name_of_media(head: &[u8]) -> u32 {
    u32::try_from(12 + head.len() + 8).unwrap()
}

#[rstest]
#[case::chunks(TEN, Vec::new(), &[(0, 10)])]
#[case::index(TEN, idx1(TEN, 0), &[(0, 10)])]
#[case::index_from_the_start_of_the_file(TEN, idx1(TEN, name_of_media(&head(10))), &[(0, 10)])]
#[case::dropped_chunks(DROPPED, Vec::new(), &[(0, 3), (9, 10)])]
#[case::dropped_index(DROPPED, idx1(DROPPED, 0), &[(0, 3), (9, 10)])]
fn one_riff_chunk(#[case] pictures: &[u8], #[case] index: Vec<u8>, #[case] stretches: &[(i64, i64)]) {
    let body = [b"AVI ".as_slice(), &head(10), &media(pictures), &index].concat();
    let header = header(&chunked(b"RIFF", &body));
    let seconds = |(from, to): &(i64, i64)| (Span::from_secs(*from), Span::from_secs(*to));
    assert_eq!(header.pictures.unwrap().stretches, stretches.iter().map(seconds).collect::<Vec<_>>());
    assert_eq!((header.promise, header.missing), (Promise::Kept, None));
    assert_eq!((header.duration, header.reached), (Some(Span::from_secs(10)), Some(Span::from_secs(10))));
}

/// Behind the first RIFF chunk no index says what there is.
#[rstest]
#[case::both(true, 20)]
#[case::the_first_alone(false, 10)]
fn two_riff_chunks(#[case] both: bool, #[case] reached: i64) {
    let first = chunked(b"RIFF", &[b"AVI ".as_slice(), &head(20), &media(TEN), &idx1(TEN, 0)].concat());
    let second = chunked(b"RIFF", &[b"AVIX".as_slice(), &media(TEN)].concat());
    let header = header(&if both { [first, second].concat() } else { first });
    let reached = Some(Span::from_secs(reached));
    assert_eq!((header.duration, header.reached), (Some(Span::from_secs(20)), reached));
    assert_eq!(header.pictures.map(|pictures| pictures.end()), reached);
}

#[rstest]
#[case::not_finished(Vec::new(), true)]
#[case::with_an_index(idx1(TEN, 0), false)]
fn a_file_without_sizes_is_still_growing(#[case] index: Vec<u8>, #[case] growing: bool) {
    let mut bytes = chunked(b"RIFF", &[b"AVI ".as_slice(), &head(0), &media(TEN), &index].concat());
    bytes[4..8].fill(0);
    let header = header(&bytes);
    assert_eq!(header.growing.is_some(), growing);
    assert_eq!(header.pictures.unwrap().end(), Span::from_secs(10));
}

/// Zeros are seen in whole blocks, so of the first picture a part seems to be there.
#[test]
fn pictures_that_are_zeros_are_lost() {
    let mut bytes = chunked(b"RIFF", &[b"AVI ".as_slice(), &head(10), &media(TEN), &idx1(TEN, 0)].concat());
    let at = |picture: u8| bytes.windows(100).position(|window| window == [picture; 100]).unwrap();
    let (from, to) = (at(4), at(8));
    bytes[from..to].fill(0);
    let header = header(&bytes);
    assert_eq!(header.zeroed.pictures, 3);
    assert_eq!(header.pictures.unwrap().lost, vec![(Span::from_secs(4), Span::from_secs(7))]);
}

/// Encoders of constant rate fill up their pictures.
#[test]
fn pictures_that_are_stuffed_with_zeros_are_there() {
    let mut bytes = chunked(b"RIFF", &[b"AVI ".as_slice(), &head(10), &media(TEN), &idx1(TEN, 0)].concat());
    for picture in TEN {
        let at = bytes.windows(100).position(|window| window == [*picture; 100]).unwrap();
        bytes[at + 100..at + 2_051].fill(0);
    }
    let header = header(&bytes);
    assert_eq!(header.pictures.unwrap().lost, Vec::new());
    assert_eq!((header.zeroed.pictures, header.zeroed.zeros), (0, 0));
}
