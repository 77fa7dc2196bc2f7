//! What the program does with everything that is not as it should be: a clear message and exit code 2, or a
//! finding and a report in which nothing else is lost. Never a panic, and nothing that could not be checked
//! is ever fine.

mod archives;
mod audit_files;
mod exit_codes;
mod init;
mod inspect;
mod output;
mod sources;
mod terminal;
