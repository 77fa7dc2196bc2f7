//! Clocks: how far a camera's clock is from a car's, and how sure that is (contract, "Clocks").
//!
//! Only automatic starts vote: lateness must not look like a slow clock.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::stitch::Stitched;
use super::triggers::Trigger;
use crate::base::ids::{CameraId, VehicleId};
use crate::base::index::{Ix, Table};
use crate::base::time::{Moment, Span};
use crate::evidence::Evidence;
use crate::facts::CameraFact;

/// A vote pairs activations no further apart than this.
const VOTE_REACH: Span = Span::from_mins(10);
/// A fit looks no further than this.
const FIT_REACH: Span = Span::from_days(14);
/// A fit takes at most this many votes.
const FIT_MOST: usize = 11;
/// A fit needs at least this many votes.
const FIT_LEAST: usize = 5;
/// Votes this close to θ agree with it.
const AGREEMENT: Span = Span::from_secs(5);
/// A fitted clock is never surer than this.
const FITTED_LEAST: Span = Span::from_secs(2);
/// A clock further off than this is suspect.
const SUSPECT: Span = Span::from_secs(60);

/// The most that offset and uncertainty of a fitted clock can come to together. A vote differs from its activation by
/// at most [`VOTE_REACH`]. So θ is at most that, and u at most twice that.
pub(super) const FITTED_MOST: Span = Span::from_mins(30);

/// The camera's clock minus the vehicle's, and its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    /// θ: the camera's clock minus the vehicle's.
    pub offset: Span,
    /// u: how far θ may be off.
    pub uncertainty: Span,
    /// There were votes enough to fit it.
    pub fitted: bool,
    /// Its votes disagree.
    pub erratic: bool,
    /// Erratic, or more than 60 s off.
    pub suspect: bool,
}

impl Clock {
    /// A clock of which nothing is known.
    pub(super) const fn unknown(uncertainty: Span) -> Self {
        Self { offset: Span::ZERO, uncertainty, fitted: false, erratic: false, suspect: false }
    }

    /// The same uncertainty without the offset.
    pub(super) const fn uncorrected(self) -> Self {
        Self { offset: Span::ZERO, ..self }
    }
}

/// One activation that a camera and a car both saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Vote {
    on: Moment,
    trigger: Ix<Trigger>,
    difference: Span,
}

/// The votes of one camera in order of time.
#[derive(Debug, Default)]
pub(super) struct CameraVotes {
    any: Vec<Vote>,
    by_vehicle: FxHashMap<VehicleId, Vec<Vote>>,
}

/// A trigger that may have begun so much earlier still tells what time it was.
const EXACT_ENOUGH: Span = Span::from_secs(2);

/// Collects the votes of every camera.
pub(super) fn votes<'e>(
    evidence: &'e Evidence,
    triggers: &Table<Trigger>,
    stitched: &Table<Stitched>,
) -> Vec<(&'e CameraId, CameraVotes)> {
    let mut activations: FxHashMap<&VehicleId, Vec<Ix<Trigger>>> = FxHashMap::default();
    for (at, trigger) in triggers.entries() {
        if let Some(vehicle) = trigger.vehicle()
            && !trigger.ambiguous
            && trigger.slack() <= EXACT_ENOUGH
        {
            activations.entry(vehicle).or_default().push(at);
        }
    }
    let mut automatic: FxHashMap<&CameraId, Vec<Ix<Stitched>>> = FxHashMap::default();
    for (at, recording) in stitched.entries() {
        if let Some(camera) = &evidence.recordings[recording.first].camera
            && recording.automatic
            && recording.is_here()
            && evidence.recordings[recording.first].later.is_none()
        {
            automatic.entry(camera).or_default().push(at);
        }
    }
    // Per camera: the activations during tours with it, each once, in order of time.
    let mut seen: FxHashMap<&CameraId, BTreeSet<Ix<Trigger>>> = FxHashMap::default();
    for tour in &evidence.assignments {
        let (CameraFact::Issued(camera), Some(vehicle)) = (&tour.camera, &tour.vehicle) else { continue };
        let Some(activations) = activations.get(vehicle).filter(|_| automatic.contains_key(camera)) else { continue };
        let on_of = |at: &Ix<Trigger>| triggers[*at].window.on;
        let begin = activations.partition_point(|at| on_of(at) < tour.from);
        let end = activations.partition_point(|at| on_of(at) < tour.to);
        seen.entry(camera).or_default().extend(activations.get(begin..end).unwrap_or_default());
    }
    let mut seen: Vec<_> = seen.into_iter().collect();
    seen.sort_unstable_by_key(|(camera, _)| *camera);
    seen.into_par_iter()
        .map(|(camera, activations)| {
            let recordings = automatic.get(camera).map_or(&[][..], Vec::as_slice);
            (camera, camera_votes(evidence, triggers, stitched, activations, recordings))
        })
        .collect()
}

fn camera_votes(
    evidence: &Evidence,
    triggers: &Table<Trigger>,
    stitched: &Table<Stitched>,
    activations: BTreeSet<Ix<Trigger>>,
    recordings: &[Ix<Stitched>],
) -> CameraVotes {
    let mut unused = Unused::new(stitched, recordings);
    let mut votes = CameraVotes::default();
    // Triggers are in order of time, so their indices are too.
    for at in activations {
        let trigger = &triggers[at];
        let on = trigger.window.on;
        let buffer = evidence.policies.values_at(on).pre_event_buffer;
        let Some(activation) = unused.take_nearest(on, buffer) else { continue };
        let vote = Vote { on, trigger: at, difference: activation - on };
        votes.any.push(vote);
        if let Some(vehicle) = trigger.vehicle() {
            votes.by_vehicle.entry(vehicle.clone()).or_default().push(vote);
        }
    }
    votes
}

/// The recordings of one camera that no activation has used yet.
struct Unused {
    /// Those whose activation is known.
    activated: BTreeSet<(Moment, Ix<Stitched>)>,
    /// Those of which only the start is known.
    started: BTreeSet<(Moment, Ix<Stitched>)>,
}

impl Unused {
    fn new(stitched: &Table<Stitched>, recordings: &[Ix<Stitched>]) -> Self {
        let mut unused = Self { activated: BTreeSet::new(), started: BTreeSet::new() };
        for &place in recordings {
            let recording = &stitched[place];
            match recording.activated_at {
                Some(at) => unused.activated.insert((at, place)),
                None => unused.started.insert((recording.start, place)),
            };
        }
        unused
    }

    /// Takes the recording whose activation (latest possible) is nearest to `on`; of two equally near ones the
    /// earlier. Takes none if none is within reach.
    fn take_nearest(&mut self, on: Moment, buffer: Span) -> Option<Moment> {
        let known = nearest(&self.activated, on).map(|entry| (entry, Span::ZERO));
        let guessed = nearest(&self.started, on - buffer).map(|entry| (entry, buffer));
        let (entry, delay) = [known, guessed]
            .into_iter()
            .flatten()
            .min_by_key(|((at, index), delay)| (distance(*at + *delay, on), *at + *delay, *index))?;
        let activation = entry.0 + delay;
        if distance(activation, on) > VOTE_REACH {
            return None;
        }
        if !self.activated.remove(&entry) {
            self.started.remove(&entry);
        }
        Some(activation)
    }
}

fn nearest(entries: &BTreeSet<(Moment, Ix<Stitched>)>, target: Moment) -> Option<(Moment, Ix<Stitched>)> {
    let lowest = Ix::first();
    let before = entries.range(..(target, lowest)).next_back().copied();
    // Of several at one moment the lowest index, as in the list of recordings.
    let before = before.and_then(|(at, _)| entries.range((at, lowest)..).next().copied());
    let after = entries.range((target, lowest)..).next().copied();
    [before, after].into_iter().flatten().min_by_key(|(at, place)| (distance(*at, target), *at, *place))
}

fn distance(a: Moment, b: Moment) -> Span {
    (a - b).abs()
}

impl CameraVotes {
    /// The clock for a light-bar obligation: from the votes with that vehicle, or where they are fewer than
    /// five with any; never from the judged activation's own.
    pub(super) fn for_lightbar(
        &self,
        vehicle: &VehicleId,
        on: Moment,
        judged: Ix<Trigger>,
        clock_uncertainty: Span,
    ) -> Clock {
        let own = self.by_vehicle.get(vehicle).map_or(&[][..], Vec::as_slice);
        fit(&nearest_votes(own, on, Some(judged)))
            .or_else(|| fit(&nearest_votes(&self.any, on, Some(judged))))
            .unwrap_or(Clock::unknown(clock_uncertainty))
    }

    /// How far the clock is off at a moment, with any vehicle; zero where too few votes say so or they disagree.
    pub(super) fn offset_at(&self, on: Moment) -> Span {
        let agreed = fit(&nearest_votes(&self.any, on, None)).filter(|clock| !clock.erratic);
        agreed.map_or(Span::ZERO, |clock| clock.offset)
    }

    /// The clock for a contact: no offset, and an uncertainty of |θ| with any vehicle.
    pub(super) fn for_contact(&self, on: Moment, judged: Ix<Trigger>, clock_uncertainty: Span) -> Clock {
        fit(&nearest_votes(&self.any, on, Some(judged))).map_or(Clock::unknown(clock_uncertainty), |clock| Clock {
            offset: Span::ZERO,
            uncertainty: clock_uncertainty.max(clock.offset.abs()),
            ..clock
        })
    }
}

/// The differences of the votes nearest in time to `on`, of two equally near the earlier first.
fn nearest_votes(votes: &[Vote], on: Moment, judged: Option<Ix<Trigger>>) -> Vec<Span> {
    let (before, after) = votes.split_at_checked(votes.partition_point(|vote| vote.on < on)).unwrap_or_default();
    let in_reach = |vote: &&Vote| distance(vote.on, on) <= FIT_REACH;
    let of_another = |vote: &&Vote| Some(vote.trigger) != judged;
    let mut before = before.iter().rev().take_while(in_reach).filter(of_another).peekable();
    let mut after = after.iter().take_while(in_reach).filter(of_another).peekable();
    let mut nearest = Vec::with_capacity(FIT_MOST);
    while nearest.len() < FIT_MOST {
        let vote = match (before.peek(), after.peek()) {
            (Some(earlier), Some(later)) if distance(earlier.on, on) <= distance(later.on, on) => before.next(),
            (Some(_), None) => before.next(),
            _ => after.next(),
        };
        let Some(vote) = vote else { break };
        nearest.push(vote.difference);
    }
    nearest
}

/// θ and u from the differences d; `None` where there are fewer than five.
fn fit(differences: &[Span]) -> Option<Clock> {
    let count = differences.len();
    if count < FIT_LEAST {
        return None;
    }
    let mut sorted = differences.to_vec();
    sorted.sort_unstable();
    let mode = half_sample_mode(&sorted)?;
    let from_mode = |difference: &Span| (*difference - mode).abs();
    let agreeing = sorted.iter().filter(|difference| from_mode(difference) <= AGREEMENT).count();
    let (offset, uncertainty, erratic) = if agreeing >= (count * 3).div_ceil(4) {
        let mut deviations: Vec<Span> = sorted.iter().map(from_mode).collect();
        deviations.sort_unstable();
        (mode, FITTED_LEAST.max(scaled_deviation(median(&deviations)?, count)), false)
    } else {
        let middle = median(&sorted)?;
        let most = sorted.iter().map(|difference| (*difference - middle).abs()).max()?;
        (middle, most, true)
    };
    Some(Clock { offset, uncertainty, fitted: true, erratic, suspect: erratic || offset.abs() > SUSPECT })
}

/// Halves to the narrowest half of ⌈n/2⌉ values, of equally narrow the lowest, until two are left; their
/// mean. `sorted` has at least two values.
fn half_sample_mode(mut sorted: &[Span]) -> Option<Span> {
    while sorted.len() > 2 {
        let half = sorted.len().div_ceil(2);
        sorted = sorted.windows(half).min_by_key(|half| match half {
            [first, .., last] => *last - *first,
            _ => Span::ZERO,
        })?;
    }
    median(sorted)
}

/// The middle of sorted values; of an even number, the mean of the two in the middle.
fn median(sorted: &[Span]) -> Option<Span> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(middle.checked_sub(1)?)?;
    Some((lower + upper).halved())
}

/// 2 · 1.4826 · MAD / √n, rounded to the microsecond: the square root is taken of whole numbers, so that it
/// is the same on every machine.
fn scaled_deviation(deviation: Span, count: usize) -> Span {
    let scaled = u128::from(deviation.abs().as_micros().unsigned_abs()).saturating_mul(29_652);
    let squared = scaled.saturating_mul(scaled) / u128::try_from(count.max(1)).unwrap_or(1);
    // `scaled` counts ten-thousandths of a microsecond.
    let micros = squared.isqrt().saturating_add(5_000) / 10_000;
    Span::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn millis(values: &[i64]) -> Vec<Span> {
        values.iter().map(|&value| Span::from_millis(value)).collect()
    }

    #[rstest]
    #[case::of_two_their_mean(&[1_000, 3_000], 2_000)]
    #[case::of_three_the_closer_two(&[0, 5_000, 7_000], 6_000)]
    #[case::of_equally_narrow_the_lowest(&[0, 1_000, 2_000], 500)]
    #[case::an_outlier_does_not_pull(&[0, 100, 200, 300, 600_000], 50)]
    fn the_mode_of_halves(#[case] values: &[i64], #[case] mode: i64) {
        assert_eq!(half_sample_mode(&millis(values)), Some(Span::from_millis(mode)));
    }

    #[test]
    fn fewer_than_five_votes_fit_nothing() {
        assert_eq!(fit(&millis(&[1, 2, 3, 4])), None);
        assert!(fit(&millis(&[1, 2, 3, 4, 5])).is_some());
    }

    #[test]
    fn a_steady_clock_is_sure_to_two_seconds() {
        let clock = fit(&millis(&[40_000, 40_100, 39_900, 40_000, 40_050])).unwrap();
        assert_eq!((clock.offset, clock.uncertainty, clock.suspect), (Span::from_secs(40), FITTED_LEAST, false));
    }

    #[test]
    fn a_spread_makes_it_less_sure() {
        // MAD around θ = 0.25 s is 2.25 s; 2 · 1.4826 · 2.25 / √6 = 2.7237 s.
        let clock = fit(&millis(&[0, 500, 2_500, -2_000, 4_000, -3_500])).unwrap();
        assert_eq!(clock.offset, Span::from_millis(250));
        assert_eq!(clock.uncertainty, scaled_deviation(Span::from_millis(2_250), 6));
        assert_eq!(clock.uncertainty.as_millis(), 2_723);
    }

    #[rstest]
    #[case::four_of_five_agree(&[0, 0, 0, 5_000, 60_000], false)]
    #[case::one_of_them_not_quite(&[0, 0, 0, 5_001, 60_000], true)]
    #[case::five_of_six_agree(&[0, 0, 0, 0, -5_000, 60_000], false)]
    #[case::four_of_six_agree(&[0, 0, 0, 0, -60_000, 60_000], true)]
    fn three_quarters_rounded_up_agree_to_five_seconds(#[case] values: &[i64], #[case] erratic: bool) {
        assert_eq!(fit(&millis(values)).unwrap().suspect, erratic);
    }

    #[test]
    fn without_three_quarters_in_agreement_it_is_erratic() {
        let clock = fit(&millis(&[0, 100, 200, 60_000, -90_000])).unwrap();
        assert_eq!((clock.offset, clock.uncertainty), (Span::from_millis(100), Span::from_millis(90_100)));
        assert!(clock.suspect);
    }

    #[test]
    fn a_minute_off_is_suspect() {
        assert!(!fit(&millis(&[60_000; 5])).unwrap().suspect);
        assert!(fit(&millis(&[-60_001; 5])).unwrap().suspect);
    }

    #[test]
    fn the_nearest_eleven_without_its_own() {
        let votes: Vec<Vote> = (0..20)
            .map(|i| Vote {
                on: Moment::from_micros(i * 1_000_000),
                trigger: Ix::made_up(u32::try_from(i).unwrap()),
                difference: Span::from_millis(i),
            })
            .collect();
        let nearest = nearest_votes(&votes, Moment::from_micros(10_000_000), Some(Ix::made_up(10)));
        assert_eq!(nearest, millis(&[9, 11, 8, 12, 7, 13, 6, 14, 5, 15, 4]));
    }
}
