//! The judgement: pure functions from evidence to verdicts (contract, "Obligations and verdicts" and "Clocks").
//!
//! No files, no clock, no terminal: the same evidence gives the same verdicts, in whatever order it was
//! read and on however many threads. Used by `scan`.

mod case;
mod casebook;
pub(crate) mod cause;
mod clocks;
mod coverage;
mod data;
mod doubts;
mod explanation;
mod intervals;
mod obligation;
mod obligations;
mod readings;
mod spans;
mod stitch;
#[cfg(test)]
mod tests;
mod traces;
mod triggers;
mod verdict;

pub(crate) use clocks::Clock;
pub(crate) use explanation::Contradiction;
pub(crate) use obligation::{Judged, Obligation};
pub(crate) use obligations::judge;

pub(crate) use triggers::Trigger;
