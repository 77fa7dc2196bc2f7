//! `clock-suspect`: a camera whose clock was used for what is shown is far off or erratic.

use std::collections::BTreeMap;

use crate::base::ids::CameraId;
use crate::base::time::Span;
use crate::findings::cases::{Case, Cases};
use crate::findings::check::{About, Check, Findings};
use crate::findings::id::FindingKey;
use crate::words::{FindingCode, Reason};

pub(super) const CHECK: Check = Check::of(FindingCode::ClockSuspect).in_cases(|cases, found| {
    find(cases, found);
    cases.each_cause(found, Reason::Clock);
});

/// One for each camera, at the first such trigger.
fn find(cases: &Cases<'_>, found: &mut Findings) {
    let mut suspects: BTreeMap<&CameraId, (Case<'_>, u64)> = BTreeMap::new();
    for case in cases.iter() {
        let (Some(clock), Some(camera)) = (case.obligation.clock, &case.obligation.clock_camera) else { continue };
        if clock.suspect {
            suspects.entry(camera).or_insert((case, 0)).1 += 1;
        }
    }
    for (camera, (case, count)) in suspects {
        let about = About {
            at: Some(case.obligation.on),
            camera: Some(camera),
            vehicle: case.trigger.vehicle(),
            events: case.trigger.event_ids.clone(),
            ..About::default()
        };
        let key = FindingKey { camera: Some(camera), ..FindingKey::default() };
        found.add(&key, about, sentence(&case, count), case.sources());
    }
}

fn sentence(case: &Case<'_>, count: u64) -> String {
    let clock = case.obligation.clock;
    let (offset, uncertainty) = clock.map_or((Span::ZERO, Span::ZERO), |clock| (clock.offset, clock.uncertainty));
    format!(
        "the camera's clock was {offset} s (± {uncertainty} s) from the car's at this trigger, and far off or erratic \
         at {count} in all"
    )
}
