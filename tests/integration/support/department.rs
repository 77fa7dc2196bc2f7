//! A folder with an audit file, an archive and its sealed chain, and what the program says of it; used by the
//! tests that change something in it.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::library::{
    ArchivePath, Body, Chain, Checkpoint, Digest, FileRecord, Line, Moment, Open, Purge, SealedFacts, Span, read_chain,
};
use super::program::{Ran, column, json, rows, run_in, sorted};

/// 2024-05-01T00:00:00Z, and so many days later.
pub(crate) fn day(days: i64) -> Moment {
    Moment::from_micros(1_714_521_600_000_000) + Span::from_days(days)
}

/// A folder with an audit file, the archive `footage` and its sealed chain; patrol is kept 30 days, evidence
/// for ever. Records: 1 a.mp4 and 2 b.mp4 (patrol), 3 c.mp4 (evidence), 4 d.mp4 (nothing known).
pub(crate) struct Department(pub TempDir);

impl Department {
    pub(crate) fn new(anchored: bool) -> Self {
        let department = Self(tempfile::tempdir().unwrap());
        for folder in ["footage", "kept"] {
            fs::create_dir(department.path(folder)).unwrap();
        }
        department.empty_chain();
        department.append(Body::Open(Open { archive: "kcpd/bwc".to_owned(), created: day(0) }));
        for (name, category) in [("a.mp4", "patrol"), ("b.mp4", "patrol"), ("c.mp4", "evidence"), ("d.mp4", "")] {
            fs::write(department.file(name), format!("bytes of {name}")).unwrap();
            department.seal(name, category);
        }
        let chain = department.chain();
        let checkpoint = Checkpoint { origin: "kcpd/bwc".to_owned(), size: 5, root: chain.root(5).unwrap() };
        fs::write(department.path("kept/kcpd.checkpoint"), checkpoint.to_string()).unwrap();
        department.configure(if anchored { "anchor = 'kept/*.checkpoint'" } else { "" });
        department
    }

    pub(crate) fn configure(&self, archive: &str) {
        let text = format!(
            "[department]\nname = 'KCPD'\ntime-zone = 'America/Chicago'\n[[archive]]\nroot = 'footage'\n{archive}\n\
             [[policy]]\nname = 'rules'\neffective = 2020-01-01\nretention = {{ patrol = '30d', evidence = 'hold' }}\n"
        );
        fs::write(self.path("audit.toml"), text).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path("footage").join(name)
    }

    pub(crate) fn chain_file(&self) -> PathBuf {
        self.file("chain.jsonl")
    }

    pub(crate) fn chain(&self) -> Chain {
        read_chain(&self.chain_file(), Moment::from_micros(i64::MAX)).unwrap()
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        fs::read(self.chain_file()).unwrap()
    }

    fn empty_chain(&self) {
        fs::write(self.chain_file(), "").unwrap();
    }

    pub(crate) fn lines(&self) -> Vec<Vec<u8>> {
        self.bytes().split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect()
    }

    /// Edits the lines of the chain, without mending what follows them.
    pub(crate) fn edit(&self, edit: impl FnOnce(&mut Vec<Vec<u8>>)) {
        let mut lines = self.lines();
        edit(&mut lines);
        fs::write(self.chain_file(), lines.concat()).unwrap();
    }

    /// Replaces a text in one line.
    pub(crate) fn replace(&self, line: usize, from: &str, to: &str) {
        self.edit(|lines| {
            let old = String::from_utf8(lines[line].clone()).unwrap();
            assert!(old.contains(from), "{old}");
            lines[line] = old.replacen(from, to, 1).into_bytes();
        });
    }

    /// Edits the records of the chain and links them anew, as somebody who knows the format would.
    pub(crate) fn rebuild(&self, edit: impl FnOnce(&mut Vec<Body>)) {
        let mut bodies: Vec<Body> = self.chain().records.into_iter().map(|record| record.body).collect();
        edit(&mut bodies);
        self.empty_chain();
        bodies.into_iter().for_each(|body| self.append(body));
    }

    /// Appends a well-linked record.
    pub(crate) fn append(&self, body: Body) {
        let lines = self.lines();
        let prev = lines.last().map_or(Digest::ZERO, |line| Digest::of(line));
        let line = Line { seq: lines.len() as u64, prev, body }.to_bytes();
        fs::write(self.chain_file(), [self.bytes(), line].concat()).unwrap();
    }

    pub(crate) fn seal(&self, name: &str, category: &str) {
        let content = fs::read(self.file(name)).unwrap();
        self.append(Body::File(file_record(name, &content, category)));
    }

    /// Deletes a file and records the purge.
    pub(crate) fn purge(&self, name: &str, purge: Purge) {
        fs::remove_file(self.file(name)).unwrap();
        self.append(Body::Purge(purge));
    }

    /// What `verify` says.
    pub(crate) fn verify(&self) -> Said {
        self.verify_with(&[])
    }

    /// The same with further arguments.
    pub(crate) fn verify_with(&self, arguments: &[&str]) -> Said {
        let ran = self.program(&[&["verify", "--out", "out"], arguments].concat());
        assert!(self.path("out").exists(), "{ran:?}");
        let run = self.run_json();
        let chain = &run["archives"][0]["chain"];
        Said {
            verdict: chain["verdict"].as_str().unwrap_or("none").to_owned(),
            anchored: chain["anchored_size"].as_u64(),
            codes: sorted(&column(&rows(self.path("out/findings.csv")), "code").join(" ")),
            exit: ran.code.unwrap(),
        }
    }

    /// Runs a command on this folder; further arguments are relative to it.
    pub(crate) fn program(&self, arguments: &[&str]) -> Ran {
        let (command, rest) = arguments.split_first().unwrap();
        run_in(self.0.path(), [&[*command, "."], rest].concat())
    }

    /// What the last run with `--out` said of itself.
    pub(crate) fn run_json(&self) -> serde_json::Value {
        json(self.path("out/run.json"))
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// Of the chain; `none` where there is no chain.
    pub verdict: String,
    /// How many records an anchor covers.
    pub anchored: Option<u64>,
    /// Of all findings, sorted.
    pub codes: String,
    pub exit: i32,
}

pub(crate) fn file_record(path: &str, content: &[u8], category: &str) -> FileRecord {
    let known = !category.is_empty();
    FileRecord {
        path: ArchivePath::from_bytes(path.as_bytes()),
        sha256: Digest::of(content),
        size: content.len() as u64,
        sealed_at: day(1),
        facts: SealedFacts {
            start: known.then(|| day(0)),
            category: known.then(|| category.to_owned()),
            ..SealedFacts::default()
        },
        duration: None,
    }
}

pub(crate) fn purge(file: u64, name: &str, at: Moment) -> Purge {
    Purge {
        file,
        sha256: Digest::of(format!("bytes of {name}").as_bytes()),
        at,
        authority: "clerk".to_owned(),
        approved_by: "chief".to_owned(),
        rule: "patrol".to_owned(),
    }
}
