//! Cells that are made of others: joined, cut, padded, replaced; and rows that are none (contract, "Other shapes of
//! tables").
//!
//! What is made stands behind the cells of a row, so that every column is one place, wherever its text comes from. Of
//! a plain CSV nothing is made, and its rows are used as they are.

use std::collections::BTreeMap;

use super::row::{Cells, RowBuffer};
use crate::facts::columns::ColumnFrom;
use crate::facts::mapping::{Condition, Mapping};

/// The headings of a file, in lower case.
pub(crate) struct Headings(Vec<String>);

impl Headings {
    /// Of a line of headings.
    pub(crate) fn of(header: Cells<'_>) -> Self {
        Self(header.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_lowercase()).collect())
    }

    /// How many there are.
    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }

    /// Where a heading stands.
    ///
    /// # Errors
    /// Where it stands twice.
    pub(crate) fn place(&self, heading: &str) -> Result<Option<usize>, String> {
        let wanted = heading.trim().to_lowercase();
        let mut places = self.0.iter().enumerate().filter(|(_, own)| **own == wanted).map(|(place, _)| place);
        match (places.next(), places.next()) {
            (Some(_), Some(_)) => Err(format!("has two columns `{heading}`; keep one")),
            (place, _) => Ok(place),
        }
    }

    fn named(&self, heading: &str, key: &str) -> Result<usize, String> {
        self.place(heading)?.ok_or_else(|| format!("has no column `{heading}`, which the audit file names for `{key}`"))
    }

    /// What a column is made of, and how it is called.
    ///
    /// # Errors
    /// Where a heading is not there, or twice.
    pub(crate) fn parts(&self, canonical: &str, from: &ColumnFrom) -> Result<(Parts, String), String> {
        Ok(match from {
            ColumnFrom::Heading(heading) | ColumnFrom::Duration { heading, .. } => {
                (Parts::Joined(vec![self.named(heading, canonical)?]), heading.clone())
            }
            ColumnFrom::Joined(headings) => {
                let places = headings.iter().map(|heading| self.named(heading, canonical)).collect::<Result<_, _>>()?;
                (Parts::Joined(places), headings.join(" + "))
            }
            ColumnFrom::DayAndTime { date, time } => (
                Parts::DayAndTime(self.named(date, canonical)?, self.named(time, canonical)?),
                format!("{date} + {time}"),
            ),
            ColumnFrom::Constant(text) => (Parts::Constant(text.clone()), canonical.to_owned()),
        })
    }
}

/// Of what a cell is made.
pub(crate) enum Parts {
    /// Of these cells, joined by a space.
    Joined(Vec<usize>),
    /// Of the day in one cell and the time of day in another.
    DayAndTime(usize, usize),
    /// Of nothing in the row.
    Constant(String),
}

/// How the cells behind a row are made.
pub(crate) struct Derive {
    width: usize,
    made: Vec<Made>,
    absent: Vec<String>,
    only: Vec<Vec<Test>>,
    except: Vec<Vec<Test>>,
    free_text_last: bool,
}

struct Made {
    parts: Parts,
    digits: Option<usize>,
    values: BTreeMap<String, String>,
}

/// A cell says one of these.
struct Test {
    place: usize,
    words: Vec<String>,
}

impl Derive {
    /// For a file with so many headings.
    ///
    /// # Errors
    /// Where a heading that a condition names is not there, or twice.
    pub(crate) fn new(width: usize, mapping: &Mapping, headings: &Headings) -> Result<Self, String> {
        let tests = |conditions: &[Condition], key: &str| -> Result<Vec<Vec<Test>>, String> {
            let test = |(heading, words): (&String, &Vec<String>)| {
                let words = words.iter().map(|word| word.trim().to_lowercase()).collect();
                Ok(Test { place: headings.named(heading, key)?, words })
            };
            conditions.iter().map(|condition| condition.iter().map(test).collect()).collect()
        };
        Ok(Self {
            width,
            made: Vec::new(),
            absent: mapping.absent.iter().map(|word| word.trim().to_lowercase()).collect(),
            only: tests(&mapping.only, "where")?,
            except: tests(&mapping.except, "except")?,
            free_text_last: mapping.shape.free_text_last,
        })
    }

    /// Where the cell of a column stands; it is made only where it is not one of the row as it is.
    pub(crate) fn place(&mut self, canonical: &str, parts: Parts, mapping: &Mapping) -> usize {
        let digits = mapping.pad.get(canonical).copied();
        let values = mapping.values.get(canonical);
        if let (Parts::Joined(places), None, None, true) = (&parts, digits, values, self.absent.is_empty())
            && let [place] = places.as_slice()
        {
            return *place;
        }
        let values = values.into_iter().flatten().map(|(word, means)| (word.trim().to_lowercase(), means.clone()));
        self.made.push(Made { parts, digits, values: values.collect() });
        self.width.saturating_add(self.made.len()).saturating_sub(1)
    }

    /// Whether rows are used as they are.
    pub(crate) fn is_nothing(&self) -> bool {
        self.made.is_empty() && self.only.is_empty() && self.except.is_empty() && !self.free_text_last
    }

    /// Whether a row may have so many cells.
    pub(crate) const fn fits(&self, cells: usize, width: usize) -> bool {
        cells == width || (self.free_text_last && cells > width)
    }

    /// The row with what is made behind it; `None` where it is no row.
    pub(crate) fn extend<'a>(&self, cells: Cells<'a>, width: usize, buffer: &'a mut RowBuffer) -> Option<Cells<'a>> {
        let holds = |tests: &Vec<Test>| {
            tests.iter().all(|test| {
                let text = lower(cells.get(test.place).unwrap_or_default());
                test.words.contains(&text)
            })
        };
        if self.except.iter().any(holds) || !(self.only.is_empty() || self.only.iter().any(holds)) {
            return None;
        }
        if self.made.is_empty() && cells.len() == width {
            return Some(cells);
        }
        buffer.begin(cells, width);
        for made in &self.made {
            self.make(made, cells, buffer);
        }
        Some(buffer.cells())
    }

    fn make(&self, made: &Made, cells: Cells<'_>, buffer: &mut RowBuffer) {
        let fault = |places: &[usize]| places.iter().find_map(|place| cells.fault(*place));
        let text = match &made.parts {
            Parts::Constant(text) => text.clone().into_bytes(),
            Parts::Joined(places) => {
                if let Some(why) = fault(places) {
                    return buffer.push_fault(why);
                }
                let parts = || places.iter().map(|place| cells.get(*place).unwrap_or_default().trim_ascii());
                if parts().any(|part| self.is_absent(part)) {
                    return buffer.end_cell();
                }
                parts().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(&b' ')
            }
            Parts::DayAndTime(date, time) => {
                if let Some(why) = fault(&[*date, *time]) {
                    return buffer.push_fault(why);
                }
                let [date, time] = [date, time].map(|place| cells.get(*place).unwrap_or_default().trim_ascii());
                if self.is_absent(date) || self.is_absent(time) {
                    return buffer.end_cell();
                }
                let both = [day_of(date), time_of(time)];
                both.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(&b' ')
            }
        };
        let text = match made.values.get(&lower(&text)) {
            Some(means) if !made.values.is_empty() => means.clone().into_bytes(),
            _ => text,
        };
        let is_number = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
        if is_number && !self.is_absent(&text) {
            for _ in text.len()..made.digits.unwrap_or(0) {
                buffer.write(b"0");
            }
        }
        buffer.push(&text);
    }

    /// Whether a cell means empty. A date means so at whatever time of day.
    fn is_absent(&self, cell: &[u8]) -> bool {
        if self.absent.is_empty() {
            return false;
        }
        let text = lower(cell);
        self.absent.iter().any(|word| {
            text.strip_prefix(word.as_str()).is_some_and(|rest| {
                let is_date = word.contains(['-', '/', '.']) && word.bytes().filter(u8::is_ascii_digit).count() >= 4;
                rest.is_empty() || (is_date && rest.starts_with([' ', 't']))
            })
        })
    }
}

/// A cell as it is compared: words without case and spaces around them.
fn lower(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).trim().to_lowercase()
}

/// The day of a date that may carry a time of day.
fn day_of(text: &[u8]) -> &[u8] {
    let is_time = |part: &[u8]| part.contains(&b':');
    match text.iter().position(|byte| matches!(byte, b' ' | b'T' | b't')) {
        Some(end) if text.get(end..).is_some_and(is_time) => text.get(..end).unwrap_or_default(),
        _ => text,
    }
}

/// The time of day of a time that may carry a day.
fn time_of(text: &[u8]) -> &[u8] {
    let Some(colon) = text.iter().position(|byte| *byte == b':') else { return text };
    let before = text.get(..colon).unwrap_or_default();
    let start = before.iter().rposition(|byte| matches!(byte, b' ' | b'T' | b't')).map_or(0, |at| at.saturating_add(1));
    text.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("11/02/2024 12:00:00 AM", "11/02/2024")]
    #[case("11/02/2024 12:00 AM +0000", "11/02/2024")]
    #[case("2024-11-02T00:00:00", "2024-11-02")]
    #[case("11/02/2024", "11/02/2024")]
    #[case("2 Nov 2024", "2 Nov 2024")]
    fn the_day_of_a_date(#[case] text: &str, #[case] day: &str) {
        assert_eq!(String::from_utf8_lossy(day_of(text.as_bytes())), day);
    }

    #[rstest]
    #[case("20:12:10", "20:12:10")]
    #[case("8:12:10 PM", "8:12:10 PM")]
    #[case("1899-12-30 20:12:10", "20:12:10")]
    #[case("1899-12-30T20:12:10", "20:12:10")]
    fn the_time_of_a_time(#[case] text: &str, #[case] time: &str) {
        assert_eq!(String::from_utf8_lossy(time_of(text.as_bytes())), time);
    }
}
