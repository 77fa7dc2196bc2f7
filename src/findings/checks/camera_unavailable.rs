//! `camera-unavailable`: the camera was off, asleep or docked when the trigger began.

use crate::findings::cases::Case;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check =
    Check::of(FindingCode::CameraUnavailable).in_cases(|cases, found| cases.each(found, sentence));

fn sentence(case: &Case<'_>) -> Option<String> {
    let event = case.logged(case.obligation.camera_unavailable)?;
    Some(format!("the camera's last state before the trigger is {} at {}", event.word, event.at))
}
