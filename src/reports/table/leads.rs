//! The archive's and the data's part of the page: findings that are not in the table of the unexplained.

use std::fmt::Display;

use super::page::{Page, Piece, Tone};
use super::wording::{Clock, tally};
use super::{SHOWN, and_more};
use crate::reports::cannot_show::{HEADING, Paragraph, cannot_show};
use crate::results::{FindingRow, Report};
use crate::words::{Family, FindingCode, Outcome, Severity};

/// What the data cannot show: it comes before any number, because it says what the numbers do not.
pub(super) fn doubts(page: &mut Page, report: &Report) {
    let Some(told) = cannot_show(report) else { return };
    page.heading(HEADING);
    page.gap();
    let tone = if told.obligations > 0 { Tone::Caution } else { Tone::Plain };
    page.list(vec![vec![Piece::new(&told.summary).tone(tone)]]);
    for word in &told.vouched {
        page.gap();
        page.list(vec![vec![Piece::new(&word.text).tone(Tone::Caution)]]);
    }
    for paragraph in &told.causes {
        page.gap();
        page.line(&format!("  {}", paragraph.code), Tone::Strong);
        page.list(cause(paragraph));
    }
}

fn cause(told: &Paragraph) -> Vec<Vec<Piece>> {
    let said = |label: &str, text: &str| vec![Piece::new(label).tone(Tone::Quiet), Piece::new(text)];
    let mut rows = vec![said("What", &told.means), said("Extent", &told.extent)];
    for (place, evidence) in told.evidence.iter().enumerate() {
        rows.push(said(if place == 0 { "Evidence" } else { "" }, evidence));
    }
    rows.push(said("Settle", &told.settled_by));
    if let (Some(heading), Some(line)) = (&told.audit_file_heading, &told.audit_file_line) {
        rows.push(said("", &format!("audit.toml, under {heading}: {line}")));
    }
    rows
}

fn is_doubt(row: &FindingRow) -> bool {
    row.code.family() == Family::Doubt
}

/// The findings of severity high and review one by one, those of severity info counted.
pub(super) fn findings(page: &mut Page, report: &Report, clock: &Clock) {
    let found: Vec<&FindingRow> =
        report.findings.iter().filter(|row| !is_doubt(row) && !stands_above(row, report)).collect();
    page.heading(if report.judges_officers { "Archive, equipment and data" } else { "Findings" });
    page.gap();
    if found.is_empty() {
        page.line("  No findings.", Tone::Plain);
        return;
    }
    for &severity in &[Severity::High, Severity::Review] {
        for &code in FindingCode::ALL {
            let rows: Vec<&FindingRow> =
                found.iter().copied().filter(|row| row.code == code && row.severity == severity).collect();
            group(page, severity, code, &rows, clock);
        }
    }
    info(page, &found);
}

/// Whether the table of the unexplained has it already.
fn stands_above(row: &FindingRow, report: &Report) -> bool {
    let unexplained = matches!(
        row.code,
        FindingCode::UnexplainedNonActivation
            | FindingCode::UnexplainedLateActivation
            | FindingCode::UnexplainedEarlyEnd
            | FindingCode::UnexplainedInterruption
    );
    unexplained && report.obligations.iter().any(|obligation| obligation.outcome == Outcome::Unexplained)
}

fn group(page: &mut Page, severity: Severity, code: FindingCode, rows: &[&FindingRow], clock: &Clock) {
    let Some(first) = rows.first() else { return };
    // a sentence that is the same for all is said once
    let same = rows.iter().all(|row| row.summary == first.summary);
    let about = if same { first.summary.as_str() } else { code.means() };
    let tone = if severity == Severity::High { Tone::Alarm } else { Tone::Caution };
    page.list(vec![labelled(severity.as_str(), &format!("{code} ({}): {about}", rows.len()), tone)]);
    for row in rows.iter().take(SHOWN) {
        let summary = if same { "" } else { row.summary.as_str() };
        match (&row.path, who_and_when(row, clock)) {
            // a path stays in one piece, to be copied
            (Some(path), _) if summary.is_empty() => page.line(&format!("{INDENT}{path}"), Tone::Plain),
            (Some(path), _) => page.line(&format!("{INDENT}{path}: {summary}"), Tone::Plain),
            (None, subject) => {
                let parts: Vec<&str> =
                    [subject.as_str(), summary].into_iter().filter(|part| !part.is_empty()).collect();
                if !parts.is_empty() {
                    page.list(vec![labelled("", &parts.join(": "), Tone::Plain)]);
                }
            }
        }
    }
    and_more(page, INDENT, rows.len(), "findings.csv");
}

/// As wide as a severity and the space around it.
const INDENT: &str = "          ";

fn labelled(label: &str, text: &str, tone: Tone) -> Vec<Piece> {
    vec![Piece::new(format!("{label:<6}")).tone(tone), Piece::new(text).tone(tone)]
}

fn who_and_when(row: &FindingRow, clock: &Clock) -> String {
    let named = |what: &str, id: Option<&dyn Display>| id.map(|id| format!("{what} {id}"));
    let parts = [
        row.at.map(|at| clock.time(at)),
        named("officer", row.officer_id.as_ref().map(|id| id as _)),
        named("car", row.vehicle_id.as_ref().map(|id| id as _)),
        named("camera", row.camera_id.as_ref().map(|id| id as _)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn info(page: &mut Page, found: &[&FindingRow]) {
    let codes: Vec<FindingCode> =
        found.iter().filter(|row| row.severity == Severity::Info).map(|row| row.code).collect();
    if !codes.is_empty() {
        let text = format!("{}: see findings.csv (--out DIR)", tally(FindingCode::ALL, &codes));
        page.list(vec![labelled(Severity::Info.as_str(), &text, Tone::Quiet)]);
    }
}
