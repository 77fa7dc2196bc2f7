//! Positioned reads over untrusted files: what every parser of this room reads through.
//!
//! A file cut short is the normal case here, so "not that much there" is an answer (`None`) and only a
//! failing disk is an error. Nothing is ever allocated from a size that a file names.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

/// Something that can be read at any position: a file, or bytes in a test.
pub(in crate::archive) trait ReadAt {
    /// Reads some bytes at `position`; 0 only at the end.
    fn read_some(&self, buffer: &mut [u8], position: u64) -> io::Result<usize>;
}

impl ReadAt for File {
    fn read_some(&self, buffer: &mut [u8], position: u64) -> io::Result<usize> {
        self.read_at(buffer, position)
    }
}

impl ReadAt for &[u8] {
    fn read_some(&self, buffer: &mut [u8], position: u64) -> io::Result<usize> {
        let rest = usize::try_from(position).ok().and_then(|at| self.get(at..)).unwrap_or_default();
        Ok(rest.iter().zip(buffer.iter_mut()).map(|(from, to)| *to = *from).count())
    }
}

/// A file of known size.
#[derive(Clone, Copy)]
pub(in crate::archive) struct Source<'a> {
    bytes: &'a dyn ReadAt,
    size: u64,
}

impl<'a> Source<'a> {
    /// `size` is what the system says the file holds, in bytes.
    pub(in crate::archive) fn new(bytes: &'a dyn ReadAt, size: u64) -> Self {
        Self { bytes, size }
    }

    /// In bytes.
    pub(in crate::archive) fn size(self) -> u64 {
        self.size
    }

    /// Fills as much of `buffer` as there is from `position` on; says how much that was.
    pub(in crate::archive) fn fill(self, buffer: &mut [u8], position: u64) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            let at = position.saturating_add(u64::try_from(filled).unwrap_or(u64::MAX));
            match self.bytes.read_some(rest, at) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }

    /// Exactly `N` bytes from `position` on; `None` where the file ends before.
    pub(in crate::archive) fn array<const N: usize>(self, position: u64) -> io::Result<Option<[u8; N]>> {
        let mut array = [0; N];
        let filled = self.fill(&mut array, position)?;
        Ok((filled == N).then_some(array))
    }

    /// A big-endian number of up to 8 bytes; `None` where the file ends before or `length` is 0 or above 8.
    pub(in crate::archive) fn big_endian(self, position: u64, length: u64) -> io::Result<Option<u64>> {
        let mut array = [0; 8];
        let Some(part) = usize::try_from(length).ok().and_then(|length| array.get_mut(..length)) else {
            return Ok(None);
        };
        let wanted = part.len();
        if wanted == 0 || self.fill(part, position)? != wanted {
            return Ok(None);
        }
        let shift = 8 * (8 - length.min(8));
        Ok(Some(u64::from_be_bytes(array) >> shift))
    }

    /// A little-endian number of 4 bytes; `None` where the file ends before.
    pub(in crate::archive) fn little_endian_32(self, position: u64) -> io::Result<Option<u32>> {
        Ok(self.array(position)?.map(u32::from_le_bytes))
    }

    /// A little-endian number of 8 bytes; `None` where the file ends before.
    pub(in crate::archive) fn little_endian_64(self, position: u64) -> io::Result<Option<u64>> {
        Ok(self.array(position)?.map(u64::from_le_bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_none() {
        let bytes: &[u8] = &[1, 2, 3];
        let source = Source::new(&bytes, 3);
        assert_eq!(source.array::<2>(1).unwrap(), Some([2, 3]));
        assert_eq!(source.array::<2>(2).unwrap(), None);
        assert_eq!(source.array::<1>(u64::MAX).unwrap(), None);
        assert_eq!(source.big_endian(0, 3).unwrap(), Some(0x01_02_03));
        assert_eq!(source.big_endian(0, 4).unwrap(), None);
        assert_eq!(source.big_endian(0, 0).unwrap(), None);
        assert_eq!(source.big_endian(0, 9).unwrap(), None);
        assert_eq!(source.little_endian_32(0).unwrap(), None);
    }
}
