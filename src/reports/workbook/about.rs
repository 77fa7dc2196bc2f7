//! The first sheet: what was audited, whether it is complete, and how to read the other sheets.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Sheets;
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
    let mut lines = vec![
        ("department", report.department.clone()),
        ("judged as of", report.as_of.to_string()),
        ("times", format!("columns in _utc are UTC; beside them, in _local, the clocks of {}", report.time_zone)),
    ];
    lines.extend(report.since.map(|since| ("triggers shown from", since.to_string())));
    lines.extend(report.until.map(|until| ("triggers shown until", until.to_string())));
    for policy in &report.policies {
        lines.push(("policy", format!("{}, in force from {}", policy.name, policy.effective)));
    }
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
