//! `suspected-time-zone`: the times of the recordings look shifted against the light bars by one amount.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::SuspectedTimeZone).in_cases(|cases, found| cases.each_cause(found, Reason::SuspectedTimeZone));
