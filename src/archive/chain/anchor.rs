//! Holds a chain against checkpoints that were kept elsewhere: the only thing that shows a cut-off end or a
//! chain that was rebuilt.
//!
//! Nothing can be downgraded (contract, "No downgrade"): an anchor or key that was named and cannot be used is a
//! fault of its own, never passed over. [`read_anchors`] touches the disk, [`hold`] is pure. Used by `scan`
//! and `verify`.

use std::path::{Path, PathBuf};

use super::checkpoint::Checkpoint;
use super::note::{Note, PublicKey};
use super::read::{self, Chain};
use crate::base::glob::{self, GlobError};
use crate::base::path::ArchivePath;
use crate::words::ChainVerdict;

/// Which anchors to read, and how to trust them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct AnchorSettings<'a> {
    /// A glob, resolved against the audit file's folder; must match something.
    pub glob: Option<&'a str>,
    /// Single files; each must be there.
    pub files: &'a [PathBuf],
    /// The key that anchors must be signed with.
    pub public_key: Option<&'a Path>,
    /// Every root of the audit: what lies inside one cannot vouch for it.
    pub roots: &'a [&'a Path],
}

/// What was named as anchors, as far as it can be used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Anchors {
    /// Those that can be held against the chain, with the names that reports give them.
    pub usable: Vec<(String, Checkpoint)>,
    /// What is wrong with the others, or with the key.
    pub faults: Vec<AnchorFault>,
    /// Whether any anchor or key was named: then there must be a chain, too.
    pub named: bool,
}

/// A defect of an anchor, or one that an anchor shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AnchorFault {
    /// What it is.
    pub problem: AnchorProblem,
    /// The anchor or key as reports name it.
    pub anchor: String,
    /// In plain words.
    pub why: String,
}

/// What is wrong with an anchor, or shown by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AnchorProblem {
    /// It knows a longer chain.
    Truncated,
    /// It knows another chain.
    Forked,
    /// No signature of the named key fits it.
    SignatureInvalid,
    /// It cannot vouch for anything.
    Unusable,
}

/// The verdict over a chain together with its anchors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Anchored {
    /// The worst of what its lines and its anchors say.
    pub verdict: ChainVerdict,
    /// The largest size that an anchor covers.
    pub up_to: Option<u64>,
    /// Everything that is wrong with anchors or shown by them.
    pub faults: Vec<AnchorFault>,
    /// Anchors that reach beyond the first bad line and so could not be compared, with their sizes.
    pub beyond_break: Vec<(String, u64)>,
}

/// Reads all anchors that were named.
pub(crate) fn read_anchors(settings: &AnchorSettings<'_>) -> Anchors {
    let named = settings.glob.is_some() || !settings.files.is_empty() || settings.public_key.is_some();
    let mut anchors = Anchors { named, ..Anchors::default() };
    let key = match settings.public_key.map(|path| read_key(path, settings.roots)).transpose() {
        Ok(key) => key,
        Err(fault) => {
            anchors.faults.push(fault);
            return anchors;
        }
    };
    let mut files = settings.files.to_vec();
    if let Some(pattern) = settings.glob {
        match matches(pattern) {
            Ok(found) => files.extend(found),
            Err(why) => anchors.faults.push(unusable(pattern.to_owned(), why)),
        }
    }
    if named && files.is_empty() && anchors.faults.is_empty() {
        let key = settings.public_key.map(shown).unwrap_or_default();
        anchors.faults.push(unusable(key, "a key is named, but no anchor that it could have signed".to_owned()));
    }
    for path in files {
        let name = shown(&path);
        match read_anchor(&path, key.as_ref(), settings.roots) {
            Ok(checkpoint) => anchors.usable.push((name, checkpoint)),
            Err((problem, why)) => anchors.faults.push(AnchorFault { problem, anchor: name, why }),
        }
    }
    anchors
}

/// A path as reports name it: one file is always one line.
fn shown(path: &Path) -> String {
    ArchivePath::from_relative(path).to_string()
}

fn unusable(anchor: String, why: String) -> AnchorFault {
    AnchorFault { problem: AnchorProblem::Unusable, anchor, why }
}

/// The files that a glob finds, in order of path.
fn matches(pattern: &str) -> Result<Vec<PathBuf>, String> {
    let found = glob::find(pattern).map_err(|error| match error {
        GlobError::Pattern(error) => format!("it is no glob: {error}"),
        GlobError::Unreadable(error) => format!("a folder cannot be searched: {error}"),
    })?;
    if found.is_empty() { Err("no such file is there".to_owned()) } else { Ok(found) }
}

fn read_key(path: &Path, roots: &[&Path]) -> Result<PublicKey, AnchorFault> {
    let text = read_outside(path, roots).and_then(|bytes| {
        let text = String::from_utf8(bytes).map_err(|_| "it is no text".to_owned())?;
        PublicKey::parse(&text).map_err(|error| error.to_string())
    });
    text.map_err(|why| unusable(shown(path), format!("the key cannot be used: {why}")))
}

fn read_anchor(path: &Path, key: Option<&PublicKey>, roots: &[&Path]) -> Result<Checkpoint, (AnchorProblem, String)> {
    let unusable = |why: String| (AnchorProblem::Unusable, why);
    let bytes = read_outside(path, roots).map_err(unusable)?;
    let note = Note::parse(&bytes).map_err(|error| unusable(error.to_string()))?;
    if let Some(key) = key {
        if note.signatures.is_empty() {
            return Err(unusable("it is not signed, and a key is named that it must be signed with".to_owned()));
        }
        if !note.verifies(key) {
            let why = "no signature of the named key fits it: another key, or an edited note".to_owned();
            return Err((AnchorProblem::SignatureInvalid, why));
        }
    }
    let checkpoint = Checkpoint::parse(&note.text).map_err(|error| unusable(error.to_string()))?;
    if checkpoint.size == 0 {
        return Err(unusable("its size is 0: it covers nothing".to_owned()));
    }
    Ok(checkpoint)
}

/// Reads a small file that must lie outside every root; links are followed before that is decided.
fn read_outside(path: &Path, roots: &[&Path]) -> Result<Vec<u8>, String> {
    let real = path.canonicalize().map_err(|error| format!("it cannot be read: {error}"))?;
    let inside = |root: &&&Path| root.canonicalize().is_ok_and(|root| real.starts_with(root));
    if let Some(root) = roots.iter().find(inside) {
        return Err(format!("it lies inside the archive {}; whoever can edit that can edit it", root.display()));
    }
    read::read_small(&real)
}

/// Holds a chain against its anchors.
pub(crate) fn hold(chain: &Chain, anchors: &Anchors) -> Anchored {
    let mut faults = anchors.faults.clone();
    let mut up_to = None;
    let mut beyond_break = Vec::new();
    for (name, checkpoint) in &anchors.usable {
        match compare(chain, checkpoint) {
            Held::Covers => up_to = up_to.max(Some(checkpoint.size)),
            Held::BeyondBreak => beyond_break.push((name.clone(), checkpoint.size)),
            Held::Truncated(why) => {
                faults.push(AnchorFault { problem: AnchorProblem::Truncated, anchor: name.clone(), why });
            }
            Held::Forked(why) => {
                faults.push(AnchorFault { problem: AnchorProblem::Forked, anchor: name.clone(), why });
            }
        }
    }
    faults.sort();
    let by_anchors = faults.iter().filter_map(|fault| verdict_of(fault.problem));
    let verdict = by_anchors.chain([chain.verdict]).max_by_key(|verdict| weight(*verdict)).unwrap_or(chain.verdict);
    Anchored { verdict, up_to, faults, beyond_break }
}

enum Held {
    Covers,
    BeyondBreak,
    Truncated(String),
    Forked(String),
}

fn compare(chain: &Chain, checkpoint: &Checkpoint) -> Held {
    let size = checkpoint.size;
    if let Some(archive) = chain.archive.as_ref().filter(|archive| **archive != checkpoint.origin) {
        return Held::Forked(format!("it is of {:?}, and the chain is of {archive:?}", checkpoint.origin));
    }
    match chain.root(size) {
        Some(root) if root == checkpoint.root => Held::Covers,
        Some(root) => {
            let why =
                format!("over the first {size} lines it knows the root {}, and the chain has {root}", checkpoint.root);
            Held::Forked(why)
        }
        // what stands from the first bad line on cannot be counted
        None if chain.verdict == ChainVerdict::Broken => Held::BeyondBreak,
        None => Held::Truncated(format!("it knows {size} lines, and the chain has {}", chain.size())),
    }
}

const fn verdict_of(problem: AnchorProblem) -> Option<ChainVerdict> {
    match problem {
        AnchorProblem::Forked => Some(ChainVerdict::Forked),
        AnchorProblem::Truncated => Some(ChainVerdict::Truncated),
        AnchorProblem::SignatureInvalid => Some(ChainVerdict::SignatureInvalid),
        AnchorProblem::Unusable => None,
    }
}

/// Which verdict is said where several hold; the findings say all of them. Another chain is worse than a
/// shorter one, and both are worse than what the lines alone show: an edit can hide behind a torn end.
const fn weight(verdict: ChainVerdict) -> u8 {
    match verdict {
        ChainVerdict::Intact => 0,
        ChainVerdict::TornTail => 1,
        ChainVerdict::SignatureInvalid => 2,
        ChainVerdict::Broken => 3,
        ChainVerdict::Truncated => 4,
        ChainVerdict::Forked => 5,
    }
}

#[cfg(test)]
#[path = "anchor_tests.rs"]
mod tests;
