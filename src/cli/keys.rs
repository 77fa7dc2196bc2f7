//! Reads the key that signs checkpoints.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::archive::chain::note::PrivateKey;

/// Reads a PKCS#8 PEM private key, which must not lie inside the archive it is to vouch for.
///
/// # Errors
/// Says which file, and what is wrong with it.
pub(super) fn private_key(path: &Path, root: &Path) -> anyhow::Result<PrivateKey> {
    let shown = path.display();
    let real = path.canonicalize().with_context(|| format!("cannot read the signing key {shown}"))?;
    if root.canonicalize().is_ok_and(|root| real.starts_with(root)) {
        bail!(
            "the signing key {shown} lies inside the archive; keep it where whoever can edit the archive cannot read it"
        );
    }
    let text = std::fs::read_to_string(&real).with_context(|| format!("cannot read the signing key {shown}"))?;
    PrivateKey::parse(&text).with_context(|| format!("cannot use the signing key {shown}"))
}
