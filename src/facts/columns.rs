//! What the columns of a source are made of, against the contract's names (contract, "Columns").

use std::collections::BTreeMap;

use super::source::{Form, SourceKind};
use crate::base::time::Span;

/// The canonical names of every source's columns, in the order of the contract's table.
pub(crate) const fn canonical_columns(kind: SourceKind, form: Form) -> &'static [&'static str] {
    match kind {
        SourceKind::Lightbar if form.is_intervals() => &["event_id", "vehicle_id", "on", "off", "category"],
        SourceKind::Lightbar => &["event_id", "vehicle_id", "at", "state", "category"],
        SourceKind::Contacts if form.is_intervals() => {
            &["event_id", "officer_id", "on", "off", "incident_id", "category", "vehicle_id"]
        }
        SourceKind::Contacts => &["event_id", "officer_id", "at", "state", "incident_id", "category", "vehicle_id"],
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

/// The columns of a source whose cells are times.
pub(crate) fn is_time(canonical: &str) -> bool {
    const TIMES: [&str; 10] =
        ["on", "off", "at", "start", "end", "activated_at", "uploaded_at", "from", "to", "filed_at"];
    TIMES.contains(&canonical) || canonical == "approved_at"
}

/// The column with the id of the device whose clock gave times of a row, and these times; the first that can be read
/// dates the row. An upload is timed by the server that took it.
pub(crate) const fn device_times(kind: SourceKind) -> Option<(&'static str, &'static [&'static str])> {
    match kind {
        SourceKind::Lightbar => Some(("vehicle_id", &["on", "off", "at"])),
        SourceKind::Recordings => Some(("camera_id", &["start", "end", "activated_at"])),
        SourceKind::DeviceLog => Some(("camera_id", &["at"])),
        SourceKind::Contacts | SourceKind::Assignments | SourceKind::Justifications => None,
    }
}

/// The times that date a row: the first of them that can be read does.
pub(crate) const fn dating_times(kind: SourceKind) -> &'static [&'static str] {
    match kind {
        SourceKind::Lightbar | SourceKind::Contacts => &["on", "off", "at"],
        SourceKind::Recordings => &["start", "end", "activated_at"],
        SourceKind::Assignments => &["from", "to"],
        SourceKind::Justifications => &["filed_at"],
        SourceKind::DeviceLog => &["at"],
    }
}

/// The moment from which a duration leads to this one.
pub(crate) fn beginning_of(canonical: &str) -> Option<&'static str> {
    match canonical {
        "off" => Some("on"),
        "end" => Some("start"),
        "to" => Some("from"),
        _ => None,
    }
}

/// In what a duration is counted where it is a bare number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationUnit {
    /// `ms`
    Millisecond,
    /// `s`
    Second,
    /// `min`
    Minute,
    /// `h`
    Hour,
    /// `d`, of 24 hours
    Day,
}

impl DurationUnit {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Millisecond, Self::Second, Self::Minute, Self::Hour, Self::Day];

    /// As the audit file writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Millisecond => "ms",
            Self::Second => "s",
            Self::Minute => "min",
            Self::Hour => "h",
            Self::Day => "d",
        }
    }

    /// How long one is.
    pub const fn span(self) -> Span {
        match self {
            Self::Millisecond => Span::from_millis(1),
            Self::Second => Span::from_secs(1),
            Self::Minute => Span::from_mins(1),
            Self::Hour => Span::from_hours(1),
            Self::Day => Span::from_days(1),
        }
    }
}

/// What a column is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnFrom {
    /// The column with this heading.
    Heading(String),
    /// Several, joined by a space.
    Joined(Vec<String>),
    /// The day of one and the time of day of another.
    DayAndTime {
        /// Where the day is; a time of day that stands there, too, is not looked at.
        date: String,
        /// Where the time of day is.
        time: String,
    },
    /// A length: of a moment, from the one that begins it.
    Duration {
        /// Where the length is.
        heading: String,
        /// In what it is counted.
        unit: DurationUnit,
    },
    /// The same text in every row.
    Constant(String),
}

impl ColumnFrom {
    /// The headings that it names.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        let named: Vec<&str> = match self {
            Self::Heading(heading) | Self::Duration { heading, .. } => vec![heading],
            Self::Joined(headings) => headings.iter().map(String::as_str).collect(),
            Self::DayAndTime { date, time } => vec![date, time],
            Self::Constant(_) => Vec::new(),
        };
        named.into_iter()
    }
}

/// Canonical name → what it is made of, for the columns of which the audit file says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnNames(BTreeMap<&'static str, ColumnFrom>);

impl ColumnNames {
    /// Says what one column is made of.
    pub fn set(&mut self, canonical: &'static str, from: ColumnFrom) {
        self.0.insert(canonical, from);
    }

    /// Every column of which the audit file says something.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &ColumnFrom)> {
        self.0.iter().map(|(canonical, from)| (*canonical, from))
    }

    /// What the audit file says of a column.
    pub fn get(&self, canonical: &str) -> Option<&ColumnFrom> {
        self.0.get(canonical)
    }
}
