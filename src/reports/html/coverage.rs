//! The coverage of the recordings, drawn: units below each other, days beside each other, and where the data are silent.
//!
//! A page that has to be opened and printed draws neither eight hundred rows nor two years of days: what is too much is
//! taken together, and the page says so.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::drawing::{Drawing, Shape, Share};
use crate::results::Report;
use crate::statistics::coverage::{Coverage, CoverageCell, CoverageRow};
use crate::words::SubjectKind;

/// The picture and what has to be said with it.
pub(super) struct CoverageView {
    pub(super) drawing: Drawing,
    /// `unit`, `camera`, `car`.
    pub(super) rows_are: &'static str,
    /// What the picture shows, in a sentence.
    pub(super) said: String,
    /// The longest stretches without a recording, in words.
    pub(super) silent: Vec<String>,
    /// What was taken together.
    pub(super) notes: Vec<String>,
}

/// So many rows are drawn,
const ROWS: usize = 40;
/// so many columns,
const COLUMNS: usize = 200;
/// and so many cells one by one.
const CELLS: usize = 1_000;
/// So many silent stretches are told in words.
const STRETCHES: usize = 5;

/// Where the cells begin, in hundredths of a percent,
const GUTTER: i64 = 1_900;
const WHOLE: i64 = 10_000;
/// how many letters stand before them,
const LETTERS: usize = 20;
/// and how high they are, in pixels.
const HEIGHT: i64 = 16;
const STEP: i64 = 20;
const TOP: i64 = 22;

/// `None`: nothing was obliged, or nobody was judged.
pub(super) fn coverage(report: &Report) -> Option<CoverageView> {
    let zone = TimeZone::get(&report.time_zone).unwrap_or(TimeZone::UTC);
    let coverage = Coverage::of(&report.obligations, &zone).filter(|_| report.judges_officers)?;
    let rows_are = match coverage.kind {
        SubjectKind::Unit => "unit",
        SubjectKind::Camera => "camera",
        _ => "car",
    };
    let silent = stretches(&coverage, rows_are);
    let said = said(&coverage, rows_are);
    let (columns, mut notes) = columns(&coverage.days);
    let (rows, note) = rows(coverage, &columns, rows_are);
    notes.extend(note);
    let description = format!("{said} {}", silent.join(". "));
    Some(CoverageView { drawing: draw(&rows, &columns, description), rows_are, said, silent, notes })
}

/// How much of what was obliged lies in silent cells.
fn said(coverage: &Coverage, rows_are: &str) -> String {
    let whole = coverage.whole();
    let cells = coverage.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.obliged > 0).count();
    let (silent, obliged) = coverage
        .rows
        .iter()
        .map(CoverageRow::silent)
        .fold((0, 0), |(cells, obliged), more| (cells + more.0, obliged + more.1));
    let without = whole.obliged - whole.recorded;
    match silent {
        0 => format!(
            "On every day with triggers the data hold recordings of each {rows_are}. Of {} obligations {without} have none \
             of the crew's own camera on that day.",
            whole.obliged
        ),
        _ => format!(
            "On {silent} of {cells} days with triggers, counted for each {rows_are}, the data hold no recording at all of \
             those who were obliged: {obliged} obligations. Either the export lacks them or the cameras were off."
        ),
    }
}

/// The columns, each from its first to its last day, as places among the days; and what was taken together.
fn columns(days: &[Date]) -> (Vec<Column>, Vec<String>) {
    let (size, note) = match days.len() {
        ..=COLUMNS => (1, None),
        many => match many.div_ceil(7) {
            ..=COLUMNS => (7, Some("Each column is a week, because there are too many days.")),
            _ => {
                let size = many.div_ceil(COLUMNS);
                (size, Some("Each column is several weeks, because there are too many days."))
            }
        },
    };
    let columns =
        days.chunks(size).filter_map(|days| Some(Column { first: *days.first()?, last: *days.last()?, size }));
    (columns.collect(), note.map(str::to_owned).into_iter().collect())
}

/// Days that share a column.
struct Column {
    first: Date,
    last: Date,
    size: usize,
}

/// A row as it is drawn.
struct Drawn {
    name: String,
    cells: Vec<CoverageCell>,
}

/// The rows to draw: all, or those with the most silent days and the others together.
fn rows(coverage: Coverage, columns: &[Column], rows_are: &str) -> (Vec<Drawn>, Option<String>) {
    let all = coverage.rows.len();
    let mut rows = coverage.rows;
    let mut others = Vec::new();
    if all > ROWS {
        // stable: those that are alike stay in order of name
        rows.sort_by_key(|row| std::cmp::Reverse(row.silent()));
        others = rows.split_off(ROWS - 1);
    }
    let size = columns.first().map_or(1, |column| column.size);
    let together = |cells: &[CoverageCell]| cells.iter().fold(CoverageCell::default(), |all, cell| all.and(*cell));
    let columns_of = |cells: &[CoverageCell]| cells.chunks(size).map(together).collect();
    let mut drawn: Vec<Drawn> = rows
        .iter()
        .map(|row| Drawn {
            name: row.name.clone().unwrap_or_else(|| format!("no {rows_are} named")),
            cells: columns_of(&row.cells),
        })
        .collect();
    let note = others.first().map(|first| {
        let cells: Vec<CoverageCell> = (0..first.cells.len())
            .map(|day| together(&others.iter().filter_map(|row| row.cells.get(day).copied()).collect::<Vec<_>>()))
            .collect();
        drawn.push(Drawn { name: format!("{} others", others.len()), cells: columns_of(&cells) });
        format!(
            "Of {all} the {} with the most silent days have a row of their own; the last row is all others together.",
            ROWS - 1
        )
    });
    (drawn, note)
}

/// The longest stretches in which the data are silent; days without a trigger do not end one.
fn stretches(coverage: &Coverage, rows_are: &str) -> Vec<String> {
    let mut found: Vec<(u32, String)> = Vec::new();
    for row in &coverage.rows {
        let name = row.name.clone().unwrap_or_else(|| format!("no {rows_are} named"));
        let with_triggers: Vec<(Date, CoverageCell)> =
            coverage.days.iter().copied().zip(row.cells.iter().copied()).filter(|(_, cell)| cell.obliged > 0).collect();
        for run in with_triggers.chunk_by(|a, b| a.1.is_silent() == b.1.is_silent()) {
            let (Some((first, cell)), Some((last, _))) = (run.first(), run.last()) else { continue };
            if cell.is_silent() {
                let obliged = run.iter().map(|(_, cell)| cell.obliged).sum();
                let days = if first == last { first.to_string() } else { format!("{first} to {last}") };
                found.push((obliged, format!("{name}: {days}, {}", obligations(obliged))));
            }
        }
    }
    found.sort_by_key(|(obliged, _)| std::cmp::Reverse(*obliged));
    let more = found.len().saturating_sub(STRETCHES);
    let mut said: Vec<String> = found.into_iter().take(STRETCHES).map(|(_, text)| text).collect();
    if more > 0 {
        said.push(format!("and {more} more"));
    }
    said
}

fn obligations(count: u32) -> String {
    if count == 1 { "1 obligation".to_owned() } else { format!("{count} obligations") }
}

fn draw(rows: &[Drawn], columns: &[Column], description: String) -> Drawing {
    let mut shapes = Vec::new();
    let runs = rows.len().saturating_mul(columns.len()) > CELLS;
    let count = number(columns.len()).max(1);
    let x = |column: usize| GUTTER + (WHOLE - GUTTER) * number(column) / count;
    axis(columns, &x, &mut shapes);
    let mut y = TOP;
    for row in rows {
        shapes.push(Shape::Text { class: "lane", x: Share::of(0), y: y + 12, text: cut(&row.name) });
        let (from, to) = (Share::of(GUTTER), Share::of(WHOLE - GUTTER));
        shapes.push(Shape::Rect { class: "track", x: from, y, width: to, height: HEIGHT, tip: String::new() });
        let numbered: Vec<(usize, &CoverageCell)> = row.cells.iter().enumerate().collect();
        for run in numbered.chunk_by(|a, b| runs && class(a.1) == class(b.1)) {
            let (Some((first, cell)), Some((last, _))) = (run.first(), run.last()) else { continue };
            let Some(class) = class(cell) else { continue };
            let sum = run.iter().fold(CoverageCell::default(), |all, (_, cell)| all.and(**cell));
            let (left, right) = (x(*first), x(*last + 1));
            // neighbours stay apart where there is room
            let between = if (right - left) > 100 { 12 } else { 0 };
            let tip = tip(row, columns, (*first, *last), sum);
            let rect = |class, inset: i64, y, height, tip| Shape::Rect {
                class,
                x: Share::of(left + inset),
                y,
                width: Share::of((right - left - between - 2 * inset).max(8)),
                height,
                tip,
            };
            shapes.push(rect(class, 0, y, HEIGHT, tip));
            if class == SILENT {
                // a hole is seen in whatever colour, and on paper
                let inset = ((right - left) / 5).min(60);
                shapes.push(rect("c-hole", inset, y + 4, HEIGHT - 8, String::new()));
            }
        }
        y += STEP;
    }
    Drawing { height: y, description, shapes }
}

const SILENT: &str = "c-none";

/// How much of what was obliged has a recording on that day; `None`: nothing was obliged.
fn class(cell: &CoverageCell) -> Option<&'static str> {
    match (cell.obliged, cell.recorded) {
        (0, _) => None,
        (_, 0) => Some(SILENT),
        (obliged, recorded) if recorded < obliged.div_ceil(2) => Some("c-few"),
        (obliged, recorded) if recorded < obliged => Some("c-most"),
        _ => Some("c-all"),
    }
}

fn tip(row: &Drawn, columns: &[Column], (first, last): (usize, usize), cell: CoverageCell) -> String {
    let first = columns.get(first).map(|column| column.first.to_string()).unwrap_or_default();
    let last = columns.get(last).map(|column| column.last.to_string()).unwrap_or_default();
    let days = if first == last { first } else { format!("{first} to {last}") };
    format!("{} {days}: {}, {} with a recording that day", row.name, obligations(cell.obliged), cell.recorded)
}

/// Some of the days above their columns.
fn axis(columns: &[Column], x: &impl Fn(usize) -> i64, shapes: &mut Vec<Shape>) {
    const LABELS: usize = 9;
    let format = match (columns.first(), columns.last()) {
        (Some(first), Some(last)) if first.first.year() == last.last.year() => "%b %-d",
        _ => "%b %-d, %Y",
    };
    let step = columns.len().div_ceil(LABELS).max(1);
    for (place, column) in columns.iter().enumerate().step_by(step) {
        let x = Share::of(x(place));
        shapes.push(Shape::Text { class: "tick", x, y: 12, text: column.first.strftime(format).to_string() });
        shapes.push(Shape::Line { class: "due", x, top: 15, bottom: TOP - 2 });
    }
}

fn cut(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    name.chars().take(LETTERS - 1).chain(['…']).collect()
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
