//! The pictures of an AVI file: its index, or where that is not whole, the heads of its chunks.
//!
//! A picture's time is its number in its stream: AVI has no others. A chunk without bytes is a picture that was
//! dropped; the one before stays. Sound counts for nothing here, so it cannot be counted wrong.

use std::io;

use super::{Chunk, Stream, chunk};
use crate::archive::probe::container::ticks;
use crate::archive::probe::source::Source;
use crate::archive::probe::track::{MOST_PICTURES, Track};
use crate::archive::probe::window::Window;
use crate::archive::probe::zeros::Zeros;
use crate::base::time::Span;
use crate::facts::pictures::{FoundIn, Pictures};

/// More chunks than a day of pictures and sound has.
const MOST_CHUNKS: u32 = 1 << 24;

/// More indexes of a stream than any recording has: each is of about a gigabyte.
const MOST_INDEXES: u32 = 1 << 12;

/// What an AVI file has of media: one for each RIFF chunk.
pub(super) struct Part {
    /// The `LIST movi`.
    pub movi: Chunk,
    /// The `idx1` behind.
    pub index: Option<Chunk>,
    /// First byte behind the RIFF chunk; the end of the file where that is not known.
    pub end: u64,
}

/// The pictures of one stream.
#[derive(Default)]
pub(super) struct Counted {
    count: u64,
    times: Track,
    /// Up to the last entry that lies within the file.
    within: u64,
    /// Pictures whose bytes should lie beyond the end of the file.
    pub missing: u64,
    /// Pictures that are nothing but zeros.
    pub zeroed: u64,
}

/// The pictures of all streams.
pub(super) struct Found {
    pub streams: Vec<Counted>,
    /// Where chunks do not follow each other.
    pub broken: Option<u64>,
}

impl Counted {
    /// How long all of it is that lies within the file.
    pub(super) fn reached(&self, stream: &Stream) -> Option<Span> {
        stream.time(self.within)
    }

    pub(super) fn finish(self) -> Option<Pictures> {
        self.times.finish(FoundIn::Index)
    }

    fn add(&mut self, stream: &Stream, at: u64, size: u64, file: u64, zeros: Option<&Zeros>) {
        let number = self.count;
        self.count += 1;
        let end = at.saturating_add(size);
        let beyond = end > file;
        if !beyond {
            self.within = self.count;
        }
        let zeroed = !stream.uncoded && zeros.is_some_and(|zeros| zeros.blank(at, end));
        self.missing += u64::from(beyond);
        self.zeroed += u64::from(zeroed);
        if let (Some(time), Some(next)) = (stream.time(number), stream.time(self.count))
            && size > 0
        {
            self.times.add(time, Some(next - time), !beyond && !zeroed);
        }
    }
}

impl Stream {
    /// When the picture of that number is shown.
    fn time(&self, number: u64) -> Option<Span> {
        ticks(i128::from(number), u64::from(self.scale), u64::from(self.rate))
    }
}

/// What reads the pictures.
pub(super) struct Reader<'a> {
    pub source: Source<'a>,
    pub streams: &'a [Stream],
    pub parts: &'a [Part],
    pub zeros: Option<&'a Zeros>,
}

impl Reader<'_> {
    /// By the index, as far as there is one; by the chunks where that is not whole or says less than is promised.
    pub(super) fn read(&self) -> io::Result<Found> {
        if let Some(found) = self.by_indexes()?
            && self.streams.iter().zip(&found.streams).all(|(stream, seen)| seen.count >= u64::from(stream.length))
        {
            return Ok(found);
        }
        let mut found = self.nothing();
        let mut left = MOST_CHUNKS;
        for (nth, part) in self.parts.iter().enumerate() {
            let indexed = match &part.index {
                // behind the first RIFF chunk no `idx1` is of use
                Some(index) if nth == 0 => self.by_old_index(part, index, &mut found)?,
                _ => false,
            };
            if !indexed {
                self.by_chunks(part, &mut found, &mut left)?;
            }
        }
        Ok(found)
    }

    fn nothing(&self) -> Found {
        Found { streams: self.streams.iter().map(|_| Counted::default()).collect(), broken: None }
    }

    fn add(&self, found: &mut Found, number: usize, at: u64, size: u64) {
        if let (Some(stream), Some(counted)) = (self.streams.get(number), found.streams.get_mut(number))
            && stream.video
        {
            counted.add(stream, at, size, self.source.size(), self.zeros);
        }
    }

    /// OpenDML: an index of indexes in the head of each stream. `None`: there is none, or it is not whole.
    fn by_indexes(&self) -> io::Result<Option<Found>> {
        let mut found = self.nothing();
        for (number, stream) in self.streams.iter().enumerate().filter(|(_, stream)| stream.video) {
            let Some(at) = stream.super_index else { return Ok(None) };
            let (Some([longs, _, _, kind]), Some(count)) =
                (self.source.array(at)?, self.source.little_endian_32(at.saturating_add(4))?)
            else {
                return Ok(None);
            };
            if kind != 0 || longs != 4 || count == 0 || count > MOST_INDEXES {
                return Ok(None);
            }
            for nth in 0..u64::from(count) {
                let entry = at.saturating_add(24).saturating_add(16 * nth);
                let Some(index) = self.source.little_endian_64(entry)? else { return Ok(None) };
                let Some(index) = chunk(self.source, index, self.source.size())? else { return Ok(None) };
                if !self.by_standard_index(&index, number, &mut found)? {
                    return Ok(None);
                }
            }
        }
        Ok(Some(found))
    }

    /// OpenDML: `ix##`, of one stream and a part of the file.
    fn by_standard_index(&self, index: &Chunk, number: usize, found: &mut Found) -> io::Result<bool> {
        let body = index.body();
        let head = (self.source.array(body)?, self.source.little_endian_32(body.saturating_add(4))?);
        let (Some([longs @ 2..=3, 0, _, 1]), Some(count)) = head else { return Ok(false) };
        let Some(base) = self.source.little_endian_64(body.saturating_add(12))? else { return Ok(false) };
        let row = u64::from(longs) * 4;
        let seen = found.streams.get(number).map_or(0, |counted| counted.count);
        if seen.saturating_add(u64::from(count)) > u64::from(MOST_CHUNKS) {
            return Ok(false);
        }
        if index.end() > self.source.size() || u64::from(count) * row + 24 > u64::from(index.size) {
            return Ok(false);
        }
        let mut window = Window::new(self.source);
        for nth in 0..u64::from(count) {
            let Some([a, b, c, d, e, f, g, h]) = window.array(body.saturating_add(24 + nth * row))? else {
                return Ok(false);
            };
            let at = base.saturating_add(u64::from(u32::from_le_bytes([a, b, c, d])));
            // the highest bit says that it is no key frame
            let size = u64::from(u32::from_le_bytes([e, f, g, h]) & 0x7fff_ffff);
            self.add(found, number, at, size);
        }
        Ok(true)
    }

    /// `idx1`: all chunks of the first RIFF chunk, in their order.
    fn by_old_index(&self, part: &Part, index: &Chunk, found: &mut Found) -> io::Result<bool> {
        let mut window = Window::new(self.source);
        let rows = u64::from(index.size / 16);
        if index.end() > self.source.size() || rows == 0 {
            return Ok(false);
        }
        let mut base = None;
        for nth in 0..rows {
            let Some([k0, k1, k2, k3, _, _, _, _, a, b, c, d, e, f, g, h]) =
                window.array(index.body().saturating_add(nth * 16))?
            else {
                return Ok(false);
            };
            let kind = [k0, k1, k2, k3];
            let at = u64::from(u32::from_le_bytes([a, b, c, d]));
            let base = match base {
                Some(base) => base,
                None => {
                    // counted from the name of the list, or from the start of the file
                    let relative = part.movi.body().saturating_add(at);
                    let is_there = chunk(self.source, relative, self.source.size())?.is_some_and(|at| at.kind == kind);
                    *base.insert(if is_there || at < part.movi.body() { part.movi.body() } else { 0 })
                }
            };
            if let Some(number) = picture_of(kind) {
                let size = u64::from(u32::from_le_bytes([e, f, g, h]));
                self.add(found, number, base.saturating_add(at).saturating_add(8), size);
            }
        }
        Ok(true)
    }

    /// The heads of the chunks themselves.
    fn by_chunks(&self, part: &Part, found: &mut Found, left: &mut u32) -> io::Result<()> {
        let mut window = Window::new(self.source);
        let end = if part.movi.unfinished() { part.end } else { part.movi.end().min(part.end) };
        let mut at = part.movi.body().saturating_add(4);
        while at < end && *left > 0 {
            *left -= 1;
            let Some([k0, k1, k2, k3, s0, s1, s2, s3]) = window.array(at)? else { return Ok(()) };
            let head = Chunk { kind: [k0, k1, k2, k3], at, size: u32::from_le_bytes([s0, s1, s2, s3]) };
            if &head.kind == b"LIST" {
                at = at.saturating_add(12);
                continue;
            }
            if let Some(number) = picture_of(head.kind) {
                if found.streams.get(number).is_some_and(|seen| seen.times.len() >= MOST_PICTURES) {
                    return Ok(());
                }
                self.add(found, number, head.body(), u64::from(head.size));
            } else if !head.kind.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b' ') {
                found.broken.get_or_insert(at);
                return Ok(());
            }
            at = head.next();
        }
        Ok(())
    }
}

/// Which stream a chunk with pictures belongs to: two digits and what it is, which is neither sound nor text nor a
/// change of colours.
fn picture_of(kind: [u8; 4]) -> Option<usize> {
    let [tens, ones, what @ ..] = kind;
    let digit = |byte: u8| byte.is_ascii_digit().then(|| usize::from(byte - b'0'));
    let number = digit(tens)? * 10 + digit(ones)?;
    (!matches!(&what, b"wb" | b"tx" | b"pc")).then_some(number)
}
