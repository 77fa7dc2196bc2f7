//! `category-conflict`: chain and index name two categories of a recording.

use crate::evidence::remarks::Noticed;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check =
    Check::of(FindingCode::CategoryConflict).in_cases(|cases, found| cases.each_remark(found, sentence));

fn sentence(what: &Noticed) -> Option<String> {
    match what {
        Noticed::CategoryConflict { sealed, indexed } => Some({
            format!("the chain sealed category {sealed:?} and the index names {indexed:?}")
        }),
        _ => None,
    }
}
