//! A shelf of files with its chain and its index, built piece by piece.

use regex::bytes::Regex;

use crate::archive::chain::examples::{self, Example};
use crate::archive::chain::record::Body;
use crate::archive::chain::{FileRecord, compare};
use crate::base::digest::Digest;
use crate::base::index::{Ix, Table};
use crate::base::path::ArchivePath;
use crate::base::time::{Moment, Span};
use crate::evidence::archives::ArchiveFacts;
use crate::evidence::recordings::{Joined, join};
use crate::evidence::remarks::Noticed;
use crate::evidence::{Footage, Recording};
use crate::facts::declared::{ClockOf, ClockSettings};
use crate::facts::files::{Bytes, ExaminedFile, Video};
use crate::facts::inputs::{Correction, InputSummary, Inputs};
use crate::facts::pictures::Pictures;
use crate::facts::policy::{Policies, Retention, tests::default_policy};
use crate::facts::{IndexRow, RowRef};
use crate::words::{FileStatus, VideoState};

/// `C3_O3_R3_20240501T000003Z_3.mp4`, each part optional.
const NAMES: &str = r"(?:(?<camera>C\d)_)?(?:(?<officer>O\d)_)?(?:(?<recording>R\d)_)?(?:(?<start>\d{8}T\d{6}Z?)_?)?(?<sequence>\d+)?\.mp4$";

/// Seconds after 2024-05-01T00:00:00Z.
pub(super) fn at(secs: i64) -> Moment {
    examples::at(secs)
}

#[derive(Default)]
pub(super) struct Shelf {
    chain: Option<Example>,
    files: Table<ExaminedFile>,
    inputs: Inputs,
    no_archive: bool,
}

/// A row for camera C2 and officer O2 from 2 s to 62 s.
pub(super) fn row(id: &str) -> IndexRow {
    IndexRow {
        recording: id.into(),
        camera: Some("C2".into()),
        officer: Some("O2".into()),
        start: at(2),
        end: at(62),
        activated_at: None,
        start_reason: None,
        sequence: None,
        path: None,
        sha256: None,
        size: None,
        category: None,
        uploaded_at: None,
        incident: None,
        later: None,
        row: RowRef { file: Ix::first(), line: 0 },
    }
}

impl Shelf {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn without_archive() -> Self {
        Self { no_archive: true, ..Self::default() }
    }

    /// Puts a readable video of a minute there.
    pub(super) fn on_disk(self, path: &str, content: &str) -> Self {
        self.on_disk_as(path, content, |_| {})
    }

    /// Puts a file there and changes it.
    pub(super) fn on_disk_as(mut self, path: &str, content: &str, change: impl FnOnce(&mut ExaminedFile)) -> Self {
        let mut file = ExaminedFile {
            path: ArchivePath::from_bytes(path.as_bytes()),
            size: content.len() as u64,
            bytes: Bytes::Hashed(Digest::of(content.as_bytes())),
            video: Some(Video {
                state: VideoState::Readable,
                why: None,
                container: None,
                duration: Some(Span::from_secs(60)),
                pictures: Some(Pictures::whole(Span::from_secs(60))),
                promised_duration: None,
                overclaimed: None,
                trailing_bytes: 0,
                creation_time: None,
                codec: None,
                dimensions: None,
            }),
        };
        change(&mut file);
        self.files.push(file);
        self
    }

    /// Seals a file of camera C1 and officer O1 that starts at 1 s and lasts a minute.
    pub(super) fn sealed(self, path: &str, content: &str) -> Self {
        self.sealed_as(path, content, |_| {})
    }

    /// Seals a file and changes its record.
    pub(super) fn sealed_as(mut self, path: &str, content: &str, change: impl FnOnce(&mut FileRecord)) -> Self {
        let chain = self.chain.take().unwrap_or_else(|| Example::new("test"));
        let mut record = examples::file(path.as_bytes(), content.as_bytes(), chain.next_at());
        record.facts.camera = Some("C1".into());
        record.facts.officer = Some("O1".into());
        record.facts.start = Some(at(1));
        record.facts.start_source = Some(crate::words::StartSource::Index);
        record.facts.category = Some("patrol".into());
        record.duration = Some(Span::from_secs(60));
        change(&mut record);
        self.chain = Some(chain.with(Body::File(record)));
        self
    }

    /// Purges the file with this number, lawfully if it started long ago.
    pub(super) fn purged(mut self, seq: u64, content: &str) -> Self {
        self.chain = self.chain.map(|chain| chain.purge(seq, content.as_bytes()));
        self
    }

    /// Lists a row in the index.
    pub(super) fn listed(mut self, mut row: IndexRow) -> Self {
        if self.inputs.files.is_empty() {
            self.inputs.files.push(InputSummary {
                source: "recordings",
                file: "index.csv".into(),
                size: 0,
                sha256: Digest::of(b""),
                rows: 0,
                used: 0,
                repeated: 0,
                updated: 0,
                after_as_of: 0,
                set_aside: 0,
                rejected: 0,
            });
        }
        row.row.line = u64::try_from(self.inputs.recordings.len()).unwrap() + 2;
        self.inputs.recordings.push(row);
        self
    }

    /// Corrects a clock that goes so many seconds ahead, from `from` until before `to`.
    pub(super) fn clock(mut self, of: ClockOf, ahead: i64, from: Option<i64>, to: Option<i64>) -> Self {
        let (offset, from, to) = (Span::from_secs(ahead), from.map(at), to.map(at));
        let clock = ClockSettings { of, offset, from, to, line: 1 };
        self.inputs.corrections.push(Correction { clock, rows: 0, files: 0 });
        self
    }

    pub(super) fn join(&self) -> Joined {
        self.join_as_of(at(365 * 86_400))
    }

    pub(super) fn join_as_of(&self, as_of: Moment) -> Joined {
        let chain = self.chain.as_ref().map(Example::read);
        let mut policy = default_policy(at(-400 * 86_400));
        policy.retention.insert("patrol".into(), Retention::For(Span::from_days(30)));
        let checked = compare(chain.as_ref(), &self.files, &[], Policies::new(vec![policy]).as_ref()).into();
        let names = Regex::new(NAMES).unwrap();
        let facts =
            ArchiveFacts { file_name: Some(&names), chain: chain.as_ref(), files: &self.files, checked: &checked };
        let archives = if self.no_archive { Table::new() } else { vec![facts].into() };
        let zone = jiff::tz::TimeZoneDatabase::bundled().get("America/Chicago").unwrap();
        join(&self.inputs, &archives, Some(&zone), as_of)
    }

    /// Every recording, as [`shown`] shows it.
    pub(super) fn recordings(&self) -> Vec<String> {
        self.join().recordings.iter().map(shown).collect()
    }

    /// The only recording.
    pub(super) fn only(&self) -> Recording {
        let mut recordings = self.join().recordings;
        assert_eq!(recordings.len(), 1, "{recordings:?}");
        recordings.remove(0)
    }

    /// What was noticed, by code.
    pub(super) fn remarks(&self) -> Vec<&'static str> {
        self.join().remarks.iter().map(|remark| code_of(&remark.what)).collect()
    }

    /// The states of the files, to see that a case is what it says.
    pub(super) fn statuses(&self) -> Vec<FileStatus> {
        let chain = self.chain.as_ref().map(Example::read);
        let mut policy = default_policy(at(-400 * 86_400));
        policy.retention.insert("patrol".into(), Retention::For(Span::from_days(30)));
        let policies = Policies::new(vec![policy]);
        compare(chain.as_ref(), &self.files, &[], policies.as_ref()).into_iter().map(|file| file.status).collect()
    }
}

/// `C1 O1 [1, 61] here by chain`, seconds; `-` for what nobody knows.
pub(super) fn shown(recording: &Recording) -> String {
    let seconds = |moment: Moment| (moment - at(0)).as_millis() / 1_000;
    let camera = recording.camera.as_ref().map_or("-", |id| id.as_str());
    let officer = recording.officer.as_ref().map_or("-", |id| id.as_str());
    let footage = match recording.footage {
        Footage::Here => "here",
        Footage::Purged => "purged",
        Footage::Lost => "lost",
        Footage::Empty => "empty",
    };
    let (start, end) = (seconds(recording.start), seconds(recording.end));
    format!("{camera} {officer} [{start}, {end}] {footage} by {}", recording.start_source)
}

/// The code of the finding that is made of a remark.
fn code_of(what: &Noticed) -> &'static str {
    match what {
        Noticed::StartConflict(_) => "start-time-conflict",
        Noticed::DurationConflict(_) => "duration-conflict",
        Noticed::CategoryConflict { .. } => "category-conflict",
        Noticed::AmbiguousName => "ambiguous-time",
        Noticed::Copy { .. } => "duplicate",
        Noticed::BytesOfAnother | Noticed::FileOfAnotherRow | Noticed::NoSuchFile => "footage-missing",
        Noticed::NamesNoFile => "no-file",
        Noticed::Empty => "empty-recording",
    }
}
