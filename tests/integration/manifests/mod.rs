//! Archives that are held against manifests of others: every dialect, every attack, with the exact outcome.

mod bagit;
mod bases;
mod commands;
mod lists;
mod renamed;
