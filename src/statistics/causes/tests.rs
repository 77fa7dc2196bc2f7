use rstest::rstest;

use super::*;
use crate::base::ids::{CameraId, OfficerId, VehicleId};
use crate::statistics::made_up;
use crate::statistics::observations::Activation;

/// Observations of light bars, one tour of one officer with their own camera and car after the other.
struct Town {
    ids: Vec<(CameraId, VehicleId, OfficerId)>,
    /// Officer, obligations, misses of each tour.
    tours: Vec<(usize, usize, usize)>,
}

impl Town {
    /// So many clean officers with 5 tours of 5, and the first with tours of their own.
    fn new(officers: usize, first: &[(usize, usize)]) -> Self {
        let ids = (0..officers)
            .map(|number| {
                let id = |letter| format!("{letter}{number}");
                (id('C').as_str().into(), id('V').as_str().into(), id('O').as_str().into())
            })
            .collect();
        let own = first.iter().map(|(obligations, misses)| (0, *obligations, *misses));
        let tours = own.chain((1..officers).flat_map(|officer| vec![(officer, 5, 0); 5])).collect();
        Self { ids, tours }
    }

    fn patterns(&self, activation: Activation, equipment: bool) -> Vec<Pattern<'_>> {
        patterns(&self.observations(activation, equipment))
    }

    /// With officers only, or with their equipment.
    fn observations(&self, activation: Activation, equipment: bool) -> Observations<'_> {
        let mut observations = Vec::new();
        for (tour, (officer, obligations, misses)) in self.tours.iter().enumerate() {
            let (camera, vehicle, officer) = &self.ids[*officer];
            for number in 0..*obligations {
                observations.push(Observation {
                    obligation: made_up(observations.len()),
                    trigger: made_up(observations.len()),
                    kind: TriggerKind::Lightbar,
                    tour: made_up(tour),
                    camera: equipment.then_some(camera),
                    vehicle: equipment.then_some(vehicle),
                    officer,
                    activation: if number < *misses { activation } else { Activation::Good },
                });
            }
        }
        observations.into()
    }
}

#[rstest]
#[case::enough(&[(5, 3); 5], true)]
#[case::nineteen_obligations(&[(5, 5), (5, 5), (5, 5), (4, 4)], false)]
#[case::twenty_obligations(&[(5, 5); 4], true)]
#[case::two_misses(&[(5, 1), (5, 1), (5, 0), (5, 0)], false)]
#[case::three_misses(&[(5, 2), (5, 1), (5, 0), (5, 0)], true)]
fn the_least_that_is_needed(#[case] tours: &[(usize, usize)], #[case] flagged: bool) {
    let town = Town::new(120, tours);
    let found = town.patterns(Activation::Missed, false);
    assert_eq!(found.len(), usize::from(flagged), "{found:?}");
}

/// Many officers with one tour each are peers, and too few obligations to be tested: so one tour of misses is as
/// unlikely as can be, and still no pattern.
#[rstest]
#[case::one_tour(&[(5, 5), (5, 0), (5, 0), (5, 0)], false)]
#[case::two_tours(&[(5, 4), (5, 1), (5, 0), (5, 0)], true)]
fn misses_on_one_tour_are_no_pattern(#[case] tours: &[(usize, usize)], #[case] flagged: bool) {
    let mut town = Town::new(1_000, tours);
    town.tours.retain({
        let mut seen = BTreeSet::new();
        move |(officer, ..)| *officer == 0 || seen.insert(*officer)
    });
    let observations = town.observations(Activation::Missed, false);
    let tested = Observed::new(&observations).test(&LeftOut::none(&observations));
    assert!(matches!(tested.tested.as_slice(), [one] if one.p_adjusted <= LEVEL), "only the tours decide");
    assert_eq!(town.patterns(Activation::Missed, false).len(), usize::from(flagged));
}

#[rstest]
#[case(Activation::Missed, 3)]
#[case(Activation::Explained, 2)]
#[case(Activation::Awaiting, 2)]
fn what_is_explained_is_held_against_equipment_alone(#[case] activation: Activation, #[case] kinds: usize) {
    let town = Town::new(120, &[(5, 4); 5]);
    let found = town.patterns(activation, true);
    assert_eq!(found.len(), kinds, "{found:?}");
    let (camera, car, officer) = &town.ids[0];
    let all = [Cause::Camera(camera), Cause::Vehicle(car), Cause::Officer(officer)];
    if kinds == 3 {
        // all three were always together, and nothing tells them apart
        for pattern in &found {
            let others: Vec<_> = all.into_iter().filter(|cause| *cause != pattern.cause).collect();
            assert_eq!((&pattern.or_else, pattern.explained_by.len()), (&others, 0));
        }
    } else {
        assert!(found[0].is_flagged_alone());
        assert!(found[1..].iter().all(|pattern| pattern.explained_by == [found[0].cause]));
    }
    assert_eq!(found[0].cause, all[0]);
    assert_eq!((found[0].deviations, found[0].obligations, found[0].misses.len()), (20, 25, 20));
    assert_eq!((found[0].peer_deviations, found[0].peer_obligations), (0, 119 * 25));
}

#[test]
fn tours_that_share_a_trigger_are_one() {
    let crews = crews([(1, 10), (1, 11), (2, 11), (2, 12), (3, 13)].map(|(a, b)| (made_up(a), made_up(b))).into_iter());
    assert_eq!([10, 11, 12, 13].map(|tour| leader(&crews, made_up(tour)).number()), [10, 10, 10, 13]);
}

#[test]
fn of_nothing_there_is_no_pattern() {
    assert_eq!(patterns(&Observations::new()), []);
}

/// The first officer had one camera, and then another, and missed with both: it is the officer. Or drove one car and then
/// another, which fail others as well, now and then: it is the cars.
#[rstest]
#[case::two_cameras_of_their_own(true)]
#[case::two_cars_that_fail_others_too(false)]
fn misses_that_go_on_elsewhere_are_the_officers_and_those_that_others_share_are_not(#[case] cameras: bool) {
    let town = Town::new(150, &[(5, 3); 12]);
    let (spare_camera, spare_car) = (CameraId::from("C-spare"), VehicleId::from("V-spare"));
    let mut observations = town.observations(Activation::Missed, true);
    for observation in &mut observations {
        let odd = observation.tour.number() % 2 == 1;
        let first = observation.officer == &town.ids[0].2;
        if cameras {
            observation.vehicle = None;
            observation.camera = if first && odd { Some(&spare_camera) } else { observation.camera };
            continue;
        }
        observation.camera = None;
        // others drive one of the two on one tour each, and miss as much there
        let borrowed = !first && observation.tour.number() % 5 == 0 && observation.tour.number() < 200;
        if first || borrowed {
            observation.vehicle = Some(if odd { &spare_car } else { &town.ids[0].1 });
        }
        if borrowed && observation.obligation.number() % 5 < 3 {
            observation.activation = Activation::Missed;
        }
    }
    let found = patterns(&observations);
    let flagged: Vec<Cause<'_>> = found.iter().filter(|one| one.is_flagged_alone()).map(|one| one.cause).collect();
    let officer = Cause::Officer(&town.ids[0].2);
    if cameras {
        assert_eq!(flagged, [officer]);
        return;
    }
    assert_eq!(flagged.len(), 2, "{flagged:?}");
    assert!(flagged.iter().all(Cause::is_equipment), "{flagged:?}");
    assert!(!found.iter().find(|one| one.cause == officer).unwrap().explained_by.is_empty());
}

/// Obligations that are not decided are not observed, so an observation stands elsewhere than its obligation. Two cars
/// are broken; the officer of each misses with it alone, and is explained by that car and not by the other.
#[test]
fn what_explains_an_officer_does_not_depend_on_where_the_obligations_stand() {
    let mut town = Town::new(60, &[(5, 5); 8]);
    town.tours.extend([(1, 5, 5); 8]);
    let observations = town.observations(Activation::Missed, true);
    let explained = |observations: &Observations<'_>| -> Vec<(String, Vec<String>)> {
        let named = |pattern: &Pattern<'_>| {
            (pattern.cause.to_string(), pattern.or_else.iter().map(ToString::to_string).collect())
        };
        patterns(observations).iter().map(named).collect()
    };
    let expected = explained(&observations);
    let by = |officer: &str| expected.iter().find(|(cause, _)| cause == officer).map(|(_, by)| by.as_slice());
    assert_eq!(by("officer:O0"), Some(&["camera:C0".to_owned(), "vehicle:V0".to_owned()][..]), "{expected:?}");
    assert_eq!(by("officer:O1"), Some(&["camera:C1".to_owned(), "vehicle:V1".to_owned()][..]), "{expected:?}");
    let mut moved = observations;
    for observation in &mut moved {
        observation.obligation = made_up(usize::try_from(observation.obligation.number()).unwrap() + 40);
    }
    assert_eq!(explained(&moved), expected);
}

/// Whatever the departments are like: without all equipment that is flagged, every flagged officer still stands out.
#[test]
fn no_flagged_officers_misses_go_away_with_the_flagged_equipment() {
    let town = Town::new(30, &[]);
    let mut dice = 7_u64;
    let mut below = |end: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % end
    };
    let mut named = 0;
    for _ in 0..150 {
        // the first three cars and officers miss more; who drives which car is far from even
        let (car_rate, officer_rate, evenness) = (below(60), below(60), 1 + below(9));
        let mut observations = Vec::new();
        for tour in 0..240_usize {
            let officer = tour % 30;
            let car = if below(10) < evenness { usize::try_from(below(8)).unwrap() } else { officer % 8 };
            let rate = 4 + if car < 2 { car_rate } else { 0 } + if officer < 2 { officer_rate } else { 0 };
            for _ in 0..5 {
                observations.push(Observation {
                    obligation: made_up(observations.len()),
                    trigger: made_up(observations.len()),
                    kind: TriggerKind::Lightbar,
                    tour: made_up(tour),
                    camera: None,
                    vehicle: Some(&town.ids[car].1),
                    officer: &town.ids[officer].2,
                    activation: if below(100) < rate { Activation::Missed } else { Activation::Good },
                });
            }
        }
        let observations = Observations::from(observations);
        let all = Observed::new(&observations);
        let found = patterns(&observations);
        let flagged = || found.iter().filter(|one| one.explained_by.is_empty()).map(|one| one.cause);
        let without = flagged()
            .filter(Cause::is_equipment)
            .fold(LeftOut::none(&observations), |out, cause| all.without(&out, cause));
        let equipment = flagged().any(|cause| cause.is_equipment());
        for officer in flagged().filter(|cause| equipment && !cause.is_equipment()) {
            named += 1;
            assert!(all.stands_out(officer, &without), "{officer}");
        }
    }
    assert!(named > 5, "there was something to ask: {named}");
}
