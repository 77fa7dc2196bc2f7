//! The times of the blocks of a Matroska file: the heads of all clusters and blocks, not what they carry.
//!
//! Clusters, groups and blocks are gone through in a row, whatever their parents say of their size: live recordings
//! do not know sizes, and damage makes wrong ones. Each step goes forward, so the work grows with the file.

use std::collections::BTreeMap;
use std::io;

use super::{BLOCK_GROUP, CLUSTER, EBML, Element, SEGMENT, Tracks, number, read_head};
use crate::archive::probe::container::ticks;
use crate::archive::probe::source::Source;
use crate::archive::probe::track::Track;
use crate::archive::probe::window::Window;
use crate::archive::probe::zeros::Zeros;
use crate::base::time::Span;
use crate::facts::pictures::{FoundIn, Pictures};

/// More elements than a day of pictures and sound has.
const MOST_ELEMENTS: u32 = 1 << 24;

const TIMESTAMP: u64 = 0xE7;
const SIMPLE_BLOCK: u64 = 0xA3;
const BLOCK: u64 = 0xA1;
const BLOCK_DURATION: u64 = 0x9B;
const VOID: u64 = 0xEC;
const CRC_32: u64 = 0xBF;
const PREV_SIZE: u64 = 0xAB;
const POSITION: u64 = 0xA7;
const SILENT_TRACKS: u64 = 0x5854;

/// What else stands in clusters and groups, or beside them in a Segment.
const OTHERS: [u64; 19] = [
    VOID,
    CRC_32,
    PREV_SIZE,
    POSITION,
    SILENT_TRACKS,
    0xAF,        // EncryptedBlock
    0xFA,        // ReferencePriority
    0xFB,        // ReferenceBlock
    0xFD,        // ReferenceVirtual
    0xA4,        // CodecState
    0x75A2,      // DiscardPadding
    0x75A1,      // BlockAdditions
    0x8E,        // Slices
    0xC8,        // ReferenceFrame
    0x1C53_BB6B, // Cues
    0x1254_C367, // Tags
    0x114D_9B74, // SeekHead
    0x1043_A770, // Chapters
    0x1941_A469, // Attachments
];

/// What the clusters of a file come to.
#[derive(Default)]
pub(super) struct Found {
    pub pictures: Vec<Pictures>,
    /// The latest end of any block, from zero or from the first one, whichever is later.
    pub reached: Option<Span>,
    /// Pictures that are nothing but zeros.
    pub zeroed: u64,
    /// Where what follows is no element, and whether clusters follow behind.
    pub broken: Option<(u64, bool)>,
    /// What should lie beyond the end of the file begins here.
    pub cut: Option<u64>,
    /// Another file begins here.
    pub joined: Option<u64>,
}

/// A block whose length may still follow.
struct Block {
    track: u64,
    at: i128,
    there: bool,
}

struct Walk<'a> {
    window: Window<'a>,
    tracks: &'a Tracks,
    zeros: Option<&'a Zeros>,
    size: u64,
    cluster: i128,
    block: Option<Block>,
    pictures: BTreeMap<u64, Track>,
    first: Option<i128>,
    last: Option<i128>,
    /// The latest block of any track.
    latest: Span,
    found: Found,
}

/// Goes through all clusters from a position on.
pub(super) fn read(
    source: Source<'_>,
    from: u64,
    to: u64,
    tracks: &Tracks,
    zeros: Option<&Zeros>,
) -> io::Result<Found> {
    let mut walk = Walk {
        window: Window::new(source),
        tracks,
        zeros: zeros.filter(|zeros| !zeros.is_empty()),
        size: source.size(),
        cluster: 0,
        block: None,
        pictures: BTreeMap::new(),
        first: None,
        last: None,
        latest: Span::ZERO,
        found: Found::default(),
    };
    let mut at = from;
    for _ in 0..MOST_ELEMENTS {
        if at >= to {
            return Ok(walk.finish());
        }
        match walk.step(at, to)? {
            Some(next) if next > source.size() => {
                walk.found.cut = Some(at);
                return Ok(walk.finish());
            }
            Some(next) if next > at => at = next,
            _ => return Ok(walk.finish()),
        }
    }
    // more than is looked at: nothing is known
    Ok(Found::default())
}

impl Walk<'_> {
    /// Takes in the element at a position; answers where the next one is. `None`: nothing follows.
    fn step(&mut self, at: u64, to: u64) -> io::Result<Option<u64>> {
        const HEAD: usize = 12;
        let head = self.window.get(at, HEAD)?;
        let cut = head.len() < HEAD;
        let Some(element) = read_head(head, at).filter(|element| element.id >= 0x80) else {
            return if cut && !head.starts_with(&[0]) { Ok(None) } else { self.again(at, to) };
        };
        match (element.id, element.length) {
            (CLUSTER | SEGMENT | BLOCK_GROUP, _) => {
                self.flush();
                Ok(Some(element.body))
            }
            (EBML, _) => {
                self.found.joined = Some(at);
                Ok(None)
            }
            (TIMESTAMP, Some(length)) => {
                self.cluster = self.value(element.body, length)?;
                Ok(Some(element.body.saturating_add(length)))
            }
            (SIMPLE_BLOCK | BLOCK, Some(length)) => {
                self.flush();
                self.block(&element, length)?;
                Ok(Some(element.body.saturating_add(length)))
            }
            (BLOCK_DURATION, Some(length)) => {
                let lasts = self.value(element.body, length)?;
                self.add(Some(lasts));
                Ok(Some(element.body.saturating_add(length)))
            }
            (id, Some(length)) if OTHERS.contains(&id) || super::HEADS.contains(&id) => {
                Ok(Some(element.body.saturating_add(length)))
            }
            // an element of a later version has one of a known kind behind it
            (_, Some(length)) => {
                let end = element.body.saturating_add(length);
                let known = end == to || self.is_known(end)?;
                if known { Ok(Some(end)) } else { self.again(at, to) }
            }
            (_, None) => self.again(at, to),
        }
    }

    fn is_known(&mut self, at: u64) -> io::Result<bool> {
        let Some(element) = read_head(self.window.get(at, 12)?, at) else { return Ok(false) };
        let id = element.id;
        Ok(matches!(id, CLUSTER | BLOCK_GROUP | TIMESTAMP | SIMPLE_BLOCK | BLOCK | BLOCK_DURATION)
            || OTHERS.contains(&id))
    }

    /// The next cluster behind bytes that are no element.
    fn again(&mut self, at: u64, to: u64) -> io::Result<Option<u64>> {
        self.flush();
        let next = self.next_cluster(at.saturating_add(1), to)?;
        self.found.broken.get_or_insert((at, next.is_some()));
        if let Some(last) = self.last.and_then(|last| self.tracks.span(last)) {
            self.pictures.values_mut().for_each(|track| track.broken_after(last));
        }
        Ok(next)
    }

    fn next_cluster(&mut self, from: u64, to: u64) -> io::Result<Option<u64>> {
        const AT_ONCE: usize = 4096;
        const HEAD: usize = 13;
        let mut at = from;
        while at < to {
            let piece = self.window.get(at, AT_ONCE)?;
            for (nth, head) in piece.windows(HEAD).enumerate() {
                if !head.starts_with(&[0x1F, 0x43, 0xB6, 0x75]) {
                    continue;
                }
                let found = at.saturating_add(u64::try_from(nth).unwrap_or(u64::MAX));
                let inside = read_head(head, found).and_then(|cluster| {
                    let skipped = usize::try_from(cluster.body.checked_sub(found)?).ok()?;
                    number(head.get(skipped..)?, false)
                });
                if inside.is_some_and(|(id, ..)| [TIMESTAMP, VOID, CRC_32, PREV_SIZE, POSITION].contains(&id)) {
                    return Ok(Some(found).filter(|found| *found < to));
                }
            }
            if piece.len() < AT_ONCE {
                return Ok(None);
            }
            at = at.saturating_add(u64::try_from(AT_ONCE - HEAD + 1).unwrap_or(1));
        }
        Ok(None)
    }

    /// A number of up to 8 bytes.
    fn value(&mut self, at: u64, length: u64) -> io::Result<i128> {
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(8);
        let bytes = self.window.get(at, length)?;
        Ok(bytes.iter().fold(0, |sum, byte| (sum << 8) | i128::from(*byte)))
    }

    /// Track and time stand before what a block carries (RFC 9559, 10.1).
    fn block(&mut self, element: &Element, length: u64) -> io::Result<()> {
        const HEAD: usize = 10;
        let head = self.window.get(element.body, HEAD)?;
        let Some((track, width, _)) = number(head, true) else { return Ok(()) };
        let Some([high, low]) = head.get(usize::from(width)..).and_then(<[u8]>::first_chunk) else { return Ok(()) };
        let at = self.cluster + i128::from(i16::from_be_bytes([*high, *low]));
        let end = element.body.saturating_add(length);
        let body = element.body.saturating_add(u64::from(width) + 3);
        let zeroed = self.zeros.is_some_and(|zeros| zeros.blank(body, end));
        self.found.zeroed += u64::from(zeroed && self.tracks.is_video(track));
        self.block = Some(Block { track, at, there: !zeroed && end <= self.size });
        Ok(())
    }

    fn flush(&mut self) {
        self.add(None);
    }

    /// Adds the last block, now that everything about it is known.
    fn add(&mut self, lasts: Option<i128>) {
        let Some(block) = self.block.take() else { return };
        let Some(at) = self.tracks.span(block.at) else { return };
        let lasts = lasts.and_then(|lasts| self.tracks.span(lasts)).or_else(|| self.tracks.usual(block.track));
        self.last = self.last.max(Some(block.at));
        self.first = Some(self.first.map_or(block.at, |first| first.min(block.at)));
        if block.there {
            self.latest = self.latest.max(at + lasts.unwrap_or_default());
        }
        if self.tracks.is_video(block.track) {
            self.pictures.entry(block.track).or_default().add(at, lasts, block.there);
        }
    }

    fn finish(mut self) -> Found {
        self.flush();
        self.found.pictures = self.pictures.into_values().filter_map(|track| track.finish(FoundIn::Clusters)).collect();
        let first = self.first.and_then(|first| self.tracks.span(first));
        self.found.reached = first.map(|first| self.latest.max(self.latest - first));
        self.found
    }
}

impl Tracks {
    /// So many ticks of the Segment.
    pub(super) fn span(&self, count: i128) -> Option<Span> {
        ticks(count, self.scale, 1_000_000_000)
    }

    fn is_video(&self, number: u64) -> bool {
        self.video.iter().any(|track| track.number == number)
    }

    /// How long a block of a track lasts that does not say so.
    fn usual(&self, number: u64) -> Option<Span> {
        let track = self.video.iter().find(|track| track.number == number)?;
        ticks(i128::from(track.default_duration?), 1, 1_000_000_000)
    }
}
