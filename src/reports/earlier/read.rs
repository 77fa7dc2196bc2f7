//! An earlier output as far as nights are compared.

use std::path::Path;

use super::folder::{Archive, Asked, Folder, FolderError, Run};
use super::row::Row;
use crate::base::digest::Digest;
use crate::results::changes::{EarlierChain, EarlierOutput};
use crate::results::{FindingRow, ObligationRow};

/// An earlier output, as far as nights are compared.
#[derive(Debug)]
pub(crate) struct Earlier {
    pub(super) summary: EarlierOutput,
    pub(super) run: Run,
    pub(super) obligations: Vec<Row>,
    pub(super) findings: Vec<Row>,
}

/// Reads the output in `dir`.
///
/// # Errors
/// Where it is no whole output of a scan. A folder that is absent or empty is one error too: whoever begins
/// asks [`super::has_nothing`] first.
pub(crate) fn read(dir: &Path) -> Result<Earlier, FolderError> {
    let folder = Folder::open(dir, Asked::Previous)?.of_a_scan()?;
    let (obligations, findings) = (folder.bytes::<ObligationRow>()?, folder.bytes::<FindingRow>()?);
    let chain = |archive: &Archive| {
        let chain = archive.chain.as_ref()?;
        Some(EarlierChain { root: archive.root.clone(), size: chain.size, head: chain.head.clone() })
    };
    Ok(Earlier {
        summary: EarlierOutput {
            version: folder.version().to_owned(),
            as_of: folder.as_of(),
            obligations_sha256: Digest::of(&obligations),
            findings_sha256: Digest::of(&findings),
            chains: folder.run().archives.iter().filter_map(chain).collect(),
        },
        obligations: folder.rows::<ObligationRow, _>(&obligations, |cells| Some(Row::of::<ObligationRow>(&cells)))?,
        findings: folder.rows::<FindingRow, _>(&findings, |cells| Some(Row::of::<FindingRow>(&cells)))?,
        run: folder.into_run(),
    })
}
