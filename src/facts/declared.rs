//! What somebody declares about an export, beside what it holds (contract, "The audit file").

use std::sync::Arc;

use crate::base::time::Moment;

/// What an export was asked for: from the first moment to before the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Covers {
    /// From here,
    pub from: Moment,
    /// to before here.
    pub to: Moment,
}

/// Somebody vouches that an export is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    /// Who.
    pub by: Arc<str>,
    /// When.
    pub at: Moment,
    /// The line of the audit file that says so, from 1.
    pub line: u64,
}
