//! Is the archive sound? The answer to the first question, in one word and the facts behind it.

use crate::reports::table::wording::number;
use crate::results::soundness::compared_with_manifest;
use crate::results::soundness::{Headline, headline};
use crate::results::{ArchiveSummary, Report};

/// What is said of all archives.
pub(super) struct ArchiveCard {
    /// `good`, `unsure`, `bad`.
    pub(super) class: &'static str,
    pub(super) headline: &'static str,
    /// The facts, the worst first.
    pub(super) archives: Vec<ArchiveView>,
}

/// What is said of one archive.
pub(super) struct ArchiveView {
    pub(super) root: String,
    pub(super) name: Option<String>,
    pub(super) chain: String,
    pub(super) anchored: String,
    pub(super) hashed: bool,
    /// Status and count.
    pub(super) files: Vec<(&'static str, u64)>,
    pub(super) head: Option<String>,
    pub(super) size: u64,
}

/// What is said of all archives, and of each.
pub(super) fn archive_card(report: &Report) -> ArchiveCard {
    let headline = headline(report);
    let class = match headline {
        Headline::Sound => "good",
        Headline::NotShown | Headline::NoArchive => "unsure",
        Headline::NotSound => "bad",
    };
    ArchiveCard {
        class,
        headline: headline.as_str(),
        archives: report.archives.iter().map(|archive| view(archive, report)).collect(),
    }
}

fn view(archive: &ArchiveSummary, report: &Report) -> ArchiveView {
    let chain = match archive.verdict {
        None => "No chain".to_owned(),
        Some(verdict) => format!("Chain {verdict}, {} records", number(archive.size)),
    };
    let chain = match &archive.first_bad {
        Some((line, why)) => format!("{chain}; first bad line {line}: {why}"),
        None => chain,
    };
    let anchored = match (archive.verdict, archive.anchored) {
        (None, _) if compared_with_manifest(archive, report) => "its files were compared with a manifest".to_owned(),
        (None, _) => "nothing shows whether its files changed since they came".to_owned(),
        (_, Some(size)) if size >= archive.size => "a checkpoint kept elsewhere covers all of it".to_owned(),
        (_, Some(size)) => format!("a checkpoint kept elsewhere covers the first {}", number(size)),
        (_, None) => {
            "unanchored: by itself it cannot rule out that its end was cut off or all of it rebuilt".to_owned()
        }
    };
    let anchored = match &archive.doubt {
        Some(doubt) => format!("{anchored}; but {doubt}"),
        None => anchored,
    };
    ArchiveView {
        root: archive.root.clone(),
        name: archive.name.clone(),
        chain,
        anchored,
        hashed: archive.hashed,
        files: archive.files.iter().map(|(status, count)| (status.as_str(), *count)).collect(),
        head: archive.head.map(|head| head.to_string()),
        size: archive.size,
    }
}
