use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::archive::chain::examples::{Example, at, file};
use crate::archive::chain::record::Open;

fn sample() -> Example {
    Example::new("kcpd")
        .file("a.mp4", b"aaa")
        .file("b.mp4", b"bbb")
        .file("c.mp4", b"ccc")
        .purge(1, b"aaa")
        .hold(2)
        .release(2, "chief")
}

fn read_bytes(bytes: &[u8]) -> Chain {
    read_lines(bytes, at(365 * 86_400)).unwrap()
}

fn rejoined(lines: &[Vec<u8>]) -> Chain {
    read_bytes(&lines.concat())
}

#[test]
fn an_intact_chain_counts_as_a_whole() {
    let example = sample();
    let chain = example.read();
    assert_eq!((chain.verdict, &chain.first_bad, chain.size()), (ChainVerdict::Intact, &None, 7));
    assert_eq!(chain.archive.as_deref(), Some("kcpd"));
    assert_eq!(chain.head, Some(Digest::of(example.lines().last().unwrap())));
    assert_eq!(chain.last, Some(at(6)));
    let path = |text: &str| ArchivePath::from_bytes(text.as_bytes());
    assert_eq!(chain.sealed(&path("a.mp4")), None);
    assert_eq!(chain.sealed(&path("b.mp4")), Some(2));
    assert_eq!(chain.purge_of(1).map(|(seq, purge)| (seq, purge.authority.as_str())), Some((4, "clerk")));
    assert_eq!(chain.root(8), None);
    assert_eq!(chain.root(7), Some(merkle::root(&chain.leaves)));
}

/// One case per attack on the lines alone: what it does, the first bad line, why.
#[rstest]
#[case::modify(|l: &mut Vec<Vec<u8>>| l[2] = String::from_utf8(l[2].clone()).unwrap().replace("\"size\":3", "\"size\":4").into(), 4, "names another predecessor than the line before it")]
#[case::delete(|l: &mut Vec<Vec<u8>>| { l.remove(2); }, 3, "has the number 3 where 2 must follow")]
#[case::insert(|l: &mut Vec<Vec<u8>>| { let copy = l[2].clone(); l.insert(2, copy); }, 4, "has the number 2 where 3 must follow")]
#[case::swap(|l: &mut Vec<Vec<u8>>| l.swap(2, 3), 3, "has the number 3 where 2 must follow")]
#[case::no_open(|l: &mut Vec<Vec<u8>>| { l.remove(0); }, 1, "has the number 1 where 0 must follow")]
#[case::blank_line(|l: &mut Vec<Vec<u8>>| l.insert(2, b"\n".to_vec()), 3, "is not one flat JSON object: EOF while parsing a value")]
#[case::byte_order_mark(|l: &mut Vec<Vec<u8>>| l.insert(0, b"\xef\xbb\xbf".to_vec()), 1, "is not one flat JSON object: expected value (column 1)")]
#[case::long_line(|l: &mut Vec<Vec<u8>>| l.insert(2, vec![b'x'; LINE_LIMIT + 1]), 3, "is longer than 64 KiB")]
#[case::not_text(|l: &mut Vec<Vec<u8>>| l[3].insert(2, 0xff), 4, "is not one flat JSON object: invalid unicode code point")]
fn an_edited_chain_is_broken_there(#[case] attack: fn(&mut Vec<Vec<u8>>), #[case] line: u64, #[case] why: &str) {
    let mut lines = sample().lines();
    attack(&mut lines);
    let chain = rejoined(&lines);
    let (bad, reason) = chain.first_bad_text().unwrap();
    assert!(reason.starts_with(why), "{reason}");
    assert_eq!((chain.verdict, bad), (ChainVerdict::Broken, line));
    assert_eq!(chain.size(), line - 1, "everything before it still counts");
    assert_eq!(chain.head.is_none(), line == 1);
}

/// Lines that are well linked and yet must not stand there.
#[rstest]
#[case::second_open(sample().with(Body::Open(Open { archive: "x".into(), created: at(100) })), 8, "is a second open record")]
#[case::sealed_twice(sample().file("b.mp4", b"new"), 8, "seals b.mp4 again, already sealed by line 3")]
#[case::purge_of_nothing(sample().purge(9, b"bbb"), 8, "refers to record 9, which is no file sealed before it")]
#[case::purge_of_itself(sample().purge(7, b"bbb"), 8, "refers to record 7, which is no file sealed before it")]
#[case::purge_of_the_open_record(sample().purge(0, b"bbb"), 8, "refers to record 0, which is no file sealed before it")]
#[case::purge_of_other_bytes(sample().purge(2, b"ccc"), 8, "purges record 2 under another sha256 than was sealed")]
#[case::purged_twice(sample().purge(1, b"aaa"), 8, "purges record 1 again, already purged by line 5")]
#[case::hold_of_a_purge(sample().hold(4), 8, "refers to record 4, which is no file sealed before it")]
#[case::release_of_nothing(sample().release(40, "chief"), 8, "refers to record 40, which is no file sealed before it")]
#[case::backdated(sample().with(Body::File(file(b"d", b"", at(5)))), 8, "is dated 2024-05-01T00:00:05.000Z, before the record above it (2024-05-01T00:00:06.000Z)")]
#[case::future(sample().with(Body::File(file(b"d", b"", at(400 * 86_400)))), 8, "is dated 2025-06-05T00:00:00.000Z, which is still to come")]
fn a_linked_line_can_still_be_wrong(#[case] example: Example, #[case] line: u64, #[case] why: &str) {
    let chain = example.read();
    assert_eq!(chain.first_bad_text(), Some((line, why.to_owned())));
    assert_eq!((chain.verdict, chain.size()), (ChainVerdict::Broken, line - 1));
}

#[test]
fn a_first_record_that_opens_nothing() {
    let line = Line { seq: 0, prev: Digest::ZERO, body: Body::File(file(b"a", b"", at(0))) }.to_bytes();
    assert_eq!(read_bytes(&line).first_bad, Some((1, BadLine::NotOpen)));
}

#[test]
fn a_purged_path_can_be_sealed_again() {
    let chain = sample().file("a.mp4", b"other").read();
    assert_eq!(chain.verdict, ChainVerdict::Intact);
    assert_eq!(chain.sealed(&ArchivePath::from_bytes(b"a.mp4")), Some(7));
}

#[test]
fn an_empty_chain_is_broken_at_its_first_line() {
    let chain = read_bytes(b"");
    assert_eq!((chain.verdict, chain.first_bad), (ChainVerdict::Broken, Some((1, BadLine::Empty))));
}

#[test]
fn a_line_of_exactly_the_limit_is_read() {
    let mut line = vec![b'x'; LINE_LIMIT];
    line.push(b'\n');
    assert!(matches!(read_bytes(&line).first_bad, Some((1, BadLine::NotFlat(_)))));
    line.insert(0, b'x');
    assert_eq!(read_bytes(&line).first_bad, Some((1, BadLine::TooLong)));
}

#[test]
fn a_chain_cut_anywhere_is_torn_or_shorter_never_longer() {
    let example = sample();
    let ends: Vec<usize> = example
        .lines()
        .iter()
        .scan(0, |end, line| {
            *end += line.len();
            Some(*end)
        })
        .collect();
    for cut in 0..example.bytes.len() {
        let chain = read_bytes(&example.bytes[..cut]);
        let whole = ends.iter().filter(|&&end| end <= cut).count() as u64;
        assert_eq!(chain.size(), whole);
        let expected = match (whole, ends.contains(&cut)) {
            (0, _) => ChainVerdict::Broken,
            // by itself a chain cannot show that its end was cut off: that is what anchors are for
            (_, true) => ChainVerdict::Intact,
            (_, false) => ChainVerdict::TornTail,
        };
        assert_eq!(chain.verdict, expected, "cut at {cut}");
    }
}

#[test]
fn refuses_to_read_what_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(read(folder.path(), at(0)), Err(ChainError::NotAFile { .. })));
    let pipe = folder.path().join("chain.jsonl");
    assert!(read(&pipe, at(0)).unwrap_err().is_not_found());
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    assert!(matches!(read(&pipe, at(0)), Err(ChainError::NotAFile { .. })));
}

/// Whatever follows the last line proves nothing against a change in it: only an anchor or the next line
/// does. So the law is: a chain in which one byte differs never reads as the same chain.
#[test]
fn every_bit_flip_of_a_sample_chain_is_seen() {
    let example = sample();
    let (head, last_line) = (example.read().head, example.lines().last().unwrap().len());
    for place in 0..example.bytes.len() {
        for bit in 0..8 {
            let mut bytes = example.bytes.clone();
            bytes[place] ^= 1 << bit;
            let chain = read_bytes(&bytes);
            if place < example.bytes.len() - last_line {
                assert_ne!(chain.verdict, ChainVerdict::Intact, "byte {place} bit {bit}");
            }
            assert_ne!(chain.head, head, "byte {place} bit {bit}");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_fear(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert_ne!(read_bytes(&bytes).verdict, ChainVerdict::Intact);
    }

    #[test]
    fn any_edit_of_a_sample_chain_is_seen(start in 0..900_usize, length in 0..40_usize, new in proptest::collection::vec(any::<u8>(), 0..40)) {
        let example = sample();
        let mut bytes = example.bytes.clone();
        bytes.splice(start..start + length, new);
        prop_assume!(bytes != example.bytes);
        let chain = read_bytes(&bytes);
        prop_assert_ne!(chain.verdict, ChainVerdict::Intact);
        prop_assert!(chain.size() < 7);
    }
}
