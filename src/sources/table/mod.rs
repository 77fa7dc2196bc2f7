//! Tables: files of rows and cells, whatever their source means by them.

pub(crate) mod cells;
pub(crate) mod csv;
