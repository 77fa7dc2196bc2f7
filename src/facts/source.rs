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
