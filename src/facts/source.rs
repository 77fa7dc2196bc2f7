//! The kinds of sources that an audit file can name.

/// The kinds of sources, in the order of the contract's table (contract, "Columns").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// Light-bar activations.
    Lightbar,
    /// Contacts with persons.
    Contacts,
    /// The index of recordings.
    Recordings,
    /// Tours.
    Assignments,
    /// Justifications.
    Justifications,
    /// What the cameras logged.
    DeviceLog,
}

impl SourceKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Lightbar, Self::Contacts, Self::Recordings, Self::Assignments, Self::Justifications, Self::DeviceLog];

    /// The table's name in the audit file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lightbar => "lightbar",
            Self::Contacts => "contacts",
            Self::Recordings => "recordings",
            Self::Assignments => "assignments",
            Self::Justifications => "justifications",
            Self::DeviceLog => "device-log",
        }
    }
}

/// What the rows of a log of states are (contract, "Other shapes of tables").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// Each from a moment to a moment.
    #[default]
    Intervals,
    /// Each a change of state.
    Edges,
    /// Each the state as it was found at a moment.
    Samples,
    /// Each the new status of a unit.
    Status,
}

impl Form {
    /// As the audit file writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Intervals => "intervals",
            Self::Edges => "edges",
            Self::Samples => "samples",
            Self::Status => "status",
        }
    }

    /// Whether a row says by itself from when to when.
    pub const fn is_intervals(self) -> bool {
        matches!(self, Self::Intervals)
    }
}
