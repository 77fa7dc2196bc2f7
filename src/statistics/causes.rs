//! Who or what is it: causes of misses, found one at a time.
//!
//! Everybody with [`LEAST_OBLIGATIONS`] or more is tested against their peers (all of the same kind) with the
//! test of [`super::exact`], adjusted by Holm over all cameras, vehicles and officers together. The one with
//! the strongest evidence is flagged, its obligations are left out, and the rest is tested again, until
//! nothing stands out. So a pool camera does not blame the cars that it rode in, and an officer whose misses go
//! away with a flagged car or camera is explained by it.
//!
//! An officer and a camera that share their misses are told apart by what each does without the other
//! ([`apart`]). Where nothing tells them apart, both are named, and neither alone. And an officer is flagged in the
//! end only if that holds without all equipment that was flagged.

mod apart;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::exact::{Draws, Shape, Urn, chance_of_at_least, holm};
use super::observations::{Cause, Observation, ObservationKey, Observations};
use crate::base::index::{Ix, Table};
use crate::base::share::Chance;
use crate::facts::Assignment;
use crate::judgement::{Obligation, Trigger};
use crate::words::{SubjectKind, TriggerKind};

/// Nobody with fewer decided obligations is tested, and no officer with fewer has a rate.
pub(crate) const LEAST_OBLIGATIONS: u32 = 20;
/// Nobody with fewer misses is flagged.
pub(crate) const LEAST_DEVIATIONS: u32 = 3;
/// Nobody with misses on fewer tours is flagged.
pub(crate) const LEAST_TOURS: u32 = 2;
/// The share of departments without any cause in which somebody may be flagged.
pub(crate) const LEVEL: f64 = 0.01;
/// Smaller chances cannot be told from none.
const SMALLEST: f64 = 1e-300;

/// Somebody or something whose misses stand out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern<'a> {
    /// Whom it is about.
    pub cause: Cause<'a>,
    /// How many misses there are.
    pub deviations: u32,
    /// How many obligations are decided, without those of causes flagged before.
    pub obligations: u32,
    /// How many misses all others of that kind have.
    pub peer_deviations: u32,
    /// How many decided obligations all others of that kind have.
    pub peer_obligations: u32,
    /// The chance of as many misses or more were there nothing special about it.
    pub p_value: Chance,
    /// The same adjusted for all that were tested.
    pub p_adjusted: Chance,
    /// The flagged causes without which it does not stand out; empty: it is flagged itself.
    pub explained_by: Vec<Cause<'a>>,
    /// Those that may be behind the misses instead, and nothing tells them apart; empty: it is flagged alone.
    pub or_else: Vec<Cause<'a>>,
    /// The misses.
    pub misses: Vec<Ix<Obligation>>,
}

impl Pattern<'_> {
    /// Whether the misses point to it and to nothing else.
    pub(crate) fn is_flagged_alone(&self) -> bool {
        self.explained_by.is_empty() && self.or_else.is_empty()
    }
}

/// Finds causes one at a time: the flagged ones in the order they were found, then the explained ones.
pub(crate) fn patterns<'a>(observations: &Observations<'a>) -> Vec<Pattern<'a>> {
    let all = Observed::new(observations);
    // an officer may be flagged before the equipment that explains the misses: then the search begins again without
    // that officer
    let mut explained_away: BTreeSet<Cause<'a>> = BTreeSet::new();
    let (flagged, stood_out) = loop {
        let (flagged, stood_out) = find(&all, &explained_away);
        let alone = || flagged.iter().filter(|pattern| pattern.or_else.is_empty()).map(|pattern| pattern.cause);
        let without = alone()
            .filter(Cause::is_equipment)
            .fold(LeftOut::none(observations), |out, cause| all.without(&out, cause));
        let officers = alone().filter(|cause| !cause.is_equipment());
        let gone: Vec<Cause<'a>> = officers.filter(|officer| !all.stands_out(*officer, &without)).collect();
        if gone.is_empty() || !alone().any(|cause| cause.is_equipment()) {
            break (flagged, stood_out);
        }
        explained_away.extend(gone);
    };
    let causes: Vec<Cause<'a>> = flagged.iter().map(|pattern| pattern.cause).collect();
    let nothing = LeftOut::none(observations);
    let mut explained: Vec<Pattern<'a>> = stood_out
        .into_iter()
        .filter(|(cause, _)| !causes.contains(cause))
        .map(|(_, (pattern, last))| {
            let misses: BTreeSet<Ix<Obligation>> = pattern.misses.iter().copied().collect();
            let shares = |cause: &Cause<'a>| {
                let mut own = all.misses_of(*cause, &nothing).map(|at| observations[at].obligation);
                last.contains(cause) || own.any(|miss| misses.contains(&miss))
            };
            Pattern { explained_by: causes.iter().copied().filter(shares).collect(), ..pattern }
        })
        .collect();
    explained.sort_by(|a, b| (a.p_value, a.cause).cmp(&(b.p_value, b.cause)));
    flagged.into_iter().chain(explained).collect()
}

/// Those that are flagged, in the order they were found; and those that stood out, each with what was flagged then.
type Found<'a> = (Vec<Pattern<'a>>, BTreeMap<Cause<'a>, (Pattern<'a>, Vec<Cause<'a>>)>);

/// Flags the strongest, leaves it out, and begins again; nobody who is `explained_away` is flagged.
fn find<'a>(all: &Observed<'_, 'a>, explained_away: &BTreeSet<Cause<'a>>) -> Found<'a> {
    let mut left_out = LeftOut::none(all.observations);
    let mut flagged: Vec<Pattern<'a>> = Vec::new();
    let mut stood_out: BTreeMap<Cause<'a>, (Pattern<'a>, Vec<Cause<'a>>)> = BTreeMap::new();
    loop {
        let round = all.test(&left_out);
        let significant: Vec<&Tested<'a>> = round.tested.iter().filter(|tested| tested.is_significant()).collect();
        let asked: Vec<&Tested<'a>> =
            significant.iter().copied().filter(|tested| !explained_away.contains(&tested.cause)).collect();
        let causes = apart::next(all, &round, &left_out, &asked);
        if causes.is_empty() {
            return (flagged, stood_out);
        }
        for tested in round.tested.iter().filter(|tested| causes.contains(&tested.cause)) {
            let or_else = causes.iter().copied().filter(|cause| *cause != tested.cause).collect();
            flagged.push(Pattern { or_else, ..all.pattern(tested, &left_out) });
        }
        for tested in significant.into_iter().filter(|tested| !causes.contains(&tested.cause)) {
            stood_out.insert(tested.cause, (all.pattern(tested, &left_out), causes.clone()));
        }
        left_out = causes.iter().fold(left_out, |out, cause| all.without(&out, *cause));
    }
}

/// The observations that do not count any more.
#[derive(Clone)]
struct LeftOut(Table<bool, ObservationKey>);

impl LeftOut {
    fn none(observations: &Observations<'_>) -> Self {
        Self(observations.map(|_| false))
    }

    fn holds(&self, at: Ix<ObservationKey>) -> bool {
        self.0[at]
    }
}

/// The observations, and those of each cause.
struct Observed<'o, 'a> {
    observations: &'o Observations<'a>,
    of: BTreeMap<Cause<'a>, Vec<Ix<ObservationKey>>>,
}

/// One test of everybody: what it says of each, and the tours of all.
struct Round<'a> {
    tested: Vec<Tested<'a>>,
    urns: BTreeMap<(SubjectKind, Shape), Urn>,
}

/// The tours of one cause.
struct Tally<'a> {
    cause: Cause<'a>,
    /// Each with its misses.
    tours: Vec<(Shape, usize)>,
    obligations: u32,
    deviations: u32,
}

/// A cause and what the test says of it.
struct Tested<'a> {
    cause: Cause<'a>,
    obligations: u32,
    deviations: u32,
    tours_with_misses: u32,
    peer_obligations: u32,
    peer_deviations: u32,
    p_value: f64,
    p_adjusted: f64,
}

impl Tested<'_> {
    fn is_significant(&self) -> bool {
        self.p_adjusted <= LEVEL && self.deviations >= LEAST_DEVIATIONS && self.tours_with_misses >= LEAST_TOURS
    }

    /// The stronger evidence first: the smaller chance; of equal ones the more misses beyond what the peers'
    /// rate lets expect; then equipment, then the id.
    fn strength(&self, other: &Self) -> std::cmp::Ordering {
        let excess = |tested: &Self| {
            let rate = f64::from(tested.peer_deviations) / f64::from(tested.peer_obligations.max(1));
            f64::from(tested.deviations) - f64::from(tested.obligations) * rate
        };
        self.p_value
            .total_cmp(&other.p_value)
            .then_with(|| excess(other).total_cmp(&excess(self)))
            .then_with(|| self.cause.cmp(&other.cause))
    }
}

/// How many tours of one shape somebody has.
type Drawn = BTreeMap<Shape, usize>;

impl<'o, 'a> Observed<'o, 'a> {
    fn new(observations: &'o Observations<'a>) -> Self {
        let mut of: FxHashMap<Cause<'a>, Vec<Ix<ObservationKey>>> = FxHashMap::default();
        for (at, observation) in observations.entries() {
            for cause in observation.causes() {
                of.entry(cause).or_default().push(at);
            }
        }
        Self { observations, of: of.into_iter().collect() }
    }

    /// Whether a cause would be flagged by what still counts.
    fn stands_out(&self, cause: Cause<'a>, left_out: &LeftOut) -> bool {
        self.test(left_out).tested.iter().any(|tested| tested.cause == cause && tested.is_significant())
    }

    fn of_cause(&self, cause: Cause<'a>) -> impl Iterator<Item = Ix<ObservationKey>> {
        self.of.get(&cause).into_iter().flatten().copied()
    }

    fn without(&self, left_out: &LeftOut, cause: Cause<'a>) -> LeftOut {
        let mut left_out = left_out.clone();
        for at in self.of_cause(cause) {
            left_out.0[at] = true;
        }
        left_out
    }

    /// The misses of a cause among what counts.
    fn misses_of(&self, cause: Cause<'a>, left_out: &LeftOut) -> impl Iterator<Item = Ix<ObservationKey>> {
        let counts = move |at: &Ix<ObservationKey>| !left_out.holds(*at);
        self.of_cause(cause).filter(counts).filter(move |at| self.observations[*at].is_miss_of(&cause) == Some(true))
    }

    fn pattern(&self, tested: &Tested<'a>, left_out: &LeftOut) -> Pattern<'a> {
        Pattern {
            cause: tested.cause,
            deviations: tested.deviations,
            obligations: tested.obligations,
            peer_deviations: tested.peer_deviations,
            peer_obligations: tested.peer_obligations,
            p_value: Chance::new(tested.p_value),
            p_adjusted: Chance::new(tested.p_adjusted),
            explained_by: Vec::new(),
            or_else: Vec::new(),
            misses: self.misses_of(tested.cause, left_out).map(|at| self.observations[at].obligation).collect(),
        }
    }

    /// Whether a cause has enough obligations, those that are left out included.
    fn has_enough(&self, cause: &Cause<'a>) -> bool {
        let counted = self.of_cause(*cause).filter(|at| self.observations[*at].is_miss_of(cause).is_some());
        count(counted.take(LEAST_OBLIGATIONS as usize)) >= LEAST_OBLIGATIONS
    }

    /// Tests everybody who has enough obligations by what still counts of them.
    fn test(&self, left_out: &LeftOut) -> Round<'a> {
        let causes: Vec<(&Cause<'a>, &Vec<Ix<ObservationKey>>)> = self.of.iter().collect();
        let tallies: Vec<Tally<'a>> =
            causes.par_iter().map(|(cause, places)| self.tally(**cause, counting(places, left_out))).collect();
        let mut urns: BTreeMap<(SubjectKind, Shape), (Urn, usize)> = BTreeMap::new();
        let mut totals: BTreeMap<SubjectKind, (u32, u32)> = BTreeMap::new();
        let mut candidates: Vec<(&Tally<'a>, Drawn)> = Vec::new();
        for tally in &tallies {
            let total = totals.entry(tally.cause.kind()).or_default();
            *total = (total.0.saturating_add(tally.deviations), total.1.saturating_add(tally.obligations));
            let mut drawn = Drawn::new();
            for (shape, misses) in &tally.tours {
                urns.entry((tally.cause.kind(), *shape)).or_default().0.put(*misses);
                *drawn.entry(*shape).or_default() += 1;
            }
            if tally.obligations > 0 && self.has_enough(&tally.cause) {
                for (shape, tours) in &drawn {
                    let most = &mut urns.entry((tally.cause.kind(), *shape)).or_default().1;
                    *most = (*most).max(*tours);
                }
                candidates.push((tally, drawn));
            }
        }
        let urns: Vec<((SubjectKind, Shape), (Urn, usize))> = urns.into_iter().collect();
        let tours = urns.iter().map(|(key, (urn, _))| (*key, urn.clone())).collect();
        let draws: BTreeMap<(SubjectKind, Shape), Draws> = urns
            .par_iter()
            .map(|(key, (urn, most))| (*key, urn.draws(*most)))
            .collect::<Vec<_>>()
            .into_iter()
            .collect();
        let chances: Vec<f64> = candidates
            .par_iter()
            .map(|(tally, drawn)| {
                let kind = tally.cause.kind();
                let drawn = drawn.iter().filter_map(|(shape, tours)| Some((draws.get(&(kind, *shape))?, *tours)));
                let misses = tally.tours.iter().map(|(_, misses)| misses).sum();
                chance_of_at_least(misses, drawn).max(SMALLEST)
            })
            .collect();
        let adjusted = holm(&chances);
        let tested = candidates
            .into_iter()
            .zip(chances.into_iter().zip(adjusted))
            .map(|((tally, _), (p_value, p_adjusted))| {
                let (deviations, obligations) = totals.get(&tally.cause.kind()).copied().unwrap_or_default();
                Tested {
                    cause: tally.cause,
                    obligations: tally.obligations,
                    deviations: tally.deviations,
                    tours_with_misses: count(tally.tours.iter().filter(|(_, misses)| *misses > 0)),
                    peer_obligations: obligations.saturating_sub(tally.obligations),
                    peer_deviations: deviations.saturating_sub(tally.deviations),
                    p_value,
                    p_adjusted,
                }
            })
            .collect();
        Round { tested, urns: tours }
    }

    fn tally(&self, cause: Cause<'a>, places: impl Iterator<Item = Ix<ObservationKey>>) -> Tally<'a> {
        let counted: Vec<(&Observation<'a>, bool)> = places
            .map(|at| &self.observations[at])
            .filter_map(|observation| Some((observation, observation.is_miss_of(&cause)?)))
            .collect();
        let crews = crews(counted.iter().map(|(observation, _)| (observation.trigger, observation.tour)));
        let mut tours: BTreeMap<Ix<Assignment>, (Shape, usize)> = BTreeMap::new();
        let mut members: BTreeSet<(Ix<Assignment>, Ix<Assignment>)> = BTreeSet::new();
        for (observation, miss) in &counted {
            let crew = leader(&crews, observation.tour);
            let (shape, misses) = tours.entry(crew).or_default();
            match observation.kind {
                TriggerKind::Lightbar => shape.lightbar += 1,
                TriggerKind::Contact => shape.contacts += 1,
            }
            shape.tours += usize::from(members.insert((crew, observation.tour)));
            *misses += usize::from(*miss);
        }
        let deviations = count(counted.iter().filter(|(_, miss)| *miss));
        Tally { cause, tours: tours.into_values().collect(), obligations: count(counted.iter()), deviations }
    }
}

/// Those that are not left out.
fn counting(places: &[Ix<ObservationKey>], left_out: &LeftOut) -> impl Iterator<Item = Ix<ObservationKey>> {
    places.iter().copied().filter(|at| !left_out.holds(*at))
}

fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

/// The tours that ride together: for each one of them another, down to the one that stands for all.
type Crews = FxHashMap<Ix<Assignment>, Ix<Assignment>>;

fn crews(observed: impl Iterator<Item = (Ix<Trigger>, Ix<Assignment>)>) -> Crews {
    let mut crews = Crews::default();
    let mut first_with: FxHashMap<Ix<Trigger>, Ix<Assignment>> = FxHashMap::default();
    for (trigger, tour) in observed {
        let (one, other) = (leader(&crews, *first_with.entry(trigger).or_insert(tour)), leader(&crews, tour));
        if one != other {
            crews.insert(one.max(other), one.min(other));
        }
    }
    crews
}

fn leader(crews: &Crews, tour: Ix<Assignment>) -> Ix<Assignment> {
    let mut leader = tour;
    while let Some(next) = crews.get(&leader) {
        leader = *next;
    }
    leader
}

#[cfg(test)]
mod tests;
