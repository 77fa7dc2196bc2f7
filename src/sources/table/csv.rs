//! CSV as a stream of rows with their line numbers, in bounded memory (contract, "CSV").
//!
//! The `csv` crate's reader would keep a whole row in memory, however long; evidence may be a 5 GB line.
//! So the state machine beneath it (`csv-core`) is fed here, and a row over [`MAX_ROW`] is passed over to
//! its end and reported. The bytes are hashed on the way, so that what was read is what is named in
//! `run.json`.

use std::io::{self, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use sha2::{Digest as _, Sha256};

use crate::base::digest::Digest;

/// Rows longer than this many bytes are rejected (contract, "Exit codes").
pub(crate) const MAX_ROW: usize = 1 << 20;

const CHUNK: usize = 1 << 18;

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
}

impl<'a> Cells<'a> {
    /// How many cells the row has.
    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// One cell, counted from 0.
    pub(crate) fn get(&self, index: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start..end)
    }

    /// All cells in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

/// What a whole file came to.
pub(crate) struct ReadToEnd {
    /// Bytes read.
    pub size: u64,
    /// SHA-256 of all bytes.
    pub sha256: Digest,
    /// Its last byte ends a line.
    pub ends_with_line_end: bool,
}

/// Hands every row with its line number (the header is line 1) to `each`; stops at its first error.
/// A byte-order mark is skipped (by `csv-core`). Blank lines are no rows.
///
/// # Errors
/// Where reading fails, or `each` does.
pub(crate) fn for_each_row<E: From<io::Error>>(
    mut source: impl Read,
    mut each: impl FnMut(u64, Row<'_>) -> Result<(), E>,
) -> Result<ReadToEnd, E> {
    let mut splitter = Splitter::new();
    let mut hasher = Sha256::new();
    let mut size: u64 = 0;
    let mut ends_with_line_end = false;
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = match source.read(&mut chunk) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        let bytes = chunk.get(..count).unwrap_or_default();
        hasher.update(bytes);
        if let Some(last) = bytes.last() {
            ends_with_line_end = matches!(last, b'\n' | b'\r');
        }
        size = size.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        splitter.feed(bytes, &mut each)?;
        if count == 0 {
            splitter.finish(&mut each)?;
            break;
        }
    }
    Ok(ReadToEnd { size, sha256: Digest::from_bytes(hasher.finalize().into()), ends_with_line_end })
}

/// The state machine, and what it has of the current row.
struct Splitter {
    reader: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    text_len: usize,
    ends_len: usize,
    /// The row is over the limit; the rest of it is passed over.
    overlong: bool,
    /// Raw bytes of the current row so far.
    raw: usize,
    /// Quotes seen in the current row: an odd number at the end of the file means one was never closed.
    quotes: usize,
    /// Line on which the current row begins.
    line: u64,
}

impl Splitter {
    fn new() -> Self {
        Self {
            reader: ReaderBuilder::new().terminator(Terminator::CRLF).build(),
            text: vec![0; 4096],
            ends: vec![0; 64],
            text_len: 0,
            ends_len: 0,
            overlong: false,
            raw: 0,
            quotes: 0,
            line: 1,
        }
    }

    fn feed<E>(&mut self, mut bytes: &[u8], each: &mut impl FnMut(u64, Row<'_>) -> Result<(), E>) -> Result<(), E> {
        while let Some(first) = bytes.first() {
            // Line ends between rows are fed one by one, so that a row knows the line on which it begins.
            let between = self.raw == 0 && matches!(first, b'\r' | b'\n');
            let fed = if between { bytes.get(..1).unwrap_or_default() } else { bytes };
            let used = self.step(fed, each)?;
            if between {
                self.raw = 0;
                self.line = self.reader.line();
            }
            bytes = bytes.get(used..).unwrap_or_default();
        }
        Ok(())
    }

    fn finish<E>(&mut self, each: &mut impl FnMut(u64, Row<'_>) -> Result<(), E>) -> Result<(), E> {
        if self.quotes % 2 == 1 && !self.overlong {
            return each(self.line, Row::Unusable("a quote is opened and never closed; the rest of the file is in it"));
        }
        self.step(&[], each).map(drop)
    }

    /// Feeds once; returns how many bytes were used.
    fn step<E>(&mut self, bytes: &[u8], each: &mut impl FnMut(u64, Row<'_>) -> Result<(), E>) -> Result<usize, E> {
        let text = self.text.get_mut(self.text_len..).unwrap_or_default();
        let ends = self.ends.get_mut(self.ends_len..).unwrap_or_default();
        let (result, used, written, ended) = self.reader.read_record(bytes, text, ends);
        self.text_len = self.text_len.saturating_add(written);
        self.ends_len = self.ends_len.saturating_add(ended);
        self.raw = self.raw.saturating_add(used);
        self.quotes = self.quotes.saturating_add(bytes.iter().take(used).filter(|byte| **byte == b'"').count());
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => self.make_room(),
            ReadRecordResult::Record => {
                let row = if self.overlong || self.raw > MAX_ROW {
                    Row::Unusable("the row is longer than 1 MiB (a quote that is never closed?)")
                } else {
                    Row::Cells(Cells {
                        text: self.text.get(..self.text_len).unwrap_or_default(),
                        ends: self.ends.get(..self.ends_len).unwrap_or_default(),
                    })
                };
                let line = self.line;
                self.line = self.reader.line();
                (self.text_len, self.ends_len, self.raw, self.quotes, self.overlong) = (0, 0, 0, 0, false);
                each(line, row)?;
            }
            ReadRecordResult::End => {}
        }
        Ok(used)
    }

    /// Grows up to the limit; beyond it forgets what the row held, and remembers that it was too long.
    fn make_room(&mut self) {
        if self.text.len() > MAX_ROW || self.ends.len() > MAX_ROW {
            self.overlong = true;
            (self.text_len, self.ends_len) = (0, 0);
        } else {
            self.text.resize(self.text.len().saturating_mul(2), 0);
            self.ends.resize(self.ends.len().saturating_mul(2), 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> Vec<(u64, Result<Vec<String>, String>)> {
        let mut rows = Vec::new();
        for_each_row::<io::Error>(text, |line, row| {
            rows.push((
                line,
                match row {
                    Row::Cells(cells) => {
                        Ok(cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect())
                    }
                    Row::Unusable(why) => Err(why.to_owned()),
                },
            ));
            Ok(())
        })
        .unwrap();
        rows
    }

    fn cells(cells: &[&str]) -> Result<Vec<String>, String> {
        Ok(cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn rows_know_the_line_on_which_they_begin() {
        assert_eq!(
            rows(b"\xef\xbb\xbfa,b\r\n1,\"x\ny\"\r\n\r\n2,z"),
            vec![(1, cells(&["a", "b"])), (2, cells(&["1", "x\ny"])), (5, cells(&["2", "z"]))]
        );
    }

    #[test]
    fn an_unclosed_quote_is_said() {
        let rows = rows(b"a,b\n1,\"x\n2,y\n");
        assert_eq!(rows.len(), 2);
        assert!(rows[1].1.as_ref().is_err_and(|why| why.contains("never closed")), "{rows:?}");
        assert_eq!(rows[1].0, 2);
    }

    #[test]
    fn a_row_over_a_mebibyte_is_passed_over_and_the_next_one_read() {
        let mut text = b"a,b\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', 3 * MAX_ROW));
        text.extend(b",1\n2,y\n");
        text.extend(std::iter::repeat_n(b',', 3 * MAX_ROW));
        text.extend(b"\n3,z\n");
        let rows = rows(&text);
        assert_eq!(rows.len(), 5);
        assert!(rows[1].1.is_err() && rows[3].1.is_err());
        assert_eq!((rows[2].0, &rows[2].1), (3, &cells(&["2", "y"])));
        assert_eq!((rows[4].0, &rows[4].1), (5, &cells(&["3", "z"])));
    }

    #[test]
    fn nothing_gives_no_rows() {
        assert_eq!(rows(b""), vec![]);
        assert_eq!(rows(b"\xef\xbb\xbf"), vec![]);
        assert_eq!(rows(b"\n\n"), vec![]);
    }

    proptest::proptest! {
        #[test]
        fn agrees_with_the_csv_crate(text in "[ab\",\n\r]{0,60}") {
            let ours: Vec<_> = rows(text.as_bytes());
            let open_quote = ours.iter().any(|(_, row)| row.is_err());
            if !open_quote {
                let theirs: Vec<_> = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .from_reader(text.as_bytes())
                    .into_records()
                    .map(|record| Ok(record.unwrap().iter().map(ToOwned::to_owned).collect::<Vec<_>>()))
                    .collect();
                proptest::prop_assert_eq!(ours.into_iter().map(|(_, row)| row).collect::<Vec<_>>(), theirs);
            }
        }
    }
}
