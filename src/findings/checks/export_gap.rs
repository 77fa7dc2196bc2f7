//! `export-gap`: several officers have no recordings at once, so the export may have a hole there.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::ExportGap).in_cases(|cases, found| cases.each_cause(found, Reason::ExportGap));
