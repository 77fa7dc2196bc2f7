//! `trigger-suspect`: the light-bar log of a car cannot be believed, so it accuses nobody.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::TriggerSuspect).in_cases(|cases, found| cases.each_cause(found, Reason::TriggerSuspect));
