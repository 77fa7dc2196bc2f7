//! Recordings from index, files and chain, joined (contract, "Recordings").
//!
//! Which source a fact comes from is decided here and nowhere else, and where two sources disagree that is
//! said. Files that cannot be read as footage become lost recordings: known to have been made, and not here.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;

use super::archives::{ArchiveFacts, FileFacts, Place};
use super::clocks::Clocks;
use super::copies::Copies;
use super::file_name::read_name;
use super::index::{from_backward, from_index, is_manual};
use super::links::{Links, is_of_another};
use super::readings;
use super::remarks::{Noticed, Remark};
use super::sources::{LostEnd, Maker, START_TOLERANCE, Sources};
use super::{Footage, Recording};
use crate::archive::chain::{CheckedFile, FileRecord};
use crate::base::ids::{CameraId, OfficerId};
use crate::base::index::{Ix, Table};
use crate::base::path::ArchivePath;
use crate::base::time::{Moment, Span};
use crate::facts::audit_file::ArchiveSettings;
use crate::facts::declared::ClockSettings;
use crate::facts::exports::UnplacedVideo;
use crate::facts::inputs::Inputs;
use crate::facts::inputs::RejectedRow;
use crate::facts::pictures::HOLE;
use crate::facts::{IndexRow, RecordedTimes, SourceRef};
use crate::words::FileStatus;

/// A recording of which only the start is known ran no longer than this.
const LONGEST: Span = Span::from_hours(24);

/// What the joining came to.
#[derive(Debug, Default)]
pub(crate) struct Joined {
    /// All recordings.
    pub recordings: Table<Recording>,
    /// What is known of every checked file, archive by archive in their order.
    pub files: Table<Table<FileFacts, CheckedFile>, ArchiveSettings>,
    /// What the joining noticed.
    pub remarks: Vec<Remark>,
    /// Names of files that the `file-name` pattern matches and that cannot be read.
    pub rejected: Vec<RejectedRow>,
    /// Videos whose camera and officer, or whose start, nobody knows.
    pub unplaced: Vec<UnplacedVideo>,
    /// Files that are recordings.
    pub videos: usize,
    /// Files and sealed recordings that start later than the audit's moment; they are not used.
    pub after_as_of: u64,
    /// How many files each `[[clock]]` corrected.
    pub corrected: Table<u64, ClockSettings>,
}

/// Joins index, files and chains. Without an archive only the index is there, and every row counts.
/// What starts after `as_of` is not used (contract, "Times").
pub(crate) fn join(
    inputs: &Inputs,
    archives: &Table<ArchiveFacts<'_>, ArchiveSettings>,
    zone: Option<&TimeZone>,
    as_of: Moment,
) -> Joined {
    let mut joining = Joining {
        zone,
        as_of,
        clocks: Clocks::new(inputs),
        links: Links::new(inputs, archives),
        copies: Copies::new(archives),
        archives,
        endless: Vec::new(),
        joined: Joined::default(),
    };
    for (at, archive) in archives.entries() {
        let checked = archive.checked.entries();
        let files =
            checked.map(|(place, file)| joining.file(Place { archive: at, file: place }, archive, file)).collect();
        joining.joined.files.push(files);
    }
    for row in &inputs.recordings {
        if !joining.links.has_file(row) {
            joining.row_without_file(row, !archives.is_empty());
        }
    }
    for row in &inputs.backward {
        joining.take(from_backward(row), None, None);
    }
    readings::decide(&mut joining.joined.recordings);
    joining.end_the_endless();
    joining.joined.corrected = joining.clocks.corrected;
    joining.joined
}

struct Joining<'a> {
    zone: Option<&'a TimeZone>,
    as_of: Moment,
    clocks: Clocks<'a>,
    links: Links<'a>,
    copies: Copies,
    archives: &'a Table<ArchiveFacts<'a>, ArchiveSettings>,
    /// Lost recordings of which nobody knows how long they were.
    endless: Vec<Ix<Recording>>,
    joined: Joined,
}

impl Joining<'_> {
    /// Takes in one file; what is known of it goes to `files.csv` even where it does not count.
    fn file(&mut self, place: Place, archive: &ArchiveFacts<'_>, file: &CheckedFile) -> FileFacts {
        let (examined, record) = (archive.examined(file), archive.record(file));
        let mut sources = Sources {
            status: file.status,
            row: self.links.row(place).map(Cow::Borrowed),
            record,
            sealed_start: record.and_then(|record| record.facts.start),
            created: examined.and_then(|file| file.video.as_ref()).and_then(|video| video.creation_time),
            name: read_name(&file.path, archive.file_name, self.zone),
            video: examined.and_then(|file| file.video.as_ref()),
            size: examined.map(|file| file.size),
            counts: self.copies.counts(place, archive, file),
            sealed_elsewhere: record.is_some_and(|record| record.path != file.path),
        };
        if !sources.is_recording(&file.path) {
            return FileFacts::default();
        }
        self.joined.videos = self.joined.videos.saturating_add(1);
        let Maker { camera, officer, sequence } = sources.maker();
        self.clocks.correct(&mut sources, camera.as_ref());
        sources.decide();
        let (row, name) = (sources.row.as_deref(), &sources.name);
        let start = sources.starts().first().copied();
        let facts = FileFacts {
            recording: row.map(|row| row.recording.clone()).or_else(|| name.recording.clone()),
            camera: camera.clone(),
            start: start.map(|(_, start)| start),
            start_source: start.map(|(source, _)| source),
            duration: sources.durations().first().map(|(_, duration)| *duration),
            holes: sources.video.and_then(|video| video.pictures.as_ref()).map(|seen| seen.holes(HOLE).count()),
        };
        let sealed = record.and(file.record);
        let line = sealed.map(|seq| SourceRef::ChainLine { archive: place.archive, line: seq.saturating_add(1) });
        let rows: Vec<SourceRef> = row.map(|row| row.row.into()).into_iter().chain(line).collect();
        self.joined.rejected.extend(name.faults.iter().map(|fault| RejectedRow {
            source: "file-name",
            file: file.path.to_string(),
            row: None,
            reason: format!("the `file-name` pattern finds a {fault}"),
        }));
        self.conflicts(place.archive, &file.path, &sources, &facts, &rows);
        // a changed file is never a copy: the bytes that were sealed at its path are gone, whatever lies there now
        if !sources.counts && file.status != FileStatus::Changed {
            self.copy(place.archive, archive, file, row, &facts);
            return facts;
        }
        match start.filter(|_| camera.is_some() || officer.is_some()) {
            Some((_, start)) if start > self.as_of => {
                self.joined.after_as_of = self.joined.after_as_of.saturating_add(1);
            }
            Some((start_source, start)) => {
                let (footage, length) = sources.footage();
                let recording = Recording {
                    id: facts.recording.clone(),
                    camera,
                    officer,
                    start,
                    end: start + length.unwrap_or(Span::ZERO),
                    holes: sources.holes(start),
                    activated_at: sources.activated_at(start_source, start),
                    automatic: row.is_some_and(IndexRow::is_automatic),
                    manual: row.is_some_and(is_manual),
                    category: row.and_then(|row| row.category.clone()),
                    sequence,
                    footage,
                    gone_part: false,
                    start_source,
                    doubts: sources.doubts(start_source),
                    later: sources.later(start_source).filter(|later| later.start <= self.as_of).map(Box::new),
                    rows,
                };
                self.lost_parts(&recording, &sources);
                let taken = self.take(recording, Some(place.archive), Some(&file.path));
                if length.is_none() {
                    self.endless.push(taken);
                }
            }
            None => self.unplaced(camera, officer, &facts),
        }
        facts
    }

    /// A video whose maker or start nobody knows may be anybody's.
    fn unplaced(&mut self, camera: Option<CameraId>, officer: Option<OfficerId>, facts: &FileFacts) {
        let (start, duration) = (facts.start, facts.duration);
        self.joined.unplaced.push(UnplacedVideo { camera, officer, start, duration });
    }

    /// What is known to have been recorded and is gone from a file that is here.
    fn lost_parts(&mut self, left: &Recording, sources: &Sources<'_>) {
        if left.footage != Footage::Here {
            return;
        }
        for (from, to) in sources.lost_parts(left.start) {
            self.lost_part(left, from, to);
        }
        match sources.lost_end(left.start) {
            LostEnd::At(end) if end > left.end => {
                self.lost_part(left, left.end, end);
            }
            LostEnd::Unknown => {
                let rest = self.lost_part(left, left.end, left.end);
                self.endless.push(rest);
            }
            LostEnd::At(_) | LostEnd::Nothing => {}
        }
    }

    /// A part of a file's footage that is gone. That part is a lost recording like any other, so that what a cut-off
    /// or replaced file no longer shows is held against nobody.
    fn lost_part(&mut self, left: &Recording, start: Moment, end: Moment) -> Ix<Recording> {
        let later = left.later.as_deref().map(|later| {
            let by = later.start - left.start;
            Box::new(RecordedTimes { start: start + by, end: end + by, activated_at: None })
        });
        self.joined.recordings.push(Recording {
            later,
            start,
            end,
            holes: Vec::new(),
            activated_at: None,
            automatic: false,
            manual: false,
            // the number is that of the file, and counts once
            sequence: None,
            footage: Footage::Lost,
            gone_part: true,
            ..left.clone()
        })
    }

    /// A copy counts for nobody. If the copy itself was sealed, a finding says so. If the index knows the copy as a
    /// recording of somebody else, or of another time, that row is still a trace of a recording.
    fn copy(
        &mut self,
        number: Ix<ArchiveSettings>,
        archive: &ArchiveFacts<'_>,
        file: &CheckedFile,
        row: Option<&IndexRow>,
        facts: &FileFacts,
    ) {
        let owner = self.copies.owner(archive, file);
        let owner = owner.and_then(|owner| self.archives[owner.archive].record_at(owner.file));
        let owner = owner.or(archive.record(file));
        if matches!(file.status, FileStatus::Ok | FileStatus::Unchecked) {
            self.joined.remarks.push(Remark {
                what: Noticed::Copy { counts_as: owner.map(|owner| owner.path.clone()) },
                archive: Some(number),
                path: Some(file.path.clone()),
                recording: facts.recording.clone(),
                camera: facts.camera.clone(),
                officer: None,
                at: facts.start,
                rows: Vec::new(),
            });
        }
        let Some(row) = row else { return };
        let differs = |owner: &FileRecord| {
            let apart = |start: Moment| (row.start - start).abs() > START_TOLERANCE;
            is_of_another(row, owner) || self.clocks.sealed_start(owner, Some(row)).is_some_and(apart)
        };
        if owner.is_none_or(differs) {
            self.lost_row(row);
        }
    }

    /// A recording that the index knows, and whose footage is not there.
    fn lost_row(&mut self, row: &IndexRow) {
        let mut recording = from_index(row, false);
        let path = row.path.as_deref().map(|path| ArchivePath::from_bytes(path.as_bytes()));
        if recording.footage == Footage::Here {
            recording.footage = Footage::Lost;
            self.joined.remarks.push(Remark::of_row(Noticed::BytesOfAnother, row));
        }
        self.take(recording, None, path.as_ref());
    }

    /// A lost recording of which nobody knows how long it was may have run until the camera's next one began:
    /// it must not look as if it had ended at once.
    fn end_the_endless(&mut self) {
        if self.endless.is_empty() {
            return;
        }
        let mut starts: FxHashMap<(Option<CameraId>, Option<OfficerId>), Vec<Moment>> = FxHashMap::default();
        for recording in &self.joined.recordings {
            starts.entry(maker(recording)).or_default().push(recording.start);
        }
        starts.values_mut().for_each(|starts| starts.sort_unstable());
        for at in &self.endless {
            let recording = &mut self.joined.recordings[*at];
            let next = starts
                .get(&maker(recording))
                .and_then(|starts| starts.get(starts.partition_point(|start| *start <= recording.start)).copied());
            let latest = recording.start + LONGEST;
            recording.end = next.map_or(latest, |next| next.min(latest));
            if let Some(later) = recording.later.as_deref_mut() {
                later.end = recording.end.max(later.start);
            }
        }
    }

    /// Where two sources of a start, a duration or a category disagree, or a name can be read in two ways.
    fn conflicts(
        &mut self,
        archive: Ix<ArchiveSettings>,
        path: &ArchivePath,
        sources: &Sources<'_>,
        facts: &FileFacts,
        rows: &[SourceRef],
    ) {
        let ambiguous = facts.start_source.is_some_and(|source| sources.uses_ambiguous_name(source));
        let found = [
            sources.start_conflict().map(Noticed::StartConflict),
            sources.duration_conflict().map(Noticed::DurationConflict),
            sources.category_conflict(),
            ambiguous.then_some(Noticed::AmbiguousName),
        ];
        for what in found.into_iter().flatten() {
            self.joined.remarks.push(Remark {
                what,
                archive: Some(archive),
                path: Some(path.clone()),
                recording: facts.recording.clone(),
                camera: facts.camera.clone(),
                officer: sources.row.as_deref().and_then(|row| row.officer.clone()),
                at: facts.start,
                rows: rows.to_vec(),
            });
        }
    }

    /// An index row that no file belongs to.
    fn row_without_file(&mut self, row: &IndexRow, archived: bool) {
        let names_file = row.path.is_some() || row.sha256.is_some();
        let mut recording = from_index(row, archived && !names_file);
        let path = row.path.as_deref().map(|path| ArchivePath::from_bytes(path.as_bytes()));
        if archived && !names_file && recording.footage != Footage::Empty {
            self.joined.remarks.push(Remark::of_row(Noticed::NamesNoFile, row));
        }
        if archived && names_file && recording.footage == Footage::Here {
            recording.footage = Footage::Lost;
            let what = if self.links.shares_file(row) { Noticed::FileOfAnotherRow } else { Noticed::NoSuchFile };
            self.joined.remarks.push(Remark::of_row(what, row));
        }
        self.take(recording, None, path.as_ref());
    }

    fn take(
        &mut self,
        recording: Recording,
        archive: Option<Ix<ArchiveSettings>>,
        path: Option<&ArchivePath>,
    ) -> Ix<Recording> {
        if recording.footage == Footage::Empty {
            self.joined.remarks.push(Remark {
                what: Noticed::Empty,
                archive,
                path: path.cloned(),
                recording: recording.id.clone(),
                camera: recording.camera.clone(),
                officer: recording.officer.clone(),
                at: Some(recording.start),
                rows: recording.rows.clone(),
            });
        }
        self.joined.recordings.push(recording)
    }
}

/// Who made a recording: a camera, or an officer where no camera is named.
fn maker(recording: &Recording) -> (Option<CameraId>, Option<OfficerId>) {
    match &recording.camera {
        Some(camera) => (Some(camera.clone()), None),
        None => (None, recording.officer.clone()),
    }
}
