//! `unexplained-non-activation`: no recording, and no accepted justification.

use crate::findings::cases::Case;
use crate::findings::check::Check;
use crate::findings::sentences::without_justification;
use crate::words::{FindingCode, Verdict};

pub(super) const CHECK: Check = Check::of(FindingCode::UnexplainedNonActivation).in_cases(|cases, found| cases.each(found, sentence));

fn sentence(case: &Case<'_>) -> Option<String> {
    if !case.is_unexplained(Verdict::NotRecorded) {
        return None;
    }
    let what = "no recording of the camera or the officer covers the trigger, and none is known to be missing";
    Some(format!("{what}; {}", without_justification(case)))
}
