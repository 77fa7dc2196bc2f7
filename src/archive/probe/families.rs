//! Which of the five container families a file belongs to, and the parser that reads its header.
//!
//! The parsers know nothing of each other, and nothing of this list. Used by `video`.

use std::io;

use super::container::{Family, Header};
use super::source::Source;
use super::watch::Watch;
use super::{asf, matroska, mp4, riff, transport};

/// Which family a file belongs to, by its first bytes; `None`: none of the five.
pub(super) fn recognise(source: Source<'_>) -> io::Result<Option<Family>> {
    let mut start = [0; SNIFFED];
    let filled = source.fill(&mut start, 0)?;
    let start = start.get(..filled).unwrap_or_default();
    Ok(if mp4::recognises(start) {
        Some(Family::Mp4)
    } else if matroska::recognises(start) {
        Some(Family::Matroska)
    } else if riff::recognises(start) {
        Some(Family::Avi)
    } else if asf::recognises(start) {
        Some(Family::Asf)
    } else if transport::recognises(start) {
        Some(Family::MpegTs)
    } else {
        None
    })
}

/// Reads what a container says about itself, and where it has pictures as far as its reader looks for that.
///
/// `watched`: what was seen of the file when all its bytes were read; `None`: they were not.
pub(super) fn read_header(family: Family, source: Source<'_>, watched: Option<&Watch>) -> io::Result<Header> {
    match family {
        Family::Mp4 => mp4::read_header(source, watched.map(|watch| &watch.zeros)),
        Family::Matroska => matroska::read_header(source, watched.map(|watch| &watch.zeros)),
        Family::Avi => riff::read_header(source, watched.map(|watch| &watch.zeros)),
        Family::Asf => asf::read_header(source, watched.map(|watch| &watch.zeros)),
        Family::MpegTs => Ok(transport::read_header(source.size(), watched)),
    }
}

/// How many bytes of a file decide its family.
const SNIFFED: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Span;

    /// Every parser takes any bytes, whatever the family was taken for.
    #[test]
    fn every_parser_takes_any_bytes() {
        use proptest::prelude::*;
        let families = [Family::Mp4, Family::Matroska, Family::Avi, Family::MpegTs, Family::Asf];
        proptest!(|(bytes in prop::collection::vec(any::<u8>(), 0..600))| {
            let bytes = bytes.as_slice();
            for family in families {
                let header = read_header(family, Source::new(&bytes, bytes.len() as u64), None).unwrap();
                prop_assert!(header.duration.is_none_or(|duration| duration > Span::ZERO));
            }
        });
    }
}
