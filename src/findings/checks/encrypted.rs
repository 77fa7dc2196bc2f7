//! `encrypted`: a video that is encrypted.

use crate::findings::check::Check;
use crate::words::{FindingCode, VideoState};

pub(super) const CHECK: Check = Check::of(FindingCode::Encrypted)
    .in_archive(|archive, found| archive.each_video(found, VideoState::Encrypted));
