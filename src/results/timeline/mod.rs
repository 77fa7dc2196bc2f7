//! What a case looks like over time: plain facts that a person can be shown, made from evidence and judgement.
//!
//! A verdict is only as good as what somebody can see of it. For each unexplained or unresolved obligation
//! this holds the minutes in question (the trigger, the grace, the search, the tour, the camera's log and every
//! recording near it, before and after the clock correction) and its papers (justification and deadlines).
//! Made by `findings::timeline`, kept in `timelines.jsonl`, drawn by `report.html` and `show`.

mod as_text;

use serde::{Deserialize, Serialize};

use crate::base::time::{Moment, Span};

/// One case over time. Times of cameras are as recorded; subtract their `clock_offset` to compare them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The obligation it belongs to.
    pub obligation_id: String,
    /// One plain sentence that says why the verdict is what it is; may hold text from the data.
    pub why: String,
    /// What else a reader must know, one sentence each; may hold text from the data.
    pub notes: Vec<String>,
    /// What other findings say of its car, its camera and its officer, one sentence each, the equipment first; may
    /// hold text from the data. Written by `results::beside`, once all findings are known.
    #[serde(default)]
    pub see_also: Vec<String>,
    /// The stretch worth drawing.
    #[serde(with = "as_text::moment")]
    pub from_utc: Moment,
    /// Its end.
    #[serde(with = "as_text::moment")]
    pub to_utc: Moment,
    /// `the light bar of car 241`, `the contact`.
    pub trigger: String,
    /// Each event of the trigger; with an ambiguous time, both readings.
    pub lit: Vec<Lit>,
    /// Activation was allowed until then; `None`: no policy was in force.
    #[serde(with = "as_text::maybe_moment")]
    pub grace_until_utc: Option<Moment>,
    /// A start counted for this trigger until then; `None`: footage was not looked for.
    #[serde(with = "as_text::maybe_moment")]
    pub search_until_utc: Option<Moment>,
    /// The officer's tour.
    pub tour: Option<Stretch>,
    /// The camera's log around the trigger, and whatever of it decided.
    pub device_log: Vec<LogEntry>,
    /// Every recording near the trigger, and whatever decided.
    pub recordings: Vec<RecordingBar>,
    /// The justification that decided the explanation.
    pub justification: Option<JustificationFacts>,
    /// A justification had to be filed until then.
    #[serde(with = "as_text::maybe_moment")]
    pub justification_due_utc: Option<Moment>,
    /// It had to be approved until then.
    #[serde(with = "as_text::maybe_moment")]
    pub approval_due_utc: Option<Moment>,
    /// The recording had to be uploaded until then.
    #[serde(with = "as_text::maybe_moment")]
    pub upload_due_utc: Option<Moment>,
    /// Judged as of this moment.
    #[serde(with = "as_text::moment")]
    pub as_of_utc: Moment,
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Its beginning.
    #[serde(with = "as_text::moment")]
    pub from_utc: Moment,
    /// Its end.
    #[serde(with = "as_text::moment")]
    pub to_utc: Moment,
}

/// One event of a trigger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lit {
    /// Its id.
    pub event_id: String,
    /// It began.
    #[serde(with = "as_text::moment")]
    pub on_utc: Moment,
    /// It ended; `None`: the log does not say.
    #[serde(with = "as_text::maybe_moment")]
    pub off_utc: Option<Moment>,
    /// The local time happened twice; this is the second reading.
    pub second_reading: bool,
}

/// One entry of the camera's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// By the camera's clock.
    #[serde(with = "as_text::moment")]
    pub at_utc: Moment,
    /// What, as the log writes it.
    pub event: String,
    /// The value, as the log writes it.
    pub value: Option<String>,
    /// Camera clock minus vehicle clock.
    #[serde(with = "as_text::span")]
    pub clock_offset_s: Span,
    /// The verdict or a finding rests on it.
    pub decided: bool,
}

impl LogEntry {
    /// By the vehicle's clock.
    pub fn corrected(&self) -> Moment {
        self.at_utc - self.clock_offset_s
    }
}

/// One file near a trigger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingBar {
    /// Its id.
    pub recording_id: Option<String>,
    /// The camera that made it.
    pub camera_id: Option<String>,
    /// The officer it names.
    pub officer_id: Option<String>,
    /// The camera's own number of it.
    pub sequence: Option<i64>,
    /// What has become of it.
    pub footage: FootageState,
    /// The verdict rests on it.
    pub decided: bool,
    /// A signal started it.
    pub automatic: bool,
    /// The first frame, by the camera's clock.
    #[serde(with = "as_text::moment")]
    pub start_utc: Moment,
    /// The end, by the camera's clock.
    #[serde(with = "as_text::moment")]
    pub end_utc: Moment,
    /// The stretches of more than 10 s in which its file has no pictures, by the camera's clock.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holes: Vec<Stretch>,
    /// When the camera was told to record, by its clock.
    #[serde(with = "as_text::maybe_moment")]
    pub activated_utc: Option<Moment>,
    /// Camera clock minus vehicle clock.
    #[serde(with = "as_text::span")]
    pub clock_offset_s: Span,
    /// How far that may be wrong.
    #[serde(with = "as_text::span")]
    pub clock_uncertainty_s: Span,
}

impl RecordingBar {
    /// Its first frame and its end by the vehicle's clock.
    pub fn corrected(&self) -> (Moment, Moment) {
        (self.start_utc - self.clock_offset_s, self.end_utc - self.clock_offset_s)
    }
}

/// What has become of a recording's footage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FootageState {
    /// It is here.
    Here,
    /// It was purged lawfully.
    Purged,
    /// It is gone, or cannot be read.
    Lost,
    /// It has no length.
    Empty,
}

/// The justification that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JustificationFacts {
    /// Its id.
    pub justification_id: String,
    /// The reason it gives.
    pub reason: String,
    /// When it was filed.
    #[serde(with = "as_text::moment")]
    pub filed_at_utc: Moment,
    /// The time it speaks for, where it names one.
    pub window: Option<Stretch>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// When.
    #[serde(with = "as_text::maybe_moment")]
    pub approved_at_utc: Option<Moment>,
    /// As the source writes it.
    pub status: Option<String>,
    /// In the officer's words.
    pub narrative: Option<String>,
}
