//! What the data cannot show: a row for each cause, how far it reaches, and who vouches for what.
//!
//! A cause turns many obligations, so it is told once and before any number (contract, "Can the data accuse?"). An
//! obligation names its cause in `cause_id`; how far a cause reaches is counted from there, so that a part of a report
//! counts its own. Made by `findings`, told by `reports`.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ObligationRow;
use crate::base::day::day_in;
use crate::base::ids::OfficerId;
use crate::base::time::Moment;
use crate::words::{Doubt, FindingCode};

/// One cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CauseRow {
    /// The finding that tells it.
    pub finding_id: Arc<str>,
    /// Its code.
    pub code: FindingCode,
    /// What it is about: `camera BWC-0031`, `unit East`, `recordings.csv`; may be empty.
    pub about: String,
    /// What shows it, in one sentence without a capital and a full stop.
    pub evidence: String,
    /// The evidence names officers, cameras or cars beside those that it is about.
    pub names_others: bool,
    /// What would settle it.
    pub settled_by: Settles,
    /// What it does to the obligations that name it.
    pub effect: Effect,
}

/// What a cause does to obligations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// They are not decided.
    Turns,
    /// They stand on somebody's word, and this speaks against it.
    SpeaksAgainstAWord,
    /// They stand, and are less sure.
    MakesLessSure,
}

impl Effect {
    /// As the JSON documents have it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Turns => "not-decided",
            Self::SpeaksAgainstAWord => "against-a-word",
            Self::MakesLessSure => "less-sure",
        }
    }
}

/// What would settle a cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settles {
    /// What to do, in one sentence without a capital and a full stop.
    pub text: String,
    /// The line of the audit file that does it, where one does.
    pub line: Option<AuditLine>,
}

/// A line to write into the audit file. Where a person has to decide what stands there, it has a `…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// The heading it stands under: `[[recordings]]`.
    pub under: String,
    /// The line.
    pub line: String,
}

/// Somebody who vouches that exports are whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VouchRow {
    /// Who.
    pub by: Arc<str>,
    /// When.
    pub at: Moment,
    /// The exports.
    pub files: Vec<String>,
    /// The line of the audit file that says so: `audit.toml:12`.
    pub source: String,
}

impl VouchRow {
    /// How many obligations rest on the word, and how many of them against what the data show.
    pub(crate) fn rests(&self, obligations: &[ObligationRow]) -> (usize, usize) {
        let rests = || obligations.iter().filter(|row| row.sources.contains(&self.source));
        let against = |row: &&ObligationRow| row.confidence_reason.contains(&Doubt::VouchedAgainst);
        (rests().count(), rests().filter(against).count())
    }
}

/// How far something reaches: obligations, officers, days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Extent<'r> {
    obligations: usize,
    officers: BTreeSet<&'r OfficerId>,
    days: BTreeSet<Date>,
}

impl<'r> Extent<'r> {
    /// Takes one more obligation in.
    pub(crate) fn add(&mut self, zone: &TimeZone, on: Moment, officer: Option<&'r OfficerId>) {
        self.obligations += 1;
        self.officers.extend(officer);
        self.days.extend(day_in(zone, on));
    }

    /// How many obligations.
    pub(crate) const fn obligations(&self) -> usize {
        self.obligations
    }

    /// How many officers are named.
    pub(crate) fn officers(&self) -> usize {
        self.officers.len()
    }

    /// On how many days of the department's calendar.
    pub(crate) fn days(&self) -> usize {
        self.days.len()
    }

    /// The first day and the last.
    pub(crate) fn ends(&self) -> Option<(Date, Date)> {
        Some((*self.days.first()?, *self.days.last()?))
    }

    /// `12 obligations of 3 officers on 4 days, 2021-02-01 to 2021-02-07`; `None`: nothing is reached.
    pub(crate) fn said(&self) -> Option<String> {
        let (first, last) = self.ends()?;
        let obligations = counted(self.obligations, "obligation", "obligations");
        let of = match self.officers() {
            0 => String::new(),
            officers => format!(" of {}", counted(officers, "officer", "officers")),
        };
        let days = match self.days() {
            1 => format!("on {first}"),
            days => format!("on {days} days, {first} to {last}"),
        };
        Some(format!("{obligations}{of} {days}"))
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::samples;
    use rstest::rstest;

    #[rstest]
    #[case::nothing(&[], None)]
    #[case::one(&[(0, "0042")], Some("1 obligation of 1 officer on 2020-11-01"))]
    #[case::an_officer_twice(&[(0, "0042"), (1, "0042")], Some("2 obligations of 1 officer on 2020-11-01"))]
    #[case::several_days(
        &[(29, "0042"), (0, "0051"), (0, "0042")],
        Some("3 obligations of 2 officers on 2 days, 2020-11-01 to 2020-11-02")
    )]
    #[case::nobody_is_named(&[(0, "")], Some("1 obligation on 2020-11-01"))]
    fn how_far_it_reaches(#[case] obligations: &[(i64, &str)], #[case] said: Option<&str>) {
        let zone = TimeZone::get("America/Chicago").unwrap();
        let ids: Vec<OfficerId> = obligations.iter().map(|(_, id)| (*id).into()).collect();
        let mut extent = Extent::default();
        for ((hours, _), id) in obligations.iter().zip(&ids) {
            let officer = (!id.as_str().is_empty()).then_some(id);
            extent.add(&zone, samples::moment(hours * 3_600), officer);
        }
        assert_eq!(extent.said().as_deref(), said);
    }

    #[test]
    fn what_rests_on_a_word_names_its_line() {
        let word = VouchRow {
            by: "Records".into(),
            at: samples::moment(0),
            files: vec!["recordings.csv".into()],
            source: "audit.toml:12".into(),
        };
        let mut rows: Vec<ObligationRow> = (1..=4).map(samples::obligation).collect();
        rows[0].sources.push("audit.toml:12".into());
        rows[1].sources.push("audit.toml:12".into());
        rows[1].confidence_reason.push(Doubt::VouchedAgainst);
        rows[2].sources.push("audit.toml:120".into());
        assert_eq!(word.rests(&rows), (2, 1));
    }
}
