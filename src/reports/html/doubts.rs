//! What the data cannot show: the first thing on the page, and what a case that it turned says of it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::reports::cannot_show::{CannotShow, HEADING, Paragraph, Word, cannot_show};
use crate::results::causes::{CauseRow, Effect};
use crate::results::{ObligationRow, Report};

/// All of it.
pub(super) struct DoubtsView {
    pub(super) heading: &'static str,
    pub(super) summary: String,
    /// Something is not decided because of it.
    pub(super) is_grave: bool,
    pub(super) vouched: Vec<Word>,
    pub(super) causes: Vec<CauseView>,
}

/// All causes of one kind.
pub(super) struct CauseView {
    /// Where it stands on the page.
    pub(super) place: String,
    pub(super) told: Paragraph,
    /// Every one; where there is but one and its finding is not on the page, all is said already.
    pub(super) each: Vec<SingleView>,
    /// How many more stand in `findings.csv`.
    pub(super) more: usize,
}

/// One cause.
pub(super) struct SingleView {
    pub(super) finding_id: String,
    /// Its finding stands on the page.
    pub(super) is_here: bool,
    pub(super) text: String,
}

/// What a case says that a doubt of the data turned.
pub(super) struct TurnedView {
    /// `would-be-not-recorded`
    pub(super) would_be: String,
    pub(super) evidence: String,
    pub(super) code: &'static str,
    /// Where the cause is told.
    pub(super) place: String,
    /// The finding, where it stands on the page.
    pub(super) finding: Option<String>,
}

/// More causes of one kind than this are in `findings.csv` alone.
const SHOWN: usize = 200;

/// `None`: nobody was judged.
pub(super) fn doubts(report: &Report) -> Option<DoubtsView> {
    let CannotShow { summary, obligations, vouched, causes } = cannot_show(report)?;
    let here: FxHashSet<&str> = report.findings.iter().map(|row| row.finding_id.as_str()).collect();
    let view = |mut told: Paragraph| {
        let more = told.each.len().saturating_sub(SHOWN);
        let each = std::mem::take(&mut told.each).into_iter().take(SHOWN).map(|single| SingleView {
            is_here: here.contains(single.finding_id.as_str()),
            finding_id: single.finding_id,
            text: single.text,
        });
        CauseView { place: place(&told.code, &told.effect), each: each.collect(), more, told }
    };
    Some(DoubtsView {
        heading: HEADING,
        summary,
        is_grave: obligations > 0,
        vouched,
        causes: causes.into_iter().map(view).collect(),
    })
}

/// One kind of cause may turn some obligations and only speak against others.
fn place(code: &str, effect: &str) -> String {
    if effect == Effect::Turns.as_str() { format!("cause-{code}") } else { format!("cause-{code}-{effect}") }
}

/// Looks up why an obligation is not decided.
pub(super) struct Turned<'r> {
    causes: FxHashMap<&'r str, &'r CauseRow>,
    here: FxHashSet<&'r str>,
}

impl<'r> Turned<'r> {
    pub(super) fn of(report: &'r Report) -> Self {
        Self {
            causes: report.causes.iter().map(|cause| (&*cause.finding_id, cause)).collect(),
            here: report.findings.iter().map(|row| row.finding_id.as_str()).collect(),
        }
    }

    /// `None`: no doubt of the data turned it.
    pub(super) fn view(&self, row: &ObligationRow) -> Option<TurnedView> {
        let cause = self.causes.get(row.cause_id.as_deref()?).filter(|_| !row.would_be.is_empty())?;
        let would_be: Vec<&str> = row.would_be.iter().map(|word| word.as_str()).collect();
        let about = if cause.about.is_empty() { String::new() } else { format!("{}: ", cause.about) };
        Some(TurnedView {
            would_be: would_be.join(" · "),
            evidence: format!("{about}{}.", cause.evidence),
            code: cause.code.as_str(),
            place: place(cause.code.as_str(), cause.effect.as_str()),
            finding: self.here.contains(&*cause.finding_id).then(|| cause.finding_id.to_string()),
        })
    }
}
