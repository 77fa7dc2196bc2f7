//! Sources: the audit file, and the logs and indexes that it names, read row by row into facts (contract, "The
//! inputs").
//!
//! Every row becomes a fact that remembers its file and line, or a rejected row with a reason; none
//! disappears. Nothing here judges.

pub(crate) mod audit_file;
mod clocks;
mod export;
mod orders;
mod parse;
mod read;
mod rows;
mod same;
mod states;
mod stop;
pub(crate) mod table;
#[cfg(test)]
mod tests;

pub(crate) use read::{InputError, read};
