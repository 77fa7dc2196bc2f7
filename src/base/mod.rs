//! Base: values that know nothing of the audit: ids, times, digests, paths, numbers, text.
//!
//! Every room may use this one; it uses nothing of the others.

pub(crate) mod day;
pub(crate) mod defect;
pub(crate) mod digest;
pub(crate) mod duration;
pub(crate) mod escape;
pub(crate) mod glob;
pub(crate) mod hex;
pub(crate) mod ids;
pub(crate) mod index;
pub(crate) mod path;
pub(crate) mod progress;
pub(crate) mod reading;
pub(crate) mod share;
pub(crate) mod time;
