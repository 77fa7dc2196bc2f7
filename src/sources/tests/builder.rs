//! Files of a department, written and read.

use std::path::Path;

use crate::base::time::Moment;
use crate::facts::RowRef;
use crate::facts::inputs::InputSummary;
use crate::facts::inputs::Inputs;
use crate::sources::audit_file;
use crate::sources::{InputError, read};

/// A folder with source files, and the audit file that names them.
pub(super) struct Desk {
    folder: tempfile::TempDir,
    zone: &'static str,
    sources: String,
}

impl Desk {
    /// In Chicago.
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, zone: "time-zone = \"America/Chicago\"", sources: String::new() }
    }

    /// Nobody says where.
    pub(super) fn without_zone() -> Self {
        Self { zone: "", ..Self::new() }
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file.
    pub(super) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// Names a source: `[[kind]]` and its keys.
    pub(super) fn source(mut self, kind: &str, keys: &str) -> Self {
        self.sources.push_str(&format!("[[{kind}]]\n{keys}\n"));
        self
    }

    /// Reads everything as of 1 December 2020.
    pub(super) fn read(&self) -> Result<Inputs, InputError> {
        let policy = "[[policy]]\nname = \"P\"\neffective = 2020-01-01T00:00:00Z\n";
        let text = format!("[department]\nname = \"D\"\n{}\n{}{policy}", self.zone, self.sources);
        std::fs::write(self.folder.path().join("audit.toml"), text).unwrap();
        read(&audit_file::load(self.folder.path()).unwrap(), moment("2020-12-01T00:00:00Z"))
    }

    pub(super) fn inputs(&self) -> Inputs {
        self.read().unwrap()
    }

    pub(super) fn error(&self) -> String {
        self.read().unwrap_err().to_string()
    }
}

/// One file `x.csv` of one source.
pub(super) fn one(kind: &str, content: impl AsRef<[u8]>) -> Desk {
    Desk::new().file("x.csv", content).source(kind, "files = [\"x.csv\"]")
}

pub(super) fn moment(text: &str) -> Moment {
    text.parse::<jiff::Timestamp>().unwrap().into()
}

/// `line: reason` of every rejected row.
pub(super) fn rejected(inputs: &Inputs) -> Vec<String> {
    inputs.rejected.iter().map(|row| format!("{}: {}", row.row.unwrap(), row.reason)).collect()
}

/// (rows, used, repeated, updated, after as-of, rejected) of a file.
pub(super) fn counts(file: &InputSummary) -> [u64; 6] {
    [file.rows, file.used, file.repeated, file.updated, file.after_as_of, file.rejected]
}

/// The name of a row's file, and its line.
pub(super) fn source_of(inputs: &Inputs, row: RowRef) -> String {
    format!("{}:{}", inputs.files[row.file].file, row.line)
}
