//! `camera-blank`: a tour names no camera, between tours that do.

use crate::findings::cases::Case;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check =
    Check::of(FindingCode::CameraBlank).in_cases(|cases, found| cases.each(found, sentence));

fn sentence(case: &Case<'_>) -> Option<String> {
    let summary = "the tour names no camera, although the officer had one in tours before and after";
    case.obligation.camera_blank.then(|| summary.to_owned())
}
