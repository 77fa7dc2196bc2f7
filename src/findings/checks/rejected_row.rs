//! `rejected-row`: a row of the recordings that could not be used may be the recording that is missing.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::RejectedRow).in_cases(|cases, found| cases.each_cause(found, Reason::RejectedRow));
