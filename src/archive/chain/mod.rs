//! The hash chain of an archive: reading it strictly, extending it safely, holding files against it.
//!
//! Contract, "The archive and its chain". Nothing here looks into a video or judges an officer. Used by `scan`,
//! `verify`, `seal` and `record`.
//!
//! - [`mod@read`] reads a chain file ([`record`]: what a line says; [`mod@line`]: how it is written;
//!   [`follow`]: what may follow what),
//! - [`anchor`] holds it against checkpoints kept elsewhere ([`checkpoint`], [`note`], [`merkle`]),
//! - [`mod@compare`] holds files against it ([`purges`]: which deletions were lawful),
//! - [`mod@seal`] makes or extends one, [`append`] adds purges, holds and releases ([`extend`]: all or
//!   nothing; [`store`]: so that a kill leaves the old chain or the new one).

pub(crate) mod anchor;
pub(crate) mod append;
pub(crate) mod checkpoint;
pub(crate) mod compare;
pub(crate) mod evidence;
#[cfg(test)]
pub(crate) mod examples;
pub(crate) mod extend;
pub(crate) mod follow;
pub(crate) mod json;
pub(crate) mod line;
pub(crate) mod merkle;
pub(crate) mod note;
pub(crate) mod purges;
pub mod read;
pub(crate) mod record;
pub(crate) mod seal;
pub(crate) mod store;

pub(crate) use anchor::AnchorSettings;

pub(crate) use compare::{CheckedFile, compare};
pub(crate) use evidence::ChainEvidence;

pub use read::{Chain, read};
pub(crate) use record::{FileRecord, SealedFacts};
