//! `auto-trigger-failed`: a camera was awake, and a hand had to start it after the light bar had gone on.

use std::collections::BTreeMap;

use crate::base::ids::{CameraId, VehicleId};
use crate::findings::cases::{Case, Cases};
use crate::findings::cases::failed_trigger;
use crate::findings::check::{Check, Findings};
use crate::findings::patterns::Several;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::AutoTriggerFailed).in_cases(find);

/// One for each car and camera between which the signal did not arrive.
fn find(cases: &Cases<'_>, found: &mut Findings) {
    let mut failed: BTreeMap<(&VehicleId, &CameraId), Vec<Case<'_>>> = BTreeMap::new();
    for case in cases.iter() {
        if let Some(pair) = failed_trigger(&case) {
            failed.entry(pair).or_default().push(case);
        }
    }
    for ((vehicle, camera), misses) in failed {
        let times = if misses.len() == 1 { "once".to_owned() } else { format!("{} times", misses.len()) };
        let summary =
            format!("the camera was awake, yet it was started by hand after the light bar had gone on, {times}");
        Several { vehicle: Some(vehicle), camera: Some(camera), officer: false }.add(found, cases, &misses, summary);
    }
}
