//! What a file says as a video: what its container promises, and how far its packets reach.
//!
//! `video` compares the two. `families` recognises the container and calls the parser of its family; all parsers
//! speak in the terms of `container`. `packets` measures with FFmpeg, which `ffmpeg` alone talks to, through
//! `reader`. Everything here reads through [`Source`], never through a path: `disk` opens the files.

mod asf;
mod container;
mod families;
mod ffmpeg;
mod matroska;
mod mp4;
mod packets;
mod reader;
mod riff;
mod source;
mod track;
mod transport;
mod video;
mod watch;
mod window;
mod zeros;

pub(crate) use ffmpeg::version as ffmpeg_version;
pub(super) use source::{ReadAt, Source};
pub(super) use video::probe;
pub(super) use watch::Watch;

#[cfg(test)]
pub(super) mod tests;
