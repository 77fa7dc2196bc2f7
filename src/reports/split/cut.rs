//! What rests on the misses of many, cut down to those of one supervisor or unit.
//!
//! No event, source, time or count of others is left. Whether a car or camera stands out, and how sure that is, comes
//! from the whole report, and the part says so. Used by the parent module alone.

use rustc_hash::FxHashSet;

use crate::base::ids::EventId;
use crate::base::share::{share, wilson};
use crate::reports::earlier::{sort_changes, told_doubts};
use crate::results::PatternRow;
use crate::results::beside::{is_of, lightbar_of};
use crate::results::causes::CauseRow;
use crate::results::changes::{ChangeRow, Kind};
use crate::results::{FindingRow, ObligationRow, Report};
use crate::words::{Confidence, SubjectKind};

/// A finding about equipment with these misses of it alone; in the order of their events in the finding.
pub(super) fn finding(whole: &FindingRow, pattern: Option<&PatternRow>, own: &[&ObligationRow]) -> FindingRow {
    let sources: FxHashSet<&String> = own.iter().flat_map(|row| &row.sources).collect();
    let events: FxHashSet<&EventId> = own.iter().flat_map(|row| &row.event_ids).collect();
    let mut confidences: Vec<Confidence> = own.iter().map(|row| row.confidence).collect();
    confidences.sort_unstable();
    let summary = match pattern {
        Some(_) => format!(
            "it stands out in the whole report and may be the cause of {} here: test it before asking anybody; the \
             whole report has the test and its numbers",
            misses(own.len())
        ),
        None => format!(
            "the camera was awake, yet it was started by hand after the light bar had gone on, {} here; the whole \
             report has all of it",
            times(own.len())
        ),
    };
    FindingRow {
        confidence: confidences.get(confidences.len() / 2).copied().unwrap_or(Confidence::Low),
        at: own.iter().map(|row| row.on).min(),
        event_ids: whole.event_ids.iter().filter(|event| events.contains(event)).cloned().collect(),
        summary,
        sources: whole.sources.iter().filter(|source| sources.contains(source)).cloned().collect(),
        ..whole.clone()
    }
}

/// The patterns that have a finding here: of equipment with the counts of these obligations alone.
///
/// One that another explains has no finding, and so stays in the whole report.
pub(super) fn patterns(whole: &Report, obligations: &[ObligationRow], findings: &[FindingRow]) -> Vec<PatternRow> {
    let cut = |(place, row): (usize, &PatternRow)| {
        let finding = findings.iter().find(|finding| is_of(row, finding))?;
        // the whole finding comes with the whole row
        if whole.findings.contains(finding) {
            return Some(row.clone());
        }
        // counted as in the whole report: without what happened with a cause that was flagged before
        let before: Vec<&PatternRow> =
            whole.patterns.iter().take(place).filter(|row| row.explained_by.is_empty()).collect();
        let decided = obligations.iter().filter(|each| {
            (each.verdict.is_in_time() || each.verdict.is_miss())
                && is_with(row, each)
                && !before.iter().any(|cause| is_with(cause, each))
        });
        let obligations: Vec<&ObligationRow> = decided.collect();
        let of = count(obligations.len());
        let deviations = count(obligations.iter().filter(|each| each.verdict.is_miss()).count());
        let interval = wilson(deviations, of);
        Some(PatternRow {
            deviations,
            obligations: of,
            rate: share(deviations, of),
            rate_low: interval.map(|(low, _)| low),
            rate_high: interval.map(|(_, high)| high),
            peer_rate: None,
            event_ids: finding.event_ids.clone(),
            ..row.clone()
        })
    };
    whole.patterns.iter().enumerate().filter_map(cut).collect()
}

/// What became of these rows since an earlier output, and the doubts of the data about them alone: what shows a doubt
/// stands in the whole report.
pub(super) fn changes(
    whole: &[ChangeRow],
    is_own: impl Fn(&ChangeRow) -> bool,
    findings: &[FindingRow],
) -> Vec<ChangeRow> {
    let of_rows = whole.iter().filter(|row| row.kind != Kind::Doubt);
    let mut rows: Vec<ChangeRow> = of_rows.filter_map(|row| change(row, is_own(row), findings)).collect();
    rows.extend(told_doubts(&rows, |_, _| Some("the whole report says why".to_owned())));
    sort_changes(&mut rows);
    rows
}

/// What became of a row since an earlier output; of a copy, what the copy says.
fn change(row: &ChangeRow, is_own: bool, findings: &[FindingRow]) -> Option<ChangeRow> {
    if is_own {
        return Some(row.clone());
    }
    let is_copy = |finding: &&FindingRow| finding.code.is_about_equipment() && finding.finding_id == row.id;
    let copy = findings.iter().filter(|_| row.kind == Kind::Finding).find(is_copy)?;
    let mut row = row.clone();
    row.subject.at_utc = copy.at.map(|at| at.to_string()).unwrap_or_default();
    row.subject.event_ids = crate::reports::csv::list(&copy.event_ids);
    row.subject.summary = copy.summary.clone();
    Some(row)
}

/// The causes of these obligations; what names others stays in the whole report.
pub(super) fn causes(whole: &Report, obligations: &[ObligationRow]) -> Vec<CauseRow> {
    let own: FxHashSet<&str> = obligations.iter().filter_map(|row| row.cause_id.as_deref()).collect();
    let causes = whole.causes.iter().filter(|cause| own.contains(&*cause.finding_id));
    let cut = |cause: &CauseRow| match cause.names_others {
        true => CauseRow { evidence: "the whole report has the evidence".to_owned(), ..cause.clone() },
        false => cause.clone(),
    };
    causes.map(cut).collect()
}

fn is_with(pattern: &PatternRow, row: &ObligationRow) -> bool {
    let id = match pattern.subject_kind {
        SubjectKind::Camera => row.camera_id.as_ref().map(|id| id.as_str()),
        SubjectKind::Vehicle => lightbar_of(row).map(|id| id.as_str()),
        _ => row.officer_id.as_ref().map(|id| id.as_str()),
    };
    row.officer_id.is_some() && id == Some(pattern.subject_id.as_str())
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

fn misses(count: usize) -> String {
    if count == 1 { "1 late or missing activation".to_owned() } else { format!("{count} late or missing activations") }
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}
