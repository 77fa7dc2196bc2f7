//! The `.csv` twin of the page: the same rows.

use std::io::{self, Write};

use super::WITHHELD;
use super::count::{Month, PublicReport, Row, Who};
use crate::reports::csv::{self, Sheet};
use crate::words::Outcome;

/// Writes the rows as CSV.
///
/// # Errors
/// Those of `out`.
pub(super) fn write(report: &PublicReport, out: impl Write) -> io::Result<()> {
    let archives = report.archives.join(" ");
    let lines: Vec<Line<'_>> = report
        .months
        .iter()
        .flat_map(|month| month.rows.iter().map(move |row| (month, row)))
        .map(|(month, row)| Line { month, row, complete: report.complete, archives: &archives })
        .collect();
    csv::write(&lines, out)
}

/// The headings, which also mark a file as ours.
pub(super) fn heading() -> String {
    HEADINGS.join(",")
}

const HEADINGS: [&str; 21] = [
    "month",
    "so_far",
    "scope",
    "unit",
    "obligations",
    "not_required",
    "required",
    "compliant",
    "compliant_percent",
    "compliant_percent_low",
    "compliant_percent_high",
    "explained",
    "awaiting",
    "unexplained",
    "unexplained_percent",
    "unexplained_percent_low",
    "unexplained_percent_high",
    "unresolved",
    "policy",
    "audit_complete",
    "archive",
];

struct Line<'a> {
    month: &'a Month,
    row: &'a Row,
    complete: bool,
    archives: &'a str,
}

impl Sheet for Line<'_> {
    fn headings() -> Vec<&'static str> {
        HEADINGS.into()
    }

    fn cells(&self) -> Vec<String> {
        let yes = |yes| if yes { "yes" } else { "no" }.to_owned();
        let (scope, unit) = match &self.row.who {
            Who::Unit(unit) => ("unit", csv::text(unit)),
            Who::NoUnit => ("no-unit", String::new()),
            Who::Department => ("department", String::new()),
        };
        let mut cells = vec![self.month.name.clone(), yes(self.month.so_far), scope.to_owned(), unit];
        cells.extend([self.row.all(), self.row.count(Outcome::NotRequired), self.row.required()].map(shown));
        cells.extend(self.rate(Outcome::Compliant));
        cells.extend([Outcome::Explained, Outcome::Awaiting].map(|outcome| shown(self.row.count(outcome))));
        cells.extend(self.rate(Outcome::Unexplained));
        cells.push(shown(self.row.count(Outcome::Unresolved)));
        cells.extend([csv::text(&self.month.policies.join("; ")), yes(self.complete), csv::text(self.archives)]);
        cells
    }
}

impl Line<'_> {
    /// The count, its share and what chance leaves open.
    fn rate(&self, outcome: Outcome) -> [String; 4] {
        let none = if self.row.required() == Some(0) { "" } else { WITHHELD };
        let [share, low, high] = match self.row.rate(outcome) {
            Some(rate) => [rate.share, rate.low, rate.high].map(|tenths| tenths.to_string()),
            None => [none; 3].map(str::to_owned),
        };
        [shown(self.row.count(outcome)), share, low, high]
    }
}

pub(super) fn shown(count: Option<u64>) -> String {
    count.map_or_else(|| WITHHELD.to_owned(), |count| count.to_string())
}
