//! From when to when a clock was wrong, so that a `[[clock]]` leaves alone what was right.

use std::collections::BTreeSet;

use super::board::{Board, Call, MEETS};
use crate::base::ids::{CameraId, VehicleId};
use crate::base::index::Ix;
use crate::base::time::{Moment, Span};
use crate::facts::Assignment;
use crate::judgement::cause::{ClockFound, FoundOf};
use crate::judgement::obligation::Obligation;

/// Times that fit as they stand by chance, beside those that a shift explains: at most so many of a hundred.
const BY_CHANCE: usize = 10;
/// Fewer in a row, of either kind, are chance.
const IN_A_ROW: usize = 3;
/// Of a clock that went right and wrong more often than this nobody writes down every change.
const MOST_CHANGES: usize = 6;

/// A stretch of true time; open where the clock was wrong from the beginning, or to the end.
type Stretch = (Option<Moment>, Option<Moment>);

/// The corrections of a camera's clock that was off by so much; none where its clock changed too often to say when.
pub(super) fn of_camera(board: &Board<'_>, camera: &CameraId, by: Span) -> Vec<ClockFound> {
    let obligations = board.places_of_camera(camera, |_| true);
    let obligations: Vec<&Obligation> = obligations.iter().filter_map(|place| board.obligations.get(*place)).collect();
    let mut ons: Vec<Moment> = obligations.iter().map(|obligation| obligation.on).collect();
    ons.sort_unstable();
    let (right, others): (Vec<Moment>, Vec<Moment>) =
        starts(board, camera).into_iter().partition(|at| lies_close(&ons, *at));
    let seen = Seen {
        right,
        wrong: others.into_iter().map(|at| at - by).filter(|at| lies_close(&ons, *at)).collect(),
        tours: tours(board, obligations.iter().filter_map(|obligation| obligation.tour)),
    };
    seen.clocks(board, &FoundOf::Camera(camera.clone()), by)
}

/// The same of a car's clock.
pub(super) fn of_car(board: &Board<'_>, vehicle: &VehicleId, by: Span) -> Vec<ClockFound> {
    let mut seen = Seen { wrong: Vec::new(), right: Vec::new(), tours: Vec::new() };
    for (camera, heard) in &board.cameras {
        let calls: Vec<&Call> = heard.calls.iter().filter(|call| board.car_of(call) == Some(vehicle)).collect();
        if calls.is_empty() {
            continue;
        }
        let starts = starts(board, camera);
        let (right, others): (Vec<&Call>, Vec<&Call>) =
            calls.iter().copied().partition(|call| lies_close(&starts, call.on));
        seen.right.extend(right.iter().map(|call| call.on));
        seen.wrong.extend(others.iter().map(|call| call.on - by).filter(|at| lies_close(&starts, *at)));
        seen.tours.extend(tours(board, calls.iter().filter_map(|call| call.tour)));
    }
    seen.clocks(board, &FoundOf::Vehicle(vehicle.clone()), by)
}

/// When a camera was started, by a signal or by hand, its small offset taken off; in order of time.
fn starts(board: &Board<'_>, camera: &CameraId) -> Vec<Moment> {
    let later = board.cameras.get(camera).into_iter().flat_map(|heard| &heard.starts);
    let mut starts: Vec<Moment> = later.filter(|start| start.recording.is_none()).map(|start| start.at).collect();
    if let Some(own) = board.book.cameras.get(camera) {
        starts.extend(own.recordings.values().map(|recording| {
            let recording = &board.book.stitched[recording];
            let at = recording.latest(board.evidence.policies.values_at(recording.start).pre_event_buffer);
            at - own.votes.offset_at(at)
        }));
    }
    starts.sort_unstable();
    starts
}

/// The correction of a camera's clock during one tour.
pub(super) fn of_tour(board: &Board<'_>, camera: &CameraId, tour: Ix<Assignment>, by: Span) -> Vec<ClockFound> {
    let Assignment { from, to, .. } = board.evidence.assignments[tour];
    let met = board.cameras.get(camera).into_iter().flat_map(|heard| &heard.starts).filter(|start| start.met);
    if met.map(|start| start.at - by).any(|at| from <= at && at < to) {
        return Vec::new();
    }
    let of = FoundOf::Camera(camera.clone());
    vec![ClockFound { of, offset: whole_seconds(by), from: Some(from), to: Some(to) }]
}

/// When these tours were, each once.
fn tours(board: &Board<'_>, tours: impl Iterator<Item = Ix<Assignment>>) -> Vec<(Moment, Moment)> {
    let tours: BTreeSet<Ix<Assignment>> = tours.collect();
    tours.into_iter().map(|tour| &board.evidence.assignments[tour]).map(|tour| (tour.from, tour.to)).collect()
}

/// A person writes whole seconds, and the votes of the camera find the rest.
pub(super) fn whole_seconds(by: Span) -> Span {
    const SECOND: i64 = 1_000_000;
    let half = if by < Span::ZERO { -SECOND / 2 } else { SECOND / 2 };
    Span::from_micros(by.as_micros().saturating_add(half) / SECOND * SECOND)
}

fn lies_close(sorted: &[Moment], at: Moment) -> bool {
    let begin = sorted.partition_point(|other| *other < at - MEETS);
    sorted.get(begin).is_some_and(|other| *other <= at + MEETS)
}

/// What was seen of one clock.
struct Seen {
    /// The true times of what a shift explains.
    wrong: Vec<Moment>,
    /// The times that fit as they stand.
    right: Vec<Moment>,
    /// The tours of the device. A clock is set between tours.
    tours: Vec<(Moment, Moment)>,
}

impl Seen {
    /// The corrections; none where what was right would be taken for what was wrong, because a clock that is set back
    /// shows the same time twice.
    fn clocks(self, board: &Board<'_>, of: &FoundOf, by: Span) -> Vec<ClockFound> {
        let first = board.evidence.assignments.iter().map(|tour| tour.from).min();
        let Some(stretches) = first.and_then(|first| self.stretches(by, first, board.evidence.as_of)) else {
            return Vec::new();
        };
        let clock = |(from, to)| ClockFound { of: of.clone(), offset: whole_seconds(by), from, to };
        stretches.into_iter().map(clock).collect()
    }

    /// The stretches in which the clock was wrong, `by` being that clock minus true time, and all data lying between
    /// `first` and `last`.
    fn stretches(mut self, by: Span, first: Moment, last: Moment) -> Option<Vec<Stretch>> {
        if self.right.len() * 100 <= self.wrong.len() * BY_CHANCE {
            return Some(vec![(None, None)]);
        }
        self.tours.sort_unstable();
        let mut all: Vec<(Moment, bool)> = self.wrong.iter().map(|at| (*at, true)).collect();
        all.extend(self.right.iter().map(|at| (*at, false)));
        all.sort_unstable();
        for by_chance in 1..IN_A_ROW {
            let runs = all.chunk_by(|(_, a), (_, b)| a == b);
            all = runs.filter(|run| run.len() > by_chance).flatten().copied().collect();
        }
        let mut found: Vec<(Moment, Moment)> = Vec::new();
        let mut right: Vec<Moment> = Vec::new();
        // the first and the last of a run of wrong times
        let mut open: Option<(Moment, Moment)> = None;
        for run in all.chunk_by(|(_, a), (_, b)| a == b) {
            let (Some((begin, wrong)), Some((end, _))) = (run.first(), run.last()) else { continue };
            if *wrong {
                open = Some((*begin, *end));
                continue;
            }
            if let Some((from, to)) = open.take() {
                found.push((self.begin(from, right.last().copied(), first), self.end(to, Some(*begin), last)));
            }
            right.extend(run.iter().map(|(at, _)| *at));
        }
        if let Some((from, to)) = open {
            found.push((self.begin(from, right.last().copied(), first), self.end(to, None, last)));
        }
        let taken_for_wrong = |at: &Moment| found.iter().any(|(from, to)| (*from..*to).contains(&(*at - by)));
        (found.len() <= MOST_CHANGES && !right.iter().any(taken_for_wrong))
            .then(|| found.into_iter().map(|(from, to)| (Some(from), Some(to))).collect())
    }

    /// Where a stretch begins: with its first tour, after what was right before it.
    fn begin(&self, begin: Moment, before: Option<Moment>, first: Moment) -> Moment {
        let tour = self.tour_at(begin).map_or(begin, |(from, _)| from);
        before.map_or(first.min(tour), |before| tour.max(before + Span::from_secs(1)))
    }

    /// Where it ends: with its last tour, before what was right after it.
    fn end(&self, end: Moment, after: Option<Moment>, last: Moment) -> Moment {
        let second = Span::from_secs(1);
        let tour = self.tour_at(end).map_or(end + second, |(_, to)| to);
        after.map_or(last.max(tour) + second, |after| tour.min(after))
    }

    fn tour_at(&self, at: Moment) -> Option<(Moment, Moment)> {
        let begun = self.tours.partition_point(|(from, _)| *from <= at);
        let near = self.tours.iter().take(begun).rev().take(4);
        near.copied().find(|(_, to)| at < *to)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn at(minutes: &[i64]) -> Vec<Moment> {
        minutes.iter().map(|minutes| minute(*minutes)).collect()
    }

    fn minute(minutes: i64) -> Moment {
        Moment::from_micros(minutes * 60_000_000)
    }

    const WRONG: [i64; 6] = [610, 700, 800, 1_000, 1_050, 1_100];

    /// Tours of ten hours, one after the other, of three days.
    fn stretches(right: &[i64], by: i64) -> Option<Vec<(Option<i64>, Option<i64>)>> {
        let tours = (0..7).map(|tour| (minute(tour * 600), minute(tour * 600 + 600))).collect();
        let seen = Seen { wrong: at(&WRONG), right: at(right), tours };
        let found = seen.stretches(Span::from_mins(by), minute(0), minute(4_200))?;
        // the second after a right time is as good as its minute
        let minutes = |at: Option<Moment>| at.map(|at| at.as_micros() / 60_000_000);
        Some(found.into_iter().map(|(from, to)| (minutes(from), minutes(to))).collect())
    }

    #[rstest]
    #[case::nothing_else_is_known(&[], &[(None, None)])]
    #[case::from_a_tour_on(&[100, 300, 500], &[(Some(600), Some(4_200))])]
    #[case::until_the_end_of_a_tour(&[1_250, 1_300, 1_400], &[(Some(0), Some(1_200))])]
    #[case::in_the_middle_of_a_tour(&[100, 300, 605, 1_150, 1_300, 1_400], &[(Some(605), Some(1_150))])]
    #[case::a_few_that_met_by_chance(&[100, 300, 500, 750, 760], &[(Some(600), Some(4_200))])]
    #[case::right_in_between(&[850, 860, 870], &[(Some(0), Some(850)), (Some(870), Some(4_200))])]
    fn a_clock_was_wrong(#[case] right: &[i64], #[case] expected: &[(Option<i64>, Option<i64>)]) {
        assert_eq!(stretches(right, 6_000).unwrap(), expected);
    }

    /// What was written rightly at 1250 would be taken for 1150, and corrected.
    #[rstest]
    #[case::set_back(&[1_250, 1_300, 1_400], 100, false)]
    #[case::set_back_while_nothing_was_recorded(&[1_310, 1_320, 1_400], 100, true)]
    #[case::set_on(&[400, 450, 580], -100, false)]
    #[case::set_on_while_nothing_was_recorded(&[400, 450, 490], -100, true)]
    fn what_was_right_is_left_alone(#[case] right: &[i64], #[case] by: i64, #[case] told: bool) {
        assert_eq!(stretches(right, by).is_some(), told);
    }

    #[rstest]
    #[case(1_200_400, 1_200)]
    #[case(-1_200_600, -1_201)]
    #[case(-400, 0)]
    fn seconds_are_whole(#[case] millis: i64, #[case] secs: i64) {
        assert_eq!(whole_seconds(Span::from_millis(millis)), Span::from_secs(secs));
    }
}
