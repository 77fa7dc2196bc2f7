//! Tells each cause once: as a finding, and as a row that every report begins with.

use super::cases::Cases;
use super::causes::evidence::why;
use super::causes::{what, with_key};
use super::check::{About, Findings};
use crate::base::index::Ix;
use crate::facts::SourceRef;
use crate::judgement::cause::Cause;
use crate::results::causes::{CauseRow, Effect, Settles, VouchRow};
use crate::words::Reason;

impl Cases<'_> {
    /// Every cause, in the order in which it is asked.
    pub(crate) fn cause_rows(&self) -> Vec<CauseRow> {
        self.causes.rows.iter().cloned().collect()
    }

    /// Who vouches for which exports, in the order of the audit file.
    pub(crate) fn vouched(&self) -> Vec<VouchRow> {
        let mut rows: Vec<(u64, VouchRow)> = Vec::new();
        let exports = &self.evidence.exports;
        let of_files =
            exports.files.entries().map(|(at, export)| (export.complete.as_ref(), self.names.files[at].file.as_str()));
        let roots = self.names.archives.iter().map(|archive| archive.root);
        let of_archives = exports.archives.iter().map(|declared| declared.complete.as_ref()).zip(roots);
        for (word, name) in of_files.chain(of_archives) {
            let Some(word) = word else { continue };
            let name = name.to_owned();
            match rows.iter_mut().find(|(line, _)| *line == word.line) {
                Some((_, row)) => row.files.push(name),
                None => {
                    let source = self.names.source(SourceRef::AuditFile { line: word.line });
                    rows.push((word.line, VouchRow { by: word.by.clone(), at: word.at, files: vec![name], source }));
                }
            }
        }
        rows.sort_by_key(|(line, _)| *line);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// Adds a finding for each cause of a doubt.
    pub(super) fn each_cause(&self, found: &mut Findings, reason: Reason) {
        let rows = self.judged.causes.entries().zip(self.causes.rows.iter());
        for ((at, cause), row) in rows.filter(|((_, cause), _)| cause.reason == reason) {
            self.tell_cause(found, at, cause, row);
        }
    }

    fn tell_cause(&self, found: &mut Findings, at: Ix<Cause>, cause: &Cause, row: &CauseRow) {
        let reach = self.causes.reach.get(&at);
        let about = &cause.about;
        let first = reach.map(|(first, _)| *first).or(about.stretch.map(|(from, _)| from));
        let what = what(self.evidence, self.names, cause);
        let columns = About {
            at: first,
            officer: about.officer.as_ref(),
            camera: about.camera.as_ref(),
            vehicle: about.vehicle.as_ref(),
            unit: about.unit.as_deref(),
            ..About::default()
        };
        let extent = reach.and_then(|(_, extent)| Some((extent.said()?, extent.obligations())));
        let extent = extent.map_or_else(String::new, |(said, count)| match (row.effect, count) {
            (Effect::SpeaksAgainstAWord, 1) => format!("; {said} rests on a word against the data"),
            (Effect::SpeaksAgainstAWord, _) => format!("; {said} rest on a word against the data"),
            (Effect::MakesLessSure, 1) => format!("; {said} is less sure"),
            (Effect::MakesLessSure, _) => format!("; {said} are less sure"),
            (Effect::Turns, 1) => format!("; {said} is not decided"),
            (Effect::Turns, _) => format!("; {said} are not decided"),
        });
        let what = if what.is_empty() { what } else { format!("{what}: ") };
        let Settles { text, line } = &row.settled_by;
        let line = line.as_ref().map_or_else(String::new, |line| format!(": `{}` under {}", line.line, line.under));
        let summary = format!("{what}{}{extent}; {text}{line}", why(cause, usize::MAX));
        let sources = self.names_of(cause.rows.clone());
        with_key(self.evidence, self.names, cause, |key| found.add(key, columns, summary, sources));
    }
}
