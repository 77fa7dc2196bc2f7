//! `clock-unset`: a camera with dates that cannot be may have the missing recording among them.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::ClockUnset).in_cases(|cases, found| cases.each_cause(found, Reason::ClockUnset));
