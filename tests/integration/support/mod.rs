//! What several topics need: departments and archives to audit, and ways to run the program and to read what it
//! wrote.

pub mod archive;
pub mod browser;
pub mod department;
pub mod library;
pub mod logs;
pub mod machine;
pub mod program;
pub mod scene;
