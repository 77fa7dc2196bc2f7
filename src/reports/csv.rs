//! The CSV files of a report (contract, "Rows and cells"): RFC 4180, LF, columns in the contract's order.
//!
//! What the columns are and what stands in them is said in [`crate::results::columns`]; here a cell becomes text,
//! and nowhere else.

use std::io::{self, Write};

use ::csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use rayon::prelude::*;

use crate::base::escape;
use crate::reports::format::{Format, Why};
use crate::reports::run::Run;
use crate::results::Report;
use crate::results::columns::{Cell, Tabular};

/// The file of one table; it has none where `rows` gives none.
pub(crate) struct Csv<R: 'static> {
    /// Its name.
    pub file: &'static str,
    /// Its rows, if a report has such a table.
    pub rows: fn(&Report) -> Option<&[R]>,
}

impl<R: Tabular + Sync> Format for Csv<R> {
    fn name(&self) -> &'static str {
        self.file
    }

    fn applies(&self, report: &Report) -> bool {
        (self.rows)(report).is_some()
    }

    fn write(&self, report: &Report, _: &Run, out: &mut dyn Write) -> Result<(), Why> {
        Ok(write((self.rows)(report).unwrap_or_default(), out)?)
    }
}

/// A row type that can be written as CSV.
pub(crate) trait Sheet {
    /// The header line.
    fn headings() -> Vec<&'static str>;

    /// One cell for each column.
    fn cells(&self) -> Vec<String>;
}

/// Rows that one thread turns into text at a time.
const BATCH: usize = 4096;
/// Batches that are held in memory before they are written.
const HELD: usize = 16;

/// Writes the header and every row; the rows become text in parallel and are written in order.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write<R: Sheet + Sync>(rows: &[R], mut out: impl Write) -> io::Result<()> {
    let mut header = writer();
    header.write_record(R::headings())?;
    out.write_all(&finished(header)?)?;
    for held in rows.chunks(BATCH * HELD) {
        let texts: Vec<io::Result<Vec<u8>>> = held.par_chunks(BATCH).map(batch).collect();
        for text in texts {
            out.write_all(&text?)?;
        }
    }
    out.flush()
}

fn batch<R: Sheet>(rows: &[R]) -> io::Result<Vec<u8>> {
    let mut writer = writer();
    for row in rows {
        writer.write_record(row.cells())?;
    }
    finished(writer)
}

fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::Any(b'\n')).quote_style(QuoteStyle::Necessary).from_writer(Vec::new())
}

fn finished(writer: Writer<Vec<u8>>) -> io::Result<Vec<u8>> {
    writer.into_inner().map_err(|error| error.into_error())
}

impl<R: Tabular> Sheet for R {
    fn headings() -> Vec<&'static str> {
        R::names().collect()
    }

    fn cells(&self) -> Vec<String> {
        R::COLUMNS.iter().map(|column| cell((column.cell)(self))).collect()
    }
}

/// A cell as text.
fn cell(cell: Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Word(word) => word.to_owned(),
        Cell::Text(value) => text(&value),
        Cell::Sentence(value) => sentence(&value),
        Cell::List(values) => list(&values),
        Cell::Time(moment) => moment.to_string(),
        Cell::Seconds(span) => span.to_string(),
        Cell::Count(count) => count.to_string(),
        Cell::Share(share) => share.to_string(),
        Cell::Chance(chance) => chance.to_string(),
        Cell::Digest(digest) => digest.to_string(),
    }
}

/// Text from the data.
pub(super) fn text(value: &str) -> String {
    guard(escape::for_cell(value).into_owned())
}

/// A sentence of ours that may quote the data: always one line.
fn sentence(value: &str) -> String {
    guard(escape::visible(value).into_owned())
}

/// Several ids joined with a space; a space inside one is written `\x20`.
pub(super) fn list(values: &[impl AsRef<str>]) -> String {
    let ids: Vec<String> = values.iter().map(|id| escape::for_cell(id.as_ref()).replace(' ', "\\x20")).collect();
    guard(ids.join(" "))
}

/// A spreadsheet runs a cell that starts like a formula; a leading `'` makes it text (contract, "Rows and cells").
fn guard(cell: String) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell }
}

/// Takes the leading `'` away that [`guard`] puts before a formula.
pub(crate) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.starts_with(FORMULA) => text,
        _ => cell,
    }
}

/// What a formula starts with.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

#[cfg(test)]
mod tests;
