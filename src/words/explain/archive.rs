//! What is said of an archive: its files, its videos, its chain.

use super::Text;
use crate::words::{ChainVerdict, CheckedBy, FileStatus, VideoState};

pub const fn file_status(word: FileStatus) -> Text {
    match word {
        FileStatus::Ok => Text {
            means: "The file has the bytes that were sealed or listed for it.",
            how: "Its SHA-256 was computed and equals the recorded one. `checked_by` says where that was recorded: only an anchored record is safe from being rewritten.",
            next: "Nothing to do.",
        },
        FileStatus::Changed => Text {
            means: "The file has other bytes than those that were sealed or listed for it.",
            how: "Its SHA-256 (or the hash that a manifest lists) was computed and differs from the recorded one; or a bag's payload is not as large as its `Payload-Oxum` says.",
            next: "Keep both the file and the chain as they are, and find a copy that matches. A failing disk, an interrupted copy, a player that writes tags or a re-encoding change bytes too.",
        },
        FileStatus::Missing => Text {
            means: "The file was sealed or listed, and it is not there.",
            how: "Chain or manifest lists it, no purge of it is recorded, and nothing lies at its path nor anywhere else in the archive.",
            next: "Check first that the whole archive is mounted and was exported completely. Then look for the file, or for a purge that was never recorded.",
        },
        FileStatus::Unlisted => Text {
            means: "The file is there, but was never sealed or listed.",
            how: "Neither its path nor its bytes are in the chain or the manifest.",
            next: "New footage that waits for `seal` looks like this. So does a file that somebody put there.",
        },
        FileStatus::Moved => Text {
            means: "The sealed or listed bytes lie at another path.",
            how: "Nothing lies at that path any more, and this file has its SHA-256. Its identity is taken from the sealed record.",
            next: "Find out who sorts the archive. The footage itself is whole.",
        },
        FileStatus::Duplicate => Text {
            means: "A second copy of bytes that were sealed or listed.",
            how: "The file that was sealed or listed is there too, with the same SHA-256. The bytes count once, for one camera.",
            next: "Usually an export done twice. Nothing is lost.",
        },
        FileStatus::Unreadable => Text {
            means: "The file could not be read.",
            how: "Opening or reading it failed, so nothing is known of its bytes; or it is a manifest, and a line of it cannot be used. The audit is incomplete.",
            next: "Check permissions and the disk, then run the audit again.",
        },
        FileStatus::Unchecked => Text {
            means: "The bytes of the file were not looked at.",
            how: "The audit ran with `--no-hash`. The file may be as it was or not.",
            next: "Run the audit without `--no-hash`.",
        },
        FileStatus::Purged => Text {
            means: "The file was removed lawfully.",
            how: "The chain holds a purge of it: approved by somebody other than its author, under the sealed category, after the retention had ended, and under no hold.",
            next: "Nothing to do. The footage cannot be looked at any more.",
        },
        FileStatus::PurgedEarly => Text {
            means: "The file was removed before its retention ended.",
            how: "The purge is earlier than the start plus the retention of its category; where two policies apply, the longer one counts.",
            next: "Ask who approved it, and whether a copy is left. A wrong category at the time of filing is a frequent cause.",
        },
        FileStatus::PurgedUnderHold => Text {
            means: "The file was removed while it was to be kept.",
            how: "A hold precedes the purge in the chain without a release, or the category's retention is `\"hold\"`.",
            next: "Tell whoever placed the hold, at once. A release that was never recorded looks the same.",
        },
        FileStatus::PurgedUnauthorized => Text {
            means: "The file was removed, and the record does not show that this was allowed.",
            how: "The purge was approved by its own author or by nobody, names another category than the sealed one, or the category has no retention, or category or start are unknown.",
            next: "Find the order behind the purge. A retention that is missing from the audit file gives this too.",
        },
        FileStatus::PurgedButPresent => Text {
            means: "A purge is recorded, but the file is still there.",
            how: "The chain holds a purge of it, and its path or its bytes are in the archive.",
            next: "Either the removal failed or a copy came back. Retention may have ended for it.",
        },
    }
}

pub const fn checked_by(word: CheckedBy) -> Text {
    match word {
        CheckedBy::Anchored => Text {
            means: "The file was held against a record that an anchor covers.",
            how: "A checkpoint kept outside the archive fixes the chain up to and past this record. Rewriting the record would show.",
            next: "The strongest check there is. It proves that the bytes are those that were sealed, not that the camera made them.",
        },
        CheckedBy::Chain => Text {
            means: "The file was held against a record of the chain that no anchor covers.",
            how: "The chain is consistent in itself, but whoever holds the archive could have rebuilt it.",
            next: "Keep a copy of `chain.checkpoint` outside the archive and name it as `anchor`.",
        },
        CheckedBy::Manifest => Text {
            means: "The file was held against a list of hashes, such as a SHA256SUMS file.",
            how: "There is no chain, and a manifest lists the file. Whoever can change the file can usually change the list.",
            next: "Seal the archive, and keep its checkpoint elsewhere.",
        },
        CheckedBy::None => Text {
            means: "There was nothing to hold the file against.",
            how: "Neither chain nor manifest lists it, or its bytes were not read. Whether it changed is not known.",
            next: "Seal the archive to have something to compare with next time.",
        },
    }
}

pub const fn video_state(word: VideoState) -> Text {
    match word {
        VideoState::Readable => Text {
            means: "The video is all there, as far as its container tells.",
            how: "The container's promises and the bytes agree, and the last packet is where it should be. The pictures themselves were not decoded.",
            next: "Nothing to do.",
        },
        VideoState::Truncated => Text {
            means: "The video's container promises more than there is.",
            how: "A box, segment or chunk is longer than the file, or the last packet ends well before the promised duration.",
            next: "Compare with the original on the camera or in the evidence system. An interrupted copy or a full disk is the usual cause.",
        },
        VideoState::LengthUnverified => Text {
            means: "Nothing in the video says how long it should be.",
            how: "Transport streams, live and fragmented files promise no length, so a cut-off end would not show.",
            next: "Hold it against the index's duration where a verdict hangs on its end.",
        },
        VideoState::Damaged => Text {
            means: "The video's container cannot be read.",
            how: "FFmpeg could not open it or lost its way in it.",
            next: "Compare with the original. A recording cut off by a lost battery has no index and looks like this; it can often be repaired in a copy.",
        },
        VideoState::NotVideo => Text {
            means: "The file has a video's name, but no video inside.",
            how: "Its content is of another kind or has no video stream.",
            next: "Look at it. Audio-only clips and placeholder files exist.",
        },
        VideoState::Encrypted => Text {
            means: "The video is encrypted and could not be looked into.",
            how: "Its container says so. Start and length are known from elsewhere or not at all.",
            next: "Export it decrypted, or supply an index.",
        },
    }
}

pub const fn chain_verdict(word: ChainVerdict) -> Text {
    match word {
        ChainVerdict::Intact => Text {
            means: "Every line of the chain follows from the one before.",
            how: "Each `prev` is the SHA-256 of the previous line as it stands, and every record is well formed. Unless it is anchored too, this cannot rule out that its end was cut off or all of it rebuilt.",
            next: "If the report says unanchored, keep a copy of the checkpoint outside the archive.",
        },
        ChainVerdict::Broken => Text {
            means: "A line of the chain does not follow from the one before.",
            how: "The report names the first bad line: a wrong `prev` or `seq`, a malformed record, or a time that runs backwards or lies in the future. Nothing from that line on counts.",
            next: "Keep the file as it is. Compare it with a backup and with the anchors; an editor that changed line ends or a copy that failed are innocent causes.",
        },
        ChainVerdict::Truncated => Text {
            means: "The chain is shorter than an anchor says it was.",
            how: "A checkpoint kept elsewhere has a larger size than the chain has lines. Its end was cut off.",
            next: "Look for a newer copy: an older backup put in place looks the same.",
        },
        ChainVerdict::Forked => Text {
            means: "The chain is another one than the anchor knew.",
            how: "At the anchor's size the chain has another root, or another `archive` name. Something before that point was rewritten, or the anchor belongs to another archive.",
            next: "Check that the right anchor is named. Then compare with a backup of the chain.",
        },
        ChainVerdict::TornTail => Text {
            means: "The last line of the chain is not finished.",
            how: "It has no line feed at its end; the lines before it still count. A machine that stopped while sealing leaves this.",
            next: "Keep a copy of the chain before anything is repaired.",
        },
        ChainVerdict::SignatureInvalid => Text {
            means: "A checkpoint's signature does not verify with the key that is named.",
            how: "The signed note does not fit the public key. Its content is not used.",
            next: "Check that the key is the right one. If it is, the checkpoint is not the one that was signed.",
        },
    }
}

/// The two words that stand beside a chain's verdict.
pub const ANCHORING: &[(&str, Text)] = &[
    (
        "anchored",
        Text {
            means: "A checkpoint kept outside the archive fixes the chain up to the size that is named.",
            how: "The root of the chain at that size was computed from its lines and equals the anchor's, and where a key is named the signature verifies. Records after that size are not covered yet.",
            next: "Keep the checkpoint of every `seal`, so that the newest records are covered too.",
        },
    ),
    (
        "unanchored",
        Text {
            means: "Nothing outside the archive fixes the chain.",
            how: "No usable anchor is named. By itself a chain cannot rule out that its end was cut off or all of it rebuilt.",
            next: "Keep `chain.checkpoint` outside the archive after every `seal`, and name it as `anchor`.",
        },
    ),
];
