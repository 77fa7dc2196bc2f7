//! The commands.

pub mod archive;
pub mod keys;
pub mod record;
pub mod seal;
pub mod verify;
