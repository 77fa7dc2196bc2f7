//! `hollow`: a video of which most media are zeros.

use crate::findings::check::Check;
use crate::words::{FindingCode, VideoState};

pub(super) const CHECK: Check = Check::of(FindingCode::Hollow)
    .in_archive(|archive, found| archive.each_video(found, VideoState::Hollow));
