//! What an ASF or WMV file promises (its File Properties, the sizes of its top-level objects), and where it has
//! pictures (`packets`).
//!
//! Follows the Advanced Systems Format specification 1.20 (sections 2, 3.2, 3.3, 3.14 to 3.16 and 5.2). Used by
//! `families`.

mod packets;

use std::io;

use self::packets::Layout;
use super::container::{Header, Promise, beyond_the_end, creation_time, ticks};
use super::source::Source;
use super::zeros::Zeros;

/// More objects on one level than any camera writes.
const MOST_OBJECTS: u32 = 1 << 12;

type Guid = [u8; 16];

const HEADER: Guid = guid(0x75B2_2630, 0x668E, 0x11CF, 0xA6D9_00AA_0062_CE6C);
const FILE_PROPERTIES: Guid = guid(0x8CAB_DCA1, 0xA947, 0x11CF, 0x8EE4_00C0_0C20_5365);
const HEADER_EXTENSION: Guid = guid(0x5FBF_03B5, 0xA92E, 0x11CF, 0x8EE3_00C0_0C20_5365);
const STREAM_PROPERTIES: Guid = guid(0xB7DC_0791, 0xA9B7, 0x11CF, 0x8EE6_00C0_0C20_5365);
const VIDEO: Guid = guid(0xBC19_EFC0, 0x5B4D, 0x11CF, 0xA8FD_0080_5F5C_442B);
const DATA: Guid = guid(0x75B2_2636, 0x668E, 0x11CF, 0xA6D9_00AA_0062_CE6C);
const ENCRYPTIONS: [Guid; 3] = [
    guid(0x2211_B3FB, 0xBD23, 0x11D2, 0xB4B7_00A0_C955_FC6E), // Content Encryption
    guid(0x298A_E614, 0x2622, 0x4C17, 0xB935_DAE0_7EE9_289C), // Extended Content Encryption
    guid(0x4305_8533, 0x6981, 0x49E6, 0x9B74_AD12_CB86_D58C), // Advanced Content Encryption
];

/// Microseconds from 1601-01-01 to 1970-01-01.
const EPOCH_1601: i128 = 11_644_473_600_000_000;

/// A GUID as it lies in a file: the first three parts little-endian.
const fn guid(first: u32, second: u16, third: u16, rest: u64) -> Guid {
    let ([a, b, c, d], [e, f], [g, h]) = (first.to_le_bytes(), second.to_le_bytes(), third.to_le_bytes());
    let [i, j, k, l, m, n, o, p] = rest.to_be_bytes();
    [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
}

/// Whether a file that starts so is an ASF file.
pub(super) fn recognises(start: &[u8]) -> bool {
    start.starts_with(&HEADER)
}

/// The head of one object.
struct Object {
    kind: Guid,
    at: u64,
    size: u64,
}

impl Object {
    const HEAD: u64 = 24;

    fn body(&self) -> u64 {
        self.at.saturating_add(Self::HEAD)
    }

    /// First byte after it; may lie beyond the file.
    fn end(&self) -> u64 {
        self.at.saturating_add(self.size)
    }
}

/// The object at a position; `None` where there is no whole head, or one that cannot be.
fn object(source: Source<'_>, at: u64, level_end: u64) -> io::Result<Option<Object>> {
    if at >= level_end {
        return Ok(None);
    }
    let (Some(kind), Some(size)) = (source.array(at)?, source.little_endian_64(at.saturating_add(16))?) else {
        return Ok(None);
    };
    Ok((size >= Object::HEAD).then_some(Object { kind, at, size }))
}

/// The objects directly inside a range, as far as they can be read.
fn children(source: Source<'_>, from: u64, to: u64, mut each: impl FnMut(&Object) -> io::Result<()>) -> io::Result<()> {
    let mut at = from;
    for _ in 0..MOST_OBJECTS {
        let Some(object) = object(source, at, to)? else { break };
        each(&object)?;
        at = object.end();
    }
    Ok(())
}

/// Reads the promises (the file must be as large as its File Properties say, and its objects must end in it), and
/// when each picture is shown.
///
/// `zeros`: where the file is nothing but zeros; `None`: not all of its bytes were seen.
pub(super) fn read_header(source: Source<'_>, zeros: Option<&Zeros>) -> io::Result<Header> {
    let mut header = Header::of(Promise::Unusable("it ends before its File Properties"));
    let mut layout = Layout::default();
    let Some(head) = object(source, 0, source.size())? else { return Ok(header) };
    children(source, head.body().saturating_add(6), head.end(), |part| {
        if part.kind == FILE_PROPERTIES {
            read_file_properties(source, part, &mut header, &mut layout)?;
        } else if part.kind == STREAM_PROPERTIES {
            read_stream(source, part, &mut layout)?;
        } else if part.kind == HEADER_EXTENSION {
            children(source, part.body().saturating_add(22), part.end(), |inner| {
                header.encrypted |= ENCRYPTIONS.contains(&inner.kind);
                Ok(())
            })?;
        } else {
            header.encrypted |= ENCRYPTIONS.contains(&part.kind);
        }
        Ok(())
    })?;
    if head.end() > source.size() {
        header.promise = beyond_the_end("header", 0, head.end(), source.size());
        return Ok(header);
    }
    let mut end = source.size();
    if header.promise == Promise::Kept {
        children(source, head.end(), source.size(), |part| {
            if part.end() > source.size() {
                header.promise = beyond_the_end("object", part.at, part.end(), source.size());
            }
            if part.at == head.end() {
                end = part.end().min(source.size());
            }
            Ok(())
        })?;
    }
    if source.array(head.end())? == Some(DATA) {
        let from = head.end().saturating_add(packets::DATA_HEAD);
        packets::read(source, (from, end), &layout, zeros, &mut header)?;
    }
    Ok(header)
}

/// Section 3.3: the video streams.
fn read_stream(source: Source<'_>, part: &Object, layout: &mut Layout) -> io::Result<()> {
    let numbered = source.array::<2>(part.body().saturating_add(48))?;
    if let (true, Some([low, _])) = (source.array(part.body())? == Some(VIDEO), numbered) {
        let number = low & 0x7f;
        if !layout.video.contains(&number) {
            layout.video.push(number);
        }
    }
    Ok(())
}

/// Section 3.2. In a broadcast, sizes and durations are not valid; the preroll is no part of the play time.
fn read_file_properties(source: Source<'_>, part: &Object, header: &mut Header, layout: &mut Layout) -> io::Result<()> {
    const BROADCAST: u32 = 1;
    let field = |offset| source.little_endian_64(part.body().saturating_add(offset));
    let (Some(size), Some(created), Some(play), Some(preroll), Some(flags)) =
        (field(16)?, field(24)?, field(40)?, field(56)?, source.little_endian_32(part.body().saturating_add(64))?)
    else {
        return Ok(());
    };
    let packet = |offset| source.little_endian_32(part.body().saturating_add(offset));
    let (smallest, largest) = (packet(68)?, packet(72)?);
    layout.packet = smallest.filter(|_| smallest == largest).map_or(0, u64::from);
    layout.preroll = i64::try_from(preroll).unwrap_or_default();
    header.creation_time = creation_time(i128::from(created / 10) - EPOCH_1601);
    if flags & BROADCAST != 0 {
        header.promise = Promise::Absent("it was written as a broadcast, which names no size");
        return Ok(());
    }
    let preroll = i128::from(preroll) * 10_000;
    header.duration = ticks(i128::from(play) - preroll, 1, 10_000_000).filter(|span| span.as_micros() > 0);
    header.promise =
        if size > source.size() { beyond_the_end("whole recording", 0, size, source.size()) } else { Promise::Kept };
    Ok(())
}
