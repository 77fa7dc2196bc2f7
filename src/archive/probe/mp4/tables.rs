//! The sample tables of a track: when each picture is shown, and where its bytes lie (ISO/IEC 14496-12, 8.6 and 8.7).

use std::io;

use super::boxes::{BoxHead, Rows};
use super::movie::{Movie, Track};
use crate::archive::probe::source::Source;
use crate::archive::probe::track::{MOST_PICTURES, Track as Times};
use crate::archive::probe::zeros::Zeros;
use crate::base::time::Span;

/// What the sample tables of a picture track come to.
#[derive(Debug, Default)]
pub(super) struct Sampled {
    pub times: Times,
    /// Pictures whose bytes should lie beyond the end of the file.
    pub missing: u64,
    /// Pictures that are nothing but zeros.
    pub zeroed: u64,
}

/// Reads the tables of a picture track.
pub(super) fn pictures(source: Source<'_>, movie: &Movie, track: &Track, zeros: Option<&Zeros>) -> io::Result<Sampled> {
    let mut sampled = Sampled::default();
    let Some(mut samples) = Samples::of(source, track)? else { return Ok(sampled) };
    let zeros = zeros.filter(|zeros| !track.uncoded && !zeros.is_empty());
    let shown = track.edits.shown(movie.timescale, track.timescale, false);
    let (mut recorded, mut visible) = (0_i64, 0_i64);
    while sampled.times.len() < MOST_PICTURES
        && let Some(sample) = samples.next()?
    {
        let end = sample.position.saturating_add(sample.size);
        let beyond = end > source.size();
        sampled.missing += u64::from(beyond);
        let zeroed = zeros.is_some_and(|zeros| zeros.blank(sample.position, end));
        sampled.zeroed += u64::from(zeroed);
        let there = !beyond && !zeroed;
        recorded = recorded.saturating_add(sample.lasts);
        // nothing is shown of a sample without bytes
        for part in shown.iter().filter(|_| sample.size > 0) {
            let Some((at, lasts)) = part.place(sample.time, sample.lasts) else { continue };
            let Some((at, lasts)) = track.time(at).zip(track.time(lasts)) else { continue };
            visible = visible.saturating_add(part.place(sample.time, sample.lasts).map_or(0, |(_, lasts)| lasts));
            sampled.times.add(at, Some(lasts).filter(|lasts| *lasts > Span::ZERO), there);
        }
    }
    if let Some(hidden) = track.time(recorded.saturating_sub(visible)) {
        sampled.times.hide(hidden.max(Span::ZERO));
    }
    Ok(sampled)
}

/// From the first to the end of the last sample, whatever the track carries, without looking at each.
pub(super) fn length(source: Source<'_>, track: &Track) -> io::Result<Option<Span>> {
    let Some(times) = &track.tables.times else { return Ok(None) };
    let mut rows = Rows::<2>::of_box(source, times)?;
    let mut total = 0_i64;
    while let Some([count, delta]) = rows.next()? {
        total = total.saturating_add(i64::from(count).saturating_mul(i64::from(delta.cast_signed())));
    }
    Ok(track.time(total).filter(|length| *length > Span::ZERO))
}

/// How many chunks of a track should begin beyond the end of the file.
pub(super) fn chunks_missing(source: Source<'_>, track: &Track) -> io::Result<u64> {
    let Some(offsets) = &track.tables.offsets else { return Ok(0) };
    let mut offsets = Offsets::of(source, offsets)?;
    let mut missing = 0;
    while let Some(offset) = offsets.next()? {
        missing += u64::from(offset >= source.size());
    }
    Ok(missing)
}

/// One sample: when it is shown and for how long, in ticks of the media, and where its bytes lie.
struct Sample {
    time: i64,
    lasts: i64,
    position: u64,
    size: u64,
}

/// The samples of a track in the order of decoding: four tables, walked together.
struct Samples<'a> {
    times: Rows<'a, 2>,
    /// How many samples are left of the row, and how long each lasts.
    time: (u32, i64),
    clock: i64,
    shifts: Option<Rows<'a, 2>>,
    shift: (u32, i64),
    places: Places<'a>,
}

impl<'a> Samples<'a> {
    fn of(source: Source<'a>, track: &Track) -> io::Result<Option<Self>> {
        let tables = &track.tables;
        let (Some(times), Some(sizes), Some(chunks), Some(offsets)) =
            (&tables.times, &tables.sizes, &tables.chunks, &tables.offsets)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            times: Rows::of_box(source, times)?,
            time: (0, 0),
            clock: 0,
            shifts: tables.shifts.as_ref().map(|shifts| Rows::of_box(source, shifts)).transpose()?,
            shift: (0, 0),
            places: Places {
                sizes: Sizes::of(source, sizes)?,
                chunks: Rows::of_box(source, chunks)?,
                coming: None,
                in_each: 0,
                offsets: Offsets::of(source, offsets)?,
                chunk: 0,
                left: 0,
                position: 0,
            },
        }))
    }

    fn next(&mut self) -> io::Result<Option<Sample>> {
        while self.time.0 == 0 {
            let Some([count, delta]) = self.times.next()? else { return Ok(None) };
            self.time = (count, i64::from(delta.cast_signed()));
        }
        if let Some(shifts) = &mut self.shifts {
            while self.shift.0 == 0 {
                // a table that ends early shifts nothing more
                let Some([count, shift]) = shifts.next()? else {
                    self.shift = (u32::MAX, 0);
                    break;
                };
                self.shift = (count, i64::from(shift.cast_signed()));
            }
            self.shift.0 = self.shift.0.saturating_sub(1);
        }
        let Some((position, size)) = self.places.next()? else { return Ok(None) };
        let sample =
            Sample { time: self.clock.saturating_add(self.shift.1), lasts: self.time.1.max(0), position, size };
        self.time.0 -= 1;
        self.clock = self.clock.saturating_add(self.time.1);
        Ok(Some(sample))
    }
}

/// Where the samples of a track lie.
struct Places<'a> {
    sizes: Sizes<'a>,
    chunks: Rows<'a, 3>,
    /// From which chunk on the next row holds, and how many samples are in each from there on.
    coming: Option<(u32, u32)>,
    in_each: u32,
    offsets: Offsets<'a>,
    /// The chunk, from 1.
    chunk: u32,
    left: u32,
    position: u64,
}

impl Places<'_> {
    fn next(&mut self) -> io::Result<Option<(u64, u64)>> {
        while self.left == 0 {
            let Some(position) = self.offsets.next()? else { return Ok(None) };
            self.position = position;
            self.chunk = self.chunk.saturating_add(1);
            loop {
                if self.coming.is_none() {
                    self.coming = self.chunks.next()?.map(|[first, samples, _]| (first, samples));
                }
                match self.coming {
                    Some((first, samples)) if first <= self.chunk => {
                        self.in_each = samples;
                        self.coming = None;
                    }
                    _ => break,
                }
            }
            self.left = self.in_each;
        }
        let Some(size) = self.sizes.next()? else { return Ok(None) };
        self.left -= 1;
        let position = self.position;
        self.position = position.saturating_add(size);
        Ok(Some((position, size)))
    }
}

/// The size of each sample, in bytes.
enum Sizes<'a> {
    Same {
        size: u64,
        left: u64,
    },
    Each(Rows<'a, 1>),
    /// Fields of fewer than four bytes, which no camera of today writes: the first byte of each must do.
    Unknown {
        left: u64,
    },
}

impl<'a> Sizes<'a> {
    fn of(source: Source<'a>, head: &BoxHead) -> io::Result<Self> {
        let same = source.big_endian(head.body.saturating_add(4), 4)?.unwrap_or_default();
        let left = source.big_endian(head.body.saturating_add(8), 4)?.unwrap_or_default();
        Ok(match (&head.kind, same) {
            (b"stz2", _) => Self::Unknown { left },
            (_, 0) => Self::Each(Rows::new(source, head.body.saturating_add(12), head.end, left)),
            (_, size) => Self::Same { size, left },
        })
    }

    fn next(&mut self) -> io::Result<Option<u64>> {
        let (size, left) = match self {
            Self::Each(rows) => return Ok(rows.next()?.map(|[size]| u64::from(size))),
            Self::Same { size, left } => (*size, left),
            Self::Unknown { left } => (1, left),
        };
        let some = *left > 0;
        *left = left.saturating_sub(1);
        Ok(some.then_some(size))
    }
}

/// Where each chunk begins.
enum Offsets<'a> {
    Short(Rows<'a, 1>),
    Long(Rows<'a, 2>),
}

impl<'a> Offsets<'a> {
    fn of(source: Source<'a>, head: &BoxHead) -> io::Result<Self> {
        Ok(if &head.kind == b"co64" {
            Self::Long(Rows::of_box(source, head)?)
        } else {
            Self::Short(Rows::of_box(source, head)?)
        })
    }

    fn next(&mut self) -> io::Result<Option<u64>> {
        Ok(match self {
            Self::Short(rows) => rows.next()?.map(|[offset]| u64::from(offset)),
            Self::Long(rows) => rows.next()?.map(|[high, low]| (u64::from(high) << 32) | u64::from(low)),
        })
    }
}
