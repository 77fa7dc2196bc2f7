//! `not-video`: a file with the ending of a video that is none.

use crate::findings::check::Check;
use crate::words::{FindingCode, VideoState};

pub(super) const CHECK: Check = Check::of(FindingCode::NotVideo)
    .in_archive(|archive, found| archive.each_video(found, VideoState::NotVideo));
