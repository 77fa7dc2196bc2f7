//! What several checks of a chain share: its first bad line, and what anchors show.

use super::archive::ArchiveScene;
use super::found::{About, Findings};
use super::id::FindingKey;
use crate::archive::chain::anchor::AnchorProblem;

/// Adds what the lines alone show.
pub(super) fn each_bad_line(archive: &ArchiveScene<'_>, found: &mut Findings, what: &str) {
    let Some(chain) = archive.chain() else { return };
    let Some((line, why)) = chain.first_bad_text() else { return };
    let counts = match chain.size() {
        0 => "no record counts".to_owned(),
        1 => "the record before it counts".to_owned(),
        size => format!("the {size} records before it count"),
    };
    let mut summary = format!("{what}: line {line} of {} {why}; {counts}", archive.chain_file);
    for (anchor, size) in archive.evidence.anchored.iter().flat_map(|anchored| &anchored.beyond_break) {
        summary.push_str(&format!("; the anchor {anchor} (size {size}) reaches beyond it and could not be compared"));
    }
    archive.add(found, None, summary, vec![archive.chain_line(line)]);
}

/// Adds what anchors show, once for the archive.
pub(super) fn shown_by_anchors(archive: &ArchiveScene<'_>, found: &mut Findings, problem: AnchorProblem, what: &str) {
    let told = archive.evidence.faults().iter().filter(|fault| fault.problem == problem);
    let told: Vec<String> = told.map(|fault| format!("the anchor {}: {}", fault.anchor, fault.why)).collect();
    if !told.is_empty() {
        archive.add(found, None, format!("{what}: {}", told.join("; ")), Vec::new());
    }
}

/// Adds what is wrong with an anchor or a key, once for each. Anchors lie outside of the archive.
pub(super) fn each_bad_anchor(archive: &ArchiveScene<'_>, found: &mut Findings, problem: AnchorProblem) {
    for fault in archive.evidence.faults().iter().filter(|fault| fault.problem == problem) {
        let summary = format!("the anchor {} cannot vouch for the chain: {}", fault.anchor, fault.why);
        let key = FindingKey { path: Some(&fault.anchor), archive: Some(archive.root), ..FindingKey::default() };
        let about = About { path: Some(fault.anchor.clone()), ..About::default() };
        found.add(&key, about, summary, Vec::new());
    }
}
