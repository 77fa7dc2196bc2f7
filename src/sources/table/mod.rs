//! Tables: files of rows and cells, whatever their source means by them.

pub mod cells;
pub mod csv;
