//! `no-recordings`: no row of recordings is used and there is no video, so nothing could show that a camera ran.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::NoRecordings).in_cases(|cases, found| cases.each_cause(found, Reason::NoRecordings));
