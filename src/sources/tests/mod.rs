//! The sources (contract, "The inputs"), one table a rule: every test writes files and reads them.

mod builder;
mod cells;
mod clocks;
mod empty;
mod files;
mod repeated;
mod shapes;
mod times;
mod words;
