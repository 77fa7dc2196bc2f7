//! The codes of findings, each with its severity, its family and its text.
//!
//! A code that repeats the state of a file, a video or a chain has the text of that state, and so has a doubt of the
//! data that of the reason of its name.

use super::vocabulary::{Text, Vocabulary, Word, printed};
use super::{ChainVerdict, FileStatus, Reason, Severity, Verdict, VideoState};

printed! {
    /// What a finding is about; the word is a heading. The order is the one in which a reader meets them.
    Family {
        /// What the data cannot show: a reason why nobody is accused.
        Doubt = "What the data cannot show",
        /// A deviation of one officer without an accepted justification.
        Deviation = "Unexplained deviations",
        /// What several obligations show together: who or what they point to.
        Pattern = "Patterns",
        /// A justification that cannot be taken as it is.
        Justification = "Justifications",
        /// A recording that is known, and whose footage is not here or says nothing.
        Footage = "Footage that is known and not here",
        /// A camera or a light bar that does not do what it should.
        Equipment = "Equipment",
        /// A time that cannot be taken as it is.
        Time = "Clocks and times",
        /// Sources that do not fit each other.
        Data = "Sources that do not fit",
        /// A file of an archive, or the manifest that lists it.
        File = "Files and manifests",
        /// What is inside a video.
        Video = "Videos",
        /// The chain of an archive, its anchors, or that there is none.
        Chain = "Chains and anchors",
    }
}

/// A state that is a finding where it is not the good one, or a reason that is one where it is a doubt of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Of a file.
    File(FileStatus),
    /// Of a video.
    Video(VideoState),
    /// Of a chain.
    Chain(ChainVerdict),
    /// Of the data: why they cannot accuse.
    Doubt(Reason),
}

/// Declares the codes. One that repeats a state names it by `as`, in place of a text of its own; its family then is
/// the variant of [`State`], so that a new state does not compile without its code.
macro_rules! findings {
    ($(#[$doc:meta])* $name:ident: $vocabulary:literal {
        $($variant:ident = $word:literal {
            severity: $severity:ident, family: $family:ident
            $(, as: $kind:ident::$state:ident)?
            $(, means: $means:literal, how: $how:literal, next: $next:literal)?
            $(,)?
        })+
    }) => {
        printed! {
            $(#[$doc])*
            $name {
                $(
                    $(#[doc = concat!("As [`", stringify!($kind), "::", stringify!($state), "`].")])?
                    $(#[doc = $means])?
                    $variant = $word,
                )+
            }
        }

        impl $name {
            pub(super) const VOCABULARY: Vocabulary = Vocabulary {
                name: $vocabulary,
                words: &[$(Word::new($word, Self::$variant.text()).with_severity(Severity::$severity),)+],
            };

            /// How much a finding of this code matters (contract, "Severity").
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// What a finding of this code is about.
            pub const fn family(self) -> Family {
                match self { $(Self::$variant => Family::$family,)+ }
            }

            /// What it means, how the program came to it, and what to do next.
            pub const fn text(self) -> Text {
                match self {
                    $(Self::$variant => {
                        $($kind::$state.text())?
                        $(Text { means: $means, how: $how, next: $next })?
                    })+
                }
            }

            /// What it means, in one sentence.
            pub const fn means(self) -> &'static str {
                self.text().means
            }

            /// The code of a state; `None` for the good ones, and for a reason that is no doubt of the data or has a
            /// finding of another name.
            const fn of(state: State) -> Option<Self> {
                match state {
                    State::File(FileStatus::Ok)
                    | State::Video(VideoState::Readable)
                    | State::Chain(ChainVerdict::Intact)
                    | State::Doubt(
                        Reason::NoPolicy
                        | Reason::TriggerNotCovered
                        | Reason::ExcludedCategory
                        | Reason::Brief
                        | Reason::NoAssignment
                        | Reason::ExemptDuty
                        | Reason::NoCameraIssued
                        | Reason::CameraUnknown
                        | Reason::Clock
                        | Reason::MissingFile
                        | Reason::EmptyRecording
                        | Reason::DeviceLog
                        | Reason::SequenceGap
                        | Reason::AmbiguousTime
                        | Reason::PossibleSwap,
                    ) => None,
                    $($(State::$family($kind::$state) => Some(Self::$variant),)?)+
                }
            }

            /// The state that it repeats.
            pub const fn state(self) -> Option<State> {
                match self {
                    $($(Self::$variant => Some(State::$family($kind::$state)),)?)+
                    _ => None,
                }
            }
        }
    };
}

impl FindingCode {
    /// Whether it is about equipment that may be the cause of a miss, and so speaks for the officer.
    pub const fn is_about_equipment(self) -> bool {
        matches!(self, Self::AutoTriggerFailed | Self::EquipmentPattern | Self::EquipmentOrOfficer)
    }

    /// Whether a chain shows it without an anchor.
    pub const fn shows_without_anchor(self) -> bool {
        matches!(self, Self::ChainBroken | Self::ChainTornTail | Self::ChainMissing | Self::Unsealed)
    }
}

impl FileStatus {
    /// The code of its finding; `None` for a file that is as it was sealed.
    pub const fn code(self) -> Option<FindingCode> {
        FindingCode::of(State::File(self))
    }
}

impl VideoState {
    /// The code of its finding; `None` for a video that is whole.
    pub const fn code(self) -> Option<FindingCode> {
        FindingCode::of(State::Video(self))
    }
}

impl ChainVerdict {
    /// The code of its finding; `None` for an intact chain.
    pub const fn code(self) -> Option<FindingCode> {
        FindingCode::of(State::Chain(self))
    }
}

impl Reason {
    /// The code of the finding that tells the cause; `None` for what is no doubt of the data. A clock that is off
    /// is a doubt of the data only where one shift is found, and else the reason of a verdict of its own.
    pub const fn code(self) -> Option<FindingCode> {
        match self {
            Self::Clock => Some(FindingCode::ClockSuspect),
            Self::PossibleSwap => Some(FindingCode::CamerasSwapped),
            other => FindingCode::of(State::Doubt(other)),
        }
    }

    /// Whether nothing but a doubt of the data gives it.
    pub fn is_doubt_of_data(self) -> bool {
        self.code().is_some_and(|code| code.family() == Family::Doubt)
    }
}

impl Verdict {
    /// The code where no justification was accepted; `None` for what is no deviation.
    pub const fn code(self) -> Option<FindingCode> {
        match self {
            Self::NotRecorded => Some(FindingCode::UnexplainedNonActivation),
            Self::Late => Some(FindingCode::UnexplainedLateActivation),
            Self::EndedEarly => Some(FindingCode::UnexplainedEarlyEnd),
            Self::Interrupted => Some(FindingCode::UnexplainedInterruption),
            Self::NotRequired | Self::OnTime | Self::Indeterminate | Self::FootageMissing | Self::UploadPending => None,
        }
    }
}

findings! {
    /// The codes of findings (contract, "Finding codes").
    FindingCode: "finding" {
        UnexplainedNonActivation = "unexplained-non-activation" {
            severity: High, family: Deviation,
            means: "A recording was required, there is none, and no justification was accepted.",
            how: "The verdict is `not-recorded` and the outcome `unexplained`.",
            next: "Begin with the confidence and the sources of the row, then ask the officer and the supervisor. Equipment that failed without a trace is still possible.",
        }
        UnexplainedLateActivation = "unexplained-late-activation" {
            severity: Review, family: Deviation,
            means: "The camera began after the grace, and no justification was accepted.",
            how: "The verdict is `late` and the outcome `unexplained`.",
            next: "Look at `gap_s` and the clock columns, then at what happened in those seconds.",
        }
        UnexplainedEarlyEnd = "unexplained-early-end" {
            severity: Review, family: Deviation,
            means: "The camera stopped before the trigger ended, and no justification was accepted.",
            how: "The verdict is `ended-early` and the outcome `unexplained`.",
            next: "Check whether the event was really still going on: a light bar may stay on long after it.",
        }
        UnexplainedInterruption = "unexplained-interruption" {
            severity: Review, family: Deviation,
            means: "The recording has a gap, and no justification was accepted.",
            how: "The verdict is `interrupted` and the outcome `unexplained`.",
            next: "Check whether a file of the sequence is missing before asking about the gap.",
        }
        Changed = "changed" { severity: High, family: File, as: FileStatus::Changed }
        Missing = "missing" { severity: High, family: File, as: FileStatus::Missing }
        Unlisted = "unlisted" { severity: Review, family: File, as: FileStatus::Unlisted }
        Moved = "moved" { severity: Review, family: File, as: FileStatus::Moved }
        Duplicate = "duplicate" { severity: Info, family: File, as: FileStatus::Duplicate }
        Unreadable = "unreadable" { severity: Info, family: File, as: FileStatus::Unreadable }
        Unchecked = "unchecked" { severity: Info, family: File, as: FileStatus::Unchecked }
        Purged = "purged" { severity: Info, family: File, as: FileStatus::Purged }
        PurgedEarly = "purged-early" { severity: High, family: File, as: FileStatus::PurgedEarly }
        PurgedUnderHold = "purged-under-hold" { severity: High, family: File, as: FileStatus::PurgedUnderHold }
        PurgedUnauthorized = "purged-unauthorized" { severity: High, family: File, as: FileStatus::PurgedUnauthorized }
        PurgedButPresent = "purged-but-present" { severity: Info, family: File, as: FileStatus::PurgedButPresent }
        Truncated = "truncated" { severity: Review, family: Video, as: VideoState::Truncated }
        LengthUnverified = "length-unverified" { severity: Info, family: Video, as: VideoState::LengthUnverified }
        Damaged = "damaged" { severity: Review, family: Video, as: VideoState::Damaged }
        NotVideo = "not-video" { severity: Info, family: Video, as: VideoState::NotVideo }
        Encrypted = "encrypted" { severity: Info, family: Video, as: VideoState::Encrypted }
        Hollow = "hollow" { severity: Review, family: Video, as: VideoState::Hollow }
        Growing = "growing" { severity: Review, family: Video, as: VideoState::Growing }
        ChainBroken = "chain-broken" { severity: High, family: Chain, as: ChainVerdict::Broken }
        ChainTruncated = "chain-truncated" { severity: High, family: Chain, as: ChainVerdict::Truncated }
        ChainForked = "chain-forked" { severity: High, family: Chain, as: ChainVerdict::Forked }
        ChainSignatureInvalid = "chain-signature-invalid" { severity: High, family: Chain, as: ChainVerdict::SignatureInvalid }
        ChainTornTail = "chain-torn-tail" { severity: Review, family: Chain, as: ChainVerdict::TornTail }
        ChainUnanchored = "chain-unanchored" {
            severity: Info, family: Chain,
            means: "No copy of a checkpoint kept elsewhere covers the chain.",
            how: "The audit file names no anchor that can be used. By itself a chain cannot rule out that its end was cut off or all of it rebuilt.",
            next: "Keep `chain.checkpoint` outside the archive after every `seal`, where whoever holds the archive cannot write, and name it as `anchor`.",
        }
        ChainMissing = "chain-missing" {
            severity: High, family: Chain,
            means: "There should be a chain, and there is none that can be read.",
            how: "The audit file names it, or an anchor or a key of it, or its checkpoint still lies there; but its path leads to nothing, or to a link, a folder or a pipe. An archive is not taken for unsealed because its chain is gone.",
            next: "Check the path and that the share is mounted. Then look for the chain in a backup.",
        }
        ChainAnchorUnusable = "chain-anchor-unusable" {
            severity: High, family: Chain,
            means: "The audit file names an anchor or a key, and it cannot be used.",
            how: "It is absent or malformed, lies inside an archive root, is of size 0, or is unsigned where a key is named. Then nothing anchors the chain.",
            next: "Check the path and the format, and keep anchors outside every root.",
        }
        Unsealed = "unsealed" {
            severity: Review, family: Chain,
            means: "The archive has neither a chain nor a manifest.",
            how: "There is nothing that its files could be held against, so whether they changed cannot be known.",
            next: "Run `footage-audit seal` on it, and keep the checkpoint elsewhere.",
        }
        ManifestPathEscape = "manifest-path-escape" {
            severity: High, family: File,
            means: "A manifest names a path outside the archive.",
            how: "The path is absolute, climbs out with `..`, or passes a symbolic link; it was never opened.",
            next: "Look at who wrote the manifest. Some tools write absolute paths; make the manifest again from inside the archive.",
        }
        SymbolicLink = "symbolic-link" {
            severity: Info, family: File,
            means: "There is a symbolic link in the archive; it was not followed.",
            how: "What it points to can change without the archive changing.",
            next: "Put the file itself in its place.",
        }
        SpecialFile = "special-file" {
            severity: Info, family: File,
            means: "There is a device, pipe or socket in the archive; it was not opened.",
            how: "Only regular files are evidence.",
            next: "Find out how it came there.",
        }
        WeakHash = "weak-hash" {
            severity: Info, family: File,
            means: "A manifest's hashes are of a kind that can be forged.",
            how: "MD5 and SHA-1 still show accidental damage, but two different files with the same value can be made.",
            next: "Make a manifest with SHA-256, or seal the archive.",
        }
        StartTimeConflict = "start-time-conflict" {
            severity: Review, family: Time,
            means: "Two sources disagree about when a recording began.",
            how: "Chain, index, file name and container differ by more than 60 s, and not by the recording's own length. The strongest source was used.",
            next: "Whole hours mean a time zone, minutes a clock that was not set, anything else perhaps an edit.",
        }
        DurationConflict = "duration-conflict" {
            severity: Review, family: Time,
            means: "Two sources disagree about how long a recording is.",
            how: "What the packets reach, the chain and the index differ by more than 5 s. What the packets reach was used, where the file is there.",
            next: "Compare with the original: an export may hold only a part.",
        }
        CategoryConflict = "category-conflict" {
            severity: Review, family: Data,
            means: "The index names another category than the one that was sealed.",
            how: "For retention the sealed one counts. Moving footage to a category that is deleted sooner puts it at risk.",
            next: "Find out who changed the category, and why.",
        }
        IdentityConflict = "identity-conflict" {
            severity: Review, family: Data,
            means: "Several assignments of one officer cover the same moment.",
            how: "The one with a camera, then the earliest, then the first row was used; the others are named here.",
            next: "Correct the assignments. Two officers in one car are fine; one officer in two cars is not.",
        }
        AmbiguousTime = "ambiguous-time" {
            severity: Review, family: Time,
            means: "A local time occurred twice that night.",
            how: "The source has no offset, and the time lies in the hour that daylight saving repeats. Both readings are judged, of a tour the earlier one. Where they give different verdicts, nothing is decided; what they decide alike has low confidence.",
            next: "Export the source in UTC or with offsets.",
        }
        ClockSuspect = "clock-suspect" {
            severity: Review, family: Time,
            means: "A camera's clock is far off, or jumps.",
            how: "Its automatic starts, held against the cars' light bars, give an offset of more than 60 s, or do not agree. Times were corrected by the offset, and the uncertainty widened where they do not agree.",
            next: "Have the camera's clock set. Check also that the log's zone is the right one.",
        }
        CameraUnavailable = "camera-unavailable" {
            severity: Info, family: Equipment,
            means: "The camera was off, asleep or docked when the trigger began.",
            how: "That is its last state in the device log before the trigger. A sleeping camera does not hear the light bar's signal.",
            next: "Read it beside the verdict. It explains how, not why.",
        }
        CameraBlank = "camera-blank" {
            severity: Review, family: Data,
            means: "An assignment names no camera, though the officer had one before and after.",
            how: "An empty `camera_id` means that none was issued, which is unlikely between two tours with one.",
            next: "Check with the equipment room and complete the row: as it stands, nothing is required of the officer on that tour.",
        }
        NoFile = "no-file" {
            severity: Info, family: Footage,
            means: "A recording of the index has neither a path nor a hash.",
            how: "It counts, but no file can be held against it.",
            next: "Export the index with paths or SHA-256 values.",
        }
        EmptyRecording = "empty-recording" {
            severity: Review, family: Footage,
            means: "A recording has no length.",
            how: "Its duration is zero; it is never stitched and never counts as footage.",
            next: "Have the camera looked at: cameras leave such files after a bad shutdown.",
        }
        UploadOverdue = "upload-overdue" {
            severity: Review, family: Footage,
            means: "The camera should have been emptied by now.",
            how: "`upload-deadline` has passed since the tour ended, and nothing shows an upload.",
            next: "Dock the camera. Until then nothing can be said about the recording.",
        }
        FootageMissing = "footage-missing" {
            severity: Review, family: Footage,
            means: "Something was recorded, but its footage is not here.",
            how: "Index, chain, device log or numbering know of a recording that would meet the trigger. It counts for the officer, not against.",
            next: "Look for the file: on the camera, in the dock, in a failed or refused upload, in a partial export.",
        }
        ContradictedJustification = "contradicted-justification" {
            severity: Review, family: Justification,
            means: "A justification names a reason that other evidence speaks against.",
            how: "Battery readings or a later recording of the same camera do not fit the reason. The summary shows the fact.",
            next: "Show the officer the fact and ask.",
        }
        SelfApprovedJustification = "self-approved-justification" {
            severity: Review, family: Justification,
            means: "A justification was approved by the officer it is about.",
            how: "`approved_by` is its `officer_id`. It does not explain a deviation.",
            next: "Have somebody else look at it. Some systems enter the author by default.",
        }
        BroadJustification = "broad-justification" {
            severity: Review, family: Justification,
            means: "A justification covers more than 24 hours.",
            how: "Its `from` and `to` lie further apart than that. It still counts for everything in its window.",
            next: "Ask whether the window is meant so, or a date was mistyped.",
        }
        LightbarStuck = "lightbar-stuck" {
            severity: Review, family: Equipment,
            means: "A light bar was on for more than 12 hours.",
            how: "The log has no `off` for it within that time. Most often the input is inverted, so that off is logged as on.",
            next: "Check the wiring before believing any activation of that vehicle.",
        }
        LogGap = "log-gap" {
            severity: Review, family: Equipment,
            means: "The log of a light bar fell silent while the light bar was on.",
            how: "Between two samples of its state lies more than `sample-timeout`. The activation ends with the last sample that was seen; the light bar may have been on for longer.",
            next: "Ask the vendor why the box sent nothing, or set `sample-timeout` to what it promises.",
        }
        EquipmentPattern = "equipment-pattern" {
            severity: Review, family: Pattern,
            means: "A camera or a car has more missed or late activations than chance would give it.",
            how: "Its tours are compared with all other tours that have as many triggers, by an exact test whose level of 1 % holds for all that were tested together; strongest evidence first. Where an officer missed most with it, its misses go on with other officers, or that officer's stop with other equipment.",
            next: "Have the equipment tested: the light bar's signal of a car, the receiver and the battery of a camera. What its users missed with it says little about them.",
        }
        EquipmentOrOfficer = "equipment-or-officer" {
            severity: Review, family: Pattern,
            means: "An officer and the camera or car that the officer used have more missed or late activations than chance would give, and nothing in the data tells whose they are.",
            how: "Both stand out by the test of `equipment-pattern` and `officer-pattern`. The officer's misses can hardly be seen with other equipment, nor the equipment's with other officers; or both stop.",
            next: "Give the officer another camera or car for a week, and theirs to somebody else. Misses that go on are the officer's; misses that stop are the equipment's. Until then neither is accused alone.",
        }
        OfficerPattern = "officer-pattern" {
            severity: Review, family: Pattern,
            means: "An officer has more missed or late activations than chance would give, and no flagged camera or car explains them.",
            how: "The officer's tours are compared with all other tours that have as many triggers, by an exact test whose level of 1 % holds for all that were tested together; accepted justifications do not count, and whatever happened with flagged equipment is left out. The misses go on with other equipment, or other officers do not miss with it.",
            next: "Talk with the officer before anything else: assignment, training and a beat unlike the others are innocent causes that no statistics can see.",
        }
        AutoTriggerFailed = "auto-trigger-failed" {
            severity: Review, family: Pattern,
            means: "A camera was awake, the light bar went on, and the camera had to be started by hand.",
            how: "The recording that meets the activation began after it by more than the clocks leave open, its `start_reason` is not an automatic one, and the camera's last state in the device log is awake.",
            next: "Test the signal between this car and this camera. A camera out of reach of the car, or a hand that was faster than the signal, looks the same.",
        }
        IdsDoNotMeet = "ids-do-not-meet" { severity: Review, family: Doubt, as: Reason::IdsDoNotMeet }
        SuspectedTimeZone = "suspected-time-zone" { severity: Review, family: Doubt, as: Reason::SuspectedTimeZone }
        TriggerSuspect = "trigger-suspect" { severity: Review, family: Doubt, as: Reason::TriggerSuspect }
        LogResolution = "log-resolution" { severity: Review, family: Doubt, as: Reason::LogResolution }
        SuspectedLength = "suspected-length" { severity: Review, family: Doubt, as: Reason::SuspectedLength }
        NoRecordings = "no-recordings" { severity: Review, family: Doubt, as: Reason::NoRecordings }
        CutExport = "cut-export" { severity: Review, family: Doubt, as: Reason::CutExport }
        OutsideExport = "outside-export" { severity: Review, family: Doubt, as: Reason::OutsideExport }
        CameraNotInExport = "camera-not-in-export" { severity: Review, family: Doubt, as: Reason::CameraNotInExport }
        ExportGap = "export-gap" { severity: Review, family: Doubt, as: Reason::ExportGap }
        FilteredExport = "filtered-export" { severity: Review, family: Doubt, as: Reason::FilteredExport }
        RetentionPassed = "retention-passed" { severity: Review, family: Doubt, as: Reason::RetentionPassed }
        RejectedRow = "rejected-row" { severity: Review, family: Doubt, as: Reason::RejectedRow }
        UnnamedRecording = "unnamed-recording" { severity: Review, family: Doubt, as: Reason::UnnamedRecording }
        UnplacedVideo = "unplaced-video" { severity: Review, family: Doubt, as: Reason::UnplacedVideo }
        ClockUnset = "clock-unset" { severity: Review, family: Doubt, as: Reason::ClockUnset }
        CameraSilent = "camera-silent" {
            severity: Review, family: Doubt,
            means: "A camera recorded nothing over several tours, or is in no row at all.",
            how: "It had a trigger in each of two or more tours in a row and no recording in any of them, and no device shows that nothing is missing; or no row of the recordings names it.",
            next: "Look at this camera first: is it broken, lost, exchanged, or missing from the export?",
        }
        CamerasSwapped = "cameras-swapped" {
            severity: Review, family: Doubt,
            means: "Two cameras seem to have been exchanged for a tour.",
            how: "Automatic starts of one camera meet the triggers of another car than that of its officer, and the other way round.",
            next: "Ask who carried which camera. Swapped cameras, swapped boxes and exchanged cars look alike; correct the roster.",
        }
        ExportLimit = "export-limit" {
            severity: Review, family: Doubt,
            means: "An export has exactly as many rows as exporters are known to stop at.",
            how: "Its number of rows is a limit of a common exporter, such as 1,000 or 65,535.",
            next: "Ask for the rest, or for a smaller time at once.",
        }
    }
}

#[cfg(test)]
#[path = "finding_tests.rs"]
mod tests;
