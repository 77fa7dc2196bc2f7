//! Since yesterday: an earlier `--out` held against tonight's report.
//!
//! Ids are made from what a row is about (contract, "Paths and ids"), so the same obligation and the same finding
//! have the same id every night. [`read()`] takes the earlier output in before anything is written, since
//! tonight's may replace it; [`compare()`] is a pure function of the two. A finding that is gone is only called
//! resolved where what it was about was looked at again: nothing that could not be checked is printed as
//! fine. A doubt of the data that came or went is one change. [`Folder`] is the one reader of such a folder, for `scan --previous` and for `show`.

mod compare;
mod doubts;
mod folder;
mod notes;
mod pairs;
mod read;
mod row;
mod settled;
#[cfg(test)]
mod doubts_tests;
#[cfg(test)]
mod tests;

pub(crate) use compare::{compare, sort as sort_changes};
pub(crate) use doubts::told as told_doubts;
pub(crate) use folder::{Asked, Folder, FolderError, Kept, has_nothing};
pub(crate) use read::{Earlier, read};
