//! What the process returns, as a type (contract section 6): no other place writes one of these numbers.

use std::fmt;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exit {
    /// Everything could be checked, and nothing that counts was found.
    Complete,
    /// Everything could be checked, and there are findings.
    Findings,
    /// There is no report: usage, audit file, unwritable output.
    CouldNotRun,
    /// Not everything could be checked, and there are no findings in what could be read.
    Incomplete,
    /// Not everything could be checked, and there are findings.
    IncompleteWithFindings,
}

impl Exit {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 5] =
        [Self::Complete, Self::Findings, Self::CouldNotRun, Self::Incomplete, Self::IncompleteWithFindings];

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

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_contract() {
        let (_, contract) = include_str!("../../docs/contract.md").split_once("### Exit codes").unwrap();
        assert_eq!(Exit::ALL.map(Exit::code), [0, 1, 2, 3, 4]);
        for exit in Exit::ALL {
            assert!(contract.contains(&format!("\n| {exit} | ")), "{exit}");
        }
    }
}
