//! `--split-by`: for each supervisor or unit a report of their own, with nothing about others in it.
//!
//! Every part is a [`Report`] that holds only the rows of one supervisor or unit; rows of nobody, integrity
//! findings among them, go to [`UNASSIGNED`]. Findings about a car or a camera are nobody's too, but they speak for
//! officers: everybody with a miss that they may be the cause of gets a copy, cut down to their own misses. Whatever belongs to the audit as a whole and could name others
//! (files, rejected rows, reasons for being incomplete) is left out or said without names. Identifiers
//! become names of folders that every file system takes. Used by the commands.

mod cut;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use crate::base::digest::Digest;
use crate::base::ids::EventId;
use crate::facts::declared::ClockOf;
use crate::facts::inputs::{Correction, InputSummary};
use crate::results::beside;
use crate::results::changes::{ChangeRow, Changes, Kind};
use crate::results::soundness::Whole;
use crate::results::timeline::Timeline;
use crate::results::{ArchiveSummary, FindingRow, ObligationRow, Report};
use crate::statistics::rates::rates;

/// The folder of what belongs to no supervisor or unit.
pub(crate) const UNASSIGNED: &str = "unassigned";

/// Longer names are cut; file systems hold 255 bytes, and shares and archives less.
const LONGEST_NAME: usize = 100;

/// Whose reports are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SplitBy {
    /// One for each `supervisor_id`.
    Supervisor,
    /// One for each `unit`.
    Unit,
}

impl SplitBy {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Supervisor, Self::Unit];

    /// The folder in `--out DIR` that holds the parts.
    pub(crate) const fn folder(self) -> &'static str {
        match self {
            Self::Supervisor => "by-supervisor",
            Self::Unit => "by-unit",
        }
    }

    fn of_obligation(self, row: &ObligationRow) -> Option<&str> {
        match self {
            Self::Supervisor => row.supervisor_id.as_ref().map(|id| id.as_str()),
            Self::Unit => row.unit.as_deref(),
        }
    }

    fn of_finding(self, row: &FindingRow) -> Option<&str> {
        match self {
            Self::Supervisor => row.supervisor_id.as_ref().map(|id| id.as_str()),
            Self::Unit => row.unit.as_deref(),
        }
    }

    fn of_change(self, row: &ChangeRow) -> Option<&str> {
        let id = match self {
            Self::Supervisor => row.subject.supervisor_id.as_str(),
            Self::Unit => row.subject.unit.as_str(),
        };
        (!id.is_empty()).then_some(id)
    }
}

/// One supervisor's or unit's report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// The name of its folder.
    pub folder: String,
    /// Only their rows.
    pub report: Report,
}

/// A part for everybody who has or had an obligation or a finding, in the order of their ids; who has no finding
/// gets an empty list, so that a folder that is missing always means something.
pub(crate) fn parts(report: &Report, by: SplitBy) -> Vec<Part> {
    let mut rows: BTreeMap<Option<&str>, (Vec<&ObligationRow>, Vec<FindingRow>)> = BTreeMap::new();
    for row in &report.obligations {
        rows.entry(by.of_obligation(row)).or_default().0.push(row);
    }
    for row in &report.findings {
        rows.entry(by.of_finding(row)).or_default().1.push(row.clone());
    }
    for (key, copy) in copies(report, by) {
        rows.entry(key).or_default().1.push(copy);
    }
    // each part tells its own doubts
    let changes = report.changes.iter().flat_map(|changes| &changes.rows);
    for row in changes.filter(|row| row.kind != Kind::Doubt) {
        rows.entry(by.of_change(row)).or_default();
    }
    let names = folder_names(rows.keys().copied().flatten());
    let part = |(key, (obligations, mut findings)): (Option<&str>, (Vec<_>, Vec<FindingRow>))| {
        // stable: the others are sorted already
        findings.sort_by_key(|finding| finding.at);
        Part {
            folder: key.and_then(|id| names.get(id)).map_or_else(|| UNASSIGNED.to_owned(), Clone::clone),
            report: only(report, obligations, findings, |row| by.of_change(row) == key),
        }
    };
    rows.into_iter().map(part).collect()
}

/// The findings about equipment, for everybody whose misses they may be the cause of: who sees a miss sees what
/// speaks for the officer.
fn copies(report: &Report, by: SplitBy) -> Vec<(Option<&str>, FindingRow)> {
    let mut by_event: FxHashMap<&EventId, Vec<&ObligationRow>> = FxHashMap::default();
    for row in &report.obligations {
        for event in &row.event_ids {
            by_event.entry(event).or_default().push(row);
        }
    }
    let mut copies = Vec::new();
    for finding in report.findings.iter().filter(|finding| finding.code.is_about_equipment()) {
        let mut seen = BTreeSet::new();
        let mut concerned: BTreeMap<Option<&str>, Vec<&ObligationRow>> = BTreeMap::new();
        for row in finding.event_ids.iter().flat_map(|event| by_event.get(event).into_iter().flatten()) {
            if seen.insert(row.obligation_id.as_str()) && beside::is_about(finding, row) {
                concerned.entry(by.of_obligation(row)).or_default().push(row);
            }
        }
        // the whole finding stays where it is
        concerned.remove(&by.of_finding(finding));
        let pattern = report.patterns.iter().find(|pattern| beside::is_of(pattern, finding));
        copies.extend(concerned.into_iter().map(|(key, own)| (key, cut::finding(finding, pattern, &own))));
    }
    copies
}

/// The report with these rows alone. Every field is named here, so that whoever adds one to [`Report`] has to
/// decide what a supervisor may see of it.
fn only(
    whole: &Report,
    obligations: Vec<&ObligationRow>,
    findings: Vec<FindingRow>,
    is_own: impl Fn(&ChangeRow) -> bool,
) -> Report {
    let sources = obligations.iter().flat_map(|row| &row.sources).chain(findings.iter().flat_map(|row| &row.sources));
    let used: BTreeSet<&str> = sources.filter_map(|source| Some(source.rsplit_once(':')?.0)).collect();
    let seen = |input: &&InputSummary| input.source == "audit-file" || used.contains(input.file.as_str());
    let own: BTreeMap<&str, &ObligationRow> =
        obligations.iter().map(|row| (row.obligation_id.as_str(), *row)).collect();
    let own_rows: Vec<ObligationRow> = obligations.iter().map(|row| (*row).clone()).collect();
    let patterns = cut::patterns(whole, &own_rows, &findings);
    let mut timelines: Vec<Timeline> = whole.timelines.iter().filter_map(|timeline| only_own(timeline, &own)).collect();
    beside::tell(&mut timelines, &own_rows, &findings, &patterns);
    Report {
        department: whole.department.clone(),
        time_zone: whole.time_zone.clone(),
        as_of: whole.as_of,
        since: whole.since,
        until: whole.until,
        judges_officers: whole.judges_officers,
        policies: whole.policies.clone(),
        policy_sha256: whole.policy_sha256,
        archives: whole.archives.iter().map(without_names).collect(),
        inputs: whole.inputs.iter().filter(seen).cloned().collect(),
        corrections: whole.corrections.iter().filter(|each| is_of(each, &own_rows)).cloned().collect(),
        timelines,
        patterns,
        causes: cut::causes(whole, &own_rows),
        vouched: whole.vouched.clone(),
        rates: rates(&own_rows),
        obligations: own_rows,
        files: Vec::new(),
        rejected: Vec::new(),
        unplaced_videos: whole.unplaced_videos,
        videos_after_as_of: whole.videos_after_as_of,
        incomplete: match whole.incomplete.as_slice() {
            [] => Vec::new(),
            _ => vec!["the audit as a whole is incomplete; the whole report says why".into()],
        },
        changes: whole
            .changes
            .as_ref()
            .map(|changes| Changes { rows: cut::changes(&changes.rows, is_own, &findings), ..changes.clone() }),
        findings,
        part_of: Some(Whole::of(whole)),
        fail_on: whole.fail_on,
        exit_code: whole.exit_code,
    }
}

/// Whether a correction is of a whole source, or of a camera or car of these obligations.
fn is_of(correction: &Correction, own: &[ObligationRow]) -> bool {
    match &correction.clock.of {
        ClockOf::Source(_) | ClockOf::File(_) => true,
        ClockOf::Camera(camera) => own.iter().any(|row| row.camera_id.as_ref() == Some(camera)),
        ClockOf::Vehicle(vehicle) => own.iter().any(|row| row.vehicle_id.as_ref() == Some(vehicle)),
    }
}

/// The timeline of one of these obligations. A camera that went from hand to hand may have made recordings of
/// somebody else near the trigger. The part shows that there are such recordings, and not whose they are.
fn only_own(timeline: &Timeline, own: &BTreeMap<&str, &ObligationRow>) -> Option<Timeline> {
    let row = own.get(timeline.obligation_id.as_str())?;
    let officer = row.officer_id.as_ref().map(|officer| officer.as_str());
    let mut timeline = timeline.clone();
    for bar in timeline.recordings.iter_mut().filter(|bar| !bar.decided && bar.officer_id.as_deref() != officer) {
        bar.recording_id = bar.recording_id.take().filter(|_| bar.officer_id.is_none());
        bar.officer_id = None;
    }
    Some(timeline)
}

/// What is wrong with a line of the chain may quote a path.
fn without_names(archive: &ArchiveSummary) -> ArchiveSummary {
    let first_bad = archive.first_bad.as_ref().map(|(line, _)| (*line, "the whole report says why".to_owned()));
    ArchiveSummary { first_bad, ..archive.clone() }
}

/// A folder for each id. Two ids never share one, not even where a file system takes `a` for `A`: such ids,
/// and those that had to be cut or are a name of ours, end in a digest of theirs.
fn folder_names<'a>(ids: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, String> {
    let names: Vec<(&str, String)> = ids.map(|id| (id, safe(id))).collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (_, name) in &names {
        *seen.entry(name.to_lowercase()).or_default() += 1;
    }
    let finish = |(id, mut name): (&'a str, String)| {
        let shared = seen.get(&name.to_lowercase()).is_some_and(|count| *count > 1);
        if shared || name.len() > LONGEST_NAME || is_reserved(&name) {
            // what is safe is ASCII, so that every byte is a character
            name.truncate(LONGEST_NAME);
            let digest: String = Digest::of(id.as_bytes()).to_string().chars().take(16).collect();
            name = format!("{name}~{digest}");
        }
        (id, name)
    };
    names.into_iter().map(finish).collect()
}

/// Letters, digits, `_`, and inside the name `.`, `-` and space stay; every other byte becomes `%XX`, and so
/// nothing climbs, hides, or looks like an option.
fn safe(id: &str) -> String {
    let last = id.len().saturating_sub(1);
    let mut name = String::with_capacity(id.len());
    for (index, byte) in id.bytes().enumerate() {
        let inside = index > 0 && index < last;
        if byte.is_ascii_alphanumeric() || byte == b'_' || (inside && matches!(byte, b'.' | b'-' | b' ')) {
            name.push(char::from(byte));
        } else {
            // writing to a String cannot fail
            let _ = write!(name, "%{byte:02X}");
        }
    }
    name
}

/// Names that are ours, empty, or devices to Windows, whatever follows their first dot.
fn is_reserved(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    let numbered = |device: &str| stem.strip_prefix(device).is_some_and(|rest| rest.len() == 1);
    lower.is_empty()
        || lower == UNASSIGNED
        || matches!(stem, "con" | "prn" | "aux" | "nul")
        || numbered("com")
        || numbered("lpt")
}

#[cfg(test)]
mod tests;
