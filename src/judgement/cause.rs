//! Why the data cannot accuse: what a doubt found, as plain facts (contract, "Can the data accuse?").
//!
//! Doubts make these, obligations point at them, findings tell them.

use std::sync::Arc;

use crate::base::ids::{CameraId, OfficerId, VehicleId};
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::facts::declared::Vouched;
use crate::facts::inputs::InputSummary;
use crate::facts::source::SourceKind;
use crate::facts::{Assignment, SourceRef};
use crate::words::{Doubt, Reason, TriggerKind};

/// One cause of doubt: what it is about, what shows it, and what it turned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cause {
    /// Its word.
    pub reason: Reason,
    /// What shows it.
    pub why: Why,
    /// Whom and what it is about, as far as that is one thing.
    pub about: About,
    /// What was obliged and is turned by it; at first what it would turn.
    pub turns: Vec<usize>,
    /// Nothing that it concerns can be decided, so the audit is incomplete.
    pub incomplete: bool,
    /// It is told though it turns nothing.
    pub told: bool,
    /// Somebody vouched for the export: nothing is turned, and what would have been rests on the word.
    pub vouched: Option<Vouched>,
    /// The data speak against the word, so that what rests on it is less sure.
    pub against: bool,
    /// Nothing is turned, but what it would turn is less sure for this.
    pub lowers: Option<Doubt>,
    /// The rows that show it.
    pub rows: Vec<SourceRef>,
    /// The corrections of clocks that would settle it, all of them together.
    pub clocks: Vec<ClockFound>,
    /// The correction that may be the right one instead, because nothing tells the two apart.
    pub instead: Option<ClockFound>,
}

/// A clock that the data show to be wrong: the `[[clock]]` that somebody may vouch for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClockFound {
    /// Whose.
    pub of: FoundOf,
    /// That clock minus true time.
    pub offset: Span,
    /// From here, in true time.
    pub from: Option<Moment>,
    /// Until before this.
    pub to: Option<Moment>,
}

/// Whose clock was found to be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FoundOf {
    /// All times of a kind of source.
    Source(SourceKind),
    /// All times of one file.
    File(Ix<InputSummary>),
    /// A camera's.
    Camera(CameraId),
    /// A car's.
    Vehicle(VehicleId),
}

/// What a cause is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct About {
    /// A kind of source.
    pub source: Option<SourceKind>,
    /// One file of it.
    pub file: Option<Ix<InputSummary>>,
    /// A camera.
    pub camera: Option<CameraId>,
    /// A car.
    pub vehicle: Option<VehicleId>,
    /// An officer.
    pub officer: Option<OfficerId>,
    /// A unit.
    pub unit: Option<String>,
    /// From when to when.
    pub stretch: Option<(Moment, Moment)>,
}

/// What shows a cause. Plain facts: how they are said is the business of the findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Why {
    /// So many of so many rows name nobody and nothing that others name.
    Strangers { strangers: u64, rows: u64, likely: Option<Likely>, examples: Vec<(String, Option<String>)> },
    /// One shift that most cameras share.
    Zone { shift: Span, cameras: (usize, usize), meet: usize, of: usize },
    /// The same for starts by hand, which it would cover.
    Covers { shift: Span, covered: usize, of: usize, as_they_are: usize },
    /// The tours look off by a shift: so many of so many starts lie in them then.
    Tours { shift: Span, inside: usize, of: usize, as_they_are: usize },
    /// Day and month are swapped.
    DayAndMonth { cameras: (usize, usize), meet: usize, of: usize },
    /// So many activations of more than 12 hours.
    LongLit { activations: usize },
    /// Lit for so long of so much.
    MostlyLit { lit: Span, tours: Span },
    /// So many of so many activations come twice, apart by a shift.
    Twice { twins: usize, of: usize, shift: Span },
    /// The clock of a car is off for several cameras.
    CarClock { shift: Span, cameras: Vec<CameraId> },
    /// All times of a column are full minutes, hours or days.
    FullTimes { rows: u64, resolution: Span },
    /// So many of so many recordings end before the trigger that they start with.
    Short { short: usize, of: usize },
    /// The same of contacts, of which nearly none ends as late as it says.
    ContactsLong { short: usize, of: usize },
    /// So many of so many recordings begin while an earlier one of the same camera still runs, of so many cameras.
    Overlap { overlap: usize, of: usize, cameras: usize },
    /// So many of so many contacts have no recording in time, of so many officers.
    ContactsEarly { late: usize, of: usize, officers: usize },
    /// So many of so many tours are longer than anybody works.
    LongTours { tours: usize, of: usize, longest: Span },
    /// There is nothing that could show a recording.
    Nothing,
    /// Its last row is short.
    ShortLastRow,
    /// It does not end with a line end, and its last row cannot be used.
    NoLineEnd,
    /// It does not end with a line end, and its size is a multiple of 4,096.
    WholeBlocks { size: u64 },
    /// It says that there is more than it holds, with these words.
    SaysMore { words: Arc<str> },
    /// It says that it has so many rows, and has so many.
    FewerThanStated { stated: u64, rows: u64 },
    /// The times of a file are written without seconds.
    NoSeconds,
    /// The span of a source; `covers` declares it.
    Span { declared: bool },
    /// No row names it.
    InNoRow,
    /// So many officers miss so many obligations; the chance of that.
    Gap { officers: Vec<OfficerId>, misses: usize, chance: String },
    /// None of so many recordings starts between these times of the day (UTC), and so many officers miss so many then.
    Hours { from: String, to: String, recordings: usize, officers: usize, misses: usize },
    /// Nothing is shorter than this, and short triggers are missed by so many of so many.
    Shortest { shortest: Span, missed: usize, of: usize, others_missed: usize, others: usize },
    /// So many of so many triggers (of one kind) have no recording, and so many of so many officers miss most of
    /// theirs; and whether all recordings there are were started by a signal.
    MostMissing { kind: Option<TriggerKind>, missed: usize, of: usize, officers: (usize, usize), only_by_signal: bool },
    /// So many recordings are exactly as long as the longest.
    LongestShared { length: Span, recordings: usize, of: usize },
    /// So many of so many starts meet their triggers once the length of the recording is taken off.
    StartIsEnd { meet: usize, of: usize, as_they_are: usize },
    /// Retention is no longer than this.
    Retention { least: Span },
    /// A row that cannot be used.
    Row,
    /// A recording without an officer.
    Unnamed,
    /// Videos that nobody can place.
    Videos { videos: usize },
    /// Rows with a date that cannot be.
    Misdated { rows: usize, first: Moment },
    /// The clock of a camera is off.
    Clock(Shift),
    /// The clock of a camera runs so badly that so many of so many timed obligations cannot be decided.
    Unsteady { undecided: usize, timed: usize },
    /// Two cameras were exchanged.
    Swap(Swap),
    /// So many of so many starts of the tour were those of another car.
    OtherCar { vehicle: VehicleId, met: usize, of: usize },
    /// So many starts met the car of the tour at another time, the first then.
    OtherDay { met: usize, first: Moment },
}

/// What most likely happened to identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Likely {
    /// Zeros at the front were lost.
    Zeros,
    /// Upper and lower case.
    Case,
    /// A prefix.
    Prefix,
    /// Another column.
    Column,
}

/// A shift and how many times it explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shift {
    /// What has to be taken off the first list to meet the second.
    pub by: Span,
    /// So many of the first list then meet one of the second,
    pub meet: usize,
    /// of so many that could: the shorter of the two lists.
    pub of: usize,
}

/// Two cameras that seem to have been exchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Swap {
    /// The other camera, that of the tour being what the cause is about.
    pub other: CameraId,
    /// The car of the tour, and that of the other camera.
    pub cars: (Option<VehicleId>, Option<VehicleId>),
    /// So many triggers of the tour the other camera met,
    pub there: usize,
    /// of so many that its own did not;
    pub of: usize,
    /// and so many the other way round.
    pub back: usize,
}

/// A camera without a recording in several tours that follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Silent {
    /// Which.
    pub camera: CameraId,
    /// The tours, in order.
    pub tours: Vec<Ix<Assignment>>,
    /// Places of what it missed in them.
    pub obligations: Vec<usize>,
}
