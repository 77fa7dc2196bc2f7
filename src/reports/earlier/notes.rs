//! Why two outputs can differ beside what happened on the street.

use super::read::Earlier;
use crate::base::time::Moment;
use crate::reports::run_json;
use crate::results::Report;

/// In plain words, the weightiest first.
pub(super) fn notes(earlier: &Earlier, tonight: &Report) -> Vec<String> {
    let run = &earlier.run;
    let mut notes = Vec::new();
    let mut note = |differs: bool, text: String| {
        if differs {
            notes.push(text);
        }
    };
    note(
        run.department != tonight.department,
        format!("the earlier output is of another department: {}", run.department),
    );
    note(
        earlier.summary.version != run_json::VERSION,
        format!(
            "the earlier output was written by version {}, this is {}: a difference may come from the program",
            earlier.summary.version,
            run_json::VERSION
        ),
    );
    let policy = run.policy_sha256 != tonight.policy_sha256.to_string();
    note(policy, "the policy has changed since: a difference may come from the policy".into());
    let audit_file = tonight.inputs.iter().find(|input| input.source == "audit-file");
    let audit_file = run.audit_file() != audit_file.map(|input| input.sha256.to_string()).as_deref();
    note(audit_file && !policy, "the audit file has changed since: it may name other sources".into());
    note(
        earlier.summary.as_of > tonight.as_of,
        format!("the earlier output is as of a later moment, {}", earlier.summary.as_of),
    );
    let window = |moment: Option<Moment>| moment.map(|moment| moment.to_string());
    note(
        run.since_utc != window(tonight.since) || run.until_utc != window(tonight.until),
        "the earlier output shows other triggers (--since, --until)".into(),
    );
    let hashed = tonight.archives.iter().all(|archive| archive.hashed);
    note(run.hashed() && !hashed, "bytes were hashed for the earlier output, and not for this one".into());
    note(!run.hashed() && hashed, "bytes were not hashed for the earlier output".into());
    note(!run.complete, "the earlier audit was incomplete: what it could not read appears as new".into());
    notes
}
