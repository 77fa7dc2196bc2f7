//! `patterns.csv`: who or what a run of misses points to (contract section 7).
//!
//! One row for each camera, car or officer whose missed or late activations stand out from its peers': first
//! those that are flagged, in the order in which they were found, then those that a flagged one explains.

use super::csv::{Sheet, list, plain, plain_or_empty, text};
use crate::ids::EventId;
use crate::statistics::share::{Chance, Share};
use crate::vocabulary::SubjectKind;

/// One row of `patterns.csv`; the fields are its columns in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternRow {
    /// Camera, vehicle or officer.
    pub subject_kind: SubjectKind,
    /// Its id.
    pub subject_id: String,
    /// Missed and late activations; for an officer without those that are explained,
    pub deviations: u32,
    /// of so many decided obligations, without those of causes that were flagged before; for an officer also
    /// without those that still await a justification.
    pub obligations: u32,
    /// The share of the one in the other.
    pub rate: Option<Share>,
    /// Wilson, 95 %: from
    pub rate_low: Option<Share>,
    /// to.
    pub rate_high: Option<Share>,
    /// The share of all others of that kind.
    pub peer_rate: Option<Share>,
    /// The chance of as many or more were there nothing special about it.
    pub p_value: Chance,
    /// The same adjusted for all that were tested.
    pub p_adjusted: Chance,
    /// The flagged causes that explain it, as `vehicle:214`; empty: it is flagged itself.
    pub explained_by: Vec<String>,
    /// The events of the deviations, in order of time.
    pub event_ids: Vec<EventId>,
}

impl Sheet for PatternRow {
    const COLUMNS: &'static [&'static str] = &[
        "subject_kind",
        "subject_id",
        "deviations",
        "obligations",
        "rate",
        "rate_low",
        "rate_high",
        "peer_rate",
        "p_value",
        "p_adjusted",
        "explained_by",
        "event_ids",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            plain(self.subject_kind),
            text(&self.subject_id),
            plain(self.deviations),
            plain(self.obligations),
            plain_or_empty(self.rate),
            plain_or_empty(self.rate_low),
            plain_or_empty(self.rate_high),
            plain_or_empty(self.peer_rate),
            plain(self.p_value),
            plain(self.p_adjusted),
            list(&self.explained_by),
            list(&self.event_ids),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::share::{share, wilson};

    #[test]
    fn how_it_reads() {
        let interval = wilson(12, 30);
        let vehicle = PatternRow {
            subject_kind: SubjectKind::Vehicle,
            subject_id: "214".into(),
            deviations: 12,
            obligations: 30,
            rate: share(12, 30),
            rate_low: interval.map(|(low, _)| low),
            rate_high: interval.map(|(_, high)| high),
            peer_rate: share(31, 700),
            p_value: Chance::new(1.234_56e-9),
            p_adjusted: Chance::new(1.5e-6),
            explained_by: vec![],
            event_ids: vec!["LB-1".into(), "LB 2".into()],
        };
        let officer = PatternRow {
            subject_kind: SubjectKind::Officer,
            subject_id: "=0042".into(),
            explained_by: vec!["vehicle:214".into(), "camera:BWC 1".into()],
            peer_rate: None,
            ..vehicle.clone()
        };
        let mut bytes = Vec::new();
        super::super::csv::write(&[vehicle, officer], &mut bytes).unwrap();
        insta::assert_snapshot!(String::from_utf8(bytes).unwrap(), @r"
        subject_kind,subject_id,deviations,obligations,rate,rate_low,rate_high,peer_rate,p_value,p_adjusted,explained_by,event_ids
        vehicle,214,12,30,0.4000,0.2459,0.5768,0.0443,1.235e-9,1.500e-6,,LB-1 LB\x202
        officer,'=0042,12,30,0.4000,0.2459,0.5768,,1.235e-9,1.500e-6,vehicle:214 camera:BWC\x201,LB-1 LB\x202
        ");
    }
}
