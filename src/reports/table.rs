//! `--format table`: what a supervisor understands at a glance (contract, "Options of `scan`").
//!
//! With `--previous` it leads with what is new. It says what was audited, what of it could not be, and then the
//! leads: the unexplained first, grouped by supervisor, then what is not decided, then the archive and the data. The
//! full lists are in the CSV files. Used by the commands.

pub(super) mod changes;
mod leads;
mod obligations;
pub(super) mod page;
mod patterns;
pub(super) mod wording;

use self::page::{Page, Piece, Tone};
use self::wording::{Clock, bytes, counted, how_many, number};
use super::corrections;
use super::proof::what_it_shows;
use crate::facts::inputs::InputSummary;
use crate::results::soundness::compared_with_manifest;
use crate::results::{ArchiveSummary, Report};
use crate::words::{ChainVerdict, Exit, FileStatus, Severity};

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct View {
    /// Columns of the terminal.
    pub width: u16,
    /// Whether colours are shown.
    pub colour: bool,
}

impl Default for View {
    /// What is right for a file or a pipe.
    fn default() -> Self {
        Self { width: 100, colour: false }
    }
}

/// The whole report for people.
pub(crate) fn render(report: &Report, view: View) -> String {
    let clock = Clock::of(&report.time_zone);
    let mut page = Page::new(view.width, view.colour);
    changes::since_earlier(&mut page, report, &clock);
    what_was_audited(&mut page, report, &clock);
    what_was_not(&mut page, report);
    leads::doubts(&mut page, report);
    if report.judges_officers {
        obligations::summary(&mut page, report);
        obligations::unexplained(&mut page, report, &clock);
        obligations::unresolved(&mut page, report);
        patterns::patterns(&mut page, report);
    }
    leads::findings(&mut page, report, &clock);
    what_chains_show(&mut page, report);
    conclusion(&mut page, report);
    page.finish()
}

fn what_was_audited(page: &mut Page, report: &Report, clock: &Clock) {
    let kind = if report.judges_officers { "Body-camera audit" } else { "Archive check" };
    match report.department.as_str() {
        "" => page.heading(kind),
        department => page.heading(&format!("{kind}: {department}")),
    }
    page.gap();
    let mut rows = vec![said("As of", format!("{} ({})", clock.day_and_time(report.as_of), report.as_of))];
    if report.since.is_some() || report.until.is_some() {
        let since = report.since.map_or("the beginning".into(), |since| clock.day_and_time(since));
        let until = report.until.map_or("the end".into(), |until| clock.day_and_time(until));
        rows.push(said("Shown", format!("triggers from {since} to {until}")));
    }
    for policy in &report.policies {
        rows.push(said("Policy", format!("{}, from {}", policy.name, clock.day_and_time(policy.effective))));
    }
    rows.extend(inputs(&report.inputs));
    rows.extend(report.corrections.iter().map(|each| said("Corrected", corrections::said(each, clock))));
    rows.extend(
        not_given(report)
            .map(|text| vec![Piece::new("Absent").tone(Tone::Quiet), Piece::new(text).tone(Tone::Caution)]),
    );
    rows.extend(report.archives.iter().flat_map(|archive| about(archive, report)));
    page.list(rows);
}

fn said(label: &str, text: String) -> Vec<Piece> {
    vec![Piece::new(label).tone(Tone::Quiet), Piece::new(text)]
}

/// One row for each source, its files taken together.
fn inputs(inputs: &[InputSummary]) -> Vec<Vec<Piece>> {
    let mut sources: Vec<&'static str> = Vec::new();
    for input in inputs.iter().filter(|input| input.source != "audit-file") {
        if !sources.contains(&input.source) {
            sources.push(input.source);
        }
    }
    let row = |source: &'static str| {
        let files: Vec<&InputSummary> = inputs.iter().filter(|input| input.source == source).collect();
        let sum = |field: fn(&InputSummary) -> u64| files.iter().map(|input| field(input)).sum::<u64>();
        let mut text = format!(
            "{source}: {} in {}",
            counted(sum(|input| input.rows), "row", "rows"),
            counted(how_many(&files), "file", "files")
        );
        for (count, what) in [
            (sum(|input| input.repeated), "repeated"),
            (sum(|input| input.updated), "updated"),
            (sum(|input| input.after_as_of), "dated later"),
            (sum(|input| input.set_aside), "set aside"),
            (sum(|input| input.rejected), "rejected"),
        ] {
            if count > 0 {
                text.push_str(&format!(", {} {what}", number(count)));
            }
        }
        said("Input", text)
    };
    sources.into_iter().map(row).collect()
}

/// Sources that an audit can use and this one had none of: what they could show was not looked at.
pub(super) fn not_given(report: &Report) -> Option<String> {
    const SOURCES: [&str; 6] = ["lightbar", "contacts", "recordings", "assignments", "justifications", "device-log"];
    let given = |source: &str| report.inputs.iter().any(|input| input.source == source);
    let mut missing: Vec<&str> = SOURCES.into_iter().filter(|source| !given(source)).collect();
    if report.archives.is_empty() {
        missing.push("an archive (no file was checked)");
    }
    (report.judges_officers && !missing.is_empty()).then(|| missing.join(", "))
}

fn about(archive: &ArchiveSummary, report: &Report) -> Vec<Vec<Piece>> {
    let name = archive.name.as_ref().map_or(String::new(), |name| format!(" ({name})"));
    let records = counted(archive.size, "record", "records");
    let (mut text, tone) = match archive.verdict {
        None if compared_with_manifest(archive, report) => {
            ("no chain; its files were compared with a manifest".into(), Tone::Caution)
        }
        None => ("no chain: nothing shows whether its files changed since they came".into(), Tone::Caution),
        Some(ChainVerdict::Intact) => (format!("chain intact, {records}"), Tone::Good),
        Some(verdict) => (format!("chain {verdict}, {records} before that count. {}", verdict.means()), Tone::Alarm),
    };
    if let Some((line, why)) = &archive.first_bad {
        text.push_str(&format!(" First bad line: {line}, {why}."));
    }
    let mut rows = vec![vec![
        Piece::new("Archive").tone(Tone::Quiet),
        Piece::new(format!("{}{name}: {text}", archive.root)).tone(tone),
    ]];
    let mut add = |text: String, tone| rows.push(vec![Piece::new(""), Piece::new(text).tone(tone)]);
    match (archive.verdict, archive.anchored) {
        (None, _) => {}
        (Some(_), Some(size)) if size >= archive.size => {
            add(format!("anchored: a checkpoint kept elsewhere covers all {}", number(size)), Tone::Good);
        }
        (Some(_), Some(size)) => add(
            format!(
                "anchored: a checkpoint kept elsewhere covers the first {}; {} newer rest on the chain alone",
                number(size),
                number(archive.size.saturating_sub(size))
            ),
            Tone::Plain,
        ),
        (Some(_), None) => add(
            "unanchored: by itself it cannot rule out that its end was cut off or all of it rebuilt".into(),
            Tone::Caution,
        ),
    }
    if let Some(doubt) = &archive.doubt {
        add(format!("but {doubt}"), Tone::Alarm);
    }
    let statuses: Vec<String> =
        archive.files.iter().map(|(status, count)| format!("{} {status}", number(*count))).collect();
    let all_well = archive.files.iter().all(|(status, _)| *status == FileStatus::Ok);
    let counts = if statuses.is_empty() { "no files".to_owned() } else { format!("files: {}", statuses.join(", ")) };
    if archive.hashed {
        add(format!("{counts}; {} hashed", bytes(archive.bytes)), if all_well { Tone::Plain } else { Tone::Caution });
    } else {
        add(format!("{counts}; NOT HASHED (--no-hash): whether bytes changed is not known"), Tone::Caution);
    }
    rows
}

/// How many of a long list are shown before the reader is sent to the CSV file.
const SHOWN: usize = 10;

fn what_was_not(page: &mut Page, report: &Report) {
    let (unplaced, later) = (report.unplaced_videos, report.videos_after_as_of);
    if report.incomplete.is_empty() && report.rejected.is_empty() && unplaced == 0 && later == 0 {
        return;
    }
    page.gap();
    if !report.incomplete.is_empty() || !report.rejected.is_empty() {
        page.line("INCOMPLETE: this audit does not cover everything", Tone::Alarm);
    }
    for reason in &report.incomplete {
        page.line(&format!("  - {reason}"), Tone::Plain);
    }
    if unplaced > 0 {
        let videos = counted(unplaced, "video", "videos");
        let text = format!("  - {videos} could not be matched: the camera and officer, or the start, are not known");
        page.line(&text, Tone::Caution);
    }
    if later > 0 {
        let text = match later {
            1 => "1 video starts after the moment of this audit and was not used".to_owned(),
            _ => format!("{} videos start after the moment of this audit and were not used", number(later)),
        };
        page.line(&format!("  - {text}"), Tone::Caution);
    }
    for row in report.rejected.iter().take(SHOWN) {
        let line = row.row.map_or(String::new(), |line| format!(":{line}"));
        page.line(&format!("  rejected {} {}{line}: {}", row.source, row.file, row.reason), Tone::Caution);
    }
    and_more(page, "  ", report.rejected.len(), "rejected.csv");
}

fn and_more(page: &mut Page, indent: &str, all: usize, file: &str) {
    if all > SHOWN {
        page.line(&format!("{indent}and {} more, all of them in {file} (--out DIR)", all - SHOWN), Tone::Strong);
    }
}

/// What can be concluded from the chains, once for archives of which the same can be said.
fn what_chains_show(page: &mut Page, report: &Report) {
    let mut said: Vec<(String, Vec<&str>)> = Vec::new();
    for archive in &report.archives {
        let text = what_it_shows(archive).join(" ");
        match said.iter_mut().find(|(other, _)| *other == text) {
            Some((_, roots)) => roots.push(&archive.root),
            None => said.push((text, vec![&archive.root])),
        }
    }
    said.retain(|(text, _)| !text.is_empty());
    if said.is_empty() {
        return;
    }
    page.heading("What the chain shows");
    page.gap();
    for (text, roots) in said {
        let of = if report.archives.len() > 1 { format!("{}: ", roots.join(", ")) } else { String::new() };
        page.list(vec![vec![Piece::new(format!("{of}{text}"))]]);
    }
}

fn conclusion(page: &mut Page, report: &Report) {
    let counted = match report.fail_on {
        Some(Severity::High) => "high findings".to_owned(),
        Some(severity) => format!("findings of severity {severity} or higher"),
        None => "findings that count (--fail-on never)".to_owned(),
    };
    let (text, tone) = match report.exit_code {
        Exit::Complete => (format!("complete, no {counted}"), Tone::Good),
        Exit::Findings => (format!("complete, with {counted}"), Tone::Alarm),
        Exit::Incomplete => (format!("incomplete, no {counted} in what could be read"), Tone::Caution),
        Exit::IncompleteWithFindings => (format!("incomplete, with {counted}"), Tone::Alarm),
        Exit::CouldNotRun => ("the audit could not run".to_owned(), Tone::Alarm),
    };
    page.gap();
    page.line(&format!("Exit code {}: {text}.", report.exit_code), tone);
    page.paragraph(
        "A finding is a lead, not a determination. `footage-audit explain CODE` says what a word means and what innocent causes it has.",
        Tone::Plain,
    );
}

#[cfg(test)]
mod tests;
