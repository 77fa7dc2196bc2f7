//! What can end the reading of a file early.

use std::io;

use super::table::row::Unusable;

/// Why a file is not read to its end: exit 2.
pub(super) enum Stop {
    /// The system says so.
    Io(io::Error),
    /// It is not what its source needs; what is wrong and what to do.
    Unusable(String),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Unusable> for Stop {
    fn from(Unusable(why): Unusable) -> Self {
        Self::Unusable(why)
    }
}
