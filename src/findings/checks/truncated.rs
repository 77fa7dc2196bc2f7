//! `truncated`: a video ends before its container says so.

use crate::findings::check::Check;
use crate::words::{FindingCode, VideoState};

pub(super) const CHECK: Check = Check::of(FindingCode::Truncated)
    .in_archive(|archive, found| archive.each_video(found, VideoState::Truncated));
