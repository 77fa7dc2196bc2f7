//! `docs/findings.md`, made from the words, and the comparison of a page that is made with the one that is committed.

use std::fmt::Write as _;

use super::finding::State;
use super::{Family, FindingCode, POLICY_KEYS, Severity, Text, VOCABULARIES, Vocabulary, Word};

/// Holds a page against the committed one; `UPDATE_DOCS=1` (`make docs`) writes it anew instead.
pub(crate) fn assert_committed(page: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(page);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, text).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let differs = committed.lines().zip(text.lines()).find(|(committed, made)| committed != made);
    assert!(committed == text, "docs/{page} is not what `make docs` writes: {differs:?}");
}

/// A paragraph in the lines of a Markdown file; `rest` begins all but the first.
pub(crate) fn wrapped(paragraph: &str, rest: &str) -> String {
    let options = textwrap::Options::new(118)
        .subsequent_indent(rest)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::fill(paragraph, options)
}

const INTRO: &str = "\
# What every word means

<!-- made from src/words by `make docs`: change a text there, not here -->

Every word that a report can print, with what it says, how the program came to it, and what to do next.
`footage-audit explain WORD` prints the same texts; the headings below are what it puts in brackets behind the word.

A finding is a lead, not a determination. Under *Next* stand innocent causes, and what to look at before anybody is
asked.

";

/// The whole page.
fn page() -> String {
    let mut out = INTRO.to_owned();
    contents(&mut out);
    findings(&mut out);
    sections().for_each(|vocabulary| section(&mut out, vocabulary));
    planned(&mut out);
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

/// The vocabularies that have a section of their own: all but the findings and what is planned.
fn sections() -> impl Iterator<Item = &'static Vocabulary> {
    VOCABULARIES
        .iter()
        .filter(|one| one.name != FindingCode::VOCABULARY.name && !one.words.iter().any(|word| word.planned))
}

/// The sections with links.
fn contents(out: &mut String) {
    out.push_str("- [Findings](#findings)");
    for family in Family::ALL {
        write!(out, "\n  - [{family}](#{})", anchor(family.as_str())).unwrap();
    }
    for vocabulary in sections() {
        let heading = heading(vocabulary);
        write!(out, "\n- [{heading}](#{})", anchor(&heading)).unwrap();
    }
    out.push_str("\n- [Planned words](#planned-words)\n\n");
}

fn findings(out: &mut String) {
    out.push_str("## Findings\n\n");
    out.push_str(&wrapped(
        "The column `code` of `findings.csv`. By severity; those of severity `high` make the exit code 1, or 4 where \
         the audit is incomplete:",
        "",
    ));
    out.push_str("\n\n");
    for severity in Severity::ALL {
        let links: Vec<String> = FindingCode::ALL
            .iter()
            .filter(|code| code.severity() == *severity)
            .map(|code| format!("[`{code}`](#{code})"))
            .collect();
        writeln!(out, "{}", wrapped(&format!("- **{severity}**: {}", links.join(", ")), "  ")).unwrap();
    }
    out.push('\n');
    for family in Family::ALL {
        writeln!(out, "### {family}\n").unwrap();
        for code in FindingCode::ALL.iter().filter(|code| code.family() == *family) {
            writeln!(out, "#### `{code}`\n").unwrap();
            entry(out, &format!("*Severity {}.*", code.severity()), code.text());
        }
    }
}

/// A vocabulary; where a finding has the same text, its place is named instead.
fn section(out: &mut String, vocabulary: &Vocabulary) {
    writeln!(out, "## {}\n\n{}\n", heading(vocabulary), wrapped(place(vocabulary.name), "")).unwrap();
    if let Some((how, next)) = shared(vocabulary.words) {
        for Word { word, text, .. } in vocabulary.words {
            writeln!(out, "{}", wrapped(&format!("- **`{word}`**: {}", text.means), "  ")).unwrap();
        }
        writeln!(out, "\n{}\n", wrapped(&format!("*How:* {how} *Next:* {next}"), "")).unwrap();
        return;
    }
    let mut elsewhere = Vec::new();
    for Word { word, text, .. } in vocabulary.words {
        match FindingCode::ALL.iter().find(|code| is_of(code, vocabulary.name) && code.text() == *text) {
            Some(code) => elsewhere.push((word, code)),
            None => entry(out, &format!("**`{word}`**:"), *text),
        }
    }
    if !elsewhere.is_empty() {
        let links: Vec<String> = elsewhere
            .iter()
            .map(|(word, code)| match *word == &code.as_str() {
                true => format!("[`{word}`](#{code})"),
                false => format!("`{word}` (finding [`{code}`](#{code}))"),
            })
            .collect();
        let text = format!("The others are findings, and explained there: {}.", links.join(", "));
        writeln!(out, "{}\n", wrapped(&text, "")).unwrap();
    }
}

fn is_of(code: &FindingCode, vocabulary: &str) -> bool {
    let of = match code.state() {
        Some(State::File(_)) => super::FileStatus::VOCABULARY,
        Some(State::Video(_)) => super::VideoState::VOCABULARY,
        Some(State::Chain(_)) => super::ChainVerdict::VOCABULARY,
        // a reason stands in another column than a finding, so its reader finds the text in both places
        Some(State::Doubt(_)) | None => return false,
    };
    of.name == vocabulary
}

/// How and next, where several words have them in common.
fn shared(words: &[Word]) -> Option<(&'static str, &'static str)> {
    let (first, others) = words.split_first()?;
    let same = |word: &Word| (word.text.how, word.text.next) == (first.text.how, first.text.next);
    (!others.is_empty() && others.iter().all(same)).then_some((first.text.how, first.text.next))
}

/// What is decided and not built, with the place where it will stand.
fn planned(out: &mut String) {
    out.push_str("## Planned words\n\nThe contract has them; no report and no input has them yet.\n\n");
    for vocabulary in VOCABULARIES {
        for Word { word, text, .. } in vocabulary.words.iter().filter(|word| word.planned) {
            entry(out, &format!("**`{word}`** ({}):", vocabulary.name), *text);
        }
    }
}

fn entry(out: &mut String, before: &str, text: Text) {
    writeln!(out, "{}\n", wrapped(&format!("{before} {}", text.means), "")).unwrap();
    writeln!(out, "{}", wrapped(&format!("- *How:* {}", text.how), "  ")).unwrap();
    writeln!(out, "{}\n", wrapped(&format!("- *Next:* {}", text.next), "  ")).unwrap();
}

/// The vocabulary's name as a heading.
fn heading(vocabulary: &Vocabulary) -> String {
    let mut letters = vocabulary.name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// As a link names a heading.
fn anchor(heading: &str) -> String {
    let kept = |letter: &char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    heading.to_lowercase().replace(' ', "-").chars().filter(kept).collect()
}

/// Where the words of a vocabulary stand.
fn place(vocabulary: &str) -> &'static str {
    match vocabulary {
        "outcome" => "What an obligation comes to: the column `outcome` of `obligations.csv`.",
        "verdict" => "What the evidence shows: the columns `verdict` and `also` of `obligations.csv`.",
        "reason of a verdict" => "Why a verdict is what it is: the column `reason` of `obligations.csv`.",
        "state of the explanation" => {
            "What became of the justification of a deviation: the column `explanation` of `obligations.csv`."
        }
        "what a doubt of the data turned" => {
            "What an obligation would be, could the data accuse: the column `also` of `obligations.csv`."
        }
        "trigger" => "What obliges a camera to run: the column `trigger_kind` of `obligations.csv`.",
        "confidence" => "How sure a row is: the column `confidence` of `obligations.csv` and `findings.csv`.",
        "reason of the confidence" => {
            "What lowered the confidence: the column `confidence_reason` of `obligations.csv`."
        }
        "severity of a finding" => "How much a finding matters: the column `severity` of `findings.csv`.",
        "change since an earlier output" => {
            "What became of a row since the output that `--previous` names: the column `change` of `changes.csv`."
        }
        "source of a start" => "Where a start is known from: the column `start_source` of `files.csv`.",
        "status of a file" => "A file against its chain or manifest: the column `status` of `files.csv`.",
        "what a file was checked by" => "How far that can be trusted: the column `checked_by` of `files.csv`.",
        "state of a video" => "How much of a video is there: the column `video` of `files.csv`.",
        "verdict over a chain" => "What the lines of a chain and its anchors show.",
        "beside a chain's verdict" => "Whether anything outside the archive vouches for the chain.",
        "key of a policy" => "What `[[policy]]` of the audit file can have.",
        "event of a device log" => "What the column `event` of a device log can have.",
        "form of a log" => "How the rows of a log say when something was on: the key `form` of a source.",
        "exit code" => "What the process returns.",
        other => panic!("{other}: say where its words stand"),
    }
}

#[test]
fn the_page_of_all_words_is_made_from_them() {
    assert_committed("findings.md", &page());
}

#[test]
fn no_line_of_it_begins_a_list_or_a_heading_by_chance() {
    let odd = |line: &&str| {
        let begin = line.trim_start();
        let digits = begin.trim_start_matches(|letter: char| letter.is_ascii_digit());
        begin.starts_with(['+', '>', '|']) || digits.len() < begin.len() && digits.starts_with(['.', ')'])
    };
    assert_eq!(page().lines().find(odd), None);
    assert!(POLICY_KEYS.words.iter().all(|key| page().contains(&format!("**`{}`**", key.word))));
}

/// A page that tells somebody to write a table which the program then refuses would be worse than none.
#[test]
fn every_table_that_it_tells_to_write_is_one_of_the_audit_file() {
    let template = include_str!("../cli/template.toml");
    let page = page();
    let named: Vec<&str> =
        page.split("[[").skip(1).filter_map(|rest| rest.split_once("]]").map(|(name, _)| name)).collect();
    assert!(named.contains(&"recordings"), "{named:?}");
    for name in named {
        assert!(template.contains(&format!("[[{name}]]")), "[[{name}]] is no table of the audit file");
    }
}
