//! The rules of the judgement (contract, "Obligations and verdicts" and "Clocks"), one table a rule.
//!
//! Every test begins with [`town`]: one car, one officer, one camera, one tour, one light-bar activation of
//! ten minutes, nothing recorded, and a camera that was emptied afterwards. A case changes what it is about.
//! Times are seconds after that activation's `on`.

mod absence;
mod builder;
mod candidates;
mod clocks;
mod confidence;
mod coverage;
mod departments;
mod explanation;
mod laws;
mod obliged;
mod readings;
mod triggers;
