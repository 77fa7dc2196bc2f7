//! Runs of the program, and the files that they read and write.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_footage-audit");

/// The folder of the project; commands that the documentation shows are run there.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The small fixture, as commands that are run in the project name it.
pub(crate) const KANSAS_CITY: &str = "fixtures/kansas-city";
/// A moment some days after its nights.
pub(crate) const KANSAS_CITY_AS_OF: &str = "2020-11-06T18:00:00Z";

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// A run of the program in a folder.
pub(crate) fn run_in(folder: &Path, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ran {
    finish(Command::new(PROGRAM).current_dir(folder).args(args))
}

/// A run of the program in the folder of the project.
pub(crate) fn run(args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ran {
    run_in(project(), args)
}

/// A run of a line of bash in a folder, with the program as `$PROGRAM`.
pub(crate) fn bash_in(folder: &Path, line: &str) -> Ran {
    finish(Command::new("bash").current_dir(folder).env("PROGRAM", PROGRAM).args(["-c", line]))
}

/// Runs a command to its end, with nothing to read on stdin.
pub(crate) fn finish(command: &mut Command) -> Ran {
    command.stdin(Stdio::null()).output().unwrap().into()
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// The run ended with this exit code; says what the program said where it did not.
    #[track_caller]
    pub(crate) fn ended_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    /// The program could not run: exit 2, nothing on stdout, one line on stderr with all these words in it and
    /// the shape of a message: lower case after the name, no full stop.
    #[track_caller]
    pub(crate) fn could_not_run(&self, words: &[&str]) {
        assert_eq!(self.code, Some(2), "{self:?}");
        assert_eq!(self.stdout, "", "{self:?}");
        self.says(words);
        let message = self.stderr.trim_end_matches('\n');
        assert!(message.starts_with("footage-audit: ") && !message.contains('\n'), "{message}");
        assert!(!message.ends_with('.'), "{message}");
        assert!(!message.contains("panicked"), "{message}");
    }

    #[track_caller]
    pub(crate) fn says(&self, words: &[&str]) {
        for word in words {
            assert!(self.stderr.contains(word), "no {word:?} in {:?}", self.stderr);
        }
    }

    /// The report was written in spite of all, and ends with this exit code.
    #[track_caller]
    pub(crate) fn reported(&self, code: i32) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.stderr, "", "{self:?}");
        assert!(self.stdout.contains(&format!("Exit code {code}: ")), "{}", self.stdout);
    }
}

/// The text of a file that has to be there.
#[track_caller]
pub(crate) fn text(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A JSON file that has to be there.
#[track_caller]
pub(crate) fn json(path: impl AsRef<Path>) -> serde_json::Value {
    let path = path.as_ref();
    serde_json::from_str(&text(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Edits the lines of a text file in place; each line keeps its end.
#[track_caller]
pub(crate) fn edit_lines(path: impl AsRef<Path>, edit: impl FnOnce(&mut Vec<String>)) {
    let before = text(&path);
    let mut lines: Vec<String> = before.split_inclusive('\n').map(str::to_owned).collect();
    edit(&mut lines);
    assert_ne!(lines.concat(), before, "the edit changes something");
    fs::write(path, lines.concat()).unwrap();
}

/// A row of a table: name of the column to cell.
pub(crate) type Row = BTreeMap<String, String>;

/// The rows of a CSV file that has to be there, by the names of its columns.
#[track_caller]
pub(crate) fn rows(path: impl AsRef<Path>) -> Vec<Row> {
    let path = path.as_ref();
    let mut reader = csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let header = reader.headers().unwrap().clone();
    let named =
        |cells: csv::StringRecord| header.iter().map(str::to_owned).zip(cells.iter().map(str::to_owned)).collect();
    reader.records().map(|cells| named(cells.unwrap())).collect()
}

/// The cells of one column.
pub(crate) fn column<'a>(rows: &'a [Row], name: &str) -> Vec<&'a str> {
    rows.iter().map(|row| row[name].as_str()).collect()
}

/// Words in the order of the alphabet: the order in which codes of findings are compared.
pub(crate) fn sorted(words: &str) -> String {
    let mut words: Vec<&str> = words.split_whitespace().collect();
    words.sort_unstable();
    words.join(" ")
}

/// Everything below a folder, in order: its path there and its bytes; none for what is no regular file.
pub(crate) fn everything_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let bytes = if entry.file_type().is_file() { fs::read(entry.path()).unwrap() } else { Vec::new() };
            (entry.path().strip_prefix(folder).unwrap().to_owned(), bytes)
        })
        .collect();
    all.sort();
    all
}
