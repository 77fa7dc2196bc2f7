//! `changes.csv`, and the `changes` of the JSON documents: what became of each row since an earlier output.
//!
//! The columns of the other files stay what they are; the marks stand here. Made by [`crate::previous`],
//! printed by the formats.

use serde::Serialize;

use super::csv::{Sheet, plain, sentence, text};
use super::facts::{Ordered, Shown};
use crate::digest::Digest;
use crate::time::Moment;
use crate::vocabulary::{Change, Severity};

/// What became of everything since an earlier output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The earlier output; `None`: there is none yet, so everything is new.
    pub earlier: Option<EarlierOutput>,
    /// Why the two can differ beside what happened, in plain words.
    pub notes: Vec<String>,
    /// Every obligation and finding of both, sorted by time, then identifiers; those without a time first.
    pub rows: Vec<ChangeRow>,
    /// Rows of the earlier output that lie outside of `--since` and `--until` and were not compared.
    pub not_compared: usize,
}

/// Which output was compared with, so that it can be found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierOutput {
    /// The program that wrote it.
    pub version: String,
    /// It was judged as of this moment.
    pub as_of: Moment,
    /// Of its `obligations.csv`.
    pub obligations_sha256: Digest,
    /// Of its `findings.csv`.
    pub findings_sha256: Digest,
    /// The chains as they were then.
    pub chains: Vec<EarlierChain>,
}

/// A chain as an earlier output saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierChain {
    /// The root of its archive.
    pub root: String,
    /// How many records counted.
    pub size: u64,
    /// SHA-256 of the last line that counted.
    pub head: Option<String>,
}

/// What a row of `changes.csv` is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A row of `obligations.csv`.
    Obligation,
    /// A row of `findings.csv`.
    Finding,
}

impl Kind {
    /// The word of the column `kind`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Obligation => "obligation",
            Self::Finding => "finding",
        }
    }
}

/// What a row came to: columns and what stood in them.
pub type State = Vec<(&'static str, String)>;

/// One row of `changes.csv`. What it is about is as the cells of the report have it, without formula guards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRow {
    /// Obligation or finding.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// What became of it.
    pub change: Change,
    /// What it came to then; of a changed row the columns that differ; empty for new and same rows.
    pub from: State,
    /// What it comes to now; of a changed row the columns that differ; empty for same and gone rows.
    pub to: State,
    /// Who and what it is about.
    pub subject: Subject,
}

/// Who and what a row is about; empty: it names none.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// `on_utc` of an obligation, `at_utc` of a finding.
    pub at_utc: String,
    /// In order, joined with a space.
    pub event_ids: String,
    /// Which car.
    pub vehicle_id: String,
    /// Whom it concerns.
    pub officer_id: String,
    /// Which camera.
    pub camera_id: String,
    /// From the assignment.
    pub supervisor_id: String,
    /// From the assignment.
    pub unit: String,
    /// Of a finding: which file or archive.
    pub path: String,
    /// Of a finding.
    pub code: String,
    /// Of a finding.
    pub severity: String,
    /// Of a finding: its sentence.
    pub summary: String,
}

impl Changes {
    /// Whether anything calls for somebody: see [`ChangeRow::is_news`].
    pub fn has_news(&self) -> bool {
        self.rows.iter().any(ChangeRow::is_news)
    }

    /// How many rows of a kind became what.
    pub fn count(&self, kind: Kind, change: Change) -> usize {
        self.rows.iter().filter(|row| row.kind == kind && row.change == change).count()
    }
}

impl ChangeRow {
    /// A finding of severity high or review that is new, changed, or gone without being settled.
    pub fn is_news(&self) -> bool {
        self.kind == Kind::Finding
            && matches!(self.change, Change::New | Change::Changed | Change::Vanished)
            && self.subject.severity != Severity::Info.as_str()
    }
}

/// `outcome=awaiting; explanation=awaited`
pub fn said(state: &State) -> String {
    let said: Vec<String> = state.iter().map(|(column, value)| format!("{column}={value}")).collect();
    said.join("; ")
}

impl Sheet for ChangeRow {
    const COLUMNS: &'static [&'static str] = &[
        "kind",
        "id",
        "change",
        "from",
        "to",
        "code",
        "severity",
        "at_utc",
        "officer_id",
        "camera_id",
        "vehicle_id",
        "supervisor_id",
        "unit",
        "event_ids",
        "path",
        "summary",
    ];

    fn cells(&self) -> Vec<String> {
        let subject = &self.subject;
        vec![
            plain(self.kind.as_str()),
            text(&self.id),
            plain(self.change),
            sentence(&said(&self.from)),
            sentence(&said(&self.to)),
            text(&subject.code),
            text(&subject.severity),
            text(&subject.at_utc),
            text(&subject.officer_id),
            text(&subject.camera_id),
            text(&subject.vehicle_id),
            text(&subject.supervisor_id),
            text(&subject.unit),
            text(&subject.event_ids),
            text(&subject.path),
            sentence(&subject.summary),
        ]
    }
}

/// The comparison as `run.json` has it: counts, not rows.
#[derive(Serialize)]
pub struct Comparison<'a> {
    previous: Option<Previous<'a>>,
    notes: &'a [String],
    obligations: Ordered<Change, usize>,
    findings: Ordered<Change, usize>,
    not_compared: usize,
}

#[derive(Serialize)]
struct Previous<'a> {
    version: &'a str,
    as_of_utc: Shown<Moment>,
    obligations_sha256: Shown<Digest>,
    findings_sha256: Shown<Digest>,
    chains: Vec<Chain<'a>>,
}

#[derive(Serialize)]
struct Chain<'a> {
    root: &'a str,
    size: u64,
    head: Option<&'a str>,
}

impl<'a> From<&'a Changes> for Comparison<'a> {
    fn from(changes: &'a Changes) -> Self {
        let counts = |kind| Ordered(Change::ALL.iter().map(|&change| (change, changes.count(kind, change))).collect());
        let previous = changes.earlier.as_ref().map(|earlier| Previous {
            version: &earlier.version,
            as_of_utc: Shown(earlier.as_of),
            obligations_sha256: Shown(earlier.obligations_sha256),
            findings_sha256: Shown(earlier.findings_sha256),
            chains: earlier
                .chains
                .iter()
                .map(|chain| Chain { root: &chain.root, size: chain.size, head: chain.head.as_deref() })
                .collect(),
        });
        Self {
            previous,
            notes: &changes.notes,
            obligations: counts(Kind::Obligation),
            findings: counts(Kind::Finding),
            not_compared: changes.not_compared,
        }
    }
}

/// The comparison as `--format json` has it.
#[derive(Serialize)]
pub struct ComparisonWithRows<'a> {
    #[serde(flatten)]
    comparison: Comparison<'a>,
    rows: Vec<Row<'a>>,
}

/// A row; who and what it is about stands under its id in the lists of the document, or, where it is gone
/// from them, in `gone`.
#[derive(Serialize)]
struct Row<'a> {
    kind: &'static str,
    id: &'a str,
    change: &'static str,
    from: Ordered<&'static str, &'a str>,
    to: Ordered<&'static str, &'a str>,
    gone: Option<Gone<'a>>,
}

#[derive(Serialize)]
struct Gone<'a> {
    code: Option<&'a str>,
    severity: Option<&'a str>,
    at_utc: Option<&'a str>,
    officer_id: Option<&'a str>,
    camera_id: Option<&'a str>,
    vehicle_id: Option<&'a str>,
    supervisor_id: Option<&'a str>,
    unit: Option<&'a str>,
    event_ids: Option<&'a str>,
    path: Option<&'a str>,
    summary: Option<&'a str>,
}

impl<'a> From<&'a Changes> for ComparisonWithRows<'a> {
    fn from(changes: &'a Changes) -> Self {
        Self { comparison: changes.into(), rows: changes.rows.iter().map(Into::into).collect() }
    }
}

impl<'a> From<&'a ChangeRow> for Row<'a> {
    fn from(row: &'a ChangeRow) -> Self {
        let state = |state: &'a State| Ordered(state.iter().map(|(column, value)| (*column, value.as_str())).collect());
        let gone = matches!(row.change, Change::Resolved | Change::Vanished).then(|| Gone {
            code: known(&row.subject.code),
            severity: known(&row.subject.severity),
            at_utc: known(&row.subject.at_utc),
            officer_id: known(&row.subject.officer_id),
            camera_id: known(&row.subject.camera_id),
            vehicle_id: known(&row.subject.vehicle_id),
            supervisor_id: known(&row.subject.supervisor_id),
            unit: known(&row.subject.unit),
            event_ids: known(&row.subject.event_ids),
            path: known(&row.subject.path),
            summary: known(&row.subject.summary),
        });
        Self {
            kind: row.kind.as_str(),
            id: &row.id,
            change: row.change.as_str(),
            from: state(&row.from),
            to: state(&row.to),
            gone,
        }
    }
}

fn known(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
