//! What state a video is in: what its container promises against what its packets reach.
//!
//! The container's header (own parsers, `families`) and the packets (FFmpeg, `packets`) are read apart and
//! only compared here. Used by `examine`.

use std::io;

use super::container::{Header, Promise, Zeroed};
use super::families::{read_header, recognise};
use super::ffmpeg::Failure;
use super::packets::{Content, TAIL, TOLERANCE, read_content};
use super::reader::Stop;
use super::source::Source;
use super::watch::Watch;
use crate::base::time::Span;
use crate::facts::files::Video;
use crate::facts::pictures::Pictures;
use crate::words::VideoState;

/// A header that says this much more than any track holds disagrees with its media (contract, "Recordings").
const OVERCLAIMED: Span = Span::from_secs(5);

/// Reads what a file says as a video. An error means that its bytes could not be read.
///
/// `watched`: what was seen of the file when all its bytes were read; `None`: they were not.
pub(in crate::archive) fn probe(source: Source<'_>, watched: Option<&Watch>) -> io::Result<Video> {
    probe_with(source, watched, TAIL)
}

/// As [`probe`], with the size of the end that is read of large files.
pub(super) fn probe_with(source: Source<'_>, watched: Option<&Watch>, tail: u64) -> io::Result<Video> {
    if source.size() == 0 {
        return Ok(unread(VideoState::Damaged, "the file is empty"));
    }
    let Some(family) = recognise(source)? else {
        return Ok(unread(VideoState::NotVideo, "it is no MP4, Matroska, AVI, MPEG-TS or ASF file"));
    };
    let header = read_header(family, source, watched)?;
    let content = match read_content(source, family, &header, tail) {
        Ok(content) => Ok(content),
        Err(Failure::Stopped(Stop::Io(error))) => return Err(error),
        Err(Failure::Container(words)) => Err(format!("its {family} container cannot be read: {words}")),
        Err(Failure::Stopped(Stop::Endless)) => Err(format!("reading its {family} container comes to no end")),
    };
    let (state, why) = judge(&header, &content);
    let content = content.unwrap_or_default();
    let measured = header.pictures.as_ref().map(Pictures::end).filter(|end| *end > Span::ZERO);
    Ok(Video {
        state,
        why,
        container: content.container,
        duration: measured.or(content.duration),
        pictures: match header.damage {
            Some(_) => header.pictures.map(Pictures::with_holes_lost),
            None => header.pictures,
        },
        overclaimed: header.duration.filter(|promised| {
            header.reached.or(content.reached).is_some_and(|reached| reached + OVERCLAIMED < *promised)
        }),
        trailing_bytes: header.trailing,
        promised_duration: header.duration,
        creation_time: header.creation_time,
        codec: content.codec,
        dimensions: content.dimensions,
    })
}

fn encrypted() -> Option<String> {
    Some("its video is encrypted".to_owned())
}

fn unread(state: VideoState, why: &str) -> Video {
    Video {
        state,
        why: Some(why.to_owned()),
        container: None,
        duration: None,
        pictures: None,
        overclaimed: None,
        trailing_bytes: 0,
        promised_duration: None,
        creation_time: None,
        codec: None,
        dimensions: None,
    }
}

/// The state (contract, "The state of a video") and what makes it other than readable. What is missing weighs more
/// than what is encrypted: a file cut short is worth a look even if nobody can play it.
fn judge(header: &Header, content: &Result<Content, String>) -> (VideoState, Option<String>) {
    if let Promise::Broken(why) = &header.promise {
        return (VideoState::Truncated, Some(why.clone()));
    }
    if let Some(why) = header.growing {
        return (VideoState::Growing, Some(why.to_owned()));
    }
    let Zeroed { media, zeros, pictures: zeroed } = header.zeroed;
    if media > 0 && zeros.saturating_mul(4) >= media.saturating_mul(3) {
        return (VideoState::Hollow, Some(format!("{zeros} of the {media} bytes of its media are zeros")));
    }
    if let Promise::Unusable(why) = &header.promise {
        return (VideoState::Damaged, Some((*why).to_owned()));
    }
    let content = match content {
        Ok(content) => content,
        Err(_) if header.encrypted => return (VideoState::Encrypted, encrypted()),
        Err(why) => return (VideoState::Damaged, Some(why.clone())),
    };
    if content.has_streams && !content.has_video {
        return (VideoState::NotVideo, Some("it has no video stream".to_owned()));
    }
    if let Some(why) = &header.damage {
        return (VideoState::Damaged, Some(why.clone()));
    }
    if let Some(why) = &header.missing {
        return (VideoState::Truncated, Some(why.clone()));
    }
    if content.frames_missing > 0 {
        let count = content.frames_missing;
        return (VideoState::Truncated, Some(format!("{count} of its frames should lie beyond the end of the file")));
    }
    let no_pictures = header.pictures.as_ref().map_or(content.duration.is_none(), |seen| seen.stretches.is_empty());
    if no_pictures && !header.encrypted {
        return (VideoState::Damaged, Some("no video frame of it could be found".to_owned()));
    }
    if zeroed > 0
        && let Some(pictures) = &header.pictures
        && let Some((from, to)) = pictures.lost.first()
    {
        // what is gone at the end looks the same as a copy that was broken off
        return if *from >= pictures.end() {
            (VideoState::Truncated, Some(format!("from {from} s on its media are zeros")))
        } else {
            let why = format!("{zeroed} of its pictures are zeros, the first of them from {from} s to {to} s");
            (VideoState::Damaged, Some(why))
        };
    }
    if let (Some(promised), Some(reached)) = (header.duration, header.reached.or(content.reached))
        && reached + TOLERANCE < promised
    {
        let why = format!("its header promises {promised} s, but its last packet ends at {reached} s");
        return (VideoState::Truncated, Some(why));
    }
    if header.encrypted {
        return (VideoState::Encrypted, encrypted());
    }
    match &header.promise {
        Promise::Joined(why) => (VideoState::LengthUnverified, Some(why.clone())),
        Promise::Absent(why) if header.duration.is_none() => (VideoState::LengthUnverified, Some((*why).to_owned())),
        _ => (VideoState::Readable, None),
    }
}
