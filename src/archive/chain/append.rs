//! Appends a purge, hold or release record to a chain; never touches footage.
//!
//! Contract, "Commands" and "Purges". It writes what happened, lawful or not: a deletion that was wrong
//! is still better recorded than not. Only what would break the chain is refused. Used by the `record`
//! command, which warns of what the audit will say.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::extend::{ExtendError, Lines, doubts, existing, write_chain};
use super::note::PrivateKey;
use super::purges;
use super::read::Chain;
use super::record::{Body, FileRecord, Hold, Purge, Release};
use super::store::{CHAIN, Lock};
use crate::base::digest::Digest;
use crate::base::path::ArchivePath;
use crate::base::time::Moment;
use crate::facts::policy::same_word;

/// What to record, for each of some paths.
pub(crate) struct RecordSettings<'a> {
    /// The root of the archive.
    pub root: &'a Path,
    /// Relative to the root.
    pub paths: &'a [ArchivePath],
    /// What is said of them.
    pub act: Act,
    /// When it happened.
    pub at: Moment,
    /// Signs the checkpoint.
    pub sign: Option<&'a PrivateKey>,
    /// The clock.
    pub now: Moment,
}

/// What can be recorded beside files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    /// Deleted on purpose.
    Purge {
        /// Who did it.
        authority: String,
        /// Who approved it.
        approved_by: String,
        /// Under which category; `None`: the sealed one of each file.
        rule: Option<String>,
    },
    /// To be kept.
    Hold {
        /// Who says so.
        authority: String,
    },
    /// No longer to be kept.
    Release {
        /// Who says so.
        authority: String,
        /// Who approved it.
        approved_by: String,
    },
}

impl Act {}

/// What was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recorded {
    /// The archive's name.
    pub archive: String,
    /// The number of the sealed file of each path, in the given order.
    pub files: Vec<(ArchivePath, u64)>,
    /// Records in the chain now.
    pub size: u64,
    /// SHA-256 of its last line.
    pub head: Digest,
    /// The checkpoint, as it was written beside the chain: keep a copy of it elsewhere.
    pub checkpoint: String,
    /// What an audit will say against it, in plain words.
    pub warnings: Vec<String>,
}

/// Why nothing was recorded.
#[derive(Debug, Error)]
pub(crate) enum RecordError {
    /// The chain cannot be extended.
    #[error(transparent)]
    Extend(#[from] ExtendError),
    /// There is no chain.
    #[error("{} has no chain; seal it first", .0.display())]
    NoChain(PathBuf),
    /// A path that no record seals.
    #[error("{0} is not sealed in this chain (or was purged already); nothing was recorded")]
    NotSealed(ArchivePath),
    /// A path that is named twice.
    #[error("{0} is named twice; nothing was recorded")]
    Twice(ArchivePath),
    /// No path at all.
    #[error("no path was named")]
    NoPath,
    /// A text that the record needs is empty.
    #[error("{0} must not be empty")]
    Empty(&'static str),
    /// A purge needs a category, and none was sealed.
    #[error("{0} was sealed without a category; name the rule it was purged under (--rule)")]
    NoRule(ArchivePath),
    /// Times never decrease along a chain nor lie in the future.
    #[error("{at} is {why}; a chain is written in order of time (--at)")]
    Time {
        /// The time that was given.
        at: Moment,
        /// What it conflicts with.
        why: String,
    },
    /// A file that is not on hold cannot be released.
    #[error("{0} is not on hold; nothing was recorded")]
    NotHeld(ArchivePath),
}

/// Appends one record for each path: all of them or none.
///
/// # Errors
/// Whatever would break the chain or say nothing; then the chain on disk is as it was.
pub(crate) fn record(settings: &RecordSettings<'_>) -> Result<Recorded, RecordError> {
    check_names(&settings.act)?;
    let lock = Lock::acquire(settings.root).map_err(ExtendError::from)?;
    let path = settings.root.join(CHAIN);
    let old = existing(&path, settings.now)?.ok_or_else(|| RecordError::NoChain(settings.root.to_owned()))?;
    check_time(settings, &old)?;
    let mut lines = Lines::after(Some(&old));
    let mut warnings = Vec::new();
    let held = purges::held(&old);
    let mut files = Vec::new();
    let mut named = HashSet::new();
    for path in settings.paths {
        if !named.insert(path) {
            return Err(RecordError::Twice(path.clone()));
        }
        let file = old.sealed(path).map(|seq| (seq, old.sealed_file(seq)));
        let (seq, file) = file.ok_or_else(|| RecordError::NotSealed(path.clone()))?;
        lines.push(body(settings, held.contains(&seq), seq, file, &mut warnings)?);
        files.push((path.clone(), seq));
    }
    if files.is_empty() {
        return Err(RecordError::NoPath);
    }
    warnings.extend(doubts(settings.root, Some(&old)));
    let archive = old.archive.clone().unwrap_or_default();
    let checkpoint = lines.checkpoint(&archive, Some(&old), settings.sign)?;
    write_chain(lock, settings.root, settings.now, Some(&old), &lines, &checkpoint)?;
    Ok(Recorded { archive, files, size: lines.size, head: lines.head, checkpoint, warnings })
}

fn body(
    settings: &RecordSettings<'_>,
    held: bool,
    seq: u64,
    file: &FileRecord,
    warnings: &mut Vec<String>,
) -> Result<Body, RecordError> {
    let at = settings.at;
    let path = &file.path;
    Ok(match &settings.act {
        Act::Purge { authority, approved_by, rule } => {
            let sealed = file.facts.category.as_ref();
            let rule = rule.as_ref().or(sealed).ok_or_else(|| RecordError::NoRule(path.clone()))?;
            if held {
                warnings.push(format!("{path} is on hold: the purge will be reported as purged-under-hold"));
            }
            if !sealed.is_some_and(|sealed| same_word(sealed.trim(), rule.trim())) {
                warnings.push(format!("{path} was not sealed as {rule:?}: the purge will be reported as unauthorized"));
            }
            if file.facts.start.is_none() {
                warnings.push(format!("{path} was sealed without a start: the purge will be reported as unauthorized"));
            }
            if same_word(authority.trim(), approved_by.trim()) {
                warnings.push(format!("{path} is purged without a second person: it will be reported as unauthorized"));
            }
            let (authority, approved_by, rule) = (authority.clone(), approved_by.clone(), rule.clone());
            Body::Purge(Purge { file: seq, sha256: file.sha256, at, authority, approved_by, rule })
        }
        Act::Hold { authority } => Body::Hold(Hold { file: seq, at, authority: authority.clone() }),
        Act::Release { authority, approved_by } => {
            if !held {
                return Err(RecordError::NotHeld(path.clone()));
            }
            if same_word(authority.trim(), approved_by.trim()) {
                warnings.push(format!("{path} is released without a second person: the hold goes on"));
            }
            Body::Release(Release { file: seq, at, authority: authority.clone(), approved_by: approved_by.clone() })
        }
    })
}

fn check_names(act: &Act) -> Result<(), RecordError> {
    let named = match act {
        Act::Purge { authority, approved_by, rule } => {
            let rule = rule.as_deref().unwrap_or("as sealed");
            vec![("--authority", authority.as_str()), ("--approved-by", approved_by), ("--rule", rule)]
        }
        Act::Hold { authority } => vec![("--authority", authority.as_str())],
        Act::Release { authority, approved_by } => {
            vec![("--authority", authority.as_str()), ("--approved-by", approved_by)]
        }
    };
    match named.into_iter().find(|(_, text)| text.trim().is_empty()) {
        Some((option, _)) => Err(RecordError::Empty(option)),
        None => Ok(()),
    }
}

fn check_time(settings: &RecordSettings<'_>, old: &Chain) -> Result<(), RecordError> {
    let at = settings.at;
    if at > settings.now {
        return Err(RecordError::Time { at, why: "still to come".to_owned() });
    }
    match old.last {
        Some(last) if at < last => Err(RecordError::Time { at, why: format!("before the last record ({last})") }),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "append_tests.rs"]
mod tests;
