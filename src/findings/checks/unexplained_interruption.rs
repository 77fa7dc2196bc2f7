//! `unexplained-interruption`: a gap in the recording, and no accepted justification.

use crate::base::time::Moment;
use crate::facts::pictures::HOLE;
use crate::findings::cases::Case;
use crate::findings::check::Check;
use crate::findings::sentences::without_justification;
use crate::words::{FindingCode, Verdict};

pub(super) const CHECK: Check = Check::of(FindingCode::UnexplainedInterruption).in_cases(|cases, found| cases.each(found, sentence));

fn sentence(case: &Case<'_>) -> Option<String> {
    if !case.is_unexplained(Verdict::Interrupted) {
        return None;
    }
    let uncovered = case.obligation.uncovered.unwrap_or_default();
    let recordings = &case.cases.evidence.recordings;
    let longer = |(from, to): &(Moment, Moment)| *to - *from > HOLE;
    let holed = case.obligation.recordings.iter().any(|at| recordings[*at].holes.iter().any(longer));
    let how = if holed { " (a file goes on and has no pictures for a part of the time)" } else { "" };
    let what = format!("the recording was interrupted{how}; {uncovered} s of the trigger are not covered");
    Some(format!("{what}; {}", without_justification(case)))
}
