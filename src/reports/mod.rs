//! Reports: bytes made from frozen row types, in every format of the contract (sections 6 and 7).
//!
//! Nothing here judges; nothing here reads evidence. Every format is in one list: see [`format`].

pub mod axis;
mod changes;
pub mod csv;
pub mod earlier;
mod facts;
pub mod format;
pub mod html;
pub mod inspection;
pub mod json;
pub mod out_dir;
pub mod picture;
mod proof;
pub mod public;
pub mod run_json;
#[cfg(test)]
pub(crate) mod samples;
pub mod show;
pub mod split;
pub mod table;
pub mod timelines;
pub mod workbook;
