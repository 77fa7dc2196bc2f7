//! What the process returns.

use super::vocabulary::words;

words! {
    /// What the process returns.
    EXIT_CODES: "exit code" = [
        "0" {
            means: "The audit is complete, and nothing was found at or above `--fail-on`.",
            how: "By default only findings of severity `high` count.",
            next: "Findings of lower severity may still be in the report.",
        }
        "1" {
            means: "The audit is complete, and there are findings.",
            how: "At least one finding is at or above `--fail-on`. A hash that does not fit is a finding, not an error.",
            next: "Read the report from the top.",
        }
        "2" {
            means: "The audit could not run.",
            how: "The command line or the audit file is wrong, a source lacks a required column, or the output cannot be written. No report was written.",
            next: "The message says what, where, and what to do.",
        }
        "3" {
            means: "The audit is incomplete, and there are no findings in what could be read.",
            how: "Rows were rejected, files were unreadable, or nothing was found to audit. The report is written.",
            next: "Read what is missing before trusting that nothing was found.",
        }
        "4" {
            means: "The audit is incomplete, and there are findings.",
            how: "As with 3, and at least one finding is at or above `--fail-on`.",
            next: "Act on the findings, and supply what is missing.",
        }
    ]
}
