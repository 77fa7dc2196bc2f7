//! Everything that the sources say of one file, and which of them is believed (contract, "Recordings").

use std::borrow::Cow;

use super::Footage;
use super::file_name::NameFacts;
use super::remarks::{Conflict, Noticed};
use crate::archive::chain::FileRecord;
use crate::base::ids::{CameraId, OfficerId};
use crate::base::path::ArchivePath;
use crate::base::reading::Reading;
use crate::base::time::{Moment, Span};
use crate::facts::files::Video;
use crate::facts::pictures::FoundIn;
use crate::facts::{IndexRow, RecordedTimes};
use crate::words::{Doubt, FileStatus, StartSource, VideoState};

/// Two starts further apart than this disagree.
pub(super) const START_TOLERANCE: Span = Span::from_secs(60);
/// Two durations further apart than this disagree.
const DURATION_TOLERANCE: Span = Span::from_secs(5);

/// Everything that the sources say of one file.
pub(super) struct Sources<'a> {
    pub(super) status: FileStatus,
    pub(super) row: Option<Cow<'a, IndexRow>>,
    pub(super) record: Option<&'a FileRecord>,
    /// The start that was sealed, and the container's creation time, corrected.
    pub(super) sealed_start: Option<Moment>,
    pub(super) created: Option<Moment>,
    pub(super) name: NameFacts,
    pub(super) video: Option<&'a Video>,
    /// In bytes; `None`: the file is not there.
    pub(super) size: Option<u64>,
    /// Its bytes count for no other file.
    pub(super) counts: bool,
    /// Not sealed under its own path: what the record of the same bytes says comes first.
    pub(super) sealed_elsewhere: bool,
}

/// What is gone at the end of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LostEnd {
    /// Nothing is known to be.
    Nothing,
    /// Everything up to here.
    At(Moment),
    /// Nobody knows how much.
    Unknown,
}

/// Who made a recording, as far as that is known.
pub(super) struct Maker {
    pub(super) camera: Option<CameraId>,
    pub(super) officer: Option<OfficerId>,
    pub(super) sequence: Option<i64>,
}

impl Sources<'_> {
    /// Who made it, and the camera's own number of it.
    pub(super) fn maker(&self) -> Maker {
        let (row, name, sealed) = (self.row.as_deref(), &self.name, self.record.map(|record| &record.facts));
        Maker {
            camera: self.identity(
                row.and_then(|row| row.camera.clone()),
                sealed.and_then(|facts| facts.camera.clone()),
                name.camera.clone(),
            ),
            officer: self.identity(
                row.and_then(|row| row.officer.clone()),
                sealed.and_then(|facts| facts.officer.clone()),
                name.officer.clone(),
            ),
            sequence: self.identity(
                row.and_then(|row| row.sequence),
                sealed.and_then(|facts| facts.sequence),
                name.sequence,
            ),
        }
    }

    /// Index row, else chain record, else file name; the chain first for what is sealed elsewhere.
    fn identity<T>(&self, row: Option<T>, record: Option<T>, name: Option<T>) -> Option<T> {
        if self.sealed_elsewhere { record.or(row).or(name) } else { row.or(record).or(name) }
    }

    /// Every source of a start, the best first.
    pub(super) fn starts(&self) -> Vec<(StartSource, Moment)> {
        [
            (StartSource::Chain, self.sealed_start),
            (StartSource::Index, self.row.as_deref().map(|row| row.start)),
            (StartSource::FileName, self.name.start.map(|start| start.earlier())),
            (StartSource::Container, self.created),
        ]
        .into_iter()
        .filter_map(|(source, start)| Some((source, start?)))
        .collect()
    }

    /// Every source of a duration, the best first.
    pub(super) fn durations(&self) -> Vec<(&'static str, Span)> {
        [
            ("packets", self.video.and_then(|video| video.duration)),
            ("chain", self.record.and_then(|record| record.duration)),
            ("index", self.row.as_deref().map(|row| row.end - row.start)),
        ]
        .into_iter()
        .filter_map(|(source, duration)| Some((source, duration?)))
        .collect()
    }

    /// Lets the file itself decide between two readings of a local time: of those that agree with what its name or its
    /// container tells by itself, if that is one alone.
    pub(super) fn decide(&mut self) {
        let length = self.durations().first().map_or(Span::ZERO, |(_, length)| *length);
        let of_name = self.name.start.filter(|start| !start.is_ambiguous()).map(Reading::earlier);
        let witnesses: Vec<Moment> = of_name.into_iter().chain(self.created).collect();
        // a container may tell the end
        let agrees = |start: Moment| {
            let near = |a: Moment, b: Moment| (a - b).abs() <= START_TOLERANCE;
            witnesses.iter().any(|told| near(start, *told) || near(start + length, *told))
        };
        if let Some(Reading::Fold { first, second }) = self.name.start
            && agrees(first) != agrees(second)
        {
            self.name.start = Some(Reading::Certain(if agrees(first) { first } else { second }));
        }
        let Some(row) = self.row.as_mut() else { return };
        let Some(later) = row.later.as_deref().copied() else { return };
        if later.start != row.start && agrees(row.start) != agrees(later.start) {
            let takes_later = agrees(later.start);
            let row = row.to_mut();
            row.later = None;
            if takes_later {
                (row.start, row.end, row.activated_at) = (later.start, later.end, later.activated_at);
            }
        }
    }

    /// The later reading of its times, where the start that counts, or the activation, can be read in two ways.
    pub(super) fn later(&self, start_source: StartSource) -> Option<RecordedTimes> {
        let length = self.footage().1.unwrap_or(Span::ZERO);
        let row = self.row.as_deref();
        let at = |start, activated_at| RecordedTimes { start, end: start + length, activated_at };
        match start_source {
            StartSource::Index => row?.later.as_deref().map(|later| at(later.start, later.activated_at)),
            StartSource::FileName => match self.name.start? {
                Reading::Fold { second, .. } => Some(at(second, row.and_then(|row| row.activated_at))),
                Reading::Certain(_) => None,
            },
            StartSource::Chain | StartSource::Container => None,
        }
    }

    /// When the camera was told to record; of two readings the one nearer to a start that has but one.
    pub(super) fn activated_at(&self, start_source: StartSource, start: Moment) -> Option<Moment> {
        let row = self.row.as_deref()?;
        let other = row.later.as_deref().and_then(|later| later.activated_at);
        let readings = row.activated_at.into_iter().chain(other.filter(|_| start_source != StartSource::Index));
        readings.min_by_key(|at| (*at - start).abs())
    }

    /// Whether it is a recording at all: a video, or something that the index calls one.
    pub(super) fn is_recording(&self, path: &ArchivePath) -> bool {
        self.row.is_some() || crate::archive::disk::is_video(path)
    }

    /// Whether its footage is here, and how long it is; `None`: nobody knows.
    pub(super) fn footage(&self) -> (Footage, Option<Span>) {
        let durations = self.durations();
        let best = durations.first().map(|(_, duration)| *duration);
        // What can still be read of a damaged file says little about how long it was.
        let longest = durations.iter().map(|(_, duration)| *duration).max();
        let here = self.counts && self.size.is_some() && self.status != FileStatus::Unreadable;
        // of a file that is cut off, or not the one that was sealed, only what its packets show is footage
        let unplayable = self.video.is_some_and(|video| match video.state {
            VideoState::NotVideo => true,
            // what is left of it counts where it is known when it was recorded
            VideoState::Damaged => video.pictures.as_ref().is_none_or(|pictures| pictures.stretches.is_empty()),
            VideoState::Truncated | VideoState::Hollow | VideoState::Growing => video.duration.is_none(),
            _ => self.status == FileStatus::Changed && video.duration.is_none(),
        });
        if best == Some(Span::ZERO) || (here && self.size == Some(0)) {
            (Footage::Empty, Some(Span::ZERO))
        } else if best.is_some() && self.status == FileStatus::Purged {
            (Footage::Purged, best)
        } else if here && !unplayable && best.is_some() {
            (Footage::Here, best)
        } else {
            (Footage::Lost, longest)
        }
    }

    /// Where its file has no pictures between the first and the last one.
    pub(super) fn holes(&self, start: Moment) -> Vec<(Moment, Moment)> {
        let pictures = self.video.and_then(|video| video.pictures.as_ref());
        let holes = pictures.into_iter().flat_map(|pictures| pictures.holes(Span::ZERO));
        holes.map(|(from, to)| (start + from, start + to)).collect()
    }

    /// What should have pictures and has none: parts of the file whose bytes are zeros or beyond its end.
    pub(super) fn lost_parts(&self, start: Moment) -> Vec<(Moment, Moment)> {
        let pictures = self.video.and_then(|video| video.pictures.as_ref());
        let parts = pictures.map(|pictures| pictures.lost.as_slice()).unwrap_or_default();
        parts.iter().map(|(from, to)| (start + *from, start + *to)).collect()
    }

    /// What is known to be gone at the end of a file of which only a part is left, or in whose place other bytes lie.
    /// What was sealed decides, else the index. A file that was cut off before it was sealed may promise more itself.
    pub(super) fn lost_end(&self, start: Moment) -> LostEnd {
        let Some(video) = self.video else { return LostEnd::Nothing };
        if video.state == VideoState::Growing {
            return LostEnd::Unknown;
        }
        let cut = matches!(video.state, VideoState::Truncated | VideoState::Hollow);
        let Some(left) = video.duration.filter(|_| cut || self.status == FileStatus::Changed) else {
            return LostEnd::Nothing;
        };
        let longer = |known: Option<Span>| known.filter(|known| *known - left > DURATION_TOLERANCE);
        let sealed = self.record.map(|record| record.duration);
        let listed = self.row.as_deref().map(|row| row.end - row.start);
        let promised = video.promised_duration.filter(|_| cut);
        if let Some(known) = longer(sealed.unwrap_or(listed)).or(longer(promised)) {
            return LostEnd::At(start + known);
        }
        // its tables name all pictures, or somebody else says how long it was
        let all_named = video.pictures.as_ref().is_some_and(|pictures| pictures.found_in == FoundIn::SampleTables);
        let nobody_knows = cut && promised.is_none() && listed.is_none() && !all_named;
        if nobody_knows && self.status != FileStatus::Changed { LostEnd::Unknown } else { LostEnd::Nothing }
    }

    /// What makes it weaker evidence, in the order of the vocabulary.
    pub(super) fn doubts(&self, start_source: StartSource) -> Vec<Doubt> {
        let sealed_from_container =
            self.record.is_some_and(|record| record.facts.start_source == Some(StartSource::Container));
        let from_container =
            start_source == StartSource::Container || (start_source == StartSource::Chain && sealed_from_container);
        let not_whole =
            self.video.is_none_or(|video| !matches!(video.state, VideoState::Readable | VideoState::LengthUnverified));
        let purged = self.status == FileStatus::Purged;
        let not_looked = self.video.is_some_and(|video| video.pictures.is_none() && video.duration.is_some());
        let ambiguous = self.later(start_source).is_some();
        [
            (from_container, Doubt::ContainerTime),
            (!purged && self.status != FileStatus::Ok, Doubt::FileNotOk),
            (!purged && not_whole, Doubt::VideoNotReadable),
            (purged, Doubt::Purged),
            (ambiguous, Doubt::AmbiguousTime),
            (!purged && not_looked, Doubt::HolesNotChecked),
        ]
        .into_iter()
        .filter_map(|(holds, doubt)| holds.then_some(doubt))
        .collect()
    }

    /// Whether the start comes from a file name that can be read in two ways.
    pub(super) fn uses_ambiguous_name(&self, start_source: StartSource) -> bool {
        start_source == StartSource::FileName && self.name.start.is_some_and(|start| start.is_ambiguous())
    }

    /// Two sources of a start that disagree. Often a container tells the end: a difference of
    /// the recording's own length is no conflict.
    pub(super) fn start_conflict(&self) -> Option<Conflict<StartSource, Moment>> {
        let length = self.durations().first().map_or(Span::ZERO, |(_, length)| *length);
        let agree = |a: Moment, b: Moment| {
            let apart = (a - b).abs();
            apart <= START_TOLERANCE || (apart - length).abs() <= DURATION_TOLERANCE
        };
        // What can be read in two ways disagrees only if both do.
        let second = |source| match source {
            StartSource::FileName => self.name.start.map(Reading::later),
            StartSource::Index => self.row.as_deref().and_then(|row| row.later.as_deref()).map(|later| later.start),
            StartSource::Chain | StartSource::Container => None,
        };
        first_pair(&self.starts(), |&(a, at), &(b, then)| {
            !agree(at, then)
                && second(a).is_none_or(|at| !agree(at, then))
                && second(b).is_none_or(|then| !agree(at, then))
        })
    }

    /// Two sources of a duration that disagree; else what in the file itself claims more than there is.
    pub(super) fn duration_conflict(&self) -> Option<Conflict<&'static str, Span>> {
        let differ = |(_, a): &(&str, Span), (_, b): &(&str, Span)| (*a - *b).abs() > DURATION_TOLERANCE;
        first_pair(&self.durations(), differ).or_else(|| {
            let video = self.video?;
            let better = ("packets", video.duration?);
            let wild = video.pictures.as_ref().and_then(|pictures| pictures.wild);
            let wild = wild.map(|wild| ("one or two pictures far from all others", wild.reach));
            let other = wild.or(video.overclaimed.map(|claimed| ("its header", claimed)))?;
            Some(Conflict { better, other })
        })
    }

    /// Two categories.
    pub(super) fn category_conflict(&self) -> Option<Noticed> {
        let sealed = self.record?.facts.category.as_deref()?;
        let indexed = self.row.as_deref()?.category.as_deref()?;
        (!crate::facts::policy::same_word(sealed, indexed))
            .then(|| Noticed::CategoryConflict { sealed: sealed.to_owned(), indexed: indexed.to_owned() })
    }
}

/// The first two of a list for which something holds.
fn first_pair<A: Copy, B: Copy>(list: &[(A, B)], holds: impl Fn(&(A, B), &(A, B)) -> bool) -> Option<Conflict<A, B>> {
    let mut rest = list;
    while let Some((first, later)) = rest.split_first() {
        if let Some(second) = later.iter().find(|second| holds(first, second)) {
            return Some(Conflict { better: *first, other: *second });
        }
        rest = later;
    }
    None
}
