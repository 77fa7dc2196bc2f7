//! What somebody declares about exports and clocks, beside what the sources hold (contract, "What is declared of
//! exports and clocks").

use std::sync::Arc;

use super::source::SourceKind;
use crate::base::ids::{CameraId, VehicleId};
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};

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

impl Vouched {
    /// Whether it counts: a word that is given later is not there yet (contract, "Times").
    pub(crate) fn is_given_by(&self, as_of: Moment) -> bool {
        self.at <= as_of
    }
}

/// One `[[clock]]`: a correction that somebody found and vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockSettings {
    /// Whose clock.
    pub of: ClockOf,
    /// That clock minus true time.
    pub offset: Span,
    /// From here in true time.
    pub from: Option<Moment>,
    /// Until before this in true time.
    pub to: Option<Moment>,
    /// The line of the audit file on which the correction begins, from 1.
    pub line: u64,
}

/// Whose clock is corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClockOf {
    /// All times of a kind of source.
    Source(SourceKind),
    /// All times of one file, named as the audit file leads to it.
    File(String),
    /// A camera's recordings and device log.
    Camera(CameraId),
    /// A vehicle's light bar.
    Vehicle(VehicleId),
}

impl ClockSettings {
    /// The true time of what is written; `None` where the correction does not hold then.
    fn true_time(&self, written: Moment) -> Option<Moment> {
        let at = written - self.offset;
        (self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to)).then_some(at)
    }
}

/// How wrong a time is by the corrections that hold then, each after the other; notes which these are.
pub(crate) fn wrong_by<'a>(
    clocks: impl IntoIterator<Item = &'a (Ix<ClockSettings>, &'a ClockSettings)>,
    written: Moment,
    used: &mut Vec<Ix<ClockSettings>>,
) -> Span {
    let mut at = written;
    for (clock, settings) in clocks {
        if let Some(corrected) = settings.true_time(at) {
            at = corrected;
            used.push(*clock);
        }
    }
    written - at
}
