//! The joining of recordings (contract, "Recordings"), one table a rule.

mod builder;
mod conflicts;
mod copies;
mod footage;
mod precedence;
mod rows;
