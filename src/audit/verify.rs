//! Integrity only: archives against their chains, without logs and without judging anybody.

use std::path::{Path, PathBuf};

use super::archives::{self, ReadArchive, Reading};
use super::{AuditError, exit_code};
use crate::archive::chain::CheckedFile;
use crate::archive::disk::Examine;
use crate::base::defect;
use crate::base::digest::Digest;
use crate::base::index::Table;
use crate::base::progress::Progress;
use crate::base::time::Moment;
use crate::evidence::archives::FileFacts;
use crate::facts::audit_file::{ArchiveSettings, AuditFile};
use crate::findings::find::find_all;
use crate::results::Report;
use crate::sources::audit_file::policy_digest;
use crate::words::Severity;

/// What to verify.
pub struct VerifySettings<'a> {
    /// The archives, with what the command line says of them.
    pub archives: &'a Table<ArchiveSettings>,
    /// Its policies judge purges; `None`: there is no audit file, so retention cannot be judged.
    pub audit_file: Option<&'a AuditFile>,
    /// Anchors beside those of the audit file.
    pub anchors: &'a [PathBuf],
    /// The report is of this moment.
    pub now: Moment,
    /// The clock: nothing can have been sealed after what it says when a chain is read.
    pub clock: fn() -> Moment,
}

/// Verifies archives; the report has no obligations.
///
/// # Errors
/// Where an archive cannot be listed. Whatever is wrong with chain or anchors is a finding.
pub fn verify(settings: &VerifySettings<'_>, progress: &dyn Progress) -> Result<Report, AuditError> {
    defect::catch(|| stages(settings, progress))?
}

fn stages(settings: &VerifySettings<'_>, progress: &dyn Progress) -> Result<Report, AuditError> {
    let audit_file = settings.audit_file;
    let reading = Reading {
        folder: audit_file.map_or(Path::new(""), |audit_file| &audit_file.folder),
        policies: audit_file.map(|audit_file| &audit_file.policies),
        anchors: settings.anchors,
        now: &settings.clock,
        how: Examine { hash: true, probe: false },
    };
    let archives = archives::read_all(settings.archives, reading, progress)?;
    let several = archives.len() > 1;
    let scenes: Vec<_> = archives.iter().map(|archive| archive.scene(several)).collect();
    let findings = find_all(None, &scenes);
    let files = archives.iter().flat_map(|archive| archive.rows(&archive.sealed_facts(), several)).collect();
    let mut incomplete: Vec<String> = archives.iter().flat_map(ReadArchive::incomplete).collect();
    if archives.is_empty() {
        incomplete.push("the audit file names no archive: nothing was verified".into());
    }
    let fail_on = Some(Severity::High);
    Ok(Report {
        department: audit_file.map_or_else(String::new, |audit_file| audit_file.department.clone()),
        time_zone: audit_file.and_then(AuditFile::zone_name).unwrap_or("UTC").to_owned(),
        as_of: settings.now,
        since: None,
        until: None,
        judges_officers: false,
        policies: audit_file.map(super::policies).unwrap_or_default(),
        policy_sha256: audit_file.map_or_else(|| Digest::of(b""), |audit_file| policy_digest(&audit_file.policies)),
        archives: archives.iter().map(ReadArchive::summary).collect(),
        inputs: {
            let manifests = archives.iter().flat_map(ReadArchive::manifest_inputs);
            audit_file.map(super::own_input).into_iter().chain(manifests).collect()
        },
        causes: Vec::new(),
        vouched: Vec::new(),
        corrections: Vec::new(),
        obligations: Vec::new(),
        timelines: Vec::new(),
        exit_code: exit_code(&findings, fail_on, !incomplete.is_empty()),
        findings,
        patterns: Vec::new(),
        rates: Vec::new(),
        files,
        rejected: Vec::new(),
        changes: None,
        part_of: None,
        unplaced_videos: 0,
        videos_after_as_of: 0,
        incomplete,
        fail_on,
    })
}

impl ReadArchive {
    /// What the sealed records know of each file.
    fn sealed_facts(&self) -> Table<FileFacts, CheckedFile> {
        self.records()
            .map(|record| {
                record.map_or_else(FileFacts::default, |record| FileFacts {
                    recording: None,
                    camera: record.facts.camera.clone(),
                    start: record.facts.start,
                    start_source: record.facts.start.map(|_| crate::words::StartSource::Chain),
                    duration: record.duration,
                    holes: None,
                })
            })
            .collect()
    }
}
