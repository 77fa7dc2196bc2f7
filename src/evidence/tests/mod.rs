//! The joining of recordings (contract, "Recordings"), one table a rule.

mod readings;
mod builder;
mod clocks;
mod conflicts;
mod copies;
mod footage;
mod precedence;
mod rows;
