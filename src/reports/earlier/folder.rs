//! The one reader of an `--out` folder: `run.json`, the rows of its CSV files, its timelines.
//!
//! Somebody may have opened, sorted or cut the files since, so everything is checked: a row that is lost on the way in
//! would come out as new, or its finding as gone.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Deserialize;

use crate::base::path::ArchivePath;
use crate::base::time::Moment;
use crate::reports::cannot_show::CannotShow;
use crate::reports::csv::unguarded;
use crate::reports::run_json::{self, FILE as RUN_JSON};
use crate::reports::timelines;
use crate::results::timeline::Timeline;
use crate::results::{FindingRow, ObligationRow, Tabular};

/// The option that named a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// `scan --previous DIR`.
    Previous,
    /// `show --in DIR`.
    In,
}

impl Asked {
    const fn option(self) -> &'static str {
        match self {
            Self::Previous => "--previous",
            Self::In => "--in",
        }
    }

    /// What to do where the folder is no output.
    const fn name_another(self) -> &'static str {
        match self {
            Self::Previous => "name the --out folder of an earlier scan",
            Self::In => "name a folder that `scan --out` wrote",
        }
    }

    /// What to do where another version wrote it.
    const fn begin_anew(self) -> &'static str {
        match self {
            Self::Previous => "leave --previous away once to begin anew",
            Self::In => "show it with the version that wrote it",
        }
    }
}

/// An `--out` folder that cannot be read (exit 2).
#[derive(Debug, thiserror::Error)]
#[error("{} {dir}: {fault}", asked.option())]
pub(crate) struct FolderError {
    asked: Asked,
    dir: String,
    #[source]
    fault: Fault,
}

/// What is wrong with a folder.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// There is no such folder, or it holds nothing of ours.
    #[error("holds no run.json of footage-audit, {}", .0.name_another())]
    NotOurs(Asked),
    /// `run.json` is ours and lacks what is needed.
    #[error("run.json of version {version} cannot be read ({why}); {}", asked.begin_anew())]
    Run { asked: Asked, version: String, why: String },
    /// An output of `verify`, where a scan is needed.
    #[error("is the output of {0}, which judges nobody; name that of an earlier scan")]
    NotAScan(String),
    /// A column is missing, unknown or there twice.
    #[error(
        "{file}, written by version {version}, {what}; it was edited, or that version has other columns: {}",
        asked.begin_anew()
    )]
    Columns { asked: Asked, file: &'static str, version: String, what: String },
    /// A row that is none.
    #[error("{file}: {why}; it was edited or cut off, name an output as it was written")]
    Rows { file: &'static str, why: String },
    /// A file cannot be read.
    #[error("cannot read {file}: {source}")]
    Io { file: &'static str, source: io::Error },
}

/// What is needed of `run.json`; what else stands there may change from version to version.
#[derive(Debug, Deserialize)]
pub(super) struct Run {
    pub command: String,
    pub department: String,
    time_zone: String,
    as_of_utc: String,
    pub since_utc: Option<String>,
    pub until_utc: Option<String>,
    pub policy_sha256: String,
    pub complete: bool,
    inputs: Vec<Input>,
    pub archives: Vec<Archive>,
    counts: Counts,
    /// `None`: an older version wrote it.
    cannot_show: Option<CannotShow>,
}

#[derive(Debug, Deserialize)]
struct Input {
    source: String,
    sha256: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Archive {
    pub root: String,
    hashed: bool,
    pub chain: Option<Chain>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Chain {
    pub size: u64,
    pub head: Option<String>,
}

/// How many rows each file has.
#[derive(Debug, Deserialize)]
pub(crate) struct Counts {
    obligations: usize,
    findings: BTreeMap<String, usize>,
}

impl Run {
    /// SHA-256 of the audit file, in hex.
    pub(super) fn audit_file(&self) -> Option<&str> {
        self.inputs.iter().find(|input| input.source == "audit-file").map(|input| input.sha256.as_str())
    }

    /// Whether the bytes of every archive were hashed.
    pub(super) fn hashed(&self) -> bool {
        self.archives.iter().all(|archive| archive.hashed)
    }
}

/// A row type that is read back from an output.
pub(crate) trait Kept: Tabular {
    /// The file that holds its rows.
    const FILE: &'static str;
    /// The column of its id, which every row has.
    const ID: &'static str;
    /// What nights are not compared by: an output of a version without such a column is compared all the same.
    const MAY_LACK: &'static [&'static str];

    /// How many rows there are.
    fn counted(counts: &Counts) -> usize;
}

impl Kept for ObligationRow {
    const FILE: &'static str = "obligations.csv";
    const ID: &'static str = "obligation_id";
    const MAY_LACK: &'static [&'static str] = &[
        "confidence_reason",
        "trigger_kind",
        "off_utc",
        "policy",
        "recording_ids",
        "activation_utc",
        "gap_s",
        "clock_offset_s",
        "clock_uncertainty_s",
        "uncovered_s",
        "justification_id",
        "sources",
    ];

    fn counted(counts: &Counts) -> usize {
        counts.obligations
    }
}

impl Kept for FindingRow {
    const FILE: &'static str = "findings.csv";
    const ID: &'static str = "finding_id";
    const MAY_LACK: &'static [&'static str] = &["sources"];

    fn counted(counts: &Counts) -> usize {
        counts.findings.values().sum()
    }
}

/// An `--out` folder with a `run.json` of ours.
#[derive(Debug)]
pub(crate) struct Folder {
    place: Place,
    version: String,
    as_of: Moment,
    run: Run,
}

/// Which folder, and who asked for it: what every error says.
#[derive(Debug)]
struct Place {
    dir: PathBuf,
    asked: Asked,
}

impl Place {
    fn refuse(&self, fault: Fault) -> FolderError {
        FolderError { asked: self.asked, dir: ArchivePath::from_relative(&self.dir).to_string(), fault }
    }
}

impl Folder {
    /// Reads the `run.json` of the output in `dir`.
    ///
    /// # Errors
    /// Where there is none of ours, or it lacks what is needed.
    pub(crate) fn open(dir: &Path, asked: Asked) -> Result<Self, FolderError> {
        let place = Place { dir: dir.to_path_buf(), asked };
        let bytes = match fs::read(dir.join(RUN_JSON)) {
            Ok(bytes) if run_json::is_ours(&bytes) => bytes,
            Err(source) if !matches!(source.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Err(place.refuse(Fault::Io { file: RUN_JSON, source }));
            }
            _ => return Err(place.refuse(Fault::NotOurs(asked))),
        };
        let version = version(&bytes);
        let broken = |why: String| place.refuse(Fault::Run { asked, version: version.clone(), why });
        let run: Run = serde_json::from_slice(&bytes).map_err(|error| broken(error.to_string()))?;
        let as_of: Timestamp = run.as_of_utc.parse().map_err(|_| broken(format!("as_of_utc: {:?}", run.as_of_utc)))?;
        Ok(Self { as_of: as_of.into(), version, run, place })
    }

    /// The same, if it is the output of a scan.
    ///
    /// # Errors
    /// Where it is that of another command.
    pub(super) fn of_a_scan(self) -> Result<Self, FolderError> {
        let command = &self.run.command;
        if command == "scan" { Ok(self) } else { Err(self.place.refuse(Fault::NotAScan(command.clone()))) }
    }

    /// The department's time zone.
    pub(crate) fn time_zone(&self) -> &str {
        &self.run.time_zone
    }

    /// What the data cannot show; `None`: nobody was judged, or an older version wrote it.
    pub(crate) const fn cannot_show(&self) -> Option<&CannotShow> {
        self.run.cannot_show.as_ref()
    }

    pub(super) fn version(&self) -> &str {
        &self.version
    }

    pub(super) const fn as_of(&self) -> Moment {
        self.as_of
    }

    pub(super) const fn run(&self) -> &Run {
        &self.run
    }

    /// Lets the folder go and keeps what its `run.json` says.
    pub(super) fn into_run(self) -> Run {
        self.run
    }

    /// The bytes of the file that holds rows of this type.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn bytes<R: Kept>(&self) -> Result<Vec<u8>, FolderError> {
        let file = R::FILE;
        fs::read(self.place.dir.join(file)).map_err(|source| self.place.refuse(Fault::Io { file, source }))
    }

    /// What `keep` makes of each row in these bytes. It gets one text for each column of `R`, in the order of `R`
    /// and as it was before a formula was guarded.
    ///
    /// # Errors
    /// Where a column or a row is missing, doubled or unknown.
    pub(crate) fn rows<R: Kept, T>(
        &self,
        bytes: &[u8],
        mut keep: impl FnMut(Vec<&str>) -> Option<T>,
    ) -> Result<Vec<T>, FolderError> {
        let broken = |why: String| self.place.refuse(Fault::Rows { file: R::FILE, why });
        let said = |error: csv::Error| broken(error.to_string());
        let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
        let places = self.places::<R>(reader.headers().map_err(said)?)?;
        let id = R::names().position(|name| name == R::ID);
        let (mut kept, mut count) = (Vec::new(), 0_usize);
        for record in reader.records() {
            let record = record.map_err(said)?;
            let cell = |place: &Option<usize>| place.and_then(|place| record.get(place)).map_or("", unguarded);
            let cells: Vec<&str> = places.iter().map(cell).collect();
            if id.and_then(|id| cells.get(id)).is_none_or(|id| id.is_empty()) {
                let line = record.position().map_or(0, csv::Position::line);
                return Err(broken(format!("line {line} has no {}", R::ID)));
            }
            kept.extend(keep(cells));
            count = count.saturating_add(1);
        }
        let expected = R::counted(&self.run.counts);
        if count == expected {
            Ok(kept)
        } else {
            Err(broken(format!("it has {count} rows, and run.json says {expected}")))
        }
    }

    /// Where each column of `R` stands in a file with these headings; `None`: it is not there and not needed.
    fn places<R: Kept>(&self, headings: &csv::StringRecord) -> Result<Vec<Option<usize>>, FolderError> {
        let differs = |what: String| {
            let (asked, version) = (self.place.asked, self.version.clone());
            self.place.refuse(Fault::Columns { asked, file: R::FILE, version, what })
        };
        let place = |name: &'static str| {
            let place = headings.iter().position(|heading| heading == name);
            let may_lack = self.place.asked == Asked::Previous && R::MAY_LACK.contains(&name);
            if place.is_some() || may_lack { Ok(place) } else { Err(differs(format!("has no column {name}"))) }
        };
        let places: Vec<Option<usize>> = R::names().map(place).collect::<Result<_, _>>()?;
        if let Some(name) = headings.iter().find(|heading| !R::names().any(|name| name == *heading)) {
            let ours = run_json::VERSION;
            return Err(differs(format!("has a column {name}, which version {ours} does not know")));
        }
        let found = places.iter().flatten().count();
        if headings.len() == found { Ok(places) } else { Err(differs("has a column twice".to_owned())) }
    }

    /// The timelines that `wanted` picks; none in the output of a version that kept none.
    ///
    /// # Errors
    /// Those of the file system, and where a line is no timeline.
    pub(crate) fn timelines(&self, wanted: impl Fn(&Timeline) -> bool) -> Result<Vec<Timeline>, FolderError> {
        let read = match File::open(self.place.dir.join(timelines::FILE)) {
            Ok(file) => timelines::read(BufReader::new(file), wanted),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        };
        read.map_err(|source| self.place.refuse(Fault::Io { file: timelines::FILE, source }))
    }
}

/// Whether there is no earlier output yet: the folder is absent or empty.
pub(crate) fn has_nothing(dir: &Path) -> bool {
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
