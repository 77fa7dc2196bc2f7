//! What is new since an earlier output: it leads the page, because the rest was there yesterday.

use std::collections::{BTreeMap, BTreeSet};

use super::page::{Page, Piece, Tone};
use super::wording::{Clock, how_many, number};
use super::{SHOWN, and_more};
use crate::base::time::Moment;
use crate::results::Report;
use crate::results::changes::{ChangeRow, Changes, Kind, said};
use crate::words::{Change, FindingCode, Severity};

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
        doubts(page, changes);
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

/// The doubts of the data that came or went, each with its cause and its extent.
fn doubts(page: &mut Page, changes: &Changes) {
    let rows: Vec<Vec<Piece>> = changes
        .doubts()
        .map(|row| {
            let tone = if row.subject.severity == Severity::High.as_str() { Tone::Alarm } else { Tone::Caution };
            vec![
                Piece::new(row.change).tone(tone),
                Piece::new(&row.id).tone(tone),
                Piece::lines([row.subject.summary.clone()]),
            ]
        })
        .collect();
    if !rows.is_empty() {
        page.gap();
        page.table(&["Change", "Doubt", "What it took or gave back"], rows);
    }
}

/// Findings of severity high and review that came, changed or went: the new ones first, then the weightier. What a doubt
/// took or gave back is not among them, nor the findings that tell its causes: the doubt says all of it at once.
pub(crate) fn findings_first_to_look_at(changes: &Changes) -> Vec<&ChangeRow> {
    const ORDER: [Change; 4] = [Change::New, Change::Changed, Change::Vanished, Change::Resolved];
    let told = Told::by(changes);
    let mut found: Vec<(usize, bool, &ChangeRow)> = Vec::new();
    for (rank, change) in ORDER.iter().enumerate() {
        let rows = changes.rows.iter().filter(|row| row.kind == Kind::Finding && row.change == *change);
        let rows = rows.filter(|row| !told.contains(row));
        let rows = rows.filter(|row| row.subject.severity != Severity::Info.as_str());
        found.extend(rows.map(|row| (rank, row.subject.severity != Severity::High.as_str(), row)));
    }
    found.sort_by_key(|(rank, review, _)| (*rank, *review));
    found.into_iter().map(|(.., row)| row).collect()
}

/// What a doubt that came or went says already.
struct Told<'a> {
    /// Codes of the causes of doubts that came, and of those that went.
    came: BTreeSet<&'a str>,
    went: BTreeSet<&'a str>,
    /// The cameras of what doubts took, and of what they gave back: without it a camera looks silent.
    taken: BTreeSet<&'a str>,
    given: BTreeSet<&'a str>,
}

impl<'a> Told<'a> {
    fn by(changes: &'a Changes) -> Self {
        let codes = |change: Change| {
            changes.doubts().filter(|row| row.change == change).map(|row| row.subject.code.as_str()).collect()
        };
        let cameras = |change: Change| {
            let rows = changes.rows.iter().filter(|row| row.kind == Kind::Obligation && row.change == change);
            rows.map(|row| row.subject.camera_id.as_str()).collect()
        };
        Self {
            came: codes(Change::Doubted),
            went: codes(Change::NoLongerDoubted),
            taken: cameras(Change::Doubted),
            given: cameras(Change::NoLongerDoubted),
        }
    }

    fn contains(&self, row: &ChangeRow) -> bool {
        let (code, camera) = (row.subject.code.as_str(), row.subject.camera_id.as_str());
        let is_silent = code == FindingCode::CameraSilent.as_str();
        match row.change {
            Change::New if is_silent => self.taken.contains(camera),
            Change::Resolved if is_silent => self.given.contains(camera),
            Change::New | Change::Changed => self.came.contains(code),
            _ => self.went.contains(code),
        }
    }
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
