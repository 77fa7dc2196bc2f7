//! `chain-anchor-unusable`: an anchor or a key that is named cannot be used.

use crate::archive::chain::anchor::AnchorProblem;
use crate::findings::chain::each_bad_anchor;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::ChainAnchorUnusable)
    .in_archive(|archive, found| each_bad_anchor(archive, found, AnchorProblem::Unusable));
