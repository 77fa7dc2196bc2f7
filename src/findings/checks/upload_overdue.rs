//! `upload-overdue`: the upload deadline has passed, and nothing shows that the camera was emptied.

use crate::findings::cases::Case;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check =
    Check::of(FindingCode::UploadOverdue).in_cases(|cases, found| cases.each(found, sentence));

fn sentence(case: &Case<'_>) -> Option<String> {
    let ended = case.tour.map_or_else(String::new, |tour| format!(" at {}", tour.to));
    case.obligation.upload_overdue.then(|| {
        format!("the tour ended{ended}, the upload deadline has passed, and nothing shows that the camera was emptied")
    })
}
