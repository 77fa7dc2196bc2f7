//! Reading `audit.toml`: from text to checked settings, every complaint with its line.

use std::path::{Path, PathBuf};

use jiff::tz::{TimeZone, TimeZoneDatabase};
use regex::bytes::Regex;
use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

use super::clocks::{RawClock, check_clocks};
use super::complaint::{Complaint, line_of};
use super::mappings::{RawComplete, RawCovers, RawSource, check_mapping};
use super::policies::{RawPolicy, check_policies, moment};
use crate::base::digest::Digest;
use crate::base::glob;
use crate::base::path::ArchivePath;
use crate::facts::audit_file::{ArchiveSettings, AuditFile, SourceSettings};
use crate::facts::declared::{Covers, Vouched};
use crate::facts::source::SourceKind;

/// Why an audit file cannot be used.
#[derive(Debug, Error)]
pub enum AuditFileError {
    /// It cannot be read.
    #[error("cannot read the audit file {} ({source}); correct its path, or let `footage-audit init` write one", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A folder without an audit file.
    #[error("{} holds no audit.toml; `footage-audit init` writes one to fill in, or name an audit file", path.display())]
    NotInFolder {
        /// The folder.
        path: PathBuf,
    },
    /// Something in it is wrong.
    #[error("{}, line {line}: {message}", path.display())]
    Invalid {
        /// Which.
        path: PathBuf,
        /// From 1.
        line: u64,
        /// What, and what to do.
        message: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawAuditFile {
    department: Option<RawDepartment>,
    #[serde(default)]
    archive: Vec<RawArchive>,
    #[serde(default)]
    lightbar: Vec<RawSource>,
    #[serde(default)]
    contacts: Vec<RawSource>,
    #[serde(default)]
    recordings: Vec<RawSource>,
    #[serde(default)]
    assignments: Vec<RawSource>,
    #[serde(default)]
    justifications: Vec<RawSource>,
    #[serde(default)]
    device_log: Vec<RawSource>,
    #[serde(default)]
    clock: Vec<Spanned<RawClock>>,
    #[serde(default)]
    policy: Vec<Spanned<RawPolicy>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawDepartment {
    name: String,
    time_zone: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawArchive {
    root: Spanned<String>,
    chain: Option<String>,
    anchor: Option<String>,
    public_key: Option<String>,
    manifest: Option<String>,
    file_name: Option<Spanned<String>>,
    covers: Option<RawCovers>,
    complete: Option<Spanned<RawComplete>>,
}

/// Reads the audit file at `path`, which may also be the folder that holds it.
///
/// # Errors
/// Where it cannot be read, has an unknown key, or a value that cannot be used; the message names file,
/// line and key.
pub fn load(path: &Path) -> Result<AuditFile, AuditFileError> {
    let path = if path.is_dir() {
        let inside = path.join("audit.toml");
        if !inside.exists() {
            return Err(AuditFileError::NotInFolder { path: path.into() });
        }
        inside
    } else {
        path.to_path_buf()
    };
    let bytes = std::fs::read(&path).map_err(|source| AuditFileError::Unreadable { path: path.clone(), source })?;
    let invalid = |line, message| AuditFileError::Invalid { path: path.clone(), line, message };
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let readable = bytes.get(..error.valid_up_to()).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let line = line_of(readable.unwrap_or_default(), error.valid_up_to());
        invalid(line, "not UTF-8 text; save it as UTF-8".to_owned())
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    parse(text, &path, &bytes).map_err(|complaint| invalid(line_of(text, complaint.at), complaint.message))
}

fn parse(text: &str, path: &Path, bytes: &[u8]) -> Result<AuditFile, Complaint> {
    let raw: RawAuditFile = toml::from_str(text).map_err(|error| Complaint {
        at: error.span().map_or(0, |span| span.start),
        message: words_of(&error, text),
    })?;
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let department = raw.department.as_ref();
    let zone = department.and_then(|department| department.time_zone.as_ref()).map(check_zone).transpose()?;
    let checked = |archive| check_archive(archive, &folder, zone.as_ref(), text);
    let archives: Vec<_> = raw.archive.iter().map(checked).collect::<Result<_, _>>()?;
    check_apart(&raw.archive, &archives)?;
    let mut sources = Vec::new();
    for (kind, tables) in SourceKind::ALL.into_iter().zip([
        &raw.lightbar,
        &raw.contacts,
        &raw.recordings,
        &raw.assignments,
        &raw.justifications,
        &raw.device_log,
    ]) {
        for table in tables {
            sources.push(check_source(kind, table, zone.as_ref(), text)?);
        }
    }
    let kinds: Vec<SourceKind> = sources.iter().map(|source: &SourceSettings| source.kind).collect();
    Ok(AuditFile {
        path: path.into(),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        sha256: Digest::of(bytes),
        department: department.map_or_else(|| name_of(&folder), |department| department.name.clone()),
        folder,
        policies: check_policies(&raw.policy, zone.as_ref(), text.len())?,
        clocks: check_clocks(&raw.clock, zone.as_ref(), &kinds, text)?.into(),
        zone,
        archives: archives.into(),
        sources: sources.into(),
    })
}

/// A department without a name is called like the folder that its audit file lies in.
fn name_of(folder: &Path) -> String {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let name = real.file_name().map_or(real.as_path(), Path::new);
    ArchivePath::from_relative(name).to_string()
}

/// What the TOML parser says, in one line; it does not name a key that comes twice.
fn words_of(error: &toml::de::Error, text: &str) -> String {
    let said = error.message().replace('\n', ", ");
    match error.span().and_then(|span| text.get(span)) {
        Some(key) if said == "duplicate key" => format!("`{}` comes twice; keep one", key.trim()),
        _ => said,
    }
}

/// A zone from the built-in database, so that a verdict does not depend on the machine.
fn check_zone(name: &Spanned<String>) -> Result<TimeZone, Complaint> {
    TimeZoneDatabase::bundled().get(name.get_ref()).map_err(|_| {
        Complaint::about(
            name,
            format!("`time-zone` `{}` is no IANA zone; write one like \"America/Chicago\"", name.get_ref()),
        )
    })
}

fn check_archive(
    raw: &RawArchive,
    folder: &Path,
    zone: Option<&TimeZone>,
    text: &str,
) -> Result<ArchiveSettings, Complaint> {
    let root = folder.join(raw.root.get_ref());
    match std::fs::metadata(&root) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => {
            let message = format!("archive root `{}` is no folder", raw.root.get_ref());
            return Err(Complaint::about(&raw.root, message));
        }
        Err(error) => {
            let message = format!(
                "archive root `{}` cannot be opened ({error}); mount the share or correct `root`",
                raw.root.get_ref()
            );
            return Err(Complaint::about(&raw.root, message));
        }
    }
    Ok(ArchiveSettings {
        root_name: raw.root.get_ref().clone(),
        root,
        chain: raw.chain.as_ref().map(|chain| folder.join(chain)),
        anchor: raw.anchor.as_ref().map(|anchor| glob::under(folder, anchor)),
        public_key: raw.public_key.as_ref().map(|key| folder.join(key)),
        manifest: raw.manifest.as_ref().map(|manifest| folder.join(manifest)),
        file_name: raw.file_name.as_ref().map(check_file_name).transpose()?,
        covers: raw.covers.as_ref().map(|covers| check_covers(covers, zone)).transpose()?,
        complete: raw.complete.as_ref().map(|complete| check_complete(complete, zone, text)).transpose()?,
    })
}

/// Every file belongs to one archive. A file that two archives count, each with its own chain, would be both sealed
/// and not.
fn check_apart(raw: &[RawArchive], archives: &[ArchiveSettings]) -> Result<(), Complaint> {
    let real: Vec<Option<PathBuf>> = archives.iter().map(|archive| archive.root.canonicalize().ok()).collect();
    let places = || raw.iter().zip(archives).zip(&real).enumerate();
    for (inner, ((raw, archive), place)) in places() {
        let holds = |(outer, (_, other)): &(usize, (_, &Option<PathBuf>))| {
            inner != *outer && place.as_ref().zip(other.as_ref()).is_some_and(|(place, other)| place.starts_with(other))
        };
        if let Some((_, ((_, outer), _))) = places().find(holds) {
            let message = format!(
                "archive root `{}` lies in the archive `{}`; every file belongs to one archive",
                archive.root_name, outer.root_name
            );
            return Err(Complaint::about(&raw.root, message));
        }
    }
    Ok(())
}

/// The named groups that a `file-name` may have (contract, "The audit file").
const FILE_NAME_GROUPS: [&str; 5] = ["camera", "officer", "recording", "start", "sequence"];

fn check_file_name(pattern: &Spanned<String>) -> Result<Regex, Complaint> {
    let regex = Regex::new(pattern.get_ref()).map_err(|error| {
        Complaint::about(pattern, format!("`file-name` is no regular expression: {error}").replace('\n', " "))
    })?;
    match regex.capture_names().flatten().find(|name| !FILE_NAME_GROUPS.contains(name)) {
        Some(name) => Err(Complaint::about(
            pattern,
            format!("`file-name` has an unknown group `{name}`; there are {}", FILE_NAME_GROUPS.join(", ")),
        )),
        None => Ok(regex),
    }
}

/// A declaration that nothing would read is an error, because somebody would rely on it.
fn check_declarations(kind: SourceKind, raw: &RawSource) -> Result<(), Complaint> {
    let speaks_of_absence = matches!(kind, SourceKind::Recordings | SourceKind::Justifications);
    if let Some(covers) = raw.covers.as_ref().filter(|_| kind != SourceKind::Recordings) {
        let message =
            format!("`covers` is for [[recordings]] and [[archive]]; nothing reads that of [[{}]]", kind.as_str());
        return Err(Complaint::about(&covers.from, message));
    }
    if let Some(complete) = raw.complete.as_ref().filter(|_| !speaks_of_absence) {
        let kind = kind.as_str();
        let message = format!(
            "`complete` is for [[recordings]], [[archive]] and [[justifications]]; nothing reads that of [[{kind}]]"
        );
        return Err(Complaint::about(complete, message));
    }
    Ok(())
}

fn check_covers(raw: &RawCovers, zone: Option<&TimeZone>) -> Result<Covers, Complaint> {
    let (from, to) = (moment("covers.from", &raw.from, zone)?, moment("covers.to", &raw.to, zone)?);
    if to <= from {
        return Err(Complaint::about(&raw.to, "`covers` ends before it begins; `to` is excluded"));
    }
    Ok(Covers { from, to })
}

/// The line is named by whatever rests on the word.
fn check_complete(raw: &Spanned<RawComplete>, zone: Option<&TimeZone>, text: &str) -> Result<Vouched, Complaint> {
    let RawComplete { by, at } = raw.get_ref();
    if by.get_ref().trim().is_empty() {
        return Err(Complaint::about(by, "`complete` names nobody; write who vouches for the export under `by`"));
    }
    Ok(Vouched {
        by: by.get_ref().trim().into(),
        at: moment("complete.at", at, zone)?,
        line: line_of(text, raw.span().start),
    })
}

fn check_source(
    kind: SourceKind,
    raw: &RawSource,
    department: Option<&TimeZone>,
    text: &str,
) -> Result<SourceSettings, Complaint> {
    if raw.files.get_ref().is_empty() {
        return Err(Complaint::about(&raw.files, format!("`files` of [[{}]] is empty; name its files", kind.as_str())));
    }
    check_declarations(kind, raw)?;
    let zone = raw.time_zone.as_ref().map(check_zone).transpose()?;
    let local = zone.as_ref().or(department);
    Ok(SourceSettings {
        kind,
        files: raw.files.get_ref().clone(),
        covers: raw.covers.as_ref().map(|covers| check_covers(covers, local)).transpose()?,
        complete: raw.complete.as_ref().map(|complete| check_complete(complete, local, text)).transpose()?,
        zone,
        mapping: check_mapping(kind, raw)?,
    })
}
