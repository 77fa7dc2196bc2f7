//! Clocks that wrap, jump and start again.

use rstest::rstest;

use super::*;

/// What is seen between one picture and the next.
#[derive(Clone, Copy)]
enum Between {
    /// Nothing.
    Nothing,
    /// A flag.
    Flag,
    /// The writer starts again.
    Start,
    /// Packets are missing.
    Loss,
    /// Other streams go on for so many seconds.
    Others(i64),
}
use Between::{Flag, Loss, Nothing, Others, Start};

/// Each run: what is before it, at which second its clock stands, how many pictures, one a second.
fn seen(runs: &[(Between, i64, u32)]) -> Seen {
    let mut chain: Option<Chain> = None;
    let (mut evidence, mut ran) = (Evidence::default(), [0, 0]);
    for (between, from, count) in runs {
        let mut begins = false;
        match between {
            Nothing => {}
            Flag => evidence.flagged += 1,
            Start => {
                begins = true;
                evidence.gone += 1;
                evidence.fresh += 1;
            }
            Loss => evidence.gone += 1,
            Others(seconds) => ran[1] += seconds * SECOND,
        }
        for nth in 0..i64::from(*count) {
            let time = ((from + nth) * SECOND).rem_euclid(1 << 33).cast_unsigned();
            match &mut chain {
                None => chain = Some(Chain::begin(0x100, time, evidence, ran)),
                Some(chain) => chain.see(time, begins && nth == 0, evidence, ran),
            }
        }
    }
    chain.unwrap().finish()
}

const HOLED: &[(i64, i64)] = &[(0, 60), (150, 210)];

/// The clock wraps after 95,443.7 s.
#[rstest]
#[case::plain(&[(Nothing, 5, 60)], &[(0, 60)], 0)]
#[case::wrap(&[(Nothing, 95_400, 100)], &[(0, 100)], 0)]
#[case::hole(&[(Nothing, 0, 60), (Nothing, 150, 60)], HOLED, 0)]
#[case::hole_over_a_wrap(&[(Nothing, 95_380, 60), (Nothing, 95_530, 60)], HOLED, 0)]
#[case::long_hole_in_which_sound_goes_on(
    &[(Nothing, 0, 60), (Others(7_200), 7_260, 60)], &[(0, 60), (7_260, 7_320)], 0
)]
#[case::hole_with_lost_packets(&[(Nothing, 0, 60), (Loss, 150, 60)], HOLED, 0)]
#[case::jump_far_ahead(&[(Nothing, 0, 60), (Nothing, 7_260, 60)], &[(0, 120)], 1)]
#[case::jump_back(&[(Nothing, 4_000, 60), (Nothing, 0, 60)], &[(0, 120)], 1)]
#[case::said_to_jump(&[(Nothing, 0, 60), (Flag, 150, 60)], &[(0, 120)], 1)]
#[case::said_to_jump_by_little(&[(Nothing, 0, 60), (Flag, 52, 60)], &[(0, 120)], 1)]
#[case::flag_and_no_jump(&[(Nothing, 0, 60), (Flag, 60, 60)], &[(0, 120)], 0)]
#[case::flag_in_a_hole_in_which_sound_goes_on(&[(Nothing, 0, 60), (Flag, 60, 0), (Others(90), 150, 60)], HOLED, 0)]
#[case::joined_an_hour_later(&[(Nothing, 0, 60), (Start, 3_600, 60)], &[(0, 120)], 1)]
#[case::joined_a_minute_later(&[(Nothing, 0, 60), (Start, 120, 60)], &[(0, 120)], 1)]
#[case::joined_with_itself(&[(Nothing, 0, 60), (Start, 0, 60), (Start, 0, 60)], &[(0, 180)], 2)]
#[case::segments_of_one_clock(&[(Nothing, 0, 60), (Start, 60, 60), (Start, 120, 60)], &[(0, 180)], 0)]
#[case::a_segment_of_one_clock_is_missing(
    &[(Nothing, 0, 30), (Start, 30, 30), (Start, 150, 30), (Start, 180, 30)], HOLED, 0
)]
#[case::wild_last(&[(Nothing, 0, 60), (Nothing, 7_200, 1)], &[(0, 60)], 0)]
#[case::wild_first(&[(Nothing, 7_200, 1), (Nothing, 0, 60)], &[(0, 60)], 0)]
#[case::wild_in_the_middle(&[(Nothing, 0, 60), (Nothing, 7_200, 1), (Nothing, 61, 60)], &[(0, 121)], 0)]
#[case::stray_by_a_minute(&[(Nothing, 0, 60), (Nothing, 150, 1), (Nothing, 61, 60)], &[(0, 121)], 0)]
fn where_pictures_are(#[case] runs: &[(Between, i64, u32)], #[case] stretches: &[(i64, i64)], #[case] jumps: u64) {
    let seen = seen(runs);
    let seconds = |(from, to): &(i64, i64)| (Span::from_secs(*from), Span::from_secs(*to));
    let found = seen.pictures.unwrap();
    assert_eq!(found.stretches, stretches.iter().map(seconds).collect::<Vec<_>>());
    assert_eq!(seen.jumps.count, jumps);
}

#[test]
fn a_hole_with_lost_packets_is_a_loss() {
    let hole = (Span::from_secs(60), Span::from_secs(150));
    let lost = |between| seen(&[(Nothing, 0, 60), (between, 150, 60)]).pictures.unwrap().lost;
    assert_eq!(lost(Loss), vec![hole]);
    assert_eq!(lost(Nothing), Vec::new());
}

#[test]
fn a_jump_says_where_and_by_how_much() {
    let seen = seen(&[(Nothing, 0, 60), (Start, 3_600, 60), (Start, 0, 60)]);
    let words = "its clock jumps by 3541.000 s at 60.000 s, and 1 times more: streams were joined or an encoder \
        started again, so the pictures are added up";
    assert_eq!(seen.jumps.to_string(), words);
}

proptest::proptest! {
    #[test]
    fn never_longer_than_what_the_clock_ran_or_the_pictures_last(
        runs in proptest::collection::vec((0_u8..5, 0_i64..100_000, 1_u32..30), 1..8),
    ) {
        let between = |kind| match kind { 0 => Flag, 1 => Start, 2 => Loss, 3 => Others(50), _ => Nothing };
        let runs: Vec<_> = runs.into_iter().map(|(kind, from, count)| (between(kind), from, count)).collect();
        let found = seen(&runs).pictures.unwrap();
        let pictures: i64 = runs.iter().map(|(_, _, count)| i64::from(*count)).sum();
        let recorded: Span = found.stretches.iter().map(|(from, to)| *to - *from).sum();
        // a picture before a hole covers no more than one step
        proptest::prop_assert!(recorded <= Span::from_secs(2 * pictures + 10), "{:?}", found);
    }
}
