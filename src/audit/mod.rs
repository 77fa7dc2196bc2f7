//! The whole road: from an audit file to a finished report (contract sections 1 to 7).
//!
//! Reads inputs and archives, joins them into evidence, has it judged, gathers the findings, sorts
//! everything. Knows no terminal and prints nothing. Used by the commands, tests and benches.

mod archives;
mod completeness;
mod verify;

pub use completeness::exit_code;
use completeness::incomplete;
pub use verify::{VerifySettings, verify};

use std::mem::take;

use rayon::prelude::*;
use thiserror::Error;

use self::archives::{ArchiveError, ReadArchive, Reading};
use crate::archive::footage::Examine;
use crate::base::progress::Progress;
use crate::base::time::Moment;
use crate::evidence::Evidence;
use crate::evidence::recordings::{FileFacts, Remark, join};
use crate::facts::RowRef;
use crate::facts::audit_file::AuditFile;
use crate::facts::inputs::Inputs;
use crate::facts::inputs::{InputSummary, RejectedRow};
use crate::findings::data;
use crate::findings::obligations::{ObligationRows, clock_findings};
use crate::findings::patterns;
use crate::findings::timeline::timelines;
use crate::judgement::{Obligation, judge};
use crate::results::beside;
use crate::results::{FindingRow, ObligationRow, PolicySummary, Report};
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
}

/// Audits everything that an audit file names.
///
/// # Errors
/// Where a source or an archive as a whole cannot be read; whatever is wrong with single rows or files is in
/// the report.
pub fn audit(audit_file: &AuditFile, settings: &AuditSettings, progress: &dyn Progress) -> Result<Report, AuditError> {
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
    let facts = archives::facts(&audit_file.archives, &archives, inputs.files.len());
    let joined = join(&inputs, &facts, audit_file.zone.as_ref(), settings.as_of);
    let evidence = Evidence {
        policies: audit_file.policies.clone(),
        as_of: settings.as_of,
        events: take(&mut inputs.lightbar).into_iter().chain(take(&mut inputs.contacts)).collect(),
        recordings: joined.recordings,
        assignments: take(&mut inputs.assignments),
        justifications: take(&mut inputs.justifications),
        device_log: take(&mut inputs.device_log),
    };
    let names = Names { inputs: &inputs, archives: &archives };
    let judged = judge(&evidence);

    let source_of = |row: RowRef| names.source_of(row);
    let rows = ObligationRows { evidence: &evidence, judged: &judged, source_of: &source_of };
    let shown = |obligation: &&Obligation| {
        let on = judged.triggers.get(obligation.trigger).map(|trigger| trigger.window.on);
        on.is_some_and(|on| {
            settings.since.is_none_or(|since| on >= since) && settings.until.is_none_or(|until| on < until)
        })
    };
    let mut shown: Vec<&Obligation> = judged.obligations.iter().filter(shown).collect();
    shown.sort_by(|a, b| rows.order(a).cmp(&rows.order(b)));
    // a million rows are hundreds of megabytes: they are made in their place and never copied
    let obligations: Vec<Option<ObligationRow>> = shown.par_iter().map(|obligation| rows.row(obligation)).collect();
    let cases: Vec<_> = shown.iter().zip(&obligations).filter_map(|(case, row)| Some((*case, row.as_ref()?))).collect();
    let mut timelines = timelines(&evidence, &judged, &cases);
    drop(cases);
    let obligations: Vec<ObligationRow> = obligations.into_iter().flatten().collect();

    let mut findings: Vec<FindingRow> =
        shown.par_iter().flat_map_iter(|obligation| rows.findings(obligation)).collect();
    findings.extend(clock_findings(&rows, &shown));
    let (patterns, of_patterns) = patterns::of_shown(&rows, &shown);
    findings.extend(of_patterns);
    findings.extend(patterns::auto_triggers(&rows, &shown));
    findings.extend(data::of_recordings(&joined.remarks, &source_of, &|remark| names.path_of(remark)));
    findings.extend(data::of_events(&evidence.events, &source_of));
    findings.extend(data::of_justifications(&evidence, &source_of));
    findings.extend(data::of_ambiguous_times(&inputs.recordings, &evidence, &source_of));
    findings.extend(archives.iter().flat_map(|archive| archive.findings(archives.len() > 1)));
    findings.sort_by(|a, b| finding_order(a).cmp(&finding_order(b)));
    beside::tell(&mut timelines, &obligations, &findings, &patterns);

    let files = archives
        .iter()
        .zip(&joined.files)
        .flat_map(|(archive, facts): (&ReadArchive, &Vec<FileFacts>)| archive.rows(facts, archives.len() > 1))
        .collect();
    let mut rejected: Vec<RejectedRow> = inputs.rejected.iter().cloned().chain(joined.rejected).collect();
    rejected.sort_by(|a, b| (a.source, &a.file, a.row).cmp(&(b.source, &b.file, b.row)));

    let incomplete = incomplete(audit_file, settings, shown.is_empty(), &rejected, &archives);
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
        rates: rates(&obligations),
        obligations,
        timelines,
        findings,
        patterns,
        files,
        rejected,
        changes: None,
        part_of: None,
        unplaced_videos: joined.unplaced,
        videos_after_as_of: joined.after_as_of,
        incomplete,
        fail_on: settings.fail_on,
        exit_code,
    };
    // what was judged on is of no use any more; to free it takes a while, and nobody has to wait for it
    rayon::spawn(move || drop((evidence, judged, inputs)));
    Ok(report)
}

/// Sorted by time, then identifiers; what has no time comes first.
fn finding_order(row: &FindingRow) -> impl Ord + '_ {
    (row.at, &row.event_ids, &row.vehicle_id, &row.officer_id, &row.camera_id, &row.path, row.code, &row.sources)
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
fn input_files(audit_file: &AuditFile, inputs: &Inputs, archives: &[ReadArchive]) -> Vec<InputSummary> {
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
        rejected: 0,
    }
}

/// How reports name rows and files: rows of input files come first, those of chains after them.
struct Names<'a> {
    inputs: &'a Inputs,
    archives: &'a [ReadArchive],
}

impl Names<'_> {
    fn source_of(&self, row: RowRef) -> String {
        let chain = row.file.checked_sub(self.inputs.files.len()).and_then(|archive| self.archives.get(archive));
        chain.map_or_else(|| self.inputs.source_of(row), |archive| format!("{}:{}", archive.chain_name(), row.line))
    }

    fn path_of(&self, remark: &Remark) -> Option<String> {
        let path = remark.path.as_ref()?;
        let archive = remark.archive.filter(|_| self.archives.len() > 1).and_then(|index| self.archives.get(index));
        Some(archive.map_or_else(|| path.to_string(), |archive| archive.full_path(path).to_string()))
    }
}
