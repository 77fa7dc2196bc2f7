//! `changes.csv`: what became of each row since an earlier output.
//!
//! The columns of the other files stay what they are; the marks stand here. Made by `reports::earlier`, printed by
//! every format.

use super::columns::{Cell, Column, Tabular, column, sentence, text};
use crate::base::digest::Digest;
use crate::base::time::Moment;
use crate::words::{Change, Severity};

/// What became of everything since an earlier output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The earlier output; `None`: there is none yet, so everything is new.
    pub earlier: Option<EarlierOutput>,
    /// Why the two can differ beside what happened, in plain words.
    pub notes: Vec<String>,
    /// Every obligation and finding of both, and every doubt that came or went, sorted by time, then identifiers; those without a time first.
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
    /// A doubt of the data that took obligations or gave them back: all of one reason together.
    Doubt,
}

impl Kind {
    /// The word of the column `kind`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Obligation => "obligation",
            Self::Finding => "finding",
            Self::Doubt => "doubt",
        }
    }
}

/// What a row came to: columns and what stood in them.
pub(crate) type State = Vec<(&'static str, String)>;

/// One row of `changes.csv`. What it is about is as the cells of the report have it, without formula guards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRow {
    /// Obligation or finding.
    pub kind: Kind,
    /// Its id; of a doubt its reason.
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

    /// The doubts of the data that came or went.
    pub fn doubts(&self) -> impl Iterator<Item = &ChangeRow> {
        self.rows.iter().filter(|row| row.kind == Kind::Doubt)
    }

    /// How many rows of a kind became what.
    pub fn count(&self, kind: Kind, change: Change) -> usize {
        self.rows.iter().filter(|row| row.kind == kind && row.change == change).count()
    }
}

impl ChangeRow {
    /// A finding of severity high or review that is new, changed, or gone without being settled; or a doubt that took
    /// obligations, or gave such findings back.
    pub fn is_news(&self) -> bool {
        let is_news = match self.kind {
            Kind::Obligation => false,
            // what a doubt took or gave back is told with the doubt
            Kind::Finding => matches!(self.change, Change::New | Change::Changed | Change::Vanished),
            Kind::Doubt => true,
        };
        is_news && self.subject.severity != Severity::Info.as_str()
    }
}

/// `outcome=awaiting; explanation=awaited`
pub(crate) fn said(state: &State) -> String {
    let said: Vec<String> = state.iter().map(|(column, value)| format!("{column}={value}")).collect();
    said.join("; ")
}

impl Tabular for ChangeRow {
    const NAME: &'static str = "changes";
    const COLUMNS: &'static [Column<Self>] = &[
        column("kind", "An obligation, a finding, or a doubt of the data that came or went.", |row| {
            Cell::Word(row.kind.as_str())
        }),
        column("id", "Its id in the other files; of a doubt its reason.", |row| text(&row.id)),
        column("change", "What became of it.", |row| Cell::Word(row.change.as_str())),
        column(
            "from",
            "What it came to then; of a changed row the columns that differ; of a doubt how many obligations came to what.",
            |row| Cell::Sentence(said(&row.from).into()),
        ),
        column(
            "to",
            "What it comes to now; of a changed row the columns that differ; of a doubt how many obligations come to what.",
            |row| Cell::Sentence(said(&row.to).into()),
        ),
        column("code", "Of a finding: what was found. Of a doubt: the findings that tell its causes.", |row| {
            text(&row.subject.code)
        }),
        column(
            "severity",
            "Of a finding: how much it matters. Of a doubt that is gone: of the gravest finding that came back.",
            |row| text(&row.subject.severity),
        ),
        column("at_utc", "When.", |row| written_time(&row.subject.at_utc)),
        column("officer_id", "Whom it concerns.", |row| text(&row.subject.officer_id)),
        column("camera_id", "Which camera.", |row| text(&row.subject.camera_id)),
        column("vehicle_id", "Which car.", |row| text(&row.subject.vehicle_id)),
        column("supervisor_id", "The supervisor of the officer's tour.", |row| text(&row.subject.supervisor_id)),
        column("unit", "The unit of the officer's tour.", |row| text(&row.subject.unit)),
        column("event_ids", "The events that it rests on, joined with a space.", |row| text(&row.subject.event_ids)),
        column("path", "Of a finding: which file or archive.", |row| text(&row.subject.path)),
        column("summary", "Of a finding: its sentence. Of a doubt: its extent and its cause.", |row| {
            sentence(&row.subject.summary)
        }),
    ];
}

/// A moment as a report of ours writes it; anything else stays the text that it is.
fn written_time(written: &str) -> Cell<'_> {
    let moment = written.parse::<jiff::Timestamp>().ok().map(Moment::from);
    moment.filter(|moment| moment.to_string() == written).map_or_else(|| text(written), Cell::Time)
}
