//! Counts, each with what it counts, and tables of shares per supervisor, unit and day.

use std::collections::BTreeMap;

use crate::reports::table::wording::Clock;
use crate::results::beside::Beside;
use crate::results::{ObligationRow, Report};
use crate::words::Outcome;

/// A number and where it can be counted again: `obligations.csv|outcome=unexplained|unit=East`.
pub(super) struct Count {
    pub(super) label: String,
    pub(super) of: String,
    pub(super) n: usize,
}

impl Count {
    pub(super) fn of(report: &Report, column: &str, value: &str, holds: impl Fn(&ObligationRow) -> bool) -> Self {
        Self {
            label: value.to_owned(),
            of: format!("obligations.csv|{column}={value}"),
            n: report.obligations.iter().filter(|row| holds(row)).count(),
        }
    }
}

/// A table of how the obligations of each group came out.
pub(super) struct ShareTable {
    /// The groups to show at once, then those to fold.
    pub(super) rows: Vec<ShareRow>,
    pub(super) folded: Vec<ShareRow>,
}

/// One group.
pub(super) struct ShareRow {
    pub(super) name: String,
    /// Something to look for inside the group; may be empty.
    pub(super) detail: String,
    /// In the order of [`DECIDED`], then not required, then all.
    pub(super) counts: Vec<Count>,
    /// The bar: class, place and width, each as a share of all groups' longest bar.
    pub(super) bars: Vec<ShareBar>,
}

/// A piece of a bar, in whole percents times ten.
pub(super) struct ShareBar {
    pub(super) class: &'static str,
    pub(super) x: String,
    pub(super) width: String,
    pub(super) tip: String,
}

/// The outcomes of what was required, in the order of the bars.
pub(super) const DECIDED: [(Outcome, &str); 5] = [
    (Outcome::Unexplained, "s-unexplained"),
    (Outcome::Unresolved, "s-unresolved"),
    (Outcome::Awaiting, "s-awaiting"),
    (Outcome::Explained, "s-explained"),
    (Outcome::Compliant, "s-compliant"),
];

/// More groups than this are folded away.
const SHOWN: usize = 31;

/// By supervisor, those with the most unexplained obligations first.
pub(super) fn by_supervisor(report: &Report) -> ShareTable {
    let mut rows = grouped(report, "supervisor_id", "no supervisor named", |row| {
        row.supervisor_id.as_ref().map(ToString::to_string)
    });
    rows.sort_by_key(|row| std::cmp::Reverse(row.counts.first().map_or(0, |count| count.n)));
    table(rows)
}

/// By unit, in order of name.
pub(super) fn by_unit(report: &Report) -> ShareTable {
    table(grouped(report, "unit", "no unit named", |row| row.unit.clone()))
}

/// By day, the latest first.
pub(super) fn by_day(report: &Report, clock: &Clock) -> ShareTable {
    let mut rows = grouped(report, "day", "", |row| Some(clock.day(row.on)));
    rows.reverse();
    table(rows)
}

fn table(mut rows: Vec<ShareRow>) -> ShareTable {
    let folded = rows.split_off(rows.len().min(SHOWN));
    ShareTable { rows, folded }
}

/// Groups in order of name; those without one last.
fn grouped(
    report: &Report,
    column: &str,
    without: &str,
    name: impl Fn(&ObligationRow) -> Option<String>,
) -> Vec<ShareRow> {
    let mut groups: BTreeMap<(bool, String), Vec<&ObligationRow>> = BTreeMap::new();
    for row in &report.obligations {
        let name = name(row);
        groups.entry((name.is_none(), name.unwrap_or_default())).or_default().push(row);
    }
    let beside = Beside::new(&report.findings);
    let longest = groups.values().map(|rows| required(rows)).max().unwrap_or(0);
    groups
        .into_iter()
        .map(|((none, name), rows)| {
            let shown = if none { without.to_owned() } else { name.clone() };
            let detail = officers(&rows, &beside);
            ShareRow { detail, ..share_row(&rows, column, &name, shown, longest) }
        })
        .collect()
}

fn required(rows: &[&ObligationRow]) -> usize {
    rows.iter().filter(|row| row.outcome != Outcome::NotRequired).count()
}

fn share_row(rows: &[&ObligationRow], column: &str, value: &str, name: String, longest: usize) -> ShareRow {
    let of = |outcome: Outcome| Count {
        label: outcome.to_string(),
        of: format!("obligations.csv|outcome={outcome}|{column}={value}"),
        n: rows.iter().filter(|row| row.outcome == outcome).count(),
    };
    let mut counts: Vec<Count> = DECIDED.iter().map(|(outcome, _)| of(*outcome)).collect();
    let mut bars = Vec::new();
    let mut before = 0;
    for ((_, class), count) in DECIDED.iter().zip(&counts) {
        if count.n > 0 {
            let tip = format!("{}: {}", count.label, count.n);
            bars.push(ShareBar { class, x: percent(before, longest), width: percent(count.n, longest), tip });
        }
        before += count.n;
    }
    counts.push(of(Outcome::NotRequired));
    let all = format!("obligations.csv|{column}={value}");
    counts.push(Count { label: "all".into(), of: all, n: rows.len() });
    ShareRow { name, detail: String::new(), counts, bars }
}

/// `12.3%`, in whole-number arithmetic.
fn percent(part: usize, whole: usize) -> String {
    let permille = part.saturating_mul(1_000) / whole.max(1);
    format!("{}.{}%", permille / 10, permille % 10)
}

/// Whom the unexplained ones concern, most first, and how many of them may be the equipment's.
fn officers(rows: &[&ObligationRow], beside: &Beside<'_>) -> String {
    let mut officers: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.outcome == Outcome::Unexplained) {
        let officer = row.officer_id.as_ref().map_or("nobody named", |officer| officer.as_str());
        let (all, of_equipment) = officers.entry(officer).or_default();
        *all += 1;
        *of_equipment += usize::from(beside.has_equipment(row));
    }
    let mut officers: Vec<(&str, (usize, usize))> = officers.into_iter().collect();
    officers.sort_by_key(|(_, (all, _))| std::cmp::Reverse(*all));
    const MOST: usize = 8;
    let more = officers.len().saturating_sub(MOST);
    let mut named: Vec<String> = officers
        .into_iter()
        .take(MOST)
        .map(|(officer, counts)| match counts {
            (1, 0) => officer.to_owned(),
            (all, 0) => format!("{officer} ({all}×)"),
            (all, tested) => format!("{officer} ({all}×, equipment {tested}×)"),
        })
        .collect();
    if more > 0 {
        named.push(format!("and {more} more"));
    }
    named.join(", ")
}
