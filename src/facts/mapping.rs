//! How the tables of others are read as a source: what the audit file says of their shape, their rows and their cells
//! (contract, "Other shapes of tables").

use std::collections::BTreeMap;

use super::columns::ColumnNames;
use super::source::Form;
use crate::base::time::Span;

/// After so long a silence a sampled state is not known any more, where the audit file says nothing.
pub(crate) const SAMPLE_TIMEOUT: Span = Span::from_mins(5);

/// Everything that the audit file says of how to read a table. The default is the contract's CSV.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// What its columns are made of.
    pub columns: ColumnNames,
    /// As a container.
    pub shape: Shape,
    /// How its times are written.
    pub times: TimeFormats,
    /// Cells that mean empty.
    pub absent: Vec<String>,
    /// Canonical name → how many digits its numbers have, zeros in front.
    pub pad: BTreeMap<&'static str, usize>,
    /// Canonical name → what a cell says → what it means.
    pub values: BTreeMap<&'static str, BTreeMap<String, String>>,
    /// Rows that are rows: one of these has to hold, unless there is none.
    pub(crate) only: Vec<Condition>,
    /// Rows that are none: none of these may hold.
    pub(crate) except: Vec<Condition>,
    /// What its rows are.
    pub form: Form,
    /// How its states are called.
    pub states: States,
    /// What is taken from every `off`, because the box reports it late.
    pub off_delay: Span,
    /// After so long a silence a sampled state is not known any more; `None`: [`SAMPLE_TIMEOUT`].
    pub sample_timeout: Option<Span>,
    /// Its intervals reach from the first to the last of several things, and may have breaks.
    pub hull: bool,
}

/// A table as a container.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shape {
    /// The name of its encoding, where no mark says it.
    pub encoding: Option<String>,
    /// What stands between cells; recognised where it is not given.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook; the first where none is given.
    pub sheet: Option<String>,
    /// The path to its rows in JSON.
    pub rows: Option<String>,
    /// The headings come after so many rows.
    pub skip_rows: u64,
    /// The headings are in this row, from 1; looked for where it is not given.
    pub header_row: Option<u64>,
    /// Cells that are too many at the end of a row belong to its last column, which is free text.
    pub free_text_last: bool,
}

/// Heading → one of these values, for all of them.
pub(crate) type Condition = BTreeMap<String, Vec<String>>;

/// How times are written: all of a table, and single columns otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimeFormats {
    /// Of all columns,
    pub all: TimeFormat,
    /// but of these.
    pub of: BTreeMap<&'static str, TimeFormat>,
}

impl TimeFormats {
    /// Of one column.
    pub fn of(&self, canonical: &str) -> &TimeFormat {
        self.of.get(canonical).unwrap_or(&self.all)
    }
}

/// How a time is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum TimeFormat {
    /// As the contract's own times.
    #[default]
    Contract,
    /// As a strftime pattern says.
    Pattern(String),
    /// Seconds since 1970, UTC.
    Unix,
    /// Milliseconds since 1970, UTC.
    UnixMs,
    /// Days since 1900 as spreadsheets count them, local.
    ExcelSerial,
    /// As people and machines write them; the order of day and month is decided once for a column.
    Auto,
}

/// How the states of a log are called, compared without case; empty: as the contract says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct States {
    /// These begin.
    pub on: Vec<String>,
    /// These end.
    pub off: Vec<String>,
}
