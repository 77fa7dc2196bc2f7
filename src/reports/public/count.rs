//! Counts obligations for each month and unit, and withholds what must not be shown.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::rates::Rate;
use crate::base::ids::OfficerId;
use crate::base::time::Moment;
use crate::results::{ArchiveSummary, ObligationRow, PolicySummary, Report};
use crate::statistics::withhold::{SMALLEST, withheld};
use crate::words::{ChainVerdict, FileStatus, Outcome};

/// With fewer officers than these the numbers of a unit are those of a person.
const FEWEST_OFFICERS: usize = 3;

/// How many columns are counted: the outcomes.
const OUTCOMES: usize = Outcome::ALL.len();

/// Everything that is shown to the public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicReport {
    /// The department's name.
    pub department: String,
    /// Whose months they are.
    pub time_zone: String,
    /// Judged as of this moment.
    pub as_of: Moment,
    /// Only triggers from here are counted.
    pub since: Option<Moment>,
    /// Only triggers before this are counted.
    pub until: Option<Moment>,
    /// Whether everything could be read and checked.
    pub complete: bool,
    /// In order of time.
    pub months: Vec<Month>,
    /// Those in force in one of the months (all where there is none), in order of time.
    pub policies: Vec<PolicySummary>,
    /// One sentence for each archive, in the order of the audit file.
    pub archives: Vec<String>,
}

/// A calendar month in the department's zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Month {
    /// `2020-11`
    pub name: String,
    /// The month was not over as of the report.
    pub so_far: bool,
    /// The policies in force at some time in it, in order of time.
    pub policies: Vec<String>,
    /// The units by name, obligations without a unit, and last the whole department.
    pub rows: Vec<Row>,
}

/// Whom a row is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// The unit of that name.
    Unit(String),
    /// Obligations that no unit is known for.
    NoUnit,
    /// All of them together.
    Department,
}

/// The counts of one unit and month; `None`: withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Whom it is about.
    pub who: Who,
    /// For each of [`Outcome::ALL`].
    outcomes: [Option<u64>; OUTCOMES],
    /// All of them together.
    all: Option<u64>,
}

impl Row {
    /// How many obligations came to this.
    pub(crate) fn count(&self, outcome: Outcome) -> Option<u64> {
        Outcome::ALL.iter().zip(self.outcomes).find_map(|(each, count)| (*each == outcome).then_some(count)?)
    }

    /// How many there are, those that obliged nobody included.
    pub(crate) const fn all(&self) -> Option<u64> {
        self.all
    }

    /// How many obliged somebody, as far as that follows from what is shown.
    pub(crate) fn required(&self) -> Option<u64> {
        self.all?.checked_sub(self.count(Outcome::NotRequired)?)
    }

    /// The share of those that obliged somebody.
    pub(crate) fn rate(&self, outcome: Outcome) -> Option<Rate> {
        Rate::of(self.count(outcome)?, self.required()?)
    }
}

impl From<&Report> for PublicReport {
    fn from(report: &Report) -> Self {
        let zone = TimeZone::get(&report.time_zone).unwrap_or(TimeZone::UTC);
        let mut obligations: BTreeMap<Option<Date>, Vec<&ObligationRow>> = BTreeMap::new();
        for row in &report.obligations {
            obligations.entry(first_of_month(row.on, &zone)).or_default().push(row);
        }
        let months: Vec<Month> =
            obligations.into_iter().filter_map(|(first, rows)| month(first?, &rows, report, &zone)).collect();
        let used: BTreeSet<&String> = months.iter().flat_map(|month| &month.policies).collect();
        let policies = report.policies.iter().filter(|policy| months.is_empty() || used.contains(&policy.name));
        let several = report.archives.len() > 1;
        Self {
            department: report.department.clone(),
            time_zone: report.time_zone.clone(),
            as_of: report.as_of,
            since: report.since,
            until: report.until,
            complete: report.incomplete.is_empty(),
            policies: policies.cloned().collect(),
            archives: (1..)
                .zip(&report.archives)
                .map(|(number, each)| {
                    let name = if several { format!("Archive {number}") } else { "The archive".to_owned() };
                    format!("{name}: {}.", archive(each))
                })
                .collect(),
            months,
        }
    }
}

/// `None` outside the years that calendars here know.
fn first_of_month(moment: Moment, zone: &TimeZone) -> Option<Date> {
    Some(zone.to_datetime(moment.to_timestamp()?).date().first_of_month())
}

fn month(first: Date, obligations: &[&ObligationRow], report: &Report, zone: &TimeZone) -> Option<Month> {
    let begins: Moment = zone.to_timestamp(first.at(0, 0, 0, 0)).ok()?.into();
    let next = first.checked_add(jiff::Span::new().months(1)).ok()?;
    let ends: Moment = zone.to_timestamp(next.at(0, 0, 0, 0)).ok()?.into();
    let followers = report.policies.iter().skip(1).map(|policy| Some(policy.effective)).chain([None]);
    let in_force = report
        .policies
        .iter()
        .zip(followers)
        .filter(|(policy, replaced)| policy.effective < ends && replaced.is_none_or(|replaced| replaced > begins));
    Some(Month {
        name: first.strftime("%Y-%m").to_string(),
        so_far: report.as_of < ends,
        policies: in_force.map(|(policy, _)| policy.name.clone()).collect(),
        rows: rows(obligations),
    })
}

fn rows(obligations: &[&ObligationRow]) -> Vec<Row> {
    let mut units: BTreeMap<Who, Vec<&ObligationRow>> = BTreeMap::new();
    for row in obligations {
        units.entry(row.unit.clone().map_or(Who::NoUnit, Who::Unit)).or_default().push(row);
    }
    units.insert(Who::Department, obligations.to_vec());
    let (names, units): (Vec<Who>, Vec<Vec<&ObligationRow>>) = units.into_iter().unzip();
    let counts: Vec<Vec<u64>> = units.iter().map(|rows| counts(rows)).collect();
    let few = of_few_officers(&units);
    let hidden = withheld(&counts, SMALLEST, |row, _| few.get(row).copied().unwrap_or(true));
    let shown = |(counts, hidden): (&Vec<u64>, &Vec<bool>)| -> Vec<Option<u64>> {
        counts.iter().zip(hidden).map(|(count, hidden)| (!hidden).then_some(*count)).collect()
    };
    // where the total of a row is withheld, zeros beside it would say what the rest is
    let shown = |(number, row): (usize, (&Vec<u64>, &Vec<bool>))| {
        let whole = few.get(number).copied().unwrap_or(true) || row.1.last().copied().unwrap_or(true);
        if whole { vec![None; row.0.len()] } else { shown(row) }
    };
    let row = |(who, shown): (Who, Vec<Option<u64>>)| {
        let (outcomes, all) = shown.split_first_chunk::<OUTCOMES>()?;
        Some(Row { who, outcomes: *outcomes, all: all.first().copied().flatten() })
    };
    names.into_iter().zip(counts.iter().zip(&hidden).enumerate().map(shown)).filter_map(row).collect()
}

/// One for each outcome, and all of them.
fn counts(rows: &[&ObligationRow]) -> Vec<u64> {
    let count = |outcome: &Outcome| rows.iter().map(|row| u64::from(row.outcome == *outcome)).sum();
    let mut counts: Vec<u64> = Outcome::ALL.iter().map(count).collect();
    counts.push(counts.iter().sum());
    counts
}

/// The officers who were obliged. An officer whom nothing obliged does not count, for that would hide nobody.
fn officers<'r>(rows: &[&'r ObligationRow]) -> BTreeSet<&'r OfficerId> {
    let obliged = rows.iter().filter(|row| row.outcome != Outcome::NotRequired);
    obliged.filter_map(|row| row.officer_id.as_ref()).collect()
}

/// The rows (the department last) whose numbers are those of fewer than [`FEWEST_OFFICERS`]. A reader can subtract
/// the units that are shown from the department, and is left with the sum of these rows. So together these rows must
/// be enough people, too. If they are not, the smallest other unit is withheld with them, or, where there is no
/// other, the department.
fn of_few_officers(units: &[Vec<&ObligationRow>]) -> Vec<bool> {
    let mut few: Vec<bool> = units.iter().map(|rows| officers(rows).len() < FEWEST_OFFICERS).collect();
    let department = units.len().saturating_sub(1);
    loop {
        let together: BTreeSet<&OfficerId> = units
            .iter()
            .take(department)
            .zip(&few)
            .filter(|(_, few)| **few)
            .flat_map(|(rows, _)| officers(rows))
            .collect();
        if together.is_empty() || together.len() >= FEWEST_OFFICERS {
            return few;
        }
        let others = units.iter().take(department).enumerate();
        let others = others.filter(|(number, _)| !few.get(*number).copied().unwrap_or(true));
        let next = others.min_by_key(|(_, rows)| rows.len()).map_or(department, |(number, _)| number);
        let Some(flag) = few.get_mut(next).filter(|flag| !**flag) else { return few };
        *flag = true;
    }
}

/// What can be said of an archive without its name, a path or a small number.
fn archive(archive: &ArchiveSummary) -> String {
    let chain = match archive.verdict {
        None => "it has no chain of its own, so that nothing shows by itself whether files were changed or removed",
        Some(ChainVerdict::Intact) => "every record of its chain follows from the one before",
        Some(ChainVerdict::Broken) => "its chain is broken",
        Some(ChainVerdict::Truncated) => "its chain was cut off",
        Some(ChainVerdict::Forked) => "its chain is another one than the one that was kept elsewhere",
        Some(ChainVerdict::TornTail) => "the end of its chain is torn",
        Some(ChainVerdict::SignatureInvalid) => "a signature over its chain does not verify",
    };
    let anchor = match archive.anchored {
        _ if archive.verdict.is_none() => "",
        Some(size) if size >= archive.size => ", and a copy of its checkpoint, kept elsewhere, covers all of it",
        Some(_) => ", and a copy of its checkpoint, kept elsewhere, covers the older part of it",
        None => {
            ", but no copy of its checkpoint was kept elsewhere: by itself it cannot rule out that its end was \
                 cut off or all of it rebuilt"
        }
    };
    let doubt = match archive.doubt {
        Some(_) => ", and another checkpoint that lies beside it does not fit it",
        None => "",
    };
    format!("{chain}{anchor}{doubt}; {}", files(archive))
}

fn files(archive: &ArchiveSummary) -> &'static str {
    let any = |wanted: &[FileStatus]| archive.files.iter().any(|(status, count)| *count > 0 && wanted.contains(status));
    if any(&[FileStatus::Changed, FileStatus::Missing]) {
        return "some files are not as they were sealed";
    }
    if any(&[FileStatus::PurgedEarly, FileStatus::PurgedUnderHold, FileStatus::PurgedUnauthorized]) {
        return "some files were deleted against the rules";
    }
    if !archive.hashed || any(&[FileStatus::Unchecked, FileStatus::Unreadable]) {
        return "not every file could be checked";
    }
    if any(&[FileStatus::Unlisted]) {
        return "some files were never sealed, and all that were are as they were sealed";
    }
    if archive.files.iter().all(|(_, count)| *count == 0) {
        return "it holds no files";
    }
    "every file that should be there is as it was sealed"
}
