//! Is the archive sound? The answer to the first question, in one word and the facts behind it.

use crate::reports::rows::{ArchiveSummary, Report};
use crate::reports::table::compared_with_manifest;
use crate::reports::table::wording::number;
use crate::vocabulary::{ChainVerdict, FileStatus, FindingCode};

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

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Soundness {
    Sound,
    NotShown,
    NotSound,
}

/// Looks at every archive; the worst decides.
pub(super) fn archive_card(report: &Report) -> ArchiveCard {
    let worst = report.archives.iter().map(soundness).max();
    let cannot_be_used = report.findings.iter().any(|finding| {
        matches!(
            finding.code,
            FindingCode::ChainMissing | FindingCode::ChainAnchorUnusable | FindingCode::ManifestPathEscape
        )
    });
    let (class, headline) = match worst {
        _ if cannot_be_used => ("bad", "Not as it was sealed"),
        None => ("unsure", "No archive was checked"),
        Some(Soundness::NotSound) => ("bad", "Not as it was sealed"),
        Some(Soundness::NotShown) => ("unsure", "Not shown to be whole"),
        Some(Soundness::Sound) => ("good", "As it was sealed"),
    };
    ArchiveCard { class, headline, archives: report.archives.iter().map(|archive| view(archive, report)).collect() }
}

fn soundness(archive: &ArchiveSummary) -> Soundness {
    let of_files = archive.files.iter().map(|(status, _)| of_status(*status)).max().unwrap_or(Soundness::NotShown);
    let of_chain = match archive.verdict {
        None => Soundness::NotShown,
        Some(ChainVerdict::Intact) if archive.anchored.is_some_and(|size| size >= archive.size) => Soundness::Sound,
        Some(ChainVerdict::Intact | ChainVerdict::TornTail) => Soundness::NotShown,
        Some(_) => Soundness::NotSound,
    };
    let of_bytes = if archive.hashed { Soundness::Sound } else { Soundness::NotShown };
    of_files.max(of_chain).max(of_bytes)
}

const fn of_status(status: FileStatus) -> Soundness {
    match status {
        FileStatus::Ok | FileStatus::Purged | FileStatus::Duplicate | FileStatus::Moved => Soundness::Sound,
        FileStatus::Unlisted | FileStatus::Unreadable | FileStatus::Unchecked | FileStatus::PurgedButPresent => {
            Soundness::NotShown
        }
        FileStatus::Changed
        | FileStatus::Missing
        | FileStatus::PurgedEarly
        | FileStatus::PurgedUnderHold
        | FileStatus::PurgedUnauthorized => Soundness::NotSound,
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
