//! How the headings of a source are called, against the contract's names (contract, "Columns").

use std::collections::BTreeMap;

use super::source::SourceKind;

/// The canonical names of every source's columns, in the order of the contract's table.
pub(crate) const fn canonical_columns(kind: SourceKind) -> &'static [&'static str] {
    match kind {
        SourceKind::Lightbar => &["event_id", "vehicle_id", "on", "off", "category"],
        SourceKind::Contacts => &["event_id", "officer_id", "on", "off", "incident_id", "category"],
        SourceKind::Recordings => &[
            "recording_id",
            "camera_id",
            "officer_id",
            "start",
            "end",
            "duration_s",
            "activated_at",
            "start_reason",
            "sequence",
            "path",
            "sha256",
            "size_bytes",
            "category",
            "uploaded_at",
            "incident_id",
        ],
        SourceKind::Assignments => {
            &["officer_id", "from", "to", "vehicle_id", "camera_id", "duty", "unit", "supervisor_id"]
        }
        SourceKind::Justifications => &[
            "justification_id",
            "officer_id",
            "reason",
            "filed_at",
            "event_id",
            "from",
            "to",
            "narrative",
            "approved_by",
            "approved_at",
            "status",
        ],
        SourceKind::DeviceLog => &["camera_id", "at", "event", "value"],
    }
}

/// Canonical name → heading in the file, for the columns that the audit file renames.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnNames(BTreeMap<&'static str, String>);

impl ColumnNames {
    /// Renames one column; `false` if the source has no column of that canonical name.
    pub fn rename(&mut self, kind: SourceKind, canonical: &str, heading: String) -> bool {
        let known = canonical_columns(kind).iter().find(|name| **name == canonical);
        if let Some(name) = known {
            self.0.insert(name, heading);
        }
        known.is_some()
    }

    /// The heading of a column, and whether the audit file names it.
    pub fn heading<'a>(&'a self, canonical: &'a str) -> (&'a str, bool) {
        self.0.get(canonical).map_or((canonical, false), |heading| (heading.as_str(), true))
    }
}
