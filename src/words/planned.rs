//! Words that are decided and not built: the contract has them marked *planned*, and no report or input may have
//! them yet. They are explained for whoever meets them in the contract, and move to their vocabulary once they are
//! built.

use super::vocabulary::{Text, Vocabulary, Word};
use super::{FindingCode, Severity};

/// Codes of findings to come.
pub(crate) const PLANNED_FINDINGS: Vocabulary = Vocabulary {
    name: FindingCode::VOCABULARY.name,
    words: &[Word::new(
        "root-not-mounted",
        Text {
            means: "Planned: no version writes it yet. A root holds nothing at all, though a list that is kept elsewhere names its files.",
            how: "A share that is not mounted is an empty folder. Until then each of its files is `missing`.",
            next: "See whether the share is mounted before anything else.",
        },
    )
    .with_severity(Severity::High)
    .planned()],
};
