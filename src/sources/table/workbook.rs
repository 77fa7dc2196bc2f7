//! Workbooks as a stream of rows (contract, "Other shapes of tables").
//!
//! A sheet is read cell by cell. What a cell holds becomes the text that a careful person would have written into CSV:
//! dates and times without passing through any zone, whole numbers without `.0` and with the zeros that their format
//! shows. Before that, what a workbook could do to a program is looked for: macros, a password, entities that multiply,
//! texts without end.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use calamine::{DataRef, ExcelDateTime, Reader as _, Style, Xlsx, XlsxError};
use jiff::civil::DateTime;
use zip::ZipArchive;

use super::csv::MAX_ROW;
use super::row::{Row, RowBuffer, Sink, Unusable};
use super::text::{CHUNK, read_some};
use super::times::from_serial;

/// What a workbook begins with: it is a ZIP archive.
pub(super) const ZIP: &[u8] = b"PK\x03\x04";
/// What an old workbook begins with, and one with a password.
pub(super) const OLD: &[u8] = b"\xd0\xcf\x11\xe0";

/// The texts of a workbook are held in memory; more of them are no export.
const MOST_TEXTS: u64 = 768 << 20;
/// What else is held in memory: formats and the names of sheets.
const MOST_OTHER: u64 = 64 << 20;
/// From here on a number with decimals does not say which whole number was meant.
const EXACT: f64 = 9_007_199_254_740_992.0;

const TOO_LARGE: &str = "is a number of more than 15 digits, which a workbook cannot hold exactly; export it as text";

/// Why a workbook cannot be read, and what to do.
fn unusable(why: impl std::fmt::Display) -> Unusable {
    Unusable(format!("is no workbook that can be read ({why}); save it anew as .xlsx, or as CSV (UTF-8)"))
}

/// What an old workbook is told.
pub(super) fn old() -> Unusable {
    Unusable("is protected by a password, or an old .xls; save it without a password as .xlsx".into())
}

/// Hands every row of a sheet to `sink`, with its number from 1. Rows without any text are none.
///
/// # Errors
/// Where it is no workbook, has macros, has no such sheet, or `sink` stops.
pub(super) fn read_rows<S: Sink>(mut file: File, sheet: Option<&str>, sink: &mut S) -> Result<(), S::Error> {
    file.seek(SeekFrom::Start(0))?;
    let mut zip = ZipArchive::new(BufReader::new(&file)).map_err(unusable)?;
    check_parts(&mut zip)?;
    drop(zip);
    file.seek(SeekFrom::Start(0))?;
    let mut workbook: Xlsx<_> = Xlsx::new(BufReader::with_capacity(CHUNK, file)).map_err(unusable)?;
    let name = sheet_of(&workbook, sheet)?;
    let since_1904 = workbook.has_1904_epoch();
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(unusable)?;
    let formats: Vec<Format> = cells.styles().iter().map(Format::of).collect();
    let mut row = RowBuffer::placed();
    let mut number = 0;
    loop {
        let next = match cells.next_cell_with_style_id() {
            Ok(next) => next,
            Err(XlsxError::Xml(error)) => {
                return Err(unusable(format!("row {} of sheet `{name}`: {error}", number + 1)).into());
            }
            Err(error) => return Err(unusable(format!("after row {number} of sheet `{name}`: {error}")).into()),
        };
        let Some((cell, style)) = next else { break };
        let (at, column) = cell.get_position();
        let at = u64::from(at).saturating_add(1);
        if at < number {
            return Err(unusable(format!("row {at} of sheet `{name}` comes after row {number}")).into());
        }
        if at != number {
            hand_on(number, &mut row, sink)?;
            number = at;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        // cells without text are left out of the file
        while row.len() < column {
            row.push(b"");
        }
        if row.len() > column {
            return Err(unusable(format!("row {at} of sheet `{name}` has a cell twice")).into());
        }
        let format = formats.get(style).copied().unwrap_or_default();
        push(cell.get_value(), format, since_1904, &mut row);
    }
    hand_on(number, &mut row, sink)
}

fn hand_on<S: Sink>(number: u64, row: &mut RowBuffer, sink: &mut S) -> Result<(), S::Error> {
    if !row.is_blank() {
        sink.row(number, Row::Cells(row.cells()))?;
    }
    row.clear();
    Ok(())
}

/// The sheet that is meant: the first that can be seen, where none is named.
fn sheet_of<R: Read + Seek>(workbook: &Xlsx<R>, named: Option<&str>) -> Result<String, Unusable> {
    let names = workbook.sheet_names();
    let wanted = |name: &&String| named.is_none_or(|named| name.trim().eq_ignore_ascii_case(named.trim()));
    names.iter().find(wanted).cloned().ok_or_else(|| {
        let there = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        Unusable(format!("has no sheet `{}`; there is {there}", named.unwrap_or_default()))
    })
}

/// What the parts of the archive could do to the program that reads them.
fn check_parts<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<(), Unusable> {
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.map(std::borrow::Cow::into_owned))
        .collect::<Result<_, _>>()
        .map_err(unusable)?;
    let lower = |name: &String| name.to_lowercase();
    if names.iter().map(lower).any(|name| name.ends_with("vbaproject.bin")) {
        return Err(Unusable("has macros, which evidence does not need; save it as .xlsx or CSV (UTF-8)".into()));
    }
    if !names.iter().map(lower).any(|name| name.ends_with("xl/workbook.xml") || name.ends_with("[content_types].xml")) {
        return Err(Unusable("is an archive and no .xlsx; unpack it, or save it as .xlsx or CSV (UTF-8)".into()));
    }
    for name in names.iter().filter(|name| lower(name).ends_with(".xml") || lower(name).ends_with(".rels")) {
        let name_in_lower = lower(name);
        let is_sheet = name_in_lower.contains("/worksheets/");
        let is_texts = name_in_lower.ends_with("sharedstrings.xml");
        let is_read =
            is_sheet || is_texts || !name_in_lower.contains("/drawings/") && !name_in_lower.contains("/media/");
        if !is_read {
            continue;
        }
        let most = match (is_sheet, is_texts) {
            (true, _) => u64::MAX,
            (_, true) => MOST_TEXTS,
            _ => MOST_OTHER,
        };
        let part = zip.by_name(name).map_err(|error| unusable(format!("{name}: {error}")))?;
        check_part(part, name, most)?;
    }
    Ok(())
}

/// Reads a part to its end and keeps nothing.
fn check_part(mut part: impl Read, name: &str, most: u64) -> Result<(), Unusable> {
    let mut chunk = vec![0; CHUNK];
    let (mut size, mut run) = (0_u64, 0_usize);
    loop {
        let count = read_some(&mut part, &mut chunk).map_err(|error| unusable(format!("{name}: {error}")))?;
        let bytes = chunk.get(..count).unwrap_or_default();
        if bytes.is_empty() {
            return Ok(());
        }
        if size == 0 {
            let head = bytes.get(..4096).unwrap_or(bytes);
            if head.windows(9).any(|part| part.eq_ignore_ascii_case(b"<!DOCTYPE")) {
                return Err(Unusable(format!("declares entities in {name}, as no spreadsheet does; save it anew")));
            }
            check_count(head, most, name)?;
        }
        size = size.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        if size > most {
            return Err(Unusable(format!("has more than {} MiB in {name}; save it as CSV (UTF-8)", most >> 20)));
        }
        // a tag or a text without end would be held in memory whole
        for piece in bytes.split(|byte| *byte == b'<').enumerate() {
            let (index, piece) = piece;
            run = if index == 0 { run.saturating_add(piece.len()) } else { piece.len() };
            if run > MAX_ROW {
                return Err(Unusable(format!("has a cell or a tag of more than 1 MiB in {name}")));
            }
        }
    }
}

/// The number of texts that a part announces, for which room is made before they are there.
fn check_count(head: &[u8], most: u64, name: &str) -> Result<(), Unusable> {
    const KEY: &[u8] = b"uniqueCount=";
    let Some(at) = head.windows(KEY.len()).position(|part| part == KEY) else { return Ok(()) };
    let digits =
        head.iter().skip(at.saturating_add(KEY.len()).saturating_add(1)).take_while(|byte| byte.is_ascii_digit());
    let count = digits.fold(0_u64, |count, digit| count.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
    // a text takes 24 bytes of its own
    if count > most / 24 {
        return Err(Unusable(format!("announces {count} texts in {name}; save it as CSV (UTF-8)")));
    }
    Ok(())
}

/// What the format of a cell says of a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Format {
    /// Whole numbers are shown with this many digits at least.
    digits: usize,
    /// It shows a day.
    date: bool,
    /// It shows a time of day.
    time: bool,
}

impl Format {
    fn of(style: &Style) -> Self {
        let code = style.number_format.as_ref().map_or("", |format| format.format_code.as_str());
        Self::of_code(code)
    }

    fn of_code(code: &str) -> Self {
        // of positive numbers
        let code = code.split(';').next().unwrap_or_default();
        let plain = without_literals(code);
        let zeros = !plain.is_empty() && plain.bytes().all(|sign| sign == b'0');
        Self {
            digits: if zeros { plain.len() } else { 0 },
            date: plain.contains(['y', 'd']),
            time: plain.contains(['h', 's']),
        }
    }
}

/// A format without what is shown as it is, and without what stands in brackets, unless that is a time that runs on.
fn without_literals(code: &str) -> String {
    let mut plain = String::new();
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => drop(signs.by_ref().find(|sign| *sign == '"')),
            '\\' | '_' | '*' => drop(signs.next()),
            '[' => {
                let inside: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                let inside = inside.to_lowercase();
                if inside.chars().all(|sign| matches!(sign, 'h' | 'm' | 's')) {
                    plain.push_str(&inside);
                }
            }
            other => plain.extend(other.to_lowercase()),
        }
    }
    plain
}

fn push(value: &DataRef<'_>, format: Format, since_1904: bool, row: &mut RowBuffer) {
    match value {
        DataRef::Empty => row.push(b""),
        DataRef::String(text) => row.push(text.as_bytes()),
        DataRef::SharedString(text) => row.push(text.as_bytes()),
        DataRef::Bool(yes) => row.push(if *yes { b"true" } else { b"false" }),
        DataRef::Int(number) => row.push(padded(&number.to_string(), format.digits).as_bytes()),
        DataRef::Float(number) => match number_text(*number, format.digits) {
            Some(text) => row.push(text.as_bytes()),
            None => row.push_fault(TOO_LARGE),
        },
        DataRef::DateTime(serial) => match time_text(serial, format, since_1904) {
            Some(text) => row.push(text.as_bytes()),
            None => row.push_fault("is a number that is no date, in a cell that is shown as one"),
        },
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => row.push(text.as_bytes()),
        DataRef::Error(_) => row.push_fault("is an error of the spreadsheet's own, like #N/A"),
    }
}

/// A number as text; `None` where it is not exact any more.
pub(super) fn number_text(number: f64, digits: usize) -> Option<String> {
    if !number.is_finite() || number.abs() >= EXACT {
        return None;
    }
    // Rust writes the shortest decimals that give the number again, and whole ones without any
    Some(padded(&number.to_string(), digits))
}

fn padded(text: &str, digits: usize) -> String {
    if text.bytes().all(|sign| sign.is_ascii_digit()) { format!("{text:0>digits$}") } else { text.to_owned() }
}

/// A number of days as its cell shows it: a day, a time of day, both, or a length.
fn time_text(serial: &ExcelDateTime, format: Format, since_1904: bool) -> Option<String> {
    let days = serial.as_f64();
    if serial.is_duration() {
        return length_text(days);
    }
    let local = from_serial(days, since_1904)?;
    let midnight = local.time() == jiff::civil::Time::midnight();
    let whole = local.date().to_string();
    match (format.date, format.time) {
        (false, true) if days < 1.0 => Some(time_of_day(local)),
        // a day whose time of day is not shown, but is there, is not only a day
        (true, false) if midnight => Some(whole),
        _ => Some(format!("{whole} {}", time_of_day(local))),
    }
}

fn time_of_day(local: DateTime) -> String {
    local.time().to_string()
}

/// `h:mm:ss[.fff]`, of a number of days.
fn length_text(days: f64) -> Option<String> {
    let millis = jiff::SignedDuration::try_from_secs_f64(days * 86_400.0).ok()?;
    let millis = millis.as_micros().checked_add(500)?.div_euclid(1_000);
    if millis < 0 {
        return None;
    }
    let (seconds, rest) = (millis.div_euclid(1_000), millis.rem_euclid(1_000));
    let (hours, minutes, seconds) =
        (seconds.div_euclid(3_600), seconds.div_euclid(60).rem_euclid(60), seconds.rem_euclid(60));
    let fraction = if rest == 0 { String::new() } else { format!(".{rest:03}") };
    Some(format!("{hours}:{minutes:02}:{seconds:02}{fraction}"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("0000", 4, false, false)]
    #[case("00000", 5, false, false)]
    #[case("0", 1, false, false)]
    #[case("General", 0, false, false)]
    #[case("0.00", 0, false, false)]
    #[case("#,##0", 0, false, false)]
    #[case("m/d/yyyy h:mm:ss AM/PM", 0, true, true)]
    #[case("mm-dd-yy", 0, true, false)]
    #[case("[$-409]h:mm:ss AM/PM", 0, false, true)]
    #[case("[h]:mm:ss", 0, false, true)]
    #[case("\"days\" 0", 0, false, false)]
    #[case("0000;-0000;\"none\"", 4, false, false)]
    fn a_format_says_what_is_shown(#[case] code: &str, #[case] digits: usize, #[case] date: bool, #[case] time: bool) {
        assert_eq!(Format::of_code(code), Format { digits, date, time });
    }

    #[rstest]
    #[case(327.0, 4, Some("0327"))]
    #[case(327.0, 0, Some("327"))]
    #[case(12_345.0, 4, Some("12345"))]
    #[case(505.25, 4, Some("505.25"))]
    #[case(9_007_199_254_740_991.0, 0, Some("9007199254740991"))]
    #[case(9_007_199_254_740_992.0, 0, None)]
    #[case(1.05e15, 0, Some("1050000000000000"))]
    fn a_number_is_text(#[case] number: f64, #[case] digits: usize, #[case] text: Option<&str>) {
        assert_eq!(number_text(number, digits).as_deref(), text);
    }

    #[rstest]
    #[case(0.005_844_907_407_407, Some("0:08:25"))]
    #[case(1.5, Some("36:00:00"))]
    #[case(0.000_002_893_518_5, Some("0:00:00.250"))]
    #[case(-0.5, None)]
    fn a_length_is_text(#[case] days: f64, #[case] text: Option<&str>) {
        assert_eq!(length_text(days).as_deref(), text);
    }
}
