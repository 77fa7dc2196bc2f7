//! What a chain shows and what it does not, in a few plain sentences.
//!
//! A hash chain proves consistency, not origin, and only as far as an anchor reaches; a report that did not
//! say so would be read as more than it is. Used by the table and both JSON documents.

use crate::results::ArchiveSummary;
use crate::words::ChainVerdict;

/// The sentences for one archive, in the order in which they are read; none without a chain.
pub(super) fn what_it_shows(archive: &ArchiveSummary) -> Vec<String> {
    let Some(verdict) = archive.verdict else { return Vec::new() };
    let lines = lines(verdict).map(str::to_owned);
    let anchor = match archive.anchored {
        Some(covered) => anchored(covered, archive.size),
        None => "No anchor covers the chain, so by itself it can only show that files and chain fit each other: \
                 whoever holds the archive can cut off its end or rebuild all of it."
            .to_owned(),
    };
    let bytes =
        (!archive.hashed).then(|| "Not every file was hashed: of those, only the sizes were compared.".to_owned());
    let doubt = archive.doubt.as_ref().map(|doubt| {
        format!("But {doubt}: its end was cut off, it was rebuilt, or an older copy was put in its place.")
    });
    let limits = "Whoever holds the archive and the signing key can rebuild whatever is newer than the last anchor \
                  kept elsewhere, and no chain shows where footage came from."
        .to_owned();
    lines.into_iter().chain([anchor]).chain(doubt).chain(bytes).chain([limits]).collect()
}

/// What is wrong with the chain as a whole; nothing where it is intact.
const fn lines(verdict: ChainVerdict) -> Option<&'static str> {
    match verdict {
        ChainVerdict::Intact => None,
        ChainVerdict::TornTail | ChainVerdict::Broken => {
            Some("From its first bad line on the chain is evidence of nothing; the records before it count.")
        }
        ChainVerdict::Truncated | ChainVerdict::Forked => {
            Some("The chain is not, or no longer, the one that an anchor knows.")
        }
        ChainVerdict::SignatureInvalid => {
            Some("An anchor is not signed with the key that is named, and vouches for nothing.")
        }
    }
}

fn anchored(covered: u64, size: u64) -> String {
    let newer = match size.saturating_sub(covered) {
        0 => String::new(),
        1 => " The one that is newer rests on the chain alone.".to_owned(),
        newer => format!(" The {newer} that are newer rest on the chain alone."),
    };
    format!(
        "An anchor kept elsewhere covers {covered} of {size} records: they are those that were sealed then, and none of \
         them was edited, added or taken out since. What may have been sealed after it, and is gone, it does not \
         know.{newer}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::samples;
    use rstest::rstest;

    fn said(verdict: Option<ChainVerdict>, anchored: Option<u64>, hashed: bool) -> String {
        let archive = samples::clean().archives.remove(0);
        what_it_shows(&ArchiveSummary { verdict, anchored, hashed, ..archive }).join(" ")
    }

    #[rstest]
    #[case::all_covered(Some(ChainVerdict::Intact), Some(61), "covers 61 of 61 records")]
    #[case::one_is_newer(Some(ChainVerdict::Intact), Some(60), "The one that is newer rests on the chain alone.")]
    #[case::some_are_newer(Some(ChainVerdict::Intact), Some(24), "The 37 that are newer rest on the chain alone.")]
    #[case::unanchored(Some(ChainVerdict::Intact), None, "can cut off its end or rebuild all of it")]
    #[case::broken(Some(ChainVerdict::Broken), None, "From its first bad line on")]
    #[case::torn(Some(ChainVerdict::TornTail), Some(61), "the records before it count")]
    #[case::cut_off(Some(ChainVerdict::Truncated), None, "no longer, the one that an anchor knows")]
    #[case::replaced(Some(ChainVerdict::Forked), Some(3), "not, or no longer, the one that an anchor knows")]
    #[case::wrong_key(Some(ChainVerdict::SignatureInvalid), None, "vouches for nothing")]
    fn says(#[case] verdict: Option<ChainVerdict>, #[case] anchored: Option<u64>, #[case] words: &str) {
        let text = said(verdict, anchored, true);
        assert!(text.contains(words), "{text}");
        // whatever else holds, the limits are always said
        assert!(text.contains("holds the archive and the signing key can rebuild whatever is newer"), "{text}");
        assert!(text.contains("no chain shows where footage came from"), "{text}");
        assert_eq!(text.contains("No anchor covers"), anchored.is_none());
        assert!(!text.contains("hashed"));
    }

    #[test]
    fn a_checkpoint_that_knows_more_is_not_passed_over() {
        let archive = samples::clean().archives.remove(0);
        let doubt = Some("the chain.checkpoint beside it does not fit it (70 records, not 61)".to_owned());
        let text = what_it_shows(&ArchiveSummary { doubt, ..archive }).join(" ");
        assert!(
            text.contains("But the chain.checkpoint beside it does not fit it (70 records, not 61): its end"),
            "{text}"
        );
    }

    #[test]
    fn what_was_not_hashed_is_not_shown() {
        assert!(said(Some(ChainVerdict::Intact), Some(61), false).contains("only the sizes were compared"));
    }

    #[test]
    fn without_a_chain_nothing_is_shown() {
        assert_eq!(said(None, None, true), "");
    }
}
