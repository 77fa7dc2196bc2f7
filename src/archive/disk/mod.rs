//! What lies on disk: walks archive roots, opens every regular file once, hashes it and has its video probed.
//!
//! [`walk()`] lists what is there. [`examine()`] opens a file, hashes its bytes and hands the same open file to
//! [`super::probe`], so that what was hashed is what was probed. Nothing here knows of chains, indexes or policies.

mod examine;
mod open;
mod walk;

pub(crate) use examine::examine_with;
pub use examine::{Examine, examine};
pub(crate) use open::{read_start, read_whole};
pub use walk::walk;
pub(crate) use walk::{WalkError, check_root, is_video};

#[cfg(test)]
mod tests;
