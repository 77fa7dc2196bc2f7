//! `identity-conflict`: an officer has several tours at one moment.

use crate::facts::{Assignment, CameraFact};
use crate::findings::cases::Case;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check =
    Check::of(FindingCode::IdentityConflict).in_cases(|cases, found| cases.each(found, sentence));

fn sentence(case: &Case<'_>) -> Option<String> {
    if case.obligation.other_tours.is_empty() {
        return None;
    }
    let others: Vec<String> = case.other_tours().map(describe).collect();
    let used = case.tour.map(describe).unwrap_or_default();
    Some(format!(
        "the officer has several tours at that moment; judged with {used}, passed over: {}",
        others.join("; ")
    ))
}

fn describe(tour: &Assignment) -> String {
    let camera = match &tour.camera {
        CameraFact::Issued(camera) => format!("camera {camera}"),
        CameraFact::Blank | CameraFact::Unsaid => "no camera named".into(),
    };
    format!("{camera} from {}", tour.from)
}
