//! A picture as the shapes of an inline SVG. Widths are shares of whatever room there is, heights and letters
//! are pixels: the same drawing can be read on a desk and on a phone.

use std::fmt;

use crate::base::time::Moment;
use crate::reports::axis::{place, stacked, ticks};
use crate::reports::picture::{Bar, BarKind, Lane, Mark, MarkKind, Papers, Picture};
use crate::reports::table::wording::Clock;
use crate::results::timeline::Stretch;

/// Everything inside one `<svg>`.
pub(super) struct Drawing {
    pub(super) height: i64,
    /// What it shows, for those who do not see it.
    pub(super) description: String,
    pub(super) shapes: Vec<Shape>,
}

/// One element. `class` decides colour and anchor.
pub(super) enum Shape {
    Rect { class: &'static str, x: Share, y: i64, width: Share, height: i64, tip: String },
    Line { class: &'static str, x: Share, top: i64, bottom: i64 },
    Text { class: &'static str, x: Share, y: i64, text: String },
    Dot { class: &'static str, x: Share, y: i64, tip: String },
}

impl Shape {
    fn is_track(&self) -> bool {
        matches!(self, Self::Rect { class: "track", .. })
    }
}

/// A share of the width in hundredths of a percent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Share(i64);

impl Share {
    /// So many hundredths of a percent.
    pub(super) const fn of(hundredths: i64) -> Self {
        Self(hundredths)
    }

    #[cfg(test)]
    pub(super) const fn hundredths(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        if rest == 0 { write!(f, "{whole}%") } else { write!(f, "{whole}.{rest:02}%") }
    }
}

const WHOLE: i64 = 10_000;
/// The width of a letter on the narrowest screen that is drawn for, in hundredths of a percent.
const LETTER: i64 = 200;
/// So many letters of a lane's name fit on that screen.
const LINE: usize = 48;
const LABEL: i64 = 15;
const TRACK: i64 = 14;
const GAP: i64 = 12;

/// Draws a picture.
pub(super) fn draw(picture: &Picture, clock: &Clock) -> Drawing {
    let mut canvas = Canvas { shapes: Vec::new(), shown: picture.shown, y: 0 };
    let limit_rows = canvas.labels(&picture.limits, 12, "lim");
    let top = limit_rows * LABEL + 4;
    canvas.y = top;
    for lane in &picture.lanes {
        canvas.lane(lane);
    }
    let bottom = canvas.y - GAP + 4;
    canvas.axis(bottom, clock);
    let mut behind = Vec::new();
    if let Some(grace) = picture.grace {
        behind.push(canvas.rect("grace", grace.from_utc, grace.to_utc, top, bottom - top, ""));
    }
    for limit in &picture.limits {
        let class = if limit.kind == MarkKind::Due { "due" } else { "now" };
        behind.push(Shape::Line { class, x: canvas.x(limit.at), top: top - 4, bottom });
    }
    // tracks, then what holds for all lanes, then what stands on the lanes
    let (mut shapes, front): (Vec<Shape>, Vec<Shape>) = canvas.shapes.drain(..).partition(Shape::is_track);
    shapes.extend(behind);
    shapes.extend(front);
    canvas.shapes = shapes;
    canvas.y = bottom + 18;
    if let Some(papers) = &picture.papers {
        canvas.papers(papers);
    }
    Drawing { height: canvas.y + 2, description: describe(picture, clock), shapes: canvas.shapes }
}

struct Canvas {
    shapes: Vec<Shape>,
    shown: Stretch,
    y: i64,
}

impl Canvas {
    fn x(&self, at: Moment) -> Share {
        Share(place(at, self.shown, WHOLE))
    }

    fn rect(&self, class: &'static str, from: Moment, to: Moment, y: i64, height: i64, tip: &str) -> Shape {
        let (x, end) = (self.x(from), self.x(to));
        // what is there is seen, however short
        let width = Share((end.0 - x.0).max(30));
        Shape::Rect { class, x, y, width, height, tip: tip.to_owned() }
    }

    /// Labels above each other where they would touch; how many rows they take.
    fn labels(&mut self, marks: &[Mark], y: i64, class: &'static str) -> i64 {
        let extents: Vec<(i64, i64, &'static str)> =
            marks.iter().map(|mark| extent(self.x(mark.at), &short(&mark.name))).collect();
        let mut order: Vec<usize> = (0..marks.len()).collect();
        order.sort_by_key(|index| extents.get(*index).map(|(from, ..)| *from));
        let sorted: Vec<(i64, i64)> =
            order.iter().filter_map(|index| extents.get(*index)).map(|(from, to, _)| (*from, *to)).collect();
        let rows = stacked(&sorted);
        for (index, row) in order.iter().zip(&rows) {
            let (Some(mark), Some((_, _, anchor))) = (marks.get(*index), extents.get(*index)) else { continue };
            let class = match (class, *anchor) {
                ("lim", "end") => "lim e",
                ("lim", _) => "lim",
                (_, "end") => "e",
                _ => "",
            };
            let row = i64::try_from(*row).unwrap_or(0);
            self.shapes.push(Shape::Text { class, x: self.x(mark.at), y: y + row * LABEL, text: short(&mark.name) });
        }
        rows.into_iter().max().and_then(|row| i64::try_from(row).ok()).map_or(0, |row| row + 1)
    }

    fn lane(&mut self, lane: &Lane) {
        for line in lines(&named(lane)) {
            self.shapes.push(Shape::Text { class: "lane", x: Share(0), y: self.y + 11, text: line });
            self.y += LABEL;
        }
        self.y += 1;
        if !lane.bars.is_empty() || lane.marks.is_empty() {
            self.shapes.push(self.rect("track", self.shown.from_utc, self.shown.to_utc, self.y, TRACK, ""));
            for bar in &lane.bars {
                self.bar(bar);
            }
            self.y += TRACK;
        }
        if !lane.marks.is_empty() {
            let labelled = few(&lane.marks);
            for mark in &lane.marks {
                let class = if mark.kind == MarkKind::Decided { "dot key" } else { "dot" };
                // what has no label says what it is when it is pointed at
                let tip = if labelled.contains(mark) { String::new() } else { mark.name.clone() };
                self.shapes.push(Shape::Dot { class, x: self.x(mark.at), y: self.y + 6, tip });
            }
            let rows = self.labels(&labelled, self.y + 23, "");
            self.y += 12 + rows * LABEL;
        }
        self.y += GAP;
    }

    fn bar(&mut self, bar: &Bar) {
        let (class, inset) = match bar.kind {
            BarKind::Lit => ("lit", 0),
            BarKind::LitUnknownEnd => ("lit open", 0),
            BarKind::Footage => ("rec", 0),
            BarKind::Gone => ("gone", 0),
            BarKind::Uncorrected => ("raw", 3),
            BarKind::Uncertainty => ("fuzz", -3),
            BarKind::Tour => ("tour", 4),
            BarKind::Window => ("window", 3),
        };
        let shape = self.rect(class, bar.from, bar.to, self.y + inset, TRACK - 2 * inset, &bar.name);
        self.shapes.push(shape);
    }

    fn axis(&mut self, y: i64, clock: &Clock) {
        let hours = clock.hours(self.shown.from_utc, self.shown.to_utc);
        let (ticks, seconds) = ticks(self.shown, if hours.are_long() { 3 } else { 4 });
        self.shapes.push(self.rect("axis", self.shown.from_utc, self.shown.to_utc, y, 1, ""));
        for at in ticks {
            let x = self.x(at);
            let class = if x.0 > 9_200 {
                "tick e"
            } else if x.0 < 800 {
                "tick"
            } else {
                "tick m"
            };
            self.shapes.push(Shape::Text { class, x, y: y + 14, text: hours.at(at, seconds) });
        }
    }

    fn papers(&mut self, papers: &Papers) {
        self.shown = papers.shown;
        self.y += 8;
        let text = "papers and deadlines (a scale of its own)".to_owned();
        self.shapes.push(Shape::Text { class: "lane", x: Share(0), y: self.y + 11, text });
        self.y += LABEL + 6;
        self.shapes.push(self.rect("axis", papers.shown.from_utc, papers.shown.to_utc, self.y + 5, 1, ""));
        if let Some(window) = &papers.window {
            self.shapes.push(self.rect("window", window.from, window.to, self.y + 1, 9, &window.name));
        }
        for mark in &papers.marks {
            let class = if mark.kind == MarkKind::Due { "dot dueat" } else { "dot" };
            self.shapes.push(Shape::Dot { class, x: self.x(mark.at), y: self.y + 5, tip: String::new() });
        }
        let rows = self.labels(&papers.marks, self.y + 23, "");
        self.y += 12 + rows * LABEL;
    }
}

/// What a lane's label says.
fn named(lane: &Lane) -> String {
    if lane.note.is_empty() { lane.name.clone() } else { format!("{} · {}", lane.name, lane.note) }
}

/// A label in lines that fit, wrapped at spaces; a word that is too long is cut.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let word: String = word.chars().take(LINE).collect();
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines.truncate(4);
    lines
}

/// Labels of a busy log would bury the picture: those that decided, then as many others as can be read.
fn few(marks: &[Mark]) -> Vec<Mark> {
    const MOST: usize = 6;
    let (decided, others): (Vec<&Mark>, Vec<&Mark>) = marks.iter().partition(|mark| mark.kind == MarkKind::Decided);
    let mut few: Vec<Mark> = decided.into_iter().chain(others).take(MOST).cloned().collect();
    few.sort_by_key(|mark| mark.at);
    few
}

/// A label that fits; the whole text stands in the facts below.
fn short(text: &str) -> String {
    const MOST: usize = 24;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}

/// From where to where a label reaches, and which of its ends stands at the mark.
fn extent(x: Share, text: &str) -> (i64, i64, &'static str) {
    let width = i64::try_from(text.chars().count()).unwrap_or(0).saturating_add(1).saturating_mul(LETTER);
    if x.0 > WHOLE / 2 { (x.0 - width, x.0, "end") } else { (x.0, x.0 + width, "start") }
}

/// The picture in words.
fn describe(picture: &Picture, clock: &Clock) -> String {
    let hours = clock.hours(picture.shown.from_utc, picture.shown.to_utc);
    let hour = |at: Moment| hours.at(at, true);
    let mut parts = vec![format!("From {} to {}", clock.time(picture.shown.from_utc), hour(picture.shown.to_utc))];
    for lane in &picture.lanes {
        let bars = lane
            .bars
            .iter()
            .filter(|bar| bar.kind != BarKind::Uncertainty)
            .map(|bar| format!("{} {} to {}", bar.name, hour(bar.from), hour(bar.to)).trim_start().to_owned());
        let marks = lane.marks.iter().map(|mark| format!("{} at {}", mark.name, hour(mark.at)));
        let shown: Vec<String> = bars.chain(marks).collect();
        parts.push(format!("{}: {}", named(lane), if shown.is_empty() { "nothing".into() } else { shown.join(", ") }));
    }
    parts.join(". ")
}
