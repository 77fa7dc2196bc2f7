//! Reads of a few bytes, one close behind the other: the heads of packets and elements, without what they carry.

use std::io;

use super::source::Source;

/// What is read at once: no more than the system reads anyway.
const PAGE: usize = 4096;

/// A part of a file that is kept while it is gone through.
pub(super) struct Window<'a> {
    source: Source<'a>,
    from: u64,
    filled: usize,
    page: Vec<u8>,
}

impl<'a> Window<'a> {
    pub(super) fn new(source: Source<'a>) -> Self {
        Self { source, from: 0, filled: 0, page: vec![0; PAGE] }
    }

    /// So many bytes (a page at most) from that position on; fewer where the file ends before.
    pub(super) fn get(&mut self, at: u64, length: usize) -> io::Result<&[u8]> {
        let length = length.min(PAGE);
        let held = |from: u64, filled: usize| {
            let start = usize::try_from(at.checked_sub(from)?).ok()?;
            (start.checked_add(length)? <= filled).then_some(start)
        };
        let start = match held(self.from, self.filled) {
            Some(start) => start,
            None => {
                self.filled = 0;
                self.filled = self.source.fill(&mut self.page, at)?;
                self.from = at;
                0
            }
        };
        let end = start.saturating_add(length).min(self.filled);
        Ok(self.page.get(start..end).unwrap_or_default())
    }

    /// Exactly `N` bytes; `None` where the file ends before.
    pub(super) fn array<const N: usize>(&mut self, at: u64) -> io::Result<Option<[u8; N]>> {
        Ok(self.get(at, N)?.first_chunk().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_what_is_there_wherever_it_is_asked() {
        let bytes: Vec<u8> = (0..10_000_u32).map(|nth| nth.to_le_bytes()[0]).collect();
        let bytes = bytes.as_slice();
        let mut window = Window::new(Source::new(&bytes, 10_000));
        for at in [0, 3, 4_090, 4_100, 0, 9_990, 4_000, 9_999] {
            assert_eq!(
                window.get(at, 8).unwrap(),
                &bytes[usize::try_from(at).unwrap()..][..8.min(10_000 - usize::try_from(at).unwrap())]
            );
        }
        assert_eq!(window.get(20_000, 8).unwrap(), b"");
        assert_eq!(window.array::<2>(9_999).unwrap(), None);
    }
}
