//! What a check is: the code of its findings, and how it looks for them.
//!
//! A check looks for one kind of finding. Its file in `checks/` holds the condition and the sentence; how much the code
//! matters and what it means stands in [`crate::words`]. [`Findings::add`] alone makes rows of what checks say.

use super::archive::ArchiveScene;
use super::cases::Cases;
pub(super) use super::found::{About, Findings};
use crate::words::FindingCode;

/// Looks for findings of one code.
pub(crate) struct Check {
    /// What its findings are called.
    pub(super) code: FindingCode,
    /// How it looks at what was judged.
    pub(super) in_cases: Option<fn(&Cases<'_>, &mut Findings)>,
    /// How it looks at an archive.
    pub(super) in_archive: Option<fn(&ArchiveScene<'_>, &mut Findings)>,
}

impl Check {
    /// A check without a look; [`Self::in_cases`] or [`Self::in_archive`] adds one.
    pub(super) const fn of(code: FindingCode) -> Self {
        Self { code, in_cases: None, in_archive: None }
    }

    /// Looks at what was judged and what it was judged on.
    pub(super) const fn in_cases(self, look: fn(&Cases<'_>, &mut Findings)) -> Self {
        Self { in_cases: Some(look), ..self }
    }

    /// Looks at each archive.
    pub(super) const fn in_archive(self, look: fn(&ArchiveScene<'_>, &mut Findings)) -> Self {
        Self { in_archive: Some(look), ..self }
    }
}
