//! `report.xlsx`: the rows of the CSV files as a workbook that supervisors can filter and sort.
//!
//! A spreadsheet guesses: it turns `00123` into 123 and `1E5` into 100,000. So every identifier is a text
//! cell, every moment is a real time (UTC, and beside it the wall clock of the department's zone), and
//! numbers are numbers. Nothing is ever a formula. The same report gives the same bytes: the file's date is
//! `as_of`.

mod about;
mod columns;

use std::io::Write;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, IgnoreError, Workbook, Worksheet, XlsxError,
};

use self::columns::{headings, places};
use crate::base::escape;
use crate::base::time::Moment;
use crate::reports::format;
use crate::reports::run::Run;
use crate::results::columns::{Cell, Tabular};
use crate::results::{ObligationRow, Report};
use crate::words::{FileStatus, Outcome};

/// A sheet holds 1,048,576 rows, the headings being the first.
const ROWS_OF_A_SHEET: usize = 1_048_575;

/// If there are more rows than this, only those that call for somebody are on the sheet: nobody scrolls through a
/// million rows, and few spreadsheets would open them.
const MANY_ROWS: usize = 100_000;

/// A cell holds so many UTF-16 units.
const UNITS_OF_A_CELL: usize = 32_767;

/// What stands at the end of a text that a cell cannot hold.
const CUT: &str = " … [cut here: the CSV file has all of it]";

/// `report.xlsx`.
pub(crate) struct Xlsx;

impl format::Format for Xlsx {
    fn name(&self) -> &'static str {
        "report.xlsx"
    }

    fn write(&self, report: &Report, _: &Run, out: &mut dyn Write) -> Result<(), format::Why> {
        Ok(out.write_all(&bytes(report)?)?)
    }
}

fn bytes(report: &Report) -> Result<Vec<u8>, XlsxError> {
    within(report, Limits { rows_of_a_sheet: ROWS_OF_A_SHEET, many_rows: MANY_ROWS })
}

/// How much is written.
#[derive(Clone, Copy)]
struct Limits {
    rows_of_a_sheet: usize,
    many_rows: usize,
}

fn within(report: &Report, limits: Limits) -> Result<Vec<u8>, XlsxError> {
    let mut sheets = Sheets {
        look: Look::new(),
        zone: TimeZone::get(&report.time_zone).unwrap_or(TimeZone::UTC),
        limits,
        done: Vec::new(),
        notes: Vec::new(),
    };
    let of_interest = |row: &ObligationRow| !matches!(row.outcome, Outcome::Compliant | Outcome::NotRequired);
    let left_out = "those that are compliant or oblige nobody";
    let obligations = sheets.if_few("obligations", &report.obligations, of_interest, left_out);
    sheets.add(&obligations)?;
    sheets.add(&all(&report.findings))?;
    if let Some(changes) = &report.changes {
        sheets.add(&all(&changes.rows))?;
    }
    sheets.add(&all(&report.rates))?;
    sheets.add(&all(&report.patterns))?;
    let files =
        sheets.if_few("files", &report.files, |row| row.status != FileStatus::Ok, "those that are as they were sealed");
    sheets.add(&files)?;
    sheets.add(&all(&report.rejected))?;
    let about = about::sheet(report, &sheets)?;

    let mut workbook = Workbook::new();
    let created = excel_time(report.as_of, &TimeZone::UTC).map_or_else(|| ExcelDateTime::from_ymd(1980, 1, 1), Ok)?;
    let title = format!("footage-audit: {}", escape::visible(&report.department));
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    workbook.push_worksheet(about);
    for sheet in sheets.done {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer()
}

fn all<R>(rows: &[R]) -> Vec<&R> {
    rows.iter().collect()
}

/// The sheets that are ready, and what has to be said of them.
struct Sheets {
    look: Look,
    zone: TimeZone,
    limits: Limits,
    done: Vec<Worksheet>,
    notes: Vec<String>,
}

impl Sheets {
    /// Adds all rows as a sheet; where there are too many, those that matter, with a note of what is left out.
    fn if_few<'r, R>(&mut self, name: &str, rows: &'r [R], matters: impl Fn(&R) -> bool, left_out: &str) -> Vec<&'r R> {
        if rows.len() <= self.limits.many_rows {
            return all(rows);
        }
        self.notes.push(format!("{name} has {} rows, so {left_out} are left out here; {name}.csv has all", rows.len()));
        rows.iter().filter(|row| matters(row)).collect()
    }

    /// Adds the rows as a sheet under the name of their table, and as further ones where one cannot hold them.
    fn add<R: Tabular>(&mut self, rows: &[&R]) -> Result<(), XlsxError> {
        let name = R::NAME;
        let mut parts: Vec<&[&R]> = rows.chunks(self.limits.rows_of_a_sheet).collect();
        if parts.is_empty() {
            parts.push(&[]);
        }
        if parts.len() > 1 {
            self.notes.push(format!(
                "the {} rows of {name} do not fit on one sheet and go on through {name} {}; {name}.csv has them all",
                rows.len(),
                parts.len()
            ));
        }
        let mut cut = 0;
        for (number, part) in (1_usize..).zip(parts) {
            let mut sheet = Worksheet::new();
            sheet.set_name(if number == 1 { name.to_owned() } else { format!("{name} {number}") })?;
            cut += self.fill(&mut sheet, part)?;
            self.done.push(sheet);
        }
        if cut > 0 {
            self.notes.push(format!("{cut} texts on {name} are too long for a cell and end in “{}”", CUT.trim()));
        }
        Ok(())
    }

    /// Writes headings and rows, and returns how many texts had to be cut.
    fn fill<R: Tabular>(&self, sheet: &mut Worksheet, rows: &[&R]) -> Result<usize, XlsxError> {
        let mut last = 0;
        for (index, heading) in (0_u16..).zip(R::COLUMNS.iter().flat_map(headings)) {
            sheet.write_string_with_format(0, index, heading.name, &self.look.heading)?;
            sheet.set_column_width(index, heading.width)?;
            last = index;
        }
        let mut cut = 0;
        let mut end = 0;
        for (line, row) in (1_u32..).zip(rows) {
            let mut index = 0;
            for column in R::COLUMNS {
                cut += usize::from(self.write(sheet, line, index, (column.cell)(row))?);
                index = index.saturating_add(places(column));
            }
            end = line;
        }
        sheet.autofilter(0, 0, end, last)?;
        sheet.set_freeze_panes(1, 1)?;
        // on paper as on the screen: the headings on every page, all columns on one
        sheet.set_repeat_rows(0, 0)?.set_landscape().set_print_fit_to_pages(1, 0);
        sheet.ignore_error_range(0, 0, end, last, IgnoreError::NumberStoredAsText)?;
        Ok(cut)
    }

    /// Writes one cell, a moment as two; says whether its text had to be cut.
    fn write(&self, sheet: &mut Worksheet, line: u32, index: u16, cell: Cell<'_>) -> Result<bool, XlsxError> {
        let number = |text: String| text.parse::<f64>().ok();
        let (number, look) = match cell {
            Cell::Empty => (None, &self.look.text),
            Cell::Word(word) => return self.write_text(sheet, line, index, word),
            Cell::Text(text) | Cell::Sentence(text) => return self.write_text(sheet, line, index, &text),
            // a space inside an identifier is written `\x20`, as in the CSV file
            Cell::List(values) => {
                let values: Vec<String> = values.iter().map(|value| value.replace(' ', "\\x20")).collect();
                return self.write_text(sheet, line, index, &values.join(" "));
            }
            Cell::Digest(digest) => return self.write_text(sheet, line, index, &digest.to_string()),
            Cell::Time(moment) => {
                self.write_time(sheet, line, index, moment, &TimeZone::UTC)?;
                self.write_time(sheet, line, index.saturating_add(1), moment, &self.zone)?;
                (None, &self.look.text)
            }
            Cell::Seconds(span) => (number(span.to_string()), &self.look.seconds),
            Cell::Count(count) => (number(count.to_string()), &self.look.count),
            Cell::Share(share) => (number(share.to_string()), &self.look.share),
            Cell::Chance(chance) => (number(chance.to_string()), &self.look.chance),
        };
        if let Some(number) = number {
            sheet.write_number_with_format(line, index, number, look)?;
        }
        Ok(false)
    }

    fn write_text(&self, sheet: &mut Worksheet, line: u32, index: u16, text: &str) -> Result<bool, XlsxError> {
        if text.is_empty() {
            return Ok(false);
        }
        let (text, cut) = fitting(&escape::visible(text));
        sheet.write_string_with_format(line, index, text, &self.look.text)?;
        Ok(cut)
    }

    fn write_time(
        &self,
        sheet: &mut Worksheet,
        line: u32,
        index: u16,
        moment: Moment,
        zone: &TimeZone,
    ) -> Result<(), XlsxError> {
        match excel_time(moment, zone) {
            Some(time) => sheet.write_datetime_with_format(line, index, &time, &self.look.time)?,
            None => sheet.write_string_with_format(line, index, moment.to_string(), &self.look.text)?,
        };
        Ok(())
    }
}

/// How cells look; formats of numbers are what makes a cell text or a time.
struct Look {
    heading: Format,
    text: Format,
    time: Format,
    seconds: Format,
    count: Format,
    share: Format,
    chance: Format,
}

impl Look {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            heading: top().set_bold().set_num_format("@").set_background_color(Color::RGB(0x00DD_E6F0)),
            text: top().set_num_format("@"),
            time: top().set_num_format("yyyy-mm-dd hh:mm:ss.000"),
            seconds: top().set_num_format("0.000"),
            count: top().set_num_format("0"),
            share: top().set_num_format("0.0000"),
            chance: top().set_num_format("0.000E+00"),
        }
    }
}

/// The wall clock of a zone as a spreadsheet knows times; `None` outside the years 1900 to 9999.
fn excel_time(moment: Moment, zone: &TimeZone) -> Option<ExcelDateTime> {
    let civil: DateTime = zone.to_datetime(moment.to_timestamp()?);
    let year = u16::try_from(civil.year()).ok().filter(|year| *year >= 1900)?;
    let part = |part: i8| u8::try_from(part).ok();
    let (month, day, hour, minute) =
        (part(civil.month())?, part(civil.day())?, part(civil.hour())?, part(civil.minute())?);
    let (second, milli) = (part(civil.second())?, u16::try_from(civil.millisecond()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()?.and_hms_milli(u16::from(hour), minute, second, milli).ok()
}

/// The text as a cell can hold it, and whether something was cut off. A text that was cut says so.
fn fitting(text: &str) -> (String, bool) {
    if text.encode_utf16().count() <= UNITS_OF_A_CELL {
        return (text.to_owned(), false);
    }
    let mut room = UNITS_OF_A_CELL.saturating_sub(CUT.encode_utf16().count());
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    (text.chars().take_while(fits).chain(CUT.chars()).collect(), true)
}

#[cfg(test)]
mod tests;
