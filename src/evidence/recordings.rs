//! Recordings from index, files and chain, joined (contract section 2, "Recordings").
//!
//! Which source a fact comes from is decided here and nowhere else, and where two sources disagree that is
//! said. Files that cannot be read as footage become lost recordings: known to have been made, and not here.

use jiff::tz::TimeZone;
use rustc_hash::{FxHashMap, FxHashSet};

use super::file_name::{NameFacts, read_name};
use super::index::{from_backward, from_index, is_automatic, is_manual};
use super::{Footage, Recording};
use crate::archive_path::ArchivePath;
use crate::audit_file::ArchiveSettings;
use crate::chain::{Chain, CheckedFile, FileRecord};
use crate::digest::Digest;
use crate::footage::types::{Bytes, ExaminedFile, Video};
use crate::ids::{CameraId, RecordingId};
use crate::inputs::Inputs;
use crate::inputs::facts::{IndexRow, RowRef};
use crate::reports::rows::RejectedRow;
use crate::time::{Moment, Span};
use crate::vocabulary::{Doubt, FileStatus, FindingCode, StartSource, VideoState};

/// Two starts further apart than this disagree.
const START_TOLERANCE: Span = Span::from_secs(60);
/// Two durations further apart than this disagree.
const DURATION_TOLERANCE: Span = Span::from_secs(5);

/// What is known of one archive.
pub struct ArchiveFacts<'a> {
    /// Its settings.
    pub settings: &'a ArchiveSettings,
    /// Its chain, where it has one.
    pub chain: Option<&'a Chain>,
    /// How [`RowRef::file`] counts the chain's file.
    pub chain_file: usize,
    /// What was read.
    pub files: &'a [ExaminedFile],
    /// The same held against the chain.
    pub checked: &'a [CheckedFile],
}

/// What the joining came to.
#[derive(Debug, Default)]
pub struct Joined {
    /// All recordings.
    pub recordings: Vec<Recording>,
    /// What is known of every checked file, archive by archive in their order.
    pub files: Vec<Vec<FileFacts>>,
    /// What the joining noticed.
    pub remarks: Vec<Remark>,
    /// Names of files that the `file-name` pattern matches and that cannot be read.
    pub rejected: Vec<RejectedRow>,
    /// Videos whose camera and officer, or whose start, nobody knows.
    pub unplaced: u64,
}

/// What is known of one file as a recording.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileFacts {
    /// Its id.
    pub recording: Option<RecordingId>,
    /// Its camera.
    pub camera: Option<CameraId>,
    /// Its first frame.
    pub start: Option<Moment>,
    /// Where the start is known from.
    pub start_source: Option<StartSource>,
    /// Its length.
    pub duration: Option<Span>,
}

/// Something about a recording that a reader must know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What.
    pub code: FindingCode,
    /// The archive, as an index.
    pub archive: Option<usize>,
    /// The file.
    pub path: Option<ArchivePath>,
    /// The recording.
    pub recording: Option<RecordingId>,
    /// The camera.
    pub camera: Option<CameraId>,
    /// The officer.
    pub officer: Option<crate::ids::OfficerId>,
    /// When.
    pub at: Option<Moment>,
    /// In plain words.
    pub text: String,
    /// The rows that say so.
    pub rows: Vec<RowRef>,
}

/// Joins index, files and chains. Without an archive only the index is there, and every row counts.
pub fn join(inputs: &Inputs, archives: &[ArchiveFacts<'_>], zone: Option<&TimeZone>) -> Joined {
    let mut joining =
        Joining { zone, links: Links::new(inputs, archives), seen: FxHashSet::default(), joined: Joined::default() };
    for (index, archive) in archives.iter().enumerate() {
        let files = archive.checked.iter().map(|file| joining.file(index, archive, file)).collect();
        joining.joined.files.push(files);
    }
    for row in &inputs.recordings {
        if !joining.links.taken.contains(&row.row) {
            joining.row_without_file(row, !archives.is_empty());
        }
    }
    for row in &inputs.backward {
        joining.take(from_backward(row), None, None);
    }
    joining.joined
}

/// Which index row belongs to which file.
struct Links<'a> {
    /// (archive, path) → row.
    rows: FxHashMap<(usize, &'a ArchivePath), &'a IndexRow>,
    /// Rows that have a file.
    taken: FxHashSet<RowRef>,
}

impl<'a> Links<'a> {
    /// A file belongs to the row with its path, or, if it lies elsewhere now, with its sealed path; else to
    /// the row with its SHA-256. A row has at most one file, and a file one row.
    fn new(inputs: &'a Inputs, archives: &'a [ArchiveFacts<'a>]) -> Self {
        let mut by_path: FxHashMap<&[u8], &IndexRow> = FxHashMap::default();
        let mut by_digest: FxHashMap<Digest, &IndexRow> = FxHashMap::default();
        for row in &inputs.recordings {
            if let Some(path) = &row.path {
                by_path.entry(path.strip_prefix("./").unwrap_or(path).as_bytes()).or_insert(row);
            }
            if let Some(digest) = row.sha256 {
                by_digest.entry(digest).or_insert(row);
            }
        }
        let mut links = Self { rows: FxHashMap::default(), taken: FxHashSet::default() };
        let files = || {
            archives
                .iter()
                .enumerate()
                .flat_map(|(index, archive)| archive.checked.iter().map(move |file| (index, archive, file)))
        };
        for (index, _, file) in files() {
            links.link(index, file, by_path.get(file.path.as_bytes()));
        }
        for (index, archive, file) in files().filter(|(.., file)| file.status == FileStatus::Moved) {
            let sealed = record_of(archive, file);
            links.link(index, file, sealed.and_then(|record| by_path.get(record.path.as_bytes())));
        }
        for (index, archive, file) in files() {
            let digest = match examined(archive, file).map(|file| &file.bytes) {
                Some(Bytes::Hashed(digest)) => Some(*digest),
                Some(_) => None,
                None => record_of(archive, file).map(|record| record.sha256),
            };
            links.link(index, file, digest.and_then(|digest| by_digest.get(&digest)));
        }
        links
    }

    fn link(&mut self, archive: usize, file: &'a CheckedFile, row: Option<&&'a IndexRow>) {
        let Some(&row) = row else { return };
        if !self.rows.contains_key(&(archive, &file.path)) && self.taken.insert(row.row) {
            self.rows.insert((archive, &file.path), row);
        }
    }
}

fn examined<'a>(archive: &ArchiveFacts<'a>, file: &CheckedFile) -> Option<&'a ExaminedFile> {
    archive.files.get(file.examined?)
}

fn record_of<'a>(archive: &ArchiveFacts<'a>, file: &CheckedFile) -> Option<&'a FileRecord> {
    archive.chain?.file(file.record?)
}

struct Joining<'a> {
    zone: Option<&'a TimeZone>,
    links: Links<'a>,
    /// Bytes that count already.
    seen: FxHashSet<Digest>,
    joined: Joined,
}

/// Everything that the sources say of one file.
struct Sources<'a> {
    status: FileStatus,
    row: Option<&'a IndexRow>,
    record: Option<&'a FileRecord>,
    name: NameFacts,
    video: Option<&'a Video>,
    size: Option<u64>,
    /// Not sealed under its own path: what the record of the same bytes says comes first.
    sealed_elsewhere: bool,
}

impl<'a> Sources<'a> {
    /// Index row, else chain record, else file name; the chain first for what is sealed elsewhere.
    fn identity<T>(&self, row: Option<T>, record: Option<T>, name: Option<T>) -> Option<T> {
        if self.sealed_elsewhere { record.or(row).or(name) } else { row.or(record).or(name) }
    }

    /// Every source of a start, the best first.
    fn starts(&self) -> Vec<(StartSource, Moment)> {
        [
            (StartSource::Chain, self.record.and_then(|record| record.facts.start)),
            (StartSource::Index, self.row.map(|row| row.start)),
            (StartSource::FileName, self.name.start.map(|start| start.earlier())),
            (StartSource::Container, self.video.and_then(|video| video.creation_time)),
        ]
        .into_iter()
        .filter_map(|(source, start)| Some((source, start?)))
        .collect()
    }

    /// Every source of a duration, the best first.
    fn durations(&self) -> Vec<(&'static str, Span)> {
        [
            ("packets", self.video.and_then(|video| video.duration)),
            ("chain", self.record.and_then(|record| record.duration)),
            ("index", self.row.map(|row| row.end - row.start)),
        ]
        .into_iter()
        .filter_map(|(source, duration)| Some((source, duration?)))
        .collect()
    }

    /// Whether it is a recording at all: a video, or something that the index calls one.
    fn is_recording(&self, path: &ArchivePath) -> bool {
        self.row.is_some() || crate::footage::is_video(path)
    }

    fn footage(&self, duration: Option<Span>) -> Footage {
        let present = match self.status {
            FileStatus::Purged => return Footage::Purged,
            FileStatus::Missing
            | FileStatus::Unreadable
            | FileStatus::PurgedEarly
            | FileStatus::PurgedUnderHold
            | FileStatus::PurgedUnauthorized => false,
            _ => true,
        };
        let unplayable =
            self.video.is_some_and(|video| matches!(video.state, VideoState::Damaged | VideoState::NotVideo));
        if duration == Some(Span::ZERO) || (present && self.size == Some(0)) {
            Footage::Empty
        } else if !present || unplayable || duration.is_none() {
            Footage::Lost
        } else {
            Footage::Here
        }
    }

    fn doubts(&self, start_source: StartSource) -> Vec<Doubt> {
        let sealed_from_container =
            self.record.is_some_and(|record| record.facts.start_source == Some(StartSource::Container));
        let from_container =
            start_source == StartSource::Container || (start_source == StartSource::Chain && sealed_from_container);
        let not_whole =
            self.video.is_none_or(|video| !matches!(video.state, VideoState::Readable | VideoState::LengthUnverified));
        let purged = self.status == FileStatus::Purged;
        let ambiguous = self.row.is_some_and(|row| row.ambiguous)
            || (start_source == StartSource::FileName && self.name.start.is_some_and(|start| start.is_ambiguous()));
        [
            (from_container, Doubt::ContainerTime),
            (!purged && self.status != FileStatus::Ok, Doubt::FileNotOk),
            (!purged && not_whole, Doubt::VideoNotReadable),
            (purged, Doubt::Purged),
            (ambiguous, Doubt::AmbiguousTime),
        ]
        .into_iter()
        .filter_map(|(holds, doubt)| holds.then_some(doubt))
        .collect()
    }
}

impl<'a> Joining<'a> {
    /// Takes in one file; what is known of it goes to `files.csv` even where it does not count.
    fn file(&mut self, index: usize, archive: &ArchiveFacts<'a>, file: &'a CheckedFile) -> FileFacts {
        let examined = examined(archive, file);
        let sources = Sources {
            status: file.status,
            row: self.links.rows.get(&(index, &file.path)).copied(),
            record: record_of(archive, file),
            name: read_name(&file.path, archive.settings.file_name.as_ref(), self.zone),
            video: examined.and_then(|file| file.video.as_ref()),
            size: examined.map(|file| file.size),
            sealed_elsewhere: matches!(file.status, FileStatus::Unlisted | FileStatus::Moved | FileStatus::Duplicate),
        };
        if !sources.is_recording(&file.path) {
            return FileFacts::default();
        }
        let (row, record, name) = (sources.row, sources.record, &sources.name);
        let sealed = record.map(|record| &record.facts);
        let camera = sources.identity(
            row.and_then(|row| row.camera.clone()),
            sealed.and_then(|facts| facts.camera.clone()),
            name.camera.clone(),
        );
        let officer = sources.identity(
            row.and_then(|row| row.officer.clone()),
            sealed.and_then(|facts| facts.officer.clone()),
            name.officer.clone(),
        );
        let sequence =
            sources.identity(row.and_then(|row| row.sequence), sealed.and_then(|facts| facts.sequence), name.sequence);
        let starts = sources.starts();
        let duration = sources.durations().first().map(|(_, duration)| *duration);
        let facts = FileFacts {
            recording: row.map(|row| row.recording.clone()).or_else(|| name.recording.clone()),
            camera: camera.clone(),
            start: starts.first().map(|(_, start)| *start),
            start_source: starts.first().map(|(source, _)| *source),
            duration,
        };
        let rows: Vec<RowRef> = row
            .map(|row| row.row)
            .into_iter()
            .chain(record.and(file.record).map(|seq| RowRef { file: archive.chain_file, line: seq.saturating_add(1) }))
            .collect();
        self.joined.rejected.extend(name.faults.iter().map(|fault| RejectedRow {
            source: "file-name",
            file: file.path.to_string(),
            row: None,
            reason: format!("the `file-name` pattern finds a {fault}"),
        }));
        self.conflicts(index, &file.path, &sources, &facts, &rows);
        if file.status == FileStatus::Duplicate || !self.first_of_its_bytes(examined, record) {
            return facts;
        }
        match facts.start.zip(facts.start_source).filter(|_| camera.is_some() || officer.is_some()) {
            Some((start, start_source)) => {
                let recording = Recording {
                    id: facts.recording.clone(),
                    camera,
                    officer,
                    start,
                    end: start + duration.unwrap_or(Span::ZERO),
                    activated_at: row.and_then(|row| row.activated_at),
                    automatic: row.is_some_and(is_automatic),
                    manual: row.is_some_and(is_manual),
                    sequence,
                    footage: sources.footage(duration),
                    start_source,
                    doubts: sources.doubts(start_source),
                    rows,
                };
                self.take(recording, Some(index), Some(&file.path));
            }
            None => self.joined.unplaced = self.joined.unplaced.saturating_add(1),
        }
        facts
    }

    /// The same bytes count for one camera only; a file of no bytes is nobody's copy.
    fn first_of_its_bytes(&mut self, examined: Option<&ExaminedFile>, record: Option<&FileRecord>) -> bool {
        match (examined, record) {
            (Some(file), _) if file.size == 0 => true,
            (Some(ExaminedFile { bytes: Bytes::Hashed(digest), .. }), _) => self.seen.insert(*digest),
            (None, Some(record)) if record.size > 0 => self.seen.insert(record.sha256),
            _ => true,
        }
    }

    /// Where two sources of a start, a duration or a category disagree.
    fn conflicts(
        &mut self,
        archive: usize,
        path: &ArchivePath,
        sources: &Sources<'_>,
        facts: &FileFacts,
        rows: &[RowRef],
    ) {
        let mut remark = |code, text| {
            self.joined.remarks.push(Remark {
                code,
                archive: Some(archive),
                path: Some(path.clone()),
                recording: facts.recording.clone(),
                camera: facts.camera.clone(),
                officer: sources.row.and_then(|row| row.officer.clone()),
                at: facts.start,
                text,
                rows: rows.to_vec(),
            });
        };
        let length = facts.duration.unwrap_or(Span::ZERO);
        let starts = sources.starts();
        if let Some((first, at)) = starts.first() {
            // Often the container tells the end: a difference of the recording's own length is no conflict.
            let differs = |other: Moment| {
                let apart = (other - *at).abs();
                apart > START_TOLERANCE && (apart - length).abs() > DURATION_TOLERANCE
            };
            if let Some((second, other)) = starts.iter().skip(1).find(|(_, other)| differs(*other)) {
                let text = format!("the start is {at} by {first} and {other} by {second}");
                remark(FindingCode::StartTimeConflict, text);
            }
        }
        let durations = sources.durations();
        if let Some((first, length)) = durations.first()
            && let Some((second, other)) =
                durations.iter().skip(1).find(|(_, other)| (*other - *length).abs() > DURATION_TOLERANCE)
        {
            let text = format!("the duration is {length} s by {first} and {other} s by {second}");
            remark(FindingCode::DurationConflict, text);
        }
        let sealed = sources.record.and_then(|record| record.facts.category.as_deref());
        let indexed = sources.row.and_then(|row| row.category.as_deref());
        if let (Some(sealed), Some(indexed)) = (sealed, indexed)
            && !crate::policy::same_word(sealed, indexed)
        {
            let text = format!("the chain sealed category {sealed:?} and the index names {indexed:?}");
            remark(FindingCode::CategoryConflict, text);
        }
    }

    /// An index row that no file belongs to.
    fn row_without_file(&mut self, row: &IndexRow, archived: bool) {
        let names_file = row.path.is_some() || row.sha256.is_some();
        let mut recording = from_index(row, archived && !names_file);
        let path = row.path.as_deref().map(|path| ArchivePath::from_bytes(path.as_bytes()));
        let remark = |code, text: &str| Remark {
            code,
            archive: None,
            path: path.clone(),
            recording: Some(row.recording.clone()),
            camera: row.camera.clone(),
            officer: row.officer.clone(),
            at: Some(row.start),
            text: text.to_owned(),
            rows: vec![row.row],
        };
        if archived && !names_file && recording.footage != Footage::Empty {
            let text = "the index knows the recording and names no file; it counts, unchecked";
            self.joined.remarks.push(remark(FindingCode::NoFile, text));
        }
        if archived && names_file && recording.footage == Footage::Here {
            recording.footage = Footage::Lost;
            let text = "the index names a file that is not in the archive";
            self.joined.remarks.push(remark(FindingCode::FootageMissing, text));
        }
        self.take(recording, None, path.as_ref());
    }

    fn take(&mut self, recording: Recording, archive: Option<usize>, path: Option<&ArchivePath>) {
        if recording.footage == Footage::Empty {
            self.joined.remarks.push(Remark {
                code: FindingCode::EmptyRecording,
                archive,
                path: path.cloned(),
                recording: recording.id.clone(),
                camera: recording.camera.clone(),
                officer: recording.officer.clone(),
                at: Some(recording.start),
                text: "the recording has no length; nothing can be seen in it".into(),
                rows: recording.rows.clone(),
            });
        }
        self.joined.recordings.push(recording);
    }
}
