//! footage-audit: which light-bar activations have no recording and no explanation, and is the archive what
//! was sealed?
//!
//! Data flows one way: [`inputs`] and [`footage`] and [`chain`] → [`evidence`] → [`judgement`] →
//! [`findings`] and [`statistics`] → [`reports`]. The binary is a thin shell around [`cli`].

pub mod archive_path;
pub mod audit;
pub mod audit_file;
pub mod chain;
pub mod checksum;
pub mod cli;
pub mod digest;
pub mod evidence;
pub mod explain;
pub mod findings;
pub mod footage;
pub mod ids;
pub mod inputs;
pub mod judgement;
pub mod manifest;
pub mod policy;
pub mod previous;
pub mod progress;
pub mod reports;
pub mod statistics;
pub mod time;
pub mod timeline;
pub mod vocabulary;
