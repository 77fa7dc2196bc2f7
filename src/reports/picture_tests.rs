//! Timelines as they are kept and as they are laid out.

use proptest::prelude::*;
use rstest::rstest;

use super::{BarKind, MarkKind, picture};
use crate::base::time::{Moment, Span};
use crate::reports::timelines as store;
use crate::results::timeline::{FootageState, Lit, RecordingBar, Stretch, Timeline};

fn at(secs: i64) -> Moment {
    Moment::from_micros(1_604_275_200_000_000) + Span::from_secs(secs)
}

/// Light bar from 0 to 300 s, shown from −60 to 360 s.
pub(crate) fn timeline() -> Timeline {
    Timeline {
        obligation_id: "o0".into(),
        why: "Because.".into(),
        notes: vec![],
        see_also: vec![],
        from_utc: at(-60),
        to_utc: at(360),
        trigger: "the light bar of car 7".into(),
        lit: vec![Lit { event_id: "L1".into(), on_utc: at(0), off_utc: Some(at(300)), second_reading: false }],
        grace_until_utc: Some(at(30)),
        search_until_utc: Some(at(300)),
        tour: Some(Stretch { from_utc: at(-3_600), to_utc: at(120) }),
        device_log: vec![],
        recordings: vec![],
        justification: None,
        justification_due_utc: None,
        approval_due_utc: None,
        upload_due_utc: None,
        as_of_utc: at(90_000),
    }
}

fn recording(start: i64, end: i64, offset: i64) -> RecordingBar {
    RecordingBar {
        recording_id: Some(format!("R{start}")),
        camera_id: Some("B1".into()),
        officer_id: None,
        sequence: None,
        footage: FootageState::Here,
        decided: true,
        automatic: false,
        start_utc: at(start),
        end_utc: at(end),
        holes: Vec::new(),
        activated_utc: None,
        clock_offset_s: Span::from_secs(offset),
        clock_uncertainty_s: Span::from_secs(2),
    }
}

fn bars(timeline: &Timeline, kind: BarKind) -> Vec<(Moment, Moment)> {
    let picture = picture(timeline, Some("B1"));
    let all = picture.lanes.into_iter().flat_map(|lane| lane.bars);
    all.filter(|bar| bar.kind == kind).map(|bar| (bar.from, bar.to)).collect()
}

#[rstest]
#[case::inside(10, 200, 0, Some((10, 200)))]
#[case::cut_at_both_edges(-1_000, 1_000, 0, Some((-60, 360)))]
#[case::a_fast_clock_is_put_back(50, 240, 40, Some((10, 200)))]
#[case::outside(1_000, 2_000, 0, None)]
fn footage_lies_where_the_corrected_clock_puts_it(
    #[case] start: i64,
    #[case] end: i64,
    #[case] offset: i64,
    #[case] drawn: Option<(i64, i64)>,
) {
    let timeline = Timeline { recordings: vec![recording(start, end, offset)], ..timeline() };
    let expected: Vec<_> = drawn.map(|(from, to)| (at(from), at(to))).into_iter().collect();
    assert_eq!(bars(&timeline, BarKind::Footage), expected);
    let raw = if offset == 0 { vec![] } else { vec![(at(start), at(end))] };
    assert_eq!(bars(&timeline, BarKind::Uncorrected), raw);
}

#[test]
fn the_camera_of_the_tour_has_a_lane_even_where_it_has_no_recording() {
    let lanes = picture(&timeline(), Some("B1")).lanes;
    let lane = lanes.iter().find(|lane| lane.name == "camera B1").unwrap();
    assert_eq!((lane.note.as_str(), lane.bars.len()), ("no recording near the trigger", 0));
}

#[test]
fn the_activation_is_drawn_as_unsure_as_its_clock() {
    let recording = RecordingBar { activated_utc: Some(at(45)), ..recording(20, 200, 5) };
    let timeline = Timeline { recordings: vec![recording], ..timeline() };
    assert_eq!(bars(&timeline, BarKind::Uncertainty), [(at(38), at(42))]);
}

#[test]
fn a_hole_is_no_footage() {
    let hole = Stretch { from_utc: at(65), to_utc: at(95) };
    let recording = RecordingBar { holes: vec![hole], ..recording(20, 200, 5) };
    let timeline = Timeline { recordings: vec![recording], ..timeline() };
    assert_eq!(bars(&timeline, BarKind::Footage), [(at(15), at(60)), (at(90), at(195))]);
    let note = &picture(&timeline, Some("B1")).lanes[1].note;
    assert!(note.ends_with(", no pictures for a part of it"), "{note}");
}

#[rstest]
#[case::missing(FootageState::Lost, BarKind::Gone)]
#[case::empty(FootageState::Empty, BarKind::Gone)]
#[case::purged(FootageState::Purged, BarKind::Footage)]
fn what_became_of_footage_is_seen(#[case] footage: FootageState, #[case] kind: BarKind) {
    let timeline = Timeline { recordings: vec![RecordingBar { footage, ..recording(0, 100, 0) }], ..timeline() };
    assert_eq!(bars(&timeline, kind).len(), 1);
}

#[test]
fn an_unknown_end_reaches_the_edge_and_says_so() {
    let mut timeline = timeline();
    timeline.lit[0].off_utc = None;
    assert_eq!(bars(&timeline, BarKind::LitUnknownEnd), [(at(0), at(360))]);
    assert_eq!(picture(&timeline, None).lanes[0].note, "its end is not known");
}

#[test]
fn papers_are_drawn_where_there_are_any() {
    assert_eq!(picture(&timeline(), None).papers, None);
    let timeline = Timeline { justification_due_utc: Some(at(86_400)), ..timeline() };
    let papers = picture(&timeline, None).papers.unwrap();
    let names: Vec<_> = papers.marks.iter().map(|mark| (mark.name.as_str(), mark.kind)).collect();
    let expected = [("trigger", MarkKind::Event), ("justification due", MarkKind::Due), ("judged", MarkKind::Event)];
    assert_eq!(names, expected);
}

proptest! {
    #[test]
    fn what_is_kept_is_read_back(
        text in any::<String>(), offset in -10_000_000_i64..10_000_000, start in -100_000_i64..100_000,
    ) {
        let mut kept = Timeline { why: text.clone(), notes: vec![text.clone()], see_also: vec![text.clone()], ..timeline() };
        kept.recordings = vec![RecordingBar {
            recording_id: Some(text),
            clock_offset_s: Span::from_millis(offset),
            ..recording(start, start + 10, 0)
        }];
        let mut bytes = Vec::new();
        store::write(&[kept.clone(), kept.clone()], &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        prop_assert_eq!(text.lines().count(), 2);
        prop_assert!(!text.contains(|c| c != '\n' && crate::base::escape::is_unseen(c)));
        let read = store::read(text.as_bytes(), |_| true).unwrap();
        prop_assert_eq!(read, vec![kept.clone(), kept]);
    }
}

#[test]
fn a_line_that_is_no_timeline_is_an_error() {
    assert!(store::read("{}\n".as_bytes(), |_| true).is_err());
}
