//! The `seal` command: seals what is new, and says what is no longer as it was sealed.

use std::fmt::{self, Write as _};

use anyhow::bail;

use super::args::SealArgs;
use super::bar::Bar;
use super::keys::private_key;
use super::{is_audit_file, now, threads, warn, write_stdout};
use crate::archive::chain::seal::{Footage, SealSettings, Sealed, seal};
use crate::archive::chain::store::own_files;
use crate::archive::disk::{Examine, check_root, examine, walk};
use crate::base::index::Table;
use crate::base::path::ArchivePath;
use crate::base::progress::Progress;
use crate::evidence::sealing::Known;
use crate::facts::audit_file::ArchiveSettings;
use crate::facts::files::{ExaminedFile, ListedFile, Listing};
use crate::facts::inputs::Inputs;
use crate::sources;
use crate::sources::audit_file;
use crate::words::Exit;

pub(super) fn run(args: &SealArgs) -> anyhow::Result<Exit> {
    let now = now();
    let pool = threads(args.jobs)?;
    let bar = Bar::new();
    let (archives, inputs, zone) = if is_audit_file(&args.archive) {
        let mut audit_file = audit_file::load(&args.archive)?;
        // what is sealed is what the cameras wrote: a correction may turn out to be wrong, a seal cannot be taken back
        audit_file.clocks = Table::new();
        let inputs = sources::read(&audit_file, now)?;
        (audit_file.archives, inputs, audit_file.zone)
    } else {
        (vec![ArchiveSettings::of_root(&args.archive)].into(), Inputs::default(), None)
    };
    if archives.is_empty() {
        bail!("{} names no archive to seal; add an [[archive]]", args.archive.display());
    }
    let mut findings = false;
    for archive in &archives {
        check_root(&archive.root)?;
        if archive.chain.as_ref().is_some_and(|chain| *chain != archive.root.join(crate::archive::chain::store::CHAIN))
        {
            bail!(
                "{} has its chain elsewhere; seal writes only chain.jsonl in the root, so leave `chain` out",
                archive.root_name
            );
        }
        let known = Known::new(&inputs, archive, zone.as_ref());
        let facts = |path: &ArchivePath, _: &ExaminedFile| known.of(path);
        let key = args.sign.as_deref().map(|path| private_key(path, &archive.root)).transpose()?;
        let settings = SealSettings {
            root: &archive.root,
            name: args.name.as_deref(),
            verify: args.verify,
            facts: &facts,
            sign: key.as_ref(),
            clock: super::now,
        };
        let disk = Disk { archive, progress: &bar };
        let sealed = pool.install(|| seal(&settings, &disk));
        bar.finish();
        let sealed = sealed?;
        write_stdout(report(&sealed)?.as_bytes())?;
        if let Some(doubts) = &sealed.doubts {
            warn(doubts)?;
        }
        findings |= sealed.has_findings();
    }
    Ok(Exit::of(true, findings))
}

/// The files of an archive as they lie on disk.
struct Disk<'a> {
    archive: &'a ArchiveSettings,
    progress: &'a dyn Progress,
}

impl Footage for Disk<'_> {
    fn list(&self) -> Result<Listing, String> {
        walk(&self.archive.root, &own_files()).map_err(|error| error.to_string())
    }

    fn examine(&self, files: &[ListedFile]) -> Vec<ExaminedFile> {
        examine(&self.archive.root, files, Examine { hash: true, probe: true }, self.progress)
    }
}

/// What was sealed, and what is no longer as it was.
fn report(sealed: &Sealed) -> Result<String, fmt::Error> {
    let mut text = String::new();
    let what = match (sealed.created, sealed.new.is_empty()) {
        (true, _) => "a new chain",
        (false, true) => "nothing new, the chain",
        (false, false) => "the chain",
    };
    let files = if sealed.new.len() == 1 { "file" } else { "files" };
    writeln!(
        text,
        "sealed {} {files} ({} bytes) into {what} {:?}",
        sealed.new.len(),
        sealed.new_bytes,
        sealed.archive
    )?;
    writeln!(text, "size {}", sealed.size)?;
    writeln!(text, "head {}", sealed.head)?;
    let changed = if sealed.verified { "other bytes than were sealed" } else { "another size than was sealed" };
    list(&mut text, "missing", sealed.missing.iter().map(|path| (path, "sealed, and now gone")))?;
    for (path, place) in &sealed.moved {
        writeln!(text, "moved: {path} (its bytes are sealed as {place} now)")?;
    }
    list(&mut text, "changed", sealed.changed.iter().map(|path| (path, changed)))?;
    list(&mut text, "unreadable", sealed.unreadable.iter().map(|(path, why)| (path, why.as_str())))?;
    let purged = "recorded as purged, not sealed again";
    list(&mut text, "purged-but-present", sealed.purged.iter().map(|path| (path, purged)))?;
    list(&mut text, "left out", sealed.left_out.iter().map(|(path, _)| (path, "not a regular file")))?;
    if !sealed.verified && !sealed.created {
        writeln!(text, "files that were sealed before were not hashed again (--verify does that)")?;
    }
    text.push_str(&checkpoint(&sealed.checkpoint));
    Ok(text)
}

/// The checkpoint as it was written, and what it is for.
pub(super) fn checkpoint(note: &str) -> String {
    format!("checkpoint (also in chain.checkpoint; a copy kept outside the archive is its anchor):\n\n{note}\n")
}

fn list<'a>(text: &mut String, word: &str, mut files: impl Iterator<Item = (&'a ArchivePath, &'a str)>) -> fmt::Result {
    files.try_for_each(|(path, why)| writeln!(text, "{word}: {path} ({why})"))
}
