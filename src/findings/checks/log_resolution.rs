//! `log-resolution`: the times of a source are too coarse to tell whether the camera ran in time.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::LogResolution).in_cases(|cases, found| cases.each_cause(found, Reason::LogResolution));
