//! `chain-broken`: a line of the chain does not follow from the one before.

use crate::findings::chain::each_bad_line;
use crate::findings::check::Check;
use crate::words::{ChainVerdict, FindingCode};

pub(super) const CHECK: Check = Check::of(FindingCode::ChainBroken).in_archive(|archive, found| {
    if archive.chain().is_some_and(|chain| chain.verdict != ChainVerdict::TornTail) {
        each_bad_line(archive, found, "the chain is broken");
    }
});
