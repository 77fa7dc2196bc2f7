//! What the two JSON documents share: the facts of a report in their serialised shape.
//!
//! The key names are those of the CSV columns (contract, "The files"), their order is the order of
//! declaration here. What is not known is `null`. Used by [`super::json`] and [`super::run_json`] alone.

use std::fmt::Display;

use serde::ser::{Error as _, SerializeMap as _};
use serde::{Serialize, Serializer};

use super::proof::what_it_shows;
use crate::base::escape;
use crate::base::time::{Moment, Span};
use crate::facts::declared::ClockOf;
use crate::facts::inputs::{Correction, InputSummary};
use crate::results::{ArchiveSummary, PolicySummary, Report};
use crate::words::{FileStatus, Outcome, Severity, Verdict};

/// A value that JSON shows as the text it prints.
pub(super) struct Shown<T>(pub T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Seconds as a number with at most three decimals.
#[derive(Clone, Copy)]
pub(super) struct Seconds(pub Span);

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let seconds: f64 = self.0.to_string().parse().map_err(S::Error::custom)?;
        serializer.serialize_f64(seconds)
    }
}

/// An object whose keys keep their order.
pub(super) struct Ordered<K, V>(pub Vec<(K, V)>);

impl<K: Display, V: Serialize> Serialize for Ordered<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(&Shown(key), value)?;
        }
        map.end()
    }
}

/// The document as indented JSON with a line feed at its end, safe to print: what acts on a terminal
/// unseen is written `\uXXXX`, which is the same JSON.
///
/// # Errors
/// Those of the serialiser; the types here give none.
pub(super) fn to_text(document: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string_pretty(document)?;
    // outside of strings JSON has but the line feed, inside them it is escaped already
    let mut text = escape::for_json(&json).into_owned();
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
pub(super) struct Policy<'a> {
    name: &'a str,
    effective_utc: Shown<Moment>,
    values: Ordered<&'static str, &'a str>,
}

impl<'a> From<&'a PolicySummary> for Policy<'a> {
    fn from(policy: &'a PolicySummary) -> Self {
        Self {
            name: &policy.name,
            effective_utc: Shown(policy.effective),
            values: Ordered(policy.values.iter().map(|(key, value)| (*key, value.as_str())).collect()),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Archive<'a> {
    root: &'a str,
    name: Option<&'a str>,
    chain: Option<Chain<'a>>,
    files: Ordered<FileStatus, u64>,
    hashed: bool,
    bytes_hashed: u64,
}

#[derive(Serialize)]
struct Chain<'a> {
    verdict: &'static str,
    anchored: &'static str,
    anchored_size: Option<u64>,
    size: u64,
    head: Option<Shown<crate::base::digest::Digest>>,
    first_bad_line: Option<u64>,
    first_bad_reason: Option<&'a str>,
    what_it_shows: Vec<String>,
}

impl<'a> From<&'a ArchiveSummary> for Archive<'a> {
    fn from(archive: &'a ArchiveSummary) -> Self {
        let chain = archive.verdict.map(|verdict| Chain {
            verdict: verdict.as_str(),
            anchored: if archive.anchored.is_some() { "anchored" } else { "unanchored" },
            anchored_size: archive.anchored,
            size: archive.size,
            head: archive.head.map(Shown),
            first_bad_line: archive.first_bad.as_ref().map(|(line, _)| *line),
            first_bad_reason: archive.first_bad.as_ref().map(|(_, reason)| reason.as_str()),
            what_it_shows: what_it_shows(archive),
        });
        Self {
            root: &archive.root,
            name: archive.name.as_deref(),
            chain,
            files: Ordered(archive.files.clone()),
            hashed: archive.hashed,
            bytes_hashed: archive.bytes,
        }
    }
}

#[derive(Serialize)]
pub(super) struct Input<'a> {
    source: &'static str,
    file: &'a str,
    size_bytes: u64,
    sha256: Shown<crate::base::digest::Digest>,
    rows: u64,
    used: u64,
    repeated: u64,
    updated: u64,
    after_as_of: u64,
    #[serde(skip_serializing_if = "is_none")]
    set_aside: u64,
    rejected: u64,
}

impl<'a> From<&'a InputSummary> for Input<'a> {
    fn from(input: &'a InputSummary) -> Self {
        Self {
            source: input.source,
            file: &input.file,
            size_bytes: input.size,
            sha256: Shown(input.sha256),
            rows: input.rows,
            used: input.used,
            repeated: input.repeated,
            updated: input.updated,
            after_as_of: input.after_as_of,
            set_aside: input.set_aside,
            rejected: input.rejected,
        }
    }
}

/// Told only where there are some: few exports have rows that are none.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out a reference")]
const fn is_none(count: &u64) -> bool {
    *count == 0
}

/// What a `[[clock]]` corrected; one of the first four says whose clock.
#[derive(Serialize)]
pub(super) struct Clock<'a> {
    source: Option<&'static str>,
    file: Option<&'a str>,
    camera_id: Option<&'a str>,
    vehicle_id: Option<&'a str>,
    offset_s: Seconds,
    from_utc: Option<Shown<Moment>>,
    to_utc: Option<Shown<Moment>>,
    rows: u64,
    files: u64,
    /// Of the audit file.
    line: u64,
}

impl<'a> From<&'a Correction> for Clock<'a> {
    fn from(correction: &'a Correction) -> Self {
        let Correction { clock, rows, files } = correction;
        let mut shown = Self {
            source: None,
            file: None,
            camera_id: None,
            vehicle_id: None,
            offset_s: Seconds(clock.offset),
            from_utc: clock.from.map(Shown),
            to_utc: clock.to.map(Shown),
            rows: *rows,
            files: *files,
            line: clock.line,
        };
        match &clock.of {
            ClockOf::Source(kind) => shown.source = Some(kind.as_str()),
            ClockOf::File(file) => shown.file = Some(file),
            ClockOf::Camera(camera) => shown.camera_id = Some(camera.as_str()),
            ClockOf::Vehicle(vehicle) => shown.vehicle_id = Some(vehicle.as_str()),
        }
        shown
    }
}

/// How many there are of everything, zeros included.
#[derive(Serialize)]
pub(super) struct Counts {
    obligations: usize,
    outcomes: Ordered<Outcome, usize>,
    verdicts: Ordered<Verdict, usize>,
    findings: Ordered<Severity, usize>,
    files: Ordered<FileStatus, usize>,
    rejected_rows: usize,
    unplaced_videos: u64,
    videos_after_as_of: u64,
}

impl From<&Report> for Counts {
    fn from(report: &Report) -> Self {
        Self {
            obligations: report.obligations.len(),
            outcomes: count(Outcome::ALL, &report.obligations, |row| row.outcome),
            verdicts: count(Verdict::ALL, &report.obligations, |row| row.verdict),
            findings: count(Severity::ALL, &report.findings, |row| row.severity),
            files: count(FileStatus::ALL, &report.files, |row| row.status),
            rejected_rows: report.rejected.len(),
            unplaced_videos: report.unplaced_videos,
            videos_after_as_of: report.videos_after_as_of,
        }
    }
}

fn count<W: Copy + PartialEq, R>(words: &[W], rows: &[R], word: impl Fn(&R) -> W) -> Ordered<W, usize> {
    Ordered(words.iter().map(|&each| (each, rows.iter().filter(|row| word(row) == each).count())).collect())
}
