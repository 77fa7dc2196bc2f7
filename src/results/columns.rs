//! The columns of every table, each said once: its name, what it means, and what stands in it.
//!
//! CSV, JSON, the workbook, the comparison of two nights and `docs/columns.md` all read these lists, so a new
//! column is one line. What a cell looks like is the business of each format.

use std::borrow::Cow;
use std::fmt::Display;

use crate::base::digest::Digest;
use crate::base::share::{Chance, Share};
use crate::base::time::{Moment, Span};

/// What stands in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    /// Not known.
    Empty,
    /// A word of this program.
    Word(&'static str),
    /// An identifier or a name from the data: never a number, whatever it looks like.
    Text(Cow<'a, str>),
    /// A sentence of this program that may quote the data.
    Sentence(Cow<'a, str>),
    /// Several identifiers or words, in order.
    List(Vec<Cow<'a, str>>),
    /// A moment.
    Time(Moment),
    /// A length of time.
    Seconds(Span),
    /// A whole number.
    Count(u64),
    /// A rate from 0 to 1.
    Share(Share),
    /// The chance of a test.
    Chance(Chance),
    /// A SHA-256 value.
    Digest(Digest),
}

/// One column of a table.
pub(crate) struct Column<R> {
    /// As every format calls it.
    pub name: &'static str,
    /// One sentence for a reader.
    #[cfg_attr(not(test), expect(dead_code, reason = "`docs/columns.md` is made of it, by a test"))]
    pub means: &'static str,
    /// What stands in it; [`Cell::Empty`] where it is not known.
    pub cell: fn(&R) -> Cell<'_>,
}

/// A kind of row that has a table of its own in every report.
pub(crate) trait Tabular: Sized + 'static {
    /// The name of its CSV file without the ending.
    const NAME: &'static str;
    /// Its columns in order.
    const COLUMNS: &'static [Column<Self>];

    /// The names of its columns in order.
    fn names() -> impl Iterator<Item = &'static str> {
        Self::COLUMNS.iter().map(|column| column.name)
    }
}

/// A column with its name, its meaning and what stands in it.
pub(super) const fn column<R>(name: &'static str, means: &'static str, cell: fn(&R) -> Cell<'_>) -> Column<R> {
    Column { name, means, cell }
}

/// An identifier, as it is.
pub(super) fn text(value: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(value))
}

/// An identifier that may be missing.
pub(super) fn maybe_text(value: Option<&str>) -> Cell<'_> {
    value.map_or(Cell::Empty, text)
}

/// A value that prints itself.
pub(super) fn shown(value: &impl Display) -> Cell<'static> {
    Cell::Text(Cow::Owned(value.to_string()))
}

pub(super) fn sentence(value: &str) -> Cell<'_> {
    Cell::Sentence(Cow::Borrowed(value))
}

/// Several values in order, each as `name` names it.
pub(super) fn list<'a, T>(values: &'a [T], name: impl Fn(&'a T) -> &'a str) -> Cell<'a> {
    Cell::List(values.iter().map(|value| Cow::Borrowed(name(value))).collect())
}

pub(super) fn maybe_word(word: Option<&'static str>) -> Cell<'static> {
    word.map_or(Cell::Empty, Cell::Word)
}

pub(super) fn time(moment: Option<Moment>) -> Cell<'static> {
    moment.map_or(Cell::Empty, Cell::Time)
}

pub(super) fn seconds(span: Option<Span>) -> Cell<'static> {
    span.map_or(Cell::Empty, Cell::Seconds)
}

pub(super) fn share(share: Option<Share>) -> Cell<'static> {
    share.map_or(Cell::Empty, Cell::Share)
}

pub(super) fn count(count: u32) -> Cell<'static> {
    Cell::Count(count.into())
}
