//! `no-file`: the index knows a recording and names no file of it, though there is an archive.

use crate::evidence::remarks::Noticed;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check =
    Check::of(FindingCode::NoFile).in_cases(|cases, found| cases.each_remark(found, sentence));

fn sentence(what: &Noticed) -> Option<String> {
    match what {
        Noticed::NamesNoFile => Some("the index knows the recording and names no file; it counts, unchecked".to_owned()),
        _ => None,
    }
}
