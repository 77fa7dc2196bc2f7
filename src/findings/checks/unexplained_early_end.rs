//! `unexplained-early-end`: stopped before the trigger ended, and no accepted justification.

use crate::findings::cases::Case;
use crate::findings::check::Check;
use crate::findings::sentences::without_justification;
use crate::words::{FindingCode, Verdict};

pub(super) const CHECK: Check = Check::of(FindingCode::UnexplainedEarlyEnd).in_cases(|cases, found| cases.each(found, sentence));

fn sentence(case: &Case<'_>) -> Option<String> {
    if !case.is_unexplained(Verdict::EndedEarly) {
        return None;
    }
    let what = match case.obligation.uncovered {
        Some(uncovered) => format!("the recording ended early; {uncovered} s of the trigger are not covered"),
        None => "the recording ended within the time allowed for its start".into(),
    };
    Some(format!("{what}; {}", without_justification(case)))
}
