//! What a Matroska or WebM file promises, and where it has pictures: the heads before the first Cluster, and the times
//! of all blocks (`clusters`).
//!
//! Follows RFC 8794 (EBML: identifiers, sizes, unknown sizes) and RFC 9559 (Matroska). Used by `families`.

mod clusters;

use std::io;

use super::container::{Header, Promise, beyond_the_end, creation_time, ticks};
use super::source::Source;
use super::track::longest;
use super::zeros::Zeros;
use crate::base::time::Span;

/// More elements on one level than any camera writes.
const MOST_ELEMENTS: u32 = 1 << 18;

const EBML: u64 = 0x1A45_DFA3;
const SEGMENT: u64 = 0x1853_8067;
const CLUSTER: u64 = 0x1F43_B675;
const INFO: u64 = 0x1549_A966;
const TIMESTAMP_SCALE: u64 = 0x2A_D7B1;
const DURATION: u64 = 0x4489;
const DATE_UTC: u64 = 0x4461;
const TRACKS: u64 = 0x1654_AE6B;
const TRACK_ENTRY: u64 = 0xAE;
const TRACK_TYPE: u64 = 0x83;
const TRACK_NUMBER: u64 = 0xD7;
const DEFAULT_DURATION: u64 = 0x23_E383;
const CODEC: u64 = 0x86;
const BLOCK_GROUP: u64 = 0xA0;
const CONTENT_ENCODINGS: u64 = 0x6D80;
const CONTENT_ENCODING: u64 = 0x6240;
const CONTENT_ENCODING_TYPE: u64 = 0x5033;

/// What usually stands before the clusters.
const HEADS: [u64; 2] = [INFO, TRACKS];

/// More video tracks than any camera writes.
const MOST_VIDEO: usize = 64;

/// So many zeros at the end were set aside for what is still to come.
const SET_ASIDE: u64 = 64 * 1024;

/// Microseconds from 1970-01-01 to 2001-01-01, from which `DateUTC` counts.
const EPOCH_2001: i128 = 978_307_200_000_000;

/// Whether a file that starts so is an EBML document.
pub(super) fn recognises(start: &[u8]) -> bool {
    start.starts_with(&[0x1A, 0x45, 0xDF, 0xA3])
}

/// The head of one element.
struct Element {
    id: u64,
    at: u64,
    body: u64,
    /// `None`: the size is unknown.
    length: Option<u64>,
}

impl Element {
    /// First byte after it; may lie beyond the file. An unknown size reaches to the end of its parent.
    fn end(&self, parent_end: u64) -> u64 {
        self.length.map_or(parent_end, |length| self.body.saturating_add(length))
    }
}

/// The element at a position; `None` where there is no whole head.
fn element(source: Source<'_>, at: u64, parent_end: u64) -> io::Result<Option<Element>> {
    if at >= parent_end {
        return Ok(None);
    }
    let mut head = [0; 12];
    let filled = source.fill(&mut head, at)?;
    let head = head.get(..filled).unwrap_or_default();
    Ok(read_head(head, at))
}

fn read_head(head: &[u8], at: u64) -> Option<Element> {
    let (id, id_length, _) = number(head, false)?;
    let (length, size_length, all_ones) = number(head.get(usize::from(id_length)..)?, true)?;
    let body = at.saturating_add(u64::from(id_length) + u64::from(size_length));
    (id_length <= 4).then_some(Element { id, at, body, length: (!all_ones).then_some(length) })
}

/// A variable-length number: its value, how many bytes it takes, whether all its value bits are ones.
fn number(bytes: &[u8], drop_marker: bool) -> Option<(u64, u8, bool)> {
    let first = *bytes.first()?;
    let length = u8::try_from(first.leading_zeros() + 1).ok().filter(|length| *length <= 8)?;
    let raw = bytes.get(..usize::from(length))?.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
    let bits = 7 * u32::from(length);
    let mask = (1_u64 << bits) - 1;
    let value = raw & mask;
    Some((if drop_marker { value } else { raw }, length, value == mask))
}

/// The elements directly inside a range, as far as they can be read, until `each` answers `false`.
fn children(
    source: Source<'_>,
    from: u64,
    to: u64,
    mut each: impl FnMut(&Element) -> io::Result<bool>,
) -> io::Result<()> {
    let mut at = from;
    for _ in 0..MOST_ELEMENTS {
        let Some(element) = element(source, at, to)? else { break };
        if !each(&element)? {
            break;
        }
        at = element.end(to);
    }
    Ok(())
}

/// What is known of the tracks before their blocks are read.
struct Tracks {
    /// Nanoseconds of a tick.
    scale: u64,
    video: Vec<VideoTrack>,
}

#[derive(Default)]
struct VideoTrack {
    number: u64,
    /// Nanoseconds from one picture to the next.
    default_duration: Option<u64>,
    encrypted: bool,
    /// Its pictures are no code, so zeros may be black.
    uncoded: bool,
}

/// Reads the promises (the Segment must end within the file), and when each picture is shown.
///
/// `zeros`: where the file is nothing but zeros; `None`: not all of its bytes were seen.
pub(super) fn read_header(source: Source<'_>, zeros: Option<&Zeros>) -> io::Result<Header> {
    let mut segment = None;
    children(source, 0, source.size(), |element| {
        let found = element.id == SEGMENT;
        if found {
            segment = Some((element.at, element.body, element.length.map(|_| element.end(source.size()))));
        }
        Ok(!found && (element.id == EBML || element.length.is_some()))
    })?;
    let Some((at, body, promised_end)) = segment else {
        return Ok(Header::of(Promise::Unusable("it ends before its Segment begins")));
    };
    let mut header = Header::of(match promised_end {
        None => Promise::Absent("its Segment is of unknown size, as live recordings are"),
        Some(end) if end > source.size() => beyond_the_end("Segment", at, end, source.size()),
        Some(_) => Promise::Kept,
    });
    let (mut seen_info, mut seen_tracks, mut first_cluster) = (false, false, None);
    let mut tracks = Tracks { scale: 1_000_000, video: Vec::new() };
    let end = promised_end.unwrap_or(source.size()).min(source.size());
    children(source, body, end, |element| {
        match element.id {
            INFO => {
                seen_info = true;
                tracks.scale = read_info(source, element, end, &mut header)?;
            }
            TRACKS => {
                seen_tracks = true;
                tracks.video = read_tracks(source, element, end)?;
            }
            CLUSTER => {
                first_cluster.get_or_insert(element.at);
            }
            _ => {}
        }
        // Past a cluster of unknown size no position is known.
        let lost = element.length.is_none();
        Ok(!(lost || (element.id == CLUSTER && seen_info && seen_tracks)))
    })?;
    header.encrypted = tracks.video.iter().any(|track| track.encrypted);
    if let Some(first) = first_cluster {
        let zeros_of_media = zeros.filter(|_| !tracks.video.iter().any(|track| track.uncoded));
        let found = clusters::read(source, first, end, &tracks, zeros_of_media)?;
        header.zeroed.media = zeros_of_media.map_or(0, |_| end.saturating_sub(first));
        // where every picture begins as it should, zeros are stuffing
        let whole = found.zeroed == 0 && found.broken.is_none();
        header.zeroed.zeros = zeros_of_media.filter(|_| !whole).map_or(0, |zeros| zeros.within(first, end));
        header.zeroed.pictures = found.zeroed;
        take(found, source.size(), promised_end.is_some(), zeros, &mut header);
    }
    if let Some(behind) = promised_end.and_then(|end| source.size().checked_sub(end)).filter(|behind| *behind > 0) {
        if source.array(end)? == Some([0x1A, 0x45, 0xDF, 0xA3]) {
            header.promise = joined(end);
        } else {
            header.trailing = behind;
        }
    }
    Ok(header)
}

fn joined(at: u64) -> Promise {
    Promise::Joined(format!("another file begins at byte {at}: files were joined, and players show the first of them"))
}

/// Takes over what the clusters say.
fn take(found: clusters::Found, size: u64, sized: bool, zeros: Option<&Zeros>, header: &mut Header) {
    header.reached = found.reached;
    header.pictures = longest(found.pictures);
    if let Some(at) = found.joined {
        header.promise = joined(at);
    }
    header.missing = found.cut.map(|at| format!("the file ends in the middle of the element at byte {at}"));
    let zeros_at_end = zeros.map_or(0, Zeros::at_end);
    match found.broken {
        None => {}
        Some((at, true)) => {
            header.damage = Some(format!(
                "its elements do not follow each other at byte {at}: a part of it is gone or was overwritten"
            ));
        }
        Some(_) if !sized && zeros_at_end >= SET_ASIDE => {
            header.growing = Some("its end is set aside and not written yet");
        }
        Some((at, false)) if sized || zeros_at_end > 0 => {
            header.missing = Some(format!("from byte {at} to {size} there is nothing that can be read"));
        }
        Some((at, false)) => header.trailing = size.saturating_sub(at),
    }
}

/// Reads the lengths; answers how many nanoseconds a tick of the Segment has.
fn read_info(source: Source<'_>, info: &Element, parent_end: u64, header: &mut Header) -> io::Result<u64> {
    let mut scale = 1_000_000;
    let mut length = None;
    children(source, info.body, info.end(parent_end), |element| {
        let value = source.big_endian(element.body, element.length.unwrap_or_default())?;
        match element.id {
            TIMESTAMP_SCALE => scale = value.filter(|scale| *scale > 0).unwrap_or(scale),
            DURATION => length = value.and_then(|bits| float(bits, element.length)),
            DATE_UTC => {
                let micros = value.map(|nanos| i128::from(nanos.cast_signed() / 1_000) + EPOCH_2001);
                header.creation_time = micros.and_then(creation_time);
            }
            _ => {}
        }
        Ok(true)
    })?;
    header.duration = length.and_then(|ticks_there| in_units(ticks_there, scale));
    Ok(scale)
}

/// An EBML float of 4 or 8 bytes.
fn float(bits: u64, length: Option<u64>) -> Option<f64> {
    match length? {
        4 => u32::try_from(bits).ok().map(|bits| f64::from(f32::from_bits(bits))),
        8 => Some(f64::from_bits(bits)),
        _ => None,
    }
}

/// A duration in Segment ticks of `scale` nanoseconds; `None` where it is no sensible length.
fn in_units(length: f64, scale: u64) -> Option<Span> {
    // Thousandths of a tick are finer than any scale in use, and whole numbers from there on.
    let thousandths = (length * 1_000.0).round();
    if !(1.0..9.0e15).contains(&thousandths) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, reason = "checked to be a whole number below 2^53 just above")]
    let thousandths = thousandths as i64;
    ticks(i128::from(thousandths), scale, 1_000_000_000_000).filter(|span| span.as_micros() > 0)
}

/// The video tracks.
fn read_tracks(source: Source<'_>, tracks: &Element, parent_end: u64) -> io::Result<Vec<VideoTrack>> {
    let mut video = Vec::new();
    children(source, tracks.body, tracks.end(parent_end), |track| {
        if track.id == TRACK_ENTRY && video.len() < MOST_VIDEO {
            video.extend(video_track(source, track, parent_end)?);
        }
        Ok(true)
    })?;
    Ok(video)
}

/// One track, if it is video. A `ContentEncodingType` of 1 is encryption (RFC 9559, 5.1.4.1.31.4); absent it means
/// compression.
fn video_track(source: Source<'_>, entry: &Element, parent_end: u64) -> io::Result<Option<VideoTrack>> {
    const VIDEO: u64 = 1;
    const ENCRYPTION: u64 = 1;
    let (mut is_video, mut track) = (false, VideoTrack::default());
    children(source, entry.body, entry.end(parent_end), |field| {
        let value = source.big_endian(field.body, field.length.unwrap_or_default())?;
        match field.id {
            TRACK_TYPE => is_video = value == Some(VIDEO),
            TRACK_NUMBER => track.number = value.unwrap_or_default(),
            DEFAULT_DURATION => track.default_duration = value.filter(|nanos| *nanos > 0),
            CODEC => track.uncoded = source.array(field.body)? == Some(*b"V_UNCOMP"),
            CONTENT_ENCODINGS => children(source, field.body, field.end(parent_end), |encoding| {
                if encoding.id == CONTENT_ENCODING {
                    children(source, encoding.body, encoding.end(parent_end), |part| {
                        let value = source.big_endian(part.body, part.length.unwrap_or_default())?;
                        track.encrypted |= part.id == CONTENT_ENCODING_TYPE && value == Some(ENCRYPTION);
                        Ok(true)
                    })?;
                }
                Ok(true)
            })?,
            _ => {}
        }
        Ok(true)
    })?;
    Ok(is_video.then_some(track))
}
