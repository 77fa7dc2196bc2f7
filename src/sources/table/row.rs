//! What every container hands on: one row after another, each a list of cells (contract, "The inputs").
//!
//! A row of a workbook or of JSON looks like a row of CSV: text in cells. Whoever takes the rows need not know where
//! they come from.

use std::io;

use crate::base::digest::Digest;

/// One row.
pub(crate) enum Row<'a> {
    /// Its cells.
    Cells(Cells<'a>),
    /// It cannot be split into cells; why.
    Unusable(&'static str),
}

/// The cells of one row: raw bytes.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'a> {
    text: &'a [u8],
    ends: &'a [usize],
    faults: &'a [(usize, &'static str)],
    placed: bool,
}

impl<'a> Cells<'a> {
    /// Cells that stand one after another, as in CSV.
    pub(super) const fn in_a_line(text: &'a [u8], ends: &'a [usize]) -> Self {
        Self { text, ends, faults: &[], placed: false }
    }

    /// How many cells the row has.
    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether each cell stands under its heading by itself: then those that are missing at the end are empty. In CSV
    /// a cell too few or too many may have moved all others.
    pub(crate) const fn are_placed(&self) -> bool {
        self.placed
    }

    /// One cell, counted from 0.
    pub(crate) fn get(&self, index: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start..end)
    }

    /// Why a cell has no text that could be used.
    pub(crate) fn fault(&self, index: usize) -> Option<&'static str> {
        self.faults.iter().find(|(at, _)| *at == index).map(|(_, why)| *why)
    }

    /// All cells in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

/// A row that is put together cell by cell.
#[derive(Default, Clone)]
pub(crate) struct RowBuffer {
    text: Vec<u8>,
    ends: Vec<usize>,
    faults: Vec<(usize, &'static str)>,
    placed: bool,
}

impl RowBuffer {
    /// A row whose cells stand under their headings by themselves.
    pub(super) fn placed() -> Self {
        Self { placed: true, ..Self::default() }
    }

    /// Forgets its cells.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.faults.clear();
    }

    /// How many cells it has.
    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether none of its cells has anything but spaces.
    pub(super) fn is_blank(&self) -> bool {
        self.faults.is_empty() && self.text.trim_ascii().is_empty()
    }

    /// Adds a cell.
    pub(crate) fn push(&mut self, cell: &[u8]) {
        self.text.extend_from_slice(cell);
        self.end_cell();
    }

    /// Adds to the cell that is not yet ended.
    pub(crate) fn write(&mut self, part: &[u8]) {
        self.text.extend_from_slice(part);
    }

    /// Ends the cell that was written; an empty one where nothing was.
    pub(crate) fn end_cell(&mut self) {
        self.ends.push(self.text.len());
    }

    /// Adds a cell that cannot be used.
    pub(crate) fn push_fault(&mut self, why: &'static str) {
        self.faults.push((self.ends.len(), why));
        self.end_cell();
    }

    /// Takes over the first `width` cells of a row; what goes beyond belongs to the last one, unless each cell stands
    /// under its heading by itself.
    pub(super) fn begin(&mut self, cells: Cells<'_>, width: usize) {
        self.clear();
        self.placed = cells.placed;
        for place in 0..width {
            match cells.fault(place) {
                Some(why) => self.push_fault(why),
                None => self.write(cells.get(place).unwrap_or_default()),
            }
            if cells.fault(place).is_none() {
                if !cells.placed && place.saturating_add(1) == width {
                    for rest in width..cells.len() {
                        self.write(b",");
                        self.write(cells.get(rest).unwrap_or_default());
                    }
                }
                self.end_cell();
            }
        }
    }

    /// Takes over a row.
    pub(crate) fn copy(&mut self, cells: Cells<'_>) {
        self.clear();
        self.text.extend_from_slice(cells.text);
        self.ends.extend_from_slice(cells.ends);
        self.faults.extend_from_slice(cells.faults);
        self.placed = cells.placed;
    }

    /// The row.
    pub(crate) fn cells(&self) -> Cells<'_> {
        Cells { text: &self.text, ends: &self.ends, faults: &self.faults, placed: self.placed }
    }
}

/// Why a container as a whole cannot be read: what is wrong with it, and what to do.
#[derive(Debug)]
pub(crate) struct Unusable(pub(crate) String);

/// What takes the rows.
pub(crate) trait Sink {
    /// What ends the reading early.
    type Error: From<io::Error> + From<Unusable>;

    /// Whether cells look like a row of the table, or like its headings where these have not come yet. Where they do
    /// not and the row goes over several lines of a text, a quote may have been opened that nobody closed.
    fn fits(&self, cells: Cells<'_>) -> bool;

    /// Takes a row; `at` is its line in a text, its row in a sheet, its number in JSON, from 1.
    ///
    /// # Errors
    /// To stop the reading.
    fn row(&mut self, at: u64, row: Row<'_>) -> Result<(), Self::Error>;
}

/// What a whole file came to.
pub(crate) struct ReadToEnd {
    /// Bytes of the file.
    pub(crate) size: u64,
    /// SHA-256 of all its bytes.
    pub(crate) sha256: Digest,
    /// Bytes of its text: more than `size` where it was compressed.
    pub(crate) text_size: u64,
    /// The last byte of its text ends a line. Of a container that closes itself, and could not be read had it been cut
    /// off, this is true.
    pub(crate) ends_with_line_end: bool,
    /// What in the file says that there is more than it holds, as `hasNextPage`.
    pub(crate) says_more: Option<String>,
    /// Headings that were asked for and stand in no row, where a container has no line of headings.
    pub(crate) unseen: Vec<String>,
}
