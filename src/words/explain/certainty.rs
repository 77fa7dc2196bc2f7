//! How sure and how weighty something is, and where a start is known from.

use super::Text;
use crate::words::{Confidence, Doubt, Severity, StartSource};

pub const fn confidence(word: Confidence) -> Text {
    match word {
        Confidence::High => Text {
            means: "Nothing is known that would make the verdict doubtful.",
            how: "Every verdict starts with high confidence and is lowered by what is found.",
            next: "Still a lead: the exports themselves may be wrong or incomplete.",
        },
        Confidence::Medium => Text {
            means: "One thing that would make the verdict certain is missing.",
            how: "For instance the clock could not be fitted, or nothing proves that no recording is missing. `confidence_reason` names it.",
            next: "Look at the reason named before asking the officer.",
        },
        Confidence::Low => Text {
            means: "The verdict rests on weak evidence.",
            how: "For instance a start known only from the container, a file that is not as sealed, or a fault of the camera shortly before. `confidence_reason` names it.",
            next: "Do not act on this row alone. Find better evidence for what is named.",
        },
    }
}

pub const fn severity(word: Severity) -> Text {
    match word {
        Severity::High => Text {
            means: "Somebody should look at it now.",
            how: "Recordings that should be there and are not, without an explanation, and everything that puts the archive's integrity in question. By default it makes the exit code 1, or 4 where the audit is incomplete.",
            next: "Begin with these.",
        },
        Severity::Review => Text {
            means: "Somebody should look at it.",
            how: "The other unexplained deviations, and what makes evidence doubtful. It decides the exit code only with `--fail-on review`.",
            next: "Work through them after the high ones.",
        },
        Severity::Info => Text {
            means: "Good to know.",
            how: "Facts that explain other rows or limit what the audit can show. They never decide the exit code.",
            next: "Read them beside the rows that they concern.",
        },
    }
}

pub const fn doubt(word: Doubt) -> Text {
    match word {
        Doubt::ContainerTime => Text {
            means: "The recording's start is known only from the creation time inside the file.",
            how: "Neither chain nor index nor file name gives a start. Cameras write local time, the end, or nothing there, and any re-encoding rewrites it. Confidence is low.",
            next: "Supply an index of the recordings, or a `file-name` pattern.",
        },
        Doubt::FileNotOk => Text {
            means: "The file of a recording that decided is not as it was sealed.",
            how: "Its status in `files.csv` is not `ok`. Confidence is low.",
            next: "Look the file up in `files.csv`, and have `explain` tell what its status means.",
        },
        Doubt::VideoNotReadable => Text {
            means: "The video of a recording that decided is not known to be whole.",
            how: "Its state in `files.csv` is not `readable`, so its length may be wrong. Confidence is low.",
            next: "Play the file to its end.",
        },
        Doubt::Purged => Text {
            means: "The recording that decided has been purged lawfully.",
            how: "Its times are known from chain or index, but the footage cannot be looked at any more. Confidence is low.",
            next: "Nothing can be re-checked but the records.",
        },
        Doubt::AmbiguousTime => Text {
            means: "A local time that occurred twice was used.",
            how: "A source without offsets has a time in the hour that daylight saving repeats; the earlier reading was taken. Confidence is low.",
            next: "Export that source in UTC or with offsets.",
        },
        Doubt::CameraFault => Text {
            means: "The camera reported a fault shortly before.",
            how: "The device log has a `fault` of it within the 30 minutes before the trigger. Confidence is low.",
            next: "Treat it as a question for the equipment room first.",
        },
        Doubt::ClockCorrection => Text {
            means: "The verdict would be another without the correction of the clock.",
            how: "The verdict was also made with the clock offset taken as zero, and differs. Confidence is medium.",
            next: "Check `clock_offset_s` against the camera's own sync record.",
        },
        Doubt::ClockNotFitted => Text {
            means: "The verdict is late, and the camera's clock could not be fitted.",
            how: "Fewer than five automatic starts were near enough to measure the offset from, so `clock-uncertainty` stands in for it. Confidence is medium.",
            next: "A camera clock that is a minute off looks like a late start. Check the camera's clock.",
        },
        Doubt::CompletenessNotProven => Text {
            means: "Nothing proves that no recording of this camera is missing.",
            how: "There are neither device-log entries of the camera before and after the trigger, nor recordings numbered n and n + 1 either side of it. Confidence is medium.",
            next: "Add the device log or the numbers of the recordings to the audit.",
        },
        Doubt::IdentityConflict => Text {
            means: "Several assignments of the officer cover the trigger.",
            how: "The one with a camera, then the earliest, was used. Confidence is medium.",
            next: "Correct the assignments; see the finding of the same name.",
        },
        Doubt::NoFile => Text {
            means: "The recording that decided is known only from its index row.",
            how: "The row names neither a path nor a hash, so there is no file to hold against it. Confidence is medium.",
            next: "Export the index with paths or SHA-256 values.",
        },
    }
}

pub const fn start_source(word: StartSource) -> Text {
    match word {
        StartSource::Chain => Text {
            means: "The start is that of the sealed record.",
            how: "It was written into the chain when the file was sealed and cannot be edited afterwards.",
            next: "The strongest source there is; it is as good as what was known on the day of sealing.",
        },
        StartSource::Index => Text {
            means: "The start is that of the recordings index.",
            how: "The chain has none, and the index row of the file gives one. In many systems users can edit it.",
            next: "Compare it with the file name where a verdict hangs on it.",
        },
        StartSource::FileName => Text {
            means: "The start is read from the file's name.",
            how: "Neither chain nor index gives one; the `file-name` pattern of the archive does.",
            next: "Names often hold only minutes, and no zone. Check both.",
        },
        StartSource::Container => Text {
            means: "The start is the creation time inside the file.",
            how: "No other source gives one. It can be local time or the end, and re-encoding rewrites it, so confidence is low.",
            next: "Supply an index or a `file-name` pattern.",
        },
    }
}
