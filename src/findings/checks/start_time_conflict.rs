//! `start-time-conflict`: two sources of the start of a recording disagree.

use crate::evidence::remarks::Noticed;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check =
    Check::of(FindingCode::StartTimeConflict).in_cases(|cases, found| cases.each_remark(found, sentence));

fn sentence(what: &Noticed) -> Option<String> {
    match what {
        Noticed::StartConflict(conflict) => Some({
            let ((better, at), (other, then)) = (conflict.better, conflict.other);
            format!("the start is {at} by {better} and {then} by {other}")
        }),
        _ => None,
    }
}
