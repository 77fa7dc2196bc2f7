//! Edit lists: which part of a track's media is shown, and when (ISO/IEC 14496-12, 8.6.6).
//!
//! Cutting a video without coding it anew leaves hidden pictures before the cut. What is shown counts.

use std::io;

use super::boxes::{BoxHead, Rows};
use crate::archive::probe::source::Source;

/// One line of an edit list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edit {
    /// How long, in ticks of the movie; zero: to the end of the media.
    pub length: u64,
    /// From where on, in ticks of the media; `None`: nothing is shown.
    pub from: Option<i64>,
}

/// The edit list of a track; without lines all of its media is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Edits {
    pub lines: Vec<Edit>,
    /// It has more lines than can be followed.
    pub too_many: bool,
}

/// Players show a few parts of a recording, not thousands.
const MOST_LINES: usize = 64;

impl Edits {
    /// Reads an `elst` box.
    pub(super) fn read(source: Source<'_>, head: &BoxHead) -> io::Result<Self> {
        let Some([version]) = source.array(head.body)? else { return Ok(Self::default()) };
        let rows = source.big_endian(head.body.saturating_add(4), 4)?.unwrap_or_default();
        let mut edits = Self::default();
        let mut take = |length: u64, from: i64| {
            if edits.lines.len() < MOST_LINES {
                edits.lines.push(Edit { length, from: (from >= 0).then_some(from) });
            } else {
                edits.too_many = true;
            }
        };
        let at = head.body.saturating_add(8);
        if version == 1 {
            let mut lines = Rows::<5>::new(source, at, head.end, rows);
            while let Some([l0, l1, f0, f1, _rate]) = lines.next()? {
                let wide = |high: u32, low: u32| (u64::from(high) << 32) | u64::from(low);
                take(wide(l0, l1), wide(f0, f1).cast_signed());
            }
        } else {
            let mut lines = Rows::<3>::new(source, at, head.end, rows);
            while let Some([length, from, _rate]) = lines.next()? {
                take(u64::from(length), i64::from(from.cast_signed()));
            }
        }
        Ok(edits)
    }
}

/// A part of a track's media that is shown, in ticks of the media.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    /// The first tick.
    pub from: i64,
    /// The tick behind the last; `None`: to the end of the media.
    pub to: Option<i64>,
    /// When the first tick is shown.
    pub at: i64,
}

/// Further from zero than any time of a real track, and far from overflowing.
const FAR: i64 = 1 << 60;

impl Edits {
    /// For how long nothing is shown, in ticks of the movie.
    pub(super) fn blank(&self) -> u64 {
        self.lines.iter().filter(|line| line.from.is_none()).fold(0, |sum, line| sum.saturating_add(line.length))
    }

    /// What is shown of the media of a track, where the movie and the media have so many ticks in a second.
    ///
    /// `open_ended`: the list was written before the media, as in fragmented files, so that its lengths say nothing.
    pub(super) fn shown(&self, movie: u32, media: u32, open_ended: bool) -> Vec<Shown> {
        let in_media = |length: u64| {
            let count = i128::from(length).checked_mul(i128::from(media))?.checked_div(i128::from(movie))?;
            i64::try_from(count).ok()
        };
        let mut shown: Vec<Shown> = Vec::new();
        let mut at = 0_i64;
        for (nth, line) in self.lines.iter().enumerate() {
            let length = in_media(line.length).filter(|length| *length > 0);
            if let Some(from) = line.from {
                let last = nth + 1 == self.lines.len();
                let to = length.filter(|_| !(open_ended && last)).map(|length| from.saturating_add(length));
                shown.push(Shown { from, to, at });
            }
            at = at.saturating_add(length.unwrap_or_default());
        }
        if shown.is_empty() {
            // the same time in media and movie, however far before zero
            shown.push(Shown { from: -FAR, to: None, at: -FAR });
        }
        shown
    }
}

impl Shown {
    /// When a sample is shown that lies at `time` and lasts so long, as far as it lies in this part: its time and its
    /// length, in ticks.
    pub(super) fn place(self, time: i64, lasts: i64) -> Option<(i64, i64)> {
        let end = time.saturating_add(lasts.max(0));
        let from = time.max(self.from);
        let to = self.to.map_or(end, |to| end.min(to));
        // a sample without a length counts where its time lies
        let inside = from < to || (from == time && from == end && self.to.is_none_or(|to| time < to));
        inside.then(|| (self.at.saturating_add(from.saturating_sub(self.from)), to.saturating_sub(from)))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn edits(lines: &[(u64, i64)]) -> Edits {
        let lines = lines.iter().map(|(length, from)| Edit { length: *length, from: (*from >= 0).then_some(*from) });
        Edits { lines: lines.collect(), too_many: false }
    }

    /// Ten ticks of media to one of the movie; samples of 10 ticks.
    #[rstest]
    #[case::no_list(&[], 50, Some((50, 10)))]
    #[case::skips_the_first_five_seconds(&[(100, 50)], 40, None)]
    #[case::shows_what_lies_across_the_cut(&[(100, 50)], 45, Some((0, 5)))]
    #[case::shifts_what_is_left(&[(100, 50)], 60, Some((10, 10)))]
    #[case::ends(&[(2, 0)], 20, None)]
    #[case::ends_within(&[(2, 0)], 15, Some((15, 5)))]
    #[case::begins_later(&[(3, -1), (100, 0)], 10, Some((40, 10)))]
    #[case::to_the_end(&[(0, 20)], 5_000, Some((4_980, 10)))]
    fn what_is_shown(#[case] lines: &[(u64, i64)], #[case] time: i64, #[case] placed: Option<(i64, i64)>) {
        let shown = edits(lines).shown(10, 100, false);
        // without a list, media time and movie time are the same, whatever they count from
        let found = shown.iter().find_map(|part| part.place(time, 10));
        assert_eq!(found, placed);
    }

    #[test]
    fn a_list_that_was_written_before_the_media_does_not_end_it() {
        let shown = edits(&[(2, 5)]).shown(10, 100, true);
        assert_eq!(shown, [Shown { from: 5, to: None, at: 0 }]);
    }
}
