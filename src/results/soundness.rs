//! Is the archive sound? One answer for all archives, the same wherever a report gives it.
//!
//! The worst archive decides, and nothing that was not checked counts as sound. Used by `report.html` and
//! `report.xlsx`, and by the parts of `--split-by`, which repeat what the whole report says.

use super::{ArchiveSummary, Report};
use crate::words::{ChainVerdict, CheckedBy, FileStatus, FindingCode};

/// What is said of all archives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headline {
    /// All that was sealed is there and unchanged, and an anchor shows it.
    Sound,
    /// Nothing speaks against it, but something could not be shown.
    NotShown,
    /// Something was changed or is gone, or what would show it cannot be used.
    NotSound,
    /// There was nothing to check.
    NoArchive,
}

impl Headline {
    /// As people read it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sound => "As it was sealed",
            Self::NotShown => "Not shown to be whole",
            Self::NotSound => "Not as it was sealed",
            Self::NoArchive => "No archive was checked",
        }
    }
}

/// What a report for one supervisor or unit knows of the whole report it was cut from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// What the whole report says of the archives. The findings behind that belong to no supervisor or unit, so the
    /// part does not have them.
    pub headline: Headline,
    /// The roots whose files were compared with a manifest.
    pub compared_with_manifest: Vec<String>,
}

impl Whole {
    /// Of a report that is about to be cut.
    pub fn of(report: &Report) -> Self {
        let compared = report.archives.iter().filter(|archive| compared_with_manifest(archive, report));
        Self {
            headline: headline(report),
            compared_with_manifest: compared.map(|archive| archive.root.clone()).collect(),
        }
    }
}

/// Whether the files of an archive were held against a list that others wrote.
pub(crate) fn compared_with_manifest(archive: &ArchiveSummary, report: &Report) -> bool {
    if let Some(whole) = &report.part_of {
        return whole.compared_with_manifest.contains(&archive.root);
    }
    let alone = report.archives.len() == 1;
    report.files.iter().any(|file| {
        file.checked_by == CheckedBy::Manifest && (alone || file.path.as_bytes().starts_with(archive.root.as_bytes()))
    })
}

/// Looks at every archive; the worst decides.
pub(crate) fn headline(report: &Report) -> Headline {
    if let Some(whole) = &report.part_of {
        return whole.headline;
    }
    let cannot_be_used = report.findings.iter().any(|finding| {
        matches!(
            finding.code,
            FindingCode::ChainMissing | FindingCode::ChainAnchorUnusable | FindingCode::ManifestPathEscape
        )
    });
    match report.archives.iter().map(soundness).max() {
        _ if cannot_be_used => Headline::NotSound,
        None => Headline::NoArchive,
        Some(Soundness::NotSound) => Headline::NotSound,
        Some(Soundness::NotShown) => Headline::NotShown,
        Some(Soundness::Sound) => Headline::Sound,
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Soundness {
    Sound,
    NotShown,
    NotSound,
}

fn soundness(archive: &ArchiveSummary) -> Soundness {
    let of_files = archive.files.iter().map(|(status, _)| of_status(*status)).max().unwrap_or(Soundness::NotShown);
    let of_chain = match archive.verdict {
        None => Soundness::NotShown,
        Some(ChainVerdict::Intact)
            if archive.doubt.is_none() && archive.anchored.is_some_and(|size| size >= archive.size) =>
        {
            Soundness::Sound
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::samples;
    use rstest::rstest;

    #[rstest]
    #[case::sealed_and_anchored(samples::clean(), "As it was sealed")]
    #[case::nobody_keeps_an_anchor(samples::unanchored(), "Not shown to be whole")]
    #[case::changed_and_missing(samples::with_findings(), "Not as it was sealed")]
    #[case::not_hashed(samples::incomplete(), "Not shown to be whole")]
    #[case::no_archive(Report { archives: vec![], ..samples::clean() }, "No archive was checked")]
    #[case::an_anchor_of_no_use(
        Report {
            findings: vec![samples::finding(1, FindingCode::ChainAnchorUnusable, Some("footage"), "no key fits")],
            ..samples::clean()
        },
        "Not as it was sealed"
    )]
    #[case::a_part_says_what_the_whole_says(
        Report { part_of: Some(Whole::of(&samples::with_findings())), ..samples::clean() },
        "Not as it was sealed"
    )]
    fn only_what_was_shown_is_called_sound(#[case] report: Report, #[case] expected: &str) {
        assert_eq!(headline(&report).as_str(), expected);
    }
}
