//! `camera-not-in-export`: no row of the recordings names the camera, so nobody knows whether the export holds it.

use crate::findings::check::Check;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check =
    Check::of(FindingCode::CameraNotInExport).in_cases(|cases, found| cases.each_cause(found, Reason::CameraNotInExport));
