//! `unplaced-video`: a video whose camera or start nobody knows may be the recording that is missing.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::UnplacedVideo).in_cases(|cases, found| cases.each_cause(found, Reason::UnplacedVideo));
