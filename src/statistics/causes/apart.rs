//! Is it the officer or the equipment? Told by what each does without the other (contract, "Patterns").
//!
//! An officer's own camera misses whatever its officer misses, so that it stands out says nothing yet. Where the
//! officer's misses go on with other cameras, it is the officer; where the camera's go on with other officers, it is the
//! camera; where they stop, it is the other one. Where neither can be seen, or both stop, nobody can say: then both are
//! named together.
//!
//! Somebody of the two has been found to stand out already, at the level that holds for the whole department. So what is
//! asked here is one question about one pair, and is not adjusted again.

use std::collections::{BTreeMap, BTreeSet};

use statrs::distribution::{Binomial, DiscreteCDF as _};

use super::{Cause, LEAST_DEVIATIONS, LEAST_TOURS, LEVEL, LeftOut, Observed, Round, Tally, Tested, count};
use crate::base::index::Ix;
use crate::base::share::wilson;
use crate::statistics::exact::{Draws, Shape, Urn, chance_of_at_least};
use crate::statistics::observations::ObservationKey;

/// With a chance no larger than this of so few misses, an officer's stop without the equipment: to see that clears the
/// officer.
const OFFICER_STOPS: f64 = 0.05;
/// The same of equipment's without an officer: to see that leaves the officer alone with the misses, so it is asked as
/// strictly as everything that accuses.
const EQUIPMENT_STOPS: f64 = LEVEL;

/// What becomes of the misses of one without another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    /// They still stand out from those of the peers.
    GoesOn,
    /// They do not, and were the rest like what it is without, there would be more.
    Stops,
    /// There is too little to tell.
    Unknown,
}

/// What is behind an officer's misses instead, if anything is.
#[derive(Default)]
struct Rivals<'a> {
    /// Equipment that is shown to be it, the strongest evidence first.
    equipment: Vec<Cause<'a>>,
    /// Equipment that may as well be it.
    either: Vec<Cause<'a>>,
}

/// The causes to flag next, out of those that stand out: one, or several that nothing tells apart.
pub(super) fn next<'a>(
    all: &Observed<'_, 'a>,
    round: &Round<'a>,
    left_out: &LeftOut,
    significant: &[&Tested<'a>],
) -> Vec<Cause<'a>> {
    let Some(first) = significant.iter().min_by(|a, b| a.strength(b)) else { return Vec::new() };
    let pair = Pairs { all, round, left_out };
    let officer = if first.cause.is_equipment() {
        let mut officers: Vec<&&Tested<'a>> =
            significant.iter().filter(|tested| pair.is_officer_of_misses(tested.cause, first.cause)).collect();
        officers.sort_by(|a, b| a.strength(b));
        officers.first().map(|tested| tested.cause)
    } else {
        Some(first.cause)
    };
    let Some(officer) = officer else { return pair.equipment_alone(first.cause) };
    let rivals = pair.rivals(officer);
    if let Some(cause) = rivals.equipment.first() {
        vec![*cause]
    } else if !rivals.either.is_empty() {
        let mut either = rivals.either;
        either.push(officer);
        either
    } else if first.cause.is_equipment() && pair.rest(first.cause, officer) == Rest::GoesOn {
        vec![first.cause]
    } else {
        vec![officer]
    }
}

/// Asks what one does without another.
struct Pairs<'r, 'o, 'a> {
    all: &'r Observed<'o, 'a>,
    round: &'r Round<'a>,
    left_out: &'r LeftOut,
}

impl<'a> Pairs<'_, '_, 'a> {
    fn is_officer_of_misses(&self, officer: Cause<'a>, equipment: Cause<'a>) -> bool {
        !officer.is_equipment() && self.shared_misses(officer, equipment) > 0
    }

    /// How many misses of the first happened with the second.
    fn shared_misses(&self, cause: Cause<'a>, with: Cause<'a>) -> u32 {
        let misses = self.all.misses_of(cause, self.left_out);
        count(misses.filter(|at| self.all.observations[*at].causes().any(|other| other == with)))
    }

    /// All equipment without which the officer's misses do not go on, as far as others do not clear it.
    fn rivals(&self, officer: Cause<'a>) -> Rivals<'a> {
        let misses = self.all.misses_of(officer, self.left_out);
        let with: BTreeSet<Cause<'a>> =
            misses.flat_map(|at| self.all.observations[at].causes()).filter(Cause::is_equipment).collect();
        let mut rivals = Rivals::default();
        let mut strongest: Vec<(f64, Cause<'a>)> =
            with.into_iter().map(|cause| (self.chance(cause), cause)).filter(|(chance, _)| *chance <= LEVEL).collect();
        strongest.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (_, equipment) in strongest {
            let of_officer = self.rest(officer, equipment);
            if of_officer == Rest::GoesOn {
                continue;
            }
            match (of_officer, self.rest(equipment, officer)) {
                (Rest::GoesOn, _) | (Rest::Unknown, Rest::Stops) => {}
                (_, Rest::GoesOn) | (Rest::Stops, Rest::Unknown) => rivals.equipment.push(equipment),
                (Rest::Stops, Rest::Stops) | (Rest::Unknown, Rest::Unknown) => rivals.either.push(equipment),
            }
        }
        rivals
    }

    /// Equipment that stands out while none of its officers does; the one who missed most with it may be the cause all
    /// the same.
    fn equipment_alone(&self, equipment: Cause<'a>) -> Vec<Cause<'a>> {
        let mut misses: BTreeMap<Cause<'a>, u32> = BTreeMap::new();
        for at in self.all.misses_of(equipment, self.left_out) {
            let observation = &self.all.observations[at];
            let officer = Cause::Officer(observation.officer);
            if observation.is_miss_of(&officer) == Some(true) {
                *misses.entry(officer).or_default() += 1;
            }
        }
        let most = misses.into_iter().max_by_key(|(officer, misses)| (*misses, std::cmp::Reverse(*officer)));
        let Some((officer, _)) = most.filter(|(_, misses)| *misses >= LEAST_DEVIATIONS) else {
            return vec![equipment];
        };
        let is_tested = self.round.tested.iter().any(|tested| tested.cause == officer && tested.p_value <= LEVEL);
        if is_tested && self.rest(equipment, officer) != Rest::GoesOn && self.rest(officer, equipment) != Rest::Stops {
            vec![equipment, officer]
        } else {
            vec![equipment]
        }
    }

    /// The chance of a cause's misses, as it is tested but whatever its number of obligations.
    fn chance(&self, cause: Cause<'a>) -> f64 {
        match self.round.tested.iter().find(|tested| tested.cause == cause) {
            Some(tested) => tested.p_value,
            None => self.chance_of(&self.tally(cause, None), &self.tally(cause, None)),
        }
    }

    /// What becomes of the misses of `cause` without `other`.
    fn rest(&self, cause: Cause<'a>, other: Cause<'a>) -> Rest {
        let (whole, rest) = (self.tally(cause, None), self.tally(cause, Some(other)));
        let tours_with_misses = count(rest.tours.iter().filter(|(_, misses)| *misses > 0));
        let is_enough = rest.deviations >= LEAST_DEVIATIONS && tours_with_misses >= LEAST_TOURS;
        if is_enough && self.chance_of(&rest, &whole) <= LEVEL {
            return Rest::GoesOn;
        }
        let with_misses = whole.deviations.saturating_sub(rest.deviations);
        let with = whole.obligations.saturating_sub(rest.obligations);
        let Some((low, _)) = wilson(with_misses, with) else { return Rest::Unknown };
        let as_few = Binomial::new(low.value(), u64::from(rest.obligations))
            .map_or(1.0, |binomial| binomial.cdf(u64::from(rest.deviations)));
        let enough = if cause.is_equipment() { EQUIPMENT_STOPS } else { OFFICER_STOPS };
        if count(rest.tours.iter()) >= LEAST_TOURS && as_few <= enough { Rest::Stops } else { Rest::Unknown }
    }

    fn tally(&self, cause: Cause<'a>, without: Option<Cause<'a>>) -> Tally<'a> {
        let is_without = |at: &Ix<ObservationKey>| {
            without.is_none_or(|without| !self.all.observations[*at].causes().any(|cause| cause == without))
        };
        let places = self.all.of_cause(cause).filter(|at| !self.left_out.holds(*at)).filter(is_without);
        self.all.tally(cause, places)
    }

    /// The chance of so many misses on these tours, were they like any others: those of all peers, and these.
    fn chance_of(&self, tally: &Tally<'a>, whole: &Tally<'a>) -> f64 {
        let kind = tally.cause.kind();
        let mut drawn: BTreeMap<Shape, usize> = BTreeMap::new();
        tally.tours.iter().for_each(|(shape, _)| *drawn.entry(*shape).or_default() += 1);
        let draws: Vec<(Draws, usize)> = drawn
            .into_iter()
            .map(|(shape, tours)| {
                let mut urn: Urn = self.round.urns.get(&(kind, shape)).cloned().unwrap_or_default();
                whole.tours.iter().filter(|(own, _)| *own == shape).for_each(|(_, misses)| urn.take(*misses));
                tally.tours.iter().filter(|(own, _)| *own == shape).for_each(|(_, misses)| urn.put(*misses));
                (urn.draws(tours), tours)
            })
            .collect();
        let misses = tally.tours.iter().map(|(_, misses)| misses).sum();
        chance_of_at_least(misses, draws.iter().map(|(draws, tours)| (draws, *tours)))
    }
}
