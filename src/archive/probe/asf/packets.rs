//! The packets of an ASF file: when each picture is shown, from their heads (section 5.2).
//!
//! All packets have the same size, so one that is gone does not hide those behind.

use std::io;

use crate::archive::probe::container::Header;
use crate::archive::probe::source::Source;
use crate::archive::probe::track::{Track, longest};
use crate::archive::probe::window::Window;
use crate::archive::probe::zeros::Zeros;
use crate::base::time::Span;
use crate::facts::pictures::FoundIn;

/// The head of the Data Object: kind, size, the file's id, how many packets, two bytes that say nothing.
pub(super) const DATA_HEAD: u64 = 50;

/// So many zeros at the end were set aside for what is still to come.
const SET_ASIDE: u64 = 64 * 1024;

/// What the header says about packets.
#[derive(Default)]
pub(super) struct Layout {
    /// The size of every packet; 0: they differ.
    pub packet: u64,
    /// Before the first picture, in milliseconds.
    pub preroll: i64,
    /// The numbers of the video streams.
    pub video: Vec<u8>,
}

/// Goes through the packets that lie between two positions.
pub(super) fn read(
    source: Source<'_>,
    (from, to): (u64, u64),
    layout: &Layout,
    zeros: Option<&Zeros>,
    header: &mut Header,
) -> io::Result<()> {
    /// A packet of fewer bytes has no room for its head.
    const SMALLEST: u64 = 32;
    if layout.packet < SMALLEST {
        return Ok(());
    }
    let mut pictures: Vec<(u8, Track)> = layout.video.iter().map(|number| (*number, Track::default())).collect();
    let mut window = Window::new(source);
    let (mut last, mut before) = (None, None);
    let (mut first_gone, mut gone_at_end) = (None, None);
    let mut payloads = Vec::new();
    let mut at = from;
    while at.saturating_add(SMALLEST) <= to {
        let end = at.saturating_add(layout.packet);
        // of a packet that is cut some parts may be there
        let cut = end > to;
        let mut cursor = Cursor { window: &mut window, at, end: end.min(to) };
        payloads.clear();
        // zeros are no head of a packet; behind a head they may be padding
        if cursor.payloads(&mut payloads)? || cut {
            gone_at_end = None;
            for payload in &payloads {
                let time = Span::from_millis(i64::from(payload.time) - layout.preroll);
                if last < Some(time) {
                    (before, last) = (last, Some(time));
                }
                let track = pictures.iter_mut().find(|(number, _)| *number == payload.stream && payload.begins);
                if let Some((_, track)) = track {
                    track.add(time, None, true);
                }
            }
        } else {
            first_gone.get_or_insert(at);
            if gone_at_end.is_none() {
                gone_at_end = Some(at);
                if let Some(last) = last {
                    pictures.iter_mut().for_each(|(_, track)| track.broken_after(last));
                }
            }
        }
        at = end;
    }
    let step = last.zip(before).map(|(last, before)| (last - before).min(Span::from_secs(5)));
    header.reached = last.map(|last| last + step.unwrap_or_default());
    header.pictures = longest(pictures.into_iter().filter_map(|(_, track)| track.finish(FoundIn::Packets)));
    // where every packet begins as it should, zeros are padding
    if let Some(zeros) = zeros.filter(|_| first_gone.is_some()) {
        header.zeroed.media = to.saturating_sub(from);
        header.zeroed.zeros = zeros.within(from, to);
    }
    match (gone_at_end, first_gone) {
        (Some(_), _) if zeros.is_some_and(|zeros| zeros.at_end() >= SET_ASIDE) => {
            header.growing = Some("its end is set aside and not written yet");
        }
        (Some(at), _) => header.missing = Some(format!("from byte {at} to {to} there are no packets")),
        (None, Some(at)) => {
            header.damage = Some(format!("there is no packet at byte {at}: a part of it is gone or was overwritten"));
        }
        (None, None) => {}
    }
    Ok(())
}

/// A part of a picture or of sound.
struct Payload {
    stream: u8,
    /// It is the first part.
    begins: bool,
    /// When it is shown, in milliseconds.
    time: u32,
}

/// Reads one packet.
struct Cursor<'a, 'b> {
    window: &'a mut Window<'b>,
    at: u64,
    end: u64,
}

impl Cursor<'_, '_> {
    /// The heads of all payloads whose bytes are there; `false`: this is no whole packet.
    fn payloads(&mut self, found: &mut Vec<Payload>) -> io::Result<bool> {
        let Some(mut flags) = self.number(1)? else { return Ok(false) };
        if flags & 0x80 != 0 {
            // error correction data, of so many bytes
            if flags & 0x60 != 0 {
                return Ok(false);
            }
            self.at = self.at.saturating_add(u64::from(flags & 0x0f));
            let Some(after) = self.number(1)? else { return Ok(false) };
            flags = after;
        }
        let Some(properties) = self.number(1)? else { return Ok(false) };
        // stream numbers take one byte
        if properties & 0xc0 != 0x40 {
            return Ok(false);
        }
        let (several, sequence, padding, length) = (flags & 1 != 0, flags >> 1, flags >> 3, flags >> 5);
        for bits in [length, sequence, padding] {
            if self.sized(bits)?.is_none() {
                return Ok(false);
            }
        }
        // send time and duration
        self.at = self.at.saturating_add(6);
        let (count, lengths) = if several {
            let Some(packed) = self.number(1)? else { return Ok(false) };
            (packed & 0x3f, packed >> 6)
        } else {
            (1, 0)
        };
        for _ in 0..count {
            let Some(payload) = self.payload(properties)? else { return Ok(false) };
            if several {
                let Some(length) = self.sized(lengths)? else { return Ok(false) };
                self.at = self.at.saturating_add(u64::from(length));
            }
            if self.at > self.end {
                return Ok(false);
            }
            found.push(payload);
        }
        Ok(true)
    }

    fn payload(&mut self, properties: u32) -> io::Result<Option<Payload>> {
        let Some(stream) = self.number(1)? else { return Ok(None) };
        let (Some(_), Some(offset), Some(replicated)) =
            (self.sized(properties >> 4)?, self.sized(properties >> 2)?, self.sized(properties)?)
        else {
            return Ok(None);
        };
        let stream = u8::try_from(stream & 0x7f).unwrap_or_default();
        if replicated == 1 {
            // compressed: where the offset belongs stands the time, then the step to the next part
            let Some(_) = self.number(1)? else { return Ok(None) };
            return Ok(Some(Payload { stream, begins: true, time: offset }));
        }
        if replicated < 8 {
            return Ok(None);
        }
        let Some(time) = self.at_offset(4)? else { return Ok(None) };
        self.at = self.at.saturating_add(u64::from(replicated));
        Ok(Some(Payload { stream, begins: offset == 0, time }))
    }

    /// A number whose size two bits name: none, 1, 2 or 4 bytes.
    fn sized(&mut self, bits: u32) -> io::Result<Option<u32>> {
        match bits & 3 {
            0 => Ok(Some(0)),
            1 => self.number(1),
            2 => self.number(2),
            _ => self.number(4),
        }
    }

    fn number(&mut self, length: usize) -> io::Result<Option<u32>> {
        let bytes = self.window.get(self.at, length)?;
        if bytes.len() < length {
            return Ok(None);
        }
        let number = bytes.iter().rev().fold(0, |sum, byte| (sum << 8) | u32::from(*byte));
        self.at = self.at.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        Ok((self.at <= self.end).then_some(number))
    }

    fn at_offset(&mut self, offset: u64) -> io::Result<Option<u32>> {
        Ok(self.window.array(self.at.saturating_add(offset))?.map(u32::from_le_bytes))
    }
}
