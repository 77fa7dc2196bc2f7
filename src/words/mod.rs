//! Words: every word that a report can print, once, with everything that is known about it.
//!
//! One file for each vocabulary. An entry has the word, its text and, for the code of a finding, its severity and
//! family; what else is true of a word whatever the case stands beside it, as a method. [`explain`] looks words
//! up; `docs/findings.md` is made from the same entries. Used by every room but `base`.

mod chain;
mod change;
mod confidence;
#[cfg(test)]
pub(crate) mod document;
mod exit;
pub(crate) mod explain;
mod explanation;
mod file;
mod finding;
mod log;
mod outcome;
mod planned;
mod policy;
mod reason;
mod severity;
mod start;
mod subject;
mod trigger;
mod verdict;
mod video;
mod vocabulary;
mod would_be;

pub(crate) use chain::ANCHORING;
pub use chain::ChainVerdict;
pub(crate) use change::Change;
pub(crate) use confidence::{Confidence, Doubt};
pub(crate) use exit::Exit;
pub use explanation::Explanation;
pub(crate) use file::CheckedBy;
pub use file::FileStatus;
pub(crate) use finding::Family;
pub use finding::FindingCode;
pub(crate) use log::{DEVICE_EVENTS, FORMS};
pub use outcome::Outcome;
pub(crate) use planned::PLANNED_FINDINGS;
pub(crate) use policy::POLICY_KEYS;
pub use reason::Reason;
pub(crate) use severity::Severity;
pub(crate) use start::StartSource;
pub(crate) use subject::SubjectKind;
pub(crate) use trigger::TriggerKind;
pub use verdict::Verdict;
pub(crate) use video::VideoState;
pub(crate) use vocabulary::{Text, Vocabulary, Word};
pub(crate) use would_be::WouldBe;

/// Every vocabulary that has texts, in the order in which a reader meets them.
pub(crate) const VOCABULARIES: &[Vocabulary] = &[
    Outcome::VOCABULARY,
    Verdict::VOCABULARY,
    Reason::VOCABULARY,
    Explanation::VOCABULARY,
    TriggerKind::VOCABULARY,
    Confidence::VOCABULARY,
    Doubt::VOCABULARY,
    Severity::VOCABULARY,
    WouldBe::VOCABULARY,
    Change::VOCABULARY,
    StartSource::VOCABULARY,
    FileStatus::VOCABULARY,
    CheckedBy::VOCABULARY,
    VideoState::VOCABULARY,
    ChainVerdict::VOCABULARY,
    FindingCode::VOCABULARY,
    ANCHORING,
    POLICY_KEYS,
    DEVICE_EVENTS,
    FORMS,
    Exit::VOCABULARY,
    PLANNED_FINDINGS,
];
