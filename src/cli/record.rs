//! The `record` command: appends a purge, hold or release to the chain; never touches footage.

use anyhow::Context as _;
use jiff::Timestamp;

use super::args::{RecordArgs, RecordCommand};
use super::keys::private_key;
use super::seal::checkpoint;
use super::{now, warn, write_stdout};
use crate::archive::chain::append::{Act, RecordSettings, record};
use crate::base::path::ArchivePath;
use crate::base::time::Moment;
use crate::words::Exit;

pub(super) fn run(command: &RecordCommand) -> anyhow::Result<Exit> {
    let (args, act) = settings(command);
    let now = now();
    crate::archive::disk::check_root(&args.archive)?;
    let at = match &args.at {
        Some(text) => {
            let at: Timestamp = text
                .parse()
                .with_context(|| format!("--at {text:?} is no time of RFC 3339; write 2020-11-02T02:00:00Z"))?;
            Moment::from(at)
        }
        None => now,
    };
    let paths: Vec<ArchivePath> = args.paths.iter().map(|path| ArchivePath::from_relative(path)).collect();
    let key = args.sign.as_deref().map(|path| private_key(path, &args.archive)).transpose()?;
    let settings = RecordSettings { root: &args.archive, paths: &paths, act, at, sign: key.as_ref(), now };
    let recorded = record(&settings)?;
    for warning in &recorded.warnings {
        warn(warning)?;
    }
    if matches!(settings.act, Act::Purge { .. }) {
        for path in args.paths.iter().filter(|path| args.archive.join(path).symlink_metadata().is_ok()) {
            warn(&format!("{} is still there; until it is deleted it is purged-but-present", path.display()))?;
        }
    }
    let mut text = String::new();
    for (path, seq) in &recorded.files {
        text.push_str(&format!("recorded for {path} (sealed by line {})\n", seq.saturating_add(1)));
    }
    text.push_str(&format!("size {}\nhead {}\n", recorded.size, recorded.head));
    text.push_str(&checkpoint(&recorded.checkpoint));
    write_stdout(text.as_bytes())?;
    Ok(Exit::Complete)
}

fn settings(command: &RecordCommand) -> (&RecordArgs, Act) {
    match command {
        RecordCommand::Purge { common, approved_by, rule } => {
            let (authority, approved_by, rule) = (common.authority.clone(), approved_by.clone(), rule.clone());
            (common, Act::Purge { authority, approved_by, rule })
        }
        RecordCommand::Hold { common } => (common, Act::Hold { authority: common.authority.clone() }),
        RecordCommand::Release { common, approved_by } => {
            let (authority, approved_by) = (common.authority.clone(), approved_by.clone());
            (common, Act::Release { authority, approved_by })
        }
    }
}
