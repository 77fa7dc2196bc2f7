//! The order of day and month: decided once for a column over all rows of all its files (contract, "Other shapes of
//! tables").
//!
//! Row by row `11/2` would be taken for one day here and for another there. Only a day above 12 tells, so the rows are
//! looked through before they are taken.

use std::collections::BTreeMap;

use super::table::cells::{Decided, Orders, Seen, Written};
use super::table::loose::Order;

/// What the rows of a file showed.
pub(super) type Evidence = BTreeMap<&'static str, Seen>;

/// Decides for all columns of a source, from what each of its files showed; the file and what is wrong where that
/// cannot be.
pub(super) fn decide<F: Copy>(files: &[(F, Evidence)]) -> Result<Orders, (F, String)> {
    let mut columns: BTreeMap<&'static str, Column<'_, F>> = BTreeMap::new();
    for (file, evidence) in files {
        for (canonical, seen) in evidence {
            columns.entry(canonical).or_default().add(*file, seen);
        }
    }
    let decided = |column: &Column<'_, F>| match (column.day_first, column.month_first) {
        (Some(_), None) => Some(Order::DayFirst),
        (None, Some(_)) => Some(Order::MonthFirst),
        _ => None,
    };
    // one export writes all its columns alike, so a column that no row decides goes with the others
    let mut orders: Vec<Order> = columns.values().filter_map(decided).collect();
    orders.sort_unstable();
    orders.dedup();
    let others = match orders.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let mut all = Orders::new();
    for (canonical, column) in &columns {
        let order = match (column.day_first, column.month_first) {
            (Some((_, day)), Some((file, month))) => return Err((file, contradiction(day, month))),
            _ => decided(column).or(others),
        };
        if let (None, Some((file, open))) = (order, column.open) {
            return Err((file, question(open)));
        }
        all.insert(canonical, Decided { order, coarse: !column.has_seconds });
    }
    Ok(all)
}

struct Column<'e, F> {
    day_first: Option<(F, &'e Written)>,
    month_first: Option<(F, &'e Written)>,
    open: Option<(F, &'e Written)>,
    has_seconds: bool,
}

impl<F> Default for Column<'_, F> {
    fn default() -> Self {
        Self { day_first: None, month_first: None, open: None, has_seconds: false }
    }
}

impl<'e, F: Copy> Column<'e, F> {
    fn add(&mut self, file: F, seen: &'e Seen) {
        let keep = |mine: &mut Option<(F, &'e Written)>, written: &'e Option<Written>| {
            *mine = mine.or(written.as_ref().map(|written| (file, written)));
        };
        keep(&mut self.day_first, &seen.day_first);
        keep(&mut self.month_first, &seen.month_first);
        keep(&mut self.open, &seen.open);
        self.has_seconds |= seen.has_seconds;
    }
}

fn contradiction(day: &Written, month: &Written) -> String {
    format!(
        "and other files of its table have `{}` both ways: {:?} has the day first, {:?} (row {}) the month; give each \
         export its own table with its own `time-format`",
        month.heading, day.text, month.text, month.at
    )
}

fn question(open: &Written) -> String {
    format!(
        "has `{}` like {:?} (row {}), and no row tells whether the day or the month comes first; say it with \
         time-format = \"%m/%d/%Y …\" or \"%d/%m/%Y …\"",
        open.heading, open.text, open.at
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Option<Written> {
        Some(Written { at: 2, heading: "Start".into(), text: text.into() })
    }

    fn evidence(day_first: bool, month_first: bool, open: bool) -> Evidence {
        let seen = Seen {
            day_first: written("13/2/2024").filter(|_| day_first),
            month_first: written("2/13/2024").filter(|_| month_first),
            open: written("2/3/2024").filter(|_| open),
            has_seconds: false,
        };
        BTreeMap::from([("start", seen)])
    }

    #[test]
    fn one_file_decides_for_all() {
        let orders = decide(&[(1, evidence(false, false, true)), (2, evidence(true, false, true))]).unwrap();
        assert_eq!(orders["start"], Decided { order: Some(Order::DayFirst), coarse: true });
    }

    #[test]
    fn what_no_row_decides_is_asked() {
        let (file, why) = decide(&[(1, evidence(false, false, true))]).unwrap_err();
        assert_eq!(file, 1);
        assert!(why.contains("`Start` like \"2/3/2024\" (row 2)"), "{why}");
        assert!(decide(&[(1, evidence(false, false, false))]).is_ok(), "nothing depends on it");
    }

    #[test]
    fn another_column_decides_where_a_column_cannot() {
        let mut both = evidence(false, false, true);
        both.insert("end", evidence(false, true, true).remove("start").unwrap());
        let orders = decide(&[(1, both)]).unwrap();
        assert_eq!(orders["start"].order, Some(Order::MonthFirst));
    }

    #[test]
    fn both_ways_cannot_be() {
        let (file, why) = decide(&[(1, evidence(true, false, true)), (2, evidence(false, true, true))]).unwrap_err();
        assert_eq!(file, 2);
        assert!(why.contains("both ways: \"13/2/2024\" has the day first, \"2/13/2024\" (row 2) the month"), "{why}");
    }
}
