//! `growing`: a video that looks as if it were still being written.

use crate::findings::check::Check;
use crate::words::{FindingCode, VideoState};

pub(super) const CHECK: Check = Check::of(FindingCode::Growing)
    .in_archive(|archive, found| archive.each_video(found, VideoState::Growing));
