//! The judgement: pure functions from evidence to verdicts (contract sections 3 and 4).
//!
//! No files, no clock, no terminal: the same evidence gives the same verdicts, in whatever order it was
//! read and on however many threads. Used by `scan`.

mod case;
mod casebook;
mod clocks;
mod coverage;
mod doubts;
mod explanation;
mod intervals;
mod obligations;
mod spans;
mod stitch;
#[cfg(test)]
mod tests;
mod traces;
mod triggers;
mod verdict;

pub use clocks::Clock;
pub use explanation::Contradiction;
pub use obligations::{Around, Judged, Obligation, judge};
pub use traces::Traces;
pub use triggers::{Trigger, Window};
