//! `chain-missing`: a chain that should be there cannot be used.

use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::ChainMissing).in_archive(|archive, found| {
    if let Some(why) = &archive.evidence.missing {
        let summary = format!("the chain {} should be there and cannot be used: {why}", archive.chain_file);
        archive.add(found, None, summary, Vec::new());
    }
});
