//! Whether a finding that is gone is settled, or has only dropped out of sight.
//!
//! It is settled where tonight's report shows that what it was about was looked at again: its obligation was
//! decided, its file was compared, its chain held, and of a doubt of the data, nothing that it turned is turned now.
//! Everything else has vanished.

use rustc_hash::{FxHashMap, FxHashSet};

use super::doubts::{Passages, is_cause};
use crate::reports::csv::{Sheet as _, unguarded};
use crate::results::changes::Subject;
use crate::results::{ArchiveSummary, FileRow, Report};
use crate::words::{ChainVerdict, Family, FileStatus, FindingCode, Outcome};

/// What tonight's report looked at.
pub(super) struct Looked<'a> {
    report: &'a Report,
    passages: &'a Passages<'a>,
    /// Decided obligations by first event: officer and vehicle.
    decided: FxHashMap<String, Vec<(String, String)>>,
    /// Those among them with a justification: first event and officer.
    justified: FxHashSet<(String, String)>,
    files: FxHashMap<String, &'a FileRow>,
    /// Cameras, officers and vehicles that anything is known of.
    named: FxHashSet<String>,
}

impl<'a> Looked<'a> {
    /// Takes in what `report` looked at; `obligations` are the subjects of its obligations, in its order.
    pub(super) fn at(report: &'a Report, obligations: &[Subject], passages: &'a Passages<'a>) -> Self {
        let mut decided: FxHashMap<String, Vec<(String, String)>> = FxHashMap::default();
        let (mut named, mut justified) = (FxHashSet::default(), FxHashSet::default());
        for (row, subject) in report.obligations.iter().zip(obligations) {
            if row.outcome != Outcome::Unresolved {
                let who = (subject.officer_id.clone(), subject.vehicle_id.clone());
                if row.justification_id.is_some() {
                    justified.insert((first_event(subject).to_owned(), subject.officer_id.clone()));
                }
                decided.entry(first_event(subject).to_owned()).or_default().push(who);
            }
            named.extend([&subject.camera_id, &subject.officer_id, &subject.vehicle_id].map(Clone::clone));
        }
        let path = |row: &FileRow| row.cells().first().map(|cell| unguarded(cell).to_owned()).unwrap_or_default();
        let files = report.files.iter().map(|row| (path(row), row)).collect();
        Self { report, passages, decided, justified, files, named }
    }

    /// Whether what a finding was about was looked at again; the finding itself is not there any more.
    pub(super) fn settles(&self, finding: &Subject) -> bool {
        let Some(code) = FindingCode::ALL.iter().copied().find(|code| code.as_str() == finding.code) else {
            return false;
        };
        if is_cause(&finding.code)
            && let Some(settled) = self.passages.settles(finding)
        {
            settled
        } else if code.family() == Family::Chain {
            self.chains_hold(&finding.path, code)
        } else if !finding.path.is_empty() {
            self.files.get(&finding.path).is_some_and(|file| compared(file, code))
        } else if !finding.event_ids.is_empty() && code != FindingCode::ClockSuspect {
            // a justification that is no longer in the export was not looked at again
            let there = || self.justified.contains(&(first_event(finding).to_owned(), finding.officer_id.clone()));
            self.is_decided(finding) && (code.family() != Family::Justification || there())
        } else {
            let names = [&finding.camera_id, &finding.officer_id, &finding.vehicle_id];
            let mut names = names.into_iter().filter(|id| !id.is_empty()).peekable();
            let complete = self.report.incomplete.is_empty();
            // every doubt is asked of all data each night
            let is_looked_for = code.family() == Family::Doubt || names.peek().is_some();
            let is_in_doubt = self.passages.took_with(finding);
            complete && is_looked_for && !is_in_doubt && names.all(|id| self.named.contains(id))
        }
    }

    fn is_decided(&self, finding: &Subject) -> bool {
        let same = |there: &str, here: &str| here.is_empty() || there == here;
        self.decided.get(first_event(finding)).is_some_and(|decided| {
            decided
                .iter()
                .any(|(officer, vehicle)| same(officer, &finding.officer_id) && same(vehicle, &finding.vehicle_id))
        })
    }

    /// The archive of that root; all of them where `path` names an anchor.
    fn chains_hold(&self, path: &str, code: FindingCode) -> bool {
        let (own, all): (Vec<_>, Vec<_>) = self.report.archives.iter().partition(|archive| archive.root == path);
        let archives: Vec<&ArchiveSummary> = if own.is_empty() { all } else { own };
        !archives.is_empty() && archives.into_iter().all(|archive| holds(archive, code))
    }
}

fn first_event(subject: &Subject) -> &str {
    subject.event_ids.split(' ').next().unwrap_or_default()
}

/// What only an anchor shows is settled by an anchor alone.
fn holds(archive: &ArchiveSummary, code: FindingCode) -> bool {
    archive.verdict == Some(ChainVerdict::Intact) && (code.shows_without_anchor() || archive.anchored.is_some())
}

/// Whether the bytes were compared, and for a finding about the video, whether the video was looked at.
fn compared(file: &FileRow, code: FindingCode) -> bool {
    let read = !matches!(file.status, FileStatus::Unchecked | FileStatus::Unreadable | FileStatus::Missing);
    read && (code.family() != Family::Video || file.video.is_some())
}
