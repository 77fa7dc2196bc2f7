//! One archive, as checks look at it: its chain, its files, and what others listed.

use std::collections::HashSet;

use super::found::{About, Findings};
use super::id::FindingKey;
use crate::archive::chain::json::shortened;
use crate::archive::chain::{Chain, ChainEvidence, CheckedFile, FileRecord, purges};
use crate::archive::manifest::{Compared, DefectKind, Listed, Manifests};
use crate::base::index::Table;
use crate::base::path::ArchivePath;
use crate::facts::files::{Bytes, ExaminedFile, Listing};
use crate::words::{FileStatus, VideoState};

/// Everything that is known of one archive.
pub(crate) struct ArchiveScene<'a> {
    /// The root as the audit file or the command line names it.
    pub root: &'a str,
    /// What stands before paths in reports where there are several archives.
    pub prefix: Option<&'a str>,
    /// The chain file as reports name it.
    pub chain_file: &'a str,
    /// Its chain and anchors.
    pub evidence: &'a ChainEvidence,
    /// Where there is no chain: what others wrote, and what came of the comparison.
    pub manifests: Option<(&'a Manifests, &'a Compared)>,
    /// Its files against the chain or the manifests.
    pub files: &'a Table<CheckedFile>,
    /// What was read of them.
    pub examined: &'a Table<ExaminedFile>,
    /// What lies under the root.
    pub listing: &'a Listing,
}

/// One file of an archive with what it was held against.
pub(super) struct FileScene<'a> {
    pub(super) archive: &'a ArchiveScene<'a>,
    pub(super) file: &'a CheckedFile,
    /// What was read of it; `None`: it is not on disk.
    pub(super) on_disk: Option<&'a ExaminedFile>,
}

/// A file that is held against a chain.
pub(super) struct Sealed<'a> {
    pub(super) of: FileScene<'a>,
    /// Its record and the number of that.
    pub(super) record: Option<(u64, &'a FileRecord)>,
    /// It is under hold.
    pub(super) held: bool,
}

/// A file that is held against manifests of others.
pub(super) struct InLists<'a> {
    pub(super) of: FileScene<'a>,
    pub(super) manifests: &'a Manifests,
    /// What is listed for it, or for the file whose bytes it has.
    pub(super) listed: Option<&'a Listed>,
    /// The listed file whose bytes it has.
    pub(super) twin: Option<&'a ArchivePath>,
}

impl<'a> ArchiveScene<'a> {
    /// Its chain.
    pub(super) fn chain(&self) -> Option<&'a Chain> {
        self.evidence.chain.as_ref()
    }

    /// Adds a finding about the archive (no path) or one path of it.
    pub(super) fn add(&self, found: &mut Findings, path: Option<&str>, summary: String, sources: Vec<String>) {
        let key = FindingKey { path, archive: Some(self.root), ..FindingKey::default() };
        let about = About { path: Some(self.shown(path)), ..About::default() };
        found.add(&key, about, summary, sources);
    }

    /// A path as reports name it.
    pub(super) fn shown(&self, path: Option<&str>) -> String {
        match (path, self.prefix) {
            (None, _) => self.root.to_owned(),
            (Some(path), None) => path.to_owned(),
            (Some(path), Some(prefix)) => format!("{prefix}/{path}"),
        }
    }

    /// A line of the chain as reports name it.
    pub(super) fn chain_line(&self, line: u64) -> String {
        format!("{}:{line}", self.chain_file)
    }

    /// Adds a finding for each file of that status: one sentence where a chain is there or nothing at all, the other
    /// where manifests of others are.
    pub(super) fn each_file(
        &'a self,
        found: &mut Findings,
        status: FileStatus,
        sealed: fn(&Sealed<'_>) -> String,
        in_lists: fn(&InLists<'_>) -> String,
    ) {
        let files = self.files.iter().filter(|file| file.status == status);
        let scene = |file: &'a CheckedFile| FileScene {
            archive: self,
            file,
            on_disk: file.examined.map(|at| &self.examined[at]),
        };
        match self.manifests {
            Some((manifests, compared)) => {
                for file in files {
                    let twin = compared.twins.get(&file.path);
                    let listed = manifests.listed.get(twin.unwrap_or(&file.path));
                    InLists { of: scene(file), manifests, listed, twin }.add(found, in_lists);
                }
            }
            None => {
                let held = self.chain().map(purges::held).unwrap_or_default();
                for file in files {
                    Sealed::new(scene(file), &held).add(found, sealed);
                }
            }
        }
    }

    /// Adds a finding for each defect of that kind in the manifests themselves.
    pub(super) fn each_defect(&self, found: &mut Findings, kind: DefectKind) {
        let Some((manifests, compared)) = self.manifests else { return };
        for defect in compared.defects.iter().filter(|defect| defect.kind == kind) {
            let source = manifests.source(defect.file, defect.line);
            let name = manifests.source(defect.file, None);
            let line = defect.line.map_or_else(String::new, |line| format!("line {line} of "));
            let path = defect.path.as_ref().or(manifests.files[defect.file].path.as_ref()).map(ToString::to_string);
            // several lines may be about one path, and each is a finding of its own
            let about = format!("{source} {}", defect.text);
            let key = FindingKey { path: Some(&about), archive: Some(self.root), ..FindingKey::default() };
            let shown = About { path: Some(self.shown(path.as_deref())), ..About::default() };
            found.add(&key, shown, format!("{line}{name} {}", defect.text), vec![source]);
        }
    }

    /// Adds a finding for each video in that state.
    pub(super) fn each_video(&self, found: &mut Findings, state: VideoState) {
        for file in self.examined {
            let Some(video) = file.video.as_ref().filter(|video| video.state == state) else { continue };
            let why = video.why.as_deref().unwrap_or("its container says so");
            let summary = format!("the video is {state}: {why}");
            self.add(found, Some(&file.path.to_string()), summary, Vec::new());
        }
    }
}

impl<'a> Sealed<'a> {
    fn new(of: FileScene<'a>, held: &HashSet<u64>) -> Self {
        let record = of.file.record.zip(of.archive.chain()).map(|(seq, chain)| (seq, chain.sealed_file(seq)));
        let held = record.is_some_and(|(seq, _)| held.contains(&seq));
        Self { of, record, held }
    }

    fn add(&self, found: &mut Findings, sentence: fn(&Sealed<'_>) -> String) {
        let archive = self.of.archive;
        let path = self.of.file.path.to_string();
        let line = self.record.map(|(seq, _)| seq.saturating_add(1));
        let sealed = self.record.zip(line).map_or_else(String::new, |((_, record), line)| {
            format!(" (line {line} of {}, sealed {})", archive.chain_file, record.sealed_at)
        });
        let facts = self.record.map(|(_, record)| &record.facts);
        let about = About {
            at: facts.and_then(|facts| facts.start),
            officer: facts.and_then(|facts| facts.officer.as_ref()),
            camera: facts.and_then(|facts| facts.camera.as_ref()),
            path: Some(archive.shown(Some(&path))),
            ..About::default()
        };
        let key = FindingKey { path: Some(&path), archive: Some(archive.root), ..FindingKey::default() };
        let sources = line.map(|line| archive.chain_line(line)).into_iter().collect();
        found.add(&key, about, format!("{}{sealed}", sentence(self)), sources);
    }

    /// Under which path its bytes were sealed.
    pub(super) fn recorded(&self) -> String {
        self.record.map_or_else(|| "a file".to_owned(), |(_, record)| record.path.to_string())
    }

    /// When it was purged, by whom, and where that is recorded.
    pub(super) fn purge(&self) -> String {
        let purge = self.of.file.record.zip(self.of.archive.chain()).and_then(|(seq, chain)| chain.purge_of(seq));
        purge.map_or_else(String::new, |(seq, purge)| {
            let (authority, approved) = (shortened(&purge.authority), shortened(&purge.approved_by));
            format!(" at {} by {authority:?}, approved by {approved:?} (line {})", purge.at, seq.saturating_add(1))
        })
    }

    /// Everything that is wrong with its purge.
    pub(super) fn purge_faults(&self) -> String {
        self.of.file.purge.as_ref().map(|purge| purge.faults.join("; ")).unwrap_or_default()
    }
}

impl InLists<'_> {
    fn add(&self, found: &mut Findings, sentence: fn(&InLists<'_>) -> String) {
        let checks = self.listed.map(|listed| listed.checks.as_slice()).unwrap_or_default();
        let mut sources: Vec<String> =
            checks.iter().map(|check| self.manifests.source(check.file, Some(check.line))).collect();
        let fetch = self.listed.filter(|_| checks.is_empty()).and_then(|listed| listed.fetch.as_ref());
        sources.extend(fetch.map(|fetch| self.manifests.source(fetch.file, Some(fetch.line))));
        sources.dedup();
        let said = sentence(self);
        let summary = if sources.is_empty() { said } else { format!("{said} ({})", sources.join(", ")) };
        self.of.archive.add(found, Some(&self.of.file.path.to_string()), summary, sources);
    }
}

impl FileScene<'_> {
    /// Why it could not be read, where it is known.
    pub(super) fn unread(&self) -> Option<&str> {
        match self.on_disk.map(|file| &file.bytes) {
            Some(Bytes::Unreadable(why)) => Some(why),
            _ => None,
        }
    }
}
