//! `chain-truncated`: an anchor knows a longer chain.

use crate::archive::chain::anchor::AnchorProblem;
use crate::findings::chain::shown_by_anchors;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::ChainTruncated)
    .in_archive(|archive, found| shown_by_anchors(archive, found, AnchorProblem::Truncated, "the chain was cut off"));
