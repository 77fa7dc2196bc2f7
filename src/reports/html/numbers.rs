//! Who or what is it, and rates with their doubt: the rows of `patterns.csv` and `rates.csv`, read for people.

use super::super::csv::Sheet;
use super::counts::Count;
use crate::base::share::Share;
use crate::results::PatternRow;
use crate::results::Report;
use crate::results::rates::{Rate, RateRow};
use crate::words::{FindingCode, SubjectKind};

/// A cell of a CSV file as the page shows it, and where it stands: `rates.csv|subject_kind=unit|subject_id=East#on_time`.
pub(super) struct Number {
    pub(super) value: String,
    pub(super) of: String,
    pub(super) text: String,
}

/// Somebody or something whose misses stand out.
pub(super) struct PatternView {
    pub(super) subject: String,
    pub(super) deviations: Number,
    pub(super) obligations: Number,
    pub(super) rate: Option<Interval>,
    pub(super) peers: Option<Number>,
    pub(super) chance: Number,
    /// What explains it, or may be the cause instead; empty: it is flagged alone.
    pub(super) explained_by: String,
    pub(super) events: String,
}

/// What has to be tested before anybody is asked.
pub(super) struct EquipmentCard {
    /// Cars and cameras.
    pub(super) flagged: Vec<PatternView>,
    /// How many more stand below.
    pub(super) more: usize,
    /// How many cars and cameras did not hear each other.
    pub(super) failed: Count,
}

/// A share, how far chance may move it, and a bar of that.
pub(super) struct Interval {
    pub(super) rate: Number,
    pub(super) low: Number,
    pub(super) high: Number,
}

/// The rates of one kind of subject.
pub(super) struct RateTable {
    pub(super) heading: &'static str,
    /// Shown at once, or folded where there are many.
    pub(super) folded: bool,
    pub(super) rows: Vec<RateView>,
}

/// The rates of the whole, a unit, a supervisor, a car or an officer.
pub(super) struct RateView {
    pub(super) name: String,
    /// Activated, on time, unexplained.
    pub(super) rates: Vec<RateCell>,
}

/// One rate.
pub(super) struct RateCell {
    pub(super) part: Number,
    pub(super) whole: Number,
    /// `None`: nothing to divide by.
    pub(super) interval: Option<Interval>,
    /// The rate would lie between these two, whatever became of the obligations that are not decided.
    pub(super) undecided: Option<(Number, Number)>,
}

/// More rows of one kind than this are folded away.
const SHOWN: usize = 31;

/// So many of the flagged cars and cameras stand on the first screen.
const FIRST: usize = 5;

/// The flagged ones, then what they explain.
pub(super) fn patterns(report: &Report) -> Vec<PatternView> {
    report.patterns.iter().map(pattern).collect()
}

/// The flagged cars and cameras, and how often the automatic start failed; `None`: there is nothing to test.
pub(super) fn equipment(report: &Report) -> Option<EquipmentCard> {
    let is_flagged = |row: &&PatternRow| row.explained_by.is_empty() && row.subject_kind != SubjectKind::Officer;
    let flagged: Vec<&PatternRow> = report.patterns.iter().filter(is_flagged).collect();
    let code = FindingCode::AutoTriggerFailed;
    let failed = Count {
        label: code.to_string(),
        of: format!("findings.csv|code={code}"),
        n: report.findings.iter().filter(|finding| finding.code == code).count(),
    };
    (!flagged.is_empty() || failed.n > 0).then(|| EquipmentCard {
        more: flagged.len().saturating_sub(FIRST),
        flagged: flagged.into_iter().take(FIRST).map(pattern).collect(),
        failed,
    })
}

fn pattern(row: &PatternRow) -> PatternView {
    let cells = Cells::of("patterns.csv", row);
    PatternView {
        subject: subject(row.subject_kind, Some(&row.subject_id)),
        deviations: cells.number("deviations", row.deviations.to_string()),
        obligations: cells.number("obligations", row.obligations.to_string()),
        rate: cells.interval(["rate", "rate_low", "rate_high"], row.rate, row.rate_low, row.rate_high),
        peers: row.peer_rate.map(|share| cells.number("peer_rate", percent(share))),
        chance: cells.number("p_adjusted", row.p_adjusted.to_string()),
        explained_by: match row.cannot_be_told_from.as_slice() {
            [] => row.explained_by.join(", "),
            others => format!("or {}: nothing tells them apart", others.join(", ")),
        },
        events: row.event_ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
    }
}

/// A table for each kind that has rows: the whole first, officers last.
pub(super) fn rates(report: &Report) -> Vec<RateTable> {
    let tables = [
        (SubjectKind::Department, "The whole", false),
        (SubjectKind::Unit, "Units", false),
        (SubjectKind::Supervisor, "Supervisors", false),
        (SubjectKind::Vehicle, "Cars", true),
        (SubjectKind::Officer, "Officers with 20 or more decided obligations", true),
    ];
    let table = |(kind, heading, folded)| {
        let rows: Vec<RateView> = report.rates.iter().filter(|row| row.kind == kind).map(rate).collect();
        (!rows.is_empty()).then_some(RateTable { heading, folded: folded || rows.len() > SHOWN, rows })
    };
    tables.into_iter().filter_map(table).collect()
}

fn rate(row: &RateRow) -> RateView {
    let cells = Cells::of("rates.csv", row);
    let cell = |rate: &Rate, names: [&'static str; 7]| {
        let [part, whole, share, low, high, worst, best] = names;
        let (from, to) = if rate.worst <= rate.best { (worst, best) } else { (best, worst) };
        let (least, most) = (rate.worst.min(rate.best), rate.worst.max(rate.best));
        RateCell {
            part: cells.number(part, rate.part.to_string()),
            whole: cells.number(whole, rate.whole.to_string()),
            interval: cells.interval([share, low, high], rate.rate, rate.low, rate.high),
            undecided: least
                .zip(most)
                .filter(|(least, most)| least != most)
                .map(|(least, most)| (cells.number(from, percent(least)), cells.number(to, percent(most)))),
        }
    };
    RateView {
        name: subject(row.kind, row.id.as_deref()),
        rates: vec![
            cell(
                &row.activation,
                [
                    "activated",
                    "activated_of",
                    "activation_rate",
                    "activation_rate_low",
                    "activation_rate_high",
                    "activation_rate_worst",
                    "activation_rate_best",
                ],
            ),
            cell(
                &row.on_time,
                [
                    "on_time",
                    "on_time_of",
                    "on_time_rate",
                    "on_time_rate_low",
                    "on_time_rate_high",
                    "on_time_rate_worst",
                    "on_time_rate_best",
                ],
            ),
            cell(
                &row.unexplained,
                [
                    "unexplained",
                    "unexplained_of",
                    "unexplained_rate",
                    "unexplained_rate_low",
                    "unexplained_rate_high",
                    "unexplained_rate_worst",
                    "unexplained_rate_best",
                ],
            ),
        ],
    }
}

fn subject(kind: SubjectKind, id: Option<&str>) -> String {
    match (kind, id) {
        (SubjectKind::Department, _) => "All obligations".to_owned(),
        (SubjectKind::Unit, Some(id)) => id.to_owned(),
        (SubjectKind::Vehicle, Some(id)) => format!("car {id}"),
        (_, Some(id)) => format!("{kind} {id}"),
        (SubjectKind::Vehicle, None) => "no car named".to_owned(),
        (_, None) => format!("no {kind} named"),
    }
}

/// `77.78 %`: all the digits that the CSV file has.
fn percent(share: Share) -> String {
    format!("{:.2} %", share.value() * 100.0)
}

/// A row of a CSV file, to point at its cells.
struct Cells {
    row: String,
    cells: Vec<(&'static str, String)>,
}

impl Cells {
    fn of<R: Sheet>(file: &str, row: &R) -> Self {
        let cells: Vec<(&'static str, String)> = R::headings().into_iter().zip(row.cells()).collect();
        // the first two columns say what the row is about
        let about: Vec<String> = cells.iter().take(2).map(|(name, cell)| format!("{name}={cell}")).collect();
        Self { row: format!("{file}|{}", about.join("|")), cells }
    }

    fn number(&self, name: &str, text: String) -> Number {
        let value = self.cells.iter().find(|(column, _)| *column == name).map(|(_, cell)| cell.clone());
        Number { value: value.unwrap_or_default(), of: format!("{}#{name}", self.row), text }
    }

    fn interval(
        &self,
        names: [&'static str; 3],
        rate: Option<Share>,
        low: Option<Share>,
        high: Option<Share>,
    ) -> Option<Interval> {
        let [of_rate, of_low, of_high] = names;
        Some(Interval {
            rate: self.number(of_rate, percent(rate?)),
            low: self.number(of_low, percent(low?)),
            high: self.number(of_high, percent(high?)),
        })
    }
}

impl Interval {
    /// Where the bar begins, how wide it is and where its mark stands, as shares of its length.
    pub(super) fn bar(&self) -> [String; 3] {
        let at = |number: &Number| number.value.parse::<f64>().unwrap_or(0.0) * 100.0;
        let (low, high, rate) = (at(&self.low), at(&self.high), at(&self.rate));
        [format!("{low:.1}%"), format!("{:.1}%", high - low), format!("{rate:.1}%")]
    }
}
