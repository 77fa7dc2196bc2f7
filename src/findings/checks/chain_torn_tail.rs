//! `chain-torn-tail`: the last line of the chain is cut off.

use crate::findings::chain::each_bad_line;
use crate::findings::check::Check;
use crate::words::{ChainVerdict, FindingCode};

pub(super) const CHECK: Check = Check::of(FindingCode::ChainTornTail).in_archive(|archive, found| {
    if archive.chain().is_some_and(|chain| chain.verdict == ChainVerdict::TornTail) {
        each_bad_line(archive, found, "the end of the chain is torn");
    }
});
