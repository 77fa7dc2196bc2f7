//! An archive on disk, as `seal` and `verify` look at it.

use std::path::Path;

use crate::archive_path::ArchivePath;
use crate::chain::seal::Footage;
use crate::chain::store::own_files;
use crate::footage::{Examine, ExaminedFile, ListedFile, Listing, examine, walk};
use crate::progress::Progress;

/// The files under a root; chain, checkpoint and lock left out.
pub struct OnDisk<'a> {
    /// The root.
    pub root: &'a Path,
    /// A chain that lies elsewhere: left out too if it is under the root.
    pub chain: Option<&'a Path>,
    /// What to read of each file.
    pub how: Examine,
    /// Who is told.
    pub progress: &'a dyn Progress,
}

impl OnDisk<'_> {
    /// What under the root does not belong to the archive.
    pub fn leave_out(&self) -> Vec<ArchivePath> {
        let mut own = own_files().to_vec();
        let root = self.root.canonicalize().ok();
        let chain = self.chain.and_then(|chain| chain.canonicalize().ok());
        if let (Some(root), Some(chain)) = (root, chain)
            && let Ok(inside) = chain.strip_prefix(root)
        {
            own.push(ArchivePath::from_relative(inside));
        }
        own
    }
}

impl Footage for OnDisk<'_> {
    fn list(&self) -> Result<Listing, String> {
        walk(self.root, &self.leave_out()).map_err(|error| error.to_string())
    }

    fn examine(&self, files: &[ListedFile]) -> Vec<ExaminedFile> {
        examine(self.root, files, self.how, self.progress)
    }
}
