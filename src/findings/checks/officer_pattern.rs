//! `officer-pattern`: an officer's misses stand out from those of the peers, and no equipment explains them.

use crate::findings::check::Check;
use crate::findings::patterns::each_flagged;
use crate::words::FindingCode;

pub(super) const CHECK: Check =
    Check::of(FindingCode::OfficerPattern).in_cases(|cases, found| each_flagged(cases, found, |cause| !cause.is_equipment()));
