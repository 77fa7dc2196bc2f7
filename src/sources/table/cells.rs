//! One row seen through its headings: cells by canonical name, as text, times, numbers.
//!
//! Every complaint names the column as the file calls it. Used by the readers of sources.

use std::borrow::Cow;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::csv::Cells;
use crate::base::digest::Digest;
use crate::base::reading::{Reading, TimeFault, read_time};
use crate::base::time::Span;
use crate::facts::columns::{ColumnNames, canonical_columns};
use crate::facts::source::SourceKind;

/// Where the columns of one file are.
pub(crate) struct Columns {
    /// By canonical name: position and heading in this file.
    found: Vec<(&'static str, usize, String)>,
    width: usize,
}

/// Why a row, or a whole source, cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// This row is rejected.
    Row(String),
    /// The source as a whole cannot be read: exit 2.
    Source(String),
}

impl Columns {
    /// How many columns the header has.
    pub(crate) const fn width(&self) -> usize {
        self.width
    }

    /// Finds the columns of a source in a header line, without regard to case.
    ///
    /// # Errors
    /// Where a heading occurs twice, or one that the audit file names is not there.
    pub(crate) fn find(kind: SourceKind, header: Cells<'_>, names: &ColumnNames) -> Result<Self, String> {
        let headings: Vec<String> =
            header.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_lowercase()).collect();
        let mut found = Vec::new();
        for &canonical in canonical_columns(kind) {
            let (heading, renamed) = names.heading(canonical);
            let wanted = heading.trim().to_lowercase();
            let mut places = headings.iter().enumerate().filter(|(_, own)| **own == wanted).map(|(place, _)| place);
            match (places.next(), places.next()) {
                (Some(_), Some(_)) => return Err(format!("has two columns `{heading}`; keep one")),
                (Some(place), None) => found.push((canonical, place, heading.to_owned())),
                (None, _) if renamed => {
                    return Err(format!("has no column `{heading}`, which the audit file names for `{canonical}`"));
                }
                (None, _) => {}
            }
        }
        Ok(Self { found, width: headings.len() })
    }

    /// Whether the file has a column.
    pub(crate) fn has(&self, canonical: &str) -> bool {
        self.found.iter().any(|(name, ..)| *name == canonical)
    }

    fn get(&self, canonical: &str) -> Option<(usize, &str)> {
        self.found.iter().find(|(name, ..)| *name == canonical).map(|(_, place, heading)| (*place, heading.as_str()))
    }
}

/// One row, its columns and the zone of its source.
#[derive(Clone, Copy)]
pub(crate) struct RowCells<'a> {
    cells: Cells<'a>,
    columns: &'a Columns,
    zone: Option<&'a TimeZone>,
}

impl<'a> RowCells<'a> {
    /// Sees a row through its columns.
    ///
    /// # Errors
    /// Where it has more or fewer cells than the header: whatever is missing may be anything.
    pub(crate) fn new(cells: Cells<'a>, columns: &'a Columns, zone: Option<&'a TimeZone>) -> Result<Self, Fault> {
        if cells.len() == columns.width {
            Ok(Self { cells, columns, zone })
        } else {
            Err(Fault::Row(format!("has {} cells where the header has {}", cells.len(), columns.width)))
        }
    }

    /// Sees a row through its columns though it has fewer cells than the header, to read what is left of it; a cell too
    /// many may stand anywhere, so such a row says nothing.
    pub(crate) fn what_is_left(cells: Cells<'a>, columns: &'a Columns, zone: Option<&'a TimeZone>) -> Option<Self> {
        (cells.len() <= columns.width).then_some(Self { cells, columns, zone })
    }

    /// The columns of its file.
    pub(crate) const fn columns(&self) -> &'a Columns {
        self.columns
    }

    /// A cell; `None` where it is empty or the column absent.
    ///
    /// # Errors
    /// Where it is not UTF-8.
    pub(crate) fn text(&self, canonical: &str) -> Result<Option<&'a str>, Fault> {
        let Some((place, heading)) = self.columns.get(canonical) else { return Ok(None) };
        let cell = self.cells.get(place).unwrap_or_default();
        match std::str::from_utf8(cell) {
            Ok(text) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
            Err(_) => Err(Fault::Row(format!("`{heading}` is not UTF-8"))),
        }
    }

    /// Free text that is shown and never compared: bytes that are not UTF-8 are replaced.
    pub(crate) fn free_text(&self, canonical: &str) -> Option<Cow<'a, str>> {
        let (place, _) = self.columns.get(canonical)?;
        let cell = self.cells.get(place)?;
        Some(String::from_utf8_lossy(cell)).filter(|text| !text.trim().is_empty())
    }

    /// A cell that must not be empty.
    ///
    /// # Errors
    /// Where it is, or is not UTF-8.
    pub(crate) fn required(&self, canonical: &str) -> Result<&'a str, Fault> {
        self.text(canonical)?.ok_or_else(|| Fault::Row(format!("`{}` is empty", self.heading(canonical))))
    }

    /// A time.
    ///
    /// # Errors
    /// Where it is no time, or falls into a daylight-saving gap; as a fault of the source where it has no
    /// offset and there is no zone.
    pub(crate) fn time(&self, canonical: &str) -> Result<Option<Reading>, Fault> {
        let Some(text) = self.text(canonical)? else { return Ok(None) };
        let heading = self.heading(canonical);
        read_time(text, self.zone).map(Some).map_err(|fault| match fault {
            TimeFault::Unreadable => Fault::Row(format!(
                "`{heading}` {text:?} is no time; write YYYY-MM-DD HH:MM:SS or RFC 3339 with an offset"
            )),
            TimeFault::Impossible => {
                Fault::Row(format!("`{heading}` {text:?} does not exist: the clocks went forward over it"))
            }
            TimeFault::NoZone => Fault::Source(format!(
                "column `{heading}` has times without offset, and neither the source nor [department] names a \
                 `time-zone`"
            )),
        })
    }

    /// A time that must be there.
    ///
    /// # Errors
    /// As [`Self::time`] and [`Self::required`].
    pub(crate) fn required_time(&self, canonical: &str) -> Result<Reading, Fault> {
        self.required(canonical)?;
        self.time(canonical)?.ok_or_else(|| Fault::Row(format!("`{}` is empty", self.heading(canonical))))
    }

    /// A whole number.
    ///
    /// # Errors
    /// Where it is none.
    pub(crate) fn integer<T: std::str::FromStr>(&self, canonical: &str) -> Result<Option<T>, Fault> {
        self.parsed(canonical, "whole number", |text| text.parse().ok())
    }

    /// A number of seconds, decimals allowed.
    ///
    /// # Errors
    /// Where it is none.
    pub(crate) fn seconds(&self, canonical: &str) -> Result<Option<Span>, Fault> {
        self.parsed(canonical, "number of seconds", |text| {
            let seconds: f64 = text.parse().ok()?;
            SignedDuration::try_from_secs_f64(seconds).ok().map(Span::from)
        })
    }

    /// A SHA-256.
    ///
    /// # Errors
    /// Where it is not 64 hex digits.
    pub(crate) fn sha256(&self, canonical: &str) -> Result<Option<Digest>, Fault> {
        self.parsed(canonical, "SHA-256 (64 hex digits)", Digest::from_hex)
    }

    fn parsed<T>(&self, canonical: &str, what: &str, parse: impl Fn(&'a str) -> Option<T>) -> Result<Option<T>, Fault> {
        let Some(text) = self.text(canonical)? else { return Ok(None) };
        let value = parse(text);
        value.map(Some).ok_or_else(|| Fault::Row(format!("`{}` {text:?} is no {what}", self.heading(canonical))))
    }

    /// What the file calls a column.
    pub(crate) fn heading<'b>(&'b self, canonical: &'b str) -> &'b str {
        self.columns.get(canonical).map_or(canonical, |(_, heading)| heading)
    }
}
