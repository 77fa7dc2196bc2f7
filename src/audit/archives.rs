//! One archive, read: listed, hashed, probed and held against its chain, or else against manifests of others.

use std::path::{Path, PathBuf};

use regex::bytes::Regex;
use thiserror::Error;

use crate::archive::chain::store::{CHAIN, own_files};
use crate::archive::chain::{AnchorSettings, Chain, ChainEvidence, CheckedFile, FileRecord, compare};
use crate::archive::checksum::Checksum;
use crate::archive::disk::{Examine, WalkError, examine_with, walk};
use crate::archive::manifest::{self, Compared, ManifestError, Manifests};
use crate::base::digest::Digest;
use crate::base::index::{Ix, Table};
use crate::base::path::ArchivePath;
use crate::base::progress::Progress;
use crate::base::time::Moment;
use crate::evidence::archives::ArchiveFacts;
use crate::evidence::archives::FileFacts;
use crate::facts::audit_file::ArchiveSettings;
use crate::facts::files::{Bytes, ExaminedFile, Listing};
use crate::facts::inputs::InputSummary;
use crate::facts::policy::Policies;
use crate::findings::archive::ArchiveScene;
use crate::findings::names::{ArchiveNames, full_path};
use crate::results::{ArchiveSummary, FileRow};
use crate::words::{ChainVerdict, FileStatus};

/// Why an archive as a whole cannot be read (exit 2).
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// Its root cannot be listed.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// A manifest is named and cannot be read.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
}

/// One archive with everything that was read of it.
pub(super) struct ReadArchive {
    /// What the names of its files tell.
    file_name: Option<Regex>,
    root_name: String,
    /// How reports name the chain's file.
    chain_name: String,
    evidence: ChainEvidence,
    listing: Listing,
    examined: Table<ExaminedFile>,
    checked: Table<CheckedFile>,
    /// Where there is no chain: what others wrote, and what came of the comparison.
    manifests: Option<(Manifests, Compared)>,
    /// A manifest is named, and was not used because there is a chain.
    manifest_unused: bool,
}

/// The archives in the order of the audit file.
pub(super) type Archives = Table<ReadArchive, ArchiveSettings>;

/// How archives are read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// What the names of chains are shown relative to.
    pub(super) folder: &'a Path,
    /// Judge purges; `None`: there is no audit file, so retention cannot be judged.
    pub(super) policies: Option<&'a Policies>,
    /// Anchors that the command line names, besides those of the audit file.
    pub(super) anchors: &'a [PathBuf],
    /// Nothing can have been sealed after this, when a chain is read.
    pub(super) now: &'a dyn Fn() -> Moment,
    /// What is read of each file.
    pub(super) how: Examine,
}

/// Reads archives: first all chains, then all folders, then files. So one that cannot be listed is known early, and
/// what is sealed while this runs is new on disk, never sealed and gone.
pub(super) fn read_all(
    archives: &Table<ArchiveSettings>,
    reading: Reading<'_>,
    progress: &dyn Progress,
) -> Result<Archives, ArchiveError> {
    let roots: Vec<&Path> = archives.iter().map(|archive| archive.root.as_path()).collect();
    let chains: Vec<ChainEvidence> = archives.iter().map(|archive| chain_of(archive, &roots, reading)).collect();
    let listings: Vec<Listing> = archives.iter().map(|archive| walk(&archive.root, &[])).collect::<Result<_, _>>()?;
    let found = archives.iter().zip(chains.into_iter().zip(listings));
    found.map(|(archive, (chain, listing))| ReadArchive::read(archive, chain, listing, reading, progress)).collect()
}

/// What is known of the archives, as far as the joining of recordings needs it.
pub(super) fn facts(archives: &Archives) -> Table<ArchiveFacts<'_>, ArchiveSettings> {
    archives.map(|archive| ArchiveFacts {
        file_name: archive.file_name.as_ref(),
        chain: archive.chain(),
        files: &archive.examined,
        checked: &archive.checked,
    })
}

/// Chain, checkpoint and lock do not belong to the archive, wherever in it the chain lies. If the audit file names a
/// chain, a file with the usual name of a chain is a file like any other.
fn left_out(archive: &ArchiveSettings) -> Vec<ArchivePath> {
    let Some(named) = &archive.chain else { return own_files().into() };
    let usual = ArchivePath::from_bytes(CHAIN.as_bytes());
    let others = own_files().into_iter().filter(|path| *path != usual);
    others.chain(below(&archive.root, named)).collect()
}

/// A path relative to a root, whatever ways lead to both; `None` outside of it. The last component is not followed.
fn below(root: &Path, path: &Path) -> Option<ArchivePath> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let real = folder.canonicalize().ok()?.join(path.file_name()?);
    real.strip_prefix(root.canonicalize().ok()?).ok().map(ArchivePath::from_relative)
}

/// Where the chain of an archive lies.
fn chain_path(settings: &ArchiveSettings) -> PathBuf {
    settings.chain.clone().unwrap_or_else(|| settings.root.join(CHAIN))
}

fn chain_of(settings: &ArchiveSettings, roots: &[&Path], reading: Reading<'_>) -> ChainEvidence {
    let anchors = AnchorSettings {
        glob: settings.anchor.as_deref(),
        files: reading.anchors,
        public_key: settings.public_key.as_deref(),
        roots,
    };
    ChainEvidence::gather(&chain_path(settings), settings.chain.is_some(), &anchors, reading.now)
}

impl ReadArchive {
    fn read(
        settings: &ArchiveSettings,
        evidence: ChainEvidence,
        mut listing: Listing,
        reading: Reading<'_>,
        progress: &dyn Progress,
    ) -> Result<Self, ArchiveError> {
        let path = chain_path(settings);
        let name = path.strip_prefix(reading.folder).unwrap_or(&path);
        let named = settings.manifest.as_deref();
        let manifests = match &evidence.chain {
            Some(_) => Manifests::default(),
            None => manifest::find(&settings.root, &listing, named, reading.folder)?,
        };
        // what a manifest lists is compared, whatever its name
        let left_out = left_out(settings);
        listing.files.retain(|file| !left_out.contains(&file.path) || manifests.lists(&file.path));
        let also = manifests.algorithms();
        let (examined, checksums): (Vec<ExaminedFile>, Vec<Vec<Checksum>>) =
            examine_with(&settings.root, &listing.files, reading.how, &also, progress).into_iter().unzip();
        let (examined, checksums): (Table<_>, Table<_, ExaminedFile>) = (examined.into(), checksums.into());
        let manifests = (!manifests.is_empty()).then(|| {
            let compared = manifest::compare(&manifests, &listing, &examined, &checksums);
            (manifests, compared)
        });
        let mut checked = match &manifests {
            Some((_, compared)) => compared.files.clone(),
            None => compare(evidence.chain.as_ref(), &examined, &listing.unreadable, reading.policies),
        };
        evidence.mark_anchored(&mut checked);
        Ok(Self {
            file_name: settings.file_name.clone(),
            root_name: settings.root_name.clone(),
            chain_name: ArchivePath::from_relative(name).to_string(),
            manifest_unused: evidence.chain.is_some() && named.is_some(),
            evidence,
            listing,
            examined,
            checked: checked.into(),
            manifests,
        })
    }

    fn chain(&self) -> Option<&Chain> {
        self.evidence.chain.as_ref()
    }

    /// The sealed record of each file, in the order of [`Self::rows`].
    pub(super) fn records(&self) -> impl Iterator<Item = Option<&FileRecord>> {
        self.checked.iter().map(|file| self.record(file))
    }

    /// The sealed record of a file.
    fn record(&self, file: &CheckedFile) -> Option<&FileRecord> {
        file.record.zip(self.chain()).map(|(seq, chain)| chain.sealed_file(seq))
    }

    /// How reports name it.
    pub(super) fn names(&self) -> ArchiveNames<'_> {
        ArchiveNames { root: &self.root_name, chain: &self.chain_name }
    }

    pub(super) fn summary(&self) -> ArchiveSummary {
        let chain = self.chain();
        let mut files: Vec<(FileStatus, u64)> = FileStatus::ALL.iter().map(|status| (*status, 0)).collect();
        for file in &self.checked {
            if let Some((_, count)) = files.iter_mut().find(|(status, _)| *status == file.status) {
                *count += 1;
            }
        }
        files.retain(|(_, count)| *count > 0);
        let hashed = |file: &&ExaminedFile| matches!(file.bytes, Bytes::Hashed(_));
        ArchiveSummary {
            root: self.root_name.clone(),
            name: chain.and_then(|chain| chain.archive.clone()),
            verdict: self.evidence.verdict(),
            first_bad: chain.and_then(Chain::first_bad_text),
            size: chain.map_or(0, Chain::size),
            head: chain.and_then(|chain| chain.head),
            anchored: self.evidence.anchored_up_to(),
            doubt: self.evidence.doubt.clone(),
            files,
            hashed: !self.examined.iter().any(|file| file.bytes == Bytes::NotHashed),
            bytes: self.examined.iter().filter(hashed).map(|file| file.size).sum(),
        }
    }

    /// The manifests that its files were held against.
    pub(super) fn manifest_inputs(&self) -> impl Iterator<Item = InputSummary> + '_ {
        self.manifests.iter().flat_map(|(manifests, _)| &manifests.files).filter_map(|file| {
            let ((size, sha256), (used, rejected)) = (file.read?, file.rows);
            Some(InputSummary {
                source: if file.from_root { "manifest-from-root" } else { "manifest" },
                file: file.name.to_string(),
                size,
                sha256,
                rows: used.saturating_add(rejected),
                used,
                repeated: 0,
                updated: 0,
                after_as_of: 0,
                set_aside: 0,
                rejected,
            })
        })
    }

    /// Why this archive could not be checked as a whole.
    pub(super) fn incomplete(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        let unreadable = self.examined.iter().filter(|file| matches!(file.bytes, Bytes::Unreadable(_))).count()
            + self.listing.unreadable.len();
        if unreadable > 0 {
            reasons.push(format!("{unreadable} files or folders of {} could not be read", self.root_name));
        }
        let gone = |status: FileStatus, purged: bool| {
            let gone = self.checked.iter().filter(|file| file.examined.is_none() && file.status == status);
            gone.filter(|file| file.purge.is_some() == purged).count()
        };
        let not_seen = gone(FileStatus::Unreadable, false) + gone(FileStatus::Unchecked, false);
        if not_seen > 0 {
            reasons.push(format!("whether {not_seen} sealed files of {} are there could not be seen", self.root_name));
        }
        if let Some(why) = self.evidence.unread() {
            reasons.push(format!("the chain of {} could not be read: {why}", self.root_name));
        }
        // beside another verdict too: what the last line sealed cannot be read, and its file looks unlisted
        if self.chain().is_some_and(|chain| chain.verdict == ChainVerdict::TornTail) {
            reasons.push(format!("the last line of the chain of {} is cut off: what it says is lost", self.root_name));
        }
        let unjudged = gone(FileStatus::Unchecked, true);
        if unjudged > 0 {
            reasons.push(format!("{unjudged} purges could not be judged without the policies of an audit file"));
        }
        if self.listing.files.is_empty() {
            reasons.push(format!("{} holds no files: an unmounted share?", self.root_name));
        }
        if self.manifest_unused {
            let why = "there is a chain, and files are compared with that alone";
            reasons.push(format!("the manifest that is named for {} was not used: {why}", self.root_name));
        }
        reasons.extend(self.manifests.iter().flat_map(|(_, compared)| compared.incomplete.iter().cloned()));
        reasons
    }

    /// What checks look at; `several`: it is not the only one.
    pub(super) fn scene(&self, several: bool) -> ArchiveScene<'_> {
        ArchiveScene {
            root: &self.root_name,
            prefix: several.then(|| self.root_name.trim_end_matches('/')),
            chain_file: &self.chain_name,
            evidence: &self.evidence,
            manifests: self.manifests.as_ref().map(|(manifests, compared)| (manifests, compared)),
            files: &self.checked,
            examined: &self.examined,
            listing: &self.listing,
        }
    }

    /// What a manifest lists for a file, or for the file whose bytes it has.
    fn listed_sha256(&self, path: &ArchivePath) -> Option<Digest> {
        let (manifests, compared) = self.manifests.as_ref()?;
        manifests.sha256_of(compared.twins.get(path).unwrap_or(path))
    }

    /// The rows of `files.csv`, in order of path.
    pub(super) fn rows(&self, facts: &Table<FileFacts, CheckedFile>, several: bool) -> Vec<FileRow> {
        let row = |(at, file): (Ix<CheckedFile>, &CheckedFile)| {
            let facts = &facts[at];
            let examined = file.examined.map(|at| &self.examined[at]);
            let record = self.record(file);
            FileRow {
                path: if several { full_path(&self.root_name, &file.path) } else { file.path.clone() },
                status: file.status,
                checked_by: file.checked_by,
                video: examined.and_then(|file| file.video.as_ref()).map(|video| video.state),
                size_bytes: examined.map(|file| file.size).or(record.map(|record| record.size)),
                sha256_recorded: record.map(|record| record.sha256).or_else(|| self.listed_sha256(&file.path)),
                sha256_computed: examined.and_then(|file| match file.bytes {
                    Bytes::Hashed(digest) => Some(digest),
                    Bytes::NotHashed | Bytes::Unreadable(_) => None,
                }),
                recording_id: facts.recording.clone(),
                camera_id: facts.camera.clone(),
                start: facts.start,
                start_source: facts.start_source,
                duration: facts.duration,
                trailing_bytes: examined.and_then(|file| file.video.as_ref()).map(|video| video.trailing_bytes),
                holes: facts.holes.and_then(|holes| u64::try_from(holes).ok()),
            }
        };
        self.checked.entries().map(row).collect()
    }
}
