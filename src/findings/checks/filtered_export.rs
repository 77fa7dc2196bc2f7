//! `filtered-export`: short recordings seem to have been left out of the export.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::FilteredExport).in_cases(|cases, found| cases.each_cause(found, Reason::FilteredExport));
