//! How the boxes of an MP4 file follow each other, and what lies between and behind them.
//!
//! Cameras and servers write trailers behind the last box, cards lose what lies between, and copies end early. Only
//! a box of a known type that reaches beyond the file is a promise that is broken.

use std::io;

use super::boxes::{BoxHead, MOST_BOXES, Step, step};
use super::fragments::Fragments;
use super::movie::Movie;
use crate::archive::probe::container::{Promise, beyond_the_end};
use crate::archive::probe::source::Source;
use crate::archive::probe::zeros::Zeros;

/// What the boxes of a file are.
#[derive(Default)]
pub(super) struct Layout {
    /// The first `moov`.
    pub movie: Movie,
    /// How many `moov` boxes there are.
    pub movies: u32,
    /// All fragments; `None`: there are none.
    pub fragments: Option<Fragments>,
    /// The bodies of `mdat` boxes, as far as they are there: from the first byte up to the one behind the last.
    pub media: Vec<(u64, u64)>,
    /// A promise that is not kept, or cannot be checked.
    pub broken: Option<Promise>,
    /// Boxes do not follow each other.
    pub damage: Option<String>,
    /// Bytes behind the last box that are none.
    pub trailing: u64,
    /// An `mdat` box says no length and reaches to the end.
    open_media: bool,
}

/// The types of boxes that are known to stand at the top.
const KNOWN: [&[u8; 4]; 22] = [
    b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"free", b"skip", b"wide", b"pnot", b"sidx", b"ssix", b"prft",
    b"emsg", b"uuid", b"meta", b"mfra", b"pdin", b"udta", b"PICT", b"junk", b"meco", b"imda",
];

/// So many zeros at the end were set aside for what is still to come.
const SET_ASIDE: u64 = 64 * 1024;

impl Layout {
    /// Walks over the boxes, and over what is none of them.
    pub(super) fn read(source: Source<'_>, zeros: Option<&Zeros>) -> io::Result<Self> {
        let mut layout = Self::default();
        let (mut at, mut last_body) = (0, 0);
        for _ in 0..MOST_BOXES {
            let head = match step(source, at, source.size())? {
                Step::Box(head) if is_box(&head, source.size()) => head,
                Step::End => return Ok(layout),
                Step::Cut if begins_a_box(source, at)? => {
                    layout.broken =
                        Some(Promise::Broken(format!("the file ends in the middle of the box at byte {at}")));
                    return Ok(layout);
                }
                Step::Box(_) | Step::Junk | Step::Cut => {
                    // what lies before may have been taken for the body of a box by a wrong length
                    let Some(found) = layout.goes_on(source, last_body.max(1), at)? else {
                        layout.trailing = source.size().saturating_sub(at);
                        return Ok(layout);
                    };
                    (at, last_body) = (found, found);
                    continue;
                }
            };
            layout.take(source, &head, zeros)?;
            if head.end > source.size() {
                // a wrong length hides the fragments that follow
                if let Some(found) = layout.goes_on(source, head.body, at)? {
                    (at, last_body) = (found, found);
                    continue;
                }
                let what = format!("`{}` box", head.kind.escape_ascii());
                layout.broken = Some(beyond_the_end(&what, head.at, head.end, source.size()));
                return Ok(layout);
            }
            (at, last_body) = (head.end, last_body.max(head.body));
        }
        layout.broken = Some(Promise::Absent("it has more boxes than can be checked"));
        Ok(layout)
    }

    /// Where the next fragment is, from that byte on, in a file that is broken at `at`. Every byte is looked at once,
    /// however much is broken.
    fn goes_on(&mut self, source: Source<'_>, from: u64, at: u64) -> io::Result<Option<u64>> {
        if !self.movie.fragmented && self.fragments.is_none() {
            return Ok(None);
        }
        let found = next_fragment(source, from)?;
        if found.is_some() && self.damage.is_none() {
            let lost = "a part of it is gone or was overwritten";
            self.damage = Some(format!("its boxes do not follow each other at byte {at}: {lost}"));
        }
        Ok(found)
    }

    fn take(&mut self, source: Source<'_>, head: &BoxHead, zeros: Option<&Zeros>) -> io::Result<()> {
        match &head.kind {
            b"moov" => {
                self.movies += 1;
                if self.movies == 1 {
                    self.movie.read(source, head)?;
                }
                if let Some(fragments) = &mut self.fragments {
                    fragments.join(self.movies);
                }
            }
            b"moof" => self.fragments.get_or_insert_default().read(source, head, &self.movie, zeros)?,
            b"sidx" => {
                if let Some(end) = indexed_end(source, head)?.filter(|end| *end > source.size()) {
                    let broken = beyond_the_end("media that its `sidx` index names", head.at, end, source.size());
                    self.broken.get_or_insert(broken);
                }
            }
            b"mdat" => {
                self.open_media |= head.open;
                self.media.push((head.body.min(source.size()), head.end.min(source.size())));
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether, and how, the file looks as if somebody still wrote to it, or stopped in the middle.
    pub(super) fn growing(&self, source: Source<'_>, fragmented: bool) -> io::Result<Option<&'static str>> {
        if self.movies > 0 && !fragmented {
            return Ok(None);
        }
        if ends_in_zeros(source)? {
            return Ok(Some("its end is set aside and not written yet"));
        }
        let unfinished = self.movies == 0 && self.open_media;
        Ok(unfinished.then_some("its media have no length and it has no table of contents yet"))
    }
}

/// Whether what looks like a box is one: of a known type, or of any type where it ends within the file.
fn is_box(head: &BoxHead, size: u64) -> bool {
    KNOWN.contains(&&head.kind) || (head.end <= size && !head.open)
}

/// Whether the few bytes that are left begin a box.
fn begins_a_box(source: Source<'_>, at: u64) -> io::Result<bool> {
    let mut head = [0; 16];
    let filled = source.fill(&mut head, at)?;
    let kind = head.get(4..filled.min(8)).unwrap_or_default();
    Ok(head.starts_with(&[0]) && KNOWN.iter().any(|known| known.starts_with(kind)))
}

/// Where the media end that a segment index names (14496-12, 8.16.3).
fn indexed_end(source: Source<'_>, head: &BoxHead) -> io::Result<Option<u64>> {
    let Some([version]) = source.array(head.body)? else { return Ok(None) };
    let width = if version == 0 { 4 } else { 8 };
    let first = source.big_endian(head.body.saturating_add(12 + width), width)?;
    let table = head.body.saturating_add(12 + 2 * width);
    let Some((first, count)) = first.zip(source.big_endian(table.saturating_add(2), 2)?) else { return Ok(None) };
    let mut rows = super::boxes::Rows::<3>::new(source, table.saturating_add(4), head.end, count);
    let mut end = head.end.saturating_add(first);
    while let Some([size, _, _]) = rows.next()? {
        end = end.saturating_add(u64::from(size & 0x7fff_ffff));
    }
    Ok(Some(end))
}

/// Whether the file ends in more zeros than any padding.
fn ends_in_zeros(source: Source<'_>) -> io::Result<bool> {
    let Some(mut at) = source.size().checked_sub(SET_ASIDE) else { return Ok(false) };
    let mut piece = [0; 4096];
    while at < source.size() {
        let filled = source.fill(&mut piece, at)?;
        if filled == 0 || piece.iter().take(filled).any(|byte| *byte != 0) {
            return Ok(false);
        }
        at = at.saturating_add(u64::try_from(filled).unwrap_or(u64::MAX));
    }
    Ok(true)
}

/// The next fragment from that byte on, by its head and the box that every fragment begins with.
fn next_fragment(source: Source<'_>, from: u64) -> io::Result<Option<u64>> {
    const OVERLAP: usize = 16;
    // the next one is near as a rule: reading far ahead each time would read a broken file many times over
    let mut piece = vec![0; 4 * 1024];
    let mut at = from;
    loop {
        let filled = source.fill(&mut piece, at)?;
        let bytes = piece.get(..filled).unwrap_or_default();
        for (nth, window) in bytes.windows(OVERLAP).enumerate() {
            let [s0, s1, s2, s3, b'm', b'o', b'o', b'f', 0, 0, 0, 16, b'm', b'f', b'h', b'd'] = window else {
                continue;
            };
            let found = at.saturating_add(u64::try_from(nth).unwrap_or(u64::MAX));
            let length = u64::from(u32::from_be_bytes([*s0, *s1, *s2, *s3]));
            if length >= 24 && found.saturating_add(length) <= source.size() {
                return Ok(Some(found));
            }
        }
        if filled < piece.len() {
            return Ok(None);
        }
        at = at.saturating_add(u64::try_from(filled - OVERLAP + 1).unwrap_or(1));
        piece.resize((piece.len() * 2).min(256 * 1024), 0);
    }
}
