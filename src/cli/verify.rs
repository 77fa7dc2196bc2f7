//! The `verify` command: integrity only, of one archive or of all that an audit file names.

use std::path::Path;

use anyhow::{Context as _, bail};

use super::args::VerifyArgs;
use super::bar::Bar;
use super::output::Output;
use super::{is_audit_file, now, threads};
use crate::audit::{VerifySettings, verify};
use crate::audit_file::{self, ArchiveSettings, AuditFile};
use crate::reports::run_json::RunFacts;

pub(super) fn run(args: &VerifyArgs) -> anyhow::Result<u8> {
    let start = now();
    let beside = args.path.join("audit.toml");
    let audit_file = if args.path.is_dir() && beside.exists() && !is_audit_file(&args.path) {
        Some(that_names(&args.path, &beside)?)
    } else {
        is_audit_file(&args.path).then(|| audit_file::load(&args.path)).transpose()?
    };
    let mut archives = match &audit_file {
        Some(audit_file) => audit_file.archives.clone(),
        None => vec![ArchiveSettings::of_root(&args.path)],
    };
    for archive in &mut archives {
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
    output.write(&report, &RunFacts { command: "verify", arguments }, pool.current_num_threads())?;
    Ok(report.exit_code)
}

/// Where a folder holds a chain and an audit file, the audit file counts if it names the folder as an archive: what
/// it asks for must not be dropped. Else nobody can tell which of the two was meant, or put there by somebody.
fn that_names(folder: &Path, beside: &Path) -> anyhow::Result<AuditFile> {
    let audit_file = audit_file::load(beside)?;
    let real = folder.canonicalize().with_context(|| format!("cannot open {}", folder.display()))?;
    let names = |archive: &ArchiveSettings| archive.root.canonicalize().is_ok_and(|root| root == real);
    if !audit_file.archives.iter().any(names) {
        bail!(
            "{0} holds a chain.jsonl and an audit.toml that does not name it as an archive; name {1} to verify what \
             that names, or move one of the two away",
            folder.display(),
            beside.display()
        );
    }
    Ok(audit_file)
}
