//! One row of `obligations.csv`: an officer, a trigger, and what it comes to.

use std::borrow::Cow;
use std::sync::Arc;

use super::columns::{Cell, Column, Tabular, column, list, maybe_text, maybe_word, seconds, text, time};
use crate::base::ids::{CameraId, EventId, JustificationId, OfficerId, RecordingId, VehicleId};
use crate::base::time::{Moment, Span};
use crate::words::{Confidence, Doubt, Explanation, Outcome, Reason, TriggerKind, Verdict, WouldBe};

/// One row of `obligations.csv`; the fields are its columns in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObligationRow {
    /// `o` and 16 hex digits.
    pub obligation_id: String,
    /// What it comes to.
    pub outcome: Outcome,
    /// The verdict.
    pub verdict: Verdict,
    /// Why the verdict is what it is.
    pub reason: Option<Reason>,
    /// Further deviations (`ended-early`, `interrupted`), in this order: `interrupted` first.
    pub also: Vec<Verdict>,
    /// What it would have been, had the data been able to accuse.
    pub would_be: Vec<WouldBe>,
    /// The finding that says why the data cannot accuse, or what speaks against the word that it rests on.
    pub cause_id: Option<Arc<str>>,
    /// What became of the justification.
    pub explanation: Option<Explanation>,
    /// How sure the verdict is.
    pub confidence: Confidence,
    /// What lowered the confidence, in the order of the vocabulary.
    pub confidence_reason: Vec<Doubt>,
    /// Light bar or contact.
    pub trigger_kind: TriggerKind,
    /// In order of (`on`, id).
    pub event_ids: Vec<EventId>,
    /// When the trigger began.
    pub on: Moment,
    /// When it ended, no later than the tour.
    pub off: Option<Moment>,
    /// The car.
    pub vehicle_id: Option<VehicleId>,
    /// The officer obliged.
    pub officer_id: Option<OfficerId>,
    /// The camera obliged.
    pub camera_id: Option<CameraId>,
    /// From the assignment.
    pub unit: Option<String>,
    /// From the assignment.
    pub supervisor_id: Option<OfficerId>,
    /// The policy in force.
    pub policy: Option<String>,
    /// The recordings that decided.
    pub recording_ids: Vec<RecordingId>,
    /// As the camera recorded it.
    pub activation: Option<Moment>,
    /// The corrected g.
    pub gap: Option<Span>,
    /// Camera clock minus vehicle clock.
    pub clock_offset: Option<Span>,
    /// Its uncertainty.
    pub clock_uncertainty: Option<Span>,
    /// Lit time without media.
    pub uncovered: Option<Span>,
    /// How many recordings of the camera (unknown: of the officer) the data hold on the day of the trigger; `None`:
    /// neither is known.
    pub recordings_that_day: Option<u32>,
    /// The justification that decided the explanation.
    pub justification_id: Option<JustificationId>,
    /// `file:row` of every row that was used.
    pub sources: Vec<String>,
}

impl Tabular for ObligationRow {
    const NAME: &'static str = "obligations";
    const COLUMNS: &'static [Column<Self>] = &[
        column("obligation_id", "The same every night: made from what the obligation is about.", |row| {
            text(&row.obligation_id)
        }),
        column("outcome", "What the obligation comes to.", |row| Cell::Word(row.outcome.as_str())),
        column("verdict", "What the evidence shows.", |row| Cell::Word(row.verdict.as_str())),
        column("reason", "Why the verdict is what it is; empty where the verdict says it all.", |row| {
            maybe_word(row.reason.map(Reason::as_str))
        }),
        column(
            "also",
            "Further deviations of the same obligation; of one that a doubt of the data turned, what it would have been.",
            |row| {
                let would_be = row.would_be.iter().map(|word| word.as_str());
                let words = row.also.iter().map(|verdict| verdict.as_str()).chain(would_be);
                Cell::List(words.map(Cow::Borrowed).collect())
            },
        ),
        column(
            "cause_id",
            "The finding that says why the data cannot accuse, or what speaks against the word that it rests on.",
            |row| maybe_text(row.cause_id.as_deref()),
        ),
        column("explanation", "What became of the justification; empty where none is needed.", |row| {
            maybe_word(row.explanation.map(Explanation::as_str))
        }),
        column("confidence", "How sure the verdict is.", |row| Cell::Word(row.confidence.as_str())),
        column("confidence_reason", "What lowered the confidence.", |row| {
            list(&row.confidence_reason, |doubt| doubt.as_str())
        }),
        column("trigger_kind", "A light bar or a contact.", |row| Cell::Word(row.trigger_kind.as_str())),
        column("event_ids", "The events of the trigger, in order of time.", |row| {
            list(&row.event_ids, EventId::as_str)
        }),
        column("on_utc", "When the trigger began.", |row| Cell::Time(row.on)),
        column("off_utc", "When the trigger ended, no later than the tour; empty where no log says so.", |row| {
            time(row.off)
        }),
        column("vehicle_id", "The car; for a contact that of the tour.", |row| {
            maybe_text(row.vehicle_id.as_ref().map(VehicleId::as_str))
        }),
        column("officer_id", "The officer who was obliged.", |row| {
            maybe_text(row.officer_id.as_ref().map(OfficerId::as_str))
        }),
        column("camera_id", "The camera of the officer's tour.", |row| {
            maybe_text(row.camera_id.as_ref().map(CameraId::as_str))
        }),
        column("unit", "The unit of the officer's tour.", |row| maybe_text(row.unit.as_deref())),
        column("supervisor_id", "The supervisor of the officer's tour.", |row| {
            maybe_text(row.supervisor_id.as_ref().map(OfficerId::as_str))
        }),
        column("policy", "The policy in force when the trigger began.", |row| maybe_text(row.policy.as_deref())),
        column("recording_ids", "The recordings that decided.", |row| list(&row.recording_ids, RecordingId::as_str)),
        column("activation_utc", "When the camera was started, by the camera's own clock.", |row| time(row.activation)),
        column(
            "gap_s",
            "From the trigger to the start of the camera, with the clocks corrected; negative where the camera was already running.",
            |row| seconds(row.gap),
        ),
        column("clock_offset_s", "The camera's clock minus the car's.", |row| seconds(row.clock_offset)),
        column("clock_uncertainty_s", "How far that offset may be wrong.", |row| seconds(row.clock_uncertainty)),
        column("uncovered_s", "How much of the trigger is on no recording.", |row| seconds(row.uncovered)),
        column(
            "recordings_that_day",
            "How many recordings of the camera (where it is unknown: of the officer) the data hold on the day of the trigger, by the department's calendar; empty where neither is known.",
            |row| row.recordings_that_day.map_or(Cell::Empty, |count| Cell::Count(count.into())),
        ),
        column("justification_id", "The justification that decided the explanation.", |row| {
            maybe_text(row.justification_id.as_ref().map(JustificationId::as_str))
        }),
        column("sources", "File and line of every row that was used; the heading is line 1.", |row| {
            list(&row.sources, String::as_str)
        }),
    ];
}
