use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn row(cells: &[(&'static str, &str)]) -> Row {
    cells.iter().map(|(column, cell)| (*column, (*cell).to_owned())).collect()
}

fn case(text: &str) -> Case {
    let obligation = row(&[("obligation_id", "o1"), ("verdict", "late"), ("officer_id", text), ("confidence", "high")]);
    Case {
        obligation: Some(obligation),
        cause: Some(row(&[("finding_id", "f2"), ("code", "export-gap"), ("summary", text), ("sources", text)])),
        findings: vec![row(&[("finding_id", "f1"), ("code", "late"), ("summary", text)])],
        timeline: None,
    }
}

proptest! {
    #[test]
    fn no_text_of_the_data_acts_on_the_terminal(text in any::<String>()) {
        let shown = render(&case(&text), 80, "America/Chicago");
        prop_assert!(!shown.contains(|c| c != '\n' && escape::is_unseen(c)));
    }

    #[test]
    fn words_that_fit_stay_within_the_width(words in prop::collection::vec("[a-z]{1,12}", 1..60), width in 0_u16..200) {
        let shown = render(&case(&words.join(" ")), width, "UTC");
        let width = usize::from(width.max(60));
        prop_assert!(shown.lines().all(|line| line.chars().count() <= width));
    }
}

#[rstest]
#[case("officer_id", "x")]
#[case("unit", "")]
fn a_cell_that_is_not_there_is_empty(#[case] column: &str, #[case] expected: &str) {
    assert_eq!(cell(case("x").obligation.as_ref().unwrap(), column), expected);
}
