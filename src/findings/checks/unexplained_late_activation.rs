//! `unexplained-late-activation`: started late, and no accepted justification.

use crate::base::time::Span;
use crate::findings::cases::Case;
use crate::findings::check::Check;
use crate::findings::sentences::without_justification;
use crate::words::{FindingCode, Verdict};

pub(super) const CHECK: Check = Check::of(FindingCode::UnexplainedLateActivation).in_cases(|cases, found| cases.each(found, sentence));

fn sentence(case: &Case<'_>) -> Option<String> {
    if !case.is_unexplained(Verdict::Late) {
        return None;
    }
    let gap = case.obligation.gap.unwrap_or_default();
    let uncertainty = case.obligation.clock.map_or(Span::ZERO, |clock| clock.uncertainty);
    let what = format!("the recording was activated {gap} s (± {uncertainty} s) after the trigger began");
    Some(format!("{what}; {}", without_justification(case)))
}
