//! What `moov` says: the movie's own length and date, and each of its tracks.
//!
//! Follows ISO/IEC 14496-12: 8.2.2 (`mvhd`), 8.3.2 (`tkhd`), 8.4.2 (`mdhd`), 8.6.6 (`elst`), 8.8.2 (`mehd`), 8.8.3
//! (`trex`), 8.12 (`encv`).

use std::io;

use super::boxes::{BoxHead, Rows, children, field_width, known};
use super::edits::Edits;
use crate::archive::probe::container::{creation_time, ticks};
use crate::archive::probe::source::Source;
use crate::base::time::{Moment, Span};

/// Seconds from 1904-01-01 to 1970-01-01.
const EPOCH_1904: u64 = 2_082_844_800;

/// More tracks than any camera writes.
const MOST_TRACKS: usize = 256;

/// What is of interest in `moov`.
#[derive(Default)]
pub(super) struct Movie {
    created: u64,
    pub timescale: u32,
    length: Option<u64>,
    /// It has `mvex`: fragments follow.
    pub fragmented: bool,
    fragments_length: Option<u64>,
    pub tracks: Vec<Track>,
}

/// One track.
#[derive(Default)]
pub(super) struct Track {
    pub id: u32,
    pub handler: [u8; 4],
    /// Ticks of its media in a second.
    pub timescale: u32,
    /// What `mdhd` says, in its ticks.
    pub length: Option<u64>,
    pub edits: Edits,
    pub encrypted: bool,
    /// A picture of it may be nothing but zeros: it is not coded at all.
    pub uncoded: bool,
    pub tables: Tables,
    /// What `trex` says of fragments that do not say it themselves.
    pub fragment: Defaults,
}

/// Where the tables of a track lie.
#[derive(Default)]
pub(super) struct Tables {
    pub times: Option<BoxHead>,
    pub shifts: Option<BoxHead>,
    pub sizes: Option<BoxHead>,
    pub chunks: Option<BoxHead>,
    pub offsets: Option<BoxHead>,
}

/// What holds for samples that say nothing themselves.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Defaults {
    pub duration: u32,
    pub size: u32,
}

impl Track {
    /// Moving pictures.
    pub(super) fn is_video(&self) -> bool {
        &self.handler == b"vide"
    }

    /// A time of its media.
    pub(super) fn time(&self, count: i64) -> Option<Span> {
        match (count.checked_mul(1_000_000), i64::from(self.timescale)) {
            (Some(micros), scale @ 1..) => Some(Span::from_micros(micros.div_euclid(scale))),
            _ => ticks(i128::from(count), 1, u64::from(self.timescale)),
        }
    }
}

impl Movie {
    /// What `mvhd` says.
    pub(super) fn duration(&self) -> Option<Span> {
        self.time(self.length?).filter(|span| *span > Span::ZERO)
    }

    /// What `mehd` says.
    pub(super) fn fragments_duration(&self) -> Option<Span> {
        self.time(self.fragments_length?).filter(|span| *span > Span::ZERO)
    }

    /// A time of the movie.
    pub(super) fn time(&self, count: u64) -> Option<Span> {
        ticks(i128::from(count), 1, u64::from(self.timescale))
    }

    /// Seconds since 1904; many devices count from 1970 instead, which no real date since 1904 looks like.
    pub(super) fn creation_time(&self) -> Option<Moment> {
        let seconds = self.created.checked_sub(EPOCH_1904).unwrap_or(self.created);
        creation_time(i128::from(seconds).checked_mul(1_000_000)?)
    }

    pub(super) fn encrypted(&self) -> bool {
        self.tracks.iter().any(|track| track.encrypted)
    }

    /// Takes in a `moov` box.
    pub(super) fn read(&mut self, source: Source<'_>, moov: &BoxHead) -> io::Result<()> {
        let mut defaults: Vec<(u32, Defaults)> = Vec::new();
        children(source, moov.body, moov.end, |head| match &head.kind {
            b"mvhd" => self.read_movie_header(source, head.body),
            b"mvex" => {
                self.fragmented = true;
                children(source, head.body, head.end, |head| match &head.kind {
                    b"mehd" => self.read_fragments_header(source, head.body),
                    b"trex" => {
                        // version and flags, the track, its sample description, then what holds for its samples
                        if let Some([_, track, _, duration, size]) =
                            Rows::<5>::new(source, head.body, head.end, 1).next()?
                            && defaults.len() < MOST_TRACKS
                        {
                            defaults.push((track, Defaults { duration, size }));
                        }
                        Ok(())
                    }
                    _ => Ok(()),
                })
            }
            b"trak" if self.tracks.len() < MOST_TRACKS => {
                self.tracks.push(read_track(source, head)?);
                Ok(())
            }
            _ => Ok(()),
        })?;
        for (id, fragment) in defaults {
            self.tracks.iter_mut().filter(|track| track.id == id).for_each(|track| track.fragment = fragment);
        }
        Ok(())
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
}

fn read_track(source: Source<'_>, trak: &BoxHead) -> io::Result<Track> {
    let mut track = Track::default();
    children(source, trak.body, trak.end, |head| match &head.kind {
        b"tkhd" => {
            let Some([version]) = source.array(head.body)? else { return Ok(()) };
            let id = source.big_endian(head.body + 4 + 2 * field_width(version), 4)?;
            track.id = id.and_then(|id| u32::try_from(id).ok()).unwrap_or_default();
            Ok(())
        }
        b"edts" => children(source, head.body, head.end, |head| {
            if &head.kind == b"elst" {
                track.edits = Edits::read(source, head)?;
            }
            Ok(())
        }),
        b"mdia" => children(source, head.body, head.end, |head| match &head.kind {
            b"mdhd" => read_media_header(source, head.body, &mut track),
            b"hdlr" => {
                track.handler = source.array(head.body + 8)?.unwrap_or_default();
                Ok(())
            }
            b"minf" => children(source, head.body, head.end, |head| match &head.kind {
                b"stbl" => children(source, head.body, head.end, |head| read_table(source, head, &mut track)),
                _ => Ok(()),
            }),
            _ => Ok(()),
        }),
        _ => Ok(()),
    })?;
    Ok(track)
}

fn read_media_header(source: Source<'_>, body: u64, track: &mut Track) -> io::Result<()> {
    let Some([version]) = source.array(body)? else { return Ok(()) };
    let width = field_width(version);
    let scale = source.big_endian(body + 4 + 2 * width, 4)?.unwrap_or_default();
    track.timescale = u32::try_from(scale).unwrap_or_default();
    track.length = known(source.big_endian(body + 8 + 2 * width, width)?, width);
    Ok(())
}

/// Encrypted video has the sample entry `encv` (14496-12, 8.12), or `drmi` in files of one vendor.
fn read_table(source: Source<'_>, head: &BoxHead, track: &mut Track) -> io::Result<()> {
    let tables = &mut track.tables;
    match &head.kind {
        b"stsd" => {
            return children(source, head.body.saturating_add(8), head.end, |entry| {
                track.encrypted |= matches!(&entry.kind, b"encv" | b"drmi");
                track.uncoded |= &entry.kind == b"raw ";
                Ok(())
            });
        }
        b"stts" => tables.times = Some(*head),
        b"ctts" => tables.shifts = Some(*head),
        b"stsz" | b"stz2" => tables.sizes = Some(*head),
        b"stsc" => tables.chunks = Some(*head),
        b"stco" | b"co64" => tables.offsets = Some(*head),
        _ => {}
    }
    Ok(())
}
