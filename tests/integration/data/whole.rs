//! Departments whose data are whole: nobody is accused who recorded, and everybody is who did not.

use std::collections::BTreeSet;

use rstest::rstest;

use super::department::{Log, Miss, Plan};
use super::seen;

#[rstest]
fn where_all_was_recorded_nobody_is_accused(
    #[values(1, 2, 3)] seed: u64,
    #[values(false, true)] numbers: bool,
    #[values(Log::None, Log::Docks, Log::Whole)] device_log: Log,
) {
    let data = Plan { numbers, device_log, ..Plan::of(seed) }.data();
    let seen = seen(&format!("whole-{seed}-{numbers}-{device_log:?}"), &data);
    assert!((1_900..2_800).contains(&seen.rows.len()), "{}", seen.rows.len());
    assert!(seen.rows.iter().all(|row| row.outcome == "compliant"), "{:?}", seen.counts());
    assert_eq!((seen.exit, &seen.incomplete), (0, &Vec::new()));
    // some hand was quicker than the signal, or there was none: that is true, and accuses nobody
    assert!(seen.codes.keys().all(|code| code == "auto-trigger-failed"), "{:?}", seen.findings);
}

#[rstest]
#[case::few(5)]
#[case::many(60)]
fn exactly_what_was_missed_comes_out(
    #[case] percent: usize,
    #[values(1, 2)] seed: u64,
    #[values(false, true)] numbers: bool,
) {
    let mut data = Plan { numbers, ..Plan::small(seed) }.data();
    data.miss_percent(percent);
    let seen = seen(&format!("missed-{percent}-{seed}-{numbers}"), &data);
    // what lies before the first recording or after the last is outside of the export
    let outside = seen.rows.iter().filter(|row| row.reason == "outside-export").map(|row| row.key.clone());
    let told: BTreeSet<Miss> = seen.accused().into_iter().chain(outside).collect();
    assert_eq!(told, data.misses, "{:?}", seen.counts());
    assert!(seen.accused().len() + 2 >= data.misses.len(), "{:?}", seen.counts());
}
