//! footage-audit: which light-bar activations have no recording and no explanation, and is the archive what
//! was sealed?
//!
//! Data flows one way: [`inputs`] and [`footage`] and [`chain`] → [`evidence`] → [`judgement`] →
//! [`findings`] → [`reports`]. The binary is a thin shell around [`cli`].

pub mod archive_path;
pub mod chain;
pub mod digest;
pub mod explain;
pub mod footage;
pub mod ids;
pub mod progress;
pub mod reports;
pub mod time;
pub mod vocabulary;
