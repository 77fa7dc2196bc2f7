//! `unexplained-interruption`: a gap in the recording, and no accepted justification.

use crate::findings::cases::Case;
use crate::findings::check::Check;
use crate::findings::sentences::without_justification;
use crate::words::{FindingCode, Verdict};

pub(super) const CHECK: Check = Check::of(FindingCode::UnexplainedInterruption).in_cases(|cases, found| cases.each(found, sentence));

fn sentence(case: &Case<'_>) -> Option<String> {
    if !case.is_unexplained(Verdict::Interrupted) {
        return None;
    }
    let uncovered = case.obligation.uncovered.unwrap_or_default();
    let what = format!("the recording was interrupted; {uncovered} s of the trigger are not covered");
    Some(format!("{what}; {}", without_justification(case)))
}
