//! Base: values that know nothing of the audit: ids, times, digests, paths, numbers, text.
//!
//! Every room may use this one; it uses nothing of the others.

pub mod defect;
pub mod digest;
pub mod duration;
pub mod escape;
pub mod glob;
pub mod hex;
pub mod ids;
pub mod index;
pub mod path;
pub mod progress;
pub mod reading;
pub mod share;
pub mod time;
