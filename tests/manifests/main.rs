//! Archives that are held against manifests of others: every dialect, every attack, with the exact outcome.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says what it skips"
)]

mod archive;
mod bagit;
mod bases;
mod commands;
mod lists;
mod renamed;
