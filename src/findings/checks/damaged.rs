//! `damaged`: a video whose container cannot be read.

use crate::findings::check::Check;
use crate::words::{FindingCode, VideoState};

pub(super) const CHECK: Check = Check::of(FindingCode::Damaged)
    .in_archive(|archive, found| archive.each_video(found, VideoState::Damaged));
