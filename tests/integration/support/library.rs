//! All that the tests use of the library. They import it from here, so that a module that moves in the library
//! changes one file of the tests.

pub use footage_audit::archive_path::ArchivePath;
pub use footage_audit::audit::{AuditSettings, VerifySettings, audit, verify};
pub use footage_audit::audit_file::{ArchiveSettings, load as load_audit_file};
pub use footage_audit::chain::checkpoint::Checkpoint;
pub use footage_audit::chain::line::Line;
pub use footage_audit::chain::record::{Body, FileRecord, Hold, Open, Purge, Release, SealedFacts};
pub use footage_audit::chain::{Chain, read as read_chain};
pub use footage_audit::checksum::{Algorithm, Checksum};
pub use footage_audit::digest::Digest;
pub use footage_audit::footage::types::Listing;
pub use footage_audit::footage::{Examine, examine, walk};
pub use footage_audit::manifest::{compare as compare_with_manifests, find as find_manifests};
pub use footage_audit::progress::{Progress, Silent};
pub use footage_audit::reports::out_dir::FILES as FILES_OF_AN_OUTPUT;
pub use footage_audit::reports::rows::{FindingRow, Report};
pub use footage_audit::time::{Moment, Span};
pub use footage_audit::vocabulary::{ChainVerdict, Explanation, FileStatus, FindingCode, Outcome, Reason, Verdict};
