//! The boxes of an MP4 or QuickTime file (ISO/IEC 14496-12, 4.2), and the tables inside them.

use std::io;

use crate::archive::probe::source::Source;

/// More boxes on one level than any camera writes: a day of fragments of a quarter of a second.
pub(super) const MOST_BOXES: u32 = 1 << 20;

/// The head of one box.
#[derive(Debug, Clone, Copy)]
pub(super) struct BoxHead {
    /// Its four letters.
    pub kind: [u8; 4],
    /// Its first byte.
    pub at: u64,
    /// The first byte behind its head.
    pub body: u64,
    /// First byte after it; may lie beyond the file.
    pub end: u64,
    /// It has no length of its own and reaches to the end of the level.
    pub open: bool,
}

/// What lies at one position of a level of boxes.
pub(super) enum Step {
    Box(BoxHead),
    /// The level ends here.
    End,
    /// There are bytes, but too few for a head.
    Cut,
    /// No box starts so.
    Junk,
}

pub(super) fn step(source: Source<'_>, at: u64, level_end: u64) -> io::Result<Step> {
    if at >= level_end {
        return Ok(Step::End);
    }
    let mut head = [0; 16];
    let filled = source.fill(&mut head, at)?;
    let [s0, s1, s2, s3, k0, k1, k2, k3, large @ ..] = head;
    let (short, kind) = (u32::from_be_bytes([s0, s1, s2, s3]), [k0, k1, k2, k3]);
    if filled < 8 {
        // Some recorders pad a file with zeros.
        return Ok(if head.iter().all(|byte| *byte == 0) { Step::End } else { Step::Cut });
    }
    if kind.iter().any(|byte| !(b' '..=0xfe).contains(byte)) {
        return Ok(Step::Junk);
    }
    let (length, head_length) = match short {
        0 => (level_end.saturating_sub(at), 8),
        1 if filled < 16 => return Ok(Step::Cut),
        1 => (u64::from_be_bytes(large), 16),
        short => (u64::from(short), 8),
    };
    if length < head_length {
        return Ok(Step::Junk);
    }
    let (body, end) = (at.saturating_add(head_length), at.saturating_add(length));
    Ok(Step::Box(BoxHead { kind, at, body, end, open: short == 0 }))
}

/// The boxes directly inside a range, as far as they can be read.
pub(super) fn children(
    source: Source<'_>,
    from: u64,
    to: u64,
    mut each: impl FnMut(&BoxHead) -> io::Result<()>,
) -> io::Result<()> {
    let mut at = from;
    for _ in 0..MOST_BOXES {
        let Step::Box(head) = step(source, at, to)? else { break };
        each(&head)?;
        at = head.end;
    }
    Ok(())
}

/// Version 1 of `mvhd` and `mehd` has 8-byte fields where version 0 has 4.
pub(super) fn field_width(version: u8) -> u64 {
    if version == 1 { 8 } else { 4 }
}

/// All ones mean that the length is not known (14496-12, 8.2.2.3).
pub(super) fn known(length: Option<u64>, width: u64) -> Option<u64> {
    length.filter(|length| *length != u64::MAX >> (64 - 8 * width))
}

/// The rows of a table of big-endian 32-bit numbers, `N` a row, read in pieces and never beyond the file.
pub(super) struct Rows<'a, const N: usize> {
    source: Source<'a>,
    at: u64,
    left: u64,
    buffer: Vec<u8>,
    taken: usize,
}

/// How much of a table is read at once, in bytes: a multiple of every size of a row.
const PIECE: usize = 24 * 1024;

impl<'a, const N: usize> Rows<'a, N> {
    /// Of a table that begins there, ends before `end`, and says that it has so many rows.
    pub(super) fn new(source: Source<'a>, at: u64, end: u64, rows: u64) -> Self {
        let size = u64::try_from(4 * N).unwrap_or(u64::MAX);
        let room = end.min(source.size()).saturating_sub(at) / size.max(1);
        Self { source, at, left: rows.min(room), buffer: Vec::new(), taken: 0 }
    }

    /// Of a box that has a version, flags, a number of rows, and the rows.
    pub(super) fn of_box(source: Source<'a>, head: &BoxHead) -> io::Result<Self> {
        let rows = source.big_endian(head.body.saturating_add(4), 4)?.unwrap_or_default();
        Ok(Self::new(source, head.body.saturating_add(8), head.end, rows))
    }

    /// The next row; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<[u32; N]>> {
        if self.left == 0 {
            return Ok(None);
        }
        if self.taken >= self.buffer.len() {
            let size = u64::try_from(4 * N).unwrap_or(u64::MAX);
            let wanted = self.left.saturating_mul(size);
            let wanted = usize::try_from(wanted).unwrap_or(PIECE).min(PIECE / (4 * N).max(1) * 4 * N);
            self.buffer.resize(wanted, 0);
            let filled = self.source.fill(&mut self.buffer, self.at)?;
            self.buffer.truncate(filled / (4 * N).max(1) * 4 * N);
            self.at = self.at.saturating_add(u64::try_from(filled).unwrap_or(u64::MAX));
            self.taken = 0;
        }
        let Some(row) = self.buffer.get(self.taken..self.taken + 4 * N) else {
            self.left = 0;
            return Ok(None);
        };
        let mut numbers = [0; N];
        for (number, bytes) in numbers.iter_mut().zip(row.as_chunks::<4>().0) {
            *number = u32::from_be_bytes(*bytes);
        }
        self.taken += 4 * N;
        self.left -= 1;
        Ok(Some(numbers))
    }
}
