//! What the data cannot show, in the sentences that every format begins with.
//!
//! Everybody who reads a report reads this first, whether in a terminal, a browser, a workbook or a script, so the
//! sentences are made once, here; a format says where they stand and how they look. Causes of one kind are told
//! together: ninety rows that cannot be used are one thing to mend. Used by all formats.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::table::wording::Clock;
use crate::results::causes::{CauseRow, Effect, Extent, Settles, VouchRow};
use crate::results::{FindingRow, ObligationRow, Report};
use crate::words::{Doubt, Family, FindingCode, Verdict};

/// The heading of it all.
pub(crate) const HEADING: &str = Family::Doubt.as_str();

/// Everything that is said of what the data cannot show; in JSON under these names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CannotShow {
    /// One or two sentences for whoever reads no further.
    pub summary: String,
    /// How many obligations are not decided because of a doubt of the data.
    pub obligations: usize,
    /// Whose word the audit rests on.
    pub vouched: Vec<Word>,
    /// Those that reach furthest first.
    pub causes: Vec<Paragraph>,
}

/// Somebody who vouches for exports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Word {
    /// Who.
    pub by: String,
    /// When.
    pub at_utc: String,
    /// The line of the audit file that says so.
    pub source: String,
    /// For which exports.
    pub files: Vec<String>,
    /// So many obligations rest on the word,
    pub obligations: usize,
    /// so many of them against what the data show.
    pub against: usize,
    /// All of it in a sentence.
    pub text: String,
}

/// All causes of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Paragraph {
    /// The code of their findings.
    pub code: String,
    /// What it does: `not-decided`, `against-a-word`, `less-sure`; findings that do nothing by themselves have `none`.
    pub effect: String,
    /// What it means.
    pub means: String,
    /// How many causes, each with a finding of its own.
    pub findings: usize,
    /// So many obligations,
    pub obligations: usize,
    /// of so many officers,
    pub officers: usize,
    /// on so many days of the department's calendar,
    pub days: usize,
    /// from this one
    pub first_day: Option<String>,
    /// to this one.
    pub last_day: Option<String>,
    /// How far it reaches, in a sentence.
    pub extent: String,
    /// What shows it: the first few of the causes.
    pub evidence: Vec<String>,
    /// What would settle it.
    pub settled_by: String,
    /// The heading in the audit file that the line stands under.
    pub audit_file_heading: Option<String>,
    /// The line of the audit file that settles it.
    pub audit_file_line: Option<String>,
    /// Every cause.
    #[serde(skip)]
    pub each: Vec<Single>,
}

/// One cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Single {
    /// The finding that tells it.
    pub finding_id: String,
    /// What it is about, what shows it and how far it reaches, and what would settle it where that is its own.
    pub text: String,
}

/// So many causes of one kind are told where there is little room,
const FEW: usize = 3;
/// and so many things that the same is said of.
const NAMED: usize = 10;

/// What a report begins with; `None`: nobody was judged.
pub(crate) fn cannot_show(report: &Report) -> Option<CannotShow> {
    if !report.judges_officers {
        return None;
    }
    let clock = Clock::of(&report.time_zone);
    let reach = Reach::of(report);
    let mut kinds: BTreeMap<(Effect, FindingCode), Vec<&CauseRow>> = BTreeMap::new();
    for cause in &report.causes {
        kinds.entry(kind(cause)).or_default().push(cause);
    }
    let mut causes: Vec<Paragraph> =
        kinds.into_iter().filter_map(|(kind, causes)| of_causes(kind, &causes, &reach)).collect();
    causes.sort_by_key(|paragraph| Reverse(paragraph.obligations));
    let told: FxHashSet<&str> = report.causes.iter().map(|cause| &*cause.finding_id).collect();
    for code in FindingCode::ALL.iter().filter(|code| code.family() == Family::Doubt) {
        let others = report.findings.iter().filter(|row| row.code == *code && !told.contains(row.finding_id.as_str()));
        causes.extend(of_findings(*code, &others.collect::<Vec<_>>()));
    }
    let vouched: Vec<Word> = report.vouched.iter().map(|word| of_word(word, report, &clock)).collect();
    let obligations = report.obligations.iter().filter(|row| is_turned(row)).count();
    Some(CannotShow { summary: summary(report, obligations, &causes), obligations, vouched, causes })
}

/// Whether a doubt of the data turned it.
fn is_turned(row: &ObligationRow) -> bool {
    !row.would_be.is_empty()
}

/// What speaks against a word is told apart from what turns a verdict.
const fn kind(cause: &CauseRow) -> (Effect, FindingCode) {
    (cause.effect, cause.code)
}

/// How far each cause reaches, and each kind.
struct Reach<'r> {
    of_causes: FxHashMap<&'r str, Extent<'r>>,
    of_kinds: FxHashMap<(Effect, FindingCode), Extent<'r>>,
}

impl<'r> Reach<'r> {
    fn of(report: &'r Report) -> Self {
        let zone = TimeZone::get(&report.time_zone).unwrap_or(TimeZone::UTC);
        let kinds: FxHashMap<&str, (Effect, FindingCode)> =
            report.causes.iter().map(|cause| (&*cause.finding_id, kind(cause))).collect();
        let mut reach = Self { of_causes: FxHashMap::default(), of_kinds: FxHashMap::default() };
        for row in &report.obligations {
            let Some(cause) = row.cause_id.as_deref() else { continue };
            let officer = row.officer_id.as_ref();
            reach.of_causes.entry(cause).or_default().add(&zone, row.on, officer);
            if let Some(kind) = kinds.get(cause) {
                reach.of_kinds.entry(*kind).or_default().add(&zone, row.on, officer);
            }
        }
        reach
    }
}

/// `None`: there are none.
fn of_causes(kind: (Effect, FindingCode), causes: &[&CauseRow], reach: &Reach<'_>) -> Option<Paragraph> {
    let first = causes.first()?;
    let (effect, code) = kind;
    let nothing = Extent::default();
    let extent = reach.of_kinds.get(&kind).unwrap_or(&nothing);
    let own = |cause: &CauseRow| reach.of_causes.get(&*cause.finding_id).map_or(0, Extent::obligations);
    let mut causes = causes.to_vec();
    // stable: those that reach equally far stay in order
    causes.sort_by_key(|cause| Reverse(own(cause)));
    let same = causes.iter().all(|cause| cause.settled_by == first.settled_by);
    let (settled_by, line) = match &first.settled_by {
        Settles { text, line } if same => (sentence(text), line.as_ref()),
        // each says its own
        _ => (code.text().next.to_owned(), None),
    };
    let single = |cause: &&CauseRow| {
        let extent = reach.of_causes.get(&*cause.finding_id).and_then(Extent::said);
        let extent = extent.map_or_else(String::new, |extent| format!("; {extent}"));
        let Settles { text, line } = &cause.settled_by;
        let line = line.as_ref().map_or_else(String::new, |line| format!(": {} under {}", line.line, line.under));
        let settled_by = if same { String::new() } else { format!("; {text}{line}") };
        let text = format!("{}{extent}{settled_by}", said(&cause.about, &cause.evidence));
        Single { finding_id: cause.finding_id.to_string(), text }
    };
    let shown: Vec<(String, &str)> =
        causes.iter().map(|cause| (cause.about.clone(), cause.evidence.as_str())).collect();
    let ends = extent.ends();
    Some(Paragraph {
        code: code.to_string(),
        effect: effect.as_str().to_owned(),
        means: code.means().to_owned(),
        findings: causes.len(),
        obligations: extent.obligations(),
        officers: extent.officers(),
        days: extent.days(),
        first_day: ends.map(|(first, _)| first.to_string()),
        last_day: ends.map(|(_, last)| last.to_string()),
        extent: match (extent.said(), effect) {
            (None, _) => "No obligation shown here is turned by it.".to_owned(),
            (Some(said), Effect::Turns) => format!("Not decided because of it: {said}."),
            (Some(said), Effect::MakesLessSure) => {
                format!("Decided all the same, and less sure because of it: {said}.")
            }
            (Some(said), Effect::SpeaksAgainstAWord) => format!("Resting on somebody's word against it: {said}."),
        },
        evidence: few(&shown),
        settled_by,
        audit_file_heading: line.map(|line| line.under.clone()),
        audit_file_line: line.map(|line| line.line.clone()),
        each: causes.iter().map(single).collect(),
    })
}

/// Other findings of what the data cannot show, which turn nothing by themselves; `None`: there are none.
fn of_findings(code: FindingCode, rows: &[&FindingRow]) -> Option<Paragraph> {
    let about = |row: &FindingRow| {
        let camera = row.camera_id.as_ref().map(|id| format!("camera {id}"));
        let car = || row.vehicle_id.as_ref().map(|id| format!("car {id}"));
        camera.or_else(car).or_else(|| row.path.clone()).unwrap_or_default()
    };
    let shown: Vec<(String, &str)> = rows.iter().map(|row| (about(row), row.summary.as_str())).collect();
    let single =
        |row: &&FindingRow| Single { finding_id: row.finding_id.clone(), text: said(&about(row), &row.summary) };
    (!rows.is_empty()).then(|| Paragraph {
        code: code.to_string(),
        effect: "none".to_owned(),
        means: code.means().to_owned(),
        findings: rows.len(),
        obligations: 0,
        officers: 0,
        days: 0,
        first_day: None,
        last_day: None,
        extent: "By itself it turns no verdict.".to_owned(),
        // what is found of each is like what is found of the others, so that names are enough
        evidence: if shown.len() > 1 { vec![names(&shown)] } else { few(&shown) },
        settled_by: code.text().next.to_owned(),
        audit_file_heading: None,
        audit_file_line: None,
        each: rows.iter().map(single).collect(),
    })
}

/// `camera BWC-0031: no row of the recordings names it`
fn said(about: &str, evidence: &str) -> String {
    if about.is_empty() { evidence.to_owned() } else { format!("{about}: {evidence}") }
}

/// The first few, and how many more there are; where the same is said of all of them, once.
fn few(shown: &[(String, &str)]) -> Vec<String> {
    let Some((_, first)) = shown.first() else { return Vec::new() };
    let more = |most: usize| shown.len().saturating_sub(most);
    if shown.len() > 1 && shown.iter().all(|(about, evidence)| evidence == first && !about.is_empty()) {
        return vec![format!("{}: {first}", names(shown))];
    }
    let mut lines: Vec<String> = shown.iter().take(FEW).map(|(about, evidence)| said(about, evidence)).collect();
    if more(FEW) > 0 {
        lines.push(format!("and {} more, each with a finding of its own in findings.csv", more(FEW)));
    }
    lines
}

/// What they are about, most by name.
fn names(shown: &[(String, &str)]) -> String {
    let named: Vec<&str> = shown.iter().take(NAMED).map(|(about, _)| about.as_str()).collect();
    match shown.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}

fn of_word(word: &VouchRow, report: &Report, clock: &Clock) -> Word {
    let (obligations, against) = word.rests(&report.obligations);
    let mut files: Vec<&str> = word.files.iter().take(FEW).map(String::as_str).collect();
    let more = format!("{} more", word.files.len().saturating_sub(FEW));
    if word.files.len() > FEW {
        files.push(&more);
    }
    let whole = if word.files.len() == 1 { "is whole" } else { "are whole" };
    let rests = match (obligations, against) {
        (0, _) => "No obligation shown here rests on that word.".to_owned(),
        (1, 0) => "The audit rests on that word: 1 obligation does.".to_owned(),
        (rests, 0) => format!("The audit rests on that word: {rests} obligations do."),
        (1, _) => "The audit rests on that word: 1 obligation does, against what the data show.".to_owned(),
        (rests, against) => format!(
            "The audit rests on that word: {rests} obligations do, {against} of them against what the data show."
        ),
    };
    Word {
        by: word.by.to_string(),
        at_utc: word.at.to_string(),
        source: word.source.clone(),
        files: word.files.clone(),
        obligations,
        against,
        text: format!(
            "{} vouched on {} that {} {whole} ({}). {rests}",
            word.by,
            clock.time(word.at),
            files.join(", "),
            word.source
        ),
    }
}

/// For whoever reads no further.
fn summary(report: &Report, turned: usize, causes: &[Paragraph]) -> String {
    let all = report.obligations.len();
    if all == 0 {
        return "Nothing was judged, so nothing is said of the data.".to_owned();
    }
    if turned > 0 {
        let of = format!("{turned} of {all} obligations");
        let verb = if turned == 1 { "is" } else { "are" };
        return format!(
            "{of} {verb} not decided, because the data cannot show whether there was a recording. Nobody is accused of \
             them. Settle what stands here, and run the audit again."
        );
    }
    if !causes.is_empty() {
        return "No verdict was turned by what stands here, but it belongs before the numbers.".to_owned();
    }
    let missed = || report.obligations.iter().filter(|row| row.verdict == Verdict::NotRecorded);
    let unproven = missed().filter(|row| row.confidence_reason.contains(&Doubt::CompletenessNotProven)).count();
    let rests = match (missed().count(), unproven) {
        (_, 0) => String::new(),
        (missed, unproven) => format!(
            " Of {missed} obligations without a recording {unproven} rest on the export alone: neither the camera's log \
             nor its numbers show that nothing is missing."
        ),
    };
    let read =
        if report.incomplete.is_empty() { "No sign was found" } else { "In what could be read no sign was found" };
    format!(
        "{read} that recordings were cut off, left out, filtered, shifted in time, mistyped or exchanged. That \
         does not prove that they are all here.{rests}"
    )
}

#[cfg(test)]
mod tests;
