//! Findings: what the reader of a report should look at, each with a stable id, a severity and a plain
//! sentence.
//!
//! Pure functions over judgements. A finding is a lead, not a determination. Used by `scan` and `verify`.

pub mod data;
pub mod id;
pub mod integrity;
pub mod manifests;
pub mod obligations;
pub mod patterns;
mod sentences;
pub mod timeline;
