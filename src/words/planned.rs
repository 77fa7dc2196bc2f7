//! Words that are decided and not built: the contract has them marked *planned*, and no report or input may have
//! them yet. They are explained for whoever meets them in the contract, and move to their vocabulary once they are
//! built.

use super::vocabulary::{Text, Vocabulary, Word};
use super::{FORMS, FindingCode, Severity};

/// Codes of findings to come.
pub(crate) const PLANNED_FINDINGS: Vocabulary = Vocabulary {
    name: FindingCode::VOCABULARY.name,
    words: &[Word::new(
        "log-gap",
        Text {
            means: "Planned: no version writes it yet. A sampled log fell silent while the light bar was on.",
            how: "No sample came for longer than `sample-timeout`; the activation was ended at the last one.",
            next: "The light bar may have been on for longer. Check the vehicle's connection.",
        },
    )
    .with_severity(Severity::Info)
    .planned()],
};

/// Forms of a light-bar log to come.
pub(crate) const PLANNED_FORMS: Vocabulary = Vocabulary {
    name: FORMS.name,
    words: &[
        Word::new(
            "edges",
            Text {
                means: "Planned: no version reads it yet. Each row of the light-bar log is one change, to on or to off.",
                how: "An `off` ends the activation, a repeated `on` is ignored and counted, an `off` without an `on` is a rejected row.",
                next: "Until then, turn the changes into activations with start and end first: the form `intervals`.",
            },
        )
        .planned(),
        Word::new(
            "samples",
            Text {
                means: "Planned: no version reads it yet. Each row of the light-bar log is the state at one moment.",
                how: "A change of state is an edge; silence longer than `sample-timeout` ends the activation at the last sample and gives a `log-gap` finding.",
                next: "Until then, turn the samples into activations with start and end first: the form `intervals`.",
            },
        )
        .planned(),
    ],
};
