//! What FFmpeg reads through: a position in a file, and an allowance.
//!
//! Demuxers seek back and forth, and hostile files can make them read in circles. So what is read is counted,
//! and whatever stopped a demuxer is kept for after it. Used by `ffmpeg` alone.

use std::io;

use super::source::Source;

/// Why no more may be read.
#[derive(Debug)]
pub(super) enum Stop {
    /// The file could not be read.
    Io(io::Error),
    /// Far more was read than the file holds.
    Endless,
}

/// What a seek counts from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whence {
    Start,
    Here,
    End,
}

/// A position in a file, and how much may still be read.
pub(super) struct Reader<'a> {
    source: Source<'a>,
    position: u64,
    allowance: u64,
    stop: Option<Stop>,
    buffer: Vec<u8>,
}

/// How much is read at once: fragments and indexes are small, so much more would be read in vain.
pub(super) const AT_ONCE: usize = 32 * 1024;

impl<'a> Reader<'a> {
    /// Stands at the start. Eight times the file may be read, and some more: seeking reads parts of it several
    /// times.
    pub(super) fn new(source: Source<'a>) -> Self {
        let allowance = source.size().saturating_mul(8).saturating_add(64 * 1024 * 1024);
        Self { source, position: 0, allowance, stop: None, buffer: vec![0; AT_ONCE] }
    }

    /// In bytes.
    pub(super) fn size(&self) -> u64 {
        self.source.size()
    }

    /// Reads on, `most` bytes at most; none at the end. `None`: stopped.
    pub(super) fn read(&mut self, most: usize) -> Option<&[u8]> {
        if self.stop.is_some() {
            return None;
        }
        let most = most.min(AT_ONCE);
        let wanted = self.buffer.get_mut(..most)?;
        let count = match self.source.fill(wanted, self.position) {
            Ok(count) => count,
            Err(error) => {
                self.stop = Some(Stop::Io(error));
                return None;
            }
        };
        let bytes = u64::try_from(count).unwrap_or(u64::MAX);
        // Reading nothing at the end, over and over, is a circle too.
        let Some(allowance) = self.allowance.checked_sub(bytes.max(1)) else {
            self.stop = Some(Stop::Endless);
            return None;
        };
        self.allowance = allowance;
        self.position = self.position.saturating_add(bytes);
        self.buffer.get(..count)
    }

    /// Goes elsewhere, also beyond the end; answers where. `None`: there is no such place.
    pub(super) fn seek(&mut self, offset: i64, whence: Whence) -> Option<u64> {
        let base = match whence {
            Whence::Start => 0,
            Whence::Here => self.position,
            Whence::End => self.source.size(),
        };
        self.position = base.checked_add_signed(offset)?;
        Some(self.position)
    }

    /// What stopped the reading, if anything did.
    pub(super) fn take_stop(&mut self) -> Option<Stop> {
        self.stop.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeks_and_reads_on() {
        let bytes: &[u8] = b"0123456789";
        let mut reader = Reader::new(Source::new(&bytes, 10));
        assert_eq!(reader.seek(-3, Whence::End), Some(7));
        assert_eq!(reader.read(4), Some(b"789".as_slice()));
        assert_eq!(reader.read(4), Some(b"".as_slice()));
        assert_eq!(reader.seek(-6, Whence::Here), Some(4));
        assert_eq!(reader.read(4), Some(b"4567".as_slice()));
        assert_eq!(reader.seek(-1, Whence::Start), None);
        assert_eq!(reader.seek(100, Whence::Start), Some(100));
        assert_eq!(reader.read(4), Some(b"".as_slice()));
    }

    #[test]
    fn a_circle_comes_to_an_end() {
        let bytes = vec![0; AT_ONCE];
        let bytes = bytes.as_slice();
        let mut reader = Reader::new(Source::new(&bytes, AT_ONCE as u64));
        // Eight times the file, and 64 megabytes.
        for _ in 0..8 + 64 * 32 {
            assert_eq!(reader.read(usize::MAX).map(<[u8]>::len), Some(AT_ONCE));
            reader.seek(0, Whence::Start);
        }
        assert_eq!(reader.read(usize::MAX), None);
        assert!(matches!(reader.take_stop(), Some(Stop::Endless)));
    }
}
