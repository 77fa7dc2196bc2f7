//! `ids-do-not-meet`: most identifiers of a source are named by no other source, so nothing in it can be matched.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::IdsDoNotMeet).in_cases(|cases, found| cases.each_cause(found, Reason::IdsDoNotMeet));
