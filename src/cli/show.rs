//! The `show` command: one case out of an `--out` folder, with its timeline drawn in characters.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};

use super::args::ShowArgs;
use super::stdout_is_terminal;
use crate::base::escape;
use crate::reports::show::{Case, Row, cell, render};
use crate::reports::table::View;
use crate::reports::timelines;
use crate::words::Exit;

pub(super) fn run(args: &ShowArgs) -> anyhow::Result<Exit> {
    let dir = args.folder.as_path();
    let cases = find(dir, &args.id)?;
    if cases.is_empty() {
        bail!("{}: holds no obligation, finding or event {:?}", dir.display(), args.id);
    }
    let zone = zone(dir)?;
    let (terminal, size) = (stdout_is_terminal(), terminal_size::terminal_size());
    let width = size.filter(|_| terminal).map_or(View::default().width, |(width, _)| width.0);
    let texts: Vec<String> = cases.iter().map(|case| render(case, width, &zone)).collect();
    let mut stdout = io::stdout().lock();
    stdout.write_all(texts.join("\n\n").as_bytes()).and_then(|()| stdout.flush()).context("cannot write to stdout")?;
    Ok(Exit::Complete)
}

/// The cases that an obligation, finding or event id names, in the order of `obligations.csv`.
fn find(dir: &Path, id: &str) -> anyhow::Result<Vec<Case>> {
    let findings = rows(dir, "findings.csv")?;
    let obligations = rows(dir, "obligations.csv")?;
    let listed = escape::for_cell(id).replace(' ', "\\x20");
    let finding = findings.iter().find(|row| cell(row, "finding_id") == id);
    let wanted = |row: &&Row| match finding {
        Some(finding) => !cell(finding, "event_ids").is_empty() && belongs(finding, row),
        None => cell(row, "obligation_id") == id || names(row, &listed),
    };
    let found: Vec<Row> = obligations.iter().filter(wanted).cloned().collect();
    if found.is_empty() {
        // a finding of no single obligation, or what is known of an event that none rests on
        let alone = |row: &&Row| cell(row, "finding_id") == id || (finding.is_none() && names(row, &listed));
        let findings: Vec<Row> = findings.iter().filter(alone).cloned().collect();
        return Ok(if findings.is_empty() { vec![] } else { vec![Case { findings, ..Case::default() }] });
    }
    let ids: Vec<&str> = found.iter().map(|row| cell(row, "obligation_id")).collect();
    let drawn = match File::open(dir.join(timelines::FILE)) {
        Ok(file) => timelines::read(BufReader::new(file), |timeline| ids.contains(&timeline.obligation_id.as_str())),
        // an output of a version that kept none
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
    .with_context(|| format!("cannot read {}", dir.join(timelines::FILE).display()))?;
    let case = |row: &Row| Case {
        findings: findings_of(row, &findings),
        timeline: drawn.iter().find(|timeline| timeline.obligation_id == cell(row, "obligation_id")).cloned(),
        obligation: Some(row.clone()),
    };
    Ok(found.iter().map(case).collect())
}

/// Whether a row names an event, written as in a list of several.
fn names(row: &Row, event: &str) -> bool {
    cell(row, "event_ids").split(' ').any(|each| each == event)
}

/// The findings about an obligation, then those that name one of its events and nobody and nothing else: of its
/// car, of its camera, of the event itself.
fn findings_of(obligation: &Row, findings: &[Row]) -> Vec<Row> {
    let fits = |finding: &Row, column| ["", cell(obligation, column)].contains(&cell(finding, column));
    let concerns = |finding: &&Row| {
        let events = cell(obligation, "event_ids");
        !events.is_empty()
            && events.split(' ').any(|event| names(finding, event))
            && ["officer_id", "vehicle_id", "camera_id"].iter().all(|column| fits(finding, column))
    };
    let (own, beside): (Vec<&Row>, Vec<&Row>) = findings
        .iter()
        .filter(|row| belongs(row, obligation) || concerns(row))
        .partition(|row| belongs(row, obligation));
    own.into_iter().chain(beside).cloned().collect()
}

/// Whether a finding is about an obligation: the same events and the same officer.
fn belongs(finding: &Row, obligation: &Row) -> bool {
    ["event_ids", "officer_id"].iter().all(|column| cell(finding, column) == cell(obligation, column))
}

fn rows(dir: &Path, name: &str) -> anyhow::Result<Vec<Row>> {
    let path = dir.join(name);
    let mut reader = csv::Reader::from_path(&path)
        .with_context(|| format!("cannot read {}; name a folder that `scan --out` wrote with --in", path.display()))?;
    let header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let row = |cells: csv::StringRecord| header.iter().cloned().zip(cells.iter().map(unguarded)).collect();
    reader.records().map(|cells| Ok(row(cells?))).collect()
}

/// The text that a spreadsheet was kept from running.
fn unguarded(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => text.to_owned(),
        _ => cell.to_owned(),
    }
}

/// The department's zone.
fn zone(dir: &Path) -> anyhow::Result<String> {
    #[derive(serde::Deserialize)]
    struct Run {
        time_zone: String,
    }
    let path = dir.join("run.json");
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let run: Run = serde_json::from_slice(&bytes).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(run.time_zone)
}
