//! Phrases that several findings share.
//!
//! A finding is a lead, not a determination; the words "violation", "guilty" and "tampered" do not appear.

use super::cases::Case;
use crate::words::Explanation;

/// Why a deviation is unexplained.
pub(super) fn without_justification(case: &Case<'_>) -> &'static str {
    match case.obligation.explanation {
        Some(Explanation::Contradicted) => "its justification is contradicted by other evidence",
        Some(Explanation::SelfApproved) => "its justification was approved by the officer concerned",
        Some(Explanation::Unapproved) => "its justification was not approved by the deadline",
        Some(Explanation::Rejected) => "its justification was rejected",
        Some(Explanation::UnlistedReason) => "its justification names a reason that the policy does not list",
        _ if case.cases.evidence.justifications.is_empty() => "the inputs hold no justifications at all",
        _ => "no justification was filed by the deadline",
    }
}
