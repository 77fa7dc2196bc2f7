use super::*;
use proptest::prelude::*;
use rstest::rstest;

/// Parts with their totals at the end of every row and column.
fn with_totals(parts: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let mut table: Vec<Vec<u64>> = parts.to_vec();
    table.push((0..parts[0].len()).map(|column| parts.iter().map(|row| row[column]).sum()).collect());
    for row in &mut table {
        row.push(row.iter().sum());
    }
    table
}

/// Rows as text, `-` for what is withheld.
fn published(parts: &str) -> String {
    let row = |line: &str| line.split(' ').map(|count| count.parse().unwrap()).collect();
    let table = with_totals(&parts.lines().map(row).collect::<Vec<Vec<u64>>>());
    let withheld = withheld(&table, SMALLEST, |_, _| false);
    let show = |(&count, &hidden): (&u64, &bool)| if hidden { "-".to_owned() } else { count.to_string() };
    let line = |(row, hidden): (&Vec<u64>, &Vec<bool>)| row.iter().zip(hidden).map(show).collect::<Vec<_>>().join(" ");
    table.iter().zip(&withheld).map(line).collect::<Vec<_>>().join("\n")
}

#[rstest]
#[case::nothing_small("20 30\n0 11", "20 30 50\n0 11 11\n20 41 61")]
#[case::all_small("3 0\n0 2", "- 0 -\n0 - -\n- - -")]
#[case::one_unit("380 5 0", "- - 0 385\n- - 0 385")]
// the small ones of a row and column keep each other's secret
#[case::a_square_of_small_ones("100 8 9\n100 9 8", "100 - - 117\n100 - - 117\n200 17 17 234")]
// 5 + 3 is itself small, so their sum must not come out of the totals
#[case::small_together("100 3 2\n100 2 3", "- - - 105\n- - - 105\n- - - 210")]
fn small_counts_are_withheld_with_what_would_reveal_them(#[case] parts: &str, #[case] text: &str) {
    assert_eq!(published(parts), text);
}

#[test]
fn what_is_secret_for_another_reason_is_withheld_too() {
    let table = with_totals(&[vec![40, 15], vec![100, 60], vec![90, 70]]);
    let withheld = withheld(&table, SMALLEST, |row, _| row == 0);
    assert_eq!(withheld[0], [true, true, true]);
    assert!(withheld[1..].iter().any(|row| row.contains(&true)), "nothing hides the first row");
}

/// Every table that a reader cannot tell from the true one, by trying all: the withheld parts from 1 to `most`.
fn possible(table: &[Vec<u64>], withheld: &[Vec<bool>], most: u64) -> Vec<Vec<Vec<u64>>> {
    let (rows, columns) = (table.len() - 1, table[0].len() - 1);
    let mut parts = vec![table[..rows].iter().map(|row| row[..columns].to_vec()).collect::<Vec<_>>()];
    for row in 0..rows {
        for column in (0..columns).filter(|&column| withheld[row][column]) {
            let with = |guess: u64, parts: &Vec<Vec<u64>>| {
                let mut parts = parts.clone();
                parts[row][column] = guess;
                parts
            };
            parts = parts.iter().flat_map(|parts| (1..=most).map(move |guess| with(guess, parts))).collect();
            if column + 1 == columns || (column + 1..columns).all(|column| !withheld[row][column]) {
                // a row is complete: its total may already say no
                let total = |parts: &Vec<Vec<u64>>| parts[row].iter().sum::<u64>();
                parts.retain(|parts| withheld[row][columns] || total(parts) == table[row][columns]);
            }
        }
    }
    let tables = parts.iter().map(|parts| with_totals(parts));
    let agrees = |found: &Vec<Vec<u64>>| {
        let cells = table.iter().flatten().zip(found.iter().flatten()).zip(withheld.iter().flatten());
        cells.into_iter().all(|((count, found), hidden)| *hidden || count == found)
    };
    tables.filter(agrees).collect()
}

/// Whether a linear combination of what is published gives a withheld count: Gaussian elimination over the
/// equations of the totals, in the field of a large prime.
fn revealed_by_algebra(withheld: &[Vec<bool>]) -> Option<usize> {
    const PRIME: i128 = 2_147_483_647;
    let (rows, columns) = (withheld.len(), withheld[0].len());
    let unknowns: Vec<(usize, usize)> = (0..rows)
        .flat_map(|row| (0..columns).map(move |column| (row, column)))
        .filter(|&(r, c)| withheld[r][c])
        .collect();
    let coefficient = |total: bool| if total { PRIME - 1 } else { 1 };
    let in_row =
        |of: usize| unknowns.iter().map(move |&(r, c)| if r == of { coefficient(c + 1 == columns) } else { 0 });
    let in_column =
        |of: usize| unknowns.iter().map(move |&(r, c)| if c == of { coefficient(r + 1 == rows) } else { 0 });
    let mut equations: Vec<Vec<i128>> = (0..rows)
        .map(|row| in_row(row).collect())
        .chain((0..columns).map(|column| in_column(column).collect()))
        .collect();
    let inverse = |number: i128| {
        let (mut power, mut base, mut result) = (PRIME - 2, number, 1);
        while power > 0 {
            if power % 2 == 1 {
                result = result * base % PRIME;
            }
            base = base * base % PRIME;
            power /= 2;
        }
        result
    };
    let mut rank = 0;
    for unknown in 0..unknowns.len() {
        let Some(pivot) = (rank..equations.len()).find(|&row| equations[row][unknown] != 0) else { continue };
        equations.swap(rank, pivot);
        let scale = inverse(equations[rank][unknown]);
        equations[rank].iter_mut().for_each(|cell| *cell = *cell * scale % PRIME);
        let pivot = equations[rank].clone();
        for (row, equation) in equations.iter_mut().enumerate().filter(|(row, _)| *row != rank) {
            let factor = equation[unknown];
            assert_ne!(row, rank);
            equation.iter_mut().zip(&pivot).for_each(|(cell, pivot)| {
                *cell = (*cell + (PRIME - factor) * pivot) % PRIME;
            });
        }
        rank += 1;
    }
    // in reduced form a count is determined exactly where its row has no other unknown
    let alone = |row: &Vec<i128>| row.iter().filter(|cell| **cell != 0).count() == 1;
    equations[..rank].iter().position(alone)
}

#[test]
fn the_algebra_of_this_test_finds_what_is_revealed() {
    assert!(revealed_by_algebra(&[vec![true, false], vec![false, false]]).is_some());
    assert!(revealed_by_algebra(&[vec![true, true, false], vec![true, false, false], vec![false; 3]]).is_some());
    assert!(revealed_by_algebra(&[vec![true, true, false], vec![true, true, false], vec![false; 3]]).is_none());
}

/// Some zeros, some small, some large.
fn count(small: u64, large: u64) -> impl Strategy<Value = u64> {
    prop_oneof![1 => Just(0), 2 => 1..small, 2 => small..large]
}

fn parts(rows: usize, columns: usize, small: u64, large: u64) -> impl Strategy<Value = Vec<Vec<u64>>> {
    prop::collection::vec(prop::collection::vec(count(small, large), columns), 1..=rows)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// By trying every table: each withheld count can be `smallest` different numbers at least. The threshold
    /// is 3 here, so that all can be tried.
    #[test]
    fn no_withheld_count_can_be_narrowed_down(parts in parts(2, 3, 3, 7)) {
        let table = with_totals(&parts);
        let withheld = withheld(&table, 3, |_, _| false);
        let possible = possible(&table, &withheld, 8);
        prop_assert!(possible.contains(&table), "the true table is one of them");
        for (row, hidden) in withheld.iter().enumerate() {
            for (column, _) in hidden.iter().enumerate().filter(|(_, hidden)| **hidden) {
                let mut seen: Vec<u64> = possible.iter().map(|table| table[row][column]).collect();
                seen.sort_unstable();
                seen.dedup();
                prop_assert!(seen.len() >= 3, "row {row}, column {column} of {table:?} is one of {seen:?}");
            }
        }
    }

    #[test]
    fn no_linear_combination_reveals_a_withheld_count(parts in parts(9, 6, 11, 300)) {
        let table = with_totals(&parts);
        let withheld = withheld(&table, SMALLEST, |_, _| false);
        prop_assert_eq!(revealed_by_algebra(&withheld), None, "{:?}", table);
    }

    #[test]
    fn small_counts_are_withheld_and_zeros_are_not(parts in parts(9, 6, 11, 300)) {
        let table = with_totals(&parts);
        let withheld = withheld(&table, SMALLEST, |_, _| false);
        for (count, hidden) in table.iter().flatten().zip(withheld.iter().flatten()) {
            prop_assert!(*hidden || *count == 0 || *count >= SMALLEST);
            prop_assert!(!*hidden || *count > 0);
        }
        if table.iter().flatten().all(|count| *count == 0 || *count >= SMALLEST) {
            prop_assert!(withheld.iter().flatten().all(|hidden| !hidden), "nothing has to be withheld");
        }
    }
}
