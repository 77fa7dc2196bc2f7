//! What became of a row since an earlier output.

use super::vocabulary::words;

words! {
    /// What became of a row since an earlier output (`--previous`; contract, "Changes").
    Change: "change since an earlier output" {
        New = "new" {
            means: "The row is not in the earlier output.",
            how: "No row there has its id, and no doubt of the data that is gone explains that. A deadline that has passed since then brings a new finding without any new data.",
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
        Doubted = "doubted" {
            means: "A doubt of the data turned it since: it is not decided any more, and it is not settled either.",
            how: "Of an obligation: tonight its reason is a doubt of the data, and in the earlier output it was not. Of a finding: it is gone, and an obligation that it rested on is such a one. Of a doubt: how many obligations it took, by what they came to before.",
            next: "Settle the cause as its finding says, most often with a better export. The cases come back as `no-longer-doubted`.",
        }
        NoLongerDoubted = "no-longer-doubted" {
            means: "A doubt of the data that had turned it is gone, so it is decided on its merits again.",
            how: "Of an obligation: its reason was a doubt of the data in the earlier output and is not tonight. Of a finding: it was not there, and most obligations that it rests on are such ones. Of a doubt: how many obligations it gave back, by what they come to now.",
            next: "What is unexplained now is as open as anything new. It happened earlier, and the data could not show it then.",
        }
        Resolved = "resolved" {
            means: "The finding is gone, and what it was about was looked at again.",
            how: "No finding has its id, and the obligation was decided, or the file or chain checked, once more. Of a doubt of the data: nothing that it turned is turned now.",
            next: "See in obligations.csv or files.csv what it came to.",
        }
        Vanished = "vanished" {
            means: "The row is gone, and nothing shows that it is settled.",
            how: "No row has its id, and what it was about is not in the report, or could not be decided or checked this time.",
            next: "Look for an export that is shorter than before, a share that is not mounted, --no-hash, or two light-bar events that are now one.",
        }
    }
}
