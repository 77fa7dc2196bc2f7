//! Where a file is nothing but zeros: what a card, a copy or a battery that failed leaves where media should be.
//!
//! Found in the pass that hashes a file, in blocks: a disk writes no less than one. Whether zeros are a fault is the
//! business of whoever knows what should be there.

/// Disks and cards write no less than this, in bytes.
const BLOCK: usize = 512;

/// More stretches of zeros than this are not kept: the file is in pieces anyway.
const MOST_RUNS: usize = 1 << 16;

/// The stretches of a file that are nothing but zeros, whole blocks only.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Zeros {
    /// First byte and the byte behind the last: in order, disjoint.
    runs: Vec<(u64, u64)>,
    /// How far the file was seen.
    position: u64,
    /// Everything so far of the block that the position lies in is zero.
    clean: bool,
}

impl Zeros {
    /// Takes in the next bytes of the file.
    pub(super) fn see(&mut self, bytes: &[u8]) {
        let begun = usize::try_from(self.position % 512).unwrap_or_default();
        let head = if begun == 0 { 0 } else { (BLOCK - begun).min(bytes.len()) };
        let (head, rest) = bytes.split_at_checked(head).unwrap_or((bytes, &[]));
        self.part(head, begun);
        if rest.is_empty() {
            return;
        }
        let (blocks, tail) = rest.as_chunks::<BLOCK>();
        for block in blocks {
            // the first bytes tell nearly always
            let zero = block.starts_with(&[0; 8]) && block.iter().all(|byte| *byte == 0);
            let at = self.position;
            self.position = at.saturating_add(512);
            if zero {
                self.add(at, self.position);
            }
        }
        self.clean = false;
        self.part(tail, 0);
    }

    /// A part of one block.
    fn part(&mut self, bytes: &[u8], begun: usize) {
        if bytes.is_empty() {
            return;
        }
        let zero = bytes.iter().all(|byte| *byte == 0);
        self.clean = zero && (begun == 0 || self.clean);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.position = self.position.saturating_add(length);
        if self.clean && begun + bytes.len() == BLOCK {
            self.add(self.position.saturating_sub(512), self.position);
        }
    }

    fn add(&mut self, from: u64, to: u64) {
        let room = self.runs.len() < MOST_RUNS;
        match self.runs.last_mut() {
            Some(last) if last.1 == from => last.1 = to,
            _ if room => self.runs.push((from, to)),
            _ => {}
        }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty() && !self.clean
    }

    /// How many zeros the file ends in, if that is a block or more.
    pub(super) fn at_end(&self) -> u64 {
        let part = self.position % 512;
        if part > 0 && !self.clean {
            return 0;
        }
        let whole = self.runs.last().filter(|(_, end)| end.saturating_add(part) == self.position);
        whole.map_or(0, |(start, _)| self.position.saturating_sub(*start))
    }

    /// Whether a picture that lies there is gone: it begins with zeros, and half of it or more are zeros. Zeros behind a
    /// picture that begins as it should are stuffing, which encoders of constant rate write.
    pub(super) fn blank(&self, from: u64, to: u64) -> bool {
        let head = to.min(from.saturating_add(16));
        from < to
            && self.within(from, head) == head.saturating_sub(from)
            && self.within(from, to).saturating_mul(2) >= to.saturating_sub(from)
    }

    /// How many bytes of a range are known to be zeros.
    pub(super) fn within(&self, from: u64, to: u64) -> u64 {
        let first = self.runs.partition_point(|(_, end)| *end <= from);
        let met = self.runs.iter().skip(first).take_while(|(start, _)| *start < to).copied();
        // a file need not end with a whole block
        let begun = self.position - self.position % 512;
        let last = (self.clean && begun < self.position).then_some((begun, self.position));
        met.chain(last).map(|(start, end)| end.min(to).saturating_sub(start.max(from))).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stuffing_behind_a_picture_is_no_loss() {
        let mut zeros = Zeros::default();
        zeros.see(&[&[7; 1_024], [0; 4_096].as_slice(), &[7; 512]].concat());
        assert!(zeros.blank(1_024, 5_120));
        assert!(zeros.blank(1_030, 9_000));
        assert!(!zeros.blank(1_000, 5_120), "begins as it should");
        assert!(!zeros.blank(4_608, 6_000), "most of it is there");
        assert!(!zeros.blank(1_024, 1_024));
    }

    proptest::proptest! {
        #[test]
        fn the_same_however_it_is_read(
            runs in proptest::collection::vec((proptest::bool::ANY, 1_usize..1_500), 1..12),
            pieces in proptest::collection::vec(1_usize..900, 1..40),
        ) {
            let bytes: Vec<u8> = runs.iter().flat_map(|(zero, length)| vec![u8::from(!zero); *length]).collect();
            let mut zeros = Zeros::default();
            let mut rest = bytes.as_slice();
            for piece in pieces {
                let (now, later) = rest.split_at(piece.min(rest.len()));
                zeros.see(now);
                rest = later;
            }
            zeros.see(rest);
            let blocks = bytes.as_chunks::<BLOCK>().0;
            let tail = bytes.as_chunks::<BLOCK>().1;
            let zero_tail = if tail.iter().all(|byte| *byte == 0) { tail.len() as u64 } else { 0 };
            proptest::prop_assert_eq!(zeros.within((bytes.len() - tail.len()) as u64, u64::MAX), zero_tail);
            for (nth, block) in blocks.iter().enumerate() {
                let at = (nth * BLOCK) as u64;
                let expected = if block.iter().all(|byte| *byte == 0) { BLOCK as u64 } else { 0 };
                proptest::prop_assert_eq!(zeros.within(at, at + BLOCK as u64), expected, "block {}", nth);
            }
        }
    }
}
