//! `chain-forked`: an anchor knows another chain.

use crate::archive::chain::anchor::AnchorProblem;
use crate::findings::chain::shown_by_anchors;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::ChainForked)
    .in_archive(|archive, found| shown_by_anchors(archive, found, AnchorProblem::Forked, "the chain is another one"));
