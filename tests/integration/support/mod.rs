//! What several topics need: departments and archives to audit, and ways to run the program and to read what it
//! wrote.

pub(crate) mod archive;
pub(crate) mod browser;
pub(crate) mod department;
pub(crate) mod library;
pub(crate) mod logs;
pub(crate) mod machine;
pub(crate) mod program;
pub(crate) mod scene;
