//! The `inspect` command: what can be read from single files, each field with its source (contract, "Commands").

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::bail;
use rayon::prelude::*;

use super::args::{InspectArgs, InspectFormat};
use super::bar::Bar;
use super::output::view;
use super::{threads, write_stdout, write_table};
use crate::archive::disk::{Examine, examine};
use crate::base::path::ArchivePath;
use crate::base::progress::Progress;
use crate::facts::files::{ListedFile, NotAFile};
use crate::reports::inspection::{self, Inspected, Inspection};
use crate::words::Exit;

pub(super) fn run(args: &InspectArgs) -> anyhow::Result<Exit> {
    args.files.iter().try_for_each(|path| refuse(path))?;
    let pool = threads(args.jobs)?;
    let bar = Bar::new();
    let inspections: Vec<Inspection> = pool.install(|| args.files.par_iter().map(|path| inspect(path, &bar)).collect());
    bar.finish();
    match args.format {
        InspectFormat::Table => {
            write_table(&inspection::table(&inspections, view()))?;
        }
        InspectFormat::Json => write_stdout(inspection::json(&inspections)?.as_bytes())?,
    }
    let complete = inspections.iter().all(Inspection::is_complete);
    Ok(Exit::of(complete, false))
}

/// A name that was mistyped is said before anything is read.
fn refuse(path: &Path) -> anyhow::Result<()> {
    let shown = path.display();
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => bail!("{shown} is not there; correct its path"),
        Ok(metadata) if metadata.is_dir() => {
            bail!("{shown} is a folder; name files, or check an archive with `footage-audit verify {shown}`")
        }
        _ => Ok(()),
    }
}

fn inspect(path: &Path, progress: &dyn Progress) -> Inspection {
    Inspection {
        path: ArchivePath::from_relative(path),
        real_path: real_path(path).map(|real| ArchivePath::from_relative(&real)),
        inspected: read(path, progress),
    }
}

/// Reads one file, but opens neither a link nor a pipe or device: what lies behind is not what was named.
fn read(path: &Path, progress: &dyn Progress) -> Inspected {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => return Inspected::Unreadable(error.to_string()),
    };
    if metadata.is_symlink() {
        return Inspected::NotAFile(NotAFile::SymbolicLink);
    }
    let (true, Some(name)) = (metadata.is_file(), path.file_name()) else {
        return Inspected::NotAFile(NotAFile::Special);
    };
    let file = ListedFile { path: ArchivePath::from_relative(Path::new(name)), size: metadata.len() };
    let examined = examine(&folder_of(path), &[file], Examine { hash: true, probe: true }, progress);
    examined.into_iter().next().map_or_else(|| Inspected::Unreadable("it was not read".into()), Inspected::from)
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf()
}

/// Where the file lies, if a link among its folders leads elsewhere than its path says.
fn real_path(path: &Path) -> Option<PathBuf> {
    let folder = folder_of(path);
    let real = folder.canonicalize().ok()?;
    let said = std::path::absolute(&folder).ok()?;
    (real != said).then(|| real.join(path.file_name().unwrap_or_default()))
}
