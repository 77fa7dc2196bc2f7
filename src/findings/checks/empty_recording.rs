//! `empty-recording`: a recording has no length.

use crate::evidence::remarks::Noticed;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check =
    Check::of(FindingCode::EmptyRecording).in_cases(|cases, found| cases.each_remark(found, sentence));

fn sentence(what: &Noticed) -> Option<String> {
    match what {
        Noticed::Empty => Some("the recording has no length; nothing can be seen in it".to_owned()),
        _ => None,
    }
}
