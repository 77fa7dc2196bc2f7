//! Where a report goes: stdout in one of three formats, and `--out DIR`.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, bail};

use super::args::{Format, SplitBy};
use super::{now, stdout_is_terminal, write_stdout, write_table};
use crate::base::time::Moment;
use crate::reports::out_dir::{self, OutDir};
use crate::reports::public::PublicFiles;
use crate::reports::run::{Run, RunFacts, RunVariable};
use crate::reports::table::{self, View};
use crate::reports::{formats, split};
use crate::results::Report;

/// An output that was found writable before the long work.
pub(super) struct Output {
    start: Moment,
    format: Format,
    out: Option<(PathBuf, OutDir)>,
    quiet: bool,
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
            let place = std::path::absolute(dir).context("cannot find the current folder")?;
            let existing = existing(&place);
            let absent = existing.as_ref().and_then(|(there, _)| place.strip_prefix(there).ok());
            if absent.is_some_and(|path| path.components().any(|part| part == Component::ParentDir)) {
                bail!("--out {}: goes through a folder that is not there; write its path without `..`", dir.display());
            }
            refuse_inside("--out", dir, roots)?;
            anyhow::Ok((dir.to_path_buf(), OutDir::prepare(dir)?))
        });
        Ok(Self { start, format, out: out.transpose()?, quiet: false, split_by: None, public: None })
    }

    /// Prints nothing where there is nothing to say.
    pub(super) fn quiet(self, quiet: bool) -> Self {
        Self { quiet, ..self }
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
        if page.parent().is_some_and(out_dir::is_marked) {
            bail!(
                "--public {}: lies in an earlier output, which is replaced whole; write it elsewhere",
                page.display()
            );
        }
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
    pub(super) fn write(self, report: &Report, facts: RunFacts, threads: usize) -> anyhow::Result<()> {
        let variable = RunVariable {
            start: self.start,
            end: now(),
            host: rustix::system::uname().nodename().to_str().ok().map(str::to_owned),
            jobs: threads,
            out: self.out.as_ref().map(|(dir, _)| dir.display().to_string()),
            format: self.format.as_str().to_owned(),
            ffmpeg: crate::archive::probe::ffmpeg_version(),
        };
        let run = Run { facts, variable };
        if let Some((_, out)) = self.out {
            out.fill(report, &run, self.split_by)?;
            out.publish()?;
        }
        if let Some(public) = self.public {
            public.publish(report)?;
        }
        if self.quiet && !report.has_something_to_say() {
            return Ok(());
        }
        match formats::of_stdout(self.format.as_str(), run.facts.command) {
            Some(format) => write_stdout(&format.bytes(report, &run)?),
            None => write_table(&table::render(report, view())),
        }
    }
}

/// In an archive an output would be found as unlisted the next time.
fn refuse_inside<'a>(name: &str, place: &Path, mut roots: impl Iterator<Item = &'a Path>) -> anyhow::Result<()> {
    let absolute = std::path::absolute(place).context("cannot find the current folder")?;
    let existing = existing(&absolute);
    let inside =
        |root: &Path| root.canonicalize().is_ok_and(|root| existing.iter().any(|(_, dir)| dir.starts_with(&root)));
    if let Some(root) = roots.find(|root| inside(root)) {
        bail!("{name} {}: lies in the archive {}; name a place outside it", place.display(), root.display());
    }
    Ok(())
}

/// As much of a place as exists, and the same with links resolved.
fn existing(place: &Path) -> Option<(&Path, PathBuf)> {
    place.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)))
}

/// The place with links resolved as far as it exists.
fn resolved(place: &Path) -> Option<PathBuf> {
    let (there, real) = existing(place)?;
    Some(real.join(place.strip_prefix(there).ok()?))
}

/// Who looks: the width of the terminal, or what is right for a file or a pipe.
pub(super) fn view() -> View {
    let (terminal, size) = (stdout_is_terminal(), terminal_size::terminal_size());
    let width = size.filter(|_| terminal).map_or(View::default().width, |(width, _)| width.0);
    View { width, colour: terminal }
}
