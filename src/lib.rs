//! footage-audit: which light-bar activations have no recording and no explanation, and is the archive what was
//! sealed?
//!
//! The library is the program behind the binary, not an interface for others: [`main`] is all that the binary uses,
//! and [`inside`] what tests take apart. The rooms stand here in the order in which they may be imported: a room
//! imports only rooms above it. `docs/architecture.md` is the map.

mod base;
mod words;
mod facts;
mod results;
mod sources;
mod archive;
mod evidence;
mod judgement;
mod statistics;
mod findings;
mod reports;
mod audit;
mod cli;

pub use cli::main;

/// What the tests take apart, from inside the rooms. It may change with every version.
#[doc(hidden)]
pub mod inside {
    pub use crate::archive::chain::checkpoint::Checkpoint;
    pub use crate::archive::chain::line::Line;
    pub use crate::archive::chain::record::{Body, FileRecord, Hold, Open, Purge, Release, SealedFacts};
    pub use crate::archive::chain::{Chain, read as read_chain};
    pub use crate::archive::checksum::{Algorithm, Checksum};
    pub use crate::archive::disk::{Examine, examine, walk};
    pub use crate::archive::manifest::{DefectKind, compare as compare_with_manifests, find as find_manifests};
    pub use crate::audit::{AuditSettings, VerifySettings, audit, verify};
    pub use crate::base::digest::Digest;
    pub use crate::base::path::ArchivePath;
    pub use crate::base::progress::{Progress, Silent};
    pub use crate::base::time::{Moment, Span};
    pub use crate::facts::audit_file::ArchiveSettings;
    pub use crate::facts::files::Listing;
    pub use crate::reports::out_dir::files as files_of_an_output;
    pub use crate::results::{FindingRow, Report};
    pub use crate::sources::audit_file::load as load_audit_file;
    pub use crate::words::{ChainVerdict, Explanation, FileStatus, FindingCode, Outcome, Reason, Verdict};
}
