//! Archives on disk for the tests, and what `verify` makes of them.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use super::library::{
    Algorithm, ArchiveSettings, Checksum, FindingRow, Moment, Report, Silent, VerifySettings, verify,
};

/// A folder with files; everything beside `root` lies outside the archive.
pub(crate) struct Archive {
    pub folder: tempfile::TempDir,
    pub root: PathBuf,
    pub manifest: Option<PathBuf>,
}

/// What `verify` said, as text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub exit_code: u8,
    /// `status checked_by path`
    pub files: Vec<String>,
    /// `severity code path`, sorted
    pub findings: Vec<String>,
    pub incomplete: Vec<String>,
    pub summaries: String,
}

impl Archive {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("footage");
        std::fs::create_dir(&root).unwrap();
        Self { folder, root, manifest: None }
    }

    pub(crate) fn at(&self, path: &[u8]) -> PathBuf {
        self.root.join(OsStr::from_bytes(path))
    }

    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.bytes(path.as_bytes(), content)
    }

    pub(crate) fn bytes(self, path: &[u8], content: impl AsRef<[u8]>) -> Self {
        let path = self.at(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    pub(crate) fn link(self, path: &str, target: &str) -> Self {
        std::os::unix::fs::symlink(target, self.at(path.as_bytes())).unwrap();
        self
    }

    pub(crate) fn named(mut self, path: &str) -> Self {
        self.manifest = Some(self.folder.path().join(path));
        self
    }

    pub(crate) fn without(self, path: &str) -> Self {
        std::fs::remove_file(self.at(path.as_bytes())).unwrap();
        self
    }

    pub(crate) fn report(&self) -> Report {
        let archives =
            vec![ArchiveSettings { manifest: self.manifest.clone(), ..ArchiveSettings::of_root(&self.root) }];
        let settings = VerifySettings {
            archives: &archives.into(),
            audit_file: None,
            anchors: &[],
            now: Moment::from_micros(1_700_000_000_000_000),
            clock: || Moment::from_micros(1_700_000_000_000_000),
        };
        verify(&settings, &Silent).unwrap()
    }

    pub(crate) fn verify(&self) -> Outcome {
        let report = self.report();
        let mut findings: Vec<String> = report
            .findings
            .iter()
            .map(|row| format!("{} {} {}", row.severity, row.code, row.path.as_deref().unwrap_or_default()))
            .map(|row| row.replace(self.root.to_str().unwrap(), "ROOT"))
            .collect();
        findings.sort();
        let mut ids: Vec<&str> = report.findings.iter().map(|row| row.finding_id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), report.findings.len(), "every finding has its own id");
        let folder = format!("{}/", self.folder.path().display());
        let summary = |row: &FindingRow| format!("{} {}: {}\n", row.code, row.path.as_ref().unwrap(), row.summary);
        Outcome {
            exit_code: report.exit_code.code(),
            files: report.files.iter().map(|row| format!("{} {} {}", row.status, row.checked_by, row.path)).collect(),
            findings,
            incomplete: report.incomplete.iter().map(|why| why.replace(&folder, "")).collect(),
            summaries: report.findings.iter().map(|row| summary(row).replace(&folder, "")).collect(),
        }
    }
}

/// `HASH  name`
pub(crate) fn line(algorithm: Algorithm, content: impl AsRef<[u8]>, name: &str) -> String {
    format!("{}  {name}\n", Checksum::of(algorithm, content.as_ref()))
}

pub(crate) fn sha256(content: &str, name: &str) -> String {
    line(Algorithm::Sha256, content, name)
}

/// Lines as they are compared with constants.
pub(crate) fn texts(lines: &[String]) -> Vec<&str> {
    lines.iter().map(String::as_str).collect()
}
