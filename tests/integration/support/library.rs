//! All that the tests use of the library. They import it from here, so that a module that moves in the library
//! changes one file of the tests.

pub use footage_audit::archive::chain::checkpoint::Checkpoint;
pub use footage_audit::archive::chain::line::Line;
pub use footage_audit::archive::chain::record::{Body, FileRecord, Hold, Open, Purge, Release, SealedFacts};
pub use footage_audit::archive::chain::{Chain, read as read_chain};
pub use footage_audit::archive::checksum::{Algorithm, Checksum};
pub use footage_audit::archive::footage::{Examine, examine, walk};
pub use footage_audit::archive::manifest::{DefectKind, compare as compare_with_manifests, find as find_manifests};
pub use footage_audit::audit::{AuditSettings, VerifySettings, audit, verify};
pub use footage_audit::base::digest::Digest;
pub use footage_audit::base::path::ArchivePath;
pub use footage_audit::base::progress::{Progress, Silent};
pub use footage_audit::base::time::{Moment, Span};
pub use footage_audit::facts::audit_file::ArchiveSettings;
pub use footage_audit::facts::files::Listing;
pub use footage_audit::reports::out_dir::files as files_of_an_output;
pub use footage_audit::results::{FindingRow, Report};
pub use footage_audit::sources::audit_file::load as load_audit_file;
pub use footage_audit::words::{ChainVerdict, Explanation, FileStatus, FindingCode, Outcome, Reason, Verdict};
