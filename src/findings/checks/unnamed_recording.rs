//! `unnamed-recording`: a recording that names no officer may be the one that is missing, where cameras are unknown.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::UnnamedRecording).in_cases(|cases, found| cases.each_cause(found, Reason::UnnamedRecording));
