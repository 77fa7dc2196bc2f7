//! Facts: what sources and files say, and what the audit file asks for; plain data.
//!
//! Nothing here reads and nothing judges. `sources` and `archive` make these, `evidence` joins them.

pub(crate) mod audit_file;
pub(crate) mod columns;
pub(crate) mod declared;
pub(crate) mod exports;
pub(crate) mod files;
pub(crate) mod inputs;
pub(crate) mod mapping;
pub(crate) mod pictures;
pub(crate) mod policy;
mod rows;
pub(crate) mod source;

pub(crate) use rows::*;
