//! What the program does with everything that is not as it should be: a clear message and exit code 2, or a
//! finding and a report in which nothing else is lost. Never a panic, and nothing that could not be checked
//! is ever fine.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(clippy::print_stderr, reason = "a test that cannot run here says so")]

mod archives;
mod audit_files;
mod exit_codes;
mod init;
mod inspect;
mod output;
mod scene;
mod sources;
mod terminal;
