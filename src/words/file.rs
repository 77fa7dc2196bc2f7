//! What is said of a file of an archive.

use super::vocabulary::words;

words! {
    /// A file of an archive against its chain (contract, "The status of a file").
    FileStatus: "status of a file" {
        Ok = "ok" {
            means: "The file has the bytes that were sealed or listed for it.",
            how: "Its SHA-256 was computed and equals the recorded one. `checked_by` says where that was recorded: only an anchored record is safe from being rewritten.",
            next: "Nothing to do.",
        }
        Changed = "changed" {
            means: "The file has other bytes than those that were sealed or listed for it.",
            how: "Its SHA-256 (or the hash that a manifest lists) was computed and differs from the recorded one; or a bag's payload is not as large as its `Payload-Oxum` says.",
            next: "Keep both the file and the chain as they are, and find a copy that matches. A failing disk, an interrupted copy, a player that writes tags or a re-encoding change bytes too.",
        }
        Missing = "missing" {
            means: "The file was sealed or listed, and it is not there.",
            how: "Chain or manifest lists it, no purge of it is recorded, and nothing lies at its path nor anywhere else in the archive.",
            next: "Check first that the whole archive is mounted and was exported completely. Then look for the file, or for a purge that was never recorded.",
        }
        Unlisted = "unlisted" {
            means: "The file is there, but was never sealed or listed.",
            how: "Neither its path nor its bytes are in the chain or the manifest.",
            next: "New footage that waits for `seal` looks like this. So does a file that somebody put there.",
        }
        Moved = "moved" {
            means: "The sealed or listed bytes lie at another path.",
            how: "Nothing lies at that path any more, and this file has its SHA-256. Its identity is taken from the sealed record.",
            next: "Find out who sorts the archive. The footage itself is whole.",
        }
        Duplicate = "duplicate" {
            means: "A second copy of bytes that were sealed or listed.",
            how: "The file that was sealed or listed is there too, with the same SHA-256. The bytes count once, for one camera.",
            next: "Usually an export done twice. Nothing is lost.",
        }
        Unreadable = "unreadable" {
            means: "The file could not be read.",
            how: "Opening or reading it failed, so nothing is known of its bytes; or it is a manifest, and a line of it cannot be used. The audit is incomplete.",
            next: "Check permissions and the disk, then run the audit again.",
        }
        Unchecked = "unchecked" {
            means: "The bytes of the file were not looked at.",
            how: "The audit ran with `--no-hash`. The file may be as it was or not.",
            next: "Run the audit without `--no-hash`.",
        }
        Purged = "purged" {
            means: "The file was removed lawfully.",
            how: "The chain holds a purge of it: approved by somebody other than its author, under the sealed category, after the retention had ended, and under no hold.",
            next: "Nothing to do. The footage cannot be looked at any more.",
        }
        PurgedEarly = "purged-early" {
            means: "The file was removed before its retention ended.",
            how: "The purge is earlier than the start plus the retention of its category; where two policies apply, the longer one counts.",
            next: "Ask who approved it, and whether a copy is left. A wrong category at the time of filing is a frequent cause.",
        }
        PurgedUnderHold = "purged-under-hold" {
            means: "The file was removed while it was to be kept.",
            how: "A hold precedes the purge in the chain without a release, or the category's retention is `\"hold\"`.",
            next: "Tell whoever placed the hold, at once. A release that was never recorded looks the same.",
        }
        PurgedUnauthorized = "purged-unauthorized" {
            means: "The file was removed, and the record does not show that this was allowed.",
            how: "The purge was approved by its own author or by nobody, names another category than the sealed one, or the category has no retention, or category or start are unknown.",
            next: "Find the order behind the purge. A retention that is missing from the audit file gives this too.",
        }
        PurgedButPresent = "purged-but-present" {
            means: "A purge is recorded, but the file is still there.",
            how: "The chain holds a purge of it, and its path or its bytes are in the archive.",
            next: "Either the removal failed or a copy came back. Retention may have ended for it.",
        }
    }
}

words! {
    /// What a file was checked against (contract, "The status of a file").
    CheckedBy: "what a file was checked by" {
        Anchored = "anchored" {
            means: "The file was held against a record that an anchor covers.",
            how: "A checkpoint kept outside the archive fixes the chain up to and past this record. Rewriting the record would show.",
            next: "The strongest check there is. It proves that the bytes are those that were sealed, not that the camera made them.",
        }
        Chain = "chain" {
            means: "The file was held against a record of the chain that no anchor covers.",
            how: "The chain is consistent in itself, but whoever holds the archive could have rebuilt it.",
            next: "Keep a copy of `chain.checkpoint` outside the archive and name it as `anchor`.",
        }
        Manifest = "manifest" {
            means: "The file was held against a list of hashes, such as a SHA256SUMS file.",
            how: "There is no chain, and a manifest lists the file. Whoever can change the file can usually change the list.",
            next: "Seal the archive, and keep its checkpoint elsewhere.",
        }
        None = "none" {
            means: "There was nothing to hold the file against.",
            how: "Neither chain nor manifest lists it, or its bytes were not read. Whether it changed is not known.",
            next: "Seal the archive to have something to compare with next time.",
        }
    }
}
