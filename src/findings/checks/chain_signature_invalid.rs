//! `chain-signature-invalid`: no signature of the named key fits an anchor.

use crate::archive::chain::anchor::AnchorProblem;
use crate::findings::chain::each_bad_anchor;
use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::ChainSignatureInvalid)
    .in_archive(|archive, found| each_bad_anchor(archive, found, AnchorProblem::SignatureInvalid));
