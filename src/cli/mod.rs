//! The commands.

pub mod seal;
pub mod verify;
