//! The rules in force, and when: plain values that the judgement asks for by moment.
//!
//! Contract, "Policy keys and defaults". The audit file fills them in; the judgement reads them.

use std::collections::BTreeMap;

use crate::base::time::{Moment, Span};
use crate::words::TriggerKind;

/// How long a category is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retention {
    /// At least so long.
    For(Span),
    /// Never purged.
    Hold,
}

/// One policy with every value decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// As the audit file names it.
    pub name: String,
    /// In force from this moment until the next policy.
    pub effective: Moment,
    /// What obliges a camera to run.
    pub triggers: Vec<TriggerKind>,
    /// Activation is allowed this long after a light-bar trigger.
    pub grace: Span,
    /// The same for contacts.
    pub contact_grace: Span,
    /// Where only the media start is known, activation is at most this later.
    pub pre_event_buffer: Span,
    /// Light-bar activations with less lit time are blips.
    pub min_duration: Span,
    /// Light-bar activations of one vehicle this close are one.
    pub merge_gap: Span,
    /// Files of one camera this close are one recording.
    pub stitch: Span,
    /// A recording may stop this long before the trigger ends.
    pub end_tolerance: Span,
    /// How long to look for a start where the trigger has no end.
    pub search: Span,
    /// Uncertainty of a clock whose offset could not be fitted.
    pub clock_uncertainty: Span,
    /// Trigger categories that oblige nobody.
    pub excluded_categories: Words,
    /// Duties that oblige nobody.
    pub exempt_duties: Words,
    /// Reasons that can excuse.
    pub reasons: Words,
    /// A justification is filed no later than this after the trigger began.
    pub justification_deadline: Span,
    /// A justification is approved no later than this after it was filed.
    pub approval_deadline: Span,
    /// A recording is uploaded no later than this after the tour ended.
    pub upload_deadline: Span,
    /// How long each category is kept; keys in lower case.
    pub retention: BTreeMap<String, Retention>,
}

impl Policy {
    /// The grace for a kind of trigger.
    pub fn grace_for(&self, kind: TriggerKind) -> Span {
        match kind {
            TriggerKind::Lightbar => self.grace,
            TriggerKind::Contact => self.contact_grace,
        }
    }
}

/// A list of words that is searched without regard to case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(Vec<String>);

impl Words {
    /// Keeps the words as they are written.
    pub fn new<T: Into<String>>(words: impl IntoIterator<Item = T>) -> Self {
        Self(words.into_iter().map(Into::into).collect())
    }

    /// Whether one of them is this word in any case.
    pub fn contains(&self, word: &str) -> bool {
        self.0.iter().any(|own| same_word(own, word))
    }

    /// The words as they are written.
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

/// Duties, reasons, categories, device events and statuses are compared without case (contract, "Policy keys and
/// defaults").
pub(crate) fn same_word(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || (!(a.is_ascii() && b.is_ascii()) && a.to_lowercase() == b.to_lowercase())
}

/// All policies of a department in order of time; there is at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies {
    first: Policy,
    later: Vec<Policy>,
}

impl Policies {
    /// Orders the policies by time. `None` without any, or where two begin at the same moment.
    pub fn new(mut policies: Vec<Policy>) -> Option<Self> {
        policies.sort_by_key(|policy| policy.effective);
        if policies.windows(2).any(|pair| matches!(pair, [a, b] if a.effective == b.effective)) {
            return None;
        }
        let mut policies = policies.into_iter();
        Some(Self { first: policies.next()?, later: policies.collect() })
    }

    /// In order of time.
    pub fn iter(&self) -> impl Iterator<Item = &Policy> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The policy in force; `None` before the first.
    pub fn in_force(&self, at: Moment) -> Option<&Policy> {
        let policy = self.values_at(at);
        (policy.effective <= at).then_some(policy)
    }

    /// The policy whose values serve for merging, stitching and clock votes: the one in force, or the first
    /// before any is (contract, "Policy keys and defaults").
    pub fn values_at(&self, at: Moment) -> &Policy {
        self.later.iter().rev().find(|policy| policy.effective <= at).unwrap_or(&self.first)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A policy with the contract's defaults, for tests elsewhere too.
    pub(crate) fn default_policy(effective: Moment) -> Policy {
        Policy {
            name: "test".into(),
            effective,
            triggers: TriggerKind::ALL.to_vec(),
            grace: Span::from_secs(30),
            contact_grace: Span::from_secs(30),
            pre_event_buffer: Span::ZERO,
            min_duration: Span::from_secs(10),
            merge_gap: Span::from_secs(60),
            stitch: Span::from_secs(10),
            end_tolerance: Span::from_secs(30),
            search: Span::from_mins(15),
            clock_uncertainty: Span::from_secs(2),
            excluded_categories: Words::new(["pre-check", "test", "training"]),
            exempt_duties: Words::new(["plain-clothes", "undercover", "no-camera-authorized"]),
            reasons: Words::new(["malfunction", "battery", "safety", "privacy-request", "supervisor-authorized"]),
            justification_deadline: Span::from_hours(24),
            approval_deadline: Span::from_days(7),
            upload_deadline: Span::from_hours(24),
            retention: BTreeMap::new(),
        }
    }

    fn at(secs: i64) -> Moment {
        Moment::from_micros(secs * 1_000_000)
    }

    #[test]
    fn each_is_in_force_until_the_next() {
        let policies = Policies::new(vec![default_policy(at(200)), default_policy(at(100))]).unwrap();
        assert_eq!(policies.in_force(at(99)), None);
        assert_eq!(policies.values_at(at(99)).effective, at(100));
        assert_eq!(policies.in_force(at(100)).unwrap().effective, at(100));
        assert_eq!(policies.in_force(at(199)).unwrap().effective, at(100));
        assert_eq!(policies.in_force(at(200)).unwrap().effective, at(200));
    }

    #[test]
    fn none_or_two_at_once_are_no_policies() {
        assert_eq!(Policies::new(vec![]), None);
        assert_eq!(Policies::new(vec![default_policy(at(1)), default_policy(at(1))]), None);
    }

    #[test]
    fn words_are_compared_without_case() {
        let words = Words::new(["Plain-Clothes", "Zivil ÄÖ"]);
        assert!(words.contains("plain-clothes") && words.contains("zivil äö") && !words.contains("plain"));
    }
}
