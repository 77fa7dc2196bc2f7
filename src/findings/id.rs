//! The ids of obligations and findings: the same thing has the same id tonight and tomorrow.
//!
//! Contract, "Paths and ids": `o` or `f` and the first 16 hex digits of a SHA-256 over what the row is about,
//! each field with its length before it. Fields in this order; for an obligation: kind, first event id,
//! vehicle, officer, `on`; for a finding: code, then those five, then camera, path, archive. A field is
//! one byte 1, its length in bytes as 64 bits big-endian, and its bytes; a missing field one byte 0 and
//! a length of 0. `on` is written as in reports.

use sha2::{Digest as _, Sha256};

use crate::base::hex::Hex;
use crate::base::ids::{CameraId, EventId, OfficerId, VehicleId};
use crate::base::time::Moment;
use crate::words::{FindingCode, TriggerKind};

/// What an obligation is about; all of it may be missing for a finding.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ObligationKey<'a> {
    /// Light bar or contact.
    pub kind: Option<TriggerKind>,
    /// The first event id of the trigger.
    pub first_event: Option<&'a EventId>,
    /// Whose light bar.
    pub vehicle: Option<&'a VehicleId>,
    /// Who is obliged.
    pub officer: Option<&'a OfficerId>,
    /// When the trigger began.
    pub on: Option<Moment>,
}

/// What a finding is about, beside its code.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FindingKey<'a> {
    /// The obligation, or as much of one as there is.
    pub obligation: ObligationKey<'a>,
    /// Which camera.
    pub camera: Option<&'a CameraId>,
    /// Which file, escaped.
    pub path: Option<&'a str>,
    /// Which archive, as the audit file names its root.
    pub archive: Option<&'a str>,
}

/// `o` and 16 hex digits.
pub(super) fn obligation_id(key: &ObligationKey<'_>) -> String {
    Fields::default().obligation(key).id('o')
}

/// `f` and 16 hex digits.
pub(super) fn finding_id(code: FindingCode, key: &FindingKey<'_>) -> String {
    Fields::default()
        .field(Some(code.as_str()))
        .obligation(&key.obligation)
        .field(key.camera.map(CameraId::as_str))
        .field(key.path)
        .field(key.archive)
        .id('f')
}

#[derive(Default)]
struct Fields(Sha256);

impl Fields {
    fn field(mut self, field: Option<&str>) -> Self {
        self.0.update([u8::from(field.is_some())]);
        let bytes = field.unwrap_or_default().as_bytes();
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    fn obligation(self, key: &ObligationKey<'_>) -> Self {
        let on = key.on.map(|on| on.to_string());
        self.field(key.kind.map(TriggerKind::as_str))
            .field(key.first_event.map(EventId::as_str))
            .field(key.vehicle.map(VehicleId::as_str))
            .field(key.officer.map(OfficerId::as_str))
            .field(on.as_deref())
    }

    fn id(self, letter: char) -> String {
        let hash: [u8; 32] = self.0.finalize().into();
        format!("{letter}{}", Hex(hash.get(..8).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn an_id_can_be_computed_by_hand() {
        let (event, officer) = (EventId::from("E-1"), OfficerId::from("0042"));
        let key = ObligationKey {
            kind: Some(TriggerKind::Contact),
            first_event: Some(&event),
            vehicle: None,
            officer: Some(&officer),
            on: Some(Moment::from_micros(0)),
        };
        let mut bytes = Vec::new();
        for field in ["contact", "E-1", "", "0042", "1970-01-01T00:00:00.000Z"] {
            bytes.push(u8::from(!field.is_empty()));
            bytes.extend((field.len() as u64).to_be_bytes());
            bytes.extend(field.as_bytes());
        }
        let expected = format!("o{}", crate::base::digest::Digest::of(&bytes));
        assert_eq!(Some(obligation_id(&key).as_str()), expected.get(..17));
    }

    #[test]
    fn every_field_counts_and_none_runs_into_the_next() {
        let camera = CameraId::from("a");
        let none = FindingKey::default();
        let keys = [
            none,
            FindingKey { camera: Some(&camera), ..none },
            FindingKey { path: Some("a"), ..none },
            FindingKey { path: Some(""), ..none },
            FindingKey { archive: Some("a"), ..none },
            FindingKey { path: Some("a"), archive: Some("a"), ..none },
            FindingKey { path: Some("aa"), ..none },
        ];
        let mut ids: HashSet<String> = keys.iter().map(|key| finding_id(FindingCode::Missing, key)).collect();
        ids.insert(finding_id(FindingCode::Changed, &none));
        assert_eq!(ids.len(), keys.len() + 1);
    }
}
