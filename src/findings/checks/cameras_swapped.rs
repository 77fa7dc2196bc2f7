//! `cameras-swapped`: two cameras, or two cars, may have been exchanged, so that a recording of the other camera may be
//! this officer's.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::CamerasSwapped).in_cases(|cases, found| cases.each_cause(found, Reason::PossibleSwap));
