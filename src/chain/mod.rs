//! The hash chain of an archive: reading it strictly, extending it safely, holding files against it.
//!
//! Contract section 5. Nothing here looks into a video or judges an officer. Used by `scan`, `verify`
//! and `seal`.
