//! How far the packets of a video reach, read as cheaply as its container allows.
//!
//! MP4 and AVI say in an index where each frame lies; of the others the first packets and the last ones
//! are read. Nothing is decoded. Used by `video`.

use super::container::{Family, Header, ticks};
use super::ffmpeg::{Demuxer, Failure, Kind, Stream};
use super::source::Source;
use crate::base::time::Span;

/// What the packets of a file say.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    /// FFmpeg's name of the container format.
    pub container: Option<String>,
    /// Whether there is any stream at all.
    pub has_streams: bool,
    /// Whether there is a video stream.
    pub has_video: bool,
    /// FFmpeg's name of the video codec.
    pub codec: Option<String>,
    /// Width and height in pixels.
    pub dimensions: Option<(u32, u32)>,
    /// From the first video packet's time to the end of the last one that is there.
    pub duration: Option<Span>,
    /// End of the last packet that is there, of video or sound.
    pub reached: Option<Span>,
    /// Frames (of video and sound) that the index places beyond the end of the file.
    pub frames_missing: u64,
}

/// How many bytes at the end of a large file are expected to hold its last frames.
pub(super) const TAIL: u64 = 4 * 1024 * 1024;

/// A last packet may end this much before the promised length.
pub(super) const TOLERANCE: Span = Span::from_secs(2);

/// Reads what the packets say. Files larger than twice `tail` bytes are not read as a whole.
pub(super) fn read_content(source: Source<'_>, family: Family, header: &Header, tail: u64) -> Result<Content, Failure> {
    let mut demuxer = Demuxer::open(source, family)?;
    let extents = match family {
        // a transport stream names what it carries only in its packets
        Family::MpegTs if header.pictures.is_some() => Extents::read_names(&mut demuxer)?,
        // its own tables say more than packets could
        Family::Mp4 => Extents::default(),
        _ if header.pictures.is_some() => Extents::default(),
        Family::Avi => {
            let indexed = Extents::from_index(&demuxer, family, source.size());
            // Without its end a file has no index; with several RIFF chunks the first may index only itself.
            if indexed.reach(&demuxer, header.duration) { indexed } else { Extents::read_all(&mut demuxer)? }
        }
        Family::Matroska | Family::MpegTs | Family::Asf if source.size() / 2 > tail => {
            let target = (family == Family::MpegTs).then(|| source.size().saturating_sub(tail));
            match Extents::read_both_ends(&mut demuxer, target)? {
                Some(extents) => extents,
                None => {
                    demuxer = Demuxer::open(source, family)?;
                    Extents::read_all(&mut demuxer)?
                }
            }
        }
        Family::Matroska | Family::MpegTs | Family::Asf => Extents::read_all(&mut demuxer)?,
    };
    Ok(extents.into_content(&demuxer))
}

/// A transport stream without video in so many packets has none.
const MOST_PACKETS_BEFORE_VIDEO: u32 = 20_000;

/// So many video packets at the front tell where it begins and how far one is from the next.
const FRONT_PACKETS: u64 = 4;

/// Later than any time in a file, in ticks, and far from overflowing FFmpeg's arithmetic.
const FAR: i64 = 1 << 48;

/// From where to where the packets of each stream reach, by index of the stream.
#[derive(Debug, Default)]
struct Extents(Vec<Extent>);

/// From where to where the packets of one stream reach, in ticks.
#[derive(Debug, Default, Clone, Copy)]
struct Extent {
    first: Option<i64>,
    last: Option<i64>,
    last_but_one: Option<i64>,
    last_duration: Option<i64>,
    /// From one packet to the next at the front of the file.
    front_step: Option<i64>,
    packets: u64,
    missing: u64,
}

impl Extent {
    fn add(&mut self, time: i64, duration: Option<i64>) {
        self.packets += 1;
        self.first.get_or_insert(time);
        if self.last.is_none_or(|last| time > last) {
            (self.last_but_one, self.last, self.last_duration) = (self.last, Some(time), duration);
        } else if self.last != Some(time) && self.last_but_one.is_none_or(|before| time > before) {
            self.last_but_one = Some(time);
        }
    }

    /// The packets that come next do not follow on the last one.
    fn jump(&mut self) {
        self.front_step = self.step();
        (self.last, self.last_but_one, self.last_duration) = (None, None, None);
    }

    /// From the last packet but one to the last.
    fn step(&self) -> Option<i64> {
        Some(self.last?.saturating_sub(self.last_but_one?))
    }

    /// Where the last packet ends; one of unknown length lasts as long as the one before.
    fn end(&self) -> Option<i64> {
        let length = self.last_duration.or_else(|| self.step()).or(self.front_step).unwrap_or(0);
        Some(self.last?.saturating_add(length))
    }

    fn duration(&self) -> Option<i64> {
        Some(self.end()?.saturating_sub(self.first?))
    }
}

fn span(count: i64, stream: &Stream) -> Option<Span> {
    let (numerator, denominator) = stream.time_base;
    ticks(i128::from(count), numerator, denominator)
}

impl Extents {
    fn of(&mut self, stream: usize) -> Option<&mut Extent> {
        /// FFmpeg makes no more streams than that.
        const MOST_STREAMS: usize = 1_000;
        if stream >= self.0.len() && stream < MOST_STREAMS {
            self.0.resize(stream + 1, Extent::default());
        }
        self.0.get_mut(stream)
    }

    /// What the index says, of the frames that lie within the file.
    fn from_index(demuxer: &Demuxer<'_>, family: Family, size: u64) -> Self {
        // The index of an AVI file points to the chunk around a frame.
        let chunk_head = if family == Family::Avi { 8 } else { 0 };
        let extents = (0..demuxer.stream_count()).map(|index| {
            let mut extent = Extent::default();
            for entry in demuxer.index_entries(index) {
                if let (None, Some(last)) = (extent.last_duration, extent.last) {
                    extent.last_duration = Some(entry.time.saturating_sub(last)).filter(|ticks| *ticks > 0);
                }
                let end = entry.position.checked_add(entry.size).and_then(|end| end.checked_add(chunk_head));
                if end.and_then(|end| u64::try_from(end).ok()).is_some_and(|end| end <= size) {
                    extent.add(entry.time, None);
                } else {
                    extent.missing += 1;
                }
            }
            extent
        });
        Self(extents.collect())
    }

    fn read_all(demuxer: &mut Demuxer<'_>) -> Result<Self, Failure> {
        let mut extents = Self::default();
        while extents.read_one(demuxer)?.is_some() {}
        Ok(extents)
    }

    /// Reads up to the first packet of a video stream, and measures nothing.
    fn read_names(demuxer: &mut Demuxer<'_>) -> Result<Self, Failure> {
        let mut read = 0;
        while first_video(demuxer).is_none() && read < MOST_PACKETS_BEFORE_VIDEO && demuxer.next_packet()?.is_some() {
            read += 1;
        }
        Ok(Self::default())
    }

    /// Reads the first video packets and, from `target` on (a byte; without one: from the last key frame), the
    /// last ones. `None`: that failed, and where the demuxer stands is not known.
    fn read_both_ends(demuxer: &mut Demuxer<'_>, target: Option<u64>) -> Result<Option<Self>, Failure> {
        let mut extents = Self::default();
        let mut read = 0;
        let video = loop {
            match first_video(demuxer) {
                Some(video) if extents.packets_of(video) >= FRONT_PACKETS => break video,
                None if target.is_none() || read >= MOST_PACKETS_BEFORE_VIDEO => return Ok(Some(extents)),
                _ => {}
            }
            if extents.read_one(demuxer)?.is_none() {
                return Ok(Some(extents));
            }
            read += 1;
        };
        let moved = match target {
            Some(byte) => demuxer.seek_to_byte(byte),
            None => demuxer.seek_to_time(video, FAR),
        };
        if !moved {
            return Ok(None);
        }
        let front = extents.packets_of(video);
        extents.0.iter_mut().for_each(Extent::jump);
        while extents.read_one(demuxer)?.is_some() {}
        Ok((extents.packets_of(video) > front).then_some(extents))
    }

    fn packets_of(&self, stream: usize) -> u64 {
        self.0.get(stream).map_or(0, |extent| extent.packets)
    }

    /// Takes in one packet; `None` at the end.
    fn read_one(&mut self, demuxer: &mut Demuxer<'_>) -> Result<Option<()>, Failure> {
        let Some(packet) = demuxer.next_packet()? else { return Ok(None) };
        if let (Some(time), false) = (packet.time, packet.incomplete)
            && let Some(extent) = self.of(packet.stream)
        {
            extent.add(time, packet.duration);
        }
        Ok(Some(()))
    }

    /// Whether the packets reach as far as promised; without a promise: whether there are any.
    fn reach(&self, demuxer: &Demuxer<'_>, promised: Option<Span>) -> bool {
        self.reached(demuxer).is_some_and(|reached| promised.is_none_or(|promised| reached + TOLERANCE >= promised))
    }

    /// The latest end of video and sound. Some writers count a duration from zero, some from the first packet:
    /// the later of the two.
    fn reached(&self, demuxer: &Demuxer<'_>) -> Option<Span> {
        let ends = self.0.iter().enumerate().filter_map(|(index, extent)| {
            let stream = demuxer.stream(index).filter(|stream| stream.kind != Kind::Other)?;
            span(extent.end()?.max(extent.duration()?), &stream)
        });
        ends.max()
    }

    fn into_content(mut self, demuxer: &Demuxer<'_>) -> Content {
        let video = first_video(demuxer);
        let stream = video.and_then(|index| demuxer.stream(index));
        let extent = video.and_then(|index| self.of(index).copied());
        Content {
            container: demuxer.container(),
            has_streams: demuxer.stream_count() > 0,
            has_video: stream.is_some(),
            codec: stream.as_ref().and_then(|stream| stream.codec.clone()),
            dimensions: stream.as_ref().and_then(|stream| stream.dimensions),
            duration: extent.zip(stream.as_ref()).and_then(|(extent, stream)| span(extent.duration()?, stream)),
            reached: self.reached(demuxer),
            frames_missing: self.0.iter().map(|extent| extent.missing).sum(),
        }
    }
}

fn first_video(demuxer: &Demuxer<'_>) -> Option<usize> {
    (0..demuxer.stream_count()).find(|index| demuxer.stream(*index).is_some_and(|stream| stream.kind == Kind::Video))
}
