//! What the process returns, as a type (contract, "Exit codes").

use super::vocabulary::words;

words! {
    /// How a command ended; the word is the number that the process returns.
    Exit: "exit code" {
        Complete = "0" {
            means: "The audit is complete, and nothing was found at or above `--fail-on`.",
            how: "By default only findings of severity `high` count.",
            next: "Findings of lower severity may still be in the report.",
        }
        Findings = "1" {
            means: "The audit is complete, and there are findings.",
            how: "At least one finding is at or above `--fail-on`. A hash that does not fit is a finding, not an error.",
            next: "Read the report from the top.",
        }
        CouldNotRun = "2" {
            means: "The audit could not run.",
            how: "The command line or the audit file is wrong, a source lacks a required column, or the output cannot be written. No report was written.",
            next: "The message says what, where, and what to do.",
        }
        Incomplete = "3" {
            means: "The audit is incomplete, and there are no findings in what could be read.",
            how: "Rows were rejected, files were unreadable, or nothing was found to audit. The report is written.",
            next: "Read what is missing before trusting that nothing was found.",
        }
        IncompleteWithFindings = "4" {
            means: "The audit is incomplete, and there are findings.",
            how: "As with 3, and at least one finding is at or above `--fail-on`.",
            next: "Act on the findings, and supply what is missing.",
        }
    }
}

impl Exit {
    /// How a command that ran has ended.
    pub const fn of(complete: bool, findings: bool) -> Self {
        match (complete, findings) {
            (true, false) => Self::Complete,
            (true, true) => Self::Findings,
            (false, false) => Self::Incomplete,
            (false, true) => Self::IncompleteWithFindings,
        }
    }

    /// The number that the process returns.
    pub const fn code(self) -> u8 {
        match self {
            Self::Complete => 0,
            Self::Findings => 1,
            Self::CouldNotRun => 2,
            Self::Incomplete => 3,
            Self::IncompleteWithFindings => 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_contract() {
        let (_, contract) = include_str!("../../docs/contract.md").split_once("### Exit codes").unwrap();
        for exit in Exit::ALL {
            assert_eq!(exit.as_str(), exit.code().to_string());
            assert!(contract.contains(&format!("\n| {exit} | ")), "{exit}");
        }
    }
}
