//! The rows of one file, taken one after another: headings, facts, and rows that cannot be used.

use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;

use super::clocks::FileClocks;
use super::export::LastRow;
use super::orders::Evidence;
use super::parse::{Parsed, SourceRow, missing_column, rejected_recording};
use super::stop::Stop;
use super::table::TITLES;
use super::table::cells::{Columns, Fault, Orders, RowCells};
use super::table::row::{Cells, Row, RowBuffer, Sink};
use crate::base::ids::VehicleId;
use crate::base::index::{Ix, Table};
use crate::base::time::Moment;
use crate::facts::audit_file::SourceSettings;
use crate::facts::declared::ClockSettings;
use crate::facts::exports::RejectedRecording;
use crate::facts::inputs::{InputSummary, RejectedRow};
use crate::facts::source::SourceKind;
use crate::facts::{BackwardRow, IndexRow, RowRef};

/// Which file is read, and how.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) source: &'a SourceSettings,
    pub(super) file: Ix<InputSummary>,
    /// As the audit file leads to it.
    pub(super) name: &'a str,
    pub(super) zone: Option<&'a TimeZone>,
    pub(super) clocks: &'a FileClocks<'a>,
    pub(super) orders: &'a Orders,
    pub(super) as_of: Moment,
}

/// What a file gave.
pub(super) struct Taken<T> {
    pub(super) facts: Vec<T>,
    pub(super) backward: Vec<BackwardRow>,
    pub(super) rejected: Vec<RejectedRow>,
    pub(super) rejected_recordings: Vec<RejectedRecording>,
    pub(super) later: Vec<IndexRow>,
    /// Rows without the headings and what stands above them.
    pub(super) rows: u64,
    pub(super) after_as_of: u64,
    pub(super) set_aside: u64,
    /// A last row that is a total, which is one of those set aside.
    pub(super) total: Option<Total>,
    pub(super) last: LastRow,
    /// How many rows each correction changed.
    pub(super) corrected: Table<u64, ClockSettings>,
}

/// A last row that is no row, as `Total records: 3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Total {
    /// How many rows it says that there are.
    pub(super) stated: Option<u64>,
}

impl<T> Default for Taken<T> {
    fn default() -> Self {
        Self {
            facts: Vec::new(),
            backward: Vec::new(),
            rejected: Vec::new(),
            rejected_recordings: Vec::new(),
            later: Vec::new(),
            rows: 0,
            after_as_of: 0,
            set_aside: 0,
            total: None,
            last: LastRow::default(),
            corrected: Table::new(),
        }
    }
}

/// Takes the rows of one file.
pub(super) struct RowReader<'a, T> {
    reading: Reading<'a>,
    columns: Option<Columns>,
    /// What was wrong with the first row that was looked at for headings.
    complaint: Option<String>,
    titles: usize,
    buffer: RowBuffer,
    /// A row that is a total if it is the last one.
    parked: Option<(u64, RowBuffer)>,
    taken: Taken<T>,
    /// The place of the last fact of each vehicle.
    last_of: FxHashMap<VehicleId, usize>,
    /// Only looks how times are written.
    looks: Option<Evidence>,
}

impl<'a, T: SourceRow> RowReader<'a, T> {
    pub(super) fn new(reading: Reading<'a>) -> Self {
        Self {
            reading,
            columns: None,
            complaint: None,
            titles: 0,
            buffer: RowBuffer::default(),
            parked: None,
            taken: Taken { corrected: reading.clocks.counts(), ..Taken::default() },
            last_of: FxHashMap::default(),
            looks: None,
        }
    }

    /// One that takes nothing, and only looks how times are written.
    pub(super) fn that_looks(reading: Reading<'a>) -> Self {
        Self { looks: Some(Evidence::new()), ..Self::new(reading) }
    }

    /// How the file's times are written.
    pub(super) fn looked(self) -> Evidence {
        self.looks.unwrap_or_default()
    }

    /// What the file gave, once it is read to its end; `unseen` are headings that stand in none of its rows.
    ///
    /// # Errors
    /// Where it has no headings, or lacks what its source needs.
    pub(super) fn finish(mut self, unseen: &[String]) -> Result<(Taken<T>, Columns), Stop> {
        if let Some((at, row)) = self.parked.take() {
            self.end_with(at, row.cells())?;
        }
        let Some(columns) = self.columns else {
            let empty = || "is empty; it needs at least a header line".to_owned();
            return Err(Stop::Unusable(self.complaint.unwrap_or_else(empty)));
        };
        let source = self.reading.source;
        if !unseen.is_empty() && self.taken.rows > 0 {
            let named = source.mapping.columns.iter().find_map(|(canonical, from)| {
                let heading = from.headings().find(|heading| unseen.iter().any(|unseen| unseen == heading))?;
                Some(format!("has no `{heading}` in any row, which the audit file names for `{canonical}`"))
            });
            if let Some(complaint) = named {
                return Err(Stop::Unusable(complaint));
            }
        }
        let rows = self.taken.rows;
        let columns = columns.without(unseen);
        if rows > 0 {
            lacks_nothing::<T>(&columns, source.kind).map_err(Stop::Unusable)?;
        }
        Ok((self.taken, columns))
    }

    fn headings(&self, cells: Cells<'_>) -> Result<Columns, String> {
        let Reading { source, orders, .. } = self.reading;
        let columns = Columns::find(source.kind, cells, &source.mapping, orders)?;
        lacks_nothing::<T>(&columns, source.kind)?;
        Ok(columns)
    }

    /// A row before the headings, or the headings.
    fn look_for_headings(&mut self, at: u64, row: &Row<'_>) -> Result<(), Stop> {
        let shape = &self.reading.source.mapping.shape;
        // a container that has no line of headings hands on what was asked for before its first row
        let above = at <= shape.skip_rows || shape.header_row.is_some_and(|header| at < header);
        if at > 0 && above {
            return Ok(());
        }
        let found = match row {
            Row::Cells(cells) => self.headings(*cells),
            Row::Unusable(_) => Err("has no header line of less than 1 MiB".into()),
        };
        match found {
            Ok(columns) => self.columns = Some(columns),
            Err(complaint) => {
                self.titles = self.titles.saturating_add(1);
                let first = self.complaint.get_or_insert(complaint);
                if shape.header_row.is_some() || self.titles == TITLES {
                    return Err(Stop::Unusable(std::mem::take(first)));
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, at: u64, row: Row<'_>) -> Result<(), Stop> {
        if let Some((at, parked)) = self.parked.take() {
            self.count();
            self.take_cells(at, parked.cells())?;
        }
        match row {
            Row::Cells(cells) if is_total(cells) => {
                let mut parked = RowBuffer::default();
                parked.copy(cells);
                self.parked = Some((at, parked));
            }
            Row::Cells(cells) => {
                self.count();
                self.take_cells(at, cells)?;
            }
            Row::Unusable(why) => {
                self.count();
                self.taken.last = LastRow { unusable: true, short: false };
                self.reject(at, why.into());
            }
        }
        Ok(())
    }

    fn count(&mut self) {
        self.taken.rows = self.taken.rows.saturating_add(1);
    }

    fn reject(&mut self, at: u64, reason: String) {
        if self.looks.is_some() {
            return;
        }
        let Reading { source, name, .. } = self.reading;
        self.taken.rejected.push(RejectedRow {
            source: source.kind.as_str(),
            file: name.into(),
            row: Some(at),
            reason,
        });
    }

    fn take_cells(&mut self, at: u64, cells: Cells<'_>) -> Result<(), Stop> {
        let Some(columns) = &self.columns else { return Ok(()) };
        let Reading { zone, clocks, as_of, .. } = self.reading;
        let taken = &mut self.taken;
        let row = RowRef { file: self.reading.file, line: at };
        taken.last = LastRow { unusable: false, short: cells.len() < columns.width() && !cells.are_placed() };
        let parsed = match columns.extend(cells, &mut self.buffer) {
            Ok(None) => {
                taken.set_aside = taken.set_aside.saturating_add(1);
                return Ok(());
            }
            Ok(Some(cells)) => {
                let cells = RowCells::new(cells, columns, zone);
                if let Some(seen) = &mut self.looks {
                    columns.look_at(at, &cells, seen);
                    return Ok(());
                }
                let parsed = clocks.parse(cells, &mut taken.corrected, |cells| T::parse(cells, row, as_of));
                match parsed {
                    Ok(Parsed::Fact(fact)) => {
                        T::keep(&mut taken.facts, &mut self.last_of, fact, &cells);
                        return Ok(());
                    }
                    other => other,
                }
            }
            Err(fault) => Err(fault),
        };
        match parsed {
            // kept already
            Ok(Parsed::Fact(_)) => {}
            Ok(Parsed::NoRow) => taken.set_aside = taken.set_aside.saturating_add(1),
            Ok(Parsed::AfterAsOf) => taken.after_as_of = taken.after_as_of.saturating_add(1),
            Ok(Parsed::Later(row)) => {
                taken.after_as_of = taken.after_as_of.saturating_add(1);
                taken.later.push(row);
            }
            Ok(Parsed::Backward(row)) => {
                taken.backward.push(row);
                self.reject(at, "ends before it starts".into());
            }
            Err(Fault::Row(reason)) => {
                taken.last.unusable = true;
                let left = RowCells::what_is_left(cells, &mut self.buffer, columns, zone);
                let of_recordings = self.reading.source.kind == SourceKind::Recordings && self.looks.is_none();
                let left = left.filter(|_| of_recordings);
                taken
                    .rejected_recordings
                    .extend(left.map(|left| rejected_recording(&clocks.correct(left, &mut Vec::new()), row)));
                self.reject(at, reason);
            }
            Err(Fault::Source(why)) => return Err(Stop::Unusable(why)),
        }
        Ok(())
    }

    /// The last row, whose first cell is a total: no row, unless it can be read as one.
    fn end_with(&mut self, at: u64, cells: Cells<'_>) -> Result<(), Stop> {
        let (rejected, recordings) = (self.taken.rejected.len(), self.taken.rejected_recordings.len());
        let last = self.taken.last;
        self.count();
        self.take_cells(at, cells)?;
        if self.taken.rejected.len() > rejected {
            self.taken.rejected.truncate(rejected);
            self.taken.rejected_recordings.truncate(recordings);
            self.taken.last = last;
            self.taken.set_aside = self.taken.set_aside.saturating_add(1);
            self.taken.total = Some(Total { stated: stated(cells) });
        }
        Ok(())
    }
}

impl<T: SourceRow> Sink for RowReader<'_, T> {
    type Error = Stop;

    fn fits(&self, cells: Cells<'_>) -> bool {
        match &self.columns {
            Some(columns) => columns.fit(cells),
            None => self.headings(cells).is_ok(),
        }
    }

    fn row(&mut self, at: u64, row: Row<'_>) -> Result<(), Stop> {
        if self.columns.is_some() { self.take(at, row) } else { self.look_for_headings(at, &row) }
    }
}

/// Whether the columns are there that the source needs.
fn lacks_nothing<T: SourceRow>(columns: &Columns, kind: SourceKind) -> Result<(), String> {
    missing_column::<T>(columns).map_or(Ok(()), |column| {
        let kind = kind.as_str();
        Err(format!("lacks the required column {column}; if it is called otherwise, name it under [{kind}.columns]"))
    })
}

/// Whether the first cell of a row is the word for a total.
fn is_total(cells: Cells<'_>) -> bool {
    let Some(first) = cells.get(0).map(<[u8]>::trim_ascii) else { return false };
    if !first.get(..5).is_some_and(|word| word.eq_ignore_ascii_case(b"total") || word.eq_ignore_ascii_case(b"grand")) {
        return false;
    }
    let text = String::from_utf8_lossy(first).to_lowercase();
    let text = text.strip_prefix("grand ").unwrap_or(&text);
    let rest = text.strip_prefix("totals").or_else(|| text.strip_prefix("total"));
    rest.is_some_and(|rest| !rest.starts_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_')))
}

/// How many rows a total says that there are: `Total records: 3`, `Total rows = 1,204`. A sum of something else says
/// nothing.
fn stated(cells: Cells<'_>) -> Option<u64> {
    let text = String::from_utf8_lossy(cells.get(0)?).to_lowercase();
    let words = ["record", "row", "count", "entries", "item", "result"];
    words.iter().any(|word| text.contains(word)).then_some(())?;
    let number: String = text.chars().filter(char::is_ascii_digit).collect();
    number.parse().ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Total", true, None)]
    #[case("TOTALS", true, None)]
    #[case("Grand total: 14.5 h", true, None)]
    #[case("Total records: 3", true, Some(3))]
    #[case("Total rows = 1,204", true, Some(1204))]
    #[case("Totally", false, None)]
    #[case("TOTAL-241", false, None)]
    #[case("Grandin, 241", false, None)]
    #[case("", false, None)]
    fn a_total_is_seen(#[case] text: &str, #[case] total: bool, #[case] rows: Option<u64>) {
        let mut row = RowBuffer::default();
        row.push(text.as_bytes());
        assert_eq!((is_total(row.cells()), stated(row.cells())), (total, rows));
    }
}
