//! The whole road: from an audit file to a finished report.
//!
//! Reads inputs and archives, joins them into evidence, has the evidence judged, gathers the findings, sorts
//! everything. Knows no terminal and prints nothing. Used by the commands and the tests.

mod archives;
mod completeness;
mod verify;

pub(crate) use completeness::exit_code;
use completeness::{incomplete, undecidable};
pub use verify::{VerifySettings, verify};

use std::mem::take;

use jiff::tz::TimeZone;
use rayon::prelude::*;
use thiserror::Error;

use self::archives::{ArchiveError, Archives, ReadArchive, Reading};
use crate::archive::disk::Examine;
use crate::base::defect::{self, Defect};
use crate::base::index::Ix;
use crate::base::progress::Progress;
use crate::base::time::Moment;
use crate::evidence::Evidence;
use crate::evidence::recordings::{Joined, join};
use crate::facts::audit_file::ArchiveSettings;
use crate::facts::audit_file::AuditFile;
use crate::facts::exports::{Declared, Exports};
use crate::facts::inputs::{InputSummary, Inputs, RejectedRow};
use crate::findings::cases::{Cases, in_order};
use crate::findings::find::find_all;
use crate::findings::names::Names;
use crate::findings::patterns;
use crate::findings::timeline::timelines;
use crate::judgement::{Judged, Obligation, judge};
use crate::results::beside;
use crate::results::{ObligationRow, PolicySummary, Report};
use crate::sources::InputError;
use crate::sources::audit_file::{policy_digest, summarise};
use crate::statistics::rates::rates;
use crate::words::Severity;

/// What the command line decides.
#[derive(Debug, Clone, Copy)]
pub struct AuditSettings {
    /// Rows and deadlines are judged as of this moment.
    pub as_of: Moment,
    /// The clock: nothing can have been sealed after what it says when a chain is read.
    pub clock: fn() -> Moment,
    /// Only triggers from here are shown.
    pub since: Option<Moment>,
    /// Only triggers before this are shown.
    pub until: Option<Moment>,
    /// Whether bytes are hashed.
    pub hash: bool,
    /// The findings at or above this severity decide the exit code.
    pub fail_on: Option<Severity>,
}

/// Why nothing could be audited (exit 2).
#[derive(Debug, Error)]
pub enum AuditError {
    /// A source as a whole cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// An archive as a whole cannot be read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The program contradicts itself.
    #[error(transparent)]
    Defect(#[from] Defect),
}

/// Audits everything that an audit file names.
///
/// # Errors
/// Where a source or an archive as a whole cannot be read; whatever is wrong with single rows or files is in
/// the report.
pub fn audit(audit_file: &AuditFile, settings: &AuditSettings, progress: &dyn Progress) -> Result<Report, AuditError> {
    defect::catch(|| stages(audit_file, settings, progress))?
}

/// Read, join, judge, find, report.
fn stages(audit_file: &AuditFile, settings: &AuditSettings, progress: &dyn Progress) -> Result<Report, AuditError> {
    let mut inputs = crate::sources::read(audit_file, settings.as_of)?;
    let now = || (settings.clock)().max(settings.as_of);
    let reading = Reading {
        folder: &audit_file.folder,
        policies: Some(&audit_file.policies),
        anchors: &[],
        now: &now,
        how: Examine { hash: settings.hash, probe: true },
    };
    let archives = archives::read_all(&audit_file.archives, reading, progress)?;
    let mut joined = join(&inputs, &archives::facts(&archives), audit_file.zone.as_ref(), settings.as_of);
    for (clock, files) in joined.corrected.entries() {
        inputs.corrections[clock].files = *files;
    }
    let mut evidence = evidence(audit_file, settings, &mut inputs, &mut joined);
    let judged = judge(&mut evidence);

    let own = own_input(audit_file);
    let names = Names {
        audit_file: &own.file,
        files: &inputs.files,
        zone: audit_file.zone.clone().unwrap_or(TimeZone::UTC),
        archives: archives.map(|archive| archive.names()),
    };
    let shown = shown(&judged, settings);
    let cases = Cases::new(&evidence, &judged, &shown, &joined.remarks, &inputs.recordings, &names);
    // a million rows are hundreds of megabytes: they are made in their place and never copied
    let obligations: Vec<ObligationRow> = shown.par_iter().map(|at| cases.case(*at).row()).collect();
    let mut timelines = timelines(&cases, &obligations);
    let patterns = patterns::rows(&cases);
    let several = archives.len() > 1;
    let scenes: Vec<_> = archives.iter().map(|archive| archive.scene(several)).collect();
    let findings = find_all(Some(&cases), &scenes);
    beside::tell(&mut timelines, &obligations, &findings, &patterns);

    let files = archives.entries().flat_map(|(at, archive)| archive.rows(&joined.files[at], several)).collect();
    let mut rejected: Vec<RejectedRow> = inputs.rejected.iter().cloned().chain(joined.rejected).collect();
    rejected.sort_by(|a, b| (a.source, &a.file, a.row).cmp(&(b.source, &b.file, b.row)));

    let mut incomplete = incomplete(audit_file, settings, shown.is_empty(), &rejected, &archives);
    incomplete.extend(undecidable(&judged));
    let exit_code = exit_code(&findings, settings.fail_on, !incomplete.is_empty());
    let report = Report {
        department: audit_file.department.clone(),
        time_zone: audit_file.zone_name().unwrap_or("UTC").to_owned(),
        as_of: settings.as_of,
        since: settings.since,
        until: settings.until,
        judges_officers: true,
        policies: policies(audit_file),
        policy_sha256: policy_digest(&audit_file.policies),
        archives: archives.iter().map(ReadArchive::summary).collect(),
        inputs: input_files(audit_file, &inputs, &archives),
        corrections: inputs.corrections.iter().cloned().collect(),
        rates: rates(&obligations),
        causes: cases.cause_rows(),
        vouched: cases.vouched(),
        obligations,
        timelines,
        findings,
        patterns,
        files,
        rejected,
        changes: None,
        part_of: None,
        unplaced_videos: u64::try_from(evidence.exports.unplaced.len()).unwrap_or(u64::MAX),
        videos_after_as_of: joined.after_as_of,
        incomplete,
        fail_on: settings.fail_on,
        exit_code,
    };
    drop((cases, scenes));
    drop(names);
    // what was judged on is of no use any more; to free it takes a while, and nobody has to wait for it
    rayon::spawn(move || drop((evidence, judged, inputs)));
    Ok(report)
}

/// What the sources and archives came to, for the judgement; what it takes is gone from them.
fn evidence(audit_file: &AuditFile, settings: &AuditSettings, inputs: &mut Inputs, joined: &mut Joined) -> Evidence {
    Evidence {
        policies: audit_file.policies.clone(),
        as_of: settings.as_of,
        events: take(&mut inputs.lightbar).into_iter().chain(take(&mut inputs.contacts)).collect(),
        recordings: take(&mut joined.recordings),
        assignments: take(&mut inputs.assignments).into(),
        justifications: take(&mut inputs.justifications).into(),
        device_log: take(&mut inputs.device_log).into(),
        exports: Exports {
            unplaced: take(&mut joined.unplaced),
            videos: joined.videos,
            archives: audit_file.archives.iter().map(|archive| declared(archive, settings.as_of)).collect(),
            ..take(&mut inputs.exports)
        },
    }
}

/// The obligations that the report shows, sorted by time, then identifiers.
fn shown(judged: &Judged, settings: &AuditSettings) -> Vec<Ix<Obligation>> {
    let is_shown = |at: &Ix<Obligation>| {
        let on = judged.triggers[judged.obligations[*at].trigger].window.on;
        settings.since.is_none_or(|since| on >= since) && settings.until.is_none_or(|until| on < until)
    };
    in_order(judged, judged.obligations.places().filter(is_shown).collect())
}

fn policies(audit_file: &AuditFile) -> Vec<PolicySummary> {
    let summary = |policy: &crate::facts::policy::Policy| PolicySummary {
        name: policy.name.clone(),
        effective: policy.effective,
        values: summarise(policy),
    };
    audit_file.policies.iter().map(summary).collect()
}

/// The audit file itself, then every source file, then manifests.
fn input_files(audit_file: &AuditFile, inputs: &Inputs, archives: &Archives) -> Vec<InputSummary> {
    let manifests = archives.iter().flat_map(ReadArchive::manifest_inputs);
    std::iter::once(own_input(audit_file)).chain(inputs.files.iter().cloned()).chain(manifests).collect()
}

fn own_input(audit_file: &AuditFile) -> InputSummary {
    let name = audit_file.path.strip_prefix(&audit_file.folder).unwrap_or(&audit_file.path);
    InputSummary {
        source: "audit-file",
        file: crate::base::path::ArchivePath::from_relative(name).to_string(),
        size: audit_file.size,
        sha256: audit_file.sha256,
        rows: 0,
        used: 0,
        repeated: 0,
        updated: 0,
        after_as_of: 0,
        set_aside: 0,
        rejected: 0,
    }
}

/// What the audit file says of an archive as an export.
fn declared(archive: &ArchiveSettings, as_of: Moment) -> Declared {
    let complete = archive.complete.clone().filter(|word| word.is_given_by(as_of));
    Declared { covers: archive.covers, complete }
}
