//! `manifest-path-escape`: a list of others names a path outside of the archive.

use crate::archive::manifest::DefectKind;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::ManifestPathEscape)
    .in_archive(|archive, found| archive.each_defect(found, DefectKind::Escape));
