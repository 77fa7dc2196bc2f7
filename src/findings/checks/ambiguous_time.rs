//! `ambiguous-time`: a local time occurs twice that night.

use crate::base::ids::{CameraId, OfficerId};
use crate::base::time::Moment;
use crate::evidence::remarks::Noticed;
use crate::facts::RowRef;
use crate::findings::cases::Cases;
use crate::findings::check::{About, Check, Findings};
use crate::findings::id::{FindingKey, ObligationKey};
use crate::words::FindingCode;

/// What becomes of it.
const TOUR: &str = "its earlier reading is used";
const RECORDING: &str = "both readings are judged, unless the camera's numbers or the file itself decide";
const OTHER: &str = "both readings are judged";

pub(super) const CHECK: Check = Check::of(FindingCode::AmbiguousTime).in_cases(|cases, found| {
    find(cases, found);
    cases.each_remark(found, |what| {
        let twice = "the local time in its name occurs twice that night; both readings are judged";
        matches!(what, Noticed::AmbiguousName).then(|| twice.to_owned())
    });
});

/// Rows outside of the trigger logs.
fn find(cases: &Cases<'_>, found: &mut Findings) {
    for row in cases.index.iter().filter(|row| row.later.is_some()) {
        add(cases, found, row.row, row.start, row.officer.as_ref(), row.camera.as_ref(), RECORDING);
    }
    for tour in cases.evidence.assignments.iter().filter(|tour| tour.ambiguous) {
        add(cases, found, tour.row, tour.from, Some(&tour.officer), None, TOUR);
    }
    for justification in cases.evidence.justifications.iter().filter(|justification| justification.ambiguous) {
        add(cases, found, justification.row, justification.filed_at, Some(&justification.officer), None, OTHER);
    }
    for event in cases.evidence.device_log.iter().filter(|event| event.ambiguous) {
        add(cases, found, event.row, event.at, None, Some(&event.camera), OTHER);
    }
}

fn add(
    cases: &Cases<'_>,
    found: &mut Findings,
    row: RowRef,
    at: Moment,
    officer: Option<&OfficerId>,
    camera: Option<&CameraId>,
    then: &str,
) {
    let sources = cases.names_of(vec![row.into()]);
    // the name of the row tells two rows at one moment apart
    let id = sources.first().map(|source| source.as_str().into());
    let obligation = ObligationKey { first_event: id.as_ref(), officer, on: Some(at), ..ObligationKey::default() };
    let about = About { at: Some(at), officer, camera, ..About::default() };
    let summary = format!("a local time of the row occurs twice that night; {then}");
    found.add(&FindingKey { obligation, camera, ..FindingKey::default() }, about, summary, sources);
}
