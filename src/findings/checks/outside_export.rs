//! `outside-export`: the trigger lies outside of the time that the exports of recordings span.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::OutsideExport).in_cases(|cases, found| cases.each_cause(found, Reason::OutsideExport));
