//! footage-audit: which light-bar activations have no recording and no explanation, and is the archive what
//! was sealed?
//!
//! A room imports only rooms that stand above it in this list; `docs/architecture.md` is the map.

pub mod archive;
pub mod audit;
pub mod base;
pub mod cli;
pub mod evidence;
pub mod facts;
pub mod findings;
pub mod judgement;
pub mod reports;
pub mod results;
pub mod sources;
pub mod statistics;
pub mod words;
