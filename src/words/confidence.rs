//! How sure a verdict is, and what lowers it.

use super::vocabulary::words;

words! {
    /// How sure a verdict is (contract, "Confidence"), surest first.
    Confidence: "confidence" {
        High = "high" {
            means: "Nothing is known that would make the verdict doubtful.",
            how: "Every verdict starts with high confidence and is lowered by what is found.",
            next: "Still a lead: the exports themselves may be wrong or incomplete.",
        }
        Medium = "medium" {
            means: "One thing that would make the verdict certain is missing.",
            how: "For instance the clock could not be fitted, or nothing proves that no recording is missing. `confidence_reason` names it.",
            next: "Look at the reason named before asking the officer.",
        }
        Low = "low" {
            means: "The verdict rests on weak evidence.",
            how: "For instance a start known only from the container, a file that is not as sealed, or a fault of the camera shortly before. `confidence_reason` names it.",
            next: "Do not act on this row alone. Find better evidence for what is named.",
        }
    }
}

words! {
    /// What lowers the confidence (contract, "Confidence").
    Doubt: "reason of the confidence",
    /// How far it lowers the confidence.
    lowers_to: Confidence {
        ContainerTime = "container-time" {
            lowers_to: Low,
            means: "The recording's start is known only from the creation time inside the file.",
            how: "Neither chain nor index nor file name gives a start. Cameras write local time, the end, or nothing there, and any re-encoding rewrites it. Confidence is low.",
            next: "Supply an index of the recordings, or a `file-name` pattern.",
        }
        FileNotOk = "file-not-ok" {
            lowers_to: Low,
            means: "The file of a recording that decided is not as it was sealed.",
            how: "Its status in `files.csv` is not `ok`. Confidence is low.",
            next: "Look the file up in `files.csv`, and have `explain` tell what its status means.",
        }
        VideoNotReadable = "video-not-readable" {
            lowers_to: Low,
            means: "The video of a recording that decided is not known to be whole.",
            how: "Its state in `files.csv` is not `readable`, so its length may be wrong. Confidence is low.",
            next: "Play the file to its end.",
        }
        Purged = "purged" {
            lowers_to: Low,
            means: "The recording that decided has been purged lawfully.",
            how: "Its times are known from chain or index, but the footage cannot be looked at any more. Confidence is low.",
            next: "Nothing can be re-checked but the records.",
        }
        AmbiguousTime = "ambiguous-time" {
            lowers_to: Low,
            means: "A local time that occurred twice was used.",
            how: "A source without offsets has a time in the hour that daylight saving repeats; both readings lead to the same verdict, or the earlier one of a tour was taken. Confidence is low.",
            next: "Export that source in UTC or with offsets.",
        }
        CameraFault = "camera-fault" {
            lowers_to: Low,
            means: "The camera reported a fault shortly before.",
            how: "The device log has a `fault` of it within the 30 minutes before the trigger. Confidence is low.",
            next: "Treat it as a question for the equipment room first.",
        }
        ClockCorrection = "clock-correction" {
            lowers_to: Medium,
            means: "The verdict would be another without the correction of the clock.",
            how: "The verdict was also made with the clock offset taken as zero, and differs. Confidence is medium.",
            next: "Check `clock_offset_s` against the camera's own sync record.",
        }
        ClockNotFitted = "clock-not-fitted" {
            lowers_to: Medium,
            means: "The verdict is late, and the camera's clock could not be fitted.",
            how: "Fewer than five automatic starts were near enough to measure the offset from, so `clock-uncertainty` stands in for it. Confidence is medium.",
            next: "A camera clock that is a minute off looks like a late start. Check the camera's clock.",
        }
        CompletenessNotProven = "completeness-not-proven" {
            lowers_to: Medium,
            means: "Nothing proves that no recording of this camera is missing.",
            how: "There are neither device-log entries of the camera before and after the trigger, nor recordings numbered n and n + 1 either side of it. Confidence is medium.",
            next: "Add the device log or the numbers of the recordings to the audit.",
        }
        VouchedAgainst = "vouched-against" {
            lowers_to: Low,
            means: "Somebody vouches that the export is whole, and the data speak against it.",
            how: "`complete` holds for the recordings, yet several officers have none at once, or no row names the camera. Confidence is low.",
            next: "Ask whoever vouched to look again, before anybody is asked.",
        }
        CameraSilent = "camera-silent" {
            lowers_to: Low,
            means: "The camera recorded nothing over several tours.",
            how: "It had a trigger in each of two or more tours in a row and no recording in any of them, and no device shows that nothing is missing. Confidence is low.",
            next: "Look at this camera first: is it broken, lost, exchanged, or missing from the export?",
        }
        UnplacedVideo = "unplaced-video" {
            lowers_to: Low,
            means: "There is a video of which nobody knows the camera and the time.",
            how: "It lies in an archive, and neither an index, a chain, its name nor its header says whose it is. Confidence is low.",
            next: "Name camera and start with `file-name` or an index; it may be the missing recording.",
        }
        IdentityConflict = "identity-conflict" {
            lowers_to: Medium,
            means: "Several assignments of the officer cover the trigger.",
            how: "The one with a camera, then the earliest, was used. Confidence is medium.",
            next: "Correct the assignments; see the finding of the same name.",
        }
        NoFile = "no-file" {
            lowers_to: Medium,
            means: "The recording that decided is known only from its index row.",
            how: "The row names neither a path nor a hash, so there is no file to hold against it. Confidence is medium.",
            next: "Export the index with paths or SHA-256 values.",
        }
        HolesNotChecked = "holes-not-checked" {
            lowers_to: Medium,
            means: "The video that decided may have holes: nobody looked between its first and its last picture.",
            how: "`holes` in `files.csv` is empty. Of this kind of file only both ends were read, or its bytes were skipped (`--no-hash`). Confidence is medium.",
            next: "Run without `--no-hash`, or play the stretch that matters.",
        }
    }
}
