//! Transport streams, whole and in pieces.

use rstest::rstest;

use super::*;
use crate::archive::probe::tests::sample;
use crate::base::time::Span;

fn header(bytes: &[u8], piece: usize) -> Header {
    let mut watch = Watch::default();
    bytes.chunks(piece).for_each(|bytes| watch.see(bytes));
    read_header(bytes.len() as u64, Some(&watch))
}

/// The packets of a sample, each with something before and behind.
fn packets(before: usize, behind: usize) -> Vec<u8> {
    let wrapped = |packet: &[u8]| [&vec![7; before], packet, &vec![9; behind]].concat();
    sample("plain.ts").chunks(188).flat_map(wrapped).collect()
}

#[rstest]
#[case::plain(packets(0, 0))]
#[case::time_stamps(packets(4, 0))]
#[case::error_correction(packets(0, 16))]
#[case::cut_at_the_front(packets(4, 0)[3..].to_vec())]
#[case::junk_in_between([&packets(0, 0)[..188 * 6], &[1; 1_000], &packets(0, 0)[188 * 6..]].concat())]
fn the_same_in_whatever_pieces(#[case] bytes: Vec<u8>, #[values(1, 7, 188, 1_000, 4_096, 1 << 20)] piece: usize) {
    let header = header(&bytes, piece);
    let pictures = header.pictures.unwrap();
    assert_eq!(pictures.stretches, vec![(Span::ZERO, Span::from_secs(2))]);
    assert!(matches!(header.promise, Promise::Absent(_)));
    assert_eq!((header.damage, header.missing, header.growing), (None, None, None));
}

#[test]
fn what_was_not_read_through_is_not_known() {
    assert_eq!(read_header(10_000, None).pictures, None);
}

#[test]
fn other_bytes_are_given_up_at_once() {
    let mut packets = Packets::default();
    packets.see(&[7; 5_000]);
    packets.see(&sample("plain.ts"));
    assert!(packets.finish().tracks.is_empty());
}

#[rstest]
#[case::whole(Vec::new(), 0, None)]
#[case::text(b"exported 2021-01-13\n".to_vec(), 20, None)]
#[case::long_text(vec![b'x'; 5_000], 5_000, None)]
#[case::part_of_a_packet(packets(0, 0)[..100].to_vec(), 0, Some("in the middle of a packet"))]
#[case::zeros(vec![0; 5_000], 5_000, Some("are zeros"))]
fn what_lies_behind_the_last_packet(
    #[case] behind: Vec<u8>,
    #[case] trailing: u64,
    #[case] missing: Option<&str>,
    #[values(50, 1 << 20)] piece: usize,
) {
    let header = header(&[packets(0, 0), behind].concat(), piece);
    assert_eq!(header.trailing, trailing);
    assert_eq!(header.missing.is_some(), missing.is_some());
    assert!(header.missing.unwrap_or_default().contains(missing.unwrap_or_default()));
    assert_eq!(header.pictures.unwrap().end(), Span::from_secs(2));
}

#[test]
fn scrambled_packets_tell_nothing() {
    let mut bytes = sample("plain.ts");
    for packet in bytes.chunks_mut(188).filter(|packet| packet[1] & 0x1f == 1) {
        packet[3] |= 0x80;
    }
    let header = header(&bytes, 4_096);
    assert_eq!((header.pictures, header.encrypted), (None, true));
}

/// The head of a packet of the stream 0xfd: with a time, and with an extension that names what it is.
fn extended(name: u8) -> Vec<u8> {
    vec![0, 0, 1, 0xfd, 0, 0, 0x80, 0x81, 8, 0x21, 0, 1, 0, 1, 0x01, 0x81, name, 0, 0]
}

#[rstest]
#[case::vc_1(extended(0x55), 1)]
#[case::ac_3(extended(0x71), 0)]
#[case::without_a_name(extended(0x55)[..14].to_vec(), 0)]
fn what_came_later_is_told_apart_by_its_name(#[case] head: Vec<u8>, #[case] tracks: usize) {
    let packet = |counter: u8| {
        let mut packet = [&[0x47, 0x41, 0, 0x10 | counter], head.as_slice()].concat();
        packet.resize(188, 0xff);
        packet
    };
    let mut packets = Packets::default();
    (0..10).for_each(|counter| packets.see(&packet(counter)));
    assert_eq!(packets.finish().tracks.len(), tracks);
}

proptest::proptest! {
    #[test]
    fn takes_any_packets(
        mut bytes in proptest::collection::vec(proptest::num::u8::ANY, 188 * 6..188 * 20),
        piece in 1_usize..3_000,
    ) {
        bytes.chunks_mut(188).for_each(|packet| packet[0] = 0x47);
        proptest::prop_assert_eq!(header(&bytes, piece), header(&bytes, usize::MAX));
    }
}
