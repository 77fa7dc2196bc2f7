//! `suspected-length`: the recordings of the index look much shorter than they were.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::SuspectedLength).in_cases(|cases, found| cases.each_cause(found, Reason::SuspectedLength));
