//! `weak-hash`: a list of others relies on hashes that can be made on purpose.

use crate::findings::check::Check;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::WeakHash).in_archive(|archive, found| {
    let files = archive.manifests.into_iter().flat_map(|(manifests, _)| &manifests.files);
    for file in files {
        let Some(weak) = file.weak else { continue };
        let summary = format!(
            "{} relies on {weak}: it shows damage, but other bytes with the same value can be made on purpose",
            file.name
        );
        let path = file.path.as_ref().map(ToString::to_string);
        archive.add(found, path.as_deref(), summary, Vec::new());
    }
});
