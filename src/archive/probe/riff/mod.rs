//! What an AVI file promises (the sizes of its RIFF chunks, the number of frames of its video stream), and where it
//! has pictures (`index`).
//!
//! Follows the RIFF and AVI descriptions of Microsoft and OpenDML 1.02 (files of several RIFF chunks). Used
//! by `families`.

mod index;

use std::io;

use self::index::{Part, Reader};
use super::container::{Header, Promise, beyond_the_end, ticks};
use super::source::Source;
use super::track::longest;
use super::zeros::Zeros;
use crate::base::time::Span;

/// More chunks on one level than any camera writes (an OpenDML chunk holds about a gigabyte).
const MOST_CHUNKS: u32 = 1 << 16;

/// Whether a file that starts so is an AVI file.
pub(super) fn recognises(start: &[u8]) -> bool {
    start.starts_with(b"RIFF") && matches!(start.get(8..12), Some(b"AVI " | b"AVIX" | b"AVI\x19"))
}

/// The head of one chunk.
struct Chunk {
    kind: [u8; 4],
    at: u64,
    size: u32,
}

impl Chunk {
    fn body(&self) -> u64 {
        self.at.saturating_add(8)
    }

    /// First byte after it, without the padding byte; may lie beyond the file.
    fn end(&self) -> u64 {
        self.body().saturating_add(u64::from(self.size))
    }

    /// Where the next one begins: chunks start at even positions.
    fn next(&self) -> u64 {
        self.end().saturating_add(u64::from(self.size % 2))
    }

    /// Writers that were interrupted leave 0 or all ones where the size belongs.
    fn unfinished(&self) -> bool {
        matches!(self.size, 0 | u32::MAX)
    }
}

fn chunk(source: Source<'_>, at: u64, level_end: u64) -> io::Result<Option<Chunk>> {
    if at >= level_end {
        return Ok(None);
    }
    Ok(source.array::<8>(at)?.map(|[k0, k1, k2, k3, s0, s1, s2, s3]| Chunk {
        kind: [k0, k1, k2, k3],
        at,
        size: u32::from_le_bytes([s0, s1, s2, s3]),
    }))
}

/// One stream, as its head describes it.
struct Stream {
    video: bool,
    /// Its pictures are no code, so zeros may be black.
    uncoded: bool,
    /// A picture takes `scale / rate` seconds.
    scale: u32,
    rate: u32,
    /// How many pictures it should have; 0: not said.
    length: u32,
    /// Where the body of its index of indexes lies.
    super_index: Option<u64>,
}

/// Reads the promises (every RIFF chunk must end within the file), and when each picture is shown.
///
/// `zeros`: where the file is nothing but zeros; `None`: not all of its bytes were seen.
pub(super) fn read_header(source: Source<'_>, zeros: Option<&Zeros>) -> io::Result<Header> {
    let mut header = Header::of(Promise::Kept);
    let (mut streams, mut parts) = (Vec::new(), Vec::new());
    let mut at = 0;
    for _ in 0..MOST_CHUNKS {
        let Some(riff) = chunk(source, at, source.size())? else {
            let rest = source.size().saturating_sub(at);
            if rest > 0 && source.array::<1>(at)? == Some([b'R']) {
                header.promise = Promise::Broken(format!("the file ends in the middle of the RIFF chunk at byte {at}"));
            }
            break;
        };
        if &riff.kind != b"RIFF" {
            header.trailing = source.size().saturating_sub(at);
            break;
        }
        if at == 0 {
            streams = read_streams(source, &riff)?;
        }
        parts.extend(media(source, &riff)?);
        if riff.unfinished() {
            header.promise = Promise::Absent("its RIFF chunk has no size: the recording was not finished");
            let indexed = parts.last().is_some_and(|part: &Part| part.index.is_some());
            header.growing = (!indexed).then_some("its RIFF chunk has no size and it has no index yet");
            break;
        }
        if riff.end() > source.size() {
            header.promise = beyond_the_end("RIFF chunk", riff.at, riff.end(), source.size());
            break;
        }
        at = riff.next();
    }
    let zeros = zeros.filter(|_| !streams.iter().any(|stream| stream.video && stream.uncoded));
    header.duration = streams.iter().find(|stream| stream.video).and_then(|stream| {
        let length = ticks(i128::from(stream.length), u64::from(stream.scale), u64::from(stream.rate));
        length.filter(|length| *length > Span::ZERO)
    });
    let found = Reader { source, streams: &streams, parts: &parts, zeros }.read()?;
    // where every picture begins as it should, zeros are stuffing
    let whole = found.broken.is_none() && found.streams.iter().all(|counted| counted.zeroed == 0);
    if let Some(zeros) = zeros.filter(|_| !whole) {
        for part in &parts {
            let (from, to) = (part.movi.body(), part.movi.end().min(part.end));
            header.zeroed.media = header.zeroed.media.saturating_add(to.saturating_sub(from));
            header.zeroed.zeros = header.zeroed.zeros.saturating_add(zeros.within(from, to));
        }
    }
    let (mut missing, mut pictures) = (0_u64, Vec::new());
    for (stream, counted) in streams.iter().zip(found.streams).filter(|(stream, _)| stream.video) {
        // the first video stream is the one that the header's length is of
        header.reached = header.reached.or(counted.reached(stream));
        header.zeroed.pictures = header.zeroed.pictures.saturating_add(counted.zeroed);
        missing = missing.saturating_add(counted.missing);
        pictures.extend(counted.finish());
    }
    header.missing = match found.broken {
        // pictures have no times of their own, so nothing is known of those behind
        Some(at) => Some(format!("its chunks do not follow each other at byte {at}, and it has no index of the rest")),
        None if missing > 0 => Some(format!("{missing} of its pictures should lie beyond the end of the file")),
        None => None,
    };
    header.pictures = longest(pictures);
    Ok(header)
}

/// The media of a RIFF chunk; `None`: it has none.
fn media(source: Source<'_>, riff: &Chunk) -> io::Result<Option<Part>> {
    let end = if riff.unfinished() { source.size() } else { riff.end().min(source.size()) };
    let Some(movi) = list(source, riff.body().saturating_add(4), end, b"movi", 0)? else { return Ok(None) };
    let mut at = movi.next();
    let mut index = None;
    for _ in 0..MOST_CHUNKS {
        let Some(found) = chunk(source, at, end)?.filter(|_| !movi.unfinished()) else { break };
        if &found.kind == b"idx1" {
            index = Some(found);
            break;
        }
        at = found.next();
    }
    Ok(Some(Part { movi, index, end }))
}

/// Looks for `LIST hdrl` → `LIST strl` → `strh`, `strf` and `indx` of every stream.
fn read_streams(source: Source<'_>, riff: &Chunk) -> io::Result<Vec<Stream>> {
    const MOST_STREAMS: u32 = 100;
    let mut streams = Vec::new();
    let end = if riff.unfinished() { source.size() } else { riff.end() };
    let Some(head) = list(source, riff.body().saturating_add(4), end, b"hdrl", 0)? else { return Ok(streams) };
    for nth in 0..MOST_STREAMS {
        let Some(list) = list(source, head.body().saturating_add(4), head.end(), b"strl", nth)? else { break };
        let mut stream = Stream { video: false, uncoded: false, scale: 0, rate: 0, length: 0, super_index: None };
        let mut at = list.body().saturating_add(4);
        for _ in 0..MOST_CHUNKS {
            let Some(part) = chunk(source, at, list.end())? else { break };
            let field = |offset| source.little_endian_32(part.body().saturating_add(offset));
            match &part.kind {
                b"strh" => {
                    stream.video = source.array(part.body())? == Some(*b"vids");
                    stream.scale = field(20)?.unwrap_or_default();
                    stream.rate = field(24)?.unwrap_or_default();
                    stream.length = field(32)?.unwrap_or_default();
                }
                // the compression of a bitmap: none
                b"strf" => stream.uncoded = field(16)? == Some(0),
                b"indx" => stream.super_index = Some(part.body()),
                _ => {}
            }
            at = part.next();
        }
        streams.push(stream);
    }
    Ok(streams)
}

/// The `nth` LIST of a kind directly inside a range.
fn list(source: Source<'_>, from: u64, to: u64, kind: &[u8; 4], nth: u32) -> io::Result<Option<Chunk>> {
    let mut at = from;
    let mut left = nth;
    for _ in 0..MOST_CHUNKS {
        let Some(found) = chunk(source, at, to)? else { break };
        if &found.kind == b"LIST" && source.array(found.body())?.as_ref() == Some(kind) {
            if left == 0 {
                return Ok(Some(found));
            }
            left -= 1;
        }
        at = found.next();
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
