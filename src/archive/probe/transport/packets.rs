//! The packets of a transport stream, in whatever pieces its bytes come.

use super::clock::{Chain, Evidence, Running, Seen};

/// Every packet begins so (ISO/IEC 13818-1, 2.4.3.2).
const SYNC: u8 = 0x47;

/// A packet, without the time stamp before (M2TS) or the error correction behind.
const PACKET: usize = 188;

/// Distances from one packet to the next: plain, with a time stamp, with error correction.
const DISTANCES: [usize; 3] = [188, 192, 204];

/// So many packets in a row are no accident.
const IN_A_ROW: usize = 5;

/// So many bytes decide whether there are packets.
const START: usize = IN_A_ROW * 204;

/// So much is joined with what is left of the bytes before: more than a look ahead takes.
const JOINED: usize = 4096;

/// More picture streams than any camera writes.
const MOST_CHAINS: usize = 16;

/// Whether a file that starts so is a transport stream. A recording cut at its front need not start with a packet.
pub(in crate::archive::probe) fn recognises(start: &[u8]) -> bool {
    distance(start).is_some()
}

/// Where the first packet begins, and how far it is from one to the next.
fn distance(start: &[u8]) -> Option<(usize, usize)> {
    DISTANCES.into_iter().find_map(|distance| {
        let in_a_row = |first: &usize| (0..IN_A_ROW).all(|n| start.get(first + n * distance) == Some(&SYNC));
        (0..distance).find(in_a_row).map(|first| (first, distance))
    })
}

/// What is seen of a stream, packet after packet.
#[derive(Debug, Clone, Default)]
pub(in crate::archive::probe) struct Packets {
    /// These bytes are none of a transport stream.
    other: bool,
    /// From one packet to the next; 0: not known yet.
    distance: usize,
    /// The next byte should begin a packet.
    in_step: bool,
    /// So many bytes since the last packet are none.
    astray: u64,
    /// Bytes that are not looked at yet.
    rest: Vec<u8>,
    /// The last continuity counter of every stream; 255: none yet.
    counters: Vec<u8>,
    /// What speaks for lost packets or for a new clock.
    evidence: Evidence,
    /// The clock of the first program.
    clock: (Option<u16>, Running),
    /// The times of the first sound.
    sound: (Option<u16>, Running),
    pictures: Vec<Chain>,
    /// There are packets that are scrambled.
    scrambled: bool,
}

/// What all packets come to.
pub(in crate::archive::probe) struct Stream {
    /// The picture streams.
    pub tracks: Vec<Seen>,
    /// There are packets that are scrambled.
    pub scrambled: bool,
    /// The last packet is not whole.
    pub cut: bool,
    /// So many bytes behind the last packet are none.
    pub trailing: u64,
}

impl Packets {
    /// Takes in the next bytes of the file.
    pub(in crate::archive::probe) fn see(&mut self, bytes: &[u8]) {
        if self.other {
            return;
        }
        let mut bytes = bytes;
        if self.distance == 0 || !self.rest.is_empty() {
            let held = self.rest.len();
            let (joined, _) = bytes.split_at(bytes.len().min(JOINED));
            self.rest.extend_from_slice(joined);
            let mut rest = std::mem::take(&mut self.rest);
            let begun = self.begin(&rest, false);
            let used = begun + self.walk(rest.get(begun..).unwrap_or_default(), false);
            if self.other {
                return;
            }
            if used < held || (used == 0 && self.distance == 0) {
                rest.drain(..used);
                self.rest = rest;
                return;
            }
            bytes = bytes.get(used - held..).unwrap_or_default();
        }
        let used = self.walk(bytes, false);
        self.rest.extend_from_slice(bytes.get(used..).unwrap_or_default());
    }

    /// What all packets come to, with those that the last bytes hold.
    pub(in crate::archive::probe) fn finish(&self) -> Stream {
        let mut all = self.clone();
        let rest = std::mem::take(&mut all.rest);
        let begun = all.begin(&rest, true);
        let rest = rest.get(begun..).unwrap_or_default();
        let used = all.walk(rest, true);
        let rest = rest.get(used..).unwrap_or_default();
        let cut = all.in_step && rest.first() == Some(&SYNC);
        let trailing =
            if all.in_step { 0 } else { all.astray.saturating_add(u64::try_from(rest.len()).unwrap_or(u64::MAX)) };
        let tracks = all.pictures.into_iter().map(Chain::finish).collect();
        Stream { tracks, scrambled: all.scrambled, cut, trailing }
    }

    /// Finds the first packet, if none is found yet; answers where it begins.
    fn begin(&mut self, start: &[u8], last: bool) -> usize {
        if self.distance > 0 || self.other || (start.len() < START && !last) {
            return 0;
        }
        let Some((first, distance)) = distance(start) else {
            self.other = true;
            return 0;
        };
        self.distance = distance;
        self.in_step = true;
        self.counters = vec![u8::MAX; 1 << 13];
        first
    }

    /// Goes from packet to packet; answers how many bytes are done with.
    fn walk(&mut self, bytes: &[u8], last: bool) -> usize {
        if self.distance == 0 {
            return 0;
        }
        let needed = if last { PACKET } else { self.distance };
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            if self.in_step && rest.first() == Some(&SYNC) {
                let Some(packet) = rest.get(..needed).and_then(<[u8]>::first_chunk) else { break };
                self.packet(packet);
                at += self.distance;
                continue;
            }
            if self.in_step {
                self.in_step = false;
                self.astray = 0;
                self.evidence.gone += 1;
            }
            match self.again(rest) {
                Ok(skipped) => {
                    at += skipped;
                    self.in_step = true;
                }
                Err(skipped) => {
                    at += skipped;
                    self.astray = self.astray.saturating_add(u64::try_from(skipped).unwrap_or(u64::MAX));
                    break;
                }
            }
        }
        at.min(bytes.len())
    }

    /// The next packet that two more follow; `Err`: none, and so many bytes are done with.
    fn again(&self, bytes: &[u8]) -> Result<usize, usize> {
        let checked = bytes.len().saturating_sub(2 * self.distance);
        let packet = |at: &usize| {
            let is_sync = |n: usize| bytes.get(at + n * self.distance) == Some(&SYNC);
            is_sync(0) && is_sync(1) && is_sync(2)
        };
        (0..checked).find(packet).ok_or(checked)
    }

    fn packet(&mut self, packet: &[u8; PACKET]) {
        const NULL: u16 = 0x1fff;
        let [_, flags, low, control, body @ ..] = packet;
        let pid = (u16::from(*flags & 0x1f) << 8) | u16::from(*low);
        let (damaged, begins) = (flags & 0x80 != 0, flags & 0x40 != 0);
        if damaged || pid == NULL {
            return;
        }
        let (adapted, carries, counter) = (control & 0x20 != 0, control & 0x10 != 0, control & 0x0f);
        let skipped = if adapted { self.adaptation(pid, body) } else { 0 };
        if !carries {
            return;
        }
        if let Some(before) = self.counters.get_mut(usize::from(pid)) {
            // a packet may be sent twice
            if *before != u8::MAX && counter != *before && counter != (*before + 1) & 0x0f {
                self.evidence.gone += 1;
            }
            *before = counter;
        }
        if control & 0xc0 != 0 {
            self.scrambled = true;
        } else if begins && pid == 0 {
            self.evidence.fresh += u64::from(counter == 0);
        } else if begins {
            self.begins(pid, counter, body.get(skipped..).unwrap_or_default());
        }
    }

    /// Clock and flags of an adaptation field (2.4.3.4); answers how long it is.
    fn adaptation(&mut self, pid: u16, body: &[u8]) -> usize {
        if let [length, flags, clock @ ..] = body
            && *length > 0
        {
            self.evidence.flagged += u64::from(flags & 0x80 != 0);
            if let [a, b, c, d, e, ..] = clock
                && flags & 0x10 != 0
                && *self.clock.0.get_or_insert(pid) == pid
            {
                let ticks = u64::from(u32::from_be_bytes([*a, *b, *c, *d])) << 1 | u64::from(e >> 7);
                self.clock.1.see(ticks);
            }
        }
        body.first().map_or(0, |length| usize::from(*length) + 1)
    }

    /// The head of an elementary packet (2.4.3.6): what it carries, and when that is shown.
    fn begins(&mut self, pid: u16, counter: u8, body: &[u8]) {
        let [0, 0, 1, kind, _, _, marker, flags, _, a, b, c, d, e, ..] = body else { return };
        if marker & 0xc0 != 0x80 || flags & 0x80 == 0 {
            return;
        }
        let part = |high: u8, low: u8| u64::from(u16::from_be_bytes([high, low]) >> 1);
        let time = u64::from(a >> 1 & 0x07) << 30 | part(*b, *c) << 15 | part(*d, *e);
        match kind {
            0xc0..=0xdf | 0xbd if *self.sound.0.get_or_insert(pid) == pid => self.sound.1.see(time),
            0xe0..=0xef | 0xfd if *kind != 0xfd || is_extended_video(body) => {
                let ran = [self.clock.1.ran, self.sound.1.ran];
                if let Some(chain) = self.pictures.iter_mut().find(|chain| chain.pid == pid) {
                    chain.see(time, counter == 0, self.evidence, ran);
                } else if self.pictures.len() < MOST_CHAINS {
                    self.pictures.push(Chain::begin(pid, time, self.evidence, ran));
                }
            }
            _ => {}
        }
    }
}

/// Whether what came later than the standard is video (VC-1) and no sound, by the extension of its name (2.4.3.7).
fn is_extended_video(body: &[u8]) -> bool {
    let (Some(flags), Some(rest)) = (body.get(7), body.get(9..)) else { return false };
    let sizes = [(0x80, 5), (0x40, 5), (0x20, 6), (0x10, 3), (0x08, 1), (0x04, 1), (0x02, 2)];
    let skipped: usize = sizes.iter().filter(|(bit, _)| flags & bit != 0).map(|(_, size)| size).sum();
    let Some(extension) = rest.get(skipped..).filter(|_| flags & 0x01 != 0) else { return false };
    let Some(flags) = extension.first() else { return false };
    // a system header (0x40) stands in no transport stream
    let skipped: usize =
        [(0x80, 16), (0x20, 2), (0x10, 2)].iter().filter(|(bit, _)| flags & bit != 0).map(|(_, size)| size).sum();
    flags & 0x41 == 0x01 && matches!(extension.get(skipped + 2), Some(0x55..=0x5f))
}
