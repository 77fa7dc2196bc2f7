//! A small department that audits without a complaint, to be broken in one place by each test.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub const DEPARTMENT: &str = "[department]\nname = \"Testville\"\ntime-zone = \"America/Chicago\"\n";
pub const ARCHIVE: &str = "[[archive]]\nroot = \"footage\"\n";
pub const SOURCES: &str = "[[lightbar]]\nfiles = [\"lightbar.csv\"]\n[[assignments]]\nfiles = [\"roster.csv\"]\n\
                           [[recordings]]\nfiles = [\"recordings.csv\"]\n";
pub const POLICY: &str = "[[policy]]\nname = \"Interim\"\neffective = 2020-10-01\n";

pub const LIGHTBAR: &str = "event_id,vehicle_id,on,off\nE1,241,2020-11-02T02:00:00Z,2020-11-02T02:05:00Z\n";
const ROSTER: &str = "officer_id,from,to,vehicle_id,camera_id,supervisor_id\n\
                      0114,2020-11-02T00:00:00Z,2020-11-02T08:00:00Z,241,BWC-0001,S1\n";
const RECORDINGS: &str = "recording_id,camera_id,start,end,activated_at\n\
                          R1,BWC-0001,2020-11-02T02:00:05Z,2020-11-02T02:05:10Z,2020-11-02T02:00:05Z\n";

/// Two days after the only night.
pub const AS_OF: &str = "2020-11-04T00:00:00Z";

pub struct Scene {
    folder: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

pub fn binary() -> PathBuf {
    assert_cmd::cargo::cargo_bin("footage-audit")
}

/// A run of the program in a folder.
pub fn run_in(folder: &Path, args: &[&str]) -> Ran {
    finish(Command::new(binary()).current_dir(folder).args(args))
}

/// A run of a line of bash in a folder, with the program as `$PROGRAM`.
pub fn bash_in(folder: &Path, line: &str) -> Ran {
    finish(Command::new("bash").current_dir(folder).env("PROGRAM", binary()).args(["-c", line]))
}

fn finish(command: &mut Command) -> Ran {
    let output = command.stdin(Stdio::null()).output().unwrap();
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Scene {
    /// Logs and an index, no archive: one activation, recorded in time.
    pub fn of_logs() -> Self {
        let scene = Self { folder: TempDir::new().unwrap() };
        scene.write("audit.toml", [DEPARTMENT, SOURCES, POLICY].concat());
        scene.write("lightbar.csv", LIGHTBAR);
        scene.write("roster.csv", ROSTER);
        scene.write("recordings.csv", RECORDINGS);
        scene
    }

    /// The same with a sealed archive of one video, which nobody can place and nobody needs.
    pub fn with_archive() -> Self {
        let scene = Self::of_logs();
        scene.write("audit.toml", [DEPARTMENT, ARCHIVE, SOURCES, POLICY].concat());
        scene.video("footage/one.mp4");
        scene.seal();
        scene
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn append(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let mut all = fs::read(self.path().join(name)).unwrap();
        all.extend_from_slice(bytes.as_ref());
        self.write(name, all);
    }

    /// Puts a good video somewhere; the name may be any bytes.
    pub fn video(&self, name: impl AsRef<[u8]>) {
        let path = self.path().join(std::ffi::OsStr::from_bytes(name.as_ref()));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/videos/plain.mp4"), path).unwrap();
    }

    pub fn seal(&self) {
        let sealed = self.run(&["seal", "footage", "--name", "testville"]);
        assert_eq!(sealed.code, Some(0), "{sealed:?}");
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        run_in(self.path(), args)
    }

    pub fn bash(&self, line: &str) -> Ran {
        bash_in(self.path(), line)
    }

    /// A scan of the folder as of two days later.
    pub fn scan(&self, more: &[&str]) -> Ran {
        self.run(&[&["scan", ".", "--as-of", AS_OF], more].concat())
    }

    /// A scan with `--out out`, and then one of its files.
    pub fn scan_for(&self, file: &str) -> (Ran, String) {
        let ran = self.scan(&["--out", "out"]);
        let text = self.read(&format!("out/{file}"));
        (ran, text)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_default()
    }

    /// Everything below the folder: kind, path and bytes, to see that a run changed nothing.
    pub fn everything(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut all: Vec<_> = walkdir::WalkDir::new(self.path())
            .into_iter()
            .map(|entry| entry.unwrap())
            .map(|entry| {
                let bytes = if entry.file_type().is_file() { fs::read(entry.path()).unwrap() } else { Vec::new() };
                (entry.into_path(), bytes)
            })
            .collect();
        all.sort();
        all
    }
}

impl Ran {
    /// The program could not run: exit 2, nothing on stdout, one line on stderr with all these words in it and
    /// the shape of a message: lower case after the name, no full stop.
    #[track_caller]
    pub fn could_not_run(&self, words: &[&str]) {
        assert_eq!(self.code, Some(2), "{self:?}");
        assert_eq!(self.stdout, "", "{self:?}");
        self.says(words);
        let message = self.stderr.trim_end_matches('\n');
        assert!(message.starts_with("footage-audit: ") && !message.contains('\n'), "{message}");
        assert!(!message.ends_with('.'), "{message}");
        assert!(!message.contains("panicked"), "{message}");
    }

    #[track_caller]
    pub fn says(&self, words: &[&str]) {
        for word in words {
            assert!(self.stderr.contains(word), "no {word:?} in {:?}", self.stderr);
        }
    }

    /// The report was written in spite of all, and ends with this exit code.
    #[track_caller]
    pub fn reported(&self, code: i32) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.stderr, "", "{self:?}");
        assert!(self.stdout.contains(&format!("Exit code {code}: ")), "{}", self.stdout);
    }
}
