//! The `verify` command: integrity only, of one archive.
//!
//! Lists and hashes everything under the root, holds it against the chain and says what came of it. The
//! caller prints the rows and turns them into an exit code, as for `scan`.

use std::path::Path;

use crate::archive_path::ArchivePath;
use crate::chain::seal::Footage;
use crate::chain::store::CHAIN;
use crate::chain::{AnchorSettings, Chain, ChainEvidence, CheckedFile, compare};
use crate::findings::integrity::{Integrity, findings};
use crate::footage::types::{Bytes, ExaminedFile};
use crate::policy::Policies;
use crate::reports::rows::{ArchiveSummary, FileRow, FindingRow};
use crate::time::Moment;
use crate::vocabulary::{FileStatus, StartSource};

/// What to verify.
pub struct VerifySettings<'a> {
    /// The root of the archive.
    pub root: &'a Path,
    /// The root as the user named it.
    pub root_name: &'a str,
    /// Another chain file than the one in the root; it must be there.
    pub chain: Option<&'a Path>,
    /// What was kept elsewhere to hold the chain against.
    pub anchors: AnchorSettings<'a>,
    /// The policies that judge purges; `None`: no audit file, so retention cannot be judged.
    pub policies: Option<&'a Policies>,
    /// The clock: nothing can have been sealed after it.
    pub now: Moment,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The archive as a whole.
    pub archive: ArchiveSummary,
    /// Every file, in order of path.
    pub files: Vec<FileRow>,
    /// Everything that is not as it should be.
    pub findings: Vec<FindingRow>,
    /// What could not be checked, in plain words; empty: everything was.
    pub incomplete: Vec<String>,
}

/// Why nothing could be verified (exit code 2).
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The root cannot be listed.
    #[error("cannot list the archive: {0}")]
    List(String),
}

/// Verifies one archive.
///
/// # Errors
/// If the root cannot be listed. Whatever is wrong with chain or anchors is a finding.
pub fn verify(settings: &VerifySettings<'_>, footage: &dyn Footage) -> Result<Verified, VerifyError> {
    let in_root = settings.root.join(CHAIN);
    let path = settings.chain.unwrap_or(&in_root);
    let evidence = ChainEvidence::gather(path, settings.chain.is_some(), &settings.anchors, settings.now);
    let chain_file = settings.chain.map_or(CHAIN.to_owned(), |path| ArchivePath::from_relative(path).to_string());
    let listing = footage.list().map_err(VerifyError::List)?;
    let examined = footage.examine(&listing.files);
    let mut files = compare(evidence.chain.as_ref(), &examined, settings.policies);
    evidence.mark_anchored(&mut files);
    let findings = findings(&Integrity {
        root: settings.root_name,
        prefix: None,
        chain_file: &chain_file,
        evidence: &evidence,
        files: &files,
        examined: &examined,
        listing: &listing,
    });
    let mut incomplete = Vec::new();
    let unreadable = examined.iter().filter(|file| matches!(file.bytes, Bytes::Unreadable(_))).count();
    if unreadable > 0 {
        incomplete.push(format!("{unreadable} files could not be read"));
    }
    if !listing.unreadable.is_empty() {
        incomplete.push(format!("{} folders or entries could not be looked at", listing.unreadable.len()));
    }
    let unjudged = files.iter().filter(|file| file.status == FileStatus::Unchecked && file.examined.is_none()).count();
    if unjudged > 0 {
        incomplete.push(format!("{unjudged} purges could not be judged without the policies of an audit file"));
    }
    if files.is_empty() {
        incomplete.push(format!("{} holds no files: nothing was checked", settings.root_name));
    }
    let rows = files.iter().map(|file| file_row(file, evidence.chain.as_ref(), &examined)).collect();
    Ok(Verified {
        archive: summary(settings.root_name, &evidence, &files, &examined),
        files: rows,
        findings,
        incomplete,
    })
}

/// What is said of the archive as a whole.
pub fn summary(
    root: &str,
    evidence: &ChainEvidence,
    files: &[CheckedFile],
    examined: &[ExaminedFile],
) -> ArchiveSummary {
    let chain = evidence.chain.as_ref();
    let count = |status| files.iter().filter(|file| file.status == status).count() as u64;
    let hashed = |file: &&ExaminedFile| matches!(file.bytes, Bytes::Hashed(_));
    ArchiveSummary {
        root: root.to_owned(),
        name: chain.and_then(|chain| chain.archive.clone()),
        verdict: evidence.verdict(),
        first_bad: chain.and_then(Chain::first_bad_text),
        size: chain.map_or(0, Chain::size),
        head: chain.and_then(|chain| chain.head),
        anchored: evidence.anchored_up_to(),
        files: FileStatus::ALL.iter().map(|&status| (status, count(status))).filter(|(_, n)| *n > 0).collect(),
        hashed: !examined.iter().any(|file| file.bytes == Bytes::NotHashed),
        bytes: examined.iter().filter(hashed).map(|file| file.size).sum(),
    }
}

/// One file, with what its sealed record knows of it.
fn file_row(file: &CheckedFile, chain: Option<&Chain>, examined: &[ExaminedFile]) -> FileRow {
    let on_disk = file.examined.and_then(|place| examined.get(place));
    let record = file.record.and_then(|seq| chain?.file(seq));
    let start = record.and_then(|record| record.facts.start);
    FileRow {
        path: file.path.clone(),
        status: file.status,
        checked_by: file.checked_by,
        video: on_disk.and_then(|file| file.video.as_ref()).map(|video| video.state),
        size_bytes: on_disk.map(|file| file.size).or(record.map(|record| record.size)),
        sha256_recorded: record.map(|record| record.sha256),
        sha256_computed: on_disk.and_then(|file| match file.bytes {
            Bytes::Hashed(hash) => Some(hash),
            Bytes::NotHashed | Bytes::Unreadable(_) => None,
        }),
        recording_id: None,
        camera_id: record.and_then(|record| record.facts.camera.clone()),
        start,
        start_source: start.map(|_| StartSource::Chain),
        duration: record.and_then(|record| record.duration),
    }
}
