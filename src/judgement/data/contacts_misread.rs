//! Contacts whose times are those of the call: from dispatch to the last clear, and not from hello to goodbye.
//!
//! `suspected-time-zone` where nearly all begin too early, `suspected-length` where nearly all end too late.

use std::collections::BTreeMap;

use super::board::Board;
use crate::base::ids::OfficerId;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::judgement::obligation::Obligation;
use crate::words::{Reason, TriggerKind, Verdict};

/// Of fewer contacts nothing is concluded,
const CONTACTS: usize = 20;
/// nor of fewer officers,
const OFFICERS: usize = 3;
/// each with so many.
const OF_OFFICER: usize = 3;

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let about = || About { source: Some(SourceKind::Contacts), ..About::default() };
    let mut causes = Vec::new();
    if let Some((late, of, officers)) = count(board, is_missed, |each| each.verdict.is_in_time()) {
        let turns = board.places(|each| is_contact(board, each) && each.verdict.is_deviation());
        let why = Why::ContactsEarly { late, of, officers };
        causes.push(Cause::new(Reason::SuspectedTimeZone, why, about(), turns).incomplete());
    }
    if let Some((short, of, _)) = count(board, is_short, |each| each.verdict == Verdict::OnTime) {
        let turns = board.places(|each| is_contact(board, each) && is_short(each));
        causes.push(Cause::new(Reason::SuspectedLength, Why::ContactsLong { short, of }, about(), turns).incomplete());
    }
    causes
}

fn is_contact(board: &Board<'_>, obligation: &Obligation) -> bool {
    board.book.triggers[obligation.trigger].kind() == TriggerKind::Contact
}

fn is_missed(obligation: &Obligation) -> bool {
    obligation.verdict.is_miss()
}

fn is_short(obligation: &Obligation) -> bool {
    let also = |verdict: &Verdict| matches!(verdict, Verdict::EndedEarly | Verdict::Interrupted);
    also(&obligation.verdict) || obligation.also.iter().any(also)
}

/// Contacts that are bad, of how many, and of how many officers more than half: where three quarters of them are, and
/// of three quarters of the officers more than half. Beside late ones missing ones say nothing here: an export that
/// lacks them is another doubt.
fn count(
    board: &Board<'_>,
    is_bad: impl Fn(&Obligation) -> bool,
    is_good: impl Fn(&Obligation) -> bool,
) -> Option<(usize, usize, usize)> {
    let mut officers: BTreeMap<&OfficerId, (usize, usize)> = BTreeMap::new();
    let mut late = 0_usize;
    for obligation in board.obligations.iter().filter(|each| is_contact(board, each)) {
        let bad = is_bad(obligation);
        if let (true, Some(officer)) = (bad || is_good(obligation), &obligation.officer) {
            let (own, of) = officers.entry(officer).or_default();
            *own += usize::from(bad);
            *of += 1;
            late += usize::from(bad && obligation.verdict != Verdict::NotRecorded);
        }
    }
    let (bad, of) = officers.values().fold((0, 0), |(bad, of), own| (bad + own.0, of + own.1));
    let asked = officers.values().filter(|(_, of)| *of >= OF_OFFICER);
    let (most, asked) = asked.fold((0, 0), |(most, all), (own, of)| (most + usize::from(own * 2 > *of), all + 1));
    let shown = of >= CONTACTS && most >= OFFICERS && bad * 4 >= of * 3 && most * 4 >= asked * 3;
    (shown && late * 2 >= bad).then_some((bad, of, most))
}
