//! What an MP4 or QuickTime file promises: its top-level boxes, and the heads inside `moov`.
//!
//! Follows ISO/IEC 14496-12 section 4.2 (boxes), 8.2.2 (`mvhd`), 8.8 (fragments), 8.12 (`encv`). Used by
//! `container`.

use std::io;

use super::container::{Header, Promise, beyond_the_end, creation_time, ticks};
use super::source::Source;

/// More boxes on one level than any camera writes: a day of fragments of a quarter of a second.
const MOST_BOXES: u32 = 1 << 20;

/// Seconds from 1904-01-01 to 1970-01-01.
const EPOCH_1904: u64 = 2_082_844_800;

/// Whether a file that starts so is an MP4 or QuickTime file.
pub(super) fn recognises(start: &[u8]) -> bool {
    const FIRST: [&[u8; 4]; 11] =
        [b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"moof", b"styp", b"sidx", b"uuid"];
    FIRST.iter().any(|kind| start.get(4..8) == Some(kind.as_slice()))
}

/// The head of one box.
struct BoxHead {
    kind: [u8; 4],
    at: u64,
    body: u64,
    /// First byte after it; may lie beyond the file.
    end: u64,
}

/// What lies at one position of a level of boxes.
enum Step {
    Box(BoxHead),
    /// The level ends here.
    End,
    /// There are bytes, but too few for a head.
    Cut,
    /// No box starts so.
    Junk,
}

fn step(source: Source<'_>, at: u64, level_end: u64) -> io::Result<Step> {
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
    Ok(Step::Box(BoxHead { kind, at, body: at.saturating_add(head_length), end: at.saturating_add(length) }))
}

/// The boxes directly inside a range, as far as they can be read.
fn children(
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

/// Reads the promises: every top-level box must end within the file.
pub(super) fn read_header(source: Source<'_>) -> io::Result<Header> {
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
    header.encrypted = movie.encrypted;
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
    Ok(header)
}

/// What is of interest in `moov`.
#[derive(Default)]
struct Movie {
    created: u64,
    timescale: u32,
    length: Option<u64>,
    fragmented: bool,
    fragments_length: Option<u64>,
    encrypted: bool,
}

impl Movie {
    fn duration(&self) -> Option<crate::base::time::Span> {
        ticks(i128::from(self.length?), 1, u64::from(self.timescale)).filter(|span| span.as_micros() > 0)
    }

    fn fragments_duration(&self) -> Option<crate::base::time::Span> {
        ticks(i128::from(self.fragments_length?), 1, u64::from(self.timescale)).filter(|span| span.as_micros() > 0)
    }

    /// Seconds since 1904; many devices count from 1970 instead, which no real date since 1904 looks like.
    fn creation_time(&self) -> Option<crate::base::time::Moment> {
        let seconds = self.created.checked_sub(EPOCH_1904).unwrap_or(self.created);
        creation_time(i128::from(seconds).checked_mul(1_000_000)?)
    }

    fn read(&mut self, source: Source<'_>, moov: &BoxHead) -> io::Result<()> {
        children(source, moov.body, moov.end, |head| match &head.kind {
            b"mvhd" => self.read_movie_header(source, head.body),
            b"mvex" => {
                self.fragmented = true;
                children(source, head.body, head.end, |head| match &head.kind {
                    b"mehd" => self.read_fragments_header(source, head.body),
                    _ => Ok(()),
                })
            }
            b"trak" => self.read_track(source, head),
            _ => Ok(()),
        })
    }

    fn read_movie_header(&mut self, source: Source<'_>, body: u64) -> io::Result<()> {
        let Some([version]) = source.array(body)? else { return Ok(()) };
        let width = field_width(version);
        self.created = source.big_endian(body + 4, width)?.unwrap_or_default();
        let scale = source.big_endian(body + 4 + 2 * width, 4)?.unwrap_or_default();
        self.timescale = u32::try_from(scale).unwrap_or_default();
        self.length = known(source.big_endian(body + 8 + 2 * width, width)?, width);
        Ok(())
    }

    fn read_fragments_header(&mut self, source: Source<'_>, body: u64) -> io::Result<()> {
        let Some([version]) = source.array(body)? else { return Ok(()) };
        let width = field_width(version);
        self.fragments_length = known(source.big_endian(body + 4, width)?, width);
        Ok(())
    }

    /// Encrypted video has the sample entry `encv` (14496-12, 8.12), or `drmi` in files of one vendor.
    fn read_track(&mut self, source: Source<'_>, trak: &BoxHead) -> io::Result<()> {
        let inside = |parent: &BoxHead, kind: &[u8; 4]| find(source, parent.body, parent.end, kind);
        let Some(mdia) = inside(trak, b"mdia")? else { return Ok(()) };
        let Some(minf) = inside(&mdia, b"minf")? else { return Ok(()) };
        let Some(stbl) = inside(&minf, b"stbl")? else { return Ok(()) };
        let Some(stsd) = inside(&stbl, b"stsd")? else { return Ok(()) };
        children(source, stsd.body.saturating_add(8), stsd.end, |entry| {
            self.encrypted |= matches!(&entry.kind, b"encv" | b"drmi");
            Ok(())
        })
    }
}

/// The first box of a kind directly inside a range.
fn find(source: Source<'_>, from: u64, to: u64, kind: &[u8; 4]) -> io::Result<Option<BoxHead>> {
    let mut at = from;
    for _ in 0..MOST_BOXES {
        let Step::Box(head) = step(source, at, to)? else { break };
        if &head.kind == kind {
            return Ok(Some(head));
        }
        at = head.end;
    }
    Ok(None)
}

/// Version 1 of `mvhd` and `mehd` has 8-byte fields where version 0 has 4.
fn field_width(version: u8) -> u64 {
    if version == 1 { 8 } else { 4 }
}

/// All ones mean that the length is not known (14496-12, 8.2.2.3).
fn known(length: Option<u64>, width: u64) -> Option<u64> {
    length.filter(|length| *length != u64::MAX >> (64 - 8 * width))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::base::time::Span;

    fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let size = u32::try_from(body.len() + 8).unwrap();
        [&size.to_be_bytes(), kind.as_slice(), body].concat()
    }

    /// Version 0: 4-byte times.
    fn mvhd(created: u32, length: u32) -> Vec<u8> {
        let fields = [0, created, 0, 1_000, length].map(u32::to_be_bytes).concat();
        boxed(b"mvhd", &fields)
    }

    /// Version 1: 8-byte times.
    fn mvhd_1(created: u64, length: u64) -> Vec<u8> {
        let (created, length) = (created.to_be_bytes(), length.to_be_bytes());
        let fields = [&[1, 0, 0, 0], created.as_slice(), &[0; 8], &1_000_u32.to_be_bytes(), &length];
        boxed(b"mvhd", &fields.concat())
    }

    fn header(boxes: &[Vec<u8>]) -> Header {
        let bytes = boxes.concat();
        read_header(Source::new(&bytes.as_slice(), bytes.len() as u64)).unwrap()
    }

    #[rstest]
    #[case::version_0(mvhd(3_687_057_000, 90_500), Some(90_500), Some("2020-11-01T06:30:00.000Z"))]
    #[case::version_1(mvhd_1(3_687_057_000, 90_500), Some(90_500), Some("2020-11-01T06:30:00.000Z"))]
    #[case::counted_from_1970(mvhd(1_604_212_200, 90_500), Some(90_500), Some("2020-11-01T06:30:00.000Z"))]
    #[case::set_to_1904(mvhd(0, 90_500), Some(90_500), None)]
    #[case::set_to_1970(mvhd(2_082_844_800, 90_500), Some(90_500), None)]
    #[case::unknown_length(mvhd(0, u32::MAX), None, None)]
    #[case::unknown_length_1(mvhd_1(0, u64::MAX), None, None)]
    #[case::no_length(mvhd(0, 0), None, None)]
    #[case::cut(mvhd(3_687_057_000, 90_500)[..10].to_vec(), None, None)]
    fn the_movie_header(#[case] mvhd: Vec<u8>, #[case] millis: Option<i64>, #[case] created: Option<&str>) {
        let header = header(&[boxed(b"ftyp", b"isom"), boxed(b"moov", &mvhd)]);
        assert_eq!(header.duration, millis.map(Span::from_millis));
        assert_eq!(header.creation_time.map(|at| at.to_string()).as_deref(), created);
    }

    /// Only `mehd` promises the length of all fragments; `mvhd` counts none of them.
    #[rstest]
    #[case::silent(Vec::new(), None)]
    #[case::promised(boxed(b"mehd", &[0, 0, 0, 0, 0, 0, 0x27, 0x10]), Some(Span::from_secs(10)))]
    fn fragments(#[case] inside: Vec<u8>, #[case] duration: Option<Span>) {
        let moov = boxed(b"moov", &[mvhd(0, 500), boxed(b"mvex", &inside)].concat());
        let header = header(&[boxed(b"ftyp", b"isom"), moov, boxed(b"moof", b""), boxed(b"mdat", b"frame")]);
        assert_eq!(header.duration, duration);
        assert!(matches!(header.promise, Promise::Absent(_)), "{header:?}");
    }

    fn large(kind: &[u8; 4], size: u64, body: &[u8]) -> Vec<u8> {
        [&1_u32.to_be_bytes(), kind.as_slice(), &size.to_be_bytes(), body].concat()
    }

    #[rstest]
    #[case::whole(boxed(b"mdat", b"frames"), true)]
    #[case::whole_large(large(b"mdat", 22, b"frames"), true)]
    #[case::to_the_end([b"\0\0\0\0mdat".as_slice(), b"frames"].concat(), true)]
    #[case::padded_with_few_zeros([boxed(b"mdat", b""), vec![0; 5]].concat(), true)]
    #[case::padded_with_zeros([boxed(b"mdat", b""), vec![0; 500]].concat(), true)]
    #[case::one_byte_short(boxed(b"mdat", b"frames")[..13].to_vec(), false)]
    #[case::large_one_byte_short(large(b"mdat", 23, b"frames"), false)]
    #[case::absurd(large(b"mdat", u64::MAX, b"frames"), false)]
    #[case::cut_in_a_head(boxed(b"mdat", b"frames")[..7].to_vec(), false)]
    #[case::cut_in_a_large_head(large(b"mdat", 22, b"")[..15].to_vec(), false)]
    fn boxes_end_within_the_file(#[case] last: Vec<u8>, #[case] kept: bool) {
        let header = header(&[boxed(b"moov", &mvhd(0, 500)), last]);
        match header.promise {
            Promise::Kept => assert!(kept),
            Promise::Broken(why) => assert!(!kept, "{why}"),
            other => panic!("{other:?}"),
        }
    }
}
