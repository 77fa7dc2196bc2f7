//! `length-unverified`: a video whose container promises no length.

use crate::findings::check::Check;
use crate::words::{FindingCode, VideoState};

pub(super) const CHECK: Check = Check::of(FindingCode::LengthUnverified)
    .in_archive(|archive, found| archive.each_video(found, VideoState::LengthUnverified));
