//! `duplicate`: a file is a second copy of another one.

use crate::findings::archive::{InLists, Sealed};
use crate::findings::check::Check;
use crate::archive::manifest::DefectKind;
use crate::evidence::remarks::Noticed;
use crate::words::{FileStatus, FindingCode};

pub(super) const CHECK: Check = Check::of(FindingCode::Duplicate)
    .in_cases(|cases, found| cases.each_remark(found, copy))
    .in_archive(|archive, found| { archive.each_file(found, FileStatus::Duplicate, sealed, in_lists); archive.each_defect(found, DefectKind::ListedTwice) });

fn sealed(file: &Sealed<'_>) -> String {
    match file.record {
        Some(_) => format!("the file is a second copy of {}", file.recorded()),
        None => "the file is a second copy of another one that is not sealed either".to_owned(),
    }
}

fn in_lists(file: &InLists<'_>) -> String {
    match file.twin {
        Some(twin) => format!("the file is a second copy of {twin}"),
        None => "the file is a second copy of another one that is not listed either".to_owned(),
    }
}

/// A copy that is sealed itself: its status is `ok`, and it counts for nobody.
fn copy(what: &Noticed) -> Option<String> {
    let Noticed::Copy { counts_as } = what else { return None };
    let counts = counts_as.as_ref().map_or_else(String::new, |path| format!(" and counts as {path}"));
    Some(format!("the file holds the same bytes as another one that is sealed{counts}"))
}
