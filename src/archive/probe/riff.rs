//! What an AVI file promises: the sizes of its RIFF chunks, and the number of frames of its video stream.
//!
//! Follows the RIFF and AVI descriptions of Microsoft and OpenDML 1.02 (files of several RIFF chunks). Used
//! by `container`.

use std::io;

use super::container::{Header, Promise, beyond_the_end, ticks};
use super::source::Source;
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

/// Reads the promises: every RIFF chunk must end within the file.
pub(super) fn read_header(source: Source<'_>) -> io::Result<Header> {
    let mut header = Header::of(Promise::Kept);
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
            break;
        }
        if at == 0 {
            header.duration = promised_duration(source, &riff)?;
        }
        if riff.unfinished() {
            header.promise = Promise::Absent("its RIFF chunk has no size: the recording was not finished");
            break;
        }
        if riff.end() > source.size() {
            header.promise = beyond_the_end("RIFF chunk", riff.at, riff.end(), source.size());
            break;
        }
        at = riff.next();
    }
    Ok(header)
}

/// Looks for `LIST hdrl` → `LIST strl` → `strh` of a video stream: its length in frames of scale / rate.
fn promised_duration(source: Source<'_>, riff: &Chunk) -> io::Result<Option<Span>> {
    let end = if riff.unfinished() { source.size() } else { riff.end() };
    let Some(streams) = list(source, riff.body().saturating_add(4), end, b"hdrl", 0)? else { return Ok(None) };
    for nth in 0..16 {
        let Some(stream) = list(source, streams.body().saturating_add(4), streams.end(), b"strl", nth)? else { break };
        let Some(strh) = chunk(source, stream.body().saturating_add(4), stream.end())? else { continue };
        if &strh.kind == b"strh" && source.array(strh.body())? == Some(*b"vids") {
            return stream_length(source, strh.body());
        }
    }
    Ok(None)
}

fn stream_length(source: Source<'_>, strh: u64) -> io::Result<Option<Span>> {
    let field = |offset| source.little_endian_32(strh.saturating_add(offset));
    let (Some(scale), Some(rate), Some(length)) = (field(20)?, field(24)?, field(32)?) else { return Ok(None) };
    Ok(ticks(i128::from(length), u64::from(scale), u64::from(rate)).filter(|span| span.as_micros() > 0))
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
