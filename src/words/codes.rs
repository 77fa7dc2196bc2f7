//! Every word that a report can print, as types: verdicts, reasons, states, statuses and finding codes.
//!
//! The names are the contract's. They are kept in one place so that `explain` can promise a text for
//! each of them, and so that no module prints a word of its own. Every module may use this; it uses
//! nothing.

use std::fmt;

/// Declares an enumeration whose variants have one printed word each.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// All of them, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word as it is printed.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

words! {
    /// What obliges a camera to run (contract section 1, `triggers`).
    TriggerKind {
        /// A light-bar activation.
        Lightbar = "lightbar",
        /// A contact with a person.
        Contact = "contact",
    }
}

words! {
    /// The verdict over one obligation (contract section 3).
    Verdict {
        /// Nothing obliged this officer's camera to run.
        NotRequired = "not-required",
        /// Activated within the grace.
        OnTime = "on-time",
        /// Activated after the grace.
        Late = "late",
        /// On time, but stopped before the trigger ended.
        EndedEarly = "ended-early",
        /// On time, but with a gap.
        Interrupted = "interrupted",
        /// The evidence does not decide.
        Indeterminate = "indeterminate",
        /// Something was recorded, its footage is not here.
        FootageMissing = "footage-missing",
        /// The camera has not been emptied since.
        UploadPending = "upload-pending",
        /// No recording, and everything innocent is ruled out.
        NotRecorded = "not-recorded",
    }
}

words! {
    /// Why a verdict is what it is (contract section 3).
    Reason {
        /// No policy was in force.
        NoPolicy = "no-policy",
        /// The policy does not cover this kind of trigger.
        TriggerNotCovered = "trigger-not-covered",
        /// The trigger's category obliges nobody.
        ExcludedCategory = "excluded-category",
        /// The light bar was lit too briefly.
        Brief = "brief",
        /// Nobody is assigned.
        NoAssignment = "no-assignment",
        /// The officer's duty is exempt.
        ExemptDuty = "exempt-duty",
        /// The officer had no camera.
        NoCameraIssued = "no-camera-issued",
        /// It is not known which camera the officer had.
        CameraUnknown = "camera-unknown",
        /// The uncertainty of the clocks spans the limit.
        Clock = "clock",
        /// The file is gone.
        MissingFile = "missing-file",
        /// The recording has no length.
        EmptyRecording = "empty-recording",
        /// The device log shows a recording.
        DeviceLog = "device-log",
        /// The numbers of the recordings leave a gap.
        SequenceGap = "sequence-gap",
        /// A local time in a daylight-saving fold.
        AmbiguousTime = "ambiguous-time",
    }
}

words! {
    /// What became of a deviation's justification (contract section 3), best first.
    Explanation {
        /// In time and approved.
        Accepted = "accepted",
        /// Approved, filed after the deadline.
        AcceptedLate = "accepted-late",
        /// Filed, not yet approved.
        AwaitingApproval = "awaiting-approval",
        /// Other evidence disproves the reason.
        Contradicted = "contradicted",
        /// Approved by the officer concerned.
        SelfApproved = "self-approved",
        /// Not approved by the deadline.
        Unapproved = "unapproved",
        /// Refused.
        Rejected = "rejected",
        /// The policy does not list the reason.
        UnlistedReason = "unlisted-reason",
        /// None filed, and there is still time.
        Awaited = "awaited",
        /// None filed in time.
        None = "none",
    }
}

words! {
    /// What an obligation comes to (contract section 3).
    Outcome {
        /// Recorded as it should be.
        Compliant = "compliant",
        /// A deviation with an accepted justification.
        Explained = "explained",
        /// A deviation whose justification or approval may still come.
        Awaiting = "awaiting",
        /// A deviation without an accepted justification.
        Unexplained = "unexplained",
        /// Not decided.
        Unresolved = "unresolved",
        /// Nobody was obliged.
        NotRequired = "not-required",
    }
}

words! {
    /// How sure a verdict is (contract section 3), surest first.
    Confidence {
        /// Nothing lowers it.
        High = "high",
        /// Something lowers it.
        Medium = "medium",
        /// Something lowers it much.
        Low = "low",
    }
}

words! {
    /// What lowers the confidence (contract section 3).
    Doubt {
        /// The start is known only from the container.
        ContainerTime = "container-time",
        /// The file of a candidate is not `ok`.
        FileNotOk = "file-not-ok",
        /// The video of a candidate is not whole.
        VideoNotReadable = "video-not-readable",
        /// The recording was purged.
        Purged = "purged",
        /// An ambiguous local time was used.
        AmbiguousTime = "ambiguous-time",
        /// The camera reported a fault shortly before.
        CameraFault = "camera-fault",
        /// The verdict would be another without the clock correction.
        ClockCorrection = "clock-correction",
        /// Late, and no clock offset could be fitted.
        ClockNotFitted = "clock-not-fitted",
        /// Nothing proves that no recording is missing.
        CompletenessNotProven = "completeness-not-proven",
        /// Two assignments at once.
        IdentityConflict = "identity-conflict",
        /// The recording is known from an index row that names no file.
        NoFile = "no-file",
    }
}

impl Doubt {
    /// How far it lowers the confidence.
    pub const fn lowers_to(self) -> Confidence {
        match self {
            Self::ContainerTime
            | Self::FileNotOk
            | Self::VideoNotReadable
            | Self::Purged
            | Self::AmbiguousTime
            | Self::CameraFault => Confidence::Low,
            Self::ClockCorrection
            | Self::ClockNotFitted
            | Self::CompletenessNotProven
            | Self::IdentityConflict
            | Self::NoFile => Confidence::Medium,
        }
    }
}

words! {
    /// Where the start of a recording is known from (contract section 2).
    StartSource {
        /// The sealed record.
        Chain = "chain",
        /// The recordings index.
        Index = "index",
        /// The file's name.
        FileName = "file-name",
        /// The creation time inside the file.
        Container = "container",
    }
}

words! {
    /// A file of an archive against its chain (contract section 5).
    FileStatus {
        /// The bytes are those that were sealed.
        Ok = "ok",
        /// Other bytes than those that were sealed.
        Changed = "changed",
        /// Sealed, not on disk.
        Missing = "missing",
        /// On disk, not sealed.
        Unlisted = "unlisted",
        /// Sealed bytes at another path.
        Moved = "moved",
        /// A second copy of sealed bytes.
        Duplicate = "duplicate",
        /// Could not be read.
        Unreadable = "unreadable",
        /// Its bytes were not hashed.
        Unchecked = "unchecked",
        /// Purged lawfully.
        Purged = "purged",
        /// Purged before its retention ended.
        PurgedEarly = "purged-early",
        /// Purged under a hold.
        PurgedUnderHold = "purged-under-hold",
        /// Purged without authority.
        PurgedUnauthorized = "purged-unauthorized",
        /// Recorded as purged, still on disk.
        PurgedButPresent = "purged-but-present",
    }
}

words! {
    /// What a file was checked against (contract section 5).
    CheckedBy {
        /// A record that an anchor covers.
        Anchored = "anchored",
        /// A record of the chain.
        Chain = "chain",
        /// Another manifest.
        Manifest = "manifest",
        /// Nothing.
        None = "none",
    }
}

words! {
    /// The state of a video (contract section 5).
    VideoState {
        /// Whole, as far as its container says.
        Readable = "readable",
        /// The container promises more than there is.
        Truncated = "truncated",
        /// The container promises no length.
        LengthUnverified = "length-unverified",
        /// Its container cannot be read.
        Damaged = "damaged",
        /// No video inside.
        NotVideo = "not-video",
        /// Encrypted.
        Encrypted = "encrypted",
    }
}

words! {
    /// The verdict over a chain (contract section 5).
    ChainVerdict {
        /// Every line follows from the one before.
        Intact = "intact",
        /// A line does not.
        Broken = "broken",
        /// An anchor knows a longer chain.
        Truncated = "truncated",
        /// An anchor knows another chain.
        Forked = "forked",
        /// The last line has no line feed.
        TornTail = "torn-tail",
        /// A signature does not verify.
        SignatureInvalid = "signature-invalid",
    }
}

words! {
    /// How much a finding matters (contract section 7), most first.
    Severity {
        /// Needs somebody now.
        High = "high",
        /// Needs a look.
        Review = "review",
        /// Good to know.
        Info = "info",
    }
}

words! {
    /// What a pattern or a rate is about.
    SubjectKind {
        /// A body-worn camera.
        Camera = "camera",
        /// A patrol car.
        Vehicle = "vehicle",
        /// An officer.
        Officer = "officer",
        /// A unit.
        Unit = "unit",
        /// Everybody that a supervisor answers for.
        Supervisor = "supervisor",
        /// The whole.
        Department = "department",
    }
}

words! {
    /// What became of a row since an earlier output (`--previous`; ids as in contract section 7).
    Change {
        /// It was not in the earlier output.
        New = "new",
        /// It was, and came to something else.
        Changed = "changed",
        /// It was, and came to the same.
        Same = "same",
        /// A finding that is gone, and what it was about was looked at again.
        Resolved = "resolved",
        /// A row that is gone, and nothing shows that it is settled.
        Vanished = "vanished",
    }
}

words! {
    /// The codes of findings (contract section 7).
    FindingCode {
        /// No recording and no accepted justification.
        UnexplainedNonActivation = "unexplained-non-activation",
        /// Late and no accepted justification.
        UnexplainedLateActivation = "unexplained-late-activation",
        /// Ended early and no accepted justification.
        UnexplainedEarlyEnd = "unexplained-early-end",
        /// Interrupted and no accepted justification.
        UnexplainedInterruption = "unexplained-interruption",
        /// File status.
        Changed = "changed",
        /// File status.
        Missing = "missing",
        /// File status.
        Unlisted = "unlisted",
        /// File status.
        Moved = "moved",
        /// File status.
        Duplicate = "duplicate",
        /// File status.
        Unreadable = "unreadable",
        /// File status.
        Unchecked = "unchecked",
        /// File status.
        Purged = "purged",
        /// File status.
        PurgedEarly = "purged-early",
        /// File status.
        PurgedUnderHold = "purged-under-hold",
        /// File status.
        PurgedUnauthorized = "purged-unauthorized",
        /// File status.
        PurgedButPresent = "purged-but-present",
        /// Video state.
        Truncated = "truncated",
        /// Video state.
        LengthUnverified = "length-unverified",
        /// Video state.
        Damaged = "damaged",
        /// Video state.
        NotVideo = "not-video",
        /// Video state.
        Encrypted = "encrypted",
        /// A line of the chain does not follow.
        ChainBroken = "chain-broken",
        /// The chain is shorter than its anchor.
        ChainTruncated = "chain-truncated",
        /// The chain is another than its anchor's.
        ChainForked = "chain-forked",
        /// A signature does not verify.
        ChainSignatureInvalid = "chain-signature-invalid",
        /// The last line is cut off.
        ChainTornTail = "chain-torn-tail",
        /// No anchor covers the chain.
        ChainUnanchored = "chain-unanchored",
        /// A configured chain is not there.
        ChainMissing = "chain-missing",
        /// A configured anchor or key cannot be used.
        ChainAnchorUnusable = "chain-anchor-unusable",
        /// A root without chain or manifest.
        Unsealed = "unsealed",
        /// A manifest names a path outside the archive.
        ManifestPathEscape = "manifest-path-escape",
        /// A symbolic link, never followed.
        SymbolicLink = "symbolic-link",
        /// A device, pipe or socket, never opened.
        SpecialFile = "special-file",
        /// A manifest's hash is weak.
        WeakHash = "weak-hash",
        /// Two sources of a start disagree.
        StartTimeConflict = "start-time-conflict",
        /// Two sources of a duration disagree.
        DurationConflict = "duration-conflict",
        /// Index and chain name two categories.
        CategoryConflict = "category-conflict",
        /// Two assignments at once.
        IdentityConflict = "identity-conflict",
        /// A local time in a fold.
        AmbiguousTime = "ambiguous-time",
        /// A camera's clock is far off or erratic.
        ClockSuspect = "clock-suspect",
        /// The camera was off, asleep or docked.
        CameraUnavailable = "camera-unavailable",
        /// An empty camera between tours with one.
        CameraBlank = "camera-blank",
        /// A recording without a file.
        NoFile = "no-file",
        /// A recording without length.
        EmptyRecording = "empty-recording",
        /// An upload is overdue.
        UploadOverdue = "upload-overdue",
        /// Footage that is known and not here.
        FootageMissing = "footage-missing",
        /// A justification that other evidence disproves.
        ContradictedJustification = "contradicted-justification",
        /// A justification approved by its author.
        SelfApprovedJustification = "self-approved-justification",
        /// A justification for more than 24 hours.
        BroadJustification = "broad-justification",
        /// A silence in a sampled log.
        LogGap = "log-gap",
        /// A light bar on for more than 12 hours.
        LightbarStuck = "lightbar-stuck",
        /// A camera or car whose misses stand out from its peers'.
        EquipmentPattern = "equipment-pattern",
        /// An officer whose misses stand out and no equipment explains them.
        OfficerPattern = "officer-pattern",
        /// A camera that was awake and did not start by itself.
        AutoTriggerFailed = "auto-trigger-failed",
    }
}

impl FindingCode {
    /// How much a finding of this code matters (contract section 7, "Severity").
    pub const fn severity(self) -> Severity {
        match self {
            Self::UnexplainedNonActivation
            | Self::Changed
            | Self::Missing
            | Self::PurgedEarly
            | Self::PurgedUnderHold
            | Self::PurgedUnauthorized
            | Self::ChainBroken
            | Self::ChainTruncated
            | Self::ChainForked
            | Self::ChainSignatureInvalid
            | Self::ChainMissing
            | Self::ChainAnchorUnusable
            | Self::ManifestPathEscape => Severity::High,
            Self::UnexplainedLateActivation
            | Self::UnexplainedEarlyEnd
            | Self::UnexplainedInterruption
            | Self::Unlisted
            | Self::Moved
            | Self::Truncated
            | Self::Damaged
            | Self::ChainTornTail
            | Self::Unsealed
            | Self::StartTimeConflict
            | Self::DurationConflict
            | Self::CategoryConflict
            | Self::IdentityConflict
            | Self::AmbiguousTime
            | Self::ClockSuspect
            | Self::CameraBlank
            | Self::EmptyRecording
            | Self::UploadOverdue
            | Self::FootageMissing
            | Self::ContradictedJustification
            | Self::SelfApprovedJustification
            | Self::BroadJustification
            | Self::LightbarStuck
            | Self::EquipmentPattern
            | Self::OfficerPattern
            | Self::AutoTriggerFailed => Severity::Review,
            Self::Duplicate
            | Self::Unreadable
            | Self::Unchecked
            | Self::Purged
            | Self::PurgedButPresent
            | Self::LengthUnverified
            | Self::NotVideo
            | Self::Encrypted
            | Self::ChainUnanchored
            | Self::SymbolicLink
            | Self::SpecialFile
            | Self::WeakHash
            | Self::CameraUnavailable
            | Self::NoFile
            | Self::LogGap => Severity::Info,
        }
    }
}
