//! The `verify` command: integrity only, of one archive or of all that an audit file names.

use std::path::Path;

use anyhow::bail;

use super::args::VerifyArgs;
use super::bar::Bar;
use super::output::Output;
use super::{is_audit_file, now, threads};
use crate::audit::{VerifySettings, verify};
use crate::facts::audit_file::ArchiveSettings;
use crate::reports::run::RunFacts;
use crate::sources::audit_file;
use crate::words::Exit;

pub(super) fn run(args: &VerifyArgs) -> anyhow::Result<Exit> {
    let start = now();
    let beside = args.path.join("audit.toml");
    // either may have been put there to keep the other from being looked at
    if args.path.is_dir() && beside.symlink_metadata().is_ok() && is_archive(&args.path) {
        bail!(
            "{0} is an archive and holds an audit.toml; name {1} to verify what that names, or move it away to verify \
             the folder",
            args.path.display(),
            beside.display()
        );
    }
    let audit_file = is_audit_file(&args.path).then(|| audit_file::load(&args.path)).transpose()?;
    let mut archives = match &audit_file {
        Some(audit_file) => audit_file.archives.clone(),
        None => vec![ArchiveSettings::of_root(&args.path)].into(),
    };
    for archive in archives.iter_mut() {
        archive.chain = args.chain.clone().or_else(|| archive.chain.take());
        archive.manifest = args.manifest.clone().or_else(|| archive.manifest.take());
        archive.public_key = args.public_key.clone().or_else(|| archive.public_key.take());
    }
    if archives.len() > 1 && (args.chain.is_some() || args.manifest.is_some() || !args.anchor.is_empty()) {
        bail!(
            "--chain, --manifest and --anchor belong to one archive, and {} names several; name the root of one",
            args.path.display()
        );
    }
    let roots = archives.iter().map(|archive| archive.root.as_path());
    let output = Output::prepare(start, args.format, args.out.as_deref(), roots)?;
    let settings = VerifySettings {
        archives: &archives,
        audit_file: audit_file.as_ref(),
        anchors: &args.anchor,
        now: start,
        clock: now,
    };
    let pool = threads(args.jobs)?;
    let bar = Bar::new();
    let report = pool.install(|| verify(&settings, &bar));
    bar.finish();
    let report = report?;
    let mut arguments = vec!["verify".to_owned(), args.path.display().to_string()];
    let named = [("--chain", &args.chain), ("--manifest", &args.manifest), ("--public-key", &args.public_key)];
    let named = named.into_iter().filter_map(|(name, path)| Some((name, path.as_ref()?)));
    for (name, path) in named.chain(args.anchor.iter().map(|path| ("--anchor", path))) {
        arguments.extend([name.to_owned(), path.display().to_string()]);
    }
    output.write(&report, RunFacts { command: "verify", arguments }, pool.current_num_threads())?;
    Ok(report.exit_code)
}

/// What shows that a folder is an archive by itself.
fn is_archive(folder: &Path) -> bool {
    let named = ["chain.jsonl", "chain.checkpoint", "bagit.txt", "SHA256SUMS", "sha256sums.txt"];
    let sidecar = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.is_ok_and(|entry| entry.path().extension().is_some_and(|ending| ending == "sha256"))
    };
    named.iter().any(|name| folder.join(name).symlink_metadata().is_ok())
        || folder.read_dir().is_ok_and(|mut entries| entries.any(sidecar))
}
