//! Whether everything could be checked, and what the process therefore returns (contract, "Exit codes").
//!
//! The exit code of `scan` and `verify` is decided here; what the numbers are is said by [`Exit`].

use super::AuditSettings;
use super::archives::{Archives, ReadArchive};
use crate::facts::audit_file::AuditFile;
use crate::facts::inputs::RejectedRow;
use crate::facts::source::SourceKind;
use crate::judgement::Judged;
use crate::results::FindingRow;
use crate::words::{Exit, Severity};

/// Why the audit is incomplete, in plain words; empty: complete.
pub(super) fn incomplete(
    audit_file: &AuditFile,
    settings: &AuditSettings,
    no_triggers: bool,
    rejected: &[RejectedRow],
    archives: &Archives,
) -> Vec<String> {
    let mut reasons = Vec::new();
    if !rejected.is_empty() {
        let rows = if rejected.len() == 1 { "1 row was" } else { &format!("{} rows were", rejected.len()) };
        reasons.push(format!("{rows} rejected and could not be used"));
    }
    reasons.extend(archives.iter().flat_map(ReadArchive::incomplete));
    let names_triggers = |kind| kind == SourceKind::Lightbar || kind == SourceKind::Contacts;
    if audit_file.sources.iter().any(|source| names_triggers(source.kind)) {
        if no_triggers {
            let all_time = settings.since.is_none() && settings.until.is_none();
            let where_to_look = if all_time { "was found" } else { "began within --since and --until" };
            reasons.push(format!("no light-bar activation and no contact {where_to_look}: nothing was judged"));
        }
    } else if archives.is_empty() {
        reasons.push("the audit file names neither an archive nor a trigger log: nothing was audited".into());
    }
    reasons
}

/// What the data cannot show at all, each kind once (contract, "Can the data accuse?").
pub(super) fn undecidable(judged: &Judged) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for cause in judged.causes.iter().filter(|cause| cause.incomplete) {
        let said = format!("{}: {}", cause.reason, cause.reason.text().clause());
        if !reasons.contains(&said) {
            reasons.push(said);
        }
    }
    reasons
}

/// What an audit with these findings returns; a finding counts at or above `fail_on`.
pub(crate) fn exit_code(findings: &[FindingRow], fail_on: Option<Severity>, incomplete: bool) -> Exit {
    // Severities are ordered from the highest down.
    let found = fail_on.is_some_and(|least| findings.iter().any(|finding| finding.severity <= least));
    Exit::of(!incomplete, found)
}
