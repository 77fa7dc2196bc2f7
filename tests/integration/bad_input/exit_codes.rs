//! Every exit code (contract, "Exit codes"), and the options that change them.

use rstest::rstest;

use crate::support::program::run_in;
use crate::support::scene::Scene;

/// One activation that nobody recorded and nobody explained.
const UNRECORDED: &str = "E2,241,2020-11-02T05:00:00Z,2020-11-02T05:05:00Z\n";
/// A row that cannot be used.
const UNUSABLE: &str = "E3,241,yesterday,\n";
/// Later than everything, so that it shows that the camera has been emptied.
const LATER: &str = "R2,BWC-0001,2020-11-02T07:00:00Z,2020-11-02T07:05:00Z,\n";

#[rstest]
#[case::complete_and_nothing_found("", 0)]
#[case::findings(UNRECORDED, 1)]
#[case::incomplete(UNUSABLE, 3)]
#[case::incomplete_with_findings(&[UNRECORDED, UNUSABLE].concat(), 4)]
fn the_exit_code_says_how_it_went(#[case] more: &str, #[case] code: i32) {
    let scene = Scene::of_logs();
    scene.append("lightbar.csv", more);
    scene.append("recordings.csv", LATER);
    scene.scan(&[]).reported(code);
    let (_, run) = scene.scan_for("run.json");
    assert!(run.contains(&format!("\"exit_code\": {code}")), "{run}");
}

#[rstest]
#[case(&["scan", "nowhere"])]
#[case(&["scan", "--no-such-option"])]
#[case(&["scan", "--fail-on", "info"])]
#[case(&["scan", "--format", "xml"])]
#[case(&["scan", "--jobs", "0"])]
#[case(&["scan", "--jobs", "-1"])]
#[case(&["scan", "--jobs", "many"])]
#[case(&["verify"])]
#[case(&["inspect"])]
#[case(&["explain", "xyzzy"])]
#[case(&["completions", "tcsh"])]
#[case(&[])]
fn usage_that_cannot_be_understood_is_2(#[case] args: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let ran = run_in(folder.path(), args);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(ran.stdout, "");
    assert!(!ran.stderr.is_empty());
}

#[test]
fn fail_on_says_which_findings_count() {
    let scene = Scene::with_archive();
    // unlisted is a finding of severity review
    scene.video("footage/two.mp4");
    scene.append("footage/two.mp4", "other bytes");
    scene.scan(&[]).reported(0);
    scene.scan(&["--fail-on", "high"]).reported(0);
    scene.scan(&["--fail-on", "review"]).reported(1);
    scene.append("recordings.csv", LATER);
    scene.append("lightbar.csv", UNRECORDED);
    scene.scan(&[]).reported(1);
    scene.scan(&["--fail-on", "never"]).reported(0);
    // what could not be read is never fine, whatever counts
    scene.append("lightbar.csv", UNUSABLE);
    scene.scan(&["--fail-on", "never"]).reported(3);
}

#[test]
fn without_hashing_nothing_is_called_fine() {
    let scene = Scene::with_archive();
    let ran = scene.scan(&["--no-hash", "--out", "out"]);
    assert!(ran.stdout.contains("NOT HASHED (--no-hash)"), "{}", ran.stdout);
    let files = scene.read("out/files.csv");
    assert!(files.lines().nth(1).unwrap().starts_with("one.mp4,unchecked,none,readable,"), "{files}");
    let run: serde_json::Value = serde_json::from_str(&scene.read("out/run.json")).unwrap();
    assert!(run["arguments"].as_array().unwrap().contains(&"--no-hash".into()), "{run}");
    assert_eq!(run["archives"][0]["hashed"], false);
    assert_eq!(run["archives"][0]["files"]["unchecked"], 1);
    // a file whose bytes changed is not ok either
    scene.append("footage/one.mp4", "more");
    let ran = scene.scan(&["--no-hash", "--out", "out"]);
    assert!(!scene.read("out/files.csv").contains(",ok,"), "{ran:?}");
}

#[test]
fn since_and_until_choose_what_is_shown_by_the_first_on() {
    let scene = Scene::of_logs();
    scene.append("recordings.csv", LATER);
    scene.append("lightbar.csv", UNRECORDED);
    let shown = |args: &[&str]| {
        let ran = scene.scan(&[args, &["--format", "csv"]].concat());
        let events = ran.stdout.lines().skip(1).map(|row| row.split(',').nth(10).unwrap().to_owned());
        (ran.code.unwrap(), events.collect::<Vec<_>>().join(" "))
    };
    assert_eq!(shown(&[]), (1, "E1 E2".to_owned()));
    assert_eq!(shown(&["--since", "2020-11-02T02:00:00Z"]), (1, "E1 E2".to_owned()));
    assert_eq!(shown(&["--since", "2020-11-02T02:00:00.001Z"]), (1, "E2".to_owned()));
    assert_eq!(shown(&["--until", "2020-11-02T05:00:00Z"]), (0, "E1".to_owned()));
    assert_eq!(shown(&["--since", "2020-11-01 23:00:00", "--until", "2020-11-03"]), (1, "E2".to_owned()));
    // nothing found to audit is not fine
    assert_eq!(shown(&["--since", "2020-11-02"]), (3, String::new()));
}
