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
    /// How many tables of contents came before it: of the second on, files were joined.
    movie: u32,
    samples: Vec<Sample>,
}

/// One sample, in ticks: how long it lasts, and how much later it is shown than it is decoded.
#[derive(Debug, Clone, Copy)]
struct Sample {
    lasts: u32,
    shift: i32,
    there: bool,
    /// It has no bytes: nothing is shown of it.
    empty: bool,
}

/// All fragments that were read so far.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    runs: Vec<Run>,
    samples: usize,
    /// How many tables of contents there were so far.
    movies: u32,
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
    /// Another file begins, behind so many tables of contents.
    pub(super) const fn join(&mut self, movies: u32) {
        self.movies = movies;
    }

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
        let mut fragment = Fragment { movie: self.movies, ..Fragment::default() };
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
            let shift = fields.number(fields.has(0x800))?.cast_signed();
            let (from, to) = (place.next, place.next.saturating_add(bytes));
            place.next = to;
            let beyond = to > size;
            let zeroed = zeros.is_some_and(|zeros| zeros.blank(from, to));
            self.missing += u64::from(beyond);
            // a wrong number is no thousand hours that are missing
            if beyond && count > MOST_IN_A_RUN {
                break;
            }
            self.zeroed += u64::from(zeroed);
            fragment.samples.push(Sample { lasts, shift, there: !beyond && !zeroed, empty: bytes == 0 });
            fragment.length = fragment.length.saturating_add(i64::from(lasts));
        }
        Ok(())
    }

    /// Puts the fragments of every track in time.
    pub(super) fn finish(self, movie: &Movie) -> Fragmented {
        let mut found = Fragmented::default();
        for mut run in self.runs {
            run.add_up();
            let Some(track) = movie.tracks.iter().find(|track| track.id == run.id) else { continue };
            let starts = run.starts(i64::from(track.timescale));
            let usual = run.usual_step();
            // the list was written before the media: only where it begins says something
            let shown = track.edits.shown(movie.timescale, track.timescale, true);
            let mut times = Times::default();
            let mut end = None;
            for (nth, (fragment, start)) in run.fragments.iter().zip(&starts).enumerate() {
                let room = starts.get(nth + 1).map(|next| next.saturating_sub(*start));
                let limit = i64::from(track.timescale).saturating_mul(JUMP).max(usual.saturating_mul(8));
                let sound = fragment.is_sound(room, limit);
                let mut clock = *start;
                for sample in &fragment.samples {
                    let lasts = i64::from(sample.lasts);
                    let lasts = if sound || lasts <= limit { lasts } else { usual };
                    let time = clock.saturating_add(i64::from(sample.shift));
                    clock = clock.saturating_add(lasts);
                    let placed = shown.iter().find_map(|part| part.place(time, lasts)).filter(|_| !sample.empty);
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

impl Fragment {
    /// Whether its samples can last as long as they say: not into the time of the next fragment, and in the last one
    /// not all of them many times as long as in all others.
    fn is_sound(&self, room: Option<i64>, limit: i64) -> bool {
        match room {
            Some(room) => room <= 0 || self.length <= room.saturating_add(limit),
            None => {
                self.samples.iter().filter(|sample| i64::from(sample.lasts) > limit).count() * 2 <= self.samples.len()
            }
        }
    }
}

impl Run {
    /// Where files were joined, the clock of the next goes on where that of the one before ended.
    fn add_up(&mut self) {
        let (mut movie, mut end, mut shift) = (None, 0_i64, 0_i64);
        for fragment in &mut self.fragments {
            let says = fragment.at;
            if movie.is_some_and(|movie| movie != fragment.movie) {
                shift = end.saturating_sub(says.unwrap_or(end));
            }
            movie = Some(fragment.movie);
            fragment.at = says.map(|says| says.saturating_add(shift));
            end = fragment.at.unwrap_or(end).saturating_add(fragment.length);
        }
    }

    /// How long a sample lasts in most fragments, in ticks.
    fn usual_step(&self) -> i64 {
        let mut steps: Vec<i64> = self
            .fragments
            .iter()
            .filter_map(|fragment| fragment.length.checked_div(i64::try_from(fragment.samples.len()).ok()?))
            .collect();
        let middle = steps.len() / 2;
        if steps.is_empty() { 0 } else { *steps.select_nth_unstable(middle).1 }
    }

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
                // of the first one only the next can tell, and only where time would go back
                (None, Some(next)) if says > next && !near(says, next) => next.saturating_sub(fragment.length),
                _ => says,
            };
            starts.push(start);
            expected = Some(start.saturating_add(fragment.length));
        }
        starts
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
