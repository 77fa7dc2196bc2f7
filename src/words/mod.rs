//! Words: every word that a report can print, once, with what it means.
//!
//! [`codes`] has the words as types, [`explain`] what each of them means. Used by every room but `base`.

mod codes;
mod exit;
pub mod explain;

pub use codes::*;
pub use exit::Exit;
