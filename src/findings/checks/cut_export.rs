//! `cut-export`: a file of recordings or justifications was cut off, so what it does not hold proves nothing.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::CutExport).in_cases(|cases, found| cases.each_cause(found, Reason::CutExport));
