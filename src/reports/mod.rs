//! Reports: bytes made from frozen row types, in every format of the contract (sections 6 and 7).
//!
//! Nothing here judges; nothing here reads evidence. Used by the commands.

pub mod axis;
pub mod beside;
pub mod changes;
pub mod csv;
pub mod escape;
mod facts;
pub mod html;
pub mod inspection;
pub mod json;
pub mod out_dir;
pub mod patterns;
mod proof;
pub mod public;
pub mod rates;
pub mod rows;
pub mod run_json;
#[cfg(test)]
pub(crate) mod samples;
pub mod show;
pub mod soundness;
pub mod split;
pub mod table;
pub mod workbook;
