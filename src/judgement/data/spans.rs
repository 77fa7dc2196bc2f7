//! From when to when the exports of recordings speak: declared by `covers`, else from the first activation to the last
//! start of what they hold. The files of archives that no index row names are one source more.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::board::{Board, file_of};
use crate::base::ids::{CameraId, OfficerId};
use crate::base::index::Ix;
use crate::base::time::Moment;
use crate::facts::audit_file::SourceSettings;
use crate::facts::exports::{Export, RowOrder};
use crate::facts::inputs::InputSummary;

/// A stretch, both ends included, and whether somebody declared it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spoken {
    pub(super) from: Moment,
    pub(super) to: Moment,
    pub(super) declared: bool,
}

impl Spoken {
    pub(super) fn holds(&self, at: Moment) -> bool {
        self.from <= at && at <= self.to
    }

    fn take(&mut self, first: Moment, last: Moment) {
        self.from = self.from.min(first);
        self.to = self.to.max(last);
    }
}

/// The spans of every source of recordings, and in which of them each camera and officer occurs.
pub(super) struct Spans<'b> {
    by_source: BTreeMap<Option<Ix<SourceSettings>>, Spoken>,
    /// What is declared of archives; where it is of all of them, it replaces what their files span.
    of_archives: Vec<Spoken>,
    of_camera: FxHashMap<&'b CameraId, FxHashSet<Option<Ix<SourceSettings>>>>,
    of_officer: FxHashMap<&'b OfficerId, FxHashSet<Option<Ix<SourceSettings>>>>,
    /// Cameras at the edge of a file whose rows lie together by camera: their own rows alone speak there.
    edges: FxHashMap<&'b CameraId, (Option<Moment>, Option<Moment>)>,
}

impl<'b> Spans<'b> {
    pub(super) fn new(board: &'b Board<'b>) -> Self {
        let mut spans = Self {
            by_source: BTreeMap::new(),
            of_archives: Vec::new(),
            of_camera: FxHashMap::default(),
            of_officer: FxHashMap::default(),
            edges: FxHashMap::default(),
        };
        let exports = &board.evidence.exports.files;
        for (at, recording) in board.evidence.recordings.entries() {
            let source = file_of(recording).map(|file| exports[file].table);
            if let Some(camera) = &recording.camera {
                spans.of_camera.entry(camera).or_default().insert(source);
            }
            if let Some(officer) = &recording.officer {
                spans.of_officer.entry(officer).or_default().insert(source);
            }
            if board.misdated.contains(&at) {
                continue;
            }
            let buffer = board.evidence.policies.values_at(recording.start).pre_event_buffer;
            let first = recording.activated_at.unwrap_or(recording.start + buffer);
            let spoken = Spoken { from: first, to: recording.start, declared: false };
            spans.by_source.entry(source).or_insert(spoken).take(first, recording.start);
        }
        spans.edges_of_grouped_files(board);
        for export in exports {
            if let Some(covers) = export.covers.filter(|_| export.is_recordings()) {
                let declared = Spoken { from: covers.from, to: covers.to, declared: true };
                spans.by_source.insert(Some(export.table), declared);
            }
        }
        let archives = &board.evidence.exports.archives;
        let declared = archives.iter().filter_map(|archive| archive.covers);
        spans.of_archives =
            declared.map(|covers| Spoken { from: covers.from, to: covers.to, declared: true }).collect();
        if !archives.is_empty() && spans.of_archives.len() == archives.len() {
            spans.by_source.remove(&None);
        }
        spans
    }

    /// The first camera of a grouped file may have lost rows at the front, the last one at the end.
    fn edges_of_grouped_files(&mut self, board: &'b Board<'b>) {
        type Rows<'b> = Vec<(u64, &'b CameraId, Moment)>;
        let mut files: BTreeMap<Ix<InputSummary>, Rows<'b>> = BTreeMap::new();
        for (at, recording) in board.evidence.recordings.entries() {
            let (Some(row), Some(camera)) = (recording.input_row(), &recording.camera) else { continue };
            let export: &Export = &board.evidence.exports.files[row.file];
            if export.order == RowOrder::Grouped && !board.misdated.contains(&at) {
                files.entry(row.file).or_default().push((row.line, camera, recording.start));
            }
        }
        for rows in files.values_mut() {
            rows.sort_unstable();
            let (Some((_, first, _)), Some((_, last, _))) = (rows.first(), rows.last()) else { continue };
            let begin = rows.iter().filter(|(_, id, _)| id == first).map(|(.., start)| *start).min();
            let end = rows.iter().filter(|(_, id, _)| id == last).map(|(.., start)| *start).max();
            self.edges.entry(first).or_default().0 = begin;
            self.edges.entry(last).or_default().1 = end;
        }
    }

    /// Whether any span speaks for a moment of a camera, or of an officer where the camera is unknown; and the span
    /// that is nearest to deciding it.
    pub(super) fn speak(&self, camera: Option<&CameraId>, officer: Option<&OfficerId>, at: Moment) -> bool {
        if let Some((begin, end)) = camera.and_then(|camera| self.edges.get(camera)) {
            let declared = self.all().any(|span| span.declared && span.holds(at));
            if !declared && (begin.is_some_and(|begin| at < begin) || end.is_some_and(|end| at > end)) {
                return false;
            }
        }
        let sources = match camera {
            Some(camera) => self.of_camera.get(camera),
            None => officer.and_then(|officer| self.of_officer.get(officer)),
        };
        match sources {
            Some(sources) => sources.iter().any(|source| {
                let of_archives = self.of_archives.iter().filter(|_| source.is_none());
                self.by_source.get(source).into_iter().chain(of_archives).any(|span| span.holds(at))
            }),
            None => self.all().any(|span| span.holds(at)),
        }
    }

    /// All spans.
    pub(super) fn all(&self) -> impl Iterator<Item = &Spoken> {
        self.by_source.values().chain(&self.of_archives)
    }

    /// Whether a camera occurs at all.
    pub(super) fn knows(&self, camera: &CameraId) -> bool {
        self.of_camera.contains_key(camera)
    }

    /// Whether an officer occurs at all.
    pub(super) fn knows_officer(&self, officer: &OfficerId) -> bool {
        self.of_officer.contains_key(officer)
    }

    /// Whether any recording names a camera.
    pub(super) fn names_cameras(&self) -> bool {
        !self.of_camera.is_empty()
    }
}
