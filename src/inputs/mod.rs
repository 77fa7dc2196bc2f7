//! Inputs: logs and indexes as CSV, read row by row into facts (contract section 2).
//!
//! Every row becomes a fact that remembers its file and line, or a rejected row with a reason; none
//! disappears. Nothing here judges. Used by `scan`.

pub mod cells;
pub mod csv_rows;
pub mod facts;
mod parse;
mod read;
mod same;
#[cfg(test)]
mod tests;
pub mod times;

pub use read::{InputError, Inputs, read};
