//! How wide the columns of a sheet are.
//!
//! A column whose name ends in `_utc` holds moments; the sheet then has a second column beside it, whose
//! name ends in `_local`.

use crate::results::columns::Column;

/// A column of a sheet.
pub(super) struct Heading {
    pub(super) name: String,
    /// In characters.
    pub(super) width: f64,
}

/// How many columns of the sheet it takes.
pub(super) fn places<R>(column: &Column<R>) -> u16 {
    if column.name.ends_with("_utc") { 2 } else { 1 }
}

/// The headings of these.
pub(super) fn headings<R>(column: &Column<R>) -> Vec<Heading> {
    let heading = |name: &str, width| Heading { name: name.to_owned(), width };
    match column.name.strip_suffix("_utc") {
        Some(name) => vec![heading(column.name, 23.0), heading(&format!("{name}_local"), 23.0)],
        None => vec![heading(
            column.name,
            match column.name {
                "summary" | "reason" | "from" | "to" | "sources" | "path" => 48.0,
                _ => 18.0,
            },
        )],
    }
}
