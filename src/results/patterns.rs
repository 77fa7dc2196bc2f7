//! `patterns.csv`: who or what a run of misses points to (contract, "Patterns").
//!
//! One row for each camera, car or officer whose missed or late activations stand out from its peers': first
//! those that are flagged, in the order in which they were found, then those that a flagged one explains.

use super::columns::{Cell, Column, Tabular, column, count, list, share, text};
use crate::base::ids::EventId;
use crate::base::share::{Chance, Share};
use crate::words::SubjectKind;

/// One row of `patterns.csv`; the fields are its columns in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternRow {
    /// Camera, vehicle or officer.
    pub subject_kind: SubjectKind,
    /// Its id.
    pub subject_id: String,
    /// How many activations were missed or late; for an officer without those that are explained.
    pub deviations: u32,
    /// How many obligations were decided, without those of causes that were flagged before; for an officer also
    /// without those that still await a justification.
    pub obligations: u32,
    /// `deviations` as a share of `obligations`.
    pub rate: Option<Share>,
    /// The lower end of Wilson's interval at 95 %.
    pub rate_low: Option<Share>,
    /// The upper end of that interval.
    pub rate_high: Option<Share>,
    /// The share of all others of that kind.
    pub peer_rate: Option<Share>,
    /// The chance of as many or more were there nothing special about it.
    pub p_value: Chance,
    /// The same adjusted for all that were tested.
    pub p_adjusted: Chance,
    /// The flagged causes that explain it, as `vehicle:214`; empty: it is flagged itself, alone or with others.
    pub explained_by: Vec<String>,
    /// What may be the cause instead, in the same form: nothing in the data tells them apart.
    pub cannot_be_told_from: Vec<String>,
    /// The events of the deviations, in order of time.
    pub event_ids: Vec<EventId>,
}

impl Tabular for PatternRow {
    const NAME: &'static str = "patterns";
    const COLUMNS: &'static [Column<Self>] = &[
        column("subject_kind", "Camera, vehicle or officer.", |row| Cell::Word(row.subject_kind.as_str())),
        column("subject_id", "Which one.", |row| text(&row.subject_id)),
        column("deviations", "Late and missing activations; for an officer without those that are explained.", |row| {
            count(row.deviations)
        }),
        column("obligations", "Decided obligations, without those of causes that were flagged before.", |row| {
            count(row.obligations)
        }),
        column("rate", "The share of the one in the other.", |row| share(row.rate)),
        column("rate_low", "Wilson interval at 95 %: from here.", |row| share(row.rate_low)),
        column("rate_high", "Wilson interval at 95 %: to here.", |row| share(row.rate_high)),
        column("peer_rate", "The share of all others of that kind.", |row| share(row.peer_rate)),
        column("p_value", "The chance of as many or more were there nothing special.", |row| Cell::Chance(row.p_value)),
        column("p_adjusted", "The same, counting all that were tested.", |row| Cell::Chance(row.p_adjusted)),
        column("explained_by", "The flagged causes that explain it; empty where it is flagged itself.", |row| {
            list(&row.explained_by, String::as_str)
        }),
        column(
            "cannot_be_told_from",
            "What may be the cause instead, and nothing tells them apart; empty where it is flagged alone or explained.",
            |row| list(&row.cannot_be_told_from, String::as_str),
        ),
        column("event_ids", "The events of the deviations, in order of time.", |row| {
            list(&row.event_ids, EventId::as_str)
        }),
    ];
}
