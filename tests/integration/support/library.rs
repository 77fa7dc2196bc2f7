//! All that the tests use of the library.

pub(crate) use footage_audit::inside::*;
