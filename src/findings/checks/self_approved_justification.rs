//! `self-approved-justification`: a justification was approved by the officer who filed it.

use crate::findings::cases::Case;
use crate::findings::check::Check;
use crate::words::{Explanation, FindingCode};

pub(super) const CHECK: Check =
    Check::of(FindingCode::SelfApprovedJustification).in_cases(|cases, found| cases.each(found, sentence));

fn sentence(case: &Case<'_>) -> Option<String> {
    let justification = case.justification().filter(|_| case.obligation.explanation == Some(Explanation::SelfApproved))?;
    Some(format!("justification {} was approved by the officer who filed it", justification.id))
}
