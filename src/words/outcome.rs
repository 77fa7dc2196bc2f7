//! What an obligation comes to.

use super::vocabulary::words;

words! {
    /// What an obligation comes to (contract, "Outcome").
    Outcome: "outcome" {
        Compliant = "compliant" {
            means: "Recorded as it should be.",
            how: "The verdict is `on-time`.",
            next: "Nothing to do.",
        }
        Explained = "explained" {
            means: "There is a deviation, and an approved justification for it.",
            how: "The verdict is a deviation and the explanation is `accepted` or `accepted-late`.",
            next: "Nothing to do.",
        }
        Awaiting = "awaiting" {
            means: "There is a deviation, and a justification or its approval may still come.",
            how: "The explanation is `awaited` or `awaiting-approval`: a deadline has not passed yet.",
            next: "Look again after the deadline.",
        }
        Unexplained = "unexplained" {
            means: "There is a deviation without an accepted justification.",
            how: "The verdict is `not-recorded`, `late`, `ended-early` or `interrupted`, and no justification was accepted or may still come.",
            next: "Ask the officer and the supervisor. This is where a question begins, not where an answer stands.",
        }
        Unresolved = "unresolved" {
            means: "The evidence does not decide, or footage is known and not here.",
            how: "The verdict is `indeterminate`, `footage-missing` or `upload-pending`. It counts neither for nor against the officer.",
            next: "Supply what the reason column asks for, and run the audit again.",
        }
        NotRequired = "not-required" {
            means: "Nobody was obliged to record.",
            how: "The verdict is `not-required`; its reason says why.",
            next: "Nothing to do.",
        }
    }
}

impl Outcome {
    /// Whether it is a case: somebody has to ask or to look further, and a report draws it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Unexplained | Self::Unresolved)
    }
}
