//! What became of a justification.

use super::vocabulary::words;

words! {
    /// What became of a deviation's justification (contract, "Explanation"), best first.
    Explanation: "state of the explanation" {
        Accepted = "accepted" {
            means: "A justification was filed in time and approved.",
            how: "Its reason is listed in the policy, somebody else approved it, it was filed within `justification-deadline`, and no evidence disproves it.",
            next: "Nothing to do.",
        }
        AcceptedLate = "accepted-late" {
            means: "A justification was approved, but filed after the deadline.",
            how: "As accepted, but `filed_at` is later than the trigger's start plus `justification-deadline`. It still explains the deviation.",
            next: "Nothing to do for this one; many of them from one unit are worth a word.",
        }
        AwaitingApproval = "awaiting-approval" {
            means: "A justification was filed and waits for its approval.",
            how: "It has no `approved_by` yet, and `approval-deadline` has not passed.",
            next: "The supervisor approves or rejects it.",
        }
        Contradicted = "contradicted" {
            means: "A justification names a reason that other evidence speaks against.",
            how: "A battery that read 20 % or more within the half hour before, or a camera said to be broken that was recording again 15 minutes later without power-on, dock or fault between. The finding shows the fact.",
            next: "Show the officer the fact and ask. Battery readings can be stale and a fault can pass by itself.",
        }
        SelfApproved = "self-approved" {
            means: "The officer concerned approved the justification.",
            how: "`approved_by` is the officer of the obligation.",
            next: "Have somebody else look at it. Some systems enter the author by default.",
        }
        Unapproved = "unapproved" {
            means: "A justification was filed, but nobody approved it in time.",
            how: "There is no `approved_by`, and `approval-deadline` has passed since it was filed.",
            next: "The supervisor decides about it; the delay is not the officer's.",
        }
        Rejected = "rejected" {
            means: "A justification was filed and refused.",
            how: "Its `status` is `rejected`.",
            next: "Nothing more to find here; the refusal is the department's decision.",
        }
        UnlistedReason = "unlisted-reason" {
            means: "A justification was filed for a reason that the policy does not list.",
            how: "Its `reason` is not among `reasons` of the policy in force. Words are compared without case, but spellings are not guessed.",
            next: "Read the narrative. If it is a listed reason under another name, map it in the audit file.",
        }
        Awaited = "awaited" {
            means: "No justification was filed yet, and there is still time.",
            how: "`justification-deadline` has not passed since the trigger began.",
            next: "Wait for it.",
        }
        None = "none" {
            means: "No justification was filed in time.",
            how: "None of that officer names one of the event ids or overlaps the trigger, and `justification-deadline` has passed.",
            next: "Ask the officer. Check first that the justifications export is complete and uses the same officer ids.",
        }
    }
}
