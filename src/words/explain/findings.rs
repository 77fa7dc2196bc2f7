//! The codes of findings. Those that repeat a file's or a chain's state share its text.

use super::{Text, archive};
use crate::words::{ChainVerdict, FileStatus, FindingCode, VideoState};

#[expect(clippy::too_many_lines, reason = "one text for each code, and nothing else")]
pub const fn finding(word: FindingCode) -> Text {
    match word {
        FindingCode::Changed => archive::file_status(FileStatus::Changed),
        FindingCode::Missing => archive::file_status(FileStatus::Missing),
        FindingCode::Unlisted => archive::file_status(FileStatus::Unlisted),
        FindingCode::Moved => archive::file_status(FileStatus::Moved),
        FindingCode::Duplicate => archive::file_status(FileStatus::Duplicate),
        FindingCode::Unreadable => archive::file_status(FileStatus::Unreadable),
        FindingCode::Unchecked => archive::file_status(FileStatus::Unchecked),
        FindingCode::Purged => archive::file_status(FileStatus::Purged),
        FindingCode::PurgedEarly => archive::file_status(FileStatus::PurgedEarly),
        FindingCode::PurgedUnderHold => archive::file_status(FileStatus::PurgedUnderHold),
        FindingCode::PurgedUnauthorized => archive::file_status(FileStatus::PurgedUnauthorized),
        FindingCode::PurgedButPresent => archive::file_status(FileStatus::PurgedButPresent),
        FindingCode::Truncated => archive::video_state(VideoState::Truncated),
        FindingCode::LengthUnverified => archive::video_state(VideoState::LengthUnverified),
        FindingCode::Damaged => archive::video_state(VideoState::Damaged),
        FindingCode::NotVideo => archive::video_state(VideoState::NotVideo),
        FindingCode::Encrypted => archive::video_state(VideoState::Encrypted),
        FindingCode::ChainBroken => archive::chain_verdict(ChainVerdict::Broken),
        FindingCode::ChainTruncated => archive::chain_verdict(ChainVerdict::Truncated),
        FindingCode::ChainForked => archive::chain_verdict(ChainVerdict::Forked),
        FindingCode::ChainSignatureInvalid => archive::chain_verdict(ChainVerdict::SignatureInvalid),
        FindingCode::ChainTornTail => archive::chain_verdict(ChainVerdict::TornTail),
        FindingCode::UnexplainedNonActivation => Text {
            means: "A recording was required, there is none, and no justification was accepted.",
            how: "The verdict is `not-recorded` and the outcome `unexplained`.",
            next: "Begin with the confidence and the sources of the row, then ask the officer and the supervisor. Equipment that failed without a trace is still possible.",
        },
        FindingCode::UnexplainedLateActivation => Text {
            means: "The camera began after the grace, and no justification was accepted.",
            how: "The verdict is `late` and the outcome `unexplained`.",
            next: "Look at `gap_s` and the clock columns, then at what happened in those seconds.",
        },
        FindingCode::UnexplainedEarlyEnd => Text {
            means: "The camera stopped before the trigger ended, and no justification was accepted.",
            how: "The verdict is `ended-early` and the outcome `unexplained`.",
            next: "Check whether the event was really still going on: a light bar may stay on long after it.",
        },
        FindingCode::UnexplainedInterruption => Text {
            means: "The recording has a gap, and no justification was accepted.",
            how: "The verdict is `interrupted` and the outcome `unexplained`.",
            next: "Check whether a file of the sequence is missing before asking about the gap.",
        },
        FindingCode::ChainUnanchored => Text {
            means: "No copy of a checkpoint kept elsewhere covers the chain.",
            how: "The audit file names no anchor that can be used. By itself a chain cannot rule out that its end was cut off or all of it rebuilt.",
            next: "Keep `chain.checkpoint` outside the archive after every `seal`, where whoever holds the archive cannot write, and name it as `anchor`.",
        },
        FindingCode::ChainMissing => Text {
            means: "There should be a chain, and there is none that can be read.",
            how: "The audit file names it, or an anchor or a key of it, or its checkpoint still lies there; but its path leads to nothing, or to a link, a folder or a pipe. An archive is not taken for unsealed because its chain is gone.",
            next: "Check the path and that the share is mounted. Then look for the chain in a backup.",
        },
        FindingCode::ChainAnchorUnusable => Text {
            means: "The audit file names an anchor or a key, and it cannot be used.",
            how: "It is absent or malformed, lies inside an archive root, is of size 0, or is unsigned where a key is named. Then nothing anchors the chain.",
            next: "Check the path and the format, and keep anchors outside every root.",
        },
        FindingCode::Unsealed => Text {
            means: "The archive has neither a chain nor a manifest.",
            how: "There is nothing that its files could be held against, so whether they changed cannot be known.",
            next: "Run `footage-audit seal` on it, and keep the checkpoint elsewhere.",
        },
        FindingCode::ManifestPathEscape => Text {
            means: "A manifest names a path outside the archive.",
            how: "The path is absolute, climbs out with `..`, or passes a symbolic link; it was never opened.",
            next: "Look at who wrote the manifest. Some tools write absolute paths; make the manifest again from inside the archive.",
        },
        FindingCode::SymbolicLink => Text {
            means: "There is a symbolic link in the archive; it was not followed.",
            how: "What it points to can change without the archive changing.",
            next: "Put the file itself in its place.",
        },
        FindingCode::SpecialFile => Text {
            means: "There is a device, pipe or socket in the archive; it was not opened.",
            how: "Only regular files are evidence.",
            next: "Find out how it came there.",
        },
        FindingCode::WeakHash => Text {
            means: "A manifest's hashes are of a kind that can be forged.",
            how: "MD5 and SHA-1 still show accidental damage, but two different files with the same value can be made.",
            next: "Make a manifest with SHA-256, or seal the archive.",
        },
        FindingCode::StartTimeConflict => Text {
            means: "Two sources disagree about when a recording began.",
            how: "Chain, index, file name and container differ by more than 60 s, and not by the recording's own length. The strongest source was used.",
            next: "Whole hours mean a time zone, minutes a clock that was not set, anything else perhaps an edit.",
        },
        FindingCode::DurationConflict => Text {
            means: "Two sources disagree about how long a recording is.",
            how: "What the packets reach, the chain and the index differ by more than 5 s. What the packets reach was used, where the file is there.",
            next: "Compare with the original: an export may hold only a part.",
        },
        FindingCode::CategoryConflict => Text {
            means: "The index names another category than the one that was sealed.",
            how: "For retention the sealed one counts. Moving footage to a category that is deleted sooner puts it at risk.",
            next: "Find out who changed the category, and why.",
        },
        FindingCode::IdentityConflict => Text {
            means: "Several assignments of one officer cover the same moment.",
            how: "The one with a camera, then the earliest, then the first row was used; the others are named here.",
            next: "Correct the assignments. Two officers in one car are fine; one officer in two cars is not.",
        },
        FindingCode::AmbiguousTime => Text {
            means: "A local time occurred twice that night.",
            how: "The source has no offset, and the time lies in the hour that daylight saving repeats; the earlier reading was taken. What it decides has low confidence.",
            next: "Export the source in UTC or with offsets.",
        },
        FindingCode::ClockSuspect => Text {
            means: "A camera's clock is far off, or jumps.",
            how: "Its automatic starts, held against the cars' light bars, give an offset of more than 60 s, or do not agree. Times were corrected by the offset, and the uncertainty widened where they do not agree.",
            next: "Have the camera's clock set. Check also that the log's zone is the right one.",
        },
        FindingCode::CameraUnavailable => Text {
            means: "The camera was off, asleep or docked when the trigger began.",
            how: "That is its last state in the device log before the trigger. A sleeping camera does not hear the light bar's signal.",
            next: "Read it beside the verdict. It explains how, not why.",
        },
        FindingCode::CameraBlank => Text {
            means: "An assignment names no camera, though the officer had one before and after.",
            how: "An empty `camera_id` means that none was issued, which is unlikely between two tours with one.",
            next: "Check with the equipment room and complete the row: as it stands, nothing is required of the officer on that tour.",
        },
        FindingCode::NoFile => Text {
            means: "A recording of the index has neither a path nor a hash.",
            how: "It counts, but no file can be held against it.",
            next: "Export the index with paths or SHA-256 values.",
        },
        FindingCode::EmptyRecording => Text {
            means: "A recording has no length.",
            how: "Its duration is zero; it is never stitched and never counts as footage.",
            next: "Have the camera looked at: cameras leave such files after a bad shutdown.",
        },
        FindingCode::UploadOverdue => Text {
            means: "The camera should have been emptied by now.",
            how: "`upload-deadline` has passed since the tour ended, and nothing shows an upload.",
            next: "Dock the camera. Until then nothing can be said about the recording.",
        },
        FindingCode::FootageMissing => Text {
            means: "Something was recorded, but its footage is not here.",
            how: "Index, chain, device log or numbering know of a recording that would meet the trigger. It counts for the officer, not against.",
            next: "Look for the file: on the camera, in the dock, in a failed or refused upload, in a partial export.",
        },
        FindingCode::ContradictedJustification => Text {
            means: "A justification names a reason that other evidence speaks against.",
            how: "Battery readings or a later recording of the same camera do not fit the reason. The summary shows the fact.",
            next: "Show the officer the fact and ask.",
        },
        FindingCode::SelfApprovedJustification => Text {
            means: "A justification was approved by the officer it is about.",
            how: "`approved_by` is its `officer_id`. It does not explain a deviation.",
            next: "Have somebody else look at it. Some systems enter the author by default.",
        },
        FindingCode::BroadJustification => Text {
            means: "A justification covers more than 24 hours.",
            how: "Its `from` and `to` lie further apart than that. It still counts for everything in its window.",
            next: "Ask whether the window is meant so, or a date was mistyped.",
        },
        FindingCode::LogGap => Text {
            means: "A sampled log fell silent while the light bar was on.",
            how: "No sample came for longer than `sample-timeout`; the activation was ended at the last one.",
            next: "The light bar may have been on for longer. Check the vehicle's connection.",
        },
        FindingCode::LightbarStuck => Text {
            means: "A light bar was on for more than 12 hours.",
            how: "The log has no `off` for it within that time. Most often the input is inverted, so that off is logged as on.",
            next: "Check the wiring before believing any activation of that vehicle.",
        },
        FindingCode::EquipmentPattern => Text {
            means: "A camera or a car has more missed or late activations than chance would give it.",
            how: "Its tours are compared with all other tours that have as many triggers, by an exact test whose level of 1 % holds for all that were tested together; strongest evidence first, and equipment before officers.",
            next: "Have the equipment tested: the light bar's signal of a car, the receiver and the battery of a camera. What its users missed with it says little about them. Where only one person used it, try it with somebody else.",
        },
        FindingCode::OfficerPattern => Text {
            means: "An officer has more missed or late activations than chance would give, and no flagged camera or car explains them.",
            how: "The officer's tours are compared with all other tours that have as many triggers, by an exact test whose level of 1 % holds for all that were tested together; accepted justifications do not count, and whatever happened with flagged equipment is left out.",
            next: "Talk with the officer before anything else: assignment, training and a beat unlike the others are innocent causes that no statistics can see.",
        },
        FindingCode::AutoTriggerFailed => Text {
            means: "A camera was awake, the light bar went on, and the camera had to be started by hand.",
            how: "The recording that meets the activation began after it by more than the clocks leave open, its `start_reason` is not an automatic one, and the camera's last state in the device log is awake.",
            next: "Test the signal between this car and this camera. A camera out of reach of the car, or a hand that was faster than the signal, looks the same.",
        },
    }
}
