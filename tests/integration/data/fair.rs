//! Is it the officer or the camera (contract, "Patterns")? Departments in which one of them is dark, and it is known
//! which.

use rstest::rstest;

use super::department::{Data, Plan};
use super::{seen, test_name};

/// Who is dark, beside 5 % of all.
const DARK: usize = 50;
/// Works by day, with a camera of their own.
const OFFICER: &str = "00128";

/// Somebody who borrows a camera on a quarter to a third of the tours.
fn borrower(data: &Data) -> (String, String) {
    let officers: std::collections::BTreeSet<&str> = data.tours.iter().map(|tour| &*tour.officer).collect();
    let borrows = |officer: &&str| {
        let (own, tours) = (own_camera(data, officer), data.tours_of(officer));
        let borrowed = tours.iter().filter(|tour| tour.camera != own).count();
        (25..=34).contains(&(borrowed * 100 / tours.len()))
    };
    let officer = officers.into_iter().find(borrows).unwrap().to_owned();
    let own = own_camera(data, &officer);
    (officer, own)
}

/// Everybody has a camera of their own, and three tours of ten go with one of the pool.
fn three_of_ten_borrowed(seed: u64) -> Data {
    Plan { borrowed: 30, ..Plan::of(seed) }.data()
}

/// The code of each finding about a pattern with whom it names, in order.
fn named(name: &str, data: &Data) -> Vec<String> {
    let seen = seen(name, data);
    let is_pattern = |code: &str| ["equipment-pattern", "officer-pattern", "equipment-or-officer"].contains(&code);
    let mut named: Vec<String> = seen
        .findings
        .iter()
        .filter(|[code, ..]| is_pattern(code))
        .map(|[code, camera, car, officer, _]| {
            let ids: Vec<&str> =
                [camera, car, officer].into_iter().map(String::as_str).filter(|id| !id.is_empty()).collect();
            format!("{code} {}", ids.join(" "))
        })
        .collect();
    named.sort();
    named
}

/// The camera that went on most tours of the officer.
fn own_camera(data: &Data, officer: &str) -> String {
    let tours = data.tours_of(officer);
    let count = |camera: &str| tours.iter().filter(|tour| tour.camera == camera).count();
    tours.iter().max_by_key(|tour| count(&tour.camera)).unwrap().camera.clone()
}

/// What is named at eight seeds: `alone` at most of them, and else both together, where the other tours say too little.
#[track_caller]
fn most_name(dark: impl Fn(&mut Data) -> (String, String)) {
    let mut alone = 0;
    for seed in 1..=8 {
        let mut data = three_of_ten_borrowed(seed);
        let (expected, together) = dark(&mut data);
        let named = named(&format!("{}-{seed}", test_name()), &data);
        assert!(named == [expected.as_str()] || named == [together.as_str()], "seed {seed}: {named:?}");
        alone += usize::from(named == [expected]);
    }
    assert!(alone >= 7, "{alone} of 8");
}

#[test]
fn an_officer_who_is_dark_with_every_camera_is_named_and_no_camera() {
    most_name(|data| {
        let (officer, own) = borrower(data);
        data.never_made(|dice, row| dice.percent(5) || (row.officer == officer && dice.percent(DARK)));
        (format!("officer-pattern {officer}"), format!("equipment-or-officer {own} {officer}"))
    });
}

/// The officer has other cameras, and misses nothing more with them.
#[test]
fn a_dark_camera_of_one_officer_who_sometimes_has_another_is_named_and_not_the_officer() {
    most_name(|data| {
        let (officer, own) = borrower(data);
        data.never_made(|dice, row| dice.percent(5) || (row.camera == own && dice.percent(80)));
        (format!("equipment-pattern {own}"), format!("equipment-or-officer {own} {officer}"))
    });
}

/// A camera of the pool, which many use on a tour or two.
#[rstest]
fn a_dark_camera_of_several_officers_is_named_and_none_of_them(#[values(1, 2, 3, 4, 5, 6, 7, 8)] seed: u64) {
    let mut data = three_of_ten_borrowed(seed);
    let dark = "BWC-0033";
    data.never_made(|dice, row| dice.percent(5) || (row.camera == dark && dice.percent(DARK)));
    let users: std::collections::BTreeSet<&str> =
        data.tours.iter().filter(|tour| tour.camera == dark).map(|tour| &*tour.officer).collect();
    assert!(users.len() >= 5, "{users:?}");
    assert_eq!(named(&test_name(), &data), [format!("equipment-pattern {dark}")]);
}

#[rstest]
fn an_officer_and_a_camera_that_are_always_together_are_named_together(#[values(1, 2, 3, 4, 5, 6, 7, 8)] seed: u64) {
    let mut data = Plan::of(seed).data();
    let camera = own_camera(&data, OFFICER);
    assert!(data.tours.iter().all(|tour| (tour.camera == camera) == (tour.officer == OFFICER)));
    data.never_made(|dice, row| dice.percent(5) || (row.officer == OFFICER && dice.percent(DARK)));
    assert_eq!(named(&test_name(), &data), [format!("equipment-or-officer {camera} {OFFICER}")]);
}

/// The level of the test is 1 % of departments; of 24, one would come about once in five runs of other seeds.
#[rstest]
#[case::own_cameras(0)]
#[case::borrowed_ones(30)]
fn where_nothing_is_dark_nobody_is_named(#[case] borrowed: usize) {
    let dark: Vec<(u64, Vec<String>)> = (1..=12)
        .map(|seed| {
            let mut data = Plan { borrowed, ..Plan::of(seed) }.data();
            data.miss_percent(5);
            (seed, named(&format!("{}-{seed}", test_name()), &data))
        })
        .filter(|(_, named)| !named.is_empty())
        .collect();
    assert!(dark.is_empty(), "{dark:?}");
}
