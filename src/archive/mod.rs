//! Archive: what lies on disk, held against its chain or against the lists of others.
//!
//! [`disk`] lists and reads files, [`probe`] says what a video holds, [`chain`] is the program's own hash chain,
//! [`manifest`] reads what others wrote, with the hashes of [`checksum`]. Nothing here knows of logs and indexes.

pub(crate) mod chain;
pub(crate) mod checksum;
pub(crate) mod disk;
pub(crate) mod manifest;
pub(crate) mod probe;
