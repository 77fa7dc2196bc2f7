//! The same inputs, arguments and `--as-of` give the same bytes (contract, "The folder"): over two runs, at any
//! `--jobs`, whatever the name of the output; only the `run` object of `run.json` may differ.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rstest::rstest;
use tempfile::TempDir;

use crate::support::program::{KANSAS_CITY, KANSAS_CITY_AS_OF, run};

type Files = BTreeMap<String, Vec<u8>>;

/// Runs a command with `--out` and hands out its files; and `run.json` without its `run` object as it stands.
fn out(args: &[&str], jobs: &str) -> (Files, String) {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join(format!("out-{jobs}"));
    let ran = run([args, &["--jobs", jobs, "--out", dir.to_str().unwrap()]].concat());
    assert_eq!(ran.stderr, "");
    (files(&dir), ran.stdout)
}

fn files(dir: &Path) -> Files {
    let mut files: Files = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    let run = files.get_mut("run.json").unwrap();
    *run = without_run_object(run);
    files
}

/// The bytes before the `run` object, which is the last thing in the document.
fn without_run_object(document: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(document).unwrap();
    let keys: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).unwrap();
    let run: Vec<&String> = keys["run"].as_object().unwrap().keys().collect();
    assert_eq!(run, ["end", "ffmpeg", "format", "host", "jobs", "out", "start"], "only these may differ");
    let (before, _) = text.rsplit_once("\n  \"run\": {").unwrap();
    before.as_bytes().to_vec()
}

#[rstest]
#[case::kansas_city(&["scan", KANSAS_CITY, "--as-of", KANSAS_CITY_AS_OF], 5)]
#[case::kansas_city_unhashed(&["scan", KANSAS_CITY, "--as-of", KANSAS_CITY_AS_OF, "--no-hash"], 5)]
#[case::department_a(&["scan", "fixtures/department-a", "--as-of", "2020-11-09T05:00:00Z"], 5)]
fn a_scan_writes_the_same_bytes_at_any_jobs_and_every_time(#[case] args: &[&str], #[case] count: usize) {
    let (expected, printed) = out(args, "1");
    assert!(expected.len() >= count, "{:?}", expected.keys());
    assert!(expected["obligations.csv"].len() > 1_000, "there is something to compare");
    for jobs in ["1", "2", "8"] {
        let (found, again) = out(args, jobs);
        for (name, bytes) in &expected {
            assert!(found.get(name) == Some(bytes), "{name} differs at --jobs {jobs}");
        }
        assert_eq!(expected.len(), found.len());
        assert!(printed == again, "stdout differs at --jobs {jobs}");
    }
}

#[rstest]
fn what_is_printed_is_the_same_at_any_jobs(#[values("table", "csv", "json")] format: &str) {
    let print = |jobs: &str| {
        run(["scan", KANSAS_CITY, "--as-of", KANSAS_CITY_AS_OF, "--format", format, "--jobs", jobs]).stdout
    };
    let expected = print("1");
    assert!(expected.len() > 1_000);
    assert!(expected == print("2") && expected == print("8"));
}
