//! Each unexplained or unresolved obligation: a sentence, a picture, and every fact behind it.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::doubts::{Turned, TurnedView};
use super::drawing::{Drawing, draw};
use crate::base::ids::CameraId;
use crate::base::time::Moment;
use crate::reports::csv::Sheet as _;
use crate::reports::picture::picture;
use crate::reports::table::wording::Clock;
use crate::results::timeline::{JustificationFacts, Timeline};
use crate::results::{ObligationRow, Report};
use crate::words::{Confidence, Outcome, Verdict};

/// So many cases are open when the page opens; the others are folded.
const OPEN: usize = 12;

/// One case.
pub(super) struct CaseView {
    pub(super) id: String,
    pub(super) open: bool,
    pub(super) when: String,
    pub(super) who: String,
    pub(super) what: String,
    pub(super) verdict: &'static str,
    pub(super) verdict_class: &'static str,
    pub(super) confidence: &'static str,
    /// What lowered the confidence, in words.
    pub(super) doubts: Vec<&'static str>,
    /// What it would have been, had the data been able to accuse.
    pub(super) turned: Option<TurnedView>,
    pub(super) why: String,
    /// What speaks for the officer comes first.
    pub(super) notes: Vec<String>,
    /// `None`: there is no timeline of it.
    pub(super) drawing: Option<Drawing>,
    /// The row of `obligations.csv`: column and cell, empty ones left out.
    pub(super) cells: Vec<(&'static str, String)>,
    /// What its justification says, and who approved it.
    pub(super) papers: Vec<(&'static str, String)>,
    pub(super) narrative: Option<String>,
}

/// The cases of an outcome: what weighs most and is surest first, then the latest.
pub(super) fn cases(report: &Report, outcome: Outcome, clock: &Clock) -> Vec<CaseView> {
    let timelines: FxHashMap<&str, &Timeline> =
        report.timelines.iter().map(|timeline| (timeline.obligation_id.as_str(), timeline)).collect();
    let turned = Turned::of(report);
    let mut rows: Vec<&ObligationRow> = report.obligations.iter().filter(|row| row.outcome == outcome).collect();
    rows.sort_by_key(|row| (row.verdict != Verdict::NotRecorded, row.confidence, Reverse(row.on)));
    rows.into_iter()
        .enumerate()
        .map(|(place, row)| {
            view(row, turned.view(row), timelines.get(row.obligation_id.as_str()).copied(), place < OPEN, clock)
        })
        .collect()
}

fn view(
    row: &ObligationRow,
    turned: Option<TurnedView>,
    timeline: Option<&Timeline>,
    open: bool,
    clock: &Clock,
) -> CaseView {
    let drawing = timeline.map(|timeline| {
        let picture = picture(timeline, row.camera_id.as_ref().map(CameraId::as_str));
        draw(&picture, clock)
    });
    let why = timeline.map_or_else(|| row.verdict.means().to_owned(), |timeline| timeline.why.clone());
    let justification = timeline.and_then(|timeline| timeline.justification.as_ref());
    CaseView {
        id: row.obligation_id.clone(),
        open,
        when: clock.day_and_time(row.on),
        who: row.officer_id.as_ref().map_or("nobody assigned".into(), |officer| format!("officer {officer}")),
        what: what(row),
        verdict: row.verdict.as_str(),
        verdict_class: verdict_class(row),
        confidence: row.confidence.as_str(),
        doubts: if row.confidence == Confidence::High {
            Vec::new()
        } else {
            row.confidence_reason.iter().map(|doubt| doubt.means()).collect()
        },
        turned,
        why,
        notes: timeline
            .map(|timeline| timeline.see_also.iter().chain(&timeline.notes).cloned().collect())
            .unwrap_or_default(),
        drawing,
        cells: cells(row),
        papers: timeline.map(|timeline| papers(timeline, clock)).unwrap_or_default(),
        narrative: justification.and_then(|justification| justification.narrative.clone()),
    }
}

const fn verdict_class(row: &ObligationRow) -> &'static str {
    match (row.outcome, row.verdict) {
        (Outcome::Unexplained, Verdict::NotRecorded) => "bad",
        (Outcome::Unexplained, _) => "warn",
        _ => "open",
    }
}

/// `light bar of car 241 · camera BWC-0032 · Central Patrol · supervisor 0021`
fn what(row: &ObligationRow) -> String {
    let named = |what: &str, id: Option<String>| id.map(|id| format!("{what} {id}"));
    let parts = [
        Some(row.trigger_kind.to_string()),
        named("car", row.vehicle_id.as_ref().map(ToString::to_string)),
        named("camera", row.camera_id.as_ref().map(ToString::to_string)),
        row.unit.clone(),
        named("supervisor", row.supervisor_id.as_ref().map(ToString::to_string)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The row as the CSV file has it.
fn cells(row: &ObligationRow) -> Vec<(&'static str, String)> {
    ObligationRow::headings().into_iter().zip(row.cells()).filter(|(_, cell)| !cell.is_empty()).collect()
}

/// Its justification and every deadline.
fn papers(timeline: &Timeline, clock: &Clock) -> Vec<(&'static str, String)> {
    let at = |at: Option<Moment>| at.map(|at| clock.time(at));
    let justification = timeline.justification.as_ref();
    let text = |text: fn(&JustificationFacts) -> Option<String>| justification.and_then(text);
    let window = justification.and_then(|facts| facts.window);
    let window = window.map(|window| format!("{} to {}", clock.time(window.from_utc), clock.time(window.to_utc)));
    let facts = [
        ("justification", text(|facts| Some(facts.justification_id.clone()))),
        ("reason", text(|facts| Some(facts.reason.clone()))),
        ("filed", at(justification.map(|facts| facts.filed_at_utc))),
        ("due", at(timeline.justification_due_utc)),
        ("speaks for", window),
        ("status", text(|facts| facts.status.clone())),
        ("approved by", text(|facts| facts.approved_by.clone())),
        ("approved", at(justification.and_then(|facts| facts.approved_at_utc))),
        ("approval due", at(timeline.approval_due_utc)),
        ("upload due", at(timeline.upload_due_utc)),
    ];
    facts.into_iter().filter_map(|(name, fact)| Some((name, fact?))).collect()
}
