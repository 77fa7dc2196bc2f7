//! What the README shows is what the program prints.

use crate::support::program::{project, run, text};

/// The command of `.ci/demo`, which `make demo` runs.
const DEMO: [&str; 4] = ["scan", "fixtures/kansas-city", "--as-of", "2020-11-06T18:00:00Z"];

fn readme() -> String {
    text(project().join("README.md"))
}

/// The lines between the fences that follow `<!-- demo -->` are passages of what the demo prints, in order; `…` stands
/// for at least one line that the README leaves out.
#[test]
fn the_report_in_the_readme_is_a_part_of_the_report_of_the_demo() {
    let readme = readme();
    let shown = readme.split("<!-- demo -->\n\n```text\n").nth(1).unwrap();
    let shown = shown.split("```").next().unwrap();
    assert!(shown.lines().count() >= 20, "the README shows too little of the report:\n{shown}");
    let printed = format!("\n{}", run(DEMO).ended_with(1).stdout);
    let mut rest = printed.as_str();
    for passage in shown.split("…\n") {
        let after = rest.split_once(&format!("\n{passage}")).map(|(_, after)| after);
        assert!(after.is_some(), "the demo does not print this passage, or not here:\n{passage}\nbut:\n{printed}");
        rest = after.unwrap();
    }
}

#[test]
fn the_picture_in_the_readme_is_of_the_demo() {
    assert!(text(project().join("docs/make-picture.sh")).contains(&DEMO.join(" ")));
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

/// Headings of a page, as its links name them.
fn anchors(page: &str) -> Vec<String> {
    let mut code = false;
    let headings = page.lines().filter(|line| {
        code ^= line.starts_with("```");
        !code && line.starts_with('#')
    });
    let anchor = |heading: &str| {
        let kept = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        kept.chars().filter(|one| one.is_alphanumeric() || matches!(one, '-' | '_')).collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn every_link_between_the_pages_leads_somewhere() {
    let root = project();
    let docs = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let front = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map(|name| root.join(name));
    let pages: Vec<_> =
        docs.chain(front).filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    let mut links = 0;
    for page in &pages {
        let body = text(page);
        for link in body.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.starts_with("http") || link.contains(char::is_whitespace) {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(target.exists(), "{}: the link {link} leads nowhere", page.display());
            let known = || anchors(&text(&target)).contains(&anchor.to_owned());
            assert!(anchor.is_empty() || known(), "{}: {link} names no heading", page.display());
            links += 1;
        }
    }
    assert!(links >= 20, "only {links} links were found");
}
