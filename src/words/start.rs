//! Where the start of a recording is known from.

use super::vocabulary::words;

words! {
    /// Where the start of a recording is known from (contract, "Recordings").
    StartSource: "source of a start" {
        Chain = "chain" {
            means: "The start is that of the sealed record.",
            how: "It was written into the chain when the file was sealed and cannot be edited afterwards.",
            next: "The strongest source there is; it is as good as what was known on the day of sealing.",
        }
        Index = "index" {
            means: "The start is that of the recordings index.",
            how: "The chain has none, and the index row of the file gives one. In many systems users can edit it.",
            next: "Compare it with the file name where a verdict hangs on it.",
        }
        FileName = "file-name" {
            means: "The start is read from the file's name.",
            how: "Neither chain nor index gives one; the `file-name` pattern of the archive does.",
            next: "Names often hold only minutes, and no zone. Check both.",
        }
        Container = "container" {
            means: "The start is the creation time inside the file.",
            how: "No other source gives one. It can be local time or the end, and re-encoding rewrites it, so confidence is low.",
            next: "Supply an index or a `file-name` pattern.",
        }
    }
}
