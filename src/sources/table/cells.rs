//! One row seen through its headings: cells by canonical name, as text, times, numbers.
//!
//! Every complaint names the column as the file calls it. Used by the readers of sources.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::derive::{Derive, Headings, Parts};
use super::loose::{Loose, Order};
use super::row::{Cells, RowBuffer};
use super::times::TimeReader;
use crate::base::digest::Digest;
use crate::base::duration::parse_duration;
use crate::base::reading::{Reading, TimeFault};
use crate::base::time::Span;
use crate::facts::columns::{ColumnFrom, DurationUnit, beginning_of, canonical_columns, is_time};
use crate::facts::mapping::{Mapping, SAMPLE_TIMEOUT};
use crate::facts::source::{Form, SourceKind};

/// Where the columns of one file are, and how their times are read.
pub(crate) struct Columns {
    found: Vec<Found>,
    derive: Derive,
    /// As many headings as the file has.
    width: usize,
    states: StateWords,
    sample_timeout: Option<Span>,
    off_delay: Span,
    hull: bool,
}

/// How the states of a log are called, in lower case.
struct StateWords {
    form: Form,
    on: Vec<String>,
    off: Vec<String>,
}

impl StateWords {
    fn of(mapping: &Mapping) -> Self {
        const ON: [&str; 4] = ["on", "1", "true", "yes"];
        const OFF: [&str; 4] = ["off", "0", "false", "no"];
        let words = |named: &[String], usual: [&str; 4]| {
            let usual = usual.iter().filter(|_| named.is_empty()).map(|&word| word.to_owned());
            usual.chain(named.iter().map(|word| word.trim().to_lowercase())).collect()
        };
        Self { form: mapping.form, on: words(&mapping.states.on, ON), off: words(&mapping.states.off, OFF) }
    }
}

/// One column.
struct Found {
    canonical: &'static str,
    place: usize,
    /// As the file calls it.
    heading: String,
    times: TimeReader,
    /// The cell is a length, and in what it is counted.
    length: Option<DurationUnit>,
}

/// Why a row, or a whole source, cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// This row is rejected.
    Row(String),
    /// The source as a whole cannot be read: exit 2.
    Source(String),
}

/// For each column whose times are written as people write them: what its rows decided.
pub(crate) type Orders = BTreeMap<&'static str, Decided>;

/// What is decided for a whole column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Decided {
    /// The order of day and month; `None` where nothing depends on it.
    pub(crate) order: Option<Order>,
    /// None of its times has seconds.
    pub(crate) coarse: bool,
}

/// What the rows of a column show of how its times are written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The first time whose day comes first,
    pub(crate) day_first: Option<Written>,
    /// the first whose month does,
    pub(crate) month_first: Option<Written>,
    /// and the first that may be either.
    pub(crate) open: Option<Written>,
    /// A time has seconds.
    pub(crate) has_seconds: bool,
}

/// A time as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// Its row.
    pub(crate) at: u64,
    /// Its column, as the file calls it.
    pub(crate) heading: String,
    /// The cell.
    pub(crate) text: String,
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
    pub(crate) fn find(
        kind: SourceKind,
        header: Cells<'_>,
        mapping: &Mapping,
        orders: &Orders,
    ) -> Result<Self, String> {
        let headings = Headings::of(header);
        let mut derive = Derive::new(headings.len(), mapping, &headings)?;
        let mut found = Vec::new();
        for &canonical in canonical_columns(kind, mapping.form) {
            let named = mapping.columns.get(canonical);
            let (parts, heading) = match named {
                None => match headings.place(canonical)? {
                    Some(place) => (Parts::Joined(vec![place]), canonical.to_owned()),
                    None => continue,
                },
                Some(from) => headings.parts(canonical, from)?,
            };
            let length = match named {
                Some(ColumnFrom::Duration { unit, .. }) => Some(*unit),
                _ => None,
            };
            let place = derive.place(canonical, parts, mapping);
            let decided = orders.get(canonical).copied().unwrap_or_default();
            let times = TimeReader::of(mapping.times.of(canonical), decided.order, decided.coarse);
            found.push(Found { canonical, place, heading, times, length });
        }
        Ok(Self {
            found,
            width: headings.len(),
            derive,
            states: StateWords::of(mapping),
            sample_timeout: mapping.sample_timeout,
            off_delay: mapping.off_delay,
            hull: mapping.hull,
        })
    }

    /// Whether the file has a column.
    pub(crate) fn has(&self, canonical: &str) -> bool {
        self.get(canonical).is_some()
    }

    /// The same without the columns that go by these headings: no row has them.
    pub(crate) fn without(mut self, headings: &[String]) -> Self {
        self.found.retain(|found| !headings.contains(&found.heading));
        self
    }

    /// The row with what is derived from its cells behind it; `None` where it is set aside, for it is no row.
    ///
    /// # Errors
    /// Where it has more or fewer cells than the header: whatever is missing may be anything.
    pub(crate) fn extend<'a>(
        &'a self,
        cells: Cells<'a>,
        buffer: &'a mut RowBuffer,
    ) -> Result<Option<Cells<'a>>, Fault> {
        if self.derive.is_nothing() && cells.len() == self.width {
            return Ok(Some(cells));
        }
        if !self.derive.fits(cells.len(), self.width) && !cells.are_placed() {
            return Err(Fault::Row(format!("has {} cells where the header has {}", cells.len(), self.width)));
        }
        Ok(self.derive.extend(cells, self.width, buffer))
    }

    /// Whether a row has as many cells as it should.
    pub(crate) fn fit(&self, cells: Cells<'_>) -> bool {
        cells.are_placed() || self.derive.fits(cells.len(), self.width)
    }

    /// How coarse the times of a column are by the way they are written.
    pub(crate) fn resolution(&self, canonical: &str) -> Option<Span> {
        self.get(canonical).and_then(|found| found.times.resolution())
    }

    /// Looks how the times of a row are written, of the columns for which that is to be found out.
    pub(crate) fn look_at(&self, at: u64, row: &RowCells<'_>, seen: &mut BTreeMap<&'static str, Seen>) {
        let open = |found: &&Found| matches!(found.times, TimeReader::Auto { .. }) && is_time(found.canonical);
        for Found { canonical, heading, .. } in self.found.iter().filter(open) {
            let Ok(Some(text)) = row.text(canonical) else { continue };
            let Some(loose) = Loose::read(text) else { continue };
            let seen = seen.entry(canonical).or_default();
            seen.has_seconds |= loose.has_seconds;
            let place = match loose.proves() {
                Some(Order::DayFirst) => &mut seen.day_first,
                Some(Order::MonthFirst) => &mut seen.month_first,
                None if loose.needs_an_order() => &mut seen.open,
                None => continue,
            };
            place.get_or_insert_with(|| Written { at, heading: heading.clone(), text: text.to_owned() });
        }
    }

    fn get(&self, canonical: &str) -> Option<&Found> {
        self.found.iter().find(|found| found.canonical == canonical)
    }
}

/// All headings from which the columns of a source may be made, each once: those that the audit file names, and the
/// canonical names of the others.
pub(crate) fn wanted(kind: SourceKind, mapping: &Mapping) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for &canonical in canonical_columns(kind, mapping.form) {
        match mapping.columns.get(canonical) {
            None => all.push(canonical.to_owned()),
            Some(from) => all.extend(from.headings().map(str::to_owned)),
        }
    }
    all.extend(mapping.only.iter().chain(&mapping.except).flat_map(|condition| condition.keys().cloned()));
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|heading| seen.insert(heading.to_lowercase()));
    all
}

/// One row, its columns and the zone of its source.
#[derive(Clone, Copy)]
pub(crate) struct RowCells<'a> {
    cells: Cells<'a>,
    columns: &'a Columns,
    zone: Option<&'a TimeZone>,
    wrong: Wrong,
}

/// How wrong the times of a row are: what is written minus true time (contract, "What is declared of exports and
/// clocks").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// All of them.
    pub all: Span,
    /// Beside that, those that the camera's or the vehicle's clock gave.
    pub device: Span,
    /// Which these are.
    pub device_columns: &'static [&'static str],
}

impl Wrong {
    /// They are not.
    pub(crate) const NONE: Self = Self { all: Span::ZERO, device: Span::ZERO, device_columns: &[] };
}

impl<'a> RowCells<'a> {
    /// Sees a row through its columns, what is derived behind it.
    pub(crate) const fn new(cells: Cells<'a>, columns: &'a Columns, zone: Option<&'a TimeZone>) -> Self {
        Self { cells, columns, zone, wrong: Wrong::NONE }
    }

    /// Sees a row through its columns though it has fewer cells than the header, to read what is left of it; a cell too
    /// many may stand anywhere, so such a row says nothing.
    pub(crate) fn what_is_left(
        cells: Cells<'a>,
        buffer: &'a mut RowBuffer,
        columns: &'a Columns,
        zone: Option<&'a TimeZone>,
    ) -> Option<Self> {
        if columns.derive.is_nothing() {
            return (cells.len() <= columns.width).then_some(Self::new(cells, columns, zone));
        }
        (cells.len() <= columns.width || cells.are_placed())
            .then(|| columns.derive.extend(cells, columns.width, buffer))
            .flatten()
            .map(|cells| Self::new(cells, columns, zone))
    }

    /// The same row with its times made true.
    pub(crate) const fn corrected(self, wrong: Wrong) -> Self {
        Self { wrong, ..self }
    }

    /// The columns of its file.
    pub(crate) const fn columns(&self) -> &'a Columns {
        self.columns
    }

    /// A cell; `None` where it is empty or the column absent.
    ///
    /// # Errors
    /// Where it is not UTF-8, or an identifier that a spreadsheet has made a number of.
    pub(crate) fn text(&self, canonical: &str) -> Result<Option<&'a str>, Fault> {
        let Some(found) = self.columns.get(canonical) else { return Ok(None) };
        let heading = &found.heading;
        let cell = self.cells.get(found.place).unwrap_or_default();
        if let Some(why) = self.cells.fault(found.place) {
            return Err(Fault::Row(format!("`{heading}` {why}")));
        }
        let Ok(text) = std::str::from_utf8(cell) else {
            return Err(Fault::Row(format!("`{heading}` is not UTF-8")));
        };
        let text = text.trim();
        if canonical.ends_with("_id") && is_rewritten(text) {
            return Err(Fault::Row(format!(
                "`{heading}` {text:?} was a longer text until a spreadsheet made a number of it; export it again, and \
                 do not save it with a spreadsheet"
            )));
        }
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    /// Free text that is shown and never compared: bytes that are not UTF-8 are replaced.
    pub(crate) fn free_text(&self, canonical: &str) -> Option<Cow<'a, str>> {
        let cell = self.cells.get(self.columns.get(canonical)?.place)?;
        Some(String::from_utf8_lossy(cell)).filter(|text| !text.trim().is_empty())
    }

    /// A cell that must not be empty.
    ///
    /// # Errors
    /// Where it is, or is not UTF-8.
    pub(crate) fn required(&self, canonical: &str) -> Result<&'a str, Fault> {
        self.text(canonical)?.ok_or_else(|| Fault::Row(format!("`{}` is empty", self.heading(canonical))))
    }

    /// A time, corrected. Where only its distance from the one that begins it is written, that is read first.
    ///
    /// # Errors
    /// Where it is no time, or falls into a daylight-saving gap; as a fault of the source where it has no
    /// offset and there is no zone.
    pub(crate) fn time(&self, canonical: &str) -> Result<Option<Reading>, Fault> {
        let Some(text) = self.text(canonical)? else { return Ok(None) };
        let Some(Found { heading, times, length, .. }) = self.columns.get(canonical) else { return Ok(None) };
        if length.is_some() {
            let beginning = beginning_of(canonical).map(|begins| self.time(begins)).transpose()?.flatten();
            let later = |length: Span| beginning.map(|beginning| beginning.map(|moment| moment + length));
            return Ok(self.seconds(canonical)?.and_then(later));
        }
        let device = if self.wrong.device_columns.contains(&canonical) { self.wrong.device } else { Span::ZERO };
        let wrong = self.wrong.all + device;
        times.read(text, self.zone).map(|read| Some(read.moved(-wrong))).map_err(|fault| match fault {
            TimeFault::Unreadable => {
                let may_be = *times == TimeReader::Contract && Loose::read(text).is_some();
                let hint = if may_be { ", or name its `time-format` in the audit file" } else { "" };
                Fault::Row(format!("`{heading}` {text:?} is no time; {}{hint}", times.wanted()))
            }
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

    /// Whether a state is on; `None` for a status that neither begins nor ends anything.
    ///
    /// # Errors
    /// Where it is empty, or the state of a light bar is neither on nor off.
    pub(crate) fn state(&self, canonical: &str) -> Result<Option<bool>, Fault> {
        let text = self.required(canonical)?;
        let StateWords { form, on, off } = &self.columns.states;
        let word = text.to_lowercase();
        match (on.contains(&word), off.contains(&word)) {
            (true, _) => Ok(Some(true)),
            (_, true) => Ok(Some(false)),
            _ if *form == Form::Status => Ok(None),
            _ => Err(Fault::Row(format!(
                "`{}` {text:?} is neither on nor off; name it in `states`, as in states = {{ on = [{text:?}], off = [] }}",
                self.heading(canonical)
            ))),
        }
    }

    /// What the rows of its file are.
    pub(crate) const fn form(&self) -> Form {
        self.columns.states.form
    }

    /// After so long a silence a sampled state is not known any more.
    pub(crate) fn sample_timeout(&self) -> Span {
        self.columns.sample_timeout.unwrap_or(SAMPLE_TIMEOUT)
    }

    /// What is taken from every `off`.
    pub(crate) const fn off_delay(&self) -> Span {
        self.columns.off_delay
    }

    /// Whether its intervals may have breaks.
    pub(crate) const fn is_hull(&self) -> bool {
        self.columns.hull
    }

    /// A whole number.
    ///
    /// # Errors
    /// Where it is none.
    pub(crate) fn integer<T: std::str::FromStr>(&self, canonical: &str) -> Result<Option<T>, Fault> {
        self.parsed(canonical, "whole number", |text| text.parse().ok())
    }

    /// A length: a number of seconds (or of what the audit file says), decimals allowed; `h:mm:ss`; or as people write
    /// it, `8m 25s`.
    ///
    /// # Errors
    /// Where it is none.
    pub(crate) fn seconds(&self, canonical: &str) -> Result<Option<Span>, Fault> {
        let unit = self.columns.get(canonical).and_then(|found| found.length).unwrap_or(DurationUnit::Second);
        self.parsed(canonical, "number of seconds", |text| read_length(text, unit))
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
        self.columns.get(canonical).map_or(canonical, |found| &found.heading)
    }
}

fn read_length(text: &str, unit: DurationUnit) -> Option<Span> {
    if let Ok(number) = text.parse::<f64>() {
        let seconds = match unit {
            DurationUnit::Second => number,
            #[expect(clippy::cast_precision_loss, reason = "at most a day in milliseconds")]
            other => number * other.span().as_millis() as f64 / 1_000.0,
        };
        // a fraction of a day holds no microseconds
        let span = SignedDuration::try_from_secs_f64(seconds).ok().map(Span::from)?;
        return Some(if unit == DurationUnit::Day { span.rounded_to_millis() } else { span });
    }
    if text.contains(':') { clock_length(text) } else { parse_duration(text) }
}

/// `h:mm:ss[.fff]`, the hours beyond 24 too. `mm:ss` is refused: it may be hours and minutes.
fn clock_length(text: &str) -> Option<Span> {
    let mut parts = text.splitn(3, ':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    let two = |part: &str| part.len() >= 2 && part.bytes().take(2).all(|byte| byte.is_ascii_digit());
    if !two(minutes) || minutes.len() != 2 || !two(seconds) || hours.starts_with(['+', '-']) {
        return None;
    }
    let seconds = SignedDuration::try_from_secs_f64(seconds.parse().ok().filter(|part| *part < 60.0)?).ok()?;
    let minutes = minutes.parse().ok().filter(|part| *part < 60)?;
    Some(Span::from_hours(hours.parse().ok()?) + Span::from_mins(minutes) + seconds.into())
}

/// Whether a text is what a spreadsheet leaves of a long number, or of a serial number with an E in it: `1.05E+15`.
fn is_rewritten(text: &str) -> bool {
    let Some((number, power)) = text.split_once("E+") else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    whole.len() == 1 && digits(whole) && digits(fraction) && digits(power)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("505", DurationUnit::Second, 505_000)]
    #[case("505.25", DurationUnit::Second, 505_250)]
    #[case("8.5", DurationUnit::Minute, 510_000)]
    #[case("505000", DurationUnit::Millisecond, 505_000)]
    #[case("12.00", DurationUnit::Hour, 43_200_000)]
    #[case("0.005844907407407407", DurationUnit::Day, 505_000)]
    #[case("0:08:25", DurationUnit::Second, 505_000)]
    #[case("26:08:25.5", DurationUnit::Minute, 94_105_500)]
    #[case("8m 25s", DurationUnit::Second, 505_000)]
    #[case("PT8M25S", DurationUnit::Second, 505_000)]
    fn a_length_is_read(#[case] text: &str, #[case] unit: DurationUnit, #[case] millis: i64) {
        assert_eq!(read_length(text, unit), Some(Span::from_millis(millis)));
    }

    #[rstest]
    #[case("8:25")]
    #[case("0:8:25")]
    #[case("0:08:61")]
    #[case("-0:08:25")]
    #[case("NaN")]
    #[case("long")]
    #[case("")]
    fn what_may_be_something_else_is_no_length(#[case] text: &str) {
        assert_eq!(read_length(text, DurationUnit::Second), None);
    }

    #[rstest]
    #[case("1.05E+15", true)]
    #[case("1E+15", true)]
    #[case("1,05E+15", true)]
    #[case("1046E12", false)]
    #[case("X60A0E588", false)]
    #[case("10.5E+15", false)]
    #[case("1.05E+", false)]
    #[case("E+15", false)]
    fn what_a_spreadsheet_leaves_of_an_identifier_is_seen(#[case] text: &str, #[case] rewritten: bool) {
        assert_eq!(is_rewritten(text), rewritten);
    }
}
