//! Cases, each for a terminal: what happened in a sentence, the timeline in characters, every fact and source.
//!
//! Reads nothing but the rows of an `--out` folder, so that a case can be looked at where the inputs are not.
//! Every text passes through [`escape::visible`] on its way out.

mod find;

use std::fmt::Write as _;

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm, wrap};

pub(crate) use self::find::find;
use super::axis::{place, ticks};
use super::table::wording::Clock;
use crate::base::escape;
use crate::base::time::Moment;
use crate::reports::cannot_show::{CannotShow, HEADING};
use crate::reports::picture::{BarKind, Lane, Mark, MarkKind, Papers, Picture, picture};
use crate::results::timeline::{Stretch, Timeline};
use crate::words::Outcome;
use crate::words::explain::explain;

/// A row of a CSV file: column and text, in the order of the contract.
pub(crate) type Row = Vec<(&'static str, String)>;

/// One obligation, or a finding that belongs to none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Case {
    /// Its row of `obligations.csv`.
    pub obligation: Option<Row>,
    /// The row of `findings.csv` that says why it is not decided, or what speaks against the word it rests on.
    pub cause: Option<Row>,
    /// Its rows of `findings.csv`: those about it, then others that name one of its events.
    pub findings: Vec<Row>,
    /// What it looks like over time; only of what is unexplained or unresolved.
    pub timeline: Option<Timeline>,
}

/// The cell of a column; empty where there is none.
pub(crate) fn cell<'a>(row: &'a Row, column: &str) -> &'a str {
    row.iter().find(|(name, _)| *name == column).map_or("", |(_, cell)| cell)
}

/// What the data cannot show, as it stands before the cases.
pub(crate) fn begin(told: &CannotShow, width: u16, zone: &str) -> String {
    let mut page = Lines::new(width, zone);
    page.line(HEADING);
    page.wrapped(2, 2, &told.summary);
    for word in &told.vouched {
        page.wrapped(2, 4, &word.text);
    }
    for cause in &told.causes {
        page.wrapped(2, 4, &format!("{}: {} {}", cause.code, cause.extent, cause.settled_by));
    }
    page.text
}

/// A case as text of at most `width` columns (never less than 60), times in `zone`.
pub(crate) fn render(case: &Case, width: u16, zone: &str) -> String {
    let mut page = Lines::new(width, zone);
    if let Some(row) = &case.obligation {
        page.obligation(row, case.timeline.as_ref());
    }
    if let Some(cause) = &case.cause {
        page.cause(cause, case.obligation.as_ref());
    }
    for finding in &case.findings {
        page.finding(finding, case.obligation.is_none());
    }
    if let Some(row) = &case.obligation {
        page.meanings(row);
        page.heading("Facts (obligations.csv)");
        page.facts(row);
    }
    page.text
}

struct Lines {
    text: String,
    width: usize,
    clock: Clock,
}

impl Lines {
    fn new(width: u16, zone: &str) -> Self {
        Self { text: String::new(), width: usize::from(width.max(60)), clock: Clock::of(zone) }
    }

    fn line(&mut self, text: &str) {
        let text = escape::visible(text);
        // writing to a String cannot fail
        let _ = writeln!(self.text, "{}", text.trim_end());
    }

    fn heading(&mut self, text: &str) {
        self.text.push('\n');
        self.line(text);
    }

    /// Wrapped at spaces, never inside a word, for that may be a path; later lines are indented as far as `hang`.
    fn wrapped(&mut self, indent: usize, hang: usize, text: &str) {
        let text = escape::visible(text);
        let (first, later) = (" ".repeat(indent), " ".repeat(hang));
        let options = Options::new(self.width)
            .initial_indent(&first)
            .subsequent_indent(&later)
            .break_words(false)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        for line in wrap(&text, options) {
            self.line(&line);
        }
    }

    fn obligation(&mut self, row: &Row, timeline: Option<&Timeline>) {
        let of = |column: &str| cell(row, column);
        let words: Vec<&str> = [of("outcome"), of("verdict"), of("reason"), of("also"), of("explanation")]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        self.line(&format!("{}: {}", of("obligation_id"), words.join(" · ")));
        let began = timeline.and_then(|timeline| timeline.lit.first()).map(|lit| self.clock.day_and_time(lit.on_utc));
        let named = |what: &str, column: &str| {
            let id = cell(row, column);
            (!id.is_empty()).then(|| format!("{what}{id}"))
        };
        let who: Vec<String> = [
            began.or_else(|| named("", "on_utc")),
            named("officer ", "officer_id"),
            named("camera ", "camera_id"),
            named("car ", "vehicle_id"),
            named("", "unit"),
            named("supervisor ", "supervisor_id"),
            named("event ", "event_ids"),
        ]
        .into_iter()
        .flatten()
        .collect();
        self.wrapped(0, 0, &who.join(" · "));
        self.text.push('\n');
        match timeline {
            Some(timeline) => self.timeline(timeline, of("camera_id")),
            None => self.wrapped(2, 2, "No timeline is kept of it: it is neither unexplained nor unresolved."),
        }
        if of("confidence") != "high" && !of("confidence").is_empty() {
            self.wrapped(
                2,
                2,
                &format!("Confidence {}: {}.", of("confidence"), of("confidence_reason").replace(' ', ", ")),
            );
        }
    }

    fn timeline(&mut self, timeline: &Timeline, camera: &str) {
        self.wrapped(2, 2, &timeline.why);
        for note in timeline.see_also.iter().chain(&timeline.notes) {
            self.wrapped(2, 2, note);
        }
        self.text.push('\n');
        let picture = picture(timeline, (!camera.is_empty()).then_some(camera));
        self.picture(&picture);
        self.moments(&picture);
        if let Some(papers) = &picture.papers {
            self.papers(papers, timeline);
        }
        if let Some(narrative) = timeline.justification.as_ref().and_then(|facts| facts.narrative.as_deref()) {
            self.wrapped(2, 4, &format!("\"{narrative}\""));
        }
    }

    fn picture(&mut self, picture: &Picture) {
        let track = Track { shown: picture.shown, width: self.width - GUTTER };
        let hours = self.clock.hours(picture.shown.from_utc, picture.shown.to_utc);
        for limit in picture.limits.iter().rev() {
            let at = track.column(limit.at);
            let time = hours.at(limit.at, true);
            let text = format!("{} {time}", limit.name);
            // a label that would run over the edge stands left of its line
            let line = if at + 2 + text.chars().count() > track.width {
                format!("{}{text} ┐", " ".repeat((GUTTER + at).saturating_sub(text.chars().count() + 1)))
            } else {
                format!("{}┌ {text}", " ".repeat(GUTTER + at))
            };
            self.line(&line);
        }
        for lane in &picture.lanes {
            let mut cells = track.empty();
            if let Some(grace) = picture.grace {
                track.fill(&mut cells, grace.from_utc, grace.to_utc, ':');
            }
            for bar in &lane.bars {
                track.fill(&mut cells, bar.from, bar.to, letter(bar.kind));
            }
            for mark in &lane.marks {
                track.fill(&mut cells, mark.at, mark.at, if mark.kind == MarkKind::Decided { '◆' } else { '●' });
            }
            self.lane(&lane.name, &cells);
            if !lane.note.is_empty() {
                self.wrapped(4, 4, &lane.note);
            }
        }
        self.axis(&track);
        self.wrapped(2, 2, &legend(picture));
    }

    fn lane(&mut self, name: &str, cells: &[char]) {
        let name = escape::visible(name).into_owned();
        let name: String = if name.chars().count() > GUTTER - 3 {
            name.chars().take(GUTTER - 4).chain(['…']).collect()
        } else {
            name
        };
        let cells: String = cells.iter().collect();
        self.line(&format!("  {name:<width$}{cells}", width = GUTTER - 2));
    }

    fn axis(&mut self, track: &Track) {
        let hours = self.clock.hours(track.shown.from_utc, track.shown.to_utc);
        let (ticks, seconds) = ticks(track.shown, if track.width < 60 { 3 } else { 6 });
        let mut line = " ".repeat(GUTTER);
        for at in ticks {
            let text = hours.at(at, seconds);
            let column = GUTTER + track.column(at);
            let so_far = line.chars().count();
            if column >= so_far && column + text.len() <= self.width {
                line.push_str(&" ".repeat(column - so_far));
                line.push_str(&text);
                line.push(' ');
            }
        }
        self.line(&line);
    }

    /// What the marks mean, with their times.
    fn moments(&mut self, picture: &Picture) {
        let hours = self.clock.hours(picture.shown.from_utc, picture.shown.to_utc);
        for lane in &picture.lanes {
            let named = |mark: &Mark| format!("{} {}", hours.at(mark.at, true), mark.name);
            let marks: Vec<String> = lane.marks.iter().map(named).collect();
            if !marks.is_empty() {
                self.wrapped(2, 4, &format!("{}: {}", lane.name, marks.join(", ")));
            }
            let named = |bar: &crate::reports::picture::Bar| {
                let (from, to) = (hours.at(bar.from, true), hours.at(bar.to, true));
                format!("{} {from} to {to}", bar.name)
            };
            let bars: Vec<String> = lane
                .bars
                .iter()
                .filter(|bar| matches!(bar.kind, BarKind::Footage | BarKind::Gone))
                .map(named)
                .collect();
            if !bars.is_empty() {
                self.wrapped(2, 4, &format!("{}: {}", lane.name, bars.join(", ")));
            }
        }
    }

    fn papers(&mut self, papers: &Papers, timeline: &Timeline) {
        let justification = timeline.justification.as_ref();
        let named = match justification {
            Some(facts) => format!("papers: justification {} ({})", facts.justification_id, facts.reason),
            None if timeline.justification_due_utc.is_some() => "papers: no justification".to_owned(),
            None => "deadlines".to_owned(),
        };
        let marks: Vec<String> =
            papers.marks.iter().map(|mark| format!("{} {}", mark.name, self.clock.time(mark.at))).collect();
        self.wrapped(2, 4, &format!("{named}: {}", marks.join(", ")));
    }

    /// Why it is not decided.
    fn cause(&mut self, cause: &Row, obligation: Option<&Row>) {
        let is_turned = obligation.is_some_and(|row| cell(row, "outcome") == Outcome::Unresolved.as_str());
        let heading = if is_turned { "Why it is not decided" } else { "What speaks against the word it rests on" };
        self.text.push('\n');
        self.line(heading);
        self.wrapped(
            2,
            4,
            &format!("{} ({}): {}", cell(cause, "code"), cell(cause, "finding_id"), cell(cause, "summary")),
        );
        if !cell(cause, "sources").is_empty() {
            self.wrapped(2, 4, &format!("sources: {}", cell(cause, "sources")));
        }
    }

    /// One finding; where no obligation is shown with it, every column of it.
    fn finding(&mut self, row: &Row, alone: bool) {
        let of = |column: &str| cell(row, column);
        let about = [("car", of("vehicle_id")), ("camera", of("camera_id"))];
        // what names an officer is about the case above
        let about = about.iter().filter(|(_, id)| of("officer_id").is_empty() && !id.is_empty());
        let about: Vec<String> = about.map(|(what, id)| format!(" · {what} {id}")).collect();
        self.text.push('\n');
        let heading = format!("Finding {}: {} ({})", of("finding_id"), of("code"), of("severity"));
        self.wrapped(0, 2, &format!("{heading}{}", about.concat()));
        self.wrapped(2, 2, cell(row, "summary"));
        if alone {
            let code = cell(row, "code");
            for meaning in explain(code).iter().flat_map(|explained| &explained.meanings) {
                self.wrapped(2, 4, &format!("{code}: {} {}", meaning.text.means, meaning.text.how));
            }
            self.heading("Facts (findings.csv)");
            self.facts(row);
        }
    }

    /// What the words of the row mean, and how the verdict was reached.
    fn meanings(&mut self, row: &Row) {
        self.heading("What it means");
        for kind in ["verdict", "reason", "explanation", "outcome"] {
            let word = cell(row, kind);
            let explained = explain(word);
            let meanings = explained.iter().flat_map(|explained| &explained.meanings);
            let of_kind = |kinds: &[String]| kinds.iter().any(|each| each == kind);
            if let Some(meaning) = meanings.into_iter().find(|meaning| of_kind(&meaning.kinds)) {
                self.wrapped(2, 4, &format!("{word}: {} {}", meaning.text.means, meaning.text.how));
            }
        }
    }

    fn facts(&mut self, row: &Row) {
        for (column, text) in row.iter().filter(|(_, text)| !text.is_empty()) {
            self.wrapped(2, 24, &format!("{column:<21} {text}"));
        }
    }
}

/// As wide as the names of lanes.
const GUTTER: usize = 27;

/// The columns that time is drawn on.
struct Track {
    shown: Stretch,
    width: usize,
}

impl Track {
    fn empty(&self) -> Vec<char> {
        vec!['·'; self.width]
    }

    fn column(&self, at: Moment) -> usize {
        let last = i64::try_from(self.width.saturating_sub(1)).unwrap_or(0);
        usize::try_from(place(at, self.shown, last)).unwrap_or(0)
    }

    fn fill(&self, cells: &mut [char], from: Moment, to: Moment, letter: char) {
        let (first, last) = (self.column(from), self.column(to));
        for cell in cells.iter_mut().take(last + 1).skip(first) {
            *cell = letter;
        }
    }
}

const fn letter(kind: BarKind) -> char {
    match kind {
        BarKind::Lit => '█',
        BarKind::LitUnknownEnd => '▒',
        BarKind::Footage => '▓',
        BarKind::Gone => '░',
        BarKind::Uncorrected => '╌',
        BarKind::Uncertainty => '?',
        BarKind::Tour => '─',
        BarKind::Window => '=',
    }
}

/// What the letters mean, of those that were drawn.
fn legend(picture: &Picture) -> String {
    let has = |kind: BarKind| picture.lanes.iter().any(|lane: &Lane| lane.bars.iter().any(|bar| bar.kind == kind));
    let of_bars = [
        (BarKind::Lit, "on"),
        (BarKind::LitUnknownEnd, "on, its end is not known"),
        (BarKind::Footage, "recording"),
        (BarKind::Gone, "footage not here"),
        (BarKind::Uncertainty, "activated somewhere here"),
        (BarKind::Uncorrected, "by the camera's own clock"),
        (BarKind::Tour, "tour"),
    ];
    let bars =
        of_bars.into_iter().filter(|(kind, _)| has(*kind)).map(|(kind, what)| format!("{} {what}", letter(kind)));
    let grace = picture.grace.map(|_| ": grace".to_owned());
    bars.chain(grace).collect::<Vec<_>>().join("   ")
}

#[cfg(test)]
mod tests;
