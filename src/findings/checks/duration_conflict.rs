//! `duration-conflict`: two sources of the length of a recording disagree.

use crate::evidence::remarks::Noticed;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check =
    Check::of(FindingCode::DurationConflict).in_cases(|cases, found| cases.each_remark(found, sentence));

fn sentence(what: &Noticed) -> Option<String> {
    match what {
        Noticed::DurationConflict(conflict) => Some({
            let ((better, length), (other, another)) = (conflict.better, conflict.other);
            format!("the duration is {length} s by {better} and {another} s by {other}")
        }),
        _ => None,
    }
}
