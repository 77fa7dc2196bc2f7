//! Everything that is known of an archive's chain: its lines, its anchors, or that it should be there.
//!
//! The one way in for `scan` and `verify`, so that neither can pass over a chain, an anchor or a key that
//! was named (nothing can be downgraded: contract, "No downgrade").

use std::path::Path;

use super::anchor::{AnchorFault, AnchorSettings, Anchored, Anchors, hold, read_anchors};
use super::compare::CheckedFile;
use super::extend::misfit;
use super::read::{Chain, ChainError, read_by};
use super::store::CHECKPOINT;
use crate::base::time::Moment;
use crate::words::{ChainVerdict, CheckedBy};

/// A chain and what its anchors say of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct ChainEvidence {
    /// `None`: there is none, or it cannot be read.
    pub chain: Option<Chain>,
    /// What lines and anchors come to; `None` without a chain.
    pub anchored: Option<Anchored>,
    /// What the checkpoint beside the chain says against the chain. That checkpoint vouches for nothing, but whoever
    /// cut or rebuilt the chain may have forgotten to change it.
    pub doubt: Option<String>,
    /// Why a chain is expected here, where none can be read.
    pub missing: Option<String>,
    /// Something lies where the chain should, and it cannot be read: nothing was checked.
    pub unreadable: bool,
    /// What is wrong with anchors and keys where there is no chain to hold them against.
    pub stray_faults: Vec<AnchorFault>,
}

impl ChainEvidence {
    /// Reads a chain and its anchors. The chain must be there if the audit file or the command line names it
    /// (`named`), if an anchor or a key is named, or if a checkpoint was left beside it.
    pub(crate) fn gather(path: &Path, named: bool, anchors: &AnchorSettings<'_>, clock: &dyn Fn() -> Moment) -> Self {
        let anchors = read_anchors(anchors);
        match read_by(path, clock) {
            Ok(chain) => {
                let (anchored, doubt) = (Some(hold(&chain, &anchors)), doubt(path, &chain));
                Self { chain: Some(chain), anchored, doubt, ..Self::default() }
            }
            // something is there: a folder, a dangling link, a file that may not be read
            Err(error) if std::fs::symlink_metadata(path).is_ok() => {
                let unreadable = matches!(error, ChainError::Io { .. });
                Self { unreadable, ..Self::without(anchors, Some(error.to_string())) }
            }
            Err(error) if named => Self::without(anchors, Some(error.to_string())),
            Err(_) if anchors.named => {
                let why = "an anchor or a key is named, and there is no chain".to_owned();
                Self::without(anchors, Some(why))
            }
            Err(_) if std::fs::symlink_metadata(path.with_file_name(CHECKPOINT)).is_ok() => {
                let why = format!("a {CHECKPOINT} lies there, and the chain that it was taken of is gone");
                Self::without(anchors, Some(why))
            }
            Err(_) => Self::without(anchors, None),
        }
    }

    fn without(anchors: Anchors, missing: Option<String>) -> Self {
        Self { missing, stray_faults: anchors.faults, ..Self::default() }
    }

    /// Why a chain that is there could not be read.
    pub(crate) fn unread(&self) -> Option<&str> {
        self.missing.as_deref().filter(|_| self.unreadable)
    }

    /// The chain's verdict; `None` without a chain.
    pub(crate) fn verdict(&self) -> Option<ChainVerdict> {
        self.anchored.as_ref().map(|anchored| anchored.verdict)
    }

    /// Up to which size an anchor covers the chain.
    pub(crate) fn anchored_up_to(&self) -> Option<u64> {
        self.anchored.as_ref().and_then(|anchored| anchored.up_to)
    }

    /// What is wrong with anchors and keys, or shown by anchors.
    pub(crate) fn faults(&self) -> &[AnchorFault] {
        self.anchored.as_ref().map_or(&self.stray_faults, |anchored| &anchored.faults)
    }

    /// Says of every file that was held against the chain whether an anchor covers what it was held against.
    pub(crate) fn mark_anchored(&self, files: &mut [CheckedFile]) {
        let up_to = self.anchored_up_to().unwrap_or(0);
        for file in files.iter_mut().filter(|file| file.checked_by == CheckedBy::Chain) {
            let newest = file.record.max(file.purge.as_ref().map(|purge| purge.seq));
            if newest.is_some_and(|seq| seq < up_to) {
                file.checked_by = CheckedBy::Anchored;
            }
        }
    }
}

/// Whether the checkpoint beside the chain is of another one, or of a longer one.
fn doubt(path: &Path, chain: &Chain) -> Option<String> {
    let checkpoint = misfit(path.parent()?, Some(chain))?;
    let (known, size) = (checkpoint.size, chain.size());
    Some(format!("the {CHECKPOINT} beside it does not fit it ({known} records of {:?}, not {size})", checkpoint.origin))
}
