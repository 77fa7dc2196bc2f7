//! The hash chain of an archive: reading it strictly, extending it safely, holding files against it.
//!
//! Contract section 5. Nothing here looks into a video or judges an officer. Used by `scan`, `verify`,
//! `seal` and `record`.
//!
//! - [`mod@read`] reads a chain file ([`record`]: what a line says; [`mod@line`]: how it is written;
//!   [`follow`]: what may follow what),
//! - [`anchor`] holds it against checkpoints kept elsewhere ([`checkpoint`], [`note`], [`merkle`]),
//! - [`mod@compare`] holds files against it ([`purges`]: which deletions were lawful),
//! - [`mod@seal`] makes or extends one, [`append`] adds purges, holds and releases ([`extend`]: all or
//!   nothing; [`store`]: so that a kill leaves the old chain or the new one).

pub mod anchor;
pub mod append;
pub mod checkpoint;
pub mod compare;
pub mod evidence;
#[cfg(test)]
pub mod examples;
pub mod extend;
pub mod follow;
pub mod json;
pub mod line;
pub mod merkle;
pub mod note;
pub mod purges;
pub mod read;
pub mod record;
pub mod seal;
pub mod store;

pub use anchor::AnchorSettings;
pub use append::{Act, RecordError, RecordSettings, Recorded, record as append_record};
pub use compare::{CheckedFile, compare};
pub use evidence::ChainEvidence;
pub use purges::JudgedPurge;
pub use read::{Chain, ChainError, read};
pub use record::{BadLine, Body, FileRecord, Record, SealedFacts};
pub use seal::{Footage, SealError, SealSettings, Sealed, seal};
