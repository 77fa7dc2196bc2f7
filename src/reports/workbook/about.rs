//! The first sheet: what was audited, whether it is complete, and how to read the other sheets.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Sheets;
use crate::reports::cannot_show::{HEADING, Paragraph, cannot_show};
use crate::reports::corrections;
use crate::reports::table::wording::Clock;
use crate::results::soundness::headline;
use crate::results::{ArchiveSummary, Report};
use crate::words::Outcome;

/// The sheet; `sheets` are the others, with what has to be said of them.
pub(super) fn sheet(report: &Report, sheets: &Sheets) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("about")?;
    sheet.set_column_width(0, 26.0)?.set_column_width(1, 90.0)?;
    for (line, (label, cell)) in (0_u32..).zip(lines(report, &sheets.notes)) {
        sheet.write_string_with_format(line, 0, label, &sheets.look.heading)?;
        sheets.write_text(&mut sheet, line, 1, &cell)?;
    }
    Ok(sheet)
}

fn lines(report: &Report, notes: &[String]) -> Vec<(&'static str, String)> {
    let mut lines = vec![("department", report.department.clone()), ("judged as of", report.as_of.to_string())];
    lines.extend(doubts(report));
    lines.push((
        "times",
        format!("columns in _utc are UTC; beside them, in _local, the clocks of {}", report.time_zone),
    ));
    lines.extend(report.since.map(|since| ("triggers shown from", since.to_string())));
    lines.extend(report.until.map(|until| ("triggers shown until", until.to_string())));
    for policy in &report.policies {
        lines.push(("policy", format!("{}, in force from {}", policy.name, policy.effective)));
    }
    let clock = Clock::of(&report.time_zone);
    lines.extend(report.corrections.iter().map(|each| ("corrected clock", corrections::said(each, &clock))));
    lines.push(("is the archive sound", headline(report).as_str().into()));
    lines.extend(report.archives.iter().map(|each| ("archive", archive(each))));
    match report.incomplete.as_slice() {
        [] => lines.push(("complete", "yes".into())),
        reasons => lines.extend(reasons.iter().map(|reason| ("incomplete", reason.clone()))),
    }
    for outcome in Outcome::ALL {
        let count = report.obligations.iter().filter(|row| row.outcome == *outcome).count();
        lines.push((outcome.as_str(), count.to_string()));
    }
    lines.extend(notes.iter().map(|note| ("note", note.clone())));
    lines.push(("please note", "a finding is a lead, not a determination".into()));
    lines
}

/// What the data cannot show comes before any number.
fn doubts(report: &Report) -> Vec<(&'static str, String)> {
    let Some(told) = cannot_show(report) else { return Vec::new() };
    let mut lines = vec![(HEADING, told.summary)];
    lines.extend(told.vouched.into_iter().map(|word| ("somebody's word", word.text)));
    lines.extend(told.causes.iter().flat_map(paragraph));
    lines
}

fn paragraph(told: &Paragraph) -> Vec<(&'static str, String)> {
    let mut lines = vec![
        ("cause", format!("{}: {} {}", told.code, told.means, told.extent)),
        ("evidence", told.evidence.join("; ")),
        ("to settle it", told.settled_by.clone()),
    ];
    if let (Some(heading), Some(line)) = (&told.audit_file_heading, &told.audit_file_line) {
        lines.push(("in the audit file", format!("{line}   (under {heading})")));
    }
    lines
}

fn archive(archive: &ArchiveSummary) -> String {
    let verdict = archive.verdict.map_or("no chain".to_owned(), |verdict| format!("chain {verdict}"));
    let anchored = match archive.anchored {
        Some(size) => format!("anchored up to record {size} of {}", archive.size),
        None => "unanchored".into(),
    };
    let hashed = if archive.hashed { "" } else { "; bytes were not hashed" };
    let counts: Vec<String> = archive.files.iter().map(|(status, count)| format!("{count} {status}")).collect();
    let files = if counts.is_empty() { "none".to_owned() } else { counts.join(", ") };
    format!("{}: {verdict}, {anchored}; files: {files}{hashed}", archive.root)
}
