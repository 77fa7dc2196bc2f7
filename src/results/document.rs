//! `docs/columns.md`, made from the columns.

use std::fmt::Write as _;

use super::changes::ChangeRow;
use super::columns::Tabular;
use super::rates::RateRow;
use super::{FileRow, FindingRow, ObligationRow, PatternRow};
use crate::facts::inputs::RejectedRow;
use crate::words::document::{assert_committed, wrapped};

const INTRO: &str = "\
# The columns of every file

<!-- made from src/results by `make docs`: change a meaning there, not here -->

What stands in the CSV files that `--out` writes. `--format json` has the same columns under the same names, and so
has `report.xlsx`, with every time on the department's clocks beside it. What a word in a cell means is in
[findings.md](findings.md), what the files are for in [output.md](output.md).

A cell that is not known is empty. Columns that end in `_utc` are times in UTC, such as
`2020-11-06T18:00:00.000Z`; those that end in `_s` are seconds with three decimals. Several values in one cell are
joined with a space. A text that a spreadsheet would run as a formula has a `'` before it.

";

fn table<R: Tabular>(out: &mut String, about: &str) {
    writeln!(out, "## {}.csv\n\n{}\n", R::NAME, wrapped(about, "")).unwrap();
    out.push_str("| Column | What it holds |\n|---|---|\n");
    for column in R::COLUMNS {
        writeln!(out, "| `{}` | {} |", column.name, column.means.replace('|', "\\|")).unwrap();
    }
    out.push('\n');
}

fn page() -> String {
    let mut out = INTRO.to_owned();
    table::<ObligationRow>(&mut out, "One row for each officer and trigger, whatever it comes to.");
    table::<FindingRow>(&mut out, "One row for everything that somebody should know or look at.");
    table::<PatternRow>(
        &mut out,
        "One row for each camera, car or officer whose late or missing activations stand out from their peers'; \
         [how that is found](patterns-and-rates.md).",
    );
    table::<RateRow>(
        &mut out,
        "One row for the whole, for each unit, supervisor and car, and for each officer with enough decided obligations; \
         [how sure a rate is](patterns-and-rates.md).",
    );
    table::<ChangeRow>(
        &mut out,
        "With `--previous`, one row for each obligation and finding of this and the earlier output; \
         [how nights are compared](nightly.md).",
    );
    table::<FileRow>(&mut out, "One row for each file of the archives, on disk or known from a chain or a manifest.");
    table::<RejectedRow>(&mut out, "One row for each row of a source that could not be used.");
    out.pop();
    out
}

#[test]
fn the_page_of_all_columns_is_made_from_them() {
    assert_committed("columns.md", &page());
}
