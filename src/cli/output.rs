//! Where a report goes: stdout in one of three formats, and `--out DIR`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::args::Format;
use super::{now, stdout_is_terminal, write_stdout};
use crate::reports::out_dir::OutDir;
use crate::reports::rows::Report;
use crate::reports::run_json::{self, RunFacts, RunVariable};
use crate::reports::table::{self, View};
use crate::reports::{csv, html, json};
use crate::time::Moment;
use crate::timeline::store;

/// An output that was found writable before the long work.
pub(super) struct Output {
    start: Moment,
    format: Format,
    out: Option<(PathBuf, OutDir)>,
}

impl Output {
    /// Makes sure that DIR can be written and lies in no archive: there its files would be found as unlisted.
    pub(super) fn prepare<'a>(
        start: Moment,
        format: Format,
        out: Option<&Path>,
        mut roots: impl Iterator<Item = &'a Path>,
    ) -> anyhow::Result<Self> {
        let Some(dir) = out else { return Ok(Self { start, format, out: None }) };
        let place = std::path::absolute(dir).context("cannot find the current folder")?;
        let existing = place.ancestors().find_map(|place| place.canonicalize().ok());
        let inside =
            |root: &Path| root.canonicalize().is_ok_and(|root| existing.iter().any(|dir| dir.starts_with(&root)));
        if let Some(root) = roots.find(|root| inside(root)) {
            bail!("--out {}: lies in the archive {}; name a folder outside it", dir.display(), root.display());
        }
        Ok(Self { start, format, out: Some((dir.to_path_buf(), OutDir::prepare(dir)?)) })
    }

    /// Writes the report; `threads` worked on it.
    pub(super) fn write(self, report: &Report, facts: &RunFacts, threads: usize) -> anyhow::Result<()> {
        if let Some((dir, out)) = self.out {
            let run = RunVariable {
                start: self.start,
                end: now(),
                host: rustix::system::uname().nodename().to_str().ok().map(str::to_owned),
                jobs: threads,
                out: Some(dir.display().to_string()),
                format: self.format.as_str().to_owned(),
                ffmpeg: crate::footage::ffmpeg_version(),
            };
            write_out(out, report, facts, &run)?;
        }
        print(report, self.format, facts.command == "verify")
    }
}

fn write_out(out: OutDir, report: &Report, facts: &RunFacts, run: &RunVariable) -> anyhow::Result<()> {
    out.write("obligations.csv", |file| csv::write(&report.obligations, file))?;
    out.write("findings.csv", |file| csv::write(&report.findings, file))?;
    out.write("patterns.csv", |file| csv::write(&report.patterns, file))?;
    out.write("rates.csv", |file| csv::write(&report.rates, file))?;
    out.write("files.csv", |file| csv::write(&report.files, file))?;
    out.write("rejected.csv", |file| csv::write(&report.rejected, file))?;
    let page = html::render(report).context("cannot write report.html")?;
    out.write("report.html", |file| file.write_all(page.as_bytes()))?;
    out.write(store::FILE, |file| store::write(&report.timelines, file))?;
    let run_json = run_json::document(report, facts, run).context("cannot write run.json")?;
    out.write("run.json", |file| file.write_all(run_json.as_bytes()))?;
    Ok(out.publish()?)
}

fn print(report: &Report, format: Format, files_only: bool) -> anyhow::Result<()> {
    match format {
        Format::Table => {
            let (terminal, size) = (stdout_is_terminal(), terminal_size::terminal_size());
            let width = size.filter(|_| terminal).map_or(View::default().width, |(width, _)| width.0);
            let text = table::render(report, View { width, colour: terminal });
            // Takes colours away where NO_COLOR or the terminal says so.
            let mut stdout = anstream::stdout();
            stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).context("cannot write to stdout")
        }
        Format::Csv => {
            let mut text = Vec::new();
            if files_only {
                csv::write(&report.files, &mut text)?;
            } else {
                csv::write(&report.obligations, &mut text)?;
            }
            write_stdout(&text)
        }
        Format::Json => write_stdout(json::document(report)?.as_bytes()),
    }
}
