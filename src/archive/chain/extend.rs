//! Appends lines to a chain on disk: all of them or none, and never to a chain that does not verify.
//!
//! Contract, "Commands". What was written is read back before it takes the place of the old chain. Used by
//! [`mod@super::seal`] and [`super::append`].

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::checkpoint::Checkpoint;
use super::line::Line;
use super::merkle;
use super::note::{Note, NoteError, PrivateKey};
use super::read::{self, Chain, ChainError};
use super::record::Body;
use super::store::{CHAIN, CHECKPOINT, Lock, StoreError};
use crate::base::digest::Digest;
use crate::base::time::Moment;
use crate::words::ChainVerdict;

/// Why a chain was not extended.
#[derive(Debug, Error)]
pub(crate) enum ExtendError {
    /// The lock or the disk.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The chain is there and cannot be read.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The chain does not verify.
    #[error(
        "the chain {} does not verify: line {line} {why}; nothing was written. compare it with a copy kept elsewhere",
        path.display()
    )]
    DoesNotVerify {
        /// The chain file.
        path: PathBuf,
        /// The first bad line.
        line: u64,
        /// What is wrong with it.
        why: String,
    },
    /// The chain is on disk, its checkpoint is not.
    #[error("the chain was extended, but its checkpoint could not be written: {0}; seal again to write it")]
    Checkpoint(StoreError),
    /// A name that a signature cannot carry.
    #[error("the checkpoint cannot be signed: {0}")]
    Sign(#[from] NoteError),
    /// The new chain does not verify after writing: a line over the limit, or a disk that lies.
    #[error("the new chain does not verify after writing: {0}; the old one was kept")]
    ReadBack(String),
}

/// The chain that is there; `None` if there is none yet.
///
/// # Errors
/// If it cannot be read, or does not verify to its last byte.
pub(crate) fn existing(path: &Path, now: Moment) -> Result<Option<Chain>, ExtendError> {
    let chain = match read::read(path, now) {
        Ok(chain) => chain,
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    match (chain.verdict, chain.first_bad_text()) {
        (ChainVerdict::Intact, None) => Ok(Some(chain)),
        (_, bad) => {
            let (line, why) = bad.unwrap_or((0, chain.verdict.to_string()));
            Err(ExtendError::DoesNotVerify { path: path.to_owned(), line, why })
        }
    }
}

/// Lines that are to follow a chain.
#[derive(Debug)]
pub(crate) struct Lines {
    /// Their bytes.
    pub bytes: Vec<u8>,
    /// Records in the chain with them.
    pub size: u64,
    /// SHA-256 of the last line.
    pub head: Digest,
    leaves: Vec<Digest>,
}

impl Lines {
    /// No lines yet; they will follow this chain, or begin a new one.
    pub(crate) fn after(old: Option<&Chain>) -> Self {
        Self {
            bytes: Vec::new(),
            size: old.map_or(0, Chain::size),
            head: old.and_then(|old| old.head).unwrap_or(Digest::ZERO),
            leaves: Vec::new(),
        }
    }

    /// Adds a line with this record.
    pub(crate) fn push(&mut self, body: Body) {
        let line = Line { seq: self.size, prev: self.head, body }.to_bytes();
        self.head = Digest::of(&line);
        self.leaves.push(merkle::leaf(&line));
        self.size = self.size.saturating_add(1);
        self.bytes.extend_from_slice(&line);
    }

    /// The checkpoint of the chain with them, signed where there is a key.
    ///
    /// # Errors
    /// If the archive's name cannot name a key.
    pub(crate) fn checkpoint(
        &self,
        archive: &str,
        old: Option<&Chain>,
        key: Option<&PrivateKey>,
    ) -> Result<String, ExtendError> {
        let checkpoint = Checkpoint { origin: archive.to_owned(), size: self.size, root: self.root(old) };
        match key {
            Some(key) => Ok(key.sign(&checkpoint.to_string(), archive)?),
            None => Ok(checkpoint.to_string()),
        }
    }

    /// The RFC 6962 root over the chain with them.
    pub(crate) fn root(&self, old: Option<&Chain>) -> Digest {
        let mut leaves = old.map(|old| old.leaves.clone()).unwrap_or_default();
        leaves.extend(&self.leaves);
        merkle::root(&leaves)
    }
}

/// Puts the chain with the new lines in place of the old one, and its checkpoint beside it. Without new
/// lines only the checkpoint is written.
///
/// # Errors
/// Whatever the disk says; then the chain is as it was, but for [`ExtendError::Checkpoint`].
pub(crate) fn write_chain(
    lock: Lock,
    root: &Path,
    now: Moment,
    old: Option<&Chain>,
    lines: &Lines,
    note: &str,
) -> Result<(), ExtendError> {
    let path = root.join(CHAIN);
    if lines.bytes.is_empty() {
        return write_checkpoint(lock, root, note);
    }
    let write = |out: &mut dyn Write| {
        if old.is_some() {
            io::copy(&mut File::open(&path)?, out)?;
        }
        out.write_all(&lines.bytes)
    };
    let mut written = None;
    lock.replace(CHAIN, write, |new| {
        written = length(new);
        read_back(new, now, old, lines)
    })?;
    // The lock file became the chain, so the checkpoint needs a new lock. A process that takes it first extends this
    // very chain and writes a newer checkpoint.
    match Lock::acquire(root) {
        Ok(lock) if length(&path) == written => write_checkpoint(lock, root, note),
        Ok(_) | Err(StoreError::Busy { .. }) => Ok(()),
        Err(error) => Err(ExtendError::Checkpoint(error)),
    }
}

fn length(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().map(|metadata| metadata.len())
}

/// A note that says the same already stays: it may carry a signature that this one lacks.
fn write_checkpoint(lock: Lock, root: &Path, note: &str) -> Result<(), ExtendError> {
    let text = |bytes: &[u8]| Note::parse(bytes).ok().map(|note| (note.text, !note.signatures.is_empty()));
    let there = read::read_small(&root.join(CHECKPOINT)).ok().and_then(|bytes| text(&bytes));
    let same = matches!((there, text(note.as_bytes())), (Some((old, _)), Some((new, false))) if old == new);
    if same {
        return Ok(());
    }
    lock.replace(CHECKPOINT, |out| out.write_all(note.as_bytes()), |_| Ok(())).map_err(ExtendError::Checkpoint)
}

/// What the checkpoint beside the chain says against extending the chain. That checkpoint is no anchor, but whoever
/// cut the chain may have forgotten to change it.
pub(crate) fn doubts(root: &Path, old: Option<&Chain>) -> Option<String> {
    let checkpoint = misfit(root, old)?;
    let size = old.map_or(0, Chain::size);
    Some(format!(
        "the {CHECKPOINT} that lay here does not fit the chain as it was ({} records in it, {size} in the chain): \
         the chain was cut off, rebuilt or replaced since; compare both with a copy kept elsewhere",
        checkpoint.size
    ))
}

/// The checkpoint that lies beside a chain, in this folder, if it does not fit the chain.
pub(super) fn misfit(folder: &Path, chain: Option<&Chain>) -> Option<Checkpoint> {
    let bytes = read::read_small(&folder.join(CHECKPOINT)).ok()?;
    let checkpoint = Checkpoint::parse(&Note::parse(&bytes).ok()?.text).ok()?;
    let fits = chain.is_some_and(|chain| {
        chain.archive.as_ref() == Some(&checkpoint.origin) && chain.root(checkpoint.size) == Some(checkpoint.root)
    });
    (!fits).then_some(checkpoint)
}

/// What is about to become the chain must verify, and begin with every line of the old one.
fn read_back(written: &Path, now: Moment, old: Option<&Chain>, lines: &Lines) -> Result<(), ExtendError> {
    let chain = read::read(written, now)?;
    if let Some((line, why)) = chain.first_bad_text() {
        return Err(ExtendError::ReadBack(format!("line {line} {why}")));
    }
    let extends = old.is_none_or(|old| chain.root(old.size()) == old.root(old.size()));
    if chain.size() != lines.size || chain.head != Some(lines.head) || !extends {
        return Err(ExtendError::ReadBack("it is not the old chain with the new records".to_owned()));
    }
    Ok(())
}
