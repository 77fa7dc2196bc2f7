//! Rates with their doubt: how often cameras were started, in time, and how often nobody knows why not.
//!
//! Denominators decide, so every rate says of how many, who was left out and why, and what it would be if
//! everything that is not decided had gone well or badly.

use std::collections::BTreeMap;

use super::causes::LEAST_OBLIGATIONS;
use crate::base::share::{share, wilson};
use crate::results::ObligationRow;
use crate::results::rates::{LEFT_OUT, Rate, RateRow};
use crate::words::{Outcome, SubjectKind, Verdict};

/// The whole, then units, supervisors, cars and officers, each in order of id with those without one first;
/// the rows of a kind add up to the whole, but for officers: of these only those with at least
/// [`LEAST_OBLIGATIONS`] decided obligations have a row.
pub(crate) fn rates(obligations: &[ObligationRow]) -> Vec<RateRow> {
    let mut counts: BTreeMap<(usize, SubjectKind, Option<&str>), Counts> = BTreeMap::new();
    counts.insert((0, SubjectKind::Department, None), Counts::default());
    for row in obligations {
        let subjects = [
            (SubjectKind::Department, None),
            (SubjectKind::Unit, row.unit.as_deref()),
            (SubjectKind::Supervisor, row.supervisor_id.as_ref().map(|id| id.as_str())),
            (SubjectKind::Vehicle, row.vehicle_id.as_ref().map(|id| id.as_str())),
            (SubjectKind::Officer, row.officer_id.as_ref().map(|id| id.as_str())),
        ];
        for (place, (kind, id)) in subjects.into_iter().enumerate() {
            counts.entry((place, kind, id)).or_default().add(row);
        }
    }
    counts
        .into_iter()
        .filter(|((_, kind, id), counts)| {
            *kind != SubjectKind::Officer || (id.is_some() && counts.decided() >= LEAST_OBLIGATIONS)
        })
        .map(|((_, kind, id), counts)| counts.row(kind, id.map(str::to_owned)))
        .collect()
}

#[derive(Default)]
struct Counts {
    obligations: u32,
    not_required: u32,
    unresolved: u32,
    in_time: u32,
    late: u32,
    not_recorded: u32,
    unexplained: u32,
    awaiting: u32,
    left_out: [u32; LEFT_OUT.len()],
}

impl Counts {
    fn add(&mut self, row: &ObligationRow) {
        let reason = row.reason.filter(|_| row.verdict != Verdict::UploadPending);
        for (count, left_out) in self.left_out.iter_mut().zip(LEFT_OUT) {
            *count += u32::from(left_out == (row.verdict, reason));
        }
        self.obligations += 1;
        match row.verdict {
            Verdict::NotRequired => self.not_required += 1,
            Verdict::Indeterminate | Verdict::FootageMissing | Verdict::UploadPending => self.unresolved += 1,
            Verdict::OnTime | Verdict::EndedEarly | Verdict::Interrupted => self.in_time += 1,
            Verdict::Late => self.late += 1,
            Verdict::NotRecorded => self.not_recorded += 1,
        }
        match row.outcome {
            Outcome::Unexplained => self.unexplained += 1,
            Outcome::Awaiting => self.awaiting += 1,
            _ => {}
        }
    }

    const fn decided(&self) -> u32 {
        self.in_time + self.late + self.not_recorded
    }

    fn row(&self, kind: SubjectKind, id: Option<String>) -> RateRow {
        let decided = self.decided();
        let explained_or_not = decided.saturating_sub(self.awaiting);
        let unexplained = rate(self.unexplained, explained_or_not, self.unresolved + self.awaiting);
        RateRow {
            kind,
            id,
            obligations: self.obligations,
            not_required: self.not_required,
            unresolved: self.unresolved,
            awaiting: self.awaiting,
            activation: rate(self.in_time + self.late, decided, self.unresolved),
            on_time: rate(self.in_time, decided, self.unresolved),
            // here more is worse
            unexplained: Rate { worst: unexplained.best, best: unexplained.worst, ..unexplained },
            left_out: self.left_out,
        }
    }
}

fn rate(part: u32, whole: u32, undecided: u32) -> Rate {
    let interval = wilson(part, whole);
    Rate {
        part,
        whole,
        rate: share(part, whole),
        low: interval.map(|(low, _)| low),
        high: interval.map(|(_, high)| high),
        worst: share(part, whole + undecided),
        best: share(part + undecided, whole + undecided),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::share::Share;
    use crate::reports::samples;
    use crate::words::Explanation;
    use rstest::rstest;

    fn row(verdict: Verdict, outcome: Outcome, officer: &str) -> ObligationRow {
        ObligationRow { verdict, outcome, officer_id: Some(officer.into()), ..samples::obligation(1) }
    }

    fn said(rate: &Rate) -> String {
        let text = |share: Option<Share>| share.map_or_else(|| "-".to_owned(), |share| share.to_string());
        format!("{}/{} {} {} {}", rate.part, rate.whole, text(rate.rate), text(rate.worst), text(rate.best))
    }

    #[test]
    fn what_is_not_decided_is_the_best_and_the_worst_case() {
        let mut rows = vec![row(Verdict::OnTime, Outcome::Compliant, "1"); 5];
        rows.push(row(Verdict::EndedEarly, Outcome::Unexplained, "1"));
        rows.push(row(Verdict::Late, Outcome::Explained, "1"));
        rows.push(row(Verdict::NotRecorded, Outcome::Unexplained, "1"));
        rows.push(row(Verdict::NotRecorded, Outcome::Awaiting, "1"));
        rows.push(row(Verdict::NotRequired, Outcome::NotRequired, "1"));
        rows.push(row(Verdict::UploadPending, Outcome::Unresolved, "1"));
        let rates = rates(&rows);
        let whole = rates.first().unwrap();
        assert_eq!((whole.kind, whole.obligations, whole.not_required), (SubjectKind::Department, 11, 1));
        assert_eq!((whole.unresolved, whole.awaiting), (1, 1));
        assert_eq!(said(&whole.activation), "7/9 0.7778 0.7000 0.8000");
        assert_eq!(said(&whole.on_time), "6/9 0.6667 0.6000 0.7000");
        assert_eq!(said(&whole.unexplained), "2/8 0.2500 0.4000 0.2000");
        assert_eq!((whole.left_out.iter().sum::<u32>(), whole.left_out.last()), (1, Some(&1)));
    }

    #[rstest]
    #[case(19, 0, false)]
    #[case(19, 5, false)]
    #[case(20, 0, true)]
    fn an_officer_with_few_decided_obligations_has_no_rate(
        #[case] decided: usize,
        #[case] pending: usize,
        #[case] has_rate: bool,
    ) {
        let mut rows = vec![row(Verdict::OnTime, Outcome::Compliant, "1"); decided];
        rows.extend(vec![row(Verdict::UploadPending, Outcome::Unresolved, "1"); pending]);
        let rates = rates(&rows);
        assert_eq!(rates.iter().any(|row| row.kind == SubjectKind::Officer), has_rate);
    }

    #[test]
    fn of_nothing_there_is_no_rate() {
        let rates = rates(&[]);
        assert_eq!(rates.len(), 1);
        assert_eq!(said(&rates[0].activation), "0/0 - - -");
        assert_eq!((rates[0].activation.low, rates[0].activation.high), (None, None));
    }

    #[test]
    fn the_rows_of_a_kind_add_up_to_the_whole_and_every_reason_has_its_place() {
        let report = samples::with_findings();
        let rates = rates(&report.obligations);
        let whole = &rates[0];
        for kind in [SubjectKind::Unit, SubjectKind::Supervisor, SubjectKind::Vehicle] {
            let rows: Vec<&RateRow> = rates.iter().filter(|row| row.kind == kind).collect();
            assert_eq!(rows.iter().map(|row| row.obligations).sum::<u32>(), whole.obligations);
            assert_eq!(rows.iter().map(|row| row.on_time.part).sum::<u32>(), whole.on_time.part);
        }
        assert_eq!(whole.left_out.iter().sum::<u32>(), whole.not_required + whole.unresolved);
        let awaited = report.obligations.iter().filter(|row| row.explanation == Some(Explanation::Awaited)).count();
        assert_eq!(whole.awaiting as usize, awaited);
    }
}
