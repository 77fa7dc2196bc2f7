//! What an MP4 or QuickTime file promises: its top-level boxes, and the heads inside `moov`.
//!
//! Follows ISO/IEC 14496-12 section 4.2 (boxes), 8.2.2 (`mvhd`), 8.8 (fragments), 8.12 (`encv`). Used by
//! `container`.

mod boxes;
mod edits;
mod movie;
mod tables;

use std::io;

use self::boxes::{MOST_BOXES, Step, step};
use self::movie::Movie;
use super::container::{Header, Promise, beyond_the_end};
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
pub(super) fn read_header(source: Source<'_>, zeros: Option<&Zeros>) -> io::Result<Header> {
    let mut header = Header::of(Promise::Kept);
    let mut movie = Movie::default();
    let (mut seen_movie, mut seen_fragment) = (false, false);
    let mut at = 0;
    let mut count = 0;
    loop {
        match step(source, at, source.size())? {
            Step::Box(head) => {
                match &head.kind {
                    b"moov" => {
                        seen_movie = true;
                        movie.read(source, &head)?;
                    }
                    b"moof" => seen_fragment = true,
                    _ => {}
                }
                if head.end > source.size() {
                    let what = format!("`{}` box", head.kind.escape_ascii());
                    header.promise = beyond_the_end(&what, head.at, head.end, source.size());
                    break;
                }
                at = head.end;
            }
            Step::End | Step::Junk => break,
            Step::Cut => {
                header.promise = Promise::Broken(format!("the file ends in the middle of the box at byte {at}"));
                break;
            }
        }
        count += 1;
        if count == MOST_BOXES {
            header.promise = Promise::Absent("it has more boxes than can be checked");
            break;
        }
    }
    header.encrypted = movie.encrypted();
    header.creation_time = movie.creation_time();
    let fragmented = movie.fragmented || seen_fragment;
    header.duration = if fragmented { movie.fragments_duration() } else { movie.duration() };
    if header.promise == Promise::Kept {
        if !seen_movie {
            header.promise = Promise::Unusable(
                "it has no `moov` box (the table of contents): the recording was not finished, or only a part was copied",
            );
        } else if fragmented {
            header.promise = Promise::Absent("a fragmented MP4 does not say how many fragments belong to it");
        }
    }
    if !fragmented {
        measure(source, &movie, zeros, &mut header)?;
    }
    Ok(header)
}

/// What the sample tables say: where there are pictures, how far any track reaches, and what is beyond the end.
fn measure(source: Source<'_>, movie: &Movie, zeros: Option<&Zeros>, header: &mut Header) -> io::Result<()> {
    let mut found = Vec::new();
    let (mut pictures_missing, mut chunks_missing) = (0_u64, 0_u64);
    for track in &movie.tracks {
        header.reached = header.reached.max(tables::length(source, track)?);
        if !track.is_video() || track.edits.too_many {
            chunks_missing = chunks_missing.saturating_add(tables::chunks_missing(source, track)?);
            continue;
        }
        let sampled = tables::pictures(source, movie, track, zeros)?;
        pictures_missing = pictures_missing.saturating_add(sampled.missing);
        found.extend(sampled.times.finish(FoundIn::SampleTables));
    }
    header.missing = match (pictures_missing, chunks_missing) {
        (0, 0) => None,
        (0, chunks) => Some(format!("{chunks} parts of its sound should lie beyond the end of the file")),
        (pictures, _) => Some(format!("{pictures} of its pictures should lie beyond the end of the file")),
    };
    header.pictures = longest(found);
    Ok(())
}

#[cfg(test)]
mod tests;
