//! How each verdict was reached: other findings, rules, policies and inputs.

use crate::base::ids::EventId;
use crate::reports::table::wording::Clock;
use crate::results::{FindingRow, Report};
use crate::words::{Family, FindingCode, Severity};

/// The findings of one code, but for those that a case above tells.
pub(super) struct FindingGroup {
    pub(super) code: &'static str,
    pub(super) severity: &'static str,
    pub(super) means: &'static str,
    pub(super) n: usize,
    pub(super) open: bool,
    pub(super) rows: Vec<FindingView>,
}

/// One finding.
pub(super) struct FindingView {
    pub(super) id: String,
    pub(super) when: String,
    pub(super) subject: String,
    pub(super) summary: String,
    pub(super) sources: String,
}

/// A verdict that this report has, and the rule behind it.
pub(super) struct RuleView {
    pub(super) word: &'static str,
    pub(super) means: &'static str,
    pub(super) how: &'static str,
    pub(super) of: String,
    pub(super) n: usize,
}

/// A policy with every value.
pub(super) struct PolicyView {
    pub(super) name: String,
    pub(super) effective: String,
    pub(super) values: Vec<(&'static str, String)>,
}

/// An input file.
pub(super) struct InputView {
    pub(super) source: &'static str,
    pub(super) file: String,
    pub(super) size: u64,
    pub(super) rows: u64,
    pub(super) used: u64,
    pub(super) rejected: u64,
    pub(super) sha256: String,
}

/// More findings of one code than this are folded.
const OPEN: usize = 10;

/// Archive, equipment and data: the weightiest first.
pub(super) fn findings(report: &Report, clock: &Clock) -> Vec<FindingGroup> {
    let mut groups = Vec::new();
    for &severity in Severity::ALL {
        for &code in FindingCode::ALL {
            let rows: Vec<&FindingRow> =
                report.findings.iter().filter(|row| row.code == code && row.severity == severity).collect();
            // the unexplained ones are drawn as cases
            if rows.is_empty() || code.family() == Family::Deviation {
                continue;
            }
            groups.push(FindingGroup {
                code: code.as_str(),
                severity: severity.as_str(),
                means: code.means(),
                n: rows.len(),
                open: severity == Severity::High && rows.len() <= OPEN,
                rows: rows.into_iter().map(|row| finding(row, clock)).collect(),
            });
        }
    }
    groups
}

fn finding(row: &FindingRow, clock: &Clock) -> FindingView {
    let events = row.event_ids.iter().map(EventId::as_str).collect::<Vec<_>>().join(" ");
    let named = |what: &str, id: Option<String>| id.map(|id| format!("{what} {id}"));
    let parts = [
        row.path.clone(),
        named("officer", row.officer_id.as_ref().map(ToString::to_string)),
        named("camera", row.camera_id.as_ref().map(ToString::to_string)),
        named("car", row.vehicle_id.as_ref().map(ToString::to_string)),
        (!events.is_empty()).then_some(events),
    ];
    FindingView {
        id: row.finding_id.clone(),
        when: row.at.map_or_else(String::new, |at| clock.time(at)),
        subject: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        summary: row.summary.clone(),
        sources: row.sources.join(" "),
    }
}

/// Every verdict that comes up, with its rule.
pub(super) fn rules(report: &Report) -> Vec<RuleView> {
    let rule = |&verdict: &crate::words::Verdict| {
        let n = report.obligations.iter().filter(|row| row.verdict == verdict).count();
        (n > 0).then(|| RuleView {
            word: verdict.as_str(),
            means: verdict.means(),
            how: verdict.text().how,
            of: format!("obligations.csv|verdict={verdict}"),
            n,
        })
    };
    crate::words::Verdict::ALL.iter().filter_map(rule).collect()
}

/// Every policy with every value.
pub(super) fn policies(report: &Report, clock: &Clock) -> Vec<PolicyView> {
    let view = |policy: &crate::results::PolicySummary| PolicyView {
        name: policy.name.clone(),
        effective: clock.day_and_time(policy.effective),
        values: policy.values.clone(),
    };
    report.policies.iter().map(view).collect()
}

/// Every input file.
pub(super) fn inputs(report: &Report) -> Vec<InputView> {
    let view = |input: &crate::facts::inputs::InputSummary| InputView {
        source: input.source,
        file: input.file.clone(),
        size: input.size,
        rows: input.rows,
        used: input.used,
        rejected: input.rejected,
        sha256: input.sha256.to_string(),
    };
    report.inputs.iter().map(view).collect()
}
