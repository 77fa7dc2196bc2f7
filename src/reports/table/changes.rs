//! What is new since an earlier output: it leads the page, because the rest was there yesterday.

use std::collections::BTreeMap;

use super::page::{Page, Piece, Tone};
use super::wording::{Clock, how_many, number};
use super::{SHOWN, and_more};
use crate::base::time::Moment;
use crate::results::Report;
use crate::results::changes::{ChangeRow, Changes, Kind, said};
use crate::words::{Change, Severity};

/// The block at the head of the page; nothing where no `--previous` was given.
pub(crate) fn since_earlier(page: &mut Page, report: &Report, clock: &Clock) {
    let Some(changes) = &report.changes else { return };
    match &changes.earlier {
        Some(earlier) => page.heading(&format!("What is new since {}", clock.day_and_time(earlier.as_of))),
        None => page.heading("What is new"),
    }
    page.gap();
    let mut rows = vec![
        labelled("Findings", counts(changes, Kind::Finding), tone(changes)),
        labelled("Obligations", counts(changes, Kind::Obligation), Tone::Plain),
    ];
    if changes.not_compared > 0 {
        let text = format!("{} outside of --since and --until", number(size(changes.not_compared)));
        rows.push(labelled("Not compared", text, Tone::Plain));
    }
    rows.extend(changes.notes.iter().map(|note| labelled("Note", note.clone(), Tone::Caution)));
    page.list(rows);
    if !report.incomplete.is_empty() {
        page.line("  INCOMPLETE: this audit does not cover everything, see below", Tone::Alarm);
    }
    // where everything is new, the lists below say it all
    if changes.earlier.is_some() {
        findings(page, changes, clock);
        obligations(page, changes);
    }
}

fn tone(changes: &Changes) -> Tone {
    if changes.has_news() { Tone::Alarm } else { Tone::Plain }
}

fn labelled(label: &str, text: String, tone: Tone) -> Vec<Piece> {
    vec![Piece::new(label).tone(Tone::Quiet), Piece::new(text).tone(tone)]
}

fn counts(changes: &Changes, kind: Kind) -> String {
    let said: Vec<String> = Change::ALL
        .iter()
        .map(|&change| (change, changes.count(kind, change)))
        // an obligation is never resolved: it comes to something else
        .filter(|(change, count)| *count > 0 || *change == Change::New)
        .map(|(change, count)| format!("{} {change}", number(size(count))))
        .collect();
    said.join(", ")
}

fn size(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Findings of severity high and review that came, changed or went: the new ones first, then the weightier.
pub(crate) fn findings_first_to_look_at(changes: &Changes) -> Vec<&ChangeRow> {
    const ORDER: [Change; 4] = [Change::New, Change::Changed, Change::Vanished, Change::Resolved];
    let mut found: Vec<(usize, bool, &ChangeRow)> = Vec::new();
    for (rank, change) in ORDER.iter().enumerate() {
        let rows = changes.rows.iter().filter(|row| row.kind == Kind::Finding && row.change == *change);
        let rows = rows.filter(|row| row.subject.severity != Severity::Info.as_str());
        found.extend(rows.map(|row| (rank, row.subject.severity != Severity::High.as_str(), row)));
    }
    found.sort_by_key(|(rank, review, _)| (*rank, *review));
    found.into_iter().map(|(.., row)| row).collect()
}

fn findings(page: &mut Page, changes: &Changes, clock: &Clock) {
    let found = findings_first_to_look_at(changes);
    if found.is_empty() {
        return;
    }
    page.gap();
    let rows = found.iter().take(SHOWN).map(|row| finding(row, clock)).collect();
    page.table(&["Change", "Severity", "Finding", "About"], rows);
    and_more(page, "  ", found.len(), "changes.csv");
}

fn finding(row: &ChangeRow, clock: &Clock) -> Vec<Piece> {
    let subject = &row.subject;
    let alarming = row.is_news() && subject.severity == Severity::High.as_str();
    let changed = (!row.from.is_empty() && !row.to.is_empty())
        .then(|| format!("{} before, now {}", said(&row.from), said(&row.to)));
    vec![
        Piece::new(row.change).tone(if alarming { Tone::Alarm } else { Tone::Plain }),
        Piece::new(&subject.severity).tone(if alarming { Tone::Alarm } else { Tone::Caution }),
        Piece::new(&subject.code),
        Piece::lines([about(row, clock), changed.unwrap_or_else(|| subject.summary.clone())]),
    ]
}

/// When, who and what a change concerns.
pub(crate) fn about(row: &ChangeRow, clock: &Clock) -> String {
    let subject = &row.subject;
    let at = subject.at_utc.parse::<jiff::Timestamp>().map(|at| clock.time(Moment::from(at)));
    let named = |what: &str, id: &str| (!id.is_empty()).then(|| format!("{what}{id}"));
    let parts = [
        at.ok(),
        named("officer ", &subject.officer_id),
        named("car ", &subject.vehicle_id),
        named("camera ", &subject.camera_id),
        named("", &subject.path),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Obligations that came to something else, those that changed alike taken together.
fn obligations(page: &mut Page, changes: &Changes) {
    let mut alike: BTreeMap<(String, String), Vec<&ChangeRow>> = BTreeMap::new();
    for row in changes.rows.iter().filter(|row| row.kind == Kind::Obligation && row.change == Change::Changed) {
        alike.entry((said(&row.from), said(&row.to))).or_default().push(row);
    }
    if alike.is_empty() {
        return;
    }
    let all = alike.len();
    let mut alike: Vec<_> = alike.into_iter().collect();
    alike.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
    page.gap();
    let row = |((from, to), rows): ((String, String), Vec<&ChangeRow>)| {
        vec![Piece::new(number(how_many(&rows))).right(), Piece::new(from), Piece::new(to)]
    };
    page.table(&["Obligations", "Came to before", "Come to now"], alike.into_iter().take(SHOWN).map(row).collect());
    and_more(page, "  ", all, "changes.csv");
}
