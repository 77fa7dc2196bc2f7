//! What is wrong in an audit file, and where.

use toml::Spanned;

/// A complaint about a place in the text.
pub(super) struct Complaint {
    /// Bytes from the start.
    pub(super) at: usize,
    /// What is wrong.
    pub(super) message: String,
}

impl Complaint {
    /// Complains about a value.
    pub(super) fn about<T>(value: &Spanned<T>, message: impl Into<String>) -> Self {
        Self { at: value.span().start, message: message.into() }
    }
}

/// The line of a place in the text, from 1.
pub(super) fn line_of(text: &str, at: usize) -> u64 {
    let before = text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    u64::try_from(before).unwrap_or(u64::MAX).saturating_add(1)
}
