//! Reads an earlier output: `run.json`, `obligations.csv` and `findings.csv`.
//!
//! Somebody may have opened, sorted or cut the files since, so everything is checked: a row that is lost on
//! the way in would come out as new, or its finding as gone.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use serde::Deserialize;
use thiserror::Error;

use super::row::{Compared, Row};
use crate::base::digest::Digest;
use crate::reports::run_json;
use crate::results::changes::{EarlierChain, EarlierOutput};
use crate::results::{FindingRow, ObligationRow};

/// An earlier output, as far as nights are compared.
#[derive(Debug)]
pub struct Earlier {
    pub(super) summary: EarlierOutput,
    pub(super) run: Run,
    pub(super) obligations: Vec<Row>,
    pub(super) findings: Vec<Row>,
}

/// Why an earlier output cannot be compared with (exit 2).
#[derive(Debug, Error)]
pub enum PreviousError {
    /// No such folder, or it holds nothing of ours.
    #[error("--previous {dir}: holds no run.json of footage-audit, name the --out folder of an earlier scan")]
    NotOurs {
        /// The folder.
        dir: String,
    },
    /// `run.json` is ours and lacks what is needed.
    #[error(
        "--previous {dir}: run.json of version {version} cannot be read ({why}); leave --previous away once to begin anew"
    )]
    Run {
        /// The folder.
        dir: String,
        /// The version that wrote it.
        version: String,
        /// What is wrong.
        why: String,
    },
    /// An output of `verify`.
    #[error("--previous {dir}: is the output of {command}, which judges nobody; name that of an earlier scan")]
    NotAScan {
        /// The folder.
        dir: String,
        /// The command that wrote it.
        command: String,
    },
    /// The columns are others.
    #[error(
        "--previous {dir}: {file}, written by version {version}, {what}; it was edited, or that version has other \
         columns: leave --previous away once to begin anew"
    )]
    Columns {
        /// The folder.
        dir: String,
        /// Which file.
        file: &'static str,
        /// The version that wrote it.
        version: String,
        /// Which column is missing, unknown or there twice.
        what: String,
    },
    /// A row that is none.
    #[error("--previous {dir}: {file}: {why}; it was edited or cut off, name an output as it was written")]
    Rows {
        /// The folder.
        dir: String,
        /// Which file.
        file: &'static str,
        /// Where and what.
        why: String,
    },
    /// A file cannot be read.
    #[error("--previous {dir}: cannot read {file}: {source}")]
    Io {
        /// The folder.
        dir: String,
        /// Which file.
        file: &'static str,
        /// Why not.
        source: io::Error,
    },
}

/// What is needed of `run.json`; what else stands there may change from version to version.
#[derive(Debug, Deserialize)]
pub(super) struct Run {
    pub command: String,
    pub department: String,
    as_of_utc: String,
    pub since_utc: Option<String>,
    pub until_utc: Option<String>,
    pub policy_sha256: String,
    pub complete: bool,
    inputs: Vec<Input>,
    archives: Vec<Archive>,
    counts: Counts,
}

#[derive(Debug, Deserialize)]
struct Input {
    source: String,
    sha256: String,
}

#[derive(Debug, Deserialize)]
struct Archive {
    root: String,
    hashed: bool,
    chain: Option<Chain>,
}

#[derive(Debug, Deserialize)]
struct Chain {
    size: u64,
    head: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Counts {
    obligations: usize,
    findings: BTreeMap<String, usize>,
}

impl Run {
    /// SHA-256 of the audit file, in hex.
    pub fn audit_file(&self) -> Option<&str> {
        self.inputs.iter().find(|input| input.source == "audit-file").map(|input| input.sha256.as_str())
    }

    /// Whether the bytes of every archive were hashed.
    pub fn hashed(&self) -> bool {
        self.archives.iter().all(|archive| archive.hashed)
    }
}

/// Reads the output in `dir`.
///
/// # Errors
/// Where it is no whole output of a scan. A folder that is absent or empty is one error too: whoever begins
/// asks [`has_nothing`] first.
pub fn read(dir: &Path) -> Result<Earlier, PreviousError> {
    let shown = || crate::base::path::ArchivePath::from_relative(dir).to_string();
    let bytes_of = |file: &'static str| {
        fs::read(dir.join(file)).map_err(|source| PreviousError::Io { dir: shown(), file, source })
    };
    let run = match fs::read(dir.join("run.json")) {
        Ok(run) if run_json::is_ours(&run) => run,
        Err(source) if !matches!(source.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Err(PreviousError::Io { dir: shown(), file: "run.json", source });
        }
        _ => return Err(PreviousError::NotOurs { dir: shown() }),
    };
    let version = version(&run);
    let broken = |why: String| PreviousError::Run { dir: shown(), version: version.clone(), why };
    let run: Run = serde_json::from_slice(&run).map_err(|error| broken(error.to_string()))?;
    let as_of: Timestamp = run.as_of_utc.parse().map_err(|_| broken(format!("as_of_utc: {:?}", run.as_of_utc)))?;
    if run.command != "scan" {
        return Err(PreviousError::NotAScan { dir: shown(), command: run.command });
    }
    let place = Place { dir: shown(), version: &version };
    let (obligations, findings) =
        (bytes_of(<ObligationRow as Compared>::FILE)?, bytes_of(<FindingRow as Compared>::FILE)?);
    let chain = |archive: &Archive| {
        let chain = archive.chain.as_ref()?;
        Some(EarlierChain { root: archive.root.clone(), size: chain.size, head: chain.head.clone() })
    };
    Ok(Earlier {
        summary: EarlierOutput {
            version: version.clone(),
            as_of: as_of.into(),
            obligations_sha256: Digest::of(&obligations),
            findings_sha256: Digest::of(&findings),
            chains: run.archives.iter().filter_map(chain).collect(),
        },
        obligations: place.rows::<ObligationRow>(&obligations, run.counts.obligations)?,
        findings: place.rows::<FindingRow>(&findings, run.counts.findings.values().sum())?,
        run,
    })
}

/// Whether there is no earlier output yet: the folder is absent or empty.
pub fn has_nothing(dir: &Path) -> bool {
    match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(dir).is_err(),
    }
}

fn version(run: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Version {
        version: String,
    }
    serde_json::from_slice::<Version>(run).map_or_else(|_| "unknown".into(), |run| run.version)
}

/// Whose files are being read, for what errors say.
struct Place<'a> {
    dir: String,
    version: &'a str,
}

impl Place<'_> {
    /// The rows of a CSV file of ours, of which there must be `expected`.
    fn rows<R: Compared>(&self, bytes: &[u8], expected: usize) -> Result<Vec<Row>, PreviousError> {
        let broken = |why: String| PreviousError::Rows { dir: self.dir.clone(), file: R::FILE, why };
        let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
        let columns: Vec<String> =
            reader.headers().map_err(|error| broken(error.to_string()))?.iter().map(str::to_owned).collect();
        self.check_columns::<R>(&columns)?;
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| broken(error.to_string()))?;
            let cell = |name: &str| {
                let found = columns.iter().zip(&record).find(|(column, _)| *column == name);
                found.map_or("", |(_, cell)| cell).to_owned()
            };
            let row = Row::of::<R>(&R::names().map(cell).collect::<Vec<_>>());
            if row.id.is_empty() {
                let line = record.position().map_or(0, csv::Position::line);
                return Err(broken(format!("line {line} has no {}", R::ID)));
            }
            rows.push(row);
        }
        if rows.len() == expected {
            Ok(rows)
        } else {
            Err(broken(format!("it has {} rows, and run.json says {expected}", rows.len())))
        }
    }

    fn check_columns<R: Compared>(&self, columns: &[String]) -> Result<(), PreviousError> {
        let missing = R::names().find(|name| !columns.iter().any(|column| column == name));
        let unknown = columns.iter().find(|column| !R::names().any(|name| name == column.as_str()));
        let what = match (missing, unknown) {
            (Some(name), _) => format!("has no column {name}"),
            (None, Some(name)) => format!("has a column {name}, which version {} does not know", run_json::VERSION),
            (None, None) if columns.len() != R::COLUMNS.len() => "has a column twice".to_owned(),
            (None, None) => return Ok(()),
        };
        Err(PreviousError::Columns { dir: self.dir.clone(), file: R::FILE, version: self.version.to_owned(), what })
    }
}
