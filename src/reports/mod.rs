//! Reports: bytes made from frozen row types, in every format (contract, "What `--out DIR` holds").
//!
//! Nothing here judges; nothing here reads evidence. Every format is in one list: see [`formats`].

pub(crate) mod axis;
mod cannot_show;
mod changes;
mod corrections;
pub(crate) mod csv;
pub(crate) mod earlier;
mod facts;
mod format;
pub(crate) mod formats;
pub(crate) mod html;
pub(crate) mod inspection;
pub(crate) mod json;
pub(crate) mod out_dir;
pub(crate) mod picture;
mod proof;
pub(crate) mod public;
pub(crate) mod run;
pub(crate) mod run_json;
#[cfg(test)]
pub(crate) mod samples;
pub(crate) mod show;
pub(crate) mod split;
pub(crate) mod table;
pub(crate) mod timelines;
pub(crate) mod workbook;
