//! `camera-silent`: a camera recorded nothing over several tours, so look at it before anybody is asked.

use crate::findings::cases::Cases;
use crate::findings::check::{About, Check, Findings};
use crate::findings::id::FindingKey;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::CameraSilent).in_cases(find);

fn find(cases: &Cases<'_>, found: &mut Findings) {
    for silent in &cases.judged.silent {
        let tours = || silent.tours.iter().map(|tour| &cases.evidence.assignments[*tour]);
        let about = About { at: tours().map(|tour| tour.from).min(), camera: Some(&silent.camera), ..About::default() };
        let sources = cases.names_of(tours().map(|tour| tour.row.into()).collect());
        let key = FindingKey { camera: Some(&silent.camera), ..FindingKey::default() };
        let summary = format!(
            "the camera has no recording in {} tours in a row with triggers: look at this camera first",
            silent.tours.len()
        );
        found.add(&key, about, summary, sources);
    }
}
