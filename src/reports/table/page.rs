//! A page of text as it grows: headings, paragraphs, tables, in the width and colours of its reader.
//!
//! Everything that is put on a page passes through [`escape::visible`] here, so no control character of
//! the data reaches a terminal. Used by the parent module alone.

use comfy_table::presets::NOTHING;
use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};

use crate::base::escape;

/// How much a piece of text wants to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    /// Headings.
    Strong,
    /// All is well.
    Good,
    /// Needs a look.
    Caution,
    /// Needs a look first.
    Alarm,
    /// Beside the point.
    Quiet,
}

/// One cell of a table.
pub(crate) struct Piece {
    text: String,
    tone: Tone,
    right: bool,
}

impl Piece {
    /// Text, of ours or from the data.
    pub(crate) fn new(text: impl ToString) -> Self {
        Self { text: escape::visible(&text.to_string()).into_owned(), tone: Tone::Plain, right: false }
    }

    /// Several texts, each on a line of its own.
    pub(crate) fn lines(texts: impl IntoIterator<Item = String>) -> Self {
        let lines: Vec<String> = texts.into_iter().map(|text| escape::visible(&text).into_owned()).collect();
        Self { text: lines.join("\n"), tone: Tone::Plain, right: false }
    }

    pub(crate) fn tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    /// A number, set to the right.
    pub(crate) fn right(self) -> Self {
        Self { right: true, ..self }
    }
}

/// A line under the headings and nothing else.
const RULED: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Text that grows downwards.
pub(crate) struct Page {
    text: String,
    width: u16,
    colour: bool,
}

impl Page {
    pub(crate) fn new(width: u16, colour: bool) -> Self {
        // narrower than this no table can be read
        Self { text: String::new(), width: width.max(60), colour }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// A heading, with an empty line before it.
    pub(crate) fn heading(&mut self, text: &str) {
        let text = self.painted(&escape::visible(text), Tone::Strong);
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.push(&text);
    }

    /// A paragraph, wrapped.
    pub(crate) fn paragraph(&mut self, text: &str, tone: Tone) {
        self.rows(None, 0, vec![vec![Piece::new(text).tone(tone)]]);
    }

    /// A line that is never wrapped, so that a path can be copied out of it.
    pub(crate) fn line(&mut self, text: &str, tone: Tone) {
        let text = self.painted(&escape::visible(text), tone);
        self.push(&text);
    }

    pub(crate) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Columns with headings.
    pub(crate) fn table(&mut self, headings: &[&str], rows: Vec<Vec<Piece>>) {
        self.rows(Some(headings), 2, rows);
    }

    /// Columns without headings.
    pub(crate) fn list(&mut self, rows: Vec<Vec<Piece>>) {
        self.rows(None, 2, rows);
    }

    fn rows(&mut self, headings: Option<&[&str]>, indent: u16, rows: Vec<Vec<Piece>>) {
        let mut table = Table::new();
        table
            .load_style(if headings.is_some() { RULED } else { NOTHING })
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(self.width)
            .force_no_tty();
        if self.colour {
            table.enforce_styling();
        }
        if let Some(headings) = headings {
            table.set_header(headings.iter().map(|heading| Cell::new(heading).add_attribute(Attribute::Dim)));
        }
        for row in rows {
            table.add_row(row.into_iter().map(cell));
        }
        for column in table.column_iter_mut() {
            column.set_padding((indent, 0));
        }
        if let (Some(_), Some(last), ..90) = (headings, table.column_iter_mut().last(), self.width) {
            // sentences stand in the last column, and those of one word a line cannot be read
            last.set_constraint(ColumnConstraint::LowerBoundary(Width::Percentage(25)));
        }
        let drawn = table.trim_fmt();
        self.push(&drawn);
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn painted(&self, text: &str, tone: Tone) -> String {
        let code = match tone {
            Tone::Plain => return text.to_owned(),
            Tone::Strong => "1",
            Tone::Good => "32",
            Tone::Caution => "33",
            Tone::Alarm => "1;31",
            Tone::Quiet => "2",
        };
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

fn cell(piece: Piece) -> Cell {
    let cell = Cell::new_owned(piece.text);
    let cell = if piece.right { cell.set_alignment(CellAlignment::Right) } else { cell };
    match piece.tone {
        Tone::Plain => cell,
        Tone::Strong => cell.add_attribute(Attribute::Bold),
        Tone::Good => cell.fg(Color::DarkGreen),
        Tone::Caution => cell.fg(Color::DarkYellow),
        Tone::Alarm => cell.fg(Color::DarkRed).add_attribute(Attribute::Bold),
        Tone::Quiet => cell.add_attribute(Attribute::Dim),
    }
}
