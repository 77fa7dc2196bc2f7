//! What a word of a report means, for the `explain` command and the reports: look it up, lay it out for a terminal,
//! and find the nearest one to a word that is not known.

use std::fmt;

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::{Text, VOCABULARIES, Word};

/// A word and everything that it can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Explained {
    /// The word as reports print it.
    pub word: &'static str,
    /// One for each vocabulary that has the word, those that mean the same taken together.
    pub meanings: Vec<Meaning>,
}

/// What a word means where it stands in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// Where it stands: `verdict`, `status of a file`, `finding, severity high`, …
    pub kinds: Vec<String>,
    /// What it means there.
    pub text: Text,
}

/// What a word of a report means; `None` for a word that no report prints. Case does not matter.
pub(crate) fn explain(code: &str) -> Option<Explained> {
    let code = code.trim();
    let mut found: Option<Explained> = None;
    for vocabulary in VOCABULARIES {
        for word in vocabulary.words.iter().filter(|word| word.word.eq_ignore_ascii_case(code)) {
            let explained = found.get_or_insert_with(|| Explained { word: word.word, meanings: Vec::new() });
            let kind = kind(vocabulary.name, word);
            match explained.meanings.iter_mut().find(|meaning| meaning.text == word.text) {
                Some(meaning) => meaning.kinds.push(kind),
                None => explained.meanings.push(Meaning { kinds: vec![kind], text: word.text }),
            }
        }
    }
    found
}

/// `status of a file`, `finding, severity high`, `finding, severity info, planned`.
fn kind(vocabulary: &str, word: &Word) -> String {
    let severity = word.severity.map_or_else(String::new, |severity| format!(", severity {severity}"));
    let planned = if word.planned { ", planned" } else { "" };
    format!("{vocabulary}{severity}{planned}")
}

/// The words nearest to one that is not known, best first; at most three, and none where nothing is near.
pub(crate) fn suggestions(code: &str) -> Vec<&'static str> {
    let code = code.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    let mut near: Vec<(usize, &'static str)> = all()
        .map(|word| word.word)
        .filter(|word| word.len() > 2) // the exit codes are near to everything short
        .map(|word| {
            let within = code.len() >= 4 && word.contains(&code);
            (if within { 1 } else { strsim::levenshtein(&code, word) }, word)
        })
        .filter(|(distance, word)| *distance <= 1 + word.len() / 4)
        .collect();
    near.sort_unstable();
    near.dedup(); // a word that stands in several vocabularies is as near in each
    near.into_iter().map(|(_, word)| word).take(3).collect()
}

/// Every word of every vocabulary; one that stands in several comes several times.
fn all() -> impl Iterator<Item = &'static Word> {
    VOCABULARIES.iter().flat_map(|vocabulary| vocabulary.words)
}

/// The word, then each meaning as three paragraphs for a terminal of 80 columns.
impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, Meaning { kinds, text }) in self.meanings.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            writeln!(f, "{} ({})", self.word, kinds.join("; "))?;
            for (heading, paragraph) in [("  ", text.means), ("  How: ", text.how), ("  Next: ", text.next)] {
                writeln!(f, "\n{}", textwrap::fill(paragraph, indented(heading)))?;
            }
        }
        Ok(())
    }
}

/// Lines of at most 78 letters, indented by two; words stay whole.
fn indented(heading: &str) -> Options<'_> {
    Options::new(78)
        .initial_indent(heading)
        .subsequent_indent("  ")
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn every_word_has_a_text_worth_reading() {
        for &Word { word, text: Text { means, how, next }, .. } in all() {
            for part in [means, how, next] {
                assert!(part.ends_with(['.', '?']) && part.len() > 10, "{word}: {part}");
                assert!(!part.contains("  ") && !part.contains('\n'), "{word}: {part}");
            }
            assert!(!how.contains("section"), "{word} points to a text that its reader does not have");
            let sentences = [means, how, next].join(" ").matches(['.', '?']).count();
            assert!((3..=12).contains(&sentences), "{word}: {sentences}");
        }
    }

    #[test]
    fn a_finding_is_a_lead_not_a_determination() {
        for entry in all() {
            let text = format!("{:?}", entry.text).to_lowercase();
            for word in ["violat", "guilt", "tamper", "misconduct"] {
                assert!(!text.contains(word), "{} says {word}", entry.word);
            }
        }
    }

    #[rstest]
    #[case("late", &["verdict"])]
    #[case("missing", &["status of a file; finding, severity high"])]
    #[case("unlisted", &["status of a file; finding, severity review"])]
    #[case("none", &["state of the explanation", "what a file was checked by"])]
    #[case("truncated", &["state of a video; finding, severity review", "verdict over a chain"])]
    #[case("not-required", &["outcome", "verdict"])]
    #[case("ambiguous-time", &["reason of a verdict", "reason of the confidence", "finding, severity review"])]
    #[case("unanchored", &["beside a chain's verdict"])]
    #[case("chain", &["source of a start", "what a file was checked by"])]
    #[case("grace", &["key of a policy"])]
    #[case("4", &["exit code"])]
    #[case("high", &["confidence", "severity of a finding"])]
    fn a_word_that_stands_in_several_places_has_each_meaning(#[case] word: &str, #[case] kinds: &[&str]) {
        let found: Vec<String> =
            explain(word).unwrap().meanings.iter().map(|meaning| meaning.kinds.join("; ")).collect();
        assert_eq!(found, kinds);
    }

    #[test]
    fn how_it_reads() {
        insta::assert_snapshot!(explain("truncated").unwrap(), @r"
        truncated (state of a video; finding, severity review)

          The video's container promises more than there is.

          How: A box, segment or chunk is longer than the file, the last packet ends
          well before the promised duration, or the media are zeros from some time on.

          Next: Compare with the original on the camera or in the evidence system. An
          interrupted copy or a full disk is the usual cause.

        truncated (verdict over a chain)

          The chain is shorter than an anchor says it was.

          How: A checkpoint kept elsewhere has a larger size than the chain has lines.
          Its end was cut off.

          Next: Look for a newer copy: an older backup put in place looks the same.
        ");
    }

    #[test]
    fn every_text_fits_a_terminal() {
        for Word { word, .. } in all() {
            assert!(explain(word).unwrap().to_string().lines().all(|line| line.chars().count() < 80), "{word}");
        }
    }

    #[rstest]
    #[case("LATE")]
    #[case(" late ")]
    fn case_and_blanks_do_not_matter(#[case] code: &str) {
        assert_eq!(explain(code).unwrap().word, "late");
    }

    #[rstest]
    #[case("footage_missing", "footage-missing")]
    #[case("not recorded", "not-recorded")]
    #[case("interupted", "interrupted")]
    #[case("chain-forkd", "chain-forked")]
    #[case("stuck", "lightbar-stuck")]
    #[case("indeterminte", "indeterminate")]
    fn a_near_miss_gets_a_suggestion(#[case] code: &str, #[case] word: &str) {
        assert_eq!(explain(code), None);
        assert_eq!(suggestions(code).first(), Some(&word));
    }

    #[rstest]
    #[case("")]
    #[case("xyzzyxyzzy")]
    #[case("\u{1b}[2J")]
    fn nonsense_gets_none(#[case] code: &str) {
        assert_eq!(explain(code), None);
        assert_eq!(suggestions(code), Vec::<&str>::new());
    }
}
