//! Statistics: who or what a run of misses points to, and how sure every rate is.
//!
//! Pure functions over judged obligations; no files, no terminal, and the same answer on however many
//! threads. [`causes`] finds broken triggers, deaf cameras and habits, [`exact`] is the test behind it,
//! [`rates`] counts and says how much a count can be off. Used by the findings and the reports.

pub(crate) mod causes;
pub(crate) mod coverage;
pub(crate) mod exact;
pub(crate) mod observations;
pub(crate) mod rates;
pub(crate) mod withhold;

#[cfg(test)]
mod simulation;

/// A place for something that a test made up.
#[cfg(test)]
fn made_up<T>(number: usize) -> crate::base::index::Ix<T> {
    crate::base::index::Ix::made_up(number.try_into().unwrap_or(u32::MAX))
}
