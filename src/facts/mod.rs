//! Facts: what sources and files say, and what the audit file asks for; plain data.
//!
//! Nothing here reads and nothing judges. `sources` and `archive` make these, `evidence` joins them.

pub mod audit_file;
pub mod columns;
pub mod files;
pub mod inputs;
pub mod policy;
mod rows;

pub use rows::*;
