//! CSV and its relatives as a stream of rows with their line numbers, in bounded memory (contract, "CSV").
//!
//! The `csv` crate's reader would keep a whole row in memory, however long; evidence may be a 5 GB line. So the state
//! machine beneath it (`csv-core`) is fed here. A row is kept as it was read until it is done: where a quote turns out
//! to have been opened and never closed, its line alone is lost, and reading goes on with the next.

use std::io::Read;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use super::row::{Cells, Row, Sink, Unusable};
use super::text::{CHUNK, peek, read_some};

/// Rows longer than this many bytes are rejected (contract, "Exit codes").
pub(crate) const MAX_ROW: usize = 1 << 20;

/// What stands between cells, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// So many bytes are looked at to recognise what stands between cells.
const LOOKED_AT: usize = 1 << 16;

/// The mark of UTF-8.
const MARK: &[u8; 3] = b"\xef\xbb\xbf";

const OPEN_QUOTE: &str = "a quote is opened and never closed";
const TOO_LONG: &str = "the row is longer than 1 MiB (a quote that is never closed?)";

/// What a text came to.
pub(super) struct Text {
    /// Bytes of it.
    pub(super) size: u64,
    /// Its last byte ends a line.
    pub(super) ends_with_line_end: bool,
}

/// Hands every row with its line number (the first line is 1) to `sink`; stops at its first error. What stands between
/// cells is recognised where it is not given. A byte-order mark is skipped. Blank lines are no rows.
///
/// # Errors
/// Where reading fails, or `sink` does.
pub(super) fn read_rows<S: Sink>(source: impl Read, delimiter: Option<u8>, sink: &mut S) -> Result<Text, S::Error> {
    let (head, mut source) = peek(source, LOOKED_AT)?;
    let mut splitter = Splitter::new(delimiter.unwrap_or_else(|| recognised(&head, sink)));
    let mark = if head.starts_with(MARK) { MARK.len() } else { 0 };
    drop(head);
    let mut passed_over = vec![0; mark];
    source.read_exact(&mut passed_over)?;
    let mut text = Text { size: u64::try_from(mark).unwrap_or(0), ends_with_line_end: false };
    loop {
        let count = splitter.fill(&mut source)?;
        if let Some(last) = splitter.pending.last().filter(|_| count > 0) {
            text.ends_with_line_end = matches!(last, b'\n' | b'\r');
        }
        text.size = text.size.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        if count == 0 {
            splitter.finish(sink)?;
            return Ok(text);
        }
        splitter.split(sink)?;
    }
}

/// What stands between cells: what a `sep=` line says, else that by which a row comes to be what the sink waits for.
fn recognised<S: Sink>(head: &[u8], sink: &S) -> u8 {
    if let Some(said) = said(head) {
        return said;
    }
    let is_it = |delimiter: &u8| {
        let mut probe = Probe { sink, rows: 0, found: false };
        let mut splitter = Splitter::new(*delimiter);
        splitter.pending.extend_from_slice(head);
        // a probe that has seen enough ends with an error
        let _ = splitter.split(&mut probe).and_then(|()| splitter.finish(&mut probe));
        probe.found
    };
    DELIMITERS.into_iter().find(is_it).unwrap_or(b',')
}

/// What a first line like `sep=;` says, which spreadsheets write.
fn said(head: &[u8]) -> Option<u8> {
    let head = head.strip_prefix(MARK).unwrap_or(head);
    let line = head.split(|byte| matches!(byte, b'\n' | b'\r')).next()?;
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [s, e, p, b'=', delimiter] if [s, e, p].map(u8::to_ascii_lowercase) == *b"sep" => Some(*delimiter),
        _ => None,
    }
}

/// Looks for a row that fits among the first.
struct Probe<'s, S> {
    sink: &'s S,
    rows: usize,
    found: bool,
}

impl<S: Sink> Sink for Probe<'_, S> {
    type Error = std::io::Error;

    fn fits(&self, cells: Cells<'_>) -> bool {
        self.sink.fits(cells)
    }

    fn row(&mut self, _: u64, row: Row<'_>) -> Result<(), Self::Error> {
        self.rows = self.rows.saturating_add(1);
        self.found = matches!(row, Row::Cells(cells) if self.sink.fits(cells));
        if self.found || self.rows == super::TITLES { Err(std::io::Error::other("seen enough")) } else { Ok(()) }
    }
}

impl From<Unusable> for std::io::Error {
    fn from(unusable: Unusable) -> Self {
        Self::other(unusable.0)
    }
}

/// The state machine, and what it has of the current row.
struct Splitter {
    reader: Reader,
    /// What was read and not yet handed on; the current row begins at `start`.
    pending: Vec<u8>,
    start: usize,
    /// So far it was fed.
    fed: usize,
    text: Vec<u8>,
    ends: Vec<usize>,
    text_len: usize,
    ends_len: usize,
    /// The row is over the limit; the rest of its line is passed over.
    overlong: bool,
    /// Line on which the current row begins.
    line: u64,
}

impl Splitter {
    fn new(delimiter: u8) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::CRLF).build(),
            pending: Vec::new(),
            start: 0,
            fed: 0,
            text: vec![0; 4096],
            ends: vec![0; 64],
            text_len: 0,
            ends_len: 0,
            overlong: false,
            line: 1,
        }
    }

    /// Reads once behind what is pending, without the rows that are done.
    fn fill(&mut self, source: &mut impl Read) -> std::io::Result<usize> {
        self.pending.drain(..self.start);
        self.fed = self.fed.saturating_sub(self.start);
        self.start = 0;
        let before = self.pending.len();
        self.pending.resize(before.saturating_add(CHUNK), 0);
        let count = read_some(source, self.pending.get_mut(before..).unwrap_or_default());
        self.pending.truncate(before.saturating_add(*count.as_ref().unwrap_or(&0)));
        count
    }

    /// Hands on all rows that are there whole.
    fn split<S: Sink>(&mut self, sink: &mut S) -> Result<(), S::Error> {
        while self.fed < self.pending.len() {
            if self.overlong {
                if !self.pass_over(sink)? {
                    return Ok(());
                }
                continue;
            }
            // Line ends between rows are fed one by one, so that a row knows the line on which it begins.
            if self.fed == self.start && self.pending.get(self.fed).is_some_and(is_line_end) {
                self.feed(self.fed.saturating_add(1));
                self.begin_row(self.fed);
                continue;
            }
            match self.feed(self.pending.len()) {
                ReadRecordResult::Record => self.end_row(sink)?,
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => self.make_room(),
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
            }
            if self.fed.saturating_sub(self.start) > MAX_ROW && self.fed == self.pending.len() {
                self.give_up(sink)?;
            }
        }
        Ok(())
    }

    /// Hands on the last row, which no line end may close.
    fn finish<S: Sink>(&mut self, sink: &mut S) -> Result<(), S::Error> {
        loop {
            self.split(sink)?;
            if self.overlong {
                self.overlong = false;
                return sink.row(self.line, Row::Unusable(TOO_LONG));
            }
            let row = self.pending.get(self.start..).unwrap_or_default();
            if row.is_empty() {
                return Ok(());
            }
            if row.iter().filter(|byte| **byte == b'"').count() % 2 == 1 {
                self.lose_a_line(OPEN_QUOTE, sink)?;
                continue;
            }
            // what was fed is ended by feeding nothing
            loop {
                match self.feed(self.fed) {
                    ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => self.make_room(),
                    ReadRecordResult::Record => {
                        self.end_row(sink)?;
                        break;
                    }
                    ReadRecordResult::InputEmpty | ReadRecordResult::End => return Ok(()),
                }
            }
        }
    }

    /// Feeds what is pending up to `end`.
    fn feed(&mut self, end: usize) -> ReadRecordResult {
        let bytes = self.pending.get(self.fed..end).unwrap_or_default();
        let text = self.text.get_mut(self.text_len..).unwrap_or_default();
        let ends = self.ends.get_mut(self.ends_len..).unwrap_or_default();
        let (result, used, written, ended) = self.reader.read_record(bytes, text, ends);
        self.fed = self.fed.saturating_add(used);
        self.text_len = self.text_len.saturating_add(written);
        self.ends_len = self.ends_len.saturating_add(ended);
        result
    }

    fn end_row<S: Sink>(&mut self, sink: &mut S) -> Result<(), S::Error> {
        let cells = Cells::in_a_line(
            self.text.get(..self.text_len).unwrap_or_default(),
            self.ends.get(..self.ends_len).unwrap_or_default(),
        );
        let length = self.fed.saturating_sub(self.start);
        if !sink.fits(cells) && self.goes_on() {
            return self.lose_a_line(OPEN_QUOTE, sink);
        }
        let row = if length > MAX_ROW { Row::Unusable(TOO_LONG) } else { Row::Cells(cells) };
        sink.row(self.line, row)?;
        self.begin_row(self.fed);
        Ok(())
    }

    /// The next row begins here.
    fn begin_row(&mut self, start: usize) {
        (self.start, self.fed) = (start, start);
        (self.text_len, self.ends_len) = (0, 0);
        self.line = self.reader.line();
    }

    /// Whether the row that was read goes over several lines.
    fn goes_on(&self) -> bool {
        let row = self.pending.get(self.start..self.fed).unwrap_or_default();
        first_line(row) < row.len()
    }

    /// A row that is too long: where it goes over several lines, a quote is open.
    fn give_up<S: Sink>(&mut self, sink: &mut S) -> Result<(), S::Error> {
        if self.goes_on() {
            return self.lose_a_line(TOO_LONG, sink);
        }
        self.overlong = true;
        self.start = self.fed;
        Ok(())
    }

    /// Rejects the first line of the current row, and goes on with the next.
    fn lose_a_line<S: Sink>(&mut self, why: &'static str, sink: &mut S) -> Result<(), S::Error> {
        sink.row(self.line, Row::Unusable(why))?;
        let length = first_line(self.pending.get(self.start..).unwrap_or_default());
        self.begin_again(self.start.saturating_add(length));
        Ok(())
    }

    /// Begins a row after a line that is lost, whatever the state machine thinks.
    fn begin_again(&mut self, start: usize) {
        let next = self.line.saturating_add(1);
        self.reader.reset();
        self.reader.set_line(next);
        self.begin_row(start);
    }

    /// Passes over the line that is too long; false where its end is not there yet.
    fn pass_over<S: Sink>(&mut self, sink: &mut S) -> Result<bool, S::Error> {
        let rest = self.pending.get(self.fed..).unwrap_or_default();
        let length = first_line(rest);
        let ends = rest.get(length.saturating_sub(1)).is_some_and(is_line_end);
        let end = self.fed.saturating_add(length);
        if !ends {
            (self.start, self.fed) = (end, end);
            return Ok(false);
        }
        self.overlong = false;
        sink.row(self.line, Row::Unusable(TOO_LONG))?;
        self.begin_again(end);
        Ok(true)
    }

    fn make_room(&mut self) {
        self.text.resize(self.text.len().saturating_mul(2), 0);
        self.ends.resize(self.ends.len().saturating_mul(2), 0);
    }
}

const fn is_line_end(byte: &u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// How many bytes the first line has, its end included.
fn first_line(text: &[u8]) -> usize {
    let Some(end) = text.iter().position(is_line_end) else { return text.len() };
    let both = text.get(end..end.saturating_add(2)) == Some(b"\r\n");
    end.saturating_add(if both { 2 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    type Kept = (u64, Result<Vec<String>, String>);

    /// Keeps the rows; those fit that have as many cells as the first, or as is said.
    struct Keep {
        width: Option<usize>,
        rows: Vec<Kept>,
    }

    impl Sink for Keep {
        type Error = std::io::Error;

        fn fits(&self, cells: Cells<'_>) -> bool {
            self.width.is_none_or(|width| cells.len() == width)
        }

        fn row(&mut self, line: u64, row: Row<'_>) -> Result<(), Self::Error> {
            let text = |cell: &[u8]| String::from_utf8_lossy(cell).into_owned();
            self.rows.push((
                line,
                match row {
                    Row::Cells(cells) => Ok(cells.iter().map(text).collect()),
                    Row::Unusable(why) => Err(why.to_owned()),
                },
            ));
            Ok(())
        }
    }

    /// One byte at a time, to see that nothing depends on where a chunk ends.
    struct Drops<'t>(&'t [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = into.len().min(1);
            self.0.read(&mut into[..count])
        }
    }

    fn read(text: &[u8], delimiter: Option<u8>, width: Option<usize>) -> Vec<Kept> {
        let mut keep = Keep { width, rows: Vec::new() };
        read_rows(text, delimiter, &mut keep).unwrap();
        if text.len() < 1000 {
            let mut drops = Keep { width, rows: Vec::new() };
            read_rows(Drops(text), delimiter, &mut drops).unwrap();
            assert_eq!(drops.rows, keep.rows);
        }
        keep.rows
    }

    fn rows(text: &[u8]) -> Vec<Kept> {
        read(text, Some(b','), None)
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
    fn an_unclosed_quote_costs_its_line_and_not_the_rest() {
        let lost = || Err(OPEN_QUOTE.to_owned());
        let (heads, last) = ((1, cells(&["a", "b"])), (3, cells(&["2", "y"])));
        assert_eq!(rows(b"a,b\n1,\"x\n2,y\n"), [heads.clone(), (2, lost()), last.clone()]);
        assert_eq!(rows(b"a,b\n1,\"x\n2,y"), [heads.clone(), (2, lost()), last.clone()]);
        assert_eq!(rows(b"a,b\n1,x\n2,\"y"), [heads.clone(), (2, cells(&["1", "x"])), (3, lost())]);
        // closed by a quote of a later row, which then has too many cells
        let later = read(b"a,b\r\n1,\"x\r\n2,y\r\n3,\"z, z\"\r\n", Some(b','), Some(2));
        assert_eq!(later, [heads, (2, lost()), last, (4, cells(&["3", "z, z"]))]);
    }

    #[test]
    fn a_quote_that_is_open_for_a_mebibyte_costs_its_line() {
        let mut text = b"a,b\n1,\"x\n".to_vec();
        for _ in 0..400_000 {
            text.extend(b"2,y\n");
        }
        text.extend(b"3,\"z\"\n");
        let rows = read(&text, None, Some(2));
        assert_eq!(rows.len(), 400_003);
        assert_eq!(rows.iter().filter(|(_, row)| row.is_err()).map(|(line, _)| *line).collect::<Vec<_>>(), [2]);
        assert_eq!(rows.last(), Some(&(400_003, cells(&["3", "z"]))));
    }

    #[rstest::rstest]
    #[case(b"a;b;c\n1,5;2;\n")]
    #[case(b"a\tb\tc\n1,5\t2\t\n")]
    #[case(b"a|b|c\n1,5|2|\n")]
    #[case(b"A title with a comma, or two\na;b;c\n1,5;2;\n")]
    #[case(b"sep=;\na;b;c\n1,5;2;\n")]
    #[case(b"\xef\xbb\xbfsep=:\r\na:b:c\r\n1,5:2:\r\n")]
    fn what_stands_between_cells_is_recognised(#[case] text: &[u8]) {
        assert_eq!(read(text, None, Some(3)).last().unwrap().1, cells(&["1,5", "2", ""]));
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
            if !open_quote && !text.is_empty() {
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
