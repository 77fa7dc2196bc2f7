//! A small department that audits without a complaint, to be broken in one place by each test.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::program::{Ran, bash_in, everything_in, project, run_in, text};

pub(crate) const DEPARTMENT: &str = "[department]\nname = \"Testville\"\ntime-zone = \"America/Chicago\"\n";
pub(crate) const ARCHIVE: &str = "[[archive]]\nroot = \"footage\"\n";
pub(crate) const SOURCES: &str = "[[lightbar]]\nfiles = [\"lightbar.csv\"]\n[[assignments]]\nfiles = [\"roster.csv\"]\n\
                           [[recordings]]\nfiles = [\"recordings.csv\"]\n";
pub(crate) const POLICY: &str = "[[policy]]\nname = \"Interim\"\neffective = 2020-10-01\n";

pub(crate) const LIGHTBAR: &str = "event_id,vehicle_id,on,off\nE1,241,2020-11-02T02:00:00Z,2020-11-02T02:05:00Z\n";
const ROSTER: &str = "officer_id,from,to,vehicle_id,camera_id,supervisor_id\n\
                      0114,2020-11-02T00:00:00Z,2020-11-02T08:00:00Z,241,BWC-0001,S1\n";
const RECORDINGS: &str = "recording_id,camera_id,start,end,activated_at\n\
                          R1,BWC-0001,2020-11-02T02:00:05Z,2020-11-02T02:05:10Z,2020-11-02T02:00:05Z\n";

/// Two days after the only night.
pub(crate) const AS_OF: &str = "2020-11-04T00:00:00Z";

pub(crate) struct Scene {
    folder: TempDir,
}

impl Scene {
    /// Logs and an index, no archive: one activation, recorded in time.
    pub(crate) fn of_logs() -> Self {
        let scene = Self { folder: TempDir::new().unwrap() };
        scene.write("audit.toml", [DEPARTMENT, SOURCES, POLICY].concat());
        scene.write("lightbar.csv", LIGHTBAR);
        scene.write("roster.csv", ROSTER);
        scene.write("recordings.csv", RECORDINGS);
        scene
    }

    /// The same with a sealed archive of one video, which nobody can place and nobody needs.
    pub(crate) fn with_archive() -> Self {
        let scene = Self::of_logs();
        scene.write("audit.toml", [DEPARTMENT, ARCHIVE, SOURCES, POLICY].concat());
        scene.video("footage/one.mp4");
        scene.seal();
        scene
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn append(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let mut all = fs::read(self.path().join(name)).unwrap();
        all.extend_from_slice(bytes.as_ref());
        self.write(name, all);
    }

    /// Puts a good video somewhere; the name may be any bytes.
    pub(crate) fn video(&self, name: impl AsRef<[u8]>) {
        let path = self.path().join(std::ffi::OsStr::from_bytes(name.as_ref()));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(project().join("fixtures/videos/plain.mp4"), path).unwrap();
    }

    pub(crate) fn seal(&self) {
        self.run(&["seal", "footage", "--name", "testville"]).ended_with(0);
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        run_in(self.path(), args)
    }

    pub(crate) fn bash(&self, line: &str) -> Ran {
        bash_in(self.path(), line)
    }

    /// A scan of the folder as of two days later.
    pub(crate) fn scan(&self, more: &[&str]) -> Ran {
        self.run(&[&["scan", ".", "--as-of", AS_OF], more].concat())
    }

    /// A scan with `--out out`, and then one of its files.
    #[track_caller]
    pub(crate) fn scan_for(&self, file: &str) -> (Ran, String) {
        let ran = self.scan(&["--out", "out"]);
        let text = self.read(&format!("out/{file}"));
        (ran, text)
    }

    /// The text of a file that has to be there.
    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> String {
        text(self.path().join(name))
    }

    /// Everything below the folder, to see that a run changed nothing.
    pub(crate) fn everything(&self) -> Vec<(PathBuf, Vec<u8>)> {
        everything_in(self.path())
    }
}
