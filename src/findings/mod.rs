//! Findings: what the reader of a report should look at, each with a stable id, a severity and a plain
//! sentence.
//!
//! Pure functions over judgements and archives, and the only English about cases. A finding is a lead, not a
//! determination. [`check`] says what a check is and makes the rows; each file of `checks` looks for one code.

pub mod archive;
pub mod cases;
mod chain;
pub mod check;
mod checks;
mod id;
pub mod names;
pub mod patterns;
mod sentences;
#[cfg(test)]
mod tests;
pub mod timeline;
