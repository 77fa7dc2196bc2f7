//! Where a report goes: stdout in one of three formats, and `--out DIR`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::args::{Format, SplitBy};
use super::{now, stdout_is_terminal, write_stdout};
use crate::reports::out_dir::OutDir;
use crate::reports::public::PublicFiles;
use crate::reports::rows::Report;
use crate::reports::run_json::{self, RunFacts, RunVariable};
use crate::reports::table::{self, View};
use crate::reports::{csv, html, json, split, workbook};
use crate::time::Moment;
use crate::timeline::store;

/// An output that was found writable before the long work.
pub(super) struct Output {
    start: Moment,
    format: Format,
    out: Option<(PathBuf, OutDir)>,
    split_by: Option<split::SplitBy>,
    public: Option<PublicFiles>,
}

impl Output {
    /// Makes sure that DIR can be written and lies in no archive: there its files would be found as unlisted.
    pub(super) fn prepare<'a>(
        start: Moment,
        format: Format,
        out: Option<&Path>,
        roots: impl Iterator<Item = &'a Path>,
    ) -> anyhow::Result<Self> {
        let out = out.map(|dir| {
            refuse_inside("--out", dir, roots)?;
            anyhow::Ok((dir.to_path_buf(), OutDir::prepare(dir)?))
        });
        Ok(Self { start, format, out: out.transpose()?, split_by: None, public: None })
    }

    /// Also a folder for each supervisor or unit.
    pub(super) fn split_by(self, by: Option<SplitBy>) -> Self {
        let split_by = by.map(|by| match by {
            SplitBy::Supervisor => split::SplitBy::Supervisor,
            SplitBy::Unit => split::SplitBy::Unit,
        });
        Self { split_by, ..self }
    }

    /// Also a page for the public; it must lie outside `--out`, which is replaced whole.
    pub(super) fn public<'a>(self, page: Option<&Path>, roots: impl Iterator<Item = &'a Path>) -> anyhow::Result<Self> {
        let Some(page) = page else { return Ok(self) };
        refuse_inside("--public", page, roots)?;
        if let Some((dir, _)) = &self.out {
            let (page, dir) = (std::path::absolute(page)?, std::path::absolute(dir)?);
            let (page, dir) = (resolved(&page).unwrap_or(page), resolved(&dir).unwrap_or(dir));
            if page.starts_with(&dir) {
                bail!("--public {}: lies in --out, which holds names; write it elsewhere", page.display());
            }
        }
        let public = Some(PublicFiles::prepare(page)?);
        Ok(Self { public, ..self })
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
            write_out(out, report, facts, &run, self.split_by)?;
        }
        if let Some(public) = self.public {
            public.publish(report)?;
        }
        print(report, self.format, facts.command == "verify")
    }
}

/// In an archive an output would be found as unlisted the next time.
fn refuse_inside<'a>(name: &str, place: &Path, mut roots: impl Iterator<Item = &'a Path>) -> anyhow::Result<()> {
    let absolute = std::path::absolute(place).context("cannot find the current folder")?;
    let existing = absolute.ancestors().find_map(|place| place.canonicalize().ok());
    let inside = |root: &Path| root.canonicalize().is_ok_and(|root| existing.iter().any(|dir| dir.starts_with(&root)));
    if let Some(root) = roots.find(|root| inside(root)) {
        bail!("{name} {}: lies in the archive {}; write it outside", place.display(), root.display());
    }
    Ok(())
}

/// The place with links resolved as far as it exists.
fn resolved(place: &Path) -> Option<PathBuf> {
    let (existing, rest) =
        place.ancestors().find_map(|part| Some((part.canonicalize().ok()?, place.strip_prefix(part).ok()?)))?;
    Some(existing.join(rest))
}

fn write_out(
    out: OutDir,
    report: &Report,
    facts: &RunFacts,
    run: &RunVariable,
    split_by: Option<split::SplitBy>,
) -> anyhow::Result<()> {
    out.write("obligations.csv", |file| csv::write(&report.obligations, file))?;
    out.write("findings.csv", |file| csv::write(&report.findings, file))?;
    out.write("files.csv", |file| csv::write(&report.files, file))?;
    out.write("rejected.csv", |file| csv::write(&report.rejected, file))?;
    let page = html::render(report).context("cannot write report.html")?;
    out.write("report.html", |file| file.write_all(page.as_bytes()))?;
    out.write(store::FILE, |file| store::write(&report.timelines, file))?;
    let book = workbook::bytes(report)?;
    out.write("report.xlsx", |file| file.write_all(&book))?;
    if let Some(by) = split_by {
        for part in split::parts(report, by) {
            let page = html::render(&part.report).context("cannot write report.html")?;
            out.write_part(by.folder(), &part.folder, "findings.csv", |file| csv::write(&part.report.findings, file))?;
            out.write_part(by.folder(), &part.folder, "report.html", |file| file.write_all(page.as_bytes()))?;
        }
    }
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
