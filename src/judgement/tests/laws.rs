//! Laws that hold for every department.
