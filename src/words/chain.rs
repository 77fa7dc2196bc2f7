//! What is said of a chain.

use super::vocabulary::words;

words! {
    /// The verdict over a chain (contract, "Checkpoints and anchors").
    ChainVerdict: "verdict over a chain" {
        Intact = "intact" {
            means: "Every line of the chain follows from the one before.",
            how: "Each `prev` is the SHA-256 of the previous line as it stands, and every record is well formed. Unless it is anchored too, this cannot rule out that its end was cut off or all of it rebuilt.",
            next: "If the report says unanchored, keep a copy of the checkpoint outside the archive.",
        }
        Broken = "broken" {
            means: "A line of the chain does not follow from the one before.",
            how: "The report names the first bad line: a wrong `prev` or `seq`, a malformed record, or a time that runs backwards or lies in the future. Nothing from that line on counts.",
            next: "Keep the file as it is. Compare it with a backup and with the anchors; an editor that changed line ends or a copy that failed are innocent causes.",
        }
        Truncated = "truncated" {
            means: "The chain is shorter than an anchor says it was.",
            how: "A checkpoint kept elsewhere has a larger size than the chain has lines. Its end was cut off.",
            next: "Look for a newer copy: an older backup put in place looks the same.",
        }
        Forked = "forked" {
            means: "The chain is another one than the anchor knew.",
            how: "At the anchor's size the chain has another root, or another `archive` name. Something before that point was rewritten, or the anchor belongs to another archive.",
            next: "Check that the right anchor is named. Then compare with a backup of the chain.",
        }
        TornTail = "torn-tail" {
            means: "The last line of the chain is not finished.",
            how: "It has no line feed at its end; the lines before it still count. What the line says is lost, so the audit is incomplete. A machine that stopped while sealing leaves this.",
            next: "Keep a copy of the chain before anything is repaired.",
        }
        SignatureInvalid = "signature-invalid" {
            means: "A checkpoint's signature does not verify with the key that is named.",
            how: "The signed note does not fit the public key. Its content is not used.",
            next: "Check that the key is the right one. If it is, the checkpoint is not the one that was signed.",
        }
    }
}

words! {
    /// The two words that stand beside a chain's verdict.
    ANCHORING: "beside a chain's verdict" = [
        "anchored" {
            means: "A checkpoint kept outside the archive fixes the chain up to the size that is named.",
            how: "The root of the chain at that size was computed from its lines and equals the anchor's, and where a key is named the signature verifies. Records after that size are not covered yet.",
            next: "Keep the checkpoint of every `seal`, so that the newest records are covered too.",
        }
        "unanchored" {
            means: "Nothing outside the archive fixes the chain.",
            how: "No usable anchor is named. By itself a chain cannot rule out that its end was cut off or all of it rebuilt.",
            next: "Keep `chain.checkpoint` outside the archive after every `seal`, and name it as `anchor`.",
        }
    ]
}
