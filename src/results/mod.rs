//! Results: what an audit comes to, as the outside world sees it (contract section 7).
//!
//! Plain rows with what they say of themselves; they change when the contract changes, not when the program does. A
//! field that is not known is `None` and becomes an empty cell. `findings` and `statistics` make them, `reports`
//! print them.

pub mod beside;
pub mod changes;
pub mod columns;
#[cfg(test)]
mod document;
mod file;
mod finding;
mod obligation;
mod patterns;
pub mod rates;
mod report;
pub mod soundness;
pub mod timeline;

pub use columns::Tabular;
pub use file::FileRow;
pub use finding::FindingRow;
pub use obligation::ObligationRow;
pub use patterns::PatternRow;
pub use report::{ArchiveSummary, PolicySummary, Report};
