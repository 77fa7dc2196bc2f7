//! A timeline as lanes of bars and marks: what is drawn, whether with lines or with characters.
//!
//! All camera times are corrected here; what the camera's own clock said is a lane of its own. Bars are cut
//! at the edges of the picture. Used by the reports that draw.

use crate::base::time::{Moment, Span};
use crate::results::timeline::{FootageState, RecordingBar, Stretch, Timeline};

/// A case as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    /// The left and the right edge.
    pub shown: Stretch,
    /// From top to bottom.
    pub lanes: Vec<Lane>,
    /// Activation was allowed in this stretch.
    pub grace: Option<Stretch>,
    /// Moments that hold for all lanes, in order of time.
    pub limits: Vec<Mark>,
    /// Papers and deadlines, on a scale of their own; `None`: there are none.
    pub papers: Option<Papers>,
}

/// One row of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lane {
    /// What it is.
    pub name: String,
    /// What must be known to read it; may be empty.
    pub note: String,
    /// In order of time.
    pub bars: Vec<Bar>,
    /// In order of time.
    pub marks: Vec<Mark>,
}

/// A stretch on a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar {
    /// Cut at the edges of the picture.
    pub from: Moment,
    /// Cut at the edges of the picture.
    pub to: Moment,
    /// What it shows.
    pub kind: BarKind,
    /// Its name; may be empty.
    pub name: String,
}

/// What a bar shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BarKind {
    /// The light bar was lit, or the contact lasted.
    Lit,
    /// The trigger began; the log does not say when it ended.
    LitUnknownEnd,
    /// Footage that is here, or was purged lawfully.
    Footage,
    /// Footage that is gone.
    Gone,
    /// Footage where the camera's own clock puts it.
    Uncorrected,
    /// The activation lies somewhere in here.
    Uncertainty,
    /// The officer's tour.
    Tour,
    /// The time a justification speaks for.
    Window,
}

/// A moment on a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// When.
    pub at: Moment,
    /// Whether something happened, or was due.
    pub kind: MarkKind,
    /// What.
    pub name: String,
}

/// What a mark shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// Something happened.
    Event,
    /// The verdict rests on it.
    Decided,
    /// Something had to happen until then.
    Due,
}

/// Papers and deadlines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Papers {
    /// The left and the right edge.
    pub shown: Stretch,
    /// The stretch that the justification speaks for.
    pub window: Option<Bar>,
    /// In order of time.
    pub marks: Vec<Mark>,
}

/// Lays a timeline out; `camera` is the camera of the tour.
pub(crate) fn picture(timeline: &Timeline, camera: Option<&str>) -> Picture {
    let shown = Stretch { from_utc: timeline.from_utc, to_utc: timeline.to_utc };
    let on = timeline.lit.first().map(|lit| lit.on_utc);
    let mut lanes = vec![trigger_lane(timeline, shown)];
    lanes.extend(camera_lanes(timeline, camera, shown));
    lanes.extend(log_lane(timeline, shown));
    lanes.extend(timeline.tour.map(|tour| tour_lane(tour, shown)));
    Picture {
        shown,
        lanes,
        grace: on.zip(timeline.grace_until_utc).map(|(from_utc, to_utc)| Stretch { from_utc, to_utc }),
        limits: limits(timeline, on),
        papers: papers(timeline, on),
    }
}

/// The part of a stretch that is shown.
fn cut(from: Moment, to: Moment, shown: Stretch) -> Option<(Moment, Moment)> {
    let (from, to) = (from.max(shown.from_utc), to.min(shown.to_utc));
    (from <= to).then_some((from, to))
}

fn bar(from: Moment, to: Moment, kind: BarKind, name: &str, shown: Stretch) -> Option<Bar> {
    cut(from, to, shown).map(|(from, to)| Bar { from, to, kind, name: name.to_owned() })
}

fn trigger_lane(timeline: &Timeline, shown: Stretch) -> Lane {
    let bars = timeline.lit.iter().filter_map(|lit| match lit.off_utc {
        Some(off) => bar(lit.on_utc, off, BarKind::Lit, &lit.event_id, shown),
        None => bar(lit.on_utc, shown.to_utc, BarKind::LitUnknownEnd, &lit.event_id, shown),
    });
    let mut notes = Vec::new();
    if timeline.lit.iter().any(|lit| lit.off_utc.is_none()) {
        notes.push("its end is not known");
    }
    if timeline.lit.iter().any(|lit| lit.second_reading) {
        notes.push("both readings of a time that happened twice");
    }
    let name = timeline.trigger.strip_prefix("the ").unwrap_or(&timeline.trigger);
    Lane { name: name.to_owned(), note: notes.join(", "), bars: bars.collect(), marks: Vec::new() }
}

/// For each camera a lane with its recordings, then a lane with the same recordings by the camera's own clock. The
/// tour's camera comes first, even if it has no recordings.
fn camera_lanes(timeline: &Timeline, camera: Option<&str>, shown: Stretch) -> Vec<Lane> {
    let mut cameras: Vec<Option<&str>> = camera.map(Some).into_iter().collect();
    for recording in &timeline.recordings {
        let camera = recording.camera_id.as_deref();
        if !cameras.contains(&camera) {
            cameras.push(camera);
        }
    }
    let mut lanes = Vec::new();
    for camera in cameras {
        let of_camera: Vec<&RecordingBar> =
            timeline.recordings.iter().filter(|recording| recording.camera_id.as_deref() == camera).collect();
        let name = camera.map_or_else(|| "camera not named".to_owned(), |camera| format!("camera {camera}"));
        let mut lane = Lane { name, note: String::new(), bars: Vec::new(), marks: Vec::new() };
        let mut uncorrected = Vec::new();
        for recording in &of_camera {
            lane_of_recording(recording, shown, &mut lane);
            if recording.clock_offset_s != Span::ZERO {
                let id = recording.recording_id.as_deref().unwrap_or("");
                uncorrected.extend(bar(recording.start_utc, recording.end_utc, BarKind::Uncorrected, id, shown));
            }
        }
        lane.note = note(&of_camera, &lane);
        lanes.push(lane);
        if !uncorrected.is_empty() {
            lanes.push(Lane {
                name: "by its own clock".to_owned(),
                note: String::new(),
                bars: uncorrected,
                marks: Vec::new(),
            });
        }
    }
    lanes
}

fn lane_of_recording(recording: &RecordingBar, shown: Stretch, lane: &mut Lane) {
    let (start, end) = recording.corrected();
    let kind = match recording.footage {
        FootageState::Here | FootageState::Purged => BarKind::Footage,
        FootageState::Lost | FootageState::Empty => BarKind::Gone,
    };
    let id = recording.recording_id.as_deref().unwrap_or("");
    // a hole is no footage: the bar is cut there
    let mut from = start;
    for hole in &recording.holes {
        let (hole_start, hole_end) = (hole.from_utc - recording.clock_offset_s, hole.to_utc - recording.clock_offset_s);
        lane.bars.extend(bar(from, hole_start, kind, id, shown));
        from = hole_end;
    }
    lane.bars.extend(bar(from, end, kind, id, shown));
    let activated = recording.activated_utc.map_or(start, |activated| activated - recording.clock_offset_s);
    let uncertainty = recording.clock_uncertainty_s;
    if activated >= shown.from_utc && activated <= shown.to_utc {
        lane.bars.extend(bar(activated - uncertainty, activated + uncertainty, BarKind::Uncertainty, "", shown));
    }
}

fn note(recordings: &[&RecordingBar], lane: &Lane) -> String {
    let Some(first) = recordings.first() else { return "no recording near the trigger".to_owned() };
    let clock = if first.clock_offset_s == Span::ZERO {
        format!("clock known to ± {} s", first.clock_uncertainty_s)
    } else {
        format!("clock corrected by {} s (± {} s)", -first.clock_offset_s, first.clock_uncertainty_s)
    };
    let gone = |state: FootageState, what: &'static str| {
        recordings.iter().any(|recording| recording.footage == state).then_some(what)
    };
    let elsewhere = lane.bars.is_empty().then_some("its recordings lie outside the picture");
    let purged = gone(FootageState::Purged, "purged");
    let lost = gone(FootageState::Lost, "footage not here");
    let empty = gone(FootageState::Empty, "recording without length");
    let holes =
        recordings.iter().any(|recording| !recording.holes.is_empty()).then_some("no pictures for a part of it");
    std::iter::once(clock.as_str())
        .chain(elsewhere)
        .chain(purged)
        .chain(lost)
        .chain(empty)
        .chain(holes)
        .collect::<Vec<_>>()
        .join(", ")
}

fn log_lane(timeline: &Timeline, shown: Stretch) -> Option<Lane> {
    let marks: Vec<Mark> = timeline
        .device_log
        .iter()
        .filter(|entry| entry.corrected() >= shown.from_utc && entry.corrected() <= shown.to_utc)
        .map(|entry| Mark {
            at: entry.corrected(),
            kind: if entry.decided { MarkKind::Decided } else { MarkKind::Event },
            name: entry.value.as_ref().map_or_else(|| entry.event.clone(), |value| format!("{} {value}", entry.event)),
        })
        .collect();
    (!marks.is_empty()).then(|| Lane { name: "camera's log".into(), note: String::new(), bars: Vec::new(), marks })
}

fn tour_lane(tour: Stretch, shown: Stretch) -> Lane {
    let bars = bar(tour.from_utc, tour.to_utc, BarKind::Tour, "", shown).into_iter().collect();
    Lane { name: "tour".into(), note: String::new(), bars, marks: Vec::new() }
}

fn limits(timeline: &Timeline, on: Option<Moment>) -> Vec<Mark> {
    let mark = |at: Moment, kind, name: &str| Mark { at, kind, name: name.to_owned() };
    let mut limits: Vec<Mark> = on.map(|on| mark(on, MarkKind::Event, "on")).into_iter().collect();
    limits.extend(timeline.grace_until_utc.map(|at| mark(at, MarkKind::Due, "grace ends")));
    let first_reading = timeline.lit.iter().filter(|lit| !lit.second_reading);
    let off = first_reading.filter_map(|lit| lit.off_utc).max();
    let search = timeline.search_until_utc.filter(|at| Some(*at) != off && Some(*at) != timeline.grace_until_utc);
    limits.extend(search.map(|at| mark(at, MarkKind::Due, "search ends")));
    limits.retain(|mark| mark.at <= timeline.to_utc);
    limits.sort_by_key(|mark| mark.at);
    limits
}

fn papers(timeline: &Timeline, on: Option<Moment>) -> Option<Papers> {
    let mark = |at: Moment, kind, name: &str| Mark { at, kind, name: name.to_owned() };
    let mut marks: Vec<Mark> = Vec::new();
    if let Some(justification) = &timeline.justification {
        marks.push(mark(justification.filed_at_utc, MarkKind::Event, "filed"));
        marks.extend(justification.approved_at_utc.map(|at| mark(at, MarkKind::Event, "approved")));
        let open = justification.approved_by.is_none();
        marks.extend(timeline.approval_due_utc.filter(|_| open).map(|at| mark(at, MarkKind::Due, "approval due")));
    }
    marks.extend(timeline.justification_due_utc.map(|at| mark(at, MarkKind::Due, "justification due")));
    if timeline.justification_due_utc.is_none() {
        marks.extend(timeline.upload_due_utc.map(|at| mark(at, MarkKind::Due, "upload due")));
    }
    if marks.is_empty() {
        return None;
    }
    marks.extend(on.map(|on| mark(on, MarkKind::Event, "trigger")));
    marks.push(mark(timeline.as_of_utc, MarkKind::Event, "judged"));
    marks.sort_by_key(|mark| mark.at);
    let shown = Stretch { from_utc: marks.first()?.at, to_utc: marks.last()?.at };
    let window = timeline.justification.as_ref().and_then(|justification| justification.window);
    Some(Papers {
        shown,
        window: window.and_then(|window| bar(window.from_utc, window.to_utc, BarKind::Window, "speaks for", shown)),
        marks,
    })
}

#[cfg(test)]
#[path = "picture_tests.rs"]
pub(crate) mod tests;
