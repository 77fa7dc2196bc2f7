//! `retention-passed`: a recording of that time may have been deleted lawfully since.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::RetentionPassed).in_cases(|cases, found| cases.each_cause(found, Reason::RetentionPassed));
