//! What lies on disk: walks archive roots, hashes every regular file, probes every video.
//!
//! One way in for the rest of the program: [`walk`] lists, [`examine`] reads one file once, so that what
//! was hashed is what was probed. Nothing here knows of chains, indexes or policies. Used by `scan`,
//! `verify`, `seal` and `inspect`.
//!
//! Inside: `open` → `examine` → `probe`, which compares what a `container` promises (one parser per family)
//! with how far its `packets` reach (FFmpeg, in `ffmpeg` alone).

mod asf;
mod container;
mod examine;
mod ffmpeg;
mod matroska;
mod mp4;
mod open;
mod packets;
mod probe;
mod reader;
mod riff;
mod source;
mod walk;

pub(crate) use examine::examine_with;
pub use examine::{Examine, examine};
pub(crate) use ffmpeg::version as ffmpeg_version;
pub(crate) use open::{read_start, read_whole};
pub use walk::walk;
pub(crate) use walk::{WalkError, check_root, is_video};

#[cfg(test)]
mod tests;
