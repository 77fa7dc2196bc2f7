//! What the README shows is what the program prints.

use crate::support::program::{project, run, text};

/// The command of `.ci/demo`, which `make demo` runs.
const DEMO: [&str; 4] = ["scan", "fixtures/kansas-city", "--as-of", "2020-11-06T18:00:00Z"];

fn readme() -> String {
    text(project().join("README.md"))
}

/// To write it anew: put what `footage-audit scan fixtures/kansas-city --as-of 2020-11-06T18:00:00Z` prints
/// between the fences that follow `<!-- demo -->`.
#[test]
fn the_report_in_the_readme_is_the_report_of_the_demo() {
    let readme = readme();
    let shown = readme.split("<!-- demo -->\n\n```text\n").nth(1).unwrap();
    let shown = shown.split("```").next().unwrap();
    let printed = run(DEMO).ended_with(1).stdout;
    assert!(shown == printed, "the README's report is not what the demo prints:\n{printed}");
}

#[test]
fn the_demo_runs_the_command_of_this_test() {
    let demo = text(project().join(".ci/demo"));
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
        run([command, "--help"]).ended_with(0);
    }
}
