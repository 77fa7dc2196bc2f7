//! What an MP4 or QuickTime file promises, and where it has pictures: its top-level boxes, and the heads inside.
//!
//! Follows ISO/IEC 14496-12: section 4.2 (boxes, `boxes`), 8.2 to 8.7 (`movie`, `edits`, `tables`), 8.8 (`fragments`).
//! Used by `families`.

mod boxes;
mod edits;
mod fragments;
mod layout;
mod movie;
mod tables;

use std::io;

use self::layout::Layout;
use self::movie::Movie;
use super::container::{Header, Promise};
use super::source::Source;
use super::track::longest;
use super::zeros::Zeros;
use crate::facts::pictures::FoundIn;

/// Whether a file that starts so is an MP4 or QuickTime file.
pub(super) fn recognises(start: &[u8]) -> bool {
    const FIRST: [&[u8; 4]; 11] =
        [b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"moof", b"styp", b"sidx", b"uuid"];
    FIRST.iter().any(|kind| start.get(4..8) == Some(kind.as_slice()))
}

/// Reads the promises (every top-level box must end within the file), and when each picture is shown.
///
/// `zeros`: where the file is nothing but zeros; `None`: not all of its bytes were seen.
pub(super) fn read_header(source: Source<'_>, zeros: Option<&Zeros>) -> io::Result<Header> {
    let mut layout = Layout::read(source, zeros)?;
    let movie = std::mem::take(&mut layout.movie);
    let fragmented = movie.fragmented || layout.fragments.is_some();
    let mut header = Header::of(match layout.broken.take() {
        Some(broken) => broken,
        None if layout.movies == 0 => Promise::Unusable(
            "it has no `moov` box (the table of contents): the recording was not finished, or only a part was copied",
        ),
        None if layout.movies > 1 => Promise::Joined(format!(
            "it has {} `moov` boxes (tables of contents): files were joined, and players show the first of them",
            layout.movies
        )),
        None if fragmented => Promise::Absent("a fragmented MP4 does not say how many fragments belong to it"),
        None => Promise::Kept,
    });
    header.encrypted = movie.encrypted();
    header.creation_time = movie.creation_time();
    header.duration = if fragmented { movie.fragments_duration() } else { movie.duration() };
    header.damage = layout.damage.take();
    header.growing = layout.growing(source, fragmented)?;
    header.trailing = layout.trailing;
    if let Some(zeros) = zeros.filter(|_| !movie.tracks.iter().any(|track| track.uncoded)) {
        header.zeroed.media = layout.media.iter().map(|(from, to)| to - from).sum();
        header.zeroed.zeros = layout.media.iter().map(|(from, to)| zeros.within(*from, *to)).sum();
    }
    if let Some(fragments) = layout.fragments {
        header.missing = missing(fragments.missing, 0);
        header.zeroed.pictures = fragments.zeroed;
        let found = fragments.finish(&movie);
        header.reached = found.reached;
        header.pictures = longest(found.pictures);
    } else {
        measure(source, &movie, zeros, &mut header)?;
    }
    // where every picture begins as it should, zeros are stuffing
    let whole = header.pictures.is_some() && header.damage.is_none() && header.missing.is_none();
    if whole && header.zeroed.pictures == 0 {
        header.zeroed.zeros = 0;
    }
    Ok(header)
}

/// What the sample tables say: where there are pictures, how far any track reaches, and what is beyond the end.
fn measure(source: Source<'_>, movie: &Movie, zeros: Option<&Zeros>, header: &mut Header) -> io::Result<()> {
    let mut found = Vec::new();
    let (mut pictures_missing, mut chunks_missing) = (0_u64, 0_u64);
    for track in &movie.tracks {
        // what is shown later ends later
        let blank = movie.time(track.edits.blank()).unwrap_or_default();
        header.reached = header.reached.max(tables::length(source, track)?.map(|length| length + blank));
        if !track.is_video() || track.edits.too_many {
            chunks_missing = chunks_missing.saturating_add(tables::chunks_missing(source, track)?);
            continue;
        }
        let sampled = tables::pictures(source, movie, track, zeros)?;
        pictures_missing = pictures_missing.saturating_add(sampled.missing);
        header.zeroed.pictures = header.zeroed.pictures.saturating_add(sampled.zeroed);
        found.extend(sampled.times.finish(FoundIn::SampleTables));
    }
    header.missing = missing(pictures_missing, chunks_missing);
    header.pictures = longest(found);
    Ok(())
}

fn missing(pictures: u64, chunks: u64) -> Option<String> {
    match (pictures, chunks) {
        (0, 0) => None,
        (0, chunks) => Some(format!("{chunks} parts of its sound should lie beyond the end of the file")),
        (pictures, _) => Some(format!("{pictures} of its pictures should lie beyond the end of the file")),
    }
}

#[cfg(test)]
mod tests;
