//! Results: what an audit comes to, as the outside world sees it (contract, "What `--out DIR` holds").
//!
//! Plain rows with what they say of themselves; they change when the contract changes, not when the program does. A
//! field that is not known is `None` and becomes an empty cell. `findings` and `statistics` make them, `reports`
//! print them.

pub(crate) mod beside;
pub(crate) mod causes;
pub(crate) mod changes;
pub(crate) mod columns;
#[cfg(test)]
mod document;
mod file;
mod finding;
mod obligation;
mod patterns;
pub(crate) mod rates;
mod report;
pub(crate) mod soundness;
pub(crate) mod timeline;

pub(crate) use columns::Tabular;
pub(crate) use file::FileRow;
pub use finding::FindingRow;
pub(crate) use obligation::ObligationRow;
pub(crate) use patterns::PatternRow;
pub use report::Report;
pub(crate) use report::{ArchiveSummary, PolicySummary};
