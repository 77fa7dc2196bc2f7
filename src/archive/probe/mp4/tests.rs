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
fn only_mehd_promises_a_length(#[case] inside: Vec<u8>, #[case] duration: Option<Span>) {
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

/// A picture track of a thousand ticks a second, without tables.
fn track(edits: &[(u32, i32)]) -> Vec<u8> {
    let tkhd = boxed(b"tkhd", &[[0; 12].as_slice(), &7_u32.to_be_bytes()].concat());
    let mdhd = boxed(b"mdhd", &[0, 0, 0, 1_000, 0].map(u32::to_be_bytes).concat());
    let hdlr = boxed(b"hdlr", &[[0; 8].as_slice(), b"vide"].concat());
    let lines = edits.iter().map(|(length, from)| [&length.to_be_bytes(), &from.to_be_bytes(), &[0; 4][..]].concat());
    let count = u32::try_from(edits.len()).unwrap().to_be_bytes();
    let elst = boxed(b"elst", &[&[0; 4], count.as_slice(), &lines.collect::<Vec<_>>().concat()].concat());
    boxed(b"trak", &[tkhd, boxed(b"edts", &elst), boxed(b"mdia", &[mdhd, hdlr].concat())].concat())
}

fn fragmented_movie(edits: &[(u32, i32)]) -> Vec<u8> {
    boxed(b"moov", &[mvhd(0, 0), boxed(b"mvex", &[]), track(edits)].concat())
}

/// A fragment of the track that says that it begins at that tick: of each picture how long it lasts, four bytes each.
fn fragment(at: u32, lasts: &[u32]) -> Vec<u8> {
    let head = |offset: u32| {
        let tfhd = boxed(b"tfhd", &[0x2_0010, 7, 4].map(u32::to_be_bytes).concat());
        let tfdt = boxed(b"tfdt", &[0, at].map(u32::to_be_bytes).concat());
        let count = u32::try_from(lasts.len()).unwrap();
        let rows: Vec<u32> = [0x101, count, offset].into_iter().chain(lasts.iter().copied()).collect();
        let trun = boxed(b"trun", &rows.iter().flat_map(|row| row.to_be_bytes()).collect::<Vec<_>>());
        let mfhd = boxed(b"mfhd", &[0; 8]);
        boxed(b"moof", &[mfhd, boxed(b"traf", &[tfhd, tfdt, trun].concat())].concat())
    };
    let length = u32::try_from(head(0).len()).unwrap();
    [head(length + 8), boxed(b"mdat", &vec![7; 4 * lasts.len()])].concat()
}

/// So many fragments of two seconds, one after the other.
fn fragments(count: u32) -> Vec<Vec<u8>> {
    (0..count).map(|nth| fragment(nth * 2_000, &[500; 4])).collect()
}

fn stretches(header: &Header) -> Vec<(i64, i64)> {
    let pictures = header.pictures.as_ref().unwrap();
    pictures.stretches.iter().map(|(from, to)| (from.as_millis(), to.as_millis())).collect()
}

fn of_fragments(fragments: &[Vec<u8>]) -> Header {
    header(&[&[fragmented_movie(&[])], fragments].concat())
}

#[rstest]
#[case::plain(fragments(5), &[(0, 10_000)])]
#[case::later(vec![fragment(90_000, &[500; 4]), fragment(92_000, &[500; 4])], &[(0, 4_000)])]
#[case::two_are_gone(fragments(5).into_iter().take(2).chain([fragment(90_000, &[500; 4])]).collect(), &[(0, 4_000), (90_000, 92_000)])]
#[case::one_says_a_wild_time(
    vec![fragment(0, &[500; 4]), fragment(7_000_000, &[500; 4]), fragment(4_000, &[500; 4])], &[(0, 6_000)])]
#[case::the_first_says_a_wild_time(
    vec![fragment(7_000_000, &[500; 4]), fragment(2_000, &[500; 4]), fragment(4_000, &[500; 4])], &[(0, 6_000)])]
#[case::one_says_wild_lengths(
    vec![fragment(0, &[900_000; 4]), fragment(2_000, &[500; 4]), fragment(4_000, &[500; 4])], &[(0, 6_000)])]
#[case::the_last_says_wild_lengths(
    vec![fragment(0, &[500; 4]), fragment(2_000, &[500; 4]), fragment(4_000, &[900_000; 4])], &[(0, 6_000)])]
#[case::a_hole_within_one(
    vec![fragment(0, &[500, 60_000, 500, 500]), fragment(61_500, &[500; 4])], &[(0, 1_000), (60_500, 63_500)])]
#[case::joined(
    vec![fragment(0, &[500; 4]), fragment(2_000, &[500; 4]), fragmented_movie(&[]), fragment(0, &[500; 4])], &[(0, 6_000)])]
fn fragments_say_when_their_pictures_are_shown(#[case] boxes: Vec<Vec<u8>>, #[case] expected: &[(i64, i64)]) {
    assert_eq!(stretches(&of_fragments(&boxes)), expected);
}

#[test]
fn an_edit_list_of_a_fragmented_file_hides_its_front_and_ends_nothing() {
    let edited = header(&[&[fragmented_movie(&[(500, 1_000)])], fragments(5).as_slice()].concat());
    assert_eq!(stretches(&edited), [(0, 9_000)]);
}

#[test]
fn pictures_beyond_the_end_are_lost() {
    let whole = [&[fragmented_movie(&[])], fragments(5).as_slice()].concat().concat();
    let bytes = &whole[..whole.len() - 9];
    let header = read_header(Source::new(&bytes, bytes.len() as u64), None).unwrap();
    assert_eq!(stretches(&header), [(0, 8_500)]);
    assert_eq!(header.pictures.unwrap().lost, [(Span::from_millis(8_500), Span::from_millis(10_000))]);
    assert!(matches!(header.promise, Promise::Broken(_)), "{:?}", header.promise);
}

#[rstest]
#[case::line_feed(b"\n".to_vec(), 1)]
#[case::text(b"exported by a server 2021-01-13\n".to_vec(), 32)]
#[case::a_box_of_its_own(boxed(b"cam1", b"serial 17"), 0)]
#[case::zeros(vec![0; 1_000], 1_000)]
fn what_follows_the_last_box_is_no_truncation(
    #[case] tail: Vec<u8>,
    #[case] trailing: u64,
    #[values(true, false)] whole: bool,
) {
    let boxes = if whole { vec![boxed(b"moov", &mvhd(0, 500)), boxed(b"mdat", b"frames")] } else { fragments(5) };
    let boxes = if whole { boxes } else { [&[fragmented_movie(&[])], boxes.as_slice()].concat() };
    let header = header(&[boxes, vec![tail]].concat());
    assert!(!matches!(header.promise, Promise::Broken(_)), "{:?}", header.promise);
    assert_eq!((header.damage, header.trailing), (None, trailing));
}

#[test]
fn fragments_behind_what_is_broken_are_found() {
    for broken in [vec![7; 999], boxed(b"mdat", &[1; 40])[..20].to_vec(), vec![0; 70], b"\xff\xff\xff\xf0mdat".to_vec()]
    {
        let (front, back) = (fragments(2), fragment(90_000, &[500; 4]));
        let header = of_fragments(&[front, vec![broken.clone(), back]].concat());
        assert_eq!(stretches(&header), [(0, 4_000), (90_000, 92_000)], "{broken:?}");
        assert!(header.damage.is_some(), "{broken:?}");
    }
}

/// Every piece that is wrong is passed over once: a file of nothing but wrong boxes takes no longer than its bytes.
#[test]
fn broken_fragments_take_time_in_proportion() {
    use crate::archive::probe::source::ReadAt;
    use std::cell::Cell;

    struct Counted<'a>(&'a [u8], Cell<usize>);
    impl ReadAt for Counted<'_> {
        fn read_some(&self, buffer: &mut [u8], position: u64) -> io::Result<usize> {
            let count = self.0.read_some(buffer, position)?;
            self.1.set(self.1.get() + count);
            Ok(count)
        }
    }
    let mut bytes = fragmented_movie(&[]);
    for nth in 0..2_000 {
        bytes.extend(fragment(nth * 2_000, &[500; 4]));
        bytes.extend([9; 50]);
    }
    let counted = Counted(&bytes, Cell::new(0));
    let header = read_header(Source::new(&counted, bytes.len() as u64), None).unwrap();
    assert_eq!(stretches(&header), [(0, 4_000_000)]);
    assert!(counted.1.get() < 30 * bytes.len(), "{} bytes read of {}", counted.1.get(), bytes.len());
}
