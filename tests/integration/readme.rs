//! What the README shows is what the program prints.

use std::path::Path;

use assert_cmd::Command;

/// The command of `.ci/demo`, which `make demo` runs.
const DEMO: [&str; 4] = ["scan", "fixtures/kansas-city", "--as-of", "2020-11-06T18:00:00Z"];

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// To write it anew: put what `footage-audit scan fixtures/kansas-city --as-of 2020-11-06T18:00:00Z` prints
/// between the fences that follow `<!-- demo -->`.
#[test]
fn the_report_in_the_readme_is_the_report_of_the_demo() {
    let readme = readme();
    let shown = readme.split("<!-- demo -->\n\n```text\n").nth(1).unwrap_or_default();
    let shown = shown.split("```").next().unwrap_or_default();
    let output = Command::cargo_bin("footage-audit")
        .unwrap()
        .args(DEMO)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(shown == printed, "the README's report is not what the demo prints:\n{printed}");
}

#[test]
fn the_demo_runs_the_command_of_this_test() {
    let demo = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/demo")).unwrap();
    assert!(demo.contains(&DEMO.join(" ")));
}

#[test]
fn every_command_that_the_readme_uses_is_there() {
    let readme = readme();
    let used: std::collections::BTreeSet<&str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("footage-audit "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(used.len() >= 4, "the README shows too little: {used:?}");
    for command in used {
        Command::cargo_bin("footage-audit").unwrap().args([command, "--help"]).assert().success();
    }
}
