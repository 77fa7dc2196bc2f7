//! `chain-unanchored`: no anchor covers the chain, or more was sealed than an anchor and the chain know of.

use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::ChainUnanchored).in_archive(|archive, found| {
    if archive.chain().is_none() {
        return;
    }
    let summary = match (archive.evidence.anchored_up_to(), archive.evidence.doubt.as_deref()) {
        (Some(_), None) => return,
        (Some(size), Some(doubt)) => {
            format!("an anchor covers {size} records, and what may have come after them is not anchored: {doubt}")
        }
        (None, doubt) => {
            let alone = "no anchor covers the chain: by itself it cannot rule out that its end was cut off or all \
                         of it rebuilt";
            doubt.map_or_else(|| alone.to_owned(), |doubt| format!("{alone}; {doubt}"))
        }
    };
    archive.add(found, None, summary, Vec::new());
});
