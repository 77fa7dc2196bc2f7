//! Reads the audit file: `audit.toml` is turned once into validated settings (contract, "The audit file").
//!
//! Nothing else sees its text. Used by the commands.

mod clocks;
#[cfg(test)]
mod clocks_tests;
mod complaint;
mod load;
mod mappings;
mod policies;
#[cfg(test)]
mod tests;

pub use load::load;
pub(crate) use policies::{policy_digest, summarise};
