//! The page: one file that reads without a script and loads nothing.

use askama::Template;

use super::count::{Month, PublicReport, Row, Who};
use super::sheet::shown;
use super::{SMALLEST, WITHHELD};
use crate::base::escape;
use crate::base::time::Moment;
use crate::reports::table::wording::Clock;
use crate::results::PolicySummary;
use crate::words::Outcome;
use crate::words::explain::explain;

/// What marks a page as ours.
pub(super) const MARK: &str = "<meta name=\"generator\" content=\"footage-audit ";

/// The text of the page.
///
/// # Errors
/// Those of the template; a report gives none.
pub(super) fn render(report: &PublicReport) -> askama::Result<String> {
    Page { report, version: env!("CARGO_PKG_VERSION"), most_withheld: SMALLEST - 1 }.render()
}

/// The template escapes what it prints; what acts unseen in a line is made visible before.
#[derive(Template)]
#[template(path = "public.html")]
struct Page<'a> {
    report: &'a PublicReport,
    version: &'static str,
    most_withheld: u64,
}

impl Page<'_> {
    fn visible(text: &str) -> String {
        escape::visible(text).into_owned()
    }

    fn department(&self) -> String {
        match self.report.department.as_str() {
            "" => "A police department".to_owned(),
            name => Self::visible(name),
        }
    }

    fn who(row: &Row) -> String {
        match &row.who {
            Who::Unit(unit) => Self::visible(unit),
            Who::NoUnit => "No unit known".to_owned(),
            Who::Department => "Whole department".to_owned(),
        }
    }

    fn is_department(row: &Row) -> bool {
        row.who == Who::Department
    }

    /// The cells of a row, in the order of the headings.
    fn cells(row: &Row) -> Vec<String> {
        let count = |outcome| shown(row.count(outcome));
        vec![
            shown(row.required()),
            count(Outcome::Compliant),
            Self::rate(row, Outcome::Compliant),
            count(Outcome::Explained),
            count(Outcome::Awaiting),
            count(Outcome::Unexplained),
            Self::rate(row, Outcome::Unexplained),
            count(Outcome::Unresolved),
            count(Outcome::NotRequired),
            shown(row.all()),
        ]
    }

    fn rate(row: &Row, outcome: Outcome) -> String {
        match row.rate(outcome) {
            Some(rate) => format!("{} % ({}–{})", rate.share, rate.low, rate.high),
            None if row.required() == Some(0) => "–".to_owned(),
            None => WITHHELD.to_owned(),
        }
    }

    fn is_withheld(cell: &str) -> bool {
        cell == WITHHELD
    }

    fn policies(month: &Month) -> String {
        Self::visible(&month.policies.join("; "))
    }

    /// Each key with its value and what it means.
    fn values(policy: &PolicySummary) -> Vec<(&'static str, String, String)> {
        let value = |value: &str| if value.is_empty() { "none".to_owned() } else { Self::visible(value) };
        policy.values.iter().map(|(key, text)| (*key, value(text), Self::means(key))).collect()
    }

    fn means(key: &str) -> String {
        let meanings = explain(key).map(|explained| explained.meanings).unwrap_or_default();
        let of_policy = meanings.iter().find(|meaning| meaning.kinds.iter().any(|kind| kind == "key of a policy"));
        // `grace` without the marks of a terminal
        of_policy.map_or_else(String::new, |meaning| meaning.text.means.replace('`', ""))
    }

    fn moment(&self, moment: &Moment) -> String {
        Clock::of(&self.report.time_zone).time(*moment)
    }
}
