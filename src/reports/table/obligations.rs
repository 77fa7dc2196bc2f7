//! The officers' part of the page: counts, the unexplained by supervisor, the undecided by reason.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::page::{Page, Piece, Tone};
use super::wording::{Clock, how_many, length, number, tally};
use crate::base::ids::{EventId, OfficerId};
use crate::results::beside::Beside;
use crate::results::{ObligationRow, Report};
use crate::words::{Confidence, Outcome, Reason, Verdict};

/// How many obligations came to what, and by which verdicts or reasons.
pub(super) fn summary(page: &mut Page, report: &Report) {
    page.heading("Obligations");
    if report.obligations.is_empty() {
        page.line("  No light-bar activation and no contact was found to judge.", Tone::Caution);
        return;
    }
    page.gap();
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for &outcome in Outcome::ALL {
        let found: Vec<&ObligationRow> = of(report, outcome);
        rows.push(vec![
            Piece::new(outcome).tone(tone(outcome, found.len())),
            Piece::new(number(how_many(&found))).right().tone(tone(outcome, found.len())),
            Piece::new(made_of(outcome, &found)),
        ]);
    }
    rows.push(vec![
        Piece::new("all").tone(Tone::Quiet),
        Piece::new(number(how_many(&report.obligations))).right(),
        Piece::new(denominator(report)).tone(Tone::Quiet),
    ]);
    page.table(&["Outcome", "Count", "Made of"], rows);
}

fn of(report: &Report, outcome: Outcome) -> Vec<&ObligationRow> {
    report.obligations.iter().filter(|row| row.outcome == outcome).collect()
}

fn tone(outcome: Outcome, count: usize) -> Tone {
    match outcome {
        _ if count == 0 => Tone::Quiet,
        Outcome::Compliant => Tone::Good,
        Outcome::Unexplained => Tone::Alarm,
        Outcome::Unresolved => Tone::Caution,
        Outcome::Explained | Outcome::Awaiting | Outcome::NotRequired => Tone::Plain,
    }
}

fn made_of(outcome: Outcome, rows: &[&ObligationRow]) -> String {
    if outcome == Outcome::NotRequired {
        let reasons: Vec<Reason> = rows.iter().filter_map(|row| row.reason).collect();
        return tally(Reason::ALL, &reasons);
    }
    let verdicts: Vec<Verdict> = rows.iter().map(|row| row.verdict).collect();
    tally(Verdict::ALL, &verdicts)
}

/// Who is left out decides every rate, so it is said in words.
fn denominator(report: &Report) -> String {
    let (required_not, undecided) = (of(report, Outcome::NotRequired), of(report, Outcome::Unresolved));
    let decided = report.obligations.len() - required_not.len() - undecided.len();
    let unexplained = of(report, Outcome::Unexplained).len();
    format!("{decided} required and decided, {unexplained} of them unexplained")
}

/// Every unexplained obligation: what somebody should ask about.
pub(super) fn unexplained(page: &mut Page, report: &Report, clock: &Clock) {
    let mut by_supervisor: BTreeMap<Option<&OfficerId>, Vec<&ObligationRow>> = BTreeMap::new();
    for row in of(report, Outcome::Unexplained) {
        by_supervisor.entry(row.supervisor_id.as_ref()).or_default().push(row);
    }
    if by_supervisor.is_empty() {
        return;
    }
    let beside = Beside::new(&report.findings);
    page.heading("Unexplained, by supervisor");
    page.gap();
    let mut rows = Vec::new();
    // those without a supervisor come last
    let (without, with): (Vec<_>, Vec<_>) = by_supervisor.into_iter().partition(|(id, _)| id.is_none());
    for (supervisor, found) in with.into_iter().chain(without) {
        let name = supervisor.map_or("no supervisor".to_owned(), ToString::to_string);
        rows.push(vec![Piece::new(format!("{name}: {}", found.len())).tone(Tone::Strong)]);
        rows.extend(found.into_iter().map(|row| lead(row, &beside, clock)));
    }
    page.table(&["Began", "Officer", "Car", "Camera", "Verdict", "Details"], rows);
}

fn lead(row: &ObligationRow, beside: &Beside<'_>, clock: &Clock) -> Vec<Piece> {
    let id = |id: Option<&dyn Display>| Piece::new(id.map_or("-".into(), ToString::to_string));
    let ids: Vec<&str> = row.event_ids.iter().map(EventId::as_str).collect();
    let verdicts = std::iter::once(&row.verdict).chain(&row.also).map(ToString::to_string);
    let explanation = row.explanation.map(|state| format!("justification: {state}"));
    // what has to be tested comes before what was missed
    let details = beside.words(row).into_iter().chain(by_how_much(row)).chain(explanation).chain(unsureness(row));
    vec![
        Piece::lines([clock.time(row.on), format!("{} {}", row.trigger_kind, ids.join(" "))]),
        id(row.officer_id.as_ref().map(|id| id as _)),
        id(row.vehicle_id.as_ref().map(|id| id as _)),
        id(row.camera_id.as_ref().map(|id| id as _)),
        Piece::lines(verdicts).tone(if row.verdict == Verdict::NotRecorded { Tone::Alarm } else { Tone::Caution }),
        Piece::lines(details),
    ]
}

fn by_how_much(row: &ObligationRow) -> Option<String> {
    match row.verdict {
        Verdict::NotRecorded => row.off.map(|off| format!("no footage of its {}", length(off - row.on))),
        Verdict::Late => row.gap.map(|gap| format!("{} after it began", length(gap))),
        _ => row.uncovered.map(|uncovered| format!("{} not covered", length(uncovered))),
    }
}

/// Said wherever the confidence is not high, because then this row alone is too little to act on.
fn unsureness(row: &ObligationRow) -> Option<String> {
    let doubts: Vec<&str> = row.confidence_reason.iter().map(|doubt| doubt.as_str()).collect();
    match row.confidence {
        Confidence::High => None,
        lowered if doubts.is_empty() => Some(format!("confidence: {lowered}")),
        lowered => Some(format!("confidence: {lowered} ({})", doubts.join(", "))),
    }
}

/// How many are not decided, and why.
pub(super) fn unresolved(page: &mut Page, report: &Report) {
    let found = of(report, Outcome::Unresolved);
    if found.is_empty() {
        return;
    }
    page.heading("Not decided, counted neither for nor against anybody");
    page.gap();
    let mut kinds: BTreeMap<(Verdict, Option<Reason>), u64> = BTreeMap::new();
    for row in found {
        *kinds.entry((row.verdict, row.reason)).or_default() += 1;
    }
    let rows = kinds.into_iter().map(|((verdict, reason), count)| {
        vec![
            Piece::new(verdict),
            Piece::new(reason.map_or("-".into(), |reason| reason.to_string())),
            Piece::new(number(count)).right(),
            Piece::new(reason.map_or(verdict.means(), Reason::means)).tone(Tone::Quiet),
        ]
    });
    page.table(&["Verdict", "Reason", "Count", "What it means"], rows.collect());
}
