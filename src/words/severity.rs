//! How much a finding matters.

use super::vocabulary::words;

words! {
    /// How much a finding matters (contract, "Severity"), most first.
    Severity: "severity of a finding" {
        High = "high" {
            means: "Somebody should look at it now.",
            how: "Recordings that should be there and are not, without an explanation, and everything that puts the archive's integrity in question. By default it makes the exit code 1, or 4 where the audit is incomplete.",
            next: "Begin with these.",
        }
        Review = "review" {
            means: "Somebody should look at it.",
            how: "The other unexplained deviations, and what makes evidence doubtful. It decides the exit code only with `--fail-on review`.",
            next: "Work through them after the high ones.",
        }
        Info = "info" {
            means: "Good to know.",
            how: "Facts that explain other rows or limit what the audit can show. They never decide the exit code.",
            next: "Read them beside the rows that they concern.",
        }
    }
}
