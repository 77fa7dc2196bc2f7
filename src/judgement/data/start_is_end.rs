//! `suspected-length`, of a start that is the end: the wrong column was taken for the start of the recordings or of the activations.

use super::board::{Board, Call, Heard, MEETS, Start};
use super::everything;
use super::shift::count;
use crate::base::ids::CameraId;
use crate::base::time::{Moment, Span};
use crate::facts::source::SourceKind;
use crate::judgement::cause::{About, Cause, Why};
use crate::words::{Reason, TriggerKind};

/// Of fewer starts nothing is concluded,
const STARTS: usize = 20;
/// nor of fewer cameras.
const CAMERAS: usize = 3;

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    // twice as many as now cannot meet where more than half do
    let starts = || board.cameras.values().flat_map(|heard| &heard.starts);
    if starts().filter(|start| start.met).count() * 2 > starts().count() {
        return Vec::new();
    }
    let recordings = counted(board, |camera, heard| {
        let mut earlier: Vec<Moment> = heard.starts.iter().filter_map(|start| start_of_media(board, start)).collect();
        earlier.sort_unstable();
        let met = count(&earlier, &board.calls_of_cars(camera), Span::ZERO, MEETS);
        (met, earlier.len())
    });
    let triggers = counted(board, |_, heard| {
        let begun = |call: &Call| {
            let obligation = board.obligations.get(call.obligation)?;
            obligation.off.map(|off| obligation.on - (off - obligation.on))
        };
        let mut earlier: Vec<Moment> = heard.calls.iter().filter_map(begun).collect();
        earlier.sort_unstable();
        let starts: Vec<Moment> = heard.starts.iter().map(|start| start.at).collect();
        (count(&earlier, &starts, Span::ZERO, MEETS), earlier.len())
    });
    let (source, why) = match (recordings, triggers) {
        (Some(why), _) => (SourceKind::Recordings, why),
        (None, Some(why)) => (SourceKind::Lightbar, why),
        (None, None) => return Vec::new(),
    };
    let about = About { source: Some(source), ..About::default() };
    let turns_everything = everything(board);
    let turns = board.places(|obligation| {
        let is_of_source =
            source == SourceKind::Recordings || board.book.triggers[obligation.trigger].kind() == TriggerKind::Lightbar;
        is_of_source && turns_everything(obligation)
    });
    vec![Cause::new(Reason::SuspectedLength, why, about, turns).incomplete()]
}

/// When the media of a start began, if the time of it is that of their end.
fn start_of_media(board: &Board<'_>, start: &Start) -> Option<Moment> {
    let recording = &board.book.stitched[start.recording?];
    Some(start.at - (recording.end - recording.start))
}

/// How many meet once the length is taken off, with most cameras, and many more than as they stand.
fn counted<'b>(board: &'b Board<'_>, meets: impl Fn(&'b CameraId, &'b Heard) -> (usize, usize)) -> Option<Why> {
    let (mut of, mut meet, mut as_they_are, mut cameras) = (0_usize, 0_usize, 0_usize, 0_usize);
    for (camera, heard) in &board.cameras {
        let (met, all) = meets(camera, heard);
        of += all;
        meet += met;
        cameras += usize::from(met * 2 > all);
        as_they_are += heard.starts.iter().filter(|start| start.met && start.recording.is_some()).count();
    }
    let shown = meet >= STARTS && cameras >= CAMERAS && meet * 2 > of && meet >= as_they_are * 2;
    shown.then_some(Why::StartIsEnd { meet, of, as_they_are })
}
