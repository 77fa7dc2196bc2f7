//! Archive: what lies on disk, held against its chain or against the lists of others.
//!
//! [`footage`] lists, reads and probes files, [`chain`] is the program's own hash chain, [`manifest`] reads what
//! others wrote, with the hashes of [`checksum`]. Knows nothing of logs and indexes.

pub(crate) mod chain;
pub(crate) mod checksum;
pub(crate) mod footage;
pub(crate) mod manifest;
