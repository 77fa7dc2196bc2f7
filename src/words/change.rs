//! What became of a row since an earlier output.

use super::vocabulary::words;

words! {
    /// What became of a row since an earlier output (`--previous`; contract, "Changes").
    Change: "change since an earlier output" {
        New = "new" {
            means: "The row is not in the earlier output.",
            how: "No row there has its id. A deadline that has passed since then brings a new finding without any new data.",
            next: "Begin with these. If there are many, see whether the policy, the exports or --since differ from the earlier night.",
        }
        Changed = "changed" {
            means: "The row is in the earlier output and came to something else there.",
            how: "The id is the same, and the columns under `from` and `to` differ. Only what a row comes to is compared, not its measurements or the lines of its sources.",
            next: "A late upload, a filed justification or a deadline that has passed are the usual causes.",
        }
        Same = "same" {
            means: "The row is in the earlier output and came to the same.",
            how: "The id is the same, and so is what it comes to.",
            next: "Nothing new; it may still be open.",
        }
        Resolved = "resolved" {
            means: "The finding is gone, and what it was about was looked at again.",
            how: "No finding has its id, and the obligation was decided, or the file or chain checked, once more.",
            next: "See in obligations.csv or files.csv what it came to.",
        }
        Vanished = "vanished" {
            means: "The row is gone, and nothing shows that it is settled.",
            how: "No row has its id, and what it was about is not in the report, or could not be decided or checked this time.",
            next: "Look for an export that is shorter than before, a share that is not mounted, --no-hash, or two light-bar events that are now one.",
        }
    }
}
