//! What every word of a report means, in plain words: what it says, how the program came to it, which
//! innocent causes there are and what to do next.
//!
//! The texts are exhaustive by construction: each vocabulary is matched word by word, so a new word does
//! not compile without its text. They point to nothing that a reader does not have. Used by the `explain`
//! command and by the reports.

mod archive;
mod certainty;
mod changes;
mod findings;
mod obligations;
mod settings;

use std::fmt;

use crate::words::{
    ChainVerdict, Change, CheckedBy, Confidence, Doubt, Explanation, FileStatus, FindingCode, Outcome, Reason,
    Severity, StartSource, TriggerKind, Verdict, VideoState,
};

/// A word and everything that it can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The word as reports print it.
    pub word: &'static str,
    /// One for each vocabulary that has the word, those that mean the same taken together.
    pub meanings: Vec<Meaning>,
}

/// What a word means where it stands in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// Where it stands: `verdict`, `file status`, `finding (high)`, …
    pub kinds: Vec<String>,
    /// What it means there.
    pub text: Text,
}

/// Three short answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// One sentence: what it says.
    pub means: &'static str,
    /// How the program came to it, with the section of the contract that holds the rule.
    pub how: &'static str,
    /// Innocent causes, and what to do next.
    pub next: &'static str,
}

/// What a word of a report means; `None` for a word that no report prints. Case does not matter.
pub fn explain(code: &str) -> Option<Explained> {
    let code = code.trim();
    let mut found: Option<Explained> = None;
    for entry in entries().filter(|entry| entry.word.eq_ignore_ascii_case(code)) {
        let explained = found.get_or_insert_with(|| Explained { word: entry.word, meanings: Vec::new() });
        match explained.meanings.iter_mut().find(|meaning| meaning.text == entry.text) {
            Some(meaning) => meaning.kinds.push(entry.kind),
            None => explained.meanings.push(Meaning { kinds: vec![entry.kind], text: entry.text }),
        }
    }
    found
}

/// Every word that [`explain`] knows, sorted, each once.
pub fn words() -> Vec<&'static str> {
    let mut words: Vec<&'static str> = entries().map(|entry| entry.word).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The words nearest to one that is not known, best first; at most three, and none where nothing is near.
pub fn suggestions(code: &str) -> Vec<&'static str> {
    let code = code.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    let mut near: Vec<(usize, &'static str)> = words()
        .into_iter()
        .filter(|word| word.len() > 2) // the exit codes are near to everything short
        .map(|word| {
            let within = code.len() >= 4 && word.contains(&code);
            (if within { 1 } else { distance(&code, word) }, word)
        })
        .filter(|(distance, word)| *distance <= 1 + word.len() / 4)
        .collect();
    near.sort_unstable();
    near.into_iter().map(|(_, word)| word).take(3).collect()
}

/// The word, then each meaning as three paragraphs for a terminal of 80 columns.
impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, Meaning { kinds, text }) in self.meanings.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            writeln!(f, "{} ({})", self.word, kinds.join("; "))?;
            for (heading, paragraph) in [("", text.means), ("How: ", text.how), ("Next: ", text.next)] {
                writeln!(f)?;
                lines(f, heading, paragraph)?;
            }
        }
        Ok(())
    }
}

/// A paragraph in lines of at most 78 letters, indented by two.
fn lines(f: &mut fmt::Formatter<'_>, heading: &str, paragraph: &str) -> fmt::Result {
    let mut line = format!("  {heading}");
    for word in paragraph.split(' ') {
        if line.len() + word.len() > 78 {
            writeln!(f, "{}", line.trim_end())?;
            line = "  ".to_owned();
        }
        line.push_str(word);
        line.push(' ');
    }
    writeln!(f, "{}", line.trim_end())
}

struct Entry {
    word: &'static str,
    kind: String,
    text: Text,
}

/// Every word of every vocabulary, in the order in which a reader meets them.
fn entries() -> impl Iterator<Item = Entry> {
    macro_rules! vocabulary {
        ($words:ident, $kind:literal, $text:path) => {
            $words::ALL.iter().map(|&word| Entry { word: word.as_str(), kind: $kind.to_owned(), text: $text(word) })
        };
    }
    let finding = |&code: &FindingCode| Entry {
        word: code.as_str(),
        kind: format!("finding, severity {}", code.severity()),
        text: findings::finding(code),
    };
    vocabulary!(Outcome, "outcome", obligations::outcome)
        .chain(vocabulary!(Verdict, "verdict", obligations::verdict))
        .chain(vocabulary!(Reason, "reason of a verdict", obligations::reason))
        .chain(vocabulary!(Explanation, "state of the explanation", obligations::explanation))
        .chain(vocabulary!(TriggerKind, "trigger", obligations::trigger_kind))
        .chain(vocabulary!(Confidence, "confidence", certainty::confidence))
        .chain(vocabulary!(Doubt, "reason of the confidence", certainty::doubt))
        .chain(vocabulary!(Severity, "severity of a finding", certainty::severity))
        .chain(vocabulary!(Change, "change since an earlier output", changes::change))
        .chain(vocabulary!(StartSource, "source of a start", certainty::start_source))
        .chain(vocabulary!(FileStatus, "status of a file", archive::file_status))
        .chain(vocabulary!(CheckedBy, "what a file was checked by", archive::checked_by))
        .chain(vocabulary!(VideoState, "state of a video", archive::video_state))
        .chain(vocabulary!(ChainVerdict, "verdict over a chain", archive::chain_verdict))
        .chain(FindingCode::ALL.iter().map(finding))
        .chain(listed("beside a chain's verdict", archive::ANCHORING))
        .chain(listed("key of a policy", settings::POLICY_KEYS))
        .chain(listed("event of a device log", settings::DEVICE_EVENTS))
        .chain(listed("form of a light-bar log", settings::FORMS))
        .chain(listed("exit code", settings::EXIT_CODES))
}

fn listed(kind: &'static str, words: &'static [(&'static str, Text)]) -> impl Iterator<Item = Entry> {
    words.iter().map(move |&(word, text)| Entry { word, kind: kind.to_owned(), text })
}

/// How many letters have to be put in, taken out or exchanged to make one word of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (index, a) in one.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        for (cell, b) in row.iter_mut().zip(std::iter::once(None).chain(other.chars().map(Some))) {
            let above = *cell;
            if let Some(b) = b {
                left = (above + 1).min(left + 1).min(diagonal + usize::from(a != b));
            }
            diagonal = above;
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

impl Outcome {
    /// What it means, in one sentence.
    pub const fn means(self) -> &'static str {
        obligations::outcome(self).means
    }
}

impl Verdict {
    /// What it means, in one sentence.
    pub const fn means(self) -> &'static str {
        obligations::verdict(self).means
    }
}

impl Reason {
    /// What it means, in one sentence.
    pub const fn means(self) -> &'static str {
        obligations::reason(self).means
    }
}

impl Doubt {
    /// What it means, in one sentence.
    pub const fn means(self) -> &'static str {
        certainty::doubt(self).means
    }
}

impl FindingCode {
    /// What it means, in one sentence.
    pub const fn means(self) -> &'static str {
        findings::finding(self).means
    }
}

impl ChainVerdict {
    /// What it means, in one sentence.
    pub const fn means(self) -> &'static str {
        archive::chain_verdict(self).means
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[test]
    fn every_word_has_a_text_worth_reading() {
        for entry in entries() {
            let Text { means, how, next } = entry.text;
            let word = entry.word;
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
        for entry in entries() {
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

          How: A box, segment or chunk is longer than the file, or the last packet
          ends well before the promised duration.

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
        for word in words() {
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

    #[rstest]
    #[case("", "", 0)]
    #[case("abc", "", 3)]
    #[case("", "abc", 3)]
    #[case("kitten", "sitting", 3)]
    #[case("late", "late", 0)]
    fn letters_to_change(#[case] one: &str, #[case] other: &str, #[case] letters: usize) {
        assert_eq!(distance(one, other), letters);
    }

    proptest! {
        #[test]
        fn the_distance_has_no_direction(one in "[a-d]{0,8}", other in "[a-d]{0,8}") {
            prop_assert_eq!(distance(&one, &other), distance(&other, &one));
            prop_assert!(distance(&one, &other) <= one.len().max(other.len()));
            prop_assert_eq!(distance(&one, &other) == 0, one == other);
        }
    }
}
