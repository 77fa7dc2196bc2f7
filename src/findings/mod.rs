//! Findings: what the reader of a report should look at, each with a stable id, a severity and a plain
//! sentence.
//!
//! Pure functions over judgements and archives, and the only English about cases. A finding is a lead, not a
//! determination. [`find`] lets every check look; each file of `checks` looks for one code, as [`check`]
//! says what a check is; `found` makes the rows.

pub(crate) mod archive;
pub(crate) mod cases;
mod chain;
mod causes;
mod check;
mod checks;
pub(crate) mod find;
mod found;
mod id;
pub(crate) mod names;
pub(crate) mod patterns;
mod sentences;
mod tell;
#[cfg(test)]
mod tests;
pub(crate) mod timeline;
