//! The committed completions are those of the command line, and load in the shells that are at hand.

use rstest::rstest;

use crate::support::program::{bash_in, project, run, text};

#[rstest]
#[case("bash", "footage-audit.bash")]
#[case("zsh", "_footage-audit")]
#[case("fish", "footage-audit.fish")]
#[case("powershell", "_footage-audit.ps1")]
fn the_committed_completions_are_current(#[case] shell: &str, #[case] file: &str) {
    let printed = run(["completions", shell]).ended_with(0).stdout;
    let committed = text(project().join("completions").join(file));
    assert!(printed == committed, "completions/{file} is not current; write it anew with `make completions`");
}

#[test]
fn bash_loads_its_completions() {
    bash_in(project(), "source completions/footage-audit.bash && complete -p footage-audit").ended_with(0);
}

/// What bash offers for a line, its last word being completed.
fn offered(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let [.., before, last] = words.as_slice() else { panic!("{line:?} has no word to complete") };
    let script = format!(
        "source completions/footage-audit.bash; COMP_WORDS=({}); COMP_CWORD={}; \
         _footage__audit footage-audit '{last}' '{before}'; echo \"${{COMPREPLY[@]}}\"",
        words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" "),
        words.len() - 1,
    );
    bash_in(project(), &script).stdout.trim().to_owned()
}

#[rstest]
#[case("footage-audit in", "inspect init")]
#[case("footage-audit inspect --f", "--format")]
#[case("footage-audit inspect --format ", "table json")]
#[case("footage-audit scan --fail-on ", "high review never")]
#[case("footage-audit record p", "purge")]
#[case("footage-audit record purge --appr", "--approved-by")]
#[case("footage-audit completions z", "zsh")]
fn bash_offers_commands_options_and_values(#[case] line: &str, #[case] words: &str) {
    assert_eq!(offered(line), words);
}
