//! What a word is: its spelling, and three short texts about it; and the macros by which it is said once.
//!
//! `words!` makes an enumeration or a list of words with their texts. The texts point to nothing that a
//! reader does not have.

/// Three short answers about a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// One sentence: what it says.
    pub means: &'static str,
    /// How the program came to it.
    pub how: &'static str,
    /// Innocent causes, and what to do next.
    pub next: &'static str,
}

impl Text {
    /// What it means, as a part of a sentence: without a capital and a full stop.
    pub(crate) fn clause(&self) -> String {
        let mut letters = self.means.trim_end_matches('.').chars();
        letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
    }
}

/// A word that stands in a report or in an input, with its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// As it is printed.
    pub word: &'static str,
    /// What it means.
    pub text: Text,
    /// How much it matters; only the codes of findings have one.
    pub severity: Option<super::Severity>,
    /// It is decided, and no version of the program writes or reads it yet.
    pub planned: bool,
}

impl Word {
    /// A word of today's program.
    pub(super) const fn new(word: &'static str, text: Text) -> Self {
        Self { word, text, severity: None, planned: false }
    }

    /// The same word with a severity.
    pub(super) const fn with_severity(self, severity: super::Severity) -> Self {
        Self { severity: Some(severity), ..self }
    }

    /// The same word, not built yet.
    pub(super) const fn planned(self) -> Self {
        Self { planned: true, ..self }
    }
}

/// All the words that can stand in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Vocabulary {
    /// What a word in that place is: `verdict`, `status of a file`, …
    pub name: &'static str,
    /// The words, in the order of the contract.
    pub words: &'static [Word],
}

/// Declares an enumeration whose variants have one printed word each.
macro_rules! printed {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// All of them, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word as it is printed.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

/// Declares a vocabulary, each word with its text. `Name: "vocabulary" { … }` makes an enumeration, with a further
/// value of each word by `Name: "vocabulary", value: Type { … }`; `NAME: "vocabulary" = [ … ]` makes a list, for words
/// that no type stands for.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident: $vocabulary:literal {
        $($variant:ident = $word:literal { means: $means:literal, how: $how:literal, next: $next:literal $(,)? })+
    }) => {
        $crate::words::vocabulary::printed! {
            $(#[$doc])*
            $name { $(#[doc = $means] $variant = $word,)+ }
        }

        impl $name {
            pub(super) const VOCABULARY: $crate::words::Vocabulary = $crate::words::Vocabulary {
                name: $vocabulary,
                words: &[$($crate::words::Word::new($word, Self::$variant.text()),)+],
            };

            /// What it means, how the program came to it, and what to do next.
            pub const fn text(self) -> $crate::words::Text {
                match self {
                    $(Self::$variant => $crate::words::Text { means: $means, how: $how, next: $next },)+
                }
            }

            /// What it means, in one sentence.
            pub const fn means(self) -> &'static str {
                self.text().means
            }
        }
    };
    ($(#[$doc:meta])* $name:ident: $vocabulary:literal, $(#[$fdoc:meta])* $fact:ident: $of:ident {
        $($variant:ident = $word:literal {
            $_fact:ident: $value:ident, means: $means:literal, how: $how:literal, next: $next:literal $(,)?
        })+
    }) => {
        $crate::words::vocabulary::words! {
            $(#[$doc])*
            $name: $vocabulary { $($variant = $word { means: $means, how: $how, next: $next })+ }
        }

        impl $name {
            $(#[$fdoc])*
            pub const fn $fact(self) -> $of {
                match self { $(Self::$variant => $of::$value,)+ }
            }
        }
    };
    ($(#[$doc:meta])* $name:ident: $vocabulary:literal = [
        $($word:literal { means: $means:expr, how: $how:expr, next: $next:expr $(,)? })+
    ]) => {
        $(#[$doc])*
        pub(crate) const $name: $crate::words::Vocabulary = $crate::words::Vocabulary {
            name: $vocabulary,
            words: &[$(
                $crate::words::Word::new($word, $crate::words::Text { means: $means, how: $how, next: $next }),
            )+],
        };
    };
}

pub(super) use {printed, words};
