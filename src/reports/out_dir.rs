//! `--out DIR`: the folder of a report, replaced whole or not at all (contract, "The folder").
//!
//! This room alone writes what a report leaves behind: the folder, and with [`NewFile`] the files of `--public`.
//!
//! [`OutDir::prepare`] comes before the long work: it refuses a folder that holds anything but an earlier
//! output, and makes a temporary sibling, so that an unwritable place is known at once. The files are
//! written there; [`OutDir::publish`] puts the sibling in the folder's place in one step. Dropped before
//! that, it takes the sibling away and leaves the folder as it was.

mod new_file;

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, File};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

pub(crate) use self::new_file::{NewFile, NewFileError};
use super::format::{Format, FormatError, Why};
use super::formats;
use super::run::Run;
use super::run_json::{self, FILE as RUN_JSON};
use super::split::{self, SplitBy};
use crate::results::Report;

/// The files that an output may hold: the only ones that are ever replaced or removed.
pub fn files() -> impl Iterator<Item = &'static str> {
    formats::of_out().map(Format::name)
}

/// The files of one supervisor or unit. They lie in a folder of their own, in one of the folders of `--split-by`.
fn part_files() -> impl Iterator<Item = &'static str> {
    formats::of_part().map(Format::name)
}

/// Whether a folder holds the mark of an output, whoever wrote it.
pub(crate) fn is_marked(folder: &Path) -> bool {
    folder.join(RUN_JSON).exists()
}

/// An output that is being made.
#[derive(Debug)]
pub(crate) struct OutDir {
    target: PathBuf,
    temporary: Temporary,
}

/// Why there is no output.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutDirError {
    /// DIR is a file, a device or a dangling link.
    #[error("--out {0}: is there and is no folder, name another one")]
    NotAFolder(String),
    /// DIR holds something that this program did not write.
    #[error("--out {dir}: holds {foreign}, which is no earlier output of footage-audit, name an empty or a new folder")]
    Foreign {
        /// The folder.
        dir: String,
        /// What is in the way.
        foreign: String,
    },
    /// DIR cannot be replaced, for it is where a file system is mounted.
    #[error("--out {0}: is a mount point and cannot be replaced whole, name a folder inside it")]
    MountPoint(String),
    /// A file cannot be made or written.
    #[error("--out {dir}: {source}")]
    Format {
        /// The folder.
        dir: String,
        /// Which file, and why not.
        source: FormatError,
    },
    /// The file system refused.
    #[error("--out {dir}: cannot {action}: {source}")]
    Io {
        /// The folder.
        dir: String,
        /// What was tried.
        action: &'static str,
        /// Why not.
        source: io::Error,
    },
}

impl OutDir {
    /// Makes sure that `dir` is absent, empty or an earlier output, and that it can be replaced.
    ///
    /// Parents are created. A link to a folder stands for that folder.
    ///
    /// # Errors
    /// Where `dir` is anything else, or its parent cannot be written to. Nothing has changed then.
    pub(crate) fn prepare(dir: &Path) -> Result<Self, OutDirError> {
        let io = |action| move |source| failed(dir, action, source);
        let target = match fs::canonicalize(dir) {
            Ok(existing) => existing,
            Err(error) if error.kind() == io::ErrorKind::NotFound => absent(dir)?,
            Err(error) => return Err(failed(dir, "look at it", error)),
        };
        let parent = target.parent().ok_or_else(|| OutDirError::MountPoint(shown(dir)))?;
        if target.exists() {
            refuse_foreign(&target)?;
            refuse_mount_point(&target, parent)?;
        }
        let temporary = Temporary::beside(&target, parent).map_err(io("write beside it"))?;
        Ok(Self { target, temporary })
    }

    /// Writes every file of a report, and with `split_by` those of every part.
    ///
    /// # Errors
    /// Those of the file system and of the formats.
    pub(crate) fn fill(&self, report: &Report, run: &Run, split_by: Option<SplitBy>) -> Result<(), OutDirError> {
        if let Some(by) = split_by {
            for part in split::parts(report, by) {
                for format in formats::of_part().filter(|format| format.applies(&part.report)) {
                    let fill = |file: &mut dyn Write| format.write(&part.report, run, file);
                    self.write_part(by, &part.folder, format.name(), fill)?;
                }
            }
        }
        // run.json comes last: it says that all the others are there
        for format in formats::of_out().filter(|format| format.applies(report)) {
            self.write(format.name(), |file| format.write(report, run, file))?;
        }
        Ok(())
    }

    /// Writes one of [`files`] and makes sure that it is on disk.
    fn write(
        &self,
        name: &'static str,
        fill: impl FnOnce(&mut dyn Write) -> Result<(), Why>,
    ) -> Result<(), OutDirError> {
        create(&self.temporary.path.join(name), fill).map_err(|source| self.refused(name, source))
    }

    /// Writes one of [`part_files`] of the supervisor or unit whose folder is `part`, which has to be a plain name.
    fn write_part(
        &self,
        by: SplitBy,
        part: &str,
        name: &'static str,
        fill: impl FnOnce(&mut dyn Write) -> Result<(), Why>,
    ) -> Result<(), OutDirError> {
        let written = || {
            if Path::new(part).file_name() != Some(OsStr::new(part)) {
                return Err(io::Error::from(io::ErrorKind::InvalidFilename).into());
            }
            let dir = self.temporary.path.join(by.folder()).join(part);
            fs::create_dir_all(&dir)?;
            create(&dir.join(name), fill)?;
            Ok(sync(&dir)?)
        };
        written().map_err(|source| self.refused(name, source))
    }

    fn refused(&self, name: &'static str, source: Why) -> OutDirError {
        OutDirError::Format { dir: shown(&self.target), source: FormatError { name, source } }
    }

    /// Puts what was written in the folder's place, in one step where the file system can do that.
    ///
    /// # Errors
    /// Those of the file system, and where something foreign has come into the folder since. It is then as
    /// it was.
    pub(crate) fn publish(self) -> Result<(), OutDirError> {
        let (new, target) = (self.temporary.path.as_path(), self.target.as_path());
        let io = |action| move |source| failed(target, action, source);
        sync(new).map_err(io("finish it"))?;
        if target.exists() {
            refuse_foreign(target)?;
            let permissions = fs::metadata(target).map_err(io("look at it"))?.permissions();
            fs::set_permissions(new, permissions).map_err(io("set its permissions"))?;
            exchange(new, target).map_err(io("replace it"))?;
            // the temporary now holds the earlier output, which goes away with it
        } else {
            fs::rename(new, target).map_err(io("put it in place"))?;
        }
        target.parent().map_or(Ok(()), sync).map_err(io("finish it"))
    }
}

/// Writes a file that is not there yet and makes sure that it is on disk.
fn create(path: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<(), Why>) -> Result<(), Why> {
    let mut out = BufWriter::new(File::create_new(path)?);
    fill(&mut out)?;
    Ok(out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?)
}

/// A folder that goes away when it is dropped, but never with anything in it that is not ours.
#[derive(Debug)]
struct Temporary {
    path: PathBuf,
}

impl Temporary {
    fn beside(target: &Path, parent: &Path) -> io::Result<Self> {
        fs::create_dir_all(parent)?;
        let name = target.file_name().unwrap_or(OsStr::new("out"));
        for number in 0_u32.. {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(format!(".tmp-{}-{number}", std::process::id()));
            let path = parent.join(hidden);
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Self { path }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // published it is not there any more; a failure on the way out has nobody left to tell
        for file in files() {
            let _ = fs::remove_file(self.path.join(file));
        }
        for folder in SplitBy::ALL.map(|by| self.path.join(by.folder())) {
            for part in fs::read_dir(&folder).into_iter().flatten().flatten() {
                for file in part_files() {
                    let _ = fs::remove_file(part.path().join(file));
                }
                let _ = fs::remove_dir(part.path());
            }
            let _ = fs::remove_dir(&folder);
        }
        let _ = fs::remove_dir(&self.path);
    }
}

/// The absolute path of a folder that is not there yet.
fn absent(dir: &Path) -> Result<PathBuf, OutDirError> {
    if fs::symlink_metadata(dir).is_ok() {
        return Err(OutDirError::NotAFolder(shown(dir)));
    }
    let path = std::path::absolute(dir).map_err(|source| failed(dir, "find its place", source))?;
    // `absolute` keeps `..`, and a path that ends in it has no name to put a temporary beside
    match path.file_name() {
        Some(_) => Ok(path.components().collect()),
        None => Err(failed(dir, "find its place", io::ErrorKind::NotFound.into())),
    }
}

fn refuse_foreign(dir: &Path) -> Result<(), OutDirError> {
    let io = |source| failed(dir, "look into it", source);
    if !dir.is_dir() {
        return Err(OutDirError::NotAFolder(shown(dir)));
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).map_err(io)? {
        let entry = entry.map_err(io)?;
        let stranger = stranger(&entry).map_err(io)?;
        names.push((stranger.is_none(), stranger.unwrap_or_else(|| entry.file_name().into())));
    }
    names.sort();
    let foreign = |name: &Path| OutDirError::Foreign { dir: shown(dir), foreign: shown(name) };
    match names.first() {
        None => Ok(()),
        Some((false, name)) => Err(foreign(name)),
        Some((true, name)) => match fs::read(dir.join(RUN_JSON)) {
            Ok(bytes) if run_json::is_ours(&bytes) => Ok(()),
            Ok(_) => Err(foreign(Path::new(RUN_JSON))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(foreign(name)),
            Err(error) => Err(io(error)),
        },
    }
}

/// What this entry is or holds that is not ours.
fn stranger(entry: &DirEntry) -> io::Result<Option<PathBuf>> {
    let (name, kind) = (PathBuf::from(entry.file_name()), entry.file_type()?);
    if kind.is_file() && files().any(|file| name.as_os_str() == file) {
        return Ok(None);
    }
    if !kind.is_dir() || !SplitBy::ALL.iter().any(|by| name.as_os_str() == by.folder()) {
        return Ok(Some(name));
    }
    let mut strangers = Vec::new();
    for part in fs::read_dir(entry.path())? {
        let part = part?;
        let part_name = name.join(part.file_name());
        if !part.file_type()?.is_dir() {
            strangers.push(part_name);
            continue;
        }
        for file in fs::read_dir(part.path())? {
            let file = file?;
            if !file.file_type()?.is_file() || !part_files().any(|ours| file.file_name() == ours) {
                strangers.push(part_name.join(file.file_name()));
            }
        }
    }
    Ok(strangers.into_iter().min())
}

fn refuse_mount_point(dir: &Path, parent: &Path) -> Result<(), OutDirError> {
    let device = |path| fs::metadata(path).map(|metadata| metadata.dev());
    let (inside, outside) = device(dir)
        .and_then(|inside| Ok((inside, device(parent)?)))
        .map_err(|source| failed(dir, "look at it", source))?;
    if inside == outside { Ok(()) } else { Err(OutDirError::MountPoint(shown(dir))) }
}

/// Lets two folders change places.
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
        // some file systems, network shares above all, cannot exchange
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => exchange_in_steps(new, old),
        exchanged => Ok(exchanged?),
    }
}

/// The same in three steps. Where the second fails, the first is undone.
fn exchange_in_steps(new: &Path, old: &Path) -> io::Result<()> {
    let mut aside = new.as_os_str().to_owned();
    aside.push("-aside");
    fs::rename(old, &aside)?;
    if let Err(error) = fs::rename(new, old) {
        fs::rename(&aside, old)?;
        return Err(error);
    }
    fs::rename(&aside, new)
}

fn sync(dir: &Path) -> io::Result<()> {
    match File::open(dir)?.sync_all() {
        // some file systems cannot sync a folder, and have nothing more to offer
        Err(error) if matches!(Errno::from_io_error(&error), Some(Errno::INVAL | Errno::NOTSUP)) => Ok(()),
        synced => synced,
    }
}

fn failed(dir: &Path, action: &'static str, source: io::Error) -> OutDirError {
    OutDirError::Io { dir: shown(dir), action, source }
}

fn shown(path: &Path) -> String {
    crate::base::path::ArchivePath::from_relative(path).to_string()
}

#[cfg(test)]
mod tests;
