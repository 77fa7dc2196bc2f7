//! `--public FILE.html`: what a department may show to everybody, as a page and as CSV.
//!
//! Counts and rates for each unit and month, the policy in force and whether the archive is what was sealed;
//! no officer, camera, vehicle, event, recording or path, and no sentence that could quote one. Counts from 1
//! to 10 are withheld together with what would reveal them (see [`crate::statistics::withhold`]), and so is everything about a
//! unit in which fewer than three officers had a trigger that month: its numbers would be theirs. There are
//! no sums over months, for they would give back what one month withholds. Rates are made of published counts
//! alone, so that they reveal nothing more. Used by the `scan` command.

mod count;
mod files;
mod page;
mod rates;
mod sheet;

pub(crate) use crate::statistics::withhold::SMALLEST;

pub(crate) use files::PublicFiles;

/// How a count that is withheld is written.
pub(crate) const WITHHELD: &str = "withheld";

#[cfg(test)]
mod tests;
