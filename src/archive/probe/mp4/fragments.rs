//! The fragments of an MP4 file: when each picture is shown by the fragment's own times (ISO/IEC 14496-12, 8.8).
//!
//! What headers and indexes announce is held against this, and never counts as media. A picture counts only if its
//! bytes are in the file.

use std::io;

use super::boxes::{BoxHead, children};
use super::movie::{Defaults, Movie};
use crate::archive::probe::source::Source;
use crate::archive::probe::track::Track as Times;
use crate::archive::probe::zeros::Zeros;
use crate::base::time::Span;
use crate::facts::pictures::{FoundIn, Pictures};

/// The head of a fragment is small; a larger one is none.
const LARGEST_HEAD: u64 = 16 * 1024 * 1024;

/// More samples than any fragment has.
const MOST_IN_A_RUN: u32 = 100_000;

/// A fragment this far from where the one before ended, in seconds, does not follow on it.
const JUMP: i64 = 10;

/// The fragments of one track, in the order of the file.
#[derive(Debug, Default)]
struct Run {
    id: u32,
    fragments: Vec<Fragment>,
}

/// The samples of one track in one fragment.
#[derive(Debug, Default)]
struct Fragment {
    /// When it begins, in ticks of the track; `None`: it does not say.
    at: Option<i64>,
    /// How long it is, in ticks.
    length: i64,
    samples: Vec<Sample>,
}

/// One sample: ticks after the fragment's start until it is shown, and for how many.
#[derive(Debug, Clone, Copy)]
struct Sample {
    after: i64,
    lasts: u32,
    there: bool,
}

/// All fragments that were read so far.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    runs: Vec<Run>,
    samples: usize,
    /// Whether there are too many samples to look at.
    overfull: bool,
    /// Samples whose bytes should lie beyond the end of the file.
    pub missing: u64,
    /// Samples that are nothing but zeros.
    pub zeroed: u64,
}

/// What the fragments come to.
#[derive(Debug, Default)]
pub(super) struct Fragmented {
    pub pictures: Vec<Pictures>,
    /// The latest end of any track.
    pub reached: Option<Span>,
}

impl Fragments {
    /// Takes in a `moof` box.
    pub(super) fn read(
        &mut self,
        source: Source<'_>,
        moof: &BoxHead,
        movie: &Movie,
        zeros: Option<&Zeros>,
    ) -> io::Result<()> {
        let length = moof.end.saturating_sub(moof.at);
        if length > LARGEST_HEAD || moof.end > source.size() {
            return Ok(());
        }
        // in one go: a fragment has a dozen boxes of some bytes each
        let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
        let filled = source.fill(&mut bytes, moof.at)?;
        let bytes = bytes.get(..filled).unwrap_or_default();
        let inside = Source::new(&bytes, u64::try_from(filled).unwrap_or_default());
        let mut place = Place { moof: moof.at, next: moof.at };
        children(inside, moof.body.saturating_sub(moof.at), length, |head| match &head.kind {
            b"traf" => self.read_track(inside, head, movie, zeros, source.size(), &mut place),
            _ => Ok(()),
        })
    }

    fn read_track(
        &mut self,
        inside: Source<'_>,
        traf: &BoxHead,
        movie: &Movie,
        zeros: Option<&Zeros>,
        size: u64,
        place: &mut Place,
    ) -> io::Result<()> {
        let mut id = 0;
        let mut defaults = Defaults::default();
        let mut base = place.next;
        let mut fragment = Fragment::default();
        let mut zeros = zeros;
        children(inside, traf.body, traf.end, |head| {
            match &head.kind {
                b"tfhd" => {
                    let mut fields = Fields::of(inside, head)?;
                    id = fields.number(true)?;
                    let track = movie.tracks.iter().find(|track| track.id == id);
                    defaults = track.map(|track| track.fragment).unwrap_or_default();
                    zeros = zeros.filter(|_| track.is_none_or(|track| !track.uncoded));
                    base = match fields.has(0x1) {
                        true => fields.long()?,
                        false if fields.has(0x2_0000) => place.moof,
                        false => place.next,
                    };
                    fields.number(fields.has(0x2))?;
                    defaults.duration = fields.number_or(fields.has(0x8), defaults.duration)?;
                    defaults.size = fields.number_or(fields.has(0x10), defaults.size)?;
                    place.next = base;
                }
                b"tfdt" => {
                    let mut fields = Fields::of(inside, head)?;
                    let time = if fields.version == 1 { fields.long()? } else { u64::from(fields.number(true)?) };
                    fragment.at = i64::try_from(time).ok().filter(|ticks| *ticks < 1 << 56);
                }
                b"trun" => self.read_run(inside, head, &mut fragment, defaults, (base, place), zeros, size)?,
                _ => {}
            }
            Ok(())
        })?;
        let room = self.runs.len() < 256;
        match self.runs.iter_mut().find(|run| run.id == id) {
            Some(run) => run.fragments.push(fragment),
            None if room => self.runs.push(Run { id, fragments: vec![fragment] }),
            None => {}
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments, reason = "what is known of the fragment around the run")]
    fn read_run(
        &mut self,
        inside: Source<'_>,
        trun: &BoxHead,
        fragment: &mut Fragment,
        defaults: Defaults,
        (base, place): (u64, &mut Place),
        zeros: Option<&Zeros>,
        size: u64,
    ) -> io::Result<()> {
        let mut fields = Fields::of(inside, trun)?;
        let count = fields.number(true)?;
        if fields.has(0x1) {
            let offset = fields.number(true)?.cast_signed();
            place.next = base.saturating_add_signed(i64::from(offset));
        }
        fields.number(fields.has(0x4))?;
        let each = [0x100, 0x200, 0x400, 0x800].into_iter().filter(|flag| fields.has(*flag)).count();
        for _ in 0..count {
            if fields.left() < 4 * u64::try_from(each).unwrap_or_default() {
                break;
            }
            self.samples += 1;
            self.overfull |= self.samples > crate::archive::probe::track::MOST_PICTURES;
            if self.overfull {
                break;
            }
            let lasts = fields.number_or(fields.has(0x100), defaults.duration)?;
            let bytes = u64::from(fields.number_or(fields.has(0x200), defaults.size)?);
            fields.number(fields.has(0x400))?;
            let shift = i64::from(fields.number(fields.has(0x800))?.cast_signed());
            let (from, to) = (place.next, place.next.saturating_add(bytes));
            place.next = to;
            let beyond = to > size;
            let zeroed = bytes > 0 && zeros.is_some_and(|zeros| zeros.within(from, to).saturating_mul(2) >= bytes);
            self.missing += u64::from(beyond);
            // a wrong number is no thousand hours that are missing
            if beyond && count > MOST_IN_A_RUN {
                break;
            }
            self.zeroed += u64::from(zeroed);
            // nothing is shown of a sample without bytes
            if bytes > 0 {
                let after = fragment.length.saturating_add(shift);
                fragment.samples.push(Sample { after, lasts, there: !beyond && !zeroed });
            }
            fragment.length = fragment.length.saturating_add(i64::from(lasts));
        }
        Ok(())
    }

    /// Puts the fragments of every track in time.
    pub(super) fn finish(self, movie: &Movie) -> Fragmented {
        let mut found = Fragmented::default();
        for run in self.runs {
            let Some(track) = movie.tracks.iter().find(|track| track.id == run.id) else { continue };
            let starts = run.starts(i64::from(track.timescale));
            // the list was written before the media: only where it begins says something
            let shown = track.edits.shown(movie.timescale, track.timescale, true);
            let mut times = Times::default();
            let mut end = None;
            for (fragment, start) in run.fragments.iter().zip(&starts) {
                for sample in &fragment.samples {
                    let (time, lasts) = (start.saturating_add(sample.after), i64::from(sample.lasts));
                    let placed = shown.iter().find_map(|part| part.place(time, lasts));
                    let Some((at, lasts)) = placed else { continue };
                    let Some((at, lasts)) = track.time(at).zip(track.time(lasts)) else { continue };
                    if sample.there {
                        end = end.max(Some(at + lasts));
                    }
                    if track.is_video() {
                        times.add(at, Some(lasts).filter(|lasts| *lasts > Span::ZERO), sample.there);
                    }
                }
            }
            found.reached = found.reached.max(end);
            if !self.overfull {
                found.pictures.extend(times.finish(FoundIn::Fragments));
            }
        }
        found
    }
}

impl Run {
    /// When each fragment begins, in ticks. One that says another time than the fragments on both sides of it is put
    /// between them: a single wrong number moves no footage to another hour.
    fn starts(&self, timescale: i64) -> Vec<i64> {
        let near = |a: i64, b: i64| a.abs_diff(b) <= timescale.saturating_mul(JUMP).unsigned_abs();
        let mut starts = Vec::with_capacity(self.fragments.len());
        let mut expected = None;
        for (nth, fragment) in self.fragments.iter().enumerate() {
            let says = fragment.at.or(expected).unwrap_or_default();
            let next = self.fragments.get(nth + 1).and_then(|next| next.at);
            let follows = expected.is_none_or(|expected| near(says, expected));
            let own_end = says.saturating_add(fragment.length);
            let start = match (expected, next) {
                (Some(expected), Some(next))
                    if !follows && !near(own_end, next) && near(expected.saturating_add(fragment.length), next) =>
                {
                    expected
                }
                // of the first one only the next can tell
                (None, Some(next))
                    if !near(own_end, next) && next >= fragment.length && self.continues(nth + 1, near) =>
                {
                    next.saturating_sub(fragment.length)
                }
                _ => says,
            };
            starts.push(start);
            expected = Some(start.saturating_add(fragment.length));
        }
        starts
    }

    /// Whether the fragment after that one follows on it.
    fn continues(&self, nth: usize, near: impl Fn(i64, i64) -> bool) -> bool {
        let end = self.fragments.get(nth).and_then(|this| Some(this.at?.saturating_add(this.length)));
        let next = self.fragments.get(nth + 1).and_then(|next| next.at);
        end.zip(next).is_some_and(|(end, next)| near(end, next))
    }
}

/// Where the bytes of samples are looked for.
struct Place {
    moof: u64,
    /// Where the next run begins, if it does not say.
    next: u64,
}

/// The fields of a box that has a version and flags, one after the other.
struct Fields<'a> {
    source: Source<'a>,
    version: u8,
    flags: u32,
    at: u64,
    end: u64,
}

impl<'a> Fields<'a> {
    fn of(source: Source<'a>, head: &BoxHead) -> io::Result<Self> {
        let [version, f0, f1, f2] = source.array(head.body)?.unwrap_or_default();
        let flags = u32::from_be_bytes([0, f0, f1, f2]);
        Ok(Self { source, version, flags, at: head.body.saturating_add(4), end: head.end.min(source.size()) })
    }

    const fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    const fn left(&self) -> u64 {
        self.end.saturating_sub(self.at)
    }

    /// The next number, if it is there at all; else zero.
    fn number(&mut self, there: bool) -> io::Result<u32> {
        self.number_or(there, 0)
    }

    fn number_or(&mut self, there: bool, otherwise: u32) -> io::Result<u32> {
        if !there || self.left() < 4 {
            return Ok(otherwise);
        }
        let number = self.source.array(self.at)?.map_or(otherwise, u32::from_be_bytes);
        self.at = self.at.saturating_add(4);
        Ok(number)
    }

    fn long(&mut self) -> io::Result<u64> {
        let number = if self.left() < 8 { None } else { self.source.array(self.at)?.map(u64::from_be_bytes) };
        self.at = self.at.saturating_add(8);
        Ok(number.unwrap_or_default())
    }
}
